//! Trials whose people are counted more than once: what must leave with a trial that is left out.

use std::collections::{BTreeMap, BTreeSet};

use catalog::Catalog;
use serde::Deserialize;

use crate::evidence::{EvidenceError, Row, records};

/// Where the overlaps stand.
pub const OVERLAPS: &str = "evidence/overlaps.csv";

/// One pair of trials with people in common.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Overlap {
    trial_id: String,
    contains: String,
}

/// Trials with people in common.
#[derive(Debug, Clone, Default)]
pub struct Overlaps {
    with: BTreeMap<String, BTreeSet<String>>,
}

impl Overlaps {
    /// Overlaps of a catalog.
    ///
    /// # Errors
    /// [`EvidenceError::Missing`], [`EvidenceError::Csv`].
    pub fn from_catalog(catalog: &Catalog) -> Result<Self, EvidenceError> {
        let mut overlaps = Self::default();
        for pair in records::<Overlap>(catalog, OVERLAPS)? {
            let mut add = |a: &str, b: &str| {
                overlaps
                    .with
                    .entry(a.to_owned())
                    .or_default()
                    .insert(b.to_owned());
            };
            add(&pair.trial_id, &pair.contains);
            add(&pair.contains, &pair.trial_id);
        }
        Ok(overlaps)
    }

    /// Trials that leave with one: itself, what contains it and what it contains.
    pub fn leaving_with(&self, trial: &str) -> Vec<String> {
        let others = self.with.get(trial).into_iter().flatten().cloned();
        std::iter::once(trial.to_owned()).chain(others).collect()
    }

    /// Each trial of some rows with the trials that leave with it.
    pub fn sets(&self, rows: &[Row]) -> Vec<(String, Vec<String>)> {
        let trials: BTreeSet<&str> = rows.iter().map(|r| r.trial_id.as_str()).collect();
        let set = |trial: &str| (trial.to_owned(), self.leaving_with(trial));
        trials.into_iter().map(set).collect()
    }
}
