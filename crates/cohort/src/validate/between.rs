//! How far trials of one kind differ from one another, beyond sampling and constants.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use catalog::Catalog;
use course::normal_quantile;
use serde::Deserialize;

use super::class::Class;
use crate::evidence::{EvidenceError, Row};
use crate::posterior::LeftOut;

/// Where the spreads stand.
pub const BETWEEN: &str = "evidence/between-trials.toml";

/// Spread between trials of a kind that has none of its own: on the logistic scale about ten
/// points around a half.
const USUAL: f64 = 0.4;
/// Rows of weight that [`USUAL`] has when a spread is estimated.
const USUAL_ROWS: f64 = 3.0;
/// Pieces of a normal distribution.
const PIECES: usize = 31;
/// Largest and smallest spread looked at.
const LIMITS: (f64, f64) = (0.03, 2.0);
/// Steps between them.
const STEPS: usize = 60;

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

/// One row with its prediction by a fit without its trial.
#[derive(Debug, Clone, Copy)]
pub struct Calibration<'a> {
    /// The row.
    pub row: &'a Row,
    /// The prediction.
    pub left_out: &'a LeftOut,
    /// One person's spread, in the unit of the row.
    pub person_sd: f64,
    /// Spread by defaults, sd on the scale.
    pub widening: f64,
}

impl Calibration<'_> {
    /// Log-likelihood of the published value under a spread between trials.
    fn log_likelihood(&self, between: f64) -> f64 {
        let (row, class) = (self.row, Class::of(self.row));
        let link = class.link(row);
        let centre = link.to(self.left_out.predicted);
        let slope = link.slope(self.left_out.predicted);
        let constants = self.left_out.sd * slope;
        let sd = (between * between + self.widening.powi(2) + constants * constants).sqrt();
        let n = row.n.unwrap_or(1e4);
        if row.unit == "percent" && !row.is_measurement() {
            return binomial_mixture(centre, sd, n, row.value / 100.0);
        }
        let sampling = self.person_sd * slope / n.sqrt();
        let all = (sd * sd + sampling * sampling).sqrt();
        let z = (link.to(row.value) - centre) / all;
        -0.5 * z * z - all.ln()
    }
}

/// ln ∫ Bin(k; n, p) dp with p logistic-normal, without the constant.
fn binomial_mixture(centre: f64, sd: f64, n: f64, published: f64) -> f64 {
    let count = n * published;
    let terms: Vec<f64> = (0..PIECES)
        .map(|i| {
            let z = normal_quantile((i as f64 + 0.5) / PIECES as f64);
            let x = centre + sd * z;
            // ln p and ln(1 − p) without loss at the ends.
            let log_p = -(-x).exp().ln_1p();
            let log_q = -x.exp().ln_1p();
            count * log_p + (n - count) * log_q
        })
        .collect();
    let most = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    most + terms.iter().map(|t| (t - most).exp()).sum::<f64>().ln()
}

/// Most likely spread of each kind, drawn towards the usual one as if by a few rows.
pub fn calibrate(rows: &[Calibration<'_>]) -> Between {
    let mut between = Between::default();
    for class in Class::ALL {
        let mine: Vec<&Calibration<'_>> =
            rows.iter().filter(|c| Class::of(c.row) == class).collect();
        let mut best = (f64::NEG_INFINITY, USUAL);
        for step in 0..=STEPS {
            let share = step as f64 / STEPS as f64;
            let sd = LIMITS.0 * (LIMITS.1 / LIMITS.0).powf(share);
            let data: f64 = mine
                .iter()
                .filter(|c| matches!(c.row.value_kind.as_str(), "" | "tabulated" | "computed" | "approximate" | "read-off-graph"))
                .map(|c| c.log_likelihood(sd))
                .sum();
            let prior = -0.5 * USUAL_ROWS * ((USUAL / sd).powi(2) + 2.0 * (sd / USUAL).ln());
            if data + prior > best.0 {
                best = (data + prior, sd);
            }
        }
        between.sd.insert(class.name().to_owned(), (best.1 * 1000.0).round() / 1000.0);
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
    fn a_spread_that_was_put_in_is_found() {
        let rows: Vec<Row> = (0..60)
            .map(|i| Row {
                agent: "toxin".to_owned(),
                product: "onabotulinumtoxinA".to_owned(),
                unit: "percent".to_owned(),
                endpoint: "none-or-mild".to_owned(),
                n: Some(1e5),
                value: 100.0 / (1.0 + (-0.7 * normal_quantile((f64::from(i) + 0.5) / 60.0)).exp()),
                ..Row::default()
            })
            .collect();
        let left_out = LeftOut {
            record_id: String::new(),
            predicted: 50.0,
            sd: 0.0,
        };
        let calibrations: Vec<Calibration<'_>> = rows
            .iter()
            .map(|row| Calibration {
                row,
                left_out: &left_out,
                person_sd: 0.0,
                widening: 0.0,
            })
            .collect();
        let sd = calibrate(&calibrations).of(Class::ToxinShare);
        assert!((sd - 0.7).abs() < 0.1, "{sd}");
    }
}
