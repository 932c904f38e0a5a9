//! Areas and rhytid zones as smooth weights.

use std::collections::BTreeMap;

use super::base::neighbours;
use super::ground::Ground;
use crate::error::FaceError;
use crate::table;

/// Rounds in which the edge of a zone is softened on the cage.
const ROUNDS: usize = 2;

/// Weight of each zone at the points of the refined surface, 0 to 1.
pub(crate) type Zones = BTreeMap<String, Vec<f64>>;

/// The areas of the catalog.
pub(crate) fn areas(ground: &Ground) -> Zones {
    let regions = ground.cage.regions();
    let one = |(name, points): (&str, &[u32])| (name.to_owned(), soft(ground, points));
    regions.map(one).collect()
}

/// The zones in which the catalog's rhytids appear.
pub(crate) fn rhytids(ground: &Ground) -> Result<Zones, FaceError> {
    let mut zones = Zones::new();
    for (_, text) in table::lines(table::RHYTIDS) {
        let mut words = text.split_whitespace();
        let rhytid = words.next().unwrap_or_default();
        let mut points = Vec::new();
        for name in words {
            let point = ground.cage.named("rhytids.txt", name)?;
            points.extend([point, ground.cage.mirror[point as usize]]);
        }
        zones.insert(rhytid.to_owned(), soft(ground, &points));
    }
    Ok(zones)
}

/// A weight of 1 at points of the cage with a soft edge, on the refined surface.
fn soft(ground: &Ground, points: &[u32]) -> Vec<f64> {
    let mesh = &ground.cage.mesh;
    let mut weight = vec![0.0; mesh.points.len()];
    for point in points {
        weight[*point as usize] = 1.0;
    }
    let neighbours = neighbours(mesh);
    for _ in 0..ROUNDS {
        let mean = |point: usize| {
            let around = &neighbours[point];
            let sum: f64 = around.iter().map(|i| weight[*i as usize]).sum();
            0.6 * weight[point] + 0.4 * sum / around.len().max(1) as f64
        };
        weight = (0..weight.len()).map(mean).collect();
    }
    let fine = ground.refinement.carry_numbers(&weight);
    fine.into_iter()
        .map(|weight| weight.clamp(0.0, 1.0))
        .collect()
}
