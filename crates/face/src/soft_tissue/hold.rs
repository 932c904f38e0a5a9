//! What holds the tissue: the base below it, the origins of muscles, ligaments.

use catalog::Hold;
use glam::DVec3;
use tissue::{Mesh as Solid, Spring};

use super::columns::{COLUMN, Columns};
use super::constants::Constants;
use super::fibres::Where;
use super::touch;
use crate::anatomy::{Anatomy, Atlas, LAYERS, Spot};
use crate::eye::Eye;
use crate::mesh::area_vector;

/// Springs of the base, one a column.
pub(super) fn springs(
    columns: &Columns,
    areas: &[DVec3],
    (atlas, anatomy, eyes): (&Atlas, &Anatomy, &[Eye; 2]),
    place: &Where,
    constants: &Constants,
) -> Vec<Spring> {
    let tied = tied(columns, anatomy, place);
    let spring = |(column, point): (usize, &u32)| {
        let point = *point as usize;
        let kind = anatomy.layers.kinds[point];
        let free = atlas.freedom[point].clamp(0.0, 1.0);
        let (normal, along) = if touch::lies_on(anatomy, eyes, point).is_some() {
            (constants.lying(), constants.lying())
        } else {
            let along = constants.sliding * (constants.held / constants.sliding).powf(1.0 - free);
            (constants.normal(kind), along)
        };
        let along = along + (constants.held - along).max(0.0) * tied[column];
        let normal = normal.max(along);
        let node = (column * COLUMN + COLUMN - 1) as u32;
        Spring::of_area(node, areas[column].to_array(), normal, along)
    };
    columns.point_of.iter().enumerate().map(spring).collect()
}

/// Area vector of the base that belongs to each column, mm².
pub(super) fn areas(columns: &Columns, solid: &Solid) -> Vec<DVec3> {
    let mut areas = vec![DVec3::ZERO; columns.point_of.len()];
    for quad in &columns.with_tissue {
        let corners = columns.quads[*quad as usize];
        let area = 0.25
            * area_vector(corners.map(|point| {
                let node = columns.node(point, COLUMN - 1);
                DVec3::from_array(solid.points[node as usize])
            }));
        for point in corners {
            areas[columns.column_of[point as usize] as usize] += area;
        }
    }
    areas
}

/// Factor of the stiffness of each block: ligaments stiffen the tissue between base and skin.
pub(super) fn stiffness(
    columns: &Columns,
    anatomy: &Anatomy,
    place: &Where,
    constants: &Constants,
) -> Vec<f64> {
    let mut share = vec![0.0_f64; columns.with_tissue.len()];
    let area = |index: usize| {
        let corners = columns.quads[columns.with_tissue[index] as usize];
        area_vector(corners.map(|point| anatomy.layers.skin[point as usize])).length()
    };
    for ligament in &anatomy.ligaments {
        for (number, spot) in ligament.spots.iter().enumerate() {
            let Some(index) = place.column(spot.corners) else {
                continue;
            };
            let ends = [number.saturating_sub(1), number + 1];
            let beside = ends.map(|i| ligament.roots[i.min(ligament.roots.len() - 1)]);
            let length = 0.5 * beside[0].distance(beside[1]);
            share[index] += ligament.strength * ligament.width_mm * length / area(index);
        }
    }
    let mut factors = vec![1.0; share.len() * LAYERS.len()];
    for (index, share) in share.into_iter().enumerate() {
        for layer in 1..LAYERS.len() {
            let block = Columns::block(index, layer) as usize;
            factors[block] += (constants.ligament - 1.0) * share.min(1.0);
        }
    }
    factors
}

/// How firmly attachments of muscles to bone tie each column to it, 0 to 1.
fn tied(columns: &Columns, anatomy: &Anatomy, place: &Where) -> Vec<f64> {
    let mut tied = vec![0.0_f64; columns.point_of.len()];
    let mut tie = |spot: &Spot| {
        let Some(index) = place.column(spot.corners) else {
            return;
        };
        for point in columns.quads[columns.with_tissue[index] as usize] {
            tied[columns.column_of[point as usize] as usize] = 1.0;
        }
    };
    for belly in anatomy.muscles.iter().flat_map(|muscle| &muscle.bellies) {
        for spots in &belly.spots {
            let ends = [(belly.from, spots.first()), (belly.to, spots.last())];
            for spot in ends.iter().filter(|(hold, _)| *hold == Hold::Bone) {
                spot.1.into_iter().for_each(&mut tie);
            }
        }
    }
    tied
}
