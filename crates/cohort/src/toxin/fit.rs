//! The fit: damped Gauss–Newton on robust, prior-weighted residuals.
//!
//! Each constant with an sd in `data/model/toxin-prior.toml` is fitted on the logarithmic
//! scale. A row counts by its people, by how far trials of one kind differ from each other,
//! and by how it was read; bounds count only when they are violated.

use std::collections::BTreeMap;

use catalog::{Catalog, ParameterTable};
use course::Models;

use super::arm::Arm;
use super::predict::Study;
use super::report::{Group, Outcome, group_of};
use crate::evidence::{EvidenceError, Row};
use crate::gel::linear::{damped_step, dot, inverse_diagonal};

/// Name of the table of priors.
const PRIOR: &str = "toxin-prior";
/// Tables that the fit writes.
pub const TABLES: [&str; 4] = ["toxin", "crease", "rating", "people"];
/// Source of fitted constants.
const SOURCE: &str = "fit-2026-toxin";
/// Step of the numerical derivative, logarithm.
const STEP: f64 = 0.02;
/// Iterations at most.
const ITERATIONS: usize = 12;
/// Relative gain below which the fit ends.
const ENOUGH: f64 = 1e-3;
/// Residual beyond which a row pulls with constant force.
const ROBUST: f64 = 1.3;
/// Trials of one kind differ by this much, percentage points (active arms).
///
/// # Source
/// rows-of-one-kind: 7.2 points between rows with equal product, dose, area, rater and day
const BETWEEN_ACTIVE: f64 = 6.5;
/// The same for controls.
const BETWEEN_CONTROL: f64 = 2.7;
/// The same for days, percent.
const BETWEEN_DAYS: f64 = 12.0;
/// People of an arm whose size is not stated.
const USUAL_N: f64 = 40.0;

/// Why a fit fails.
#[derive(Debug, thiserror::Error)]
pub enum FitError {
    /// The courses.
    #[error(transparent)]
    Course(#[from] course::Error),
    /// The tables.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// No priors.
    #[error("data/model/{PRIOR}.toml is missing")]
    NoPrior,
}

/// What a fit leaves behind.
#[derive(Debug, Clone)]
pub struct FitResult {
    /// The tables of `data/model/`, by name.
    pub tables: BTreeMap<String, ParameterTable>,
    /// Predicted rows.
    pub outcomes: Vec<Outcome>,
    /// Rows left out, with the reason.
    pub skipped: Vec<(usize, &'static str)>,
    /// Objective after each iteration.
    pub objective: Vec<f64>,
}

/// Splits the priors into the tables of the models.
///
/// # Errors
/// [`FitError::NoPrior`].
pub fn prior_tables(catalog: &Catalog) -> Result<BTreeMap<String, ParameterTable>, FitError> {
    let prior = catalog.parameters.get(PRIOR).ok_or(FitError::NoPrior)?;
    let mut tables: BTreeMap<String, ParameterTable> = BTreeMap::new();
    for (key, parameter) in prior {
        if let Some((table, key)) = key.split_once('.') {
            let table = tables.entry(table.to_owned()).or_default();
            table.insert(key.to_owned(), parameter.clone());
        }
    }
    Ok(tables)
}

/// One constant that is fitted.
#[derive(Debug, Clone)]
struct Free {
    table: String,
    key: String,
    start: f64,
    /// Prior sd of the logarithm.
    sd: f64,
}

/// The problem at hand.
struct Problem<'a> {
    catalog: &'a Catalog,
    rows: &'a [Row],
    study: &'a Study,
    tables: BTreeMap<String, ParameterTable>,
    free: Vec<Free>,
    threads: usize,
}

/// State of the fit.
struct Point {
    x: Vec<f64>,
    predicted: Vec<(usize, f64)>,
    objective: f64,
}

/// Fits the constants of toxin, crease, raters and people.
///
/// # Errors
/// [`FitError`].
pub fn fit(
    rows: &[Row],
    catalog: &Catalog,
    seed: u64,
    threads: usize,
    say: &mut dyn FnMut(&str),
) -> Result<FitResult, FitError> {
    let study = Study::new(rows, catalog, seed)?;
    let tables = prior_tables(catalog)?;
    let free = free_constants(&tables);
    let problem = Problem {
        catalog,
        rows,
        study: &study,
        tables,
        free,
        threads,
    };
    let mut point = problem.at(vec![0.0; problem.free.len()])?;
    let mut objective = vec![point.objective];
    let mut damping = 0.1;
    say(&format!(
        "{} constants, {} rows, objective {:.2}",
        problem.free.len(),
        point.predicted.len(),
        point.objective
    ));
    for _ in 0..ITERATIONS {
        let jacobian = problem.jacobian(&point)?;
        let (columns, residuals) = problem.system(&point, &jacobian, &|_| true);
        let mut gained = 0.0;
        for _ in 0..5 {
            let step = damped_step(&columns, &residuals, damping);
            let x = point
                .x
                .iter()
                .zip(&step)
                .map(|(x, d)| x - d.clamp(-0.7, 0.7))
                .collect();
            let next = problem.at(x)?;
            if next.objective < point.objective {
                gained = 1.0 - next.objective / point.objective;
                point = next;
                damping = (damping / 4.0_f64).max(1e-4);
                break;
            }
            damping *= 6.0;
        }
        objective.push(point.objective);
        say(&format!("objective {:.2}", point.objective));
        if gained < ENOUGH {
            break;
        }
    }
    problem.finish(&point, objective)
}

fn free_constants(tables: &BTreeMap<String, ParameterTable>) -> Vec<Free> {
    let mut free = Vec::new();
    for (table, parameters) in tables {
        for (key, p) in parameters {
            if let Some(sd) = p.sd.filter(|_| p.value > 0.0) {
                free.push(Free {
                    table: table.clone(),
                    key: key.clone(),
                    start: p.value,
                    sd: sd / p.value,
                });
            }
        }
    }
    free
}

/// Whether a constant can matter to an arm.
fn touches(free: &Free, arm: &Arm) -> bool {
    let group = arm.target.toxin_group.as_deref().unwrap_or("");
    let parts: Vec<&str> = free.key.split('.').collect();
    match parts[..] {
        ["area", area, ..] => area == group,
        ["product", product, ..] => arm.treatment.toxin.iter().any(|d| d.product == product),
        ["atrophy", _] => matches!(group, "masseter" | "edb-muscle"),
        ["sweat", _] => group == "axilla",
        _ => free.table != "toxin" || !arm.treatment.toxin.is_empty(),
    }
}

impl Problem<'_> {
    /// Tables with the fitted constants at a point.
    fn tables_at(&self, x: &[f64]) -> BTreeMap<String, ParameterTable> {
        let mut tables = self.tables.clone();
        for (free, x) in self.free.iter().zip(x) {
            if let Some(p) = tables
                .get_mut(&free.table)
                .and_then(|t| t.get_mut(&free.key))
            {
                p.value = free.start * x.exp();
            }
        }
        tables
    }

    fn predict(
        &self,
        tables: &BTreeMap<String, ParameterTable>,
        wanted: &(dyn Fn(&Arm) -> bool + Sync),
    ) -> Result<Vec<(usize, f64)>, course::Error> {
        let models = Models::with_parameters(self.catalog, &|name| {
            tables
                .get(name)
                .or_else(|| self.catalog.parameters.get(name))
        })?;
        self.study
            .predict(&models, &tables["rating"], wanted, self.threads)
    }

    fn at(&self, x: Vec<f64>) -> Result<Point, course::Error> {
        let predicted = self.predict(&self.tables_at(&x), &|_| true)?;
        let data: f64 = predicted
            .iter()
            .map(|(row, p)| {
                let r = self.residual(*row, *p).abs();
                if r < ROBUST {
                    r * r
                } else {
                    ROBUST * (2.0 * r - ROBUST)
                }
            })
            .sum();
        let prior: f64 = self
            .free
            .iter()
            .zip(&x)
            .map(|(f, x)| (x / f.sd).powi(2))
            .sum();
        Ok(Point {
            x,
            predicted,
            objective: data + prior,
        })
    }

    /// Standard deviation of a row about the truth of its kind, in the row's unit.
    fn sd(row: &Row) -> f64 {
        let care = if row.checked == "yes" { 1.0 } else { 1.4 }
            * match row.value_kind.as_str() {
                "read-off-graph" | "approximate" => 1.5,
                _ => 1.0,
            };
        let group = group_of(row);
        if group.is_days() {
            return care * (row.value * BETWEEN_DAYS / 100.0).max(1.0);
        }
        let p = (row.value / 100.0).clamp(0.02, 0.98);
        let sampling = 1e4 * p * (1.0 - p) / row.n.unwrap_or(USUAL_N);
        let between = if group == Group::Control {
            BETWEEN_CONTROL
        } else {
            BETWEEN_ACTIVE
        };
        care * (sampling + between * between).sqrt()
    }

    /// Standardised residual of a row; a bound counts only when violated.
    fn residual(&self, row: usize, predicted: f64) -> f64 {
        let row = &self.rows[row];
        let error = match row.value_kind.as_str() {
            "lower-bound" => (predicted - row.value).min(0.0),
            "upper-bound" => (predicted - row.value).max(0.0),
            _ => predicted - row.value,
        };
        error / Self::sd(row)
    }

    /// Change of each prediction with each constant.
    fn jacobian(&self, point: &Point) -> Result<Vec<Vec<f64>>, course::Error> {
        let mut jacobian = Vec::with_capacity(self.free.len());
        for (k, free) in self.free.iter().enumerate() {
            let mut x = point.x.clone();
            x[k] += STEP;
            let moved = self.predict(&self.tables_at(&x), &|arm| touches(free, arm))?;
            let mut column = vec![0.0; point.predicted.len()];
            let mut at = 0;
            for (row, value) in moved {
                while point.predicted[at].0 < row {
                    at += 1;
                }
                column[at] = (value - point.predicted[at].1) / STEP;
            }
            jacobian.push(column);
        }
        Ok(jacobian)
    }

    /// Weighted columns and residuals, priors below the rows.
    fn system(
        &self,
        point: &Point,
        jacobian: &[Vec<f64>],
        wanted: &dyn Fn(&Row) -> bool,
    ) -> (Vec<Vec<f64>>, Vec<f64>) {
        let weights: Vec<f64> = point
            .predicted
            .iter()
            .map(|(row, p)| {
                let r = self.residual(*row, *p).abs();
                let counts = wanted(&self.rows[*row]) && r > 0.0;
                let robust = (ROBUST / r.max(ROBUST)).sqrt();
                if counts {
                    robust / Self::sd(&self.rows[*row])
                } else {
                    0.0
                }
            })
            .collect();
        let residuals = point
            .predicted
            .iter()
            .zip(&weights)
            .map(|((row, p), w)| w * self.residual(*row, *p) * Self::sd(&self.rows[*row]))
            .chain(self.free.iter().zip(&point.x).map(|(f, x)| x / f.sd))
            .collect();
        let columns = jacobian
            .iter()
            .enumerate()
            .map(|(k, column)| {
                let data = column.iter().zip(&weights).map(|(j, w)| j * w);
                let prior =
                    (0..self.free.len()).map(|i| if i == k { 1.0 / self.free[k].sd } else { 0.0 });
                data.chain(prior).collect()
            })
            .collect();
        (columns, residuals)
    }

    /// Rounds, predicts once more, and asks what each trial would get from the others.
    fn finish(&self, point: &Point, objective: Vec<f64>) -> Result<FitResult, FitError> {
        let jacobian = self.jacobian(point)?;
        let (columns, _) = self.system(point, &jacobian, &|_| true);
        let sd = inverse_diagonal(&columns);
        let mut tables = self.tables_at(&point.x);
        for (k, free) in self.free.iter().enumerate() {
            if let Some(p) = tables
                .get_mut(&free.table)
                .and_then(|t| t.get_mut(&free.key))
            {
                p.value = significant(p.value);
                p.sd = Some(significant(p.value * sd[k].max(0.0).sqrt()));
                SOURCE.clone_into(&mut p.source);
            }
        }
        let predicted = self.predict(&tables, &|_| true)?;
        let left_out = self.left_out(point, &jacobian);
        let outcomes = predicted
            .into_iter()
            .zip(left_out)
            .map(|((row, predicted), change)| {
                let bound = if self.rows[row].unit == "percent" {
                    100.0
                } else {
                    f64::INFINITY
                };
                let left_out = (predicted + change).clamp(0.0, bound);
                Outcome {
                    row,
                    predicted,
                    left_out,
                }
            })
            .collect();
        Ok(FitResult {
            tables,
            outcomes,
            skipped: self.study.skipped().to_vec(),
            objective,
        })
    }

    /// Change of each prediction when its trial is left out: one Gauss–Newton step of a fit
    /// to the other trials.
    fn left_out(&self, point: &Point, jacobian: &[Vec<f64>]) -> Vec<f64> {
        let mut change = vec![0.0; point.predicted.len()];
        let mut trials: Vec<&str> = point
            .predicted
            .iter()
            .map(|(row, _)| self.rows[*row].trial_id.as_str())
            .collect();
        trials.sort_unstable();
        trials.dedup();
        for trial in trials {
            let (columns, residuals) = self.system(point, jacobian, &|row| row.trial_id != trial);
            let step = damped_step(&columns, &residuals, 0.0);
            for (i, (row, _)) in point.predicted.iter().enumerate() {
                if self.rows[*row].trial_id == trial {
                    let column: Vec<f64> = jacobian.iter().map(|c| c[i]).collect();
                    change[i] = -dot(&column, &step);
                }
            }
        }
        change
    }
}

/// Four significant digits.
fn significant(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let digits = 3 - value.abs().log10().floor() as i32;
    let text = format!("{:.*}", digits.clamp(0, 12) as usize, value);
    text.parse().unwrap_or(value)
}
