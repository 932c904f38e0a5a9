//! The fit: damped Gauss–Newton on robust, prior-weighted residuals.
//!
//! Each constant with an sd in `data/model/toxin-prior.toml` is fitted on the logarithmic
//! scale. A row counts by its people, by how far trials of one kind differ from each other,
//! and by how it was read; bounds count only when they are violated.

use std::collections::BTreeMap;

use catalog::{Catalog, ParameterTable};
use course::Models;

use super::answer::Estimate;
use super::arm::Arm;
use super::predict::Study;
use super::report::{Group, Outcome, group_of};
use crate::evidence::{EvidenceError, Row};
use crate::gel::linear::{cholesky, covariance, damped_step};
use crate::posterior::{LeftOut, Posterior};

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
/// Steps with the derivatives of the full fit, when trials are left out.
const CHORDS: usize = 4;
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
    /// Fitted constants and the covariance of their logarithms.
    pub posterior: Posterior,
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
    /// Rows that do not count: those that repeat an earlier one, and those that do not
    /// state product, area or visit.
    idle: Vec<bool>,
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
    let problem = Problem::new(rows, catalog, &study, threads)?;
    let (point, objective) = problem.minimise(say)?;
    problem.finish(&point, objective)
}

/// Predicts the rows of each set of trials by a fit without them: at most `CHORDS`
/// Gauss–Newton steps from the committed fit to all rows, whose derivatives are kept while the
/// residuals are computed afresh at each step.
///
/// - `sets`: the trial whose rows are predicted, and all trials that leave with it
///
/// # Errors
/// [`FitError`].
pub fn left_out(
    rows: &[Row],
    catalog: &Catalog,
    seed: u64,
    sets: &[(String, Vec<String>)],
    say: &mut dyn FnMut(&str),
) -> Result<Vec<LeftOut>, FitError> {
    let study = Study::new(rows, catalog, seed)?;
    let problem = Problem::new(rows, catalog, &study, 1)?;
    let full = problem.committed()?;
    let jacobian = problem.jacobian(&full)?;
    let mut all = Vec::new();
    for (trial, without) in sets {
        let is_mine = |row: usize| rows[row].trial_id == *trial;
        if !full.predicted.iter().any(|(row, _)| is_mine(*row)) {
            continue;
        }
        let kept = |row: &Row| !without.contains(&row.trial_id);
        let point = problem.without(&full, &jacobian, &kept)?;
        let (columns, _) = problem.system(&point, &jacobian, &kept);
        let factor = cholesky(&covariance(&columns));
        for (i, (row, predicted)) in point.predicted.iter().enumerate() {
            if is_mine(*row) {
                let slope: Vec<f64> = jacobian.iter().map(|c| c[i]).collect();
                let along =
                    |k: usize| -> f64 { slope.iter().zip(&factor).map(|(j, l)| j * l[k]).sum() };
                let variance: f64 = (0..slope.len()).map(|k| along(k).powi(2)).sum();
                all.push(LeftOut {
                    record_id: rows[*row].record_id.clone(),
                    predicted: *predicted,
                    sd: variance.sqrt(),
                });
            }
        }
        say(&format!(
            "without {trial}: objective {:.1}",
            point.objective
        ));
    }
    Ok(all)
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

impl<'a> Problem<'a> {
    fn new(
        rows: &'a [Row],
        catalog: &'a Catalog,
        study: &'a Study,
        threads: usize,
    ) -> Result<Self, FitError> {
        let tables = prior_tables(catalog)?;
        let free = free_constants(&tables);
        Ok(Self {
            catalog,
            rows,
            study,
            idle: (0..rows.len())
                .map(|i| told_before(rows, i) || vague(study, i))
                .collect(),
            tables,
            free,
            threads,
        })
    }

    /// The fit to all rows, and the objective after each iteration.
    fn minimise(&self, say: &mut dyn FnMut(&str)) -> Result<(Point, Vec<f64>), FitError> {
        let all = |_: &Row| true;
        let mut point = self.at(vec![0.0; self.free.len()], &all)?;
        let mut objective = vec![point.objective];
        let mut damping = 0.1;
        let (constants, rows) = (self.free.len(), point.predicted.len());
        say(&format!(
            "{constants} constants, {rows} rows, objective {:.2}",
            point.objective
        ));
        for _ in 0..ITERATIONS {
            let jacobian = self.jacobian(&point)?;
            let before = point.objective;
            point = self.descend(point, &jacobian, &all, &mut damping)?;
            objective.push(point.objective);
            say(&format!("objective {:.2}", point.objective));
            if 1.0 - point.objective / before < ENOUGH {
                break;
            }
        }
        Ok((point, objective))
    }

    /// One step downhill; the point itself where no step gains.
    fn descend(
        &self,
        point: Point,
        jacobian: &[Vec<f64>],
        wanted: &dyn Fn(&Row) -> bool,
        damping: &mut f64,
    ) -> Result<Point, course::Error> {
        let (columns, residuals) = self.system(&point, jacobian, wanted);
        for _ in 0..5 {
            let step = damped_step(&columns, &residuals, *damping);
            let moved = point.x.iter().zip(&step);
            let x = moved.map(|(x, d)| x - d.clamp(-0.7, 0.7)).collect();
            let next = self.at(x, wanted)?;
            if next.objective < point.objective {
                *damping = (*damping / 4.0).max(1e-4);
                return Ok(next);
            }
            *damping *= 6.0;
        }
        Ok(point)
    }

    /// The committed fit to all rows.
    fn committed(&self) -> Result<Point, course::Error> {
        let x = self.free.iter().map(|free| {
            let table = self.catalog.parameters.get(&free.table);
            let value = table
                .and_then(|t| t.get(&free.key))
                .map_or(free.start, |p| p.value);
            (value / free.start).ln()
        });
        self.at(x.collect(), &|_| true)
    }

    /// The fit without some rows, from the fit to all of them and with its derivatives.
    fn without(
        &self,
        full: &Point,
        jacobian: &[Vec<f64>],
        kept: &dyn Fn(&Row) -> bool,
    ) -> Result<Point, course::Error> {
        let mut point = self.at(full.x.clone(), kept)?;
        let mut damping = 1e-3;
        for _ in 0..CHORDS {
            let before = point.objective;
            point = self.descend(point, jacobian, kept, &mut damping)?;
            if 1.0 - point.objective / before < ENOUGH {
                break;
            }
        }
        Ok(point)
    }

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
        let of =
            |all: Vec<(usize, Estimate)>| all.into_iter().map(|(row, e)| (row, e.value)).collect();
        let models = Models::with_parameters(self.catalog, &|name| {
            tables
                .get(name)
                .or_else(|| self.catalog.parameters.get(name))
        })?;
        self.study
            .predict(&models, &tables["rating"], wanted, self.threads)
            .map(of)
    }

    /// A point, with the objective of the wanted rows.
    fn at(&self, x: Vec<f64>, wanted: &dyn Fn(&Row) -> bool) -> Result<Point, course::Error> {
        let predicted = self.predict(&self.tables_at(&x), &|_| true)?;
        let data: f64 = predicted
            .iter()
            .filter(|(row, _)| !self.idle[*row] && wanted(&self.rows[*row]))
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
                let counts = !self.idle[*row] && wanted(&self.rows[*row]) && r > 0.0;
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

    /// Rounds and predicts once more.
    fn finish(&self, point: &Point, objective: Vec<f64>) -> Result<FitResult, FitError> {
        let jacobian = self.jacobian(point)?;
        let (columns, _) = self.system(point, &jacobian, &|_| true);
        let spread = covariance(&columns);
        let mut tables = self.tables_at(&point.x);
        for (k, free) in self.free.iter().enumerate() {
            if let Some(p) = tables
                .get_mut(&free.table)
                .and_then(|t| t.get_mut(&free.key))
            {
                p.value = significant(p.value);
                p.sd = Some(significant(p.value * spread[k][k].max(0.0).sqrt()));
                SOURCE.clone_into(&mut p.source);
            }
        }
        let predicted = self.predict(&tables, &|_| true)?;
        let outcomes = predicted
            .into_iter()
            .map(|(row, predicted)| Outcome { row, predicted })
            .collect();
        let keys = self.free.iter().map(|f| format!("{}.{}", f.table, f.key));
        Ok(FitResult {
            tables,
            outcomes,
            skipped: self.study.skipped().to_vec(),
            objective,
            posterior: Posterior::new(keys.collect(), &spread),
        })
    }
}

/// Whether product, area or visit of a row are pooled or unnamed.
fn vague(study: &Study, i: usize) -> bool {
    let mut notes = study.notes().iter().filter(|(row, _)| *row == i);
    notes.any(|(_, notes)| {
        notes
            .assumed
            .iter()
            .any(|a| matches!(a.what, "area" | "product" | "day"))
    })
}

/// Whether a row tells the number of an earlier row again, rounded otherwise.
fn told_before(rows: &[Row], i: usize) -> bool {
    let row = &rows[i];
    rows[..i].iter().any(|r| {
        r.trial_id == row.trial_id
            && r.endpoint == row.endpoint
            && r.assessor == row.assessor
            && r.day == row.day
            && r.product == row.product
            && r.area == row.area
            && r.dose_units == row.dose_units
            && r.state == row.state
            && (r.value - row.value).abs() < 1.0
            && r.day.is_some()
    })
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
