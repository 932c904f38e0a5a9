//! Landmarks of anthropometry and of dosing as spots of the skin.

use std::collections::BTreeMap;

use catalog::Place;
use glam::DVec3;
use serde::Deserialize;

use super::ground::{Ground, Spot, mirrored};
use crate::error::FaceError;
use crate::table;

const TABLE: &str = "landmark-places.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    landmark: Vec<Record>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    name: String,
    title: String,
    #[serde(default)]
    abbreviation: String,
    place: Place,
    /// The landmark is half way to this place, not on the skin itself.
    to: Option<Place>,
    #[serde(rename = "canonical_mm")]
    canonical: Option<[f64; 3]>,
    #[expect(dead_code, reason = "the source is for the reader of the table")]
    #[serde(default)]
    source: String,
}

/// A landmark of the left side or the midline, and its mirror image.
#[derive(Debug, Clone, PartialEq)]
pub struct LandmarkSpots {
    /// Name as shown.
    pub title: String,
    /// Abbreviation of anthropometry; empty where there is none.
    pub abbreviation: String,
    /// Left (or midline) and right: the landmark is the mean of the spots.
    pub sides: [Vec<Spot>; 2],
    /// The same landmark on the canonical face of `facts`, mm, where it has one.
    pub canonical_mm: Option<DVec3>,
}

impl LandmarkSpots {
    /// Where it is on a refined skin, mm: left (or midline) and right.
    pub fn on(&self, skin: &[DVec3]) -> [DVec3; 2] {
        self.sides.each_ref().map(|spots| {
            let sum: DVec3 = spots.iter().map(|spot| spot.of(skin)).sum();
            sum / spots.len().max(1) as f64
        })
    }
}

/// All landmarks by name: those of the catalog and those of anthropometry.
pub(crate) fn all(ground: &Ground) -> Result<BTreeMap<String, LandmarkSpots>, FaceError> {
    let file: File = toml::from_str(table::PLACES).map_err(|error| FaceError::Toml {
        table: TABLE,
        message: error.to_string(),
    })?;
    let mut all = BTreeMap::new();
    for (name, point) in ground.cage.landmarks() {
        let spots = |point: u32| {
            vec![Spot {
                corners: [point; 3],
                weights: [1.0, 0.0, 0.0],
            }]
        };
        let landmark = LandmarkSpots {
            title: name.to_owned(),
            abbreviation: String::new(),
            sides: [spots(point), spots(ground.cage.mirror[point as usize])],
            canonical_mm: None,
        };
        all.insert(name.to_owned(), landmark);
    }
    for record in file.landmark {
        let mut sides = [Vec::new(), Vec::new()];
        for place in std::iter::once(&record.place).chain(&record.to) {
            let point = ground.reach(TABLE, place)?;
            sides[0].push(ground.nearest(point));
            sides[1].push(ground.nearest(mirrored(point)));
        }
        let landmark = LandmarkSpots {
            title: record.title,
            abbreviation: record.abbreviation,
            sides,
            canonical_mm: record.canonical.map(DVec3::from_array),
        };
        all.insert(record.name, landmark);
    }
    Ok(all)
}
