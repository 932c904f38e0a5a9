//! Columns of blocks from the skin to the base.

use std::collections::BTreeMap;

use glam::DVec3;
use tissue::{Face as Facet, Kind, Mesh as Solid};

use crate::anatomy::{Anatomy, Atlas, LAYERS};
use crate::mesh::edges_of;
use crate::refine::Refinement;

/// No column below a point.
pub(super) const NONE: u32 = u32::MAX;
/// Points of a column: one more than the layers.
pub(super) const COLUMN: usize = LAYERS.len() + 1;
/// The tissue goes on this far beyond the fibres of muscles, mm.
const BEYOND_MM: f64 = 22.0;

/// The tissue as columns of blocks below quadrilaterals of the skin.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// Quadrilaterals of the skin, of the whole surface.
    pub(super) quads: Vec<[u32; 4]>,
    /// Those with tissue, by number.
    pub(super) with_tissue: Vec<u32>,
    /// Column of each point of the skin, [`NONE`] where there is no tissue.
    pub(super) column_of: Vec<u32>,
    /// Point of the skin of each column.
    pub(super) point_of: Vec<u32>,
    /// Whether each column stands where the tissue has been cut off.
    pub(super) is_cut: Vec<bool>,
    /// Edges where the tissue ends freely (lips, lids, nostrils, ears), each with the place of its
    /// quadrilateral among those with tissue.
    pub(super) free_edges: Vec<(u32, [u32; 2])>,
}

impl Columns {
    /// - `level`: subdivisions of the cage
    pub(super) fn new(atlas: &Atlas, anatomy: &Anatomy, level: usize) -> Self {
        let quads = Refinement::new(&atlas.cage().mesh, level).quads;
        let each = 4_usize.pow((crate::anatomy::LEVELS - level) as u32);
        let covered = |quad: usize| anatomy.layers.covered[quad * each];
        let points = 1 + quads.iter().flatten().max().copied().unwrap_or(0) as usize;
        let near = near_muscles(anatomy, points);
        let with_tissue: Vec<u32> = (0..quads.len())
            .filter(|&quad| covered(quad) && quads[quad].iter().all(|p| near[*p as usize]))
            .map(|quad| quad as u32)
            .collect();
        let mut columns = Self {
            with_tissue,
            column_of: vec![NONE; points],
            point_of: Vec::new(),
            is_cut: Vec::new(),
            free_edges: Vec::new(),
            quads,
        };
        columns.number();
        columns.find_edges(covered);
        columns
    }

    fn number(&mut self) {
        for quad in &self.with_tissue {
            for point in self.quads[*quad as usize] {
                let column = &mut self.column_of[point as usize];
                if *column == NONE {
                    *column = self.point_of.len() as u32;
                    self.point_of.push(point);
                }
            }
        }
        self.is_cut = vec![false; self.point_of.len()];
    }

    fn find_edges(&mut self, covered: impl Fn(usize) -> bool) {
        let mut has = vec![false; self.quads.len()];
        for quad in &self.with_tissue {
            has[*quad as usize] = true;
        }
        // Corners run the same way around every quadrilateral: the one across an edge has it
        // turned.
        let mut quad_at: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        for (number, quad) in self.quads.iter().enumerate() {
            quad_at.extend(edges_of(*quad).map(|edge| (edge, number as u32)));
        }
        for (index, quad) in self.with_tissue.iter().enumerate() {
            for (from, to) in edges_of(self.quads[*quad as usize]) {
                match quad_at.get(&(to, from)).map(|other| *other as usize) {
                    Some(other) if has[other] => {}
                    Some(other) if !covered(other) => {
                        self.free_edges.push((index as u32, [from, to]));
                    }
                    _ => {
                        for point in [from, to] {
                            self.is_cut[self.column_of[point as usize] as usize] = true;
                        }
                    }
                }
            }
        }
    }

    /// Node of a point of the skin at an interface: 0 the skin, [`COLUMN`] − 1 the base.
    pub(super) fn node(&self, point: u32, interface: usize) -> u32 {
        self.column_of[point as usize] * COLUMN as u32 + interface as u32
    }

    /// The block below the `index`-th quadrilateral with tissue, in a layer.
    pub(super) fn block(index: usize, layer: usize) -> u32 {
        (index * LAYERS.len() + layer) as u32
    }

    /// Nodes of the columns where the tissue has been cut off.
    pub(super) fn cut_nodes(&self) -> Vec<u32> {
        let cut = (0..self.is_cut.len()).filter(|column| self.is_cut[*column]);
        cut.flat_map(|column| (0..COLUMN).map(move |i| (column * COLUMN + i) as u32))
            .collect()
    }

    /// Nodes and blocks.
    pub(super) fn solid(&self, anatomy: &Anatomy) -> Solid {
        let layers = &anatomy.layers;
        let at = |point: u32, interface: usize| {
            let point = point as usize;
            let share = layers.shares[interface][point];
            layers.skin[point].lerp(layers.base[point], share)
        };
        let points = self.point_of.iter();
        let points = points.flat_map(|point| (0..COLUMN).map(|i| at(*point, i).to_array()));
        let mut solid = Solid::new(points.collect());
        for quad in &self.with_tissue {
            let corners = self.quads[*quad as usize];
            for layer in 0..LAYERS.len() {
                let ring = |interface| corners.map(|point| self.node(point, interface));
                solid.push(Kind::Hex8, &[ring(layer + 1), ring(layer)].concat());
            }
        }
        solid
    }

    /// Facets of the skin on quadrilaterals, looking out of the tissue.
    ///
    /// - `indices`: places among the quadrilaterals with tissue
    pub(super) fn on_skin(&self, indices: impl Iterator<Item = usize>) -> Vec<Facet> {
        indices
            .map(|index| {
                let corners = self.quads[self.with_tissue[index] as usize];
                Facet {
                    element: Self::block(index, 0),
                    nodes: corners.map(|point| self.node(point, 0)).to_vec(),
                }
            })
            .collect()
    }

    /// Facets of the free side of the columns below an edge.
    pub(super) fn side(&self, index: usize, [from, to]: [u32; 2]) -> Vec<Facet> {
        (0..LAYERS.len())
            .map(|layer| Facet {
                element: Self::block(index, layer),
                nodes: vec![
                    self.node(to, layer),
                    self.node(from, layer),
                    self.node(from, layer + 1),
                    self.node(to, layer + 1),
                ],
            })
            .collect()
    }
}

/// Whether each of the first points of the skin lies near fibres.
fn near_muscles(anatomy: &Anatomy, points: usize) -> Vec<bool> {
    let fibres = anatomy.muscles.iter().flat_map(|muscle| &muscle.bellies);
    let samples: Vec<DVec3> = fibres
        .flat_map(|belly| belly.fibres.iter().step_by(3))
        .flat_map(|fibre| fibre.iter().step_by(4).copied())
        .collect();
    let near = |point: &DVec3| {
        let limit = BEYOND_MM * BEYOND_MM;
        samples
            .iter()
            .any(|sample| sample.distance_squared(*point) < limit)
    };
    anatomy.layers.skin[..points].iter().map(near).collect()
}
