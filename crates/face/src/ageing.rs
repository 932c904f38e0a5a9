//! What the years do to the shape of a face.

use glam::DVec3;
use serde::Deserialize;

use crate::cage::Cage;
use crate::error::FaceError;
use crate::table;

const TABLE: &str = "ageing.toml";
/// The moves of the table are those reached at this age, years.
const REFERENCE_YEARS: f64 = 70.0;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    change: Vec<Change>,
}

/// One change of the ageing face.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    #[expect(dead_code, reason = "the name is for the reader of the table")]
    name: String,
    onset_years: f64,
    #[expect(dead_code, reason = "the source is for the reader of the table")]
    source: String,
    #[expect(dead_code, reason = "the status is for the reader of the table")]
    #[serde(default)]
    status: String,
    #[expect(dead_code, reason = "the note is for the reader of the table")]
    #[serde(default)]
    note: String,
    #[serde(rename = "move")]
    moves: Vec<Bump>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bump {
    point: String,
    by_mm: [f64; 3],
    reach_mm: f64,
}

/// Moves that fade with the distance from their points.
pub(crate) struct Ageing(Vec<(DVec3, DVec3, f64)>);

impl Ageing {
    /// The moves of an age on a cage.
    pub(crate) fn new(cage: &Cage, age_years: f64) -> Result<Self, FaceError> {
        let file: File = toml::from_str(table::AGEING).map_err(|error| FaceError::Toml {
            table: TABLE,
            message: error.to_string(),
        })?;
        let mut moves = Vec::new();
        for change in &file.change {
            let years = age_years - change.onset_years;
            let share = (years / (REFERENCE_YEARS - change.onset_years)).max(0.0);
            for bump in &change.moves {
                let point = cage.named(TABLE, &bump.point)?;
                let other = cage.mirror[point as usize];
                let by = share * DVec3::from_array(bump.by_mm);
                moves.push((cage.mesh.points[point as usize], by, bump.reach_mm));
                if other != point {
                    let mirrored = by * DVec3::new(-1.0, 1.0, 1.0);
                    moves.push((cage.mesh.points[other as usize], mirrored, bump.reach_mm));
                }
            }
        }
        Ok(Self(moves))
    }

    /// Where a place goes.
    ///
    /// p + Σ bᵢ exp(−2 (|p − cᵢ| / rᵢ)²)
    pub(crate) fn moved(&self, place: DVec3) -> DVec3 {
        let fade = |(center, by, reach): &(DVec3, DVec3, f64)| {
            let ratio = place.distance(*center) / reach;
            *by * (-2.0 * ratio * ratio).exp()
        };
        place + self.0.iter().map(fade).sum::<DVec3>()
    }
}
