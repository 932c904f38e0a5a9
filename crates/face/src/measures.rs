//! What a caliper measures on a face, and the face that has given measures.

use std::collections::{BTreeMap, BTreeSet};

use glam::DVec3;
use serde::Deserialize;

use crate::cage::Cage;
use crate::error::FaceError;
use crate::morph::Morph;
use crate::numbers::solve;
use crate::person::Sex;
use crate::refine::Refinement;
use crate::table;

const TABLE: &str = "measures.toml";
/// A measure may differ from the mean of the sex by this share of it and this length, mm: some
/// four standard deviations of the published tables.
const COVERED: (f64, f64) = (0.2, 4.0);

/// A measure of the face.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Name, as in `data/face/measures.toml`.
    pub name: String,
    /// What is measured.
    pub title: String,
    axis: Axis,
    from: String,
    to: String,
    /// Mean of women, mm.
    pub woman_mm: f64,
    /// Mean of men, mm.
    pub man_mm: f64,
    /// Source of the means.
    pub source: String,
    /// `unverified` or `assumption`, where it is one.
    #[serde(default)]
    pub status: String,
    /// Remark.
    #[serde(default)]
    pub note: String,
    /// Points that stay; without them, all points that other measures move stay.
    #[serde(default)]
    still: Vec<String>,
    #[serde(rename = "move")]
    moves: Vec<Move>,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Axis {
    X,
    Y,
    Z,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    point: String,
    /// Move for each mm of the measure.
    by: [f64; 3],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    fixed: Vec<String>,
    measure: Vec<Measure>,
}

/// Values of measures by name, mm.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measures(pub BTreeMap<String, f64>);

/// All measures and the moves that change them.
pub(crate) struct Caliper {
    /// The measures, in the order of the table.
    pub(crate) measures: Vec<Measure>,
    /// One field a measure.
    fields: Vec<Morph>,
    /// Value of each measure on the cage as measured, mm.
    base: Vec<f64>,
    /// Change of measure i by field j, (m × m).
    response: Vec<Vec<f64>>,
}

impl Caliper {
    /// Reads the measures for a cage.
    ///
    /// - `refinement`: measures are taken on the refined surface
    pub(crate) fn new(cage: &Cage, refinement: &Refinement) -> Result<Self, FaceError> {
        let file: File = toml::from_str(table::MEASURES).map_err(|error| FaceError::Toml {
            table: TABLE,
            message: error.to_string(),
        })?;
        let measures = file.measure;
        let fields = fields(cage, &file.fixed, &measures)?;
        let surface = refinement.carry(&cage.mesh.points);
        let base = measures
            .iter()
            .map(|measure| value(cage, measure, &surface))
            .collect::<Result<Vec<_>, _>>()?;
        let mut response = vec![vec![0.0; measures.len()]; measures.len()];
        for (column, field) in fields.iter().enumerate() {
            let moved: Vec<DVec3> = cage
                .mesh
                .points
                .iter()
                .map(|point| *point + field.at(*point))
                .collect();
            let surface = refinement.carry(&moved);
            for (row, measure) in measures.iter().enumerate() {
                response[row][column] = value(cage, measure, &surface)? - base[row];
            }
        }
        Ok(Self {
            measures,
            fields,
            base,
            response,
        })
    }

    /// Means of a sex.
    pub(crate) fn means(&self, sex: Sex) -> Measures {
        let mean = |measure: &Measure| match sex {
            Sex::Female => measure.woman_mm,
            Sex::Male => measure.man_mm,
        };
        let all = self.measures.iter();
        Measures(all.map(|m| (m.name.clone(), mean(m))).collect())
    }

    /// Shares of the fields that give the measures; those not asked stay as on the cage.
    pub(crate) fn shares(&self, asked: &Measures) -> Vec<f64> {
        let change = self.measures.iter().zip(&self.base).map(|(measure, base)| {
            let asked = asked.0.get(&measure.name).copied();
            vec![asked.map_or(0.0, |asked| asked - base)]
        });
        let shares = solve(self.response.clone(), change.collect());
        shares.into_iter().map(|row| row[0]).collect()
    }

    /// Move of a place by shares of the fields, mm.
    pub(crate) fn moved(&self, shares: &[f64], place: DVec3) -> DVec3 {
        let fields = shares.iter().zip(&self.fields);
        let moves = fields.map(|(share, field)| *share * field.at(place));
        place + moves.sum::<DVec3>()
    }

    /// What the measures are on a refined surface.
    pub(crate) fn take(&self, cage: &Cage, surface: &[DVec3]) -> Result<Measures, FaceError> {
        let all = self.measures.iter();
        all.map(|measure| Ok((measure.name.clone(), value(cage, measure, surface)?)))
            .collect::<Result<_, _>>()
            .map(Measures)
    }

    /// Refuses names that are no measures and values that no face has.
    pub(crate) fn check(&self, sex: Sex, asked: &Measures) -> Result<(), FaceError> {
        let means = self.means(sex);
        for (name, asked_mm) in &asked.0 {
            let Some(mean) = means.0.get(name) else {
                let known: Vec<&str> = means.0.keys().map(String::as_str).collect();
                return Err(FaceError::UnknownMeasure {
                    name: name.clone(),
                    known: known.join(", "),
                });
            };
            let (share, length) = COVERED;
            let reach = share * mean + length;
            let covered = (mean - reach..=mean + reach).contains(asked_mm);
            if !covered {
                return Err(FaceError::FarOff {
                    name: name.clone(),
                    asked_mm: *asked_mm,
                    low_mm: mean - reach,
                    high_mm: mean + reach,
                });
            }
        }
        Ok(())
    }
}

/// Length of a measure on a refined surface, mm.
fn value(cage: &Cage, measure: &Measure, surface: &[DVec3]) -> Result<f64, FaceError> {
    let from = cage.named(TABLE, &measure.from)?;
    let to = match measure.to.as_str() {
        "mirror" => cage.mirror[from as usize],
        name => cage.named(TABLE, name)?,
    };
    let way = surface[from as usize] - surface[to as usize];
    Ok(match measure.axis {
        Axis::X => way.x,
        Axis::Y => way.y,
        Axis::Z => way.z,
    })
}

/// One field a measure.
fn fields(cage: &Cage, fixed: &[String], measures: &[Measure]) -> Result<Vec<Morph>, FaceError> {
    let moved = measures.iter().flat_map(|measure| &measure.moves);
    let moved: BTreeSet<&String> = moved.map(|one| &one.point).collect();
    let field = |measure: &Measure| {
        let mut moves = BTreeMap::new();
        let mut add = |name: &str, by: DVec3| {
            let point = cage.named(TABLE, name)?;
            moves.insert(cage.mirror[point as usize], by * DVec3::new(-1.0, 1.0, 1.0));
            moves.insert(point, by);
            Ok(())
        };
        let still: Vec<&String> = match measure.still.as_slice() {
            [] => moved.iter().copied().collect(),
            named => named.iter().collect(),
        };
        for name in fixed.iter().chain(still) {
            add(name, DVec3::ZERO)?;
        }
        for one in &measure.moves {
            add(&one.point, DVec3::from_array(one.by))?;
        }
        let places = moves.keys().map(|point| cage.mesh.points[*point as usize]);
        Ok(Morph::new(
            &places.collect::<Vec<_>>(),
            &moves.values().copied().collect::<Vec<_>>(),
        ))
    };
    measures.iter().map(field).collect()
}
