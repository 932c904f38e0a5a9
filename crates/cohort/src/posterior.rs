//! How well the constants are known: the covariance of their logarithms, and draws from it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use catalog::{Catalog, ParameterTable};
use course::Points;

use crate::gel::linear::cholesky;

/// Tables of covariances that the fits write.
pub const COVARIANCES: [&str; 2] = [
    "evidence/fit-toxin-covariance.csv",
    "evidence/fit-gel-covariance.csv",
];

/// A row predicted by a fit that has not seen its trial.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// Record.
    pub record_id: String,
    /// Prediction, in the unit of the row.
    pub predicted: f64,
    /// Its sd by the uncertainty of the constants, in the same unit.
    pub sd: f64,
}

/// Fitted constants and the factor L of the covariance L Lᵀ of their logarithms.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Posterior {
    /// `TABLE.KEY` of each constant.
    keys: Vec<String>,
    factor: Vec<Vec<f64>>,
}

impl Posterior {
    pub(crate) fn new(keys: Vec<String>, covariance: &[Vec<f64>]) -> Self {
        Self {
            keys,
            factor: cholesky(covariance),
        }
    }

    /// The factor as a table: name of the constant, then its row of L.
    pub fn csv(&self) -> String {
        let mut text = String::from(
            "constant,row of the factor L; L Lt is the covariance of the logarithms\n",
        );
        for (i, key) in self.keys.iter().enumerate() {
            let row: Vec<String> = self.factor[i][..=i]
                .iter()
                .map(|x| format!("{x:.5}"))
                .collect();
            let _ = writeln!(text, "{key},{}", row.join(" "));
        }
        text
    }

    /// Reads what [`Self::csv`] wrote; lines that are not such rows are left out.
    pub fn from_catalog(catalog: &Catalog, table: &str) -> Self {
        let bytes = catalog.tables.get(table).map_or(&[][..], Vec::as_slice);
        let mut posterior = Self::default();
        for line in String::from_utf8_lossy(bytes).lines().skip(1) {
            let Some((key, row)) = line.split_once(',') else {
                continue;
            };
            let row: Vec<f64> = row.split(' ').filter_map(|x| x.parse().ok()).collect();
            if row.len() == posterior.keys.len() + 1 {
                posterior.keys.push(key.to_owned());
                posterior.factor.push(row);
            }
        }
        posterior
    }

    /// Draws of the constants: `n` sets of tables, each the given ones with the fitted
    /// constants moved.
    pub fn draws(
        &self,
        tables: &BTreeMap<String, ParameterTable>,
        n: usize,
        seed: u64,
    ) -> Vec<BTreeMap<String, ParameterTable>> {
        let points = Points::new(n, self.keys.len().max(1), seed);
        (0..n)
            .map(|draw| {
                let mut moved = tables.clone();
                for (key, row) in self.keys.iter().zip(&self.factor) {
                    let z = |j: usize| points.normal(draw, j);
                    let step: f64 = row.iter().enumerate().map(|(j, l)| l * z(j)).sum();
                    let place = key.split_once('.');
                    let constant = place.and_then(|(t, k)| moved.get_mut(t)?.get_mut(k));
                    if let Some(constant) = constant {
                        constant.value *= step.exp();
                    }
                }
                moved
            })
            .collect()
    }
}
