//! Prediction of one published filler, enzyme or combination result.

use std::collections::BTreeMap;
use std::sync::Arc;

use catalog::{Catalog, ParameterTable};
use course::gel::{Model, Person};
use course::normal_cdf;

use super::arm::Arms;
use super::asked::Asked;
use super::error::Error;
use super::raters::Raters;
use crate::assumed::Assumptions;
use crate::evidence::Row;
use crate::toxin::Estimate;

/// Gauss–Hermite nodes and weights for a standard normal variable, seven points.
///
/// # Source
/// abramowitz-stegun-1964, table 25.10, scaled by √2 and 1/√π
const NODES: [(f64, f64); 7] = [
    (-3.750_439_717_725_742, 0.000_548_268_855_972_219),
    (-2.366_759_410_734_541, 0.030_757_123_967_586_5),
    (-1.154_405_394_739_968, 0.240_123_178_605_013),
    (0.0, 0.457_142_857_142_857),
    (1.154_405_394_739_968, 0.240_123_178_605_013),
    (2.366_759_410_734_541, 0.030_757_123_967_586_5),
    (3.750_439_717_725_742, 0.000_548_268_855_972_219),
];
/// Kind of result, for errors by group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// One grade better, treated.
    GradeActive,
    /// One grade better, untreated.
    GradeControl,
    /// Global judgement of improvement.
    Global,
    /// Answers of people treated.
    PatientReported,
    /// Split-face preference.
    Preference,
    /// Mean grade.
    ScaleMean,
    /// Camera volume kept, percent.
    CameraPercent,
    /// Camera volume, mL or ratio.
    CameraVolume,
    /// Camera volume of untreated people, mL.
    CameraControl,
    /// Volume used, mL.
    Volume,
    /// Enzyme in a dish.
    Enzyme,
}

impl Group {
    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::GradeActive => "filler-grade-active",
            Self::GradeControl => "filler-grade-control",
            Self::Global => "filler-global",
            Self::PatientReported => "filler-patient-reported",
            Self::Preference => "filler-preference",
            Self::ScaleMean => "filler-scale-mean",
            Self::CameraPercent => "filler-camera-percent",
            Self::CameraVolume => "filler-camera-volume",
            Self::CameraControl => "filler-camera-control",
            Self::Volume => "filler-volume-used",
            Self::Enzyme => "enzyme-dish",
        }
    }
}

/// Why a row is not simulated.
pub type Skip = &'static str;

/// What became of a row.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// Predicted, in the row's unit.
    Predicted {
        /// The prediction.
        value: f64,
        /// How far one person's contribution spreads, in the same unit.
        person_sd: f64,
        /// Its group.
        group: Group,
        /// Defaults that were used.
        notes: Assumptions,
    },
    /// Not simulated.
    Skipped(Skip),
}

/// The model with which rows are predicted.
pub struct Study {
    pub(super) model: Model,
    pub(super) raters: Raters,
    pub(super) arms: Arc<Arms>,
    /// Mean and spread of severity before treatment, share of the scale.
    still: (f64, f64),
    /// Lowest grade and number of steps by scale.
    scales: BTreeMap<String, (f64, f64)>,
}

/// One person of an arm with a weight.
pub(super) struct Member {
    pub weight: f64,
    pub person: Person,
}

impl Study {
    /// The study of given constants.
    ///
    /// # Errors
    /// [`Error::MissingParameter`], [`Error::Gel`].
    pub fn new(table: &ParameterTable, catalog: &Catalog) -> Result<Self, Error> {
        Self::with_arms(table, catalog, Arc::new(Arms::from_catalog(catalog)?))
    }

    /// As [`Self::new`], with the rules of arms read before.
    pub(super) fn with_arms(
        table: &ParameterTable,
        catalog: &Catalog,
        arms: Arc<Arms>,
    ) -> Result<Self, Error> {
        let people = |name: &str| {
            let table = catalog.parameters.get("people");
            let value = table.and_then(|t| t.get(name)).map(|p| p.value);
            value.ok_or_else(|| Error::MissingParameter {
                table: "people",
                name: name.to_owned(),
            })
        };
        let ends = |s: &catalog::Scale| (s.min() as f64, s.max() as f64 - s.min() as f64);
        Ok(Self {
            model: Model::from_parameters(table, &catalog.gels)?,
            raters: Raters::from_table(table, catalog)?,
            arms,
            still: (people("still.mean")?, people("still.spread")?),
            scales: catalog
                .scales
                .iter()
                .map(|(name, s)| (name.clone(), ends(s)))
                .collect(),
        })
    }

    /// The study of other constants, with the same rules of arms.
    pub(crate) fn moved(&self, table: &ParameterTable, catalog: &Catalog) -> Result<Self, Error> {
        Self::with_arms(table, catalog, self.arms.clone())
    }

    /// Lowest grade of a scale, and the steps from there to the highest.
    pub(super) fn scale_ends(&self, scale: &str) -> Option<(f64, f64)> {
        self.scales.get(scale).copied()
    }

    /// Mean grade, and its spread, of people of at least a grade.
    pub(super) fn mean_grade_from(&self, low: f64, span: f64, least: f64) -> Estimate {
        let (mean, sd) = (self.still.0 * span, self.still.1 * span);
        let below = |k: f64| normal_cdf((k + 0.5 - mean) / sd);
        let (mut total, mut sum, mut squares) = (1e-12, 0.0, 0.0);
        for k in 0..=span.round() as usize {
            let k = k as f64;
            if low + k < least - 1e-9 {
                continue;
            }
            let upper = if k >= span { 1.0 } else { below(k) };
            let lower = if k <= 0.0 { 0.0 } else { below(k - 1.0) };
            let p = upper - lower;
            total += p;
            sum += p * k;
            squares += p * k * k;
        }
        let value = sum / total;
        Estimate {
            value: low + value,
            person_sd: (squares / total - value * value).max(0.0).sqrt(),
        }
    }

    /// Predicts one row; `all` gives the other rows of its trial.
    pub fn predict(&self, row: &Row, all: &[Row]) -> Verdict {
        let mut asked = Asked {
            study: self,
            row,
            notes: Assumptions::default(),
        };
        match asked.value(all) {
            Ok((estimate, group)) if estimate.value.is_finite() => Verdict::Predicted {
                value: estimate.value,
                person_sd: estimate.person_sd,
                group,
                notes: asked.notes,
            },
            Ok(_) => Verdict::Skipped("the model gives no finite number"),
            Err(reason) => Verdict::Skipped(reason),
        }
    }

    pub(super) fn people(&self) -> impl Iterator<Item = Member> {
        let pairs = NODES.iter().flat_map(|a| NODES.iter().map(move |b| (a, b)));
        pairs.map(
            |((z_response, w_response), (z_persistence, w_persistence))| Member {
                weight: w_response * w_persistence,
                person: self.model.person(*z_response, *z_persistence),
            },
        )
    }
}
