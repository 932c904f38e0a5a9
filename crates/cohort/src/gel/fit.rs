//! Fit of the gel model: weighted least squares with priors on the logarithms of its constants.
//!
//! Damped Gauss–Newton with a numerical Jacobian; no random number enters. The error that
//! counts is that of rows whose trial was left out.

use std::sync::Arc;

use catalog::{Catalog, ParameterTable};

use super::arm::Arms;
use super::error::Error;
use super::linear;
use super::predict::{Group, Study, Verdict};
use crate::assumed::Assumptions;
use crate::evidence::Row;
use crate::posterior::{LeftOut, Posterior};

/// Iterations on all rows, and on the rows without one trial (from the full fit).
const ITERATIONS: usize = 25;
/// See [`ITERATIONS`].
const HELD_OUT_ITERATIONS: usize = 4;
/// Step of the numerical Jacobian, in the logarithm.
const STEP: f64 = 1e-4;
/// Rows of different trials with equal conditions differ by more than sampling, points.
///
/// # Source
/// assumed-gel-weights
const BETWEEN_TRIALS_POINTS: f64 = 5.0;
/// The same for mean grades.
///
/// # Source
/// assumed-gel-weights
const BETWEEN_TRIALS_GRADES: f64 = 0.15;
/// The same for camera volumes, share of the volume.
///
/// # Source
/// assumed-gel-weights
const CAMERA_SHARE: f64 = 0.2;
/// People in an arm that does not state them.
///
/// # Source
/// assumed-gel-weights
const USUAL_N: f64 = 100.0;

/// One row after the fit.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// The row.
    pub row: Row,
    /// Its group.
    pub group: Group,
    /// Prediction of the fit to all rows.
    pub predicted: f64,
}

/// Result of the fit.
#[derive(Debug, Clone)]
pub struct FitResult {
    /// All constants, the fitted ones replaced.
    pub table: ParameterTable,
    /// Rows predicted.
    pub rows: Vec<Fitted>,
    /// Rows left out, with the reason.
    pub skipped: Vec<(Row, String)>,
    /// Fitted constants and the covariance of their logarithms.
    pub posterior: Posterior,
}

struct Problem<'a> {
    catalog: &'a Catalog,
    base: ParameterTable,
    names: Vec<String>,
    /// Mean and sd of the logarithm.
    prior: Vec<(f64, f64)>,
    rows: &'a [Row],
    arms: Arc<Arms>,
}

/// Fits the gel model to the filler and enzyme rows.
///
/// # Errors
/// [`Error::MissingParameter`], [`Error::MissingTable`].
pub fn fit(catalog: &Catalog, rows: &[Row]) -> Result<FitResult, Error> {
    let rows: Vec<Row> = rows
        .iter()
        .filter(|r| r.agent != "toxin" && !r.is_adverse())
        .cloned()
        .collect();
    let problem = Problem::new(catalog, &rows)?;
    let start: Vec<f64> = problem.prior.iter().map(|p| p.0).collect();
    let theta = problem.minimise(start, &[], ITERATIONS)?;
    let covariance = problem.covariance(&theta, &[])?;
    let table = problem.result(&theta, &covariance);
    let study = Study::with_arms(&table, catalog, problem.arms.clone())?;
    let (mut predicted, mut skipped) = (Vec::new(), Vec::new());
    for row in &rows {
        match study.predict(row, &rows) {
            Verdict::Skipped(reason) => skipped.push((row.clone(), reason.to_owned())),
            Verdict::Predicted { value, group, .. } => predicted.push(Fitted {
                row: row.clone(),
                group,
                predicted: value,
            }),
        }
    }
    Ok(FitResult {
        table,
        rows: predicted,
        skipped,
        posterior: Posterior::new(problem.keys(), &covariance),
    })
}

/// Predicts the rows of each set of trials by a fit without them: at most
/// `HELD_OUT_ITERATIONS` Gauss–Newton steps from the fit to all rows.
///
/// - `sets`: the trial whose rows are predicted, and all trials that leave with it
/// - returns: record, prediction, and the sd by the uncertainty of the constants
///
/// # Errors
/// As [`fit`].
pub fn left_out(
    catalog: &Catalog,
    rows: &[Row],
    sets: &[(String, Vec<String>)],
) -> Result<Vec<LeftOut>, Error> {
    let rows: Vec<Row> = rows
        .iter()
        .filter(|r| r.agent != "toxin" && !r.is_adverse())
        .cloned()
        .collect();
    let problem = Problem::new(catalog, &rows)?;
    let start: Vec<f64> = problem.prior.iter().map(|p| p.0).collect();
    let full = problem.minimise(start, &[], ITERATIONS)?;
    let mut all = Vec::new();
    for (trial, without) in sets {
        let mine: Vec<&Row> = rows.iter().filter(|r| r.trial_id == *trial).collect();
        if mine.is_empty() {
            continue;
        }
        let theta = problem.minimise(full.clone(), without, HELD_OUT_ITERATIONS)?;
        let factor = linear::cholesky(&problem.covariance(&theta, without)?);
        all.extend(problem.predict_with_sd(&mine, &theta, &factor)?);
    }
    Ok(all)
}

impl<'a> Problem<'a> {
    fn new(catalog: &'a Catalog, rows: &'a [Row]) -> Result<Self, Error> {
        let base = catalog.parameters.get("gel").cloned().unwrap_or_default();
        let priors = catalog
            .parameters
            .get("gel-prior")
            .ok_or(Error::MissingTable {
                path: "model/gel-prior.toml",
            })?;
        let mut prior = Vec::new();
        for (name, p) in priors {
            let sd = p.sd.ok_or_else(|| Error::MissingParameter {
                table: "gel-prior",
                name: format!("{name}, sd"),
            })?;
            prior.push((p.value.ln(), sd / p.value));
        }
        Ok(Self {
            catalog,
            base,
            names: priors.keys().cloned().collect(),
            prior,
            rows,
            arms: Arc::new(Arms::from_catalog(catalog)?),
        })
    }

    fn table(&self, theta: &[f64]) -> ParameterTable {
        let mut table = self.base.clone();
        for (name, x) in self.names.iter().zip(theta) {
            if let Some(p) = table.get_mut(name) {
                p.value = x.exp();
            }
        }
        table
    }

    /// Constants with their posterior uncertainty, rounded as they are written.
    fn result(&self, theta: &[f64], covariance: &[Vec<f64>]) -> ParameterTable {
        let mut table = self.table(theta);
        for (i, name) in self.names.iter().enumerate() {
            if let Some(p) = table.get_mut(name) {
                p.sd = Some(significant(p.value * covariance[i][i].max(0.0).sqrt()));
                p.value = significant(p.value);
            }
        }
        table
    }

    /// Residuals of the rows and of the priors, in standard deviations.
    fn residuals(&self, theta: &[f64], without: &[String]) -> Result<Vec<f64>, Error> {
        let study = Study::with_arms(&self.table(theta), self.catalog, self.arms.clone())?;
        let mut out: Vec<f64> = self
            .rows
            .iter()
            .filter(|r| !without.contains(&r.trial_id))
            .map(|row| match study.predict(row, self.rows) {
                // Rows that do not state their visit or product say little of the course.
                Verdict::Predicted { notes, .. } if vague(&notes) => 0.0,
                Verdict::Predicted { value, group, .. } => residual(row, value, group),
                Verdict::Skipped(_) => 0.0,
            })
            .collect();
        out.extend(theta.iter().zip(&self.prior).map(|(x, (m, s))| (x - m) / s));
        Ok(out)
    }

    fn jacobian(
        &self,
        theta: &[f64],
        r: &[f64],
        without: &[String],
    ) -> Result<Vec<Vec<f64>>, Error> {
        let mut columns = Vec::new();
        for i in 0..theta.len() {
            let mut moved = theta.to_vec();
            moved[i] += STEP;
            let s = self.residuals(&moved, without)?;
            columns.push(s.iter().zip(r).map(|(a, b)| (a - b) / STEP).collect());
        }
        Ok(columns)
    }

    fn minimise(
        &self,
        mut theta: Vec<f64>,
        without: &[String],
        iterations: usize,
    ) -> Result<Vec<f64>, Error> {
        let mut damping = 1e-3;
        let mut r = self.residuals(&theta, without)?;
        for _ in 0..iterations {
            let columns = self.jacobian(&theta, &r, without)?;
            let before = linear::dot(&r, &r);
            let mut better = false;
            while !better && damping < 1e6 {
                let step = linear::damped_step(&columns, &r, damping);
                let next: Vec<f64> = theta.iter().zip(&step).map(|(x, d)| x - d).collect();
                let s = self.residuals(&next, without)?;
                let after = linear::dot(&s, &s);
                if after < before {
                    better = true;
                    damping = (damping / 5.0).max(1e-9);
                    (theta, r) = (next, s);
                } else {
                    damping *= 5.0;
                }
            }
            if !better || before - linear::dot(&r, &r) < 1e-7 * before {
                break;
            }
        }
        Ok(theta)
    }

    /// Posterior covariance of the logarithms, from the curvature at the minimum.
    fn covariance(&self, theta: &[f64], without: &[String]) -> Result<Vec<Vec<f64>>, Error> {
        let r = self.residuals(theta, without)?;
        let columns = self.jacobian(theta, &r, without)?;
        Ok(linear::covariance(&columns))
    }

    /// Names of the constants with their table.
    fn keys(&self) -> Vec<String> {
        self.names.iter().map(|n| format!("gel.{n}")).collect()
    }

    /// Predictions, each with the sd that the constants give it: moved along each column of the
    /// factor of their covariance.
    fn predict_with_sd(
        &self,
        rows: &[&Row],
        theta: &[f64],
        factor: &[Vec<f64>],
    ) -> Result<Vec<LeftOut>, Error> {
        let value = |study: &Study, row: &Row| match study.predict(row, self.rows) {
            Verdict::Predicted { value, .. } => Some(value),
            Verdict::Skipped(_) => None,
        };
        let at = |x: &[f64]| Study::with_arms(&self.table(x), self.catalog, self.arms.clone());
        let centre = at(theta)?;
        let mut all: Vec<LeftOut> = rows
            .iter()
            .filter_map(|row| {
                Some(LeftOut {
                    record_id: row.record_id.clone(),
                    predicted: value(&centre, row)?,
                    sd: 0.0,
                })
            })
            .collect();
        for k in 0..theta.len() {
            let moved: Vec<f64> = theta.iter().zip(factor).map(|(x, l)| x + l[k]).collect();
            let study = at(&moved)?;
            for one in &mut all {
                let row = rows.iter().find(|r| r.record_id == one.record_id);
                if let Some(value) = row.and_then(|row| value(&study, row)) {
                    one.sd += (value - one.predicted).powi(2);
                }
            }
        }
        for one in &mut all {
            one.sd = one.sd.sqrt();
        }
        Ok(all)
    }
}

/// Whether visit, product or cut-off of a row are not stated.
fn vague(notes: &Assumptions) -> bool {
    let unstated = ["day", "product", "responder_rule"];
    notes.assumed.iter().any(|a| unstated.contains(&a.what))
}

/// Distance of a prediction from its row, in standard deviations; bounds count one way.
fn residual(row: &Row, predicted: f64, group: Group) -> f64 {
    let gap = predicted - row.value;
    let within = (row.value_kind == "lower-bound" && gap > 0.0)
        || (row.value_kind == "upper-bound" && gap < 0.0);
    if within {
        0.0
    } else {
        gap / row_sd(row, group)
    }
}

fn row_sd(row: &Row, group: Group) -> f64 {
    let secondary = if row.checked == "yes" {
        1.0
    } else {
        std::f64::consts::SQRT_2
    };
    let sd = match group {
        Group::CameraPercent => BETWEEN_TRIALS_POINTS,
        Group::CameraVolume => CAMERA_SHARE * row.value.abs(),
        Group::ScaleMean => BETWEEN_TRIALS_GRADES,
        // The enzyme's constants are not fitted.
        Group::Enzyme | Group::Volume | Group::CameraControl => f64::INFINITY,
        _ => {
            let p = (row.value / 100.0).clamp(0.02, 0.98);
            let sampling = 1e4 * p * (1.0 - p) / row.n.unwrap_or(USUAL_N);
            (sampling + BETWEEN_TRIALS_POINTS.powi(2)).sqrt()
        }
    };
    sd * secondary
}

/// Four significant digits.
fn significant(x: f64) -> f64 {
    format!("{x:.3e}").parse().unwrap_or(x)
}
