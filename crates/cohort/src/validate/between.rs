//! How far trials of one kind differ from one another, beyond sampling and constants.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use catalog::Catalog;
use serde::Deserialize;

use super::class::Class;
use super::interval::Spread;
use super::record::inside;
use crate::evidence::{EvidenceError, Row};

/// Where the spreads stand.
pub const BETWEEN: &str = "evidence/between-trials.toml";

/// Spread between trials of a kind that has none of its own: on the logistic scale about ten
/// points around a half.
const USUAL: f64 = 0.4;
/// Rows of weight that [`USUAL`] has when a spread is estimated.
const USUAL_ROWS: usize = 3;
/// Share of rows that an interval should hold.
const INSIDE: f64 = 0.8;
/// Largest and smallest spread looked at.
const LIMITS: (f64, f64) = (0.03, 2.0);
/// Steps between them.
const STEPS: usize = 40;

/// Spread between trials, sd on the scale of the kind.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Between {
    /// By name of the kind.
    pub sd: BTreeMap<String, f64>,
}

impl Between {
    /// Spreads of a catalog; the usual one where a kind has none.
    ///
    /// # Errors
    /// [`EvidenceError::Toml`].
    pub fn from_catalog(catalog: &Catalog) -> Result<Self, EvidenceError> {
        let Some(bytes) = catalog.tables.get(BETWEEN) else {
            return Ok(Self::default());
        };
        toml::from_str(&String::from_utf8_lossy(bytes)).map_err(|source| EvidenceError::Toml {
            table: BETWEEN,
            source,
        })
    }

    /// Spread of a kind.
    pub fn of(&self, class: Class) -> f64 {
        self.sd.get(class.name()).copied().unwrap_or(USUAL)
    }
}

/// The smallest spread between trials with which a row, predicted without its trial, lies in its
/// interval; [`f64::INFINITY`] where none of those looked at is enough.
///
/// - `spread`: of the row, its `sd` by constants and defaults alone
pub(super) fn needed(row: &Row, predicted: f64, spread: &Spread) -> f64 {
    let sd = |step: usize| LIMITS.0 * (LIMITS.1 / LIMITS.0).powf(step as f64 / STEPS as f64);
    let enough = |between: f64| {
        let wider = Spread {
            sd: spread.sd.hypot(between),
            ..spread.clone()
        };
        let interval = wider.interval(predicted);
        inside(row, interval.lower, interval.upper)
    };
    (0..=STEPS)
        .map(sd)
        .find(|sd| enough(*sd))
        .unwrap_or(f64::INFINITY)
}

/// Spread of each kind that puts `INSIDE` of its rows into their intervals; a few rows that
/// need the usual spread are added, so that kinds of few rows stay near it.
///
/// - `rows`: kind of each row and the spread that it needs
pub fn calibrate(rows: &[(Class, f64)]) -> Between {
    let mut between = Between::default();
    for class in Class::ALL {
        let mine = rows
            .iter()
            .filter(|(c, _)| *c == class)
            .map(|(_, needed)| *needed);
        let mut needed: Vec<f64> = mine.chain([USUAL; USUAL_ROWS]).collect();
        needed.sort_by(f64::total_cmp);
        let at = (INSIDE * needed.len() as f64).ceil() as usize;
        let sd = needed[at.clamp(1, needed.len()) - 1].min(LIMITS.1);
        between
            .sd
            .insert(class.name().to_owned(), (sd * 1000.0).round() / 1000.0);
    }
    between
}

impl Between {
    /// `data/evidence/between-trials.toml`.
    pub fn toml(&self) -> String {
        let mut text = String::from(
            "# Spread between trials of one kind, beyond sampling and constants: sd on the logistic\n\
             # scale for shares, of the logarithm for times and amounts, in grades for grades.\n\
             # Written by `cargo xtask leave-out` from rows predicted without their trial.\n\n[sd]\n",
        );
        for (name, sd) in &self.sd {
            let _ = writeln!(text, "{name} = {sd}");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_fifths_of_the_rows_decide_and_outliers_do_not() {
        let mut rows: Vec<(Class, f64)> = (1..=100)
            .map(|i| (Class::ToxinShare, f64::from(i) / 100.0))
            .collect();
        let sd = calibrate(&rows).of(Class::ToxinShare);
        assert!((sd - 0.8).abs() < 0.03, "{sd}");
        rows[99].1 = f64::INFINITY;
        assert!((calibrate(&rows).of(Class::ToxinShare) - sd).abs() < 1e-9);
    }

    #[test]
    fn a_kind_without_rows_keeps_the_usual_spread() {
        assert!((calibrate(&[]).of(Class::Grade) - USUAL).abs() < 1e-9);
    }
}
