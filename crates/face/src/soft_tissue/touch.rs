//! What touches: lips and cheeks on the teeth, lids on the eyeballs, lip on lip.

use glam::DVec3;
use tissue::contact::Contact;
use tissue::{Face as Facet, Ground, Model};

use super::columns::{COLUMN, Columns};
use super::constants::Constants;
use crate::anatomy::{Anatomy, Base};
use crate::eye::Eye;

/// The centre of the arch of teeth lies this far behind the lips, mm.
const ARCH_MM: f64 = 34.0;
/// Half the height of the ellipsoid that stands for the arch, mm: it hardly curves up and down.
const ARCH_HEIGHT_MM: f64 = 70.0;
/// Skin that can touch the other lip lies this near to its edge, mm.
const EDGE_MM: f64 = 7.0;
/// Lining of the lids lies this near to the eyeball, mm.
const LID_MM: f64 = 3.0;

/// What the base of a column lies on without being fixed to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LiesOn {
    /// The arch of teeth.
    Teeth,
    /// The left (0) or the right eyeball.
    Eyeball(usize),
}

/// What the base of a point of the skin lies on; nothing where it is fixed.
pub(super) fn lies_on(anatomy: &Anatomy, eyes: &[Eye; 2], point: usize) -> Option<LiesOn> {
    let base = anatomy.layers.base[point];
    match anatomy.layers.kinds[point] {
        Base::Mucosa => Some(LiesOn::Teeth),
        Base::Orbit => eyes
            .iter()
            .position(|eye| base.distance(eye.center) < eye.radius_mm + LID_MM)
            .map(LiesOn::Eyeball),
        _ => None,
    }
}

/// Teeth and eyeballs with the columns that slide on them.
///
/// - `areas`: of the base, one a column, mm²
pub(super) fn grounds(
    columns: &Columns,
    areas: &[DVec3],
    (anatomy, eyes): (&Anatomy, &[Eye; 2]),
    constants: &Constants,
) -> Vec<Ground> {
    let on = |what: LiesOn| {
        let columns = columns.point_of.iter().enumerate();
        let lying = columns
            .filter(|(_, point)| lies_on(anatomy, eyes, **point as usize) == Some(what))
            .map(|(column, _)| {
                let node = (column * COLUMN + COLUMN - 1) as u32;
                (node, areas[column].length())
            });
        lying.collect::<Vec<_>>()
    };
    let base = |node: u32| {
        let point = columns.point_of[node as usize / COLUMN];
        anatomy.layers.base[point as usize]
    };
    let mut grounds = Vec::new();
    let nodes = on(LiesOn::Teeth);
    let lining: Vec<DVec3> = nodes.iter().map(|(node, _)| base(*node)).collect();
    if let Some((center, semi_axes)) = arch(&lining) {
        grounds.push(Ground {
            center: center.to_array(),
            semi_axes,
            nodes,
            push: constants.touching,
            pull: constants.lying(),
        });
    }
    for (side, eye) in eyes.iter().enumerate() {
        grounds.push(Ground {
            center: eye.center.to_array(),
            semi_axes: [eye.radius_mm; 3],
            nodes: on(LiesOn::Eyeball(side)),
            push: constants.touching,
            pull: constants.touching,
        });
    }
    grounds
}

/// Centre and semi-axes of the arch of teeth below the lining of lips and cheeks.
fn arch(lining: &[DVec3]) -> Option<(DVec3, [f64; 3])> {
    let front = lining.iter().map(|p| p.z).reduce(f64::max)?;
    let height = lining.iter().map(|p| p.y).sum::<f64>() / lining.len() as f64;
    let center = DVec3::new(0.0, height, front - ARCH_MM);
    // Least squares of x² / a² + (y² / b² + z² / c² − 1) = 0 for 1 / a².
    let (mut above, mut below) = (0.0, 0.0);
    for point in lining {
        let from = *point - center;
        let left = 1.0 - (from.y / ARCH_HEIGHT_MM).powi(2) - (from.z / ARCH_MM).powi(2);
        let square = from.x * from.x;
        above += square * left;
        below += square * square;
    }
    let width = (above > 0.0).then(|| (below / above).sqrt())?;
    Some((center, [width, ARCH_HEIGHT_MM, ARCH_MM]))
}

/// Lets the lips touch each other.
pub(super) fn close_lips(
    model: &mut Model,
    columns: &Columns,
    anatomy: &Anatomy,
    constants: &Constants,
) {
    let facets = lips(columns, anatomy);
    if facets.is_empty() {
        return;
    }
    model.contacts.push(Contact {
        stiffness: Some(constants.touching),
        tolerance: Some(constants.depth),
        ..Contact::within(facets)
    });
}

/// Edges of the mouth and the skin beside them.
fn lips(columns: &Columns, anatomy: &Anatomy) -> Vec<Facet> {
    let layers = &anatomy.layers;
    let is_lip = |point: &u32| layers.kinds[*point as usize] == Base::Mucosa;
    let edges = columns.free_edges.iter();
    let edges: Vec<_> = edges.filter(|(_, edge)| edge.iter().all(is_lip)).collect();
    let places: Vec<DVec3> = edges
        .iter()
        .flat_map(|(_, edge)| edge.map(|point| layers.skin[point as usize]))
        .collect();
    let near = |point: &u32| {
        let place = layers.skin[*point as usize];
        places.iter().any(|edge| edge.distance(place) < EDGE_MM)
    };
    let skin = (0..columns.with_tissue.len()).filter(|index| {
        let corners = columns.quads[columns.with_tissue[*index] as usize];
        corners.iter().all(near)
    });
    let mut facets = columns.on_skin(skin);
    for (index, edge) in edges {
        facets.extend(columns.side(*index as usize, *edge));
    }
    facets
}
