//! Documented defaults for what a row of results does not state.

use std::collections::BTreeMap;

use catalog::Catalog;
use serde::Deserialize;

use crate::evidence::{EvidenceError, settings};

/// Where the defaults stand.
pub const DEFAULTS: &str = "evidence/defaults.toml";

/// Entry, scale and responders of an area of toxin trials.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct AreaDefault {
    /// Area; `usual` for those without a record.
    pub name: String,
    /// `line`, `band`, `bulk` or `sweat`.
    pub kind: String,
    /// Scale of the catalog.
    pub scale: String,
    /// Grade in expression needed at entry.
    pub entry_expression: Option<f64>,
    /// Worst grade in expression let in.
    pub entry_most: Option<f64>,
    /// Grade at rest, or of a one-state scale, needed at entry.
    pub entry_rest: Option<f64>,
    /// Severity of a responder at most, grades from the best.
    pub responder_severity: f64,
    /// Why.
    pub reason: String,
}

/// Part of a session's dose that goes to an area.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SplitDefault {
    /// Rated area.
    pub area: String,
    /// The other area.
    pub with: String,
    /// Dose by product beyond which the session includes the other area, U.
    pub above_units: BTreeMap<String, f64>,
    /// Part that the rated area gets.
    pub share: f64,
    /// Why.
    pub reason: String,
}

/// A word for a pool, and what stands for it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct StandsFor {
    column: String,
    word: String,
    toxin: Option<String>,
    filler: Option<String>,
}

/// Usual visits, day.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Visits {
    /// Share of responders to toxin.
    pub toxin_share: f64,
    /// Diary of the first effect.
    pub toxin_onset: f64,
    /// Measurement of a muscle or of sweat.
    pub toxin_measure: f64,
    /// Filler, by a rater.
    pub filler: f64,
    /// Filler, by the person treated.
    pub filler_patient: f64,
}

/// Kind of a blinded evaluator.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Raters {
    /// `photograph` or `evaluator` (live).
    pub toxin_blinded: String,
    /// `photograph` or `live`.
    pub filler_blinded: String,
}

/// Intervals of repeated treatments, d.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Cycles {
    /// Toxin.
    pub toxin: f64,
    /// Filler.
    pub filler: f64,
}

/// Documented defaults.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Defaults {
    /// Extra spread by kind of default, sd on the logistic (or logarithmic) scale.
    pub widening: BTreeMap<String, f64>,
    area: Vec<AreaDefault>,
    split: Vec<SplitDefault>,
    stands_for: Vec<StandsFor>,
    /// Usual visits.
    pub visit: Visits,
    /// Kinds of blinded evaluators.
    pub rater: Raters,
    /// Intervals of repeats.
    pub cycle: Cycles,
}

impl Defaults {
    /// Defaults of a catalog.
    ///
    /// # Errors
    /// [`EvidenceError::Missing`], [`EvidenceError::Toml`].
    pub fn from_catalog(catalog: &Catalog) -> Result<Self, EvidenceError> {
        settings(catalog, DEFAULTS)
    }

    /// Record of an area, or the usual one.
    pub fn area(&self, name: &str) -> Option<&AreaDefault> {
        self.area
            .iter()
            .find(|a| a.name == name)
            .or_else(|| self.area.iter().find(|a| a.name == "usual"))
    }

    /// Split that a dose of a product in an area implies.
    pub fn split(&self, area: &str, product: &str, units: f64) -> Option<&SplitDefault> {
        let above = |s: &&SplitDefault| s.above_units.get(product).is_some_and(|u| units > *u);
        self.split.iter().filter(|s| s.area == area).find(above)
    }

    /// What stands for a pooled word.
    pub fn stands_for(&self, column: &str, word: &str, toxin: bool) -> Option<&str> {
        let record = self
            .stands_for
            .iter()
            .find(|s| s.column == column && s.word == word)?;
        let name = if toxin { &record.toxin } else { &record.filler };
        name.as_deref()
    }
}
