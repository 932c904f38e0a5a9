//! Fibres of the muscles in the blocks.

use std::collections::BTreeMap;

use glam::DVec3;
use tissue::{Fibres, Mesh as Solid};

use super::columns::Columns;
use crate::anatomy::{Anatomy, Belly, LAYERS, LEVELS, Layers, Side, Spot};
use crate::refine::Refinement;

/// Steps through the thickness of a muscle.
const THROUGH: usize = 5;

/// A muscle of one side that contracts as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Contractor {
    /// Name of the muscle, as in `data/muscles`.
    pub muscle: String,
    /// Side of the face.
    pub side: Side,
    /// Volume of its fibres in the tissue, mm³.
    pub volume_mm3: f64,
}

/// Where spots of the skin are: the block columns of a coarser surface below triangles of the
/// refined one.
pub(super) struct Where {
    quad_of: BTreeMap<[u32; 3], u32>,
    index_of: Vec<Option<u32>>,
    each: u32,
}

impl Where {
    pub(super) fn new(columns: &Columns, refinement: &Refinement, level: usize) -> Self {
        let mut quad_of = BTreeMap::new();
        for (number, [a, b, c, d]) in refinement.quads.iter().enumerate() {
            quad_of.insert([*a, *b, *c], number as u32);
            quad_of.insert([*a, *c, *d], number as u32);
        }
        let mut index_of = vec![None; columns.quads.len()];
        for (index, quad) in columns.with_tissue.iter().enumerate() {
            index_of[*quad as usize] = Some(index as u32);
        }
        Self {
            quad_of,
            index_of,
            each: 4_u32.pow((LEVELS - level) as u32),
        }
    }

    /// Place of the column among the quadrilaterals with tissue.
    pub(super) fn column(&self, corners: [u32; 3]) -> Option<usize> {
        let quad = self.quad_of.get(&corners)?;
        self.index_of[(quad / self.each) as usize].map(|index| index as usize)
    }
}

/// What the fibres of one muscle do in a block: their volume and the sum of volume times
/// direction.
type Parts = BTreeMap<u32, (f64, DVec3)>;

/// All muscles in the blocks, in the order of muscles and sides.
pub(super) fn fibres(solid: &Solid, anatomy: &Anatomy, place: &Where) -> Vec<(Contractor, Fibres)> {
    let volumes = volumes(solid);
    let mut all = Vec::new();
    for muscle in &anatomy.muscles {
        for side in [Side::Left, Side::Right] {
            let mut parts = Parts::new();
            for belly in muscle.bellies.iter().filter(|belly| belly.side == side) {
                lay(anatomy, place, belly, &mut parts);
            }
            if parts.is_empty() {
                continue;
            }
            let contractor = Contractor {
                muscle: muscle.name.clone(),
                side,
                volume_mm3: parts.values().map(|(volume, _)| volume).sum(),
            };
            let mut fibres = Fibres::default();
            for (block, (volume, direction)) in parts {
                let along = direction.normalize_or_zero();
                if along == DVec3::ZERO {
                    continue;
                }
                fibres.elements.push(block);
                fibres.directions.push(along.to_array());
                let share = volume / volumes[block as usize];
                fibres.shares.push(share.min(1.0));
            }
            all.push((contractor, fibres));
        }
    }
    all
}

/// Lays the volume of a belly's fibres into the blocks.
fn lay(anatomy: &Anatomy, place: &Where, belly: &Belly, parts: &mut Parts) {
    let layers = &anatomy.layers;
    for (number, fibre) in belly.fibres.iter().enumerate() {
        for sample in 0..fibre.len() {
            let spot = &belly.spots[number][sample];
            let Some(column) = place.column(spot.corners) else {
                continue;
            };
            let (length, direction) = piece(fibre, sample);
            let width = 2.0 * belly.half_apart_mm(number, sample);
            let volume = length * width * belly.thickness_mm / THROUGH as f64;
            let thick = belly.thickness_mm / layers.total_at_mm(spot).max(f64::MIN_POSITIVE);
            let roof = spot.of_numbers(&layers.shares[1]);
            for step in 0..THROUGH {
                let off = (step as f64 + 0.5) / THROUGH as f64 - 0.5;
                let depth = (belly.depths[number][sample] + off * thick).clamp(roof, 1.0);
                let block = Columns::block(column, layer_at(layers, spot, depth));
                let part = parts.entry(block).or_insert((0.0, DVec3::ZERO));
                part.0 += volume;
                part.1 += volume * direction;
            }
        }
    }
}

/// Length of the piece of a fibre that a sample stands for, mm, and its direction towards the
/// origin.
fn piece(fibre: &[DVec3], sample: usize) -> (f64, DVec3) {
    let [before, here, after] = [
        fibre[sample.saturating_sub(1)],
        fibre[sample],
        fibre[(sample + 1).min(fibre.len() - 1)],
    ];
    let length = 0.5 * (before.distance(here) + here.distance(after));
    (length, (before - after).normalize_or_zero())
}

/// The layer below the skin at a depth, a share of the way from skin to base.
fn layer_at(layers: &Layers, spot: &Spot, depth: f64) -> usize {
    let mut inward = (1..LAYERS.len()).rev();
    let found = inward.find(|layer| depth >= spot.of_numbers(&layers.shares[*layer]));
    found.unwrap_or(1)
}

/// Volume of each hexahedron, mm³.
fn volumes(solid: &Solid) -> Vec<f64> {
    let pieces = solid.into_tetrahedra();
    let volume = |piece: usize| {
        let nodes = pieces.nodes(piece);
        let at = |i: usize| DVec3::from_array(pieces.points[nodes[i] as usize]);
        (at(1) - at(0)).dot((at(2) - at(0)).cross(at(3) - at(0))) / 6.0
    };
    let each = pieces.n_elements() / solid.n_elements().max(1);
    let blocks = 0..solid.n_elements();
    let of_block = |block: usize| (each * block..each * (block + 1)).map(volume).sum::<f64>();
    blocks.map(of_block).collect()
}
