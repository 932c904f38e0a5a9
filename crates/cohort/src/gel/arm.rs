//! What a row and the rules of arms say of a filler arm.

use catalog::Catalog;
use serde::Deserialize;

use super::raters::Reading;
use crate::assumed::Assumptions;
use crate::defaults::Defaults;
use crate::evidence::{EvidenceError, Row, records};

/// Where the rules of arms stand.
pub const ARMS: &str = "evidence/filler_arms.csv";

/// What the table of results does not say of an arm: each with its reason.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ArmRule {
    trial_id: String,
    /// Part of the record's name; empty: all records of the trial.
    record_contains: String,
    /// `yes`: rated on photographs.
    photograph: String,
    /// `yes`: both sides must improve.
    both_sides: String,
    /// `yes`: the investigator who rates does not know the treatment.
    blinded: String,
    /// `yes`: only people who needed no further treatment.
    untouched: String,
    /// Treatments before the visit.
    treatments: Option<u32>,
}

/// What is known of filler arms beside the rows.
#[derive(Debug, Clone)]
pub(super) struct Arms {
    rules: Vec<ArmRule>,
    pub defaults: Defaults,
}

/// Areas with two sides, where a trial may ask that both improve.
const PAIRED: [&str; 7] = [
    "midface",
    "temple",
    "infraorbital",
    "jawline",
    "cheek-skin",
    "hands",
    "nasolabial-fold",
];

impl Arms {
    pub fn from_catalog(catalog: &Catalog) -> Result<Self, EvidenceError> {
        Ok(Self {
            rules: records(catalog, ARMS)?,
            defaults: Defaults::from_catalog(catalog)?,
        })
    }

    /// Rules of a row's arm.
    fn says(&self, row: &Row, what: impl Fn(&ArmRule) -> bool) -> bool {
        self.rules.iter().any(|r| {
            r.trial_id == row.trial_id && row.record_id.contains(&r.record_contains) && what(r)
        })
    }

    /// Whether only people came who needed no further treatment.
    pub fn untouched(&self, row: &Row) -> bool {
        self.says(row, |r| r.untouched == "yes")
    }

    /// Whether the rater knew of the treatment and thought well of it.
    pub fn is_open(&self, row: &Row) -> bool {
        let knows = matches!(
            row.assessor.as_str(),
            "investigator" | "subject" | "composite"
        );
        knows && !row.is_control() && !self.says(row, |r| r.blinded == "yes")
    }

    pub fn reading(&self, row: &Row, notes: &mut Assumptions) -> Reading {
        let both_sides = self.says(row, |r| r.both_sides == "yes");
        let known = self.rules.iter().any(|r| r.trial_id == row.trial_id);
        if !known && PAIRED.contains(&row.area.as_str()) {
            notes.note("sides", "one reading for both sides");
        }
        if row.assessor.is_empty() || row.assessor == "none" {
            notes.note("assessor", "somebody who does not know the treatment");
        }
        Reading {
            photograph: self.says(row, |r| r.photograph == "yes"),
            open: self.is_open(row),
            both_sides,
        }
    }

    /// Repeat treatments before the visit.
    pub fn repeats(&self, row: &Row) -> u32 {
        let ruled = self
            .rules
            .iter()
            .find_map(|r| r.treatments.filter(|_| r.trial_id == row.trial_id));
        let stated = row.sessions.filter(|n| *n >= 1.0).map(|n| n as u32);
        ruled.or(stated).unwrap_or(1).saturating_sub(1)
    }

    /// Area whose response holds for the row.
    pub fn area<'a>(&'a self, row: &'a Row, notes: &mut Assumptions) -> &'a str {
        match self.defaults.stands_for("area", &row.area, false) {
            Some(other) => {
                notes.note("area", format!("{other} stands for {}", row.area));
                other
            }
            None => &row.area,
        }
    }

    /// Day of the visit, or the usual one.
    pub fn day(&self, row: &Row, notes: &mut Assumptions) -> f64 {
        row.day.unwrap_or_else(|| {
            let usual = if row.assessor == "subject" {
                self.defaults.visit.filler_patient
            } else {
                self.defaults.visit.filler
            };
            notes.note("day", format!("day {usual:.0}, the usual visit"));
            usual
        })
    }
}
