//! Predictions of all rows, each with its draws and the defaults that were used.

use std::collections::BTreeMap;

use catalog::{Catalog, ParameterTable};
use course::Models;

use super::{Error, Options};
use crate::adverse::Adverse;
use crate::assumed::Assumptions;
use crate::evidence::Row;
use crate::posterior::{COVARIANCES, Posterior};
use crate::{gel, toxin};

/// What became of a row.
#[derive(Debug, Clone, Default)]
pub(super) struct Prediction {
    /// In the row's unit; none where it is not simulated.
    pub value: Option<f64>,
    /// By draws of the constants.
    pub draws: Vec<f64>,
    /// One person's spread.
    pub person_sd: f64,
    /// Uncertainty that is not in the draws, sd on the scale of the row's kind.
    pub extra_sd: f64,
    /// Defaults that were used.
    pub notes: Assumptions,
    /// Why it is not simulated.
    pub reason: String,
}

type Tables = BTreeMap<String, ParameterTable>;

/// Predicts every row.
///
/// - `draws`: of the constants, from what the fit leaves open
pub(super) fn all(
    catalog: &Catalog,
    rows: &[Row],
    options: Options,
    draws: usize,
) -> Result<Vec<Prediction>, Error> {
    let mut all = vec![Prediction::default(); rows.len()];
    toxins(catalog, rows, options, draws, &mut all)?;
    gels(catalog, rows, options, draws, &mut all)?;
    adverse(catalog, rows, &mut all)?;
    Ok(all)
}

fn tables(catalog: &Catalog, names: &[&'static str]) -> Result<Tables, Error> {
    names
        .iter()
        .map(|&table| {
            let found = catalog.parameters.get(table).cloned();
            let found = found.ok_or(Error::MissingModel { table })?;
            Ok((table.to_owned(), found))
        })
        .collect()
}

fn toxins(
    catalog: &Catalog,
    rows: &[Row],
    options: Options,
    draws: usize,
    all: &mut [Prediction],
) -> Result<(), Error> {
    let study = toxin::Study::new(rows, catalog, options.seed)?;
    for (row, reason) in study.skipped() {
        (*reason).clone_into(&mut all[*row].reason);
    }
    for (row, notes) in study.notes() {
        all[*row].notes = notes.clone();
    }
    let tables = tables(catalog, &toxin::TABLES)?;
    for (row, estimate) in simulate(catalog, &study, &tables, options.threads)? {
        if estimate.value.is_finite() {
            all[row].value = Some(estimate.value);
            all[row].person_sd = estimate.person_sd;
        } else {
            "the model gives no finite number".clone_into(&mut all[row].reason);
        }
    }
    let posterior = Posterior::from_catalog(catalog, COVARIANCES[0]);
    for draw in posterior.draws(&tables, draws, options.seed) {
        for (row, estimate) in simulate(catalog, &study, &draw, options.threads)? {
            if estimate.value.is_finite() {
                all[row].draws.push(estimate.value);
            }
        }
    }
    Ok(())
}

fn simulate(
    catalog: &Catalog,
    study: &toxin::Study,
    tables: &Tables,
    threads: usize,
) -> Result<Vec<(usize, toxin::Estimate)>, Error> {
    let models = Models::with_parameters(catalog, &|name| {
        tables.get(name).or_else(|| catalog.parameters.get(name))
    })?;
    let rating = tables
        .get("rating")
        .ok_or(Error::MissingModel { table: "rating" })?;
    Ok(study.predict(&models, rating, &|_| true, threads)?)
}

fn gels(
    catalog: &Catalog,
    rows: &[Row],
    options: Options,
    draws: usize,
    all: &mut [Prediction],
) -> Result<(), Error> {
    let mine = |row: &Row| row.agent != "toxin" && !row.is_adverse();
    if !rows.iter().any(mine) {
        return Ok(());
    }
    let tables = tables(catalog, &["gel"])?;
    let study = gel::Study::new(&tables["gel"], catalog)?;
    for (row, prediction) in rows.iter().zip(all.iter_mut()).filter(|(row, _)| mine(row)) {
        match study.predict(row, rows) {
            gel::Verdict::Predicted {
                value,
                person_sd,
                notes,
                ..
            } => {
                prediction.value = Some(value);
                prediction.person_sd = person_sd;
                prediction.notes = notes;
            }
            gel::Verdict::Skipped(reason) => reason.clone_into(&mut prediction.reason),
        }
    }
    let posterior = Posterior::from_catalog(catalog, COVARIANCES[1]);
    for draw in posterior.draws(&tables, draws, options.seed) {
        let study = study.moved(&draw["gel"], catalog)?;
        for (row, prediction) in rows.iter().zip(all.iter_mut()).filter(|(row, _)| mine(row)) {
            if let gel::Verdict::Predicted { value, .. } = study.predict(row, rows) {
                prediction.draws.push(value);
            }
        }
    }
    Ok(())
}

fn adverse(catalog: &Catalog, rows: &[Row], all: &mut [Prediction]) -> Result<(), Error> {
    if !rows.iter().any(Row::is_adverse) {
        return Ok(());
    }
    let adverse = Adverse::from_catalog(catalog)?;
    for (row, prediction) in rows
        .iter()
        .zip(all.iter_mut())
        .filter(|(row, _)| row.is_adverse())
    {
        if row.unit != "percent" {
            "rates of events are percent of people".clone_into(&mut prediction.reason);
            continue;
        }
        let rate = adverse.predict(row, &|_| false);
        prediction.value = Some(rate.percent);
        prediction.extra_sd = rate.sd.hypot(adverse.trial_sd());
        prediction
            .notes
            .note("event_basis", "per person, over the study");
    }
    Ok(())
}
