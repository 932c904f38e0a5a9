//! The committed fit belongs to the committed evidence and constants; any table is simulated
//! or refused with every problem named.

mod tables;
mod trial;

use std::collections::BTreeMap;

use catalog::Catalog;
use cohort::evidence::{Row, built_in};
use cohort::toxin::{self, Study};
use course::Models;

/// Seed of `cargo xtask fit`.
const SEED: u64 = 2026;

fn setting() -> (Catalog, Vec<Row>) {
    let catalog = Catalog::embedded().expect("data/ loads");
    let rows = built_in(&catalog).expect("tables");
    (catalog, rows)
}

fn predict(catalog: &Catalog, rows: &[Row], threads: usize) -> Vec<(usize, f64)> {
    let study = Study::new(rows, catalog, SEED).expect("rules of arms");
    let models = Models::from_catalog(catalog).expect("constants");
    let rating = &catalog.parameters["rating"];
    let predicted = study
        .predict(&models, rating, &|_| true, threads)
        .expect("simulates");
    predicted
        .into_iter()
        .map(|(row, e)| (row, e.value))
        .collect()
}

#[test]
fn committed_constants_give_the_committed_predictions_on_any_number_of_threads() {
    let (catalog, rows) = setting();
    let predicted = predict(&catalog, &rows, 1);
    assert_eq!(predicted, predict(&catalog, &rows, 3));
    let text = String::from_utf8_lossy(&catalog.tables["evidence/fit-toxin.csv"]).into_owned();
    let written: BTreeMap<&str, &str> = text
        .lines()
        .skip(1)
        .filter_map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            Some((*cells.first()?, *cells.get(4)?))
        })
        .collect();
    for (row, value) in predicted {
        let id = rows[row].record_id.as_str();
        let was: f64 = written[id].parse().expect("a number");
        assert!(
            (value - was).abs() < 0.06,
            "{id}: {value} against {was}; run cargo xtask fit"
        );
    }
}

#[test]
fn committed_constants_come_from_the_committed_evidence() {
    let (catalog, _) = setting();
    let hash = toxin::evidence_hash(&catalog);
    let head = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/model/toxin.toml");
    let text = std::fs::read_to_string(head).expect("data/model/toxin.toml");
    assert!(
        text.contains(&format!("Evidence {hash}, seed {SEED}")),
        "run cargo xtask fit"
    );
}

#[test]
fn every_toxin_row_is_predicted_or_left_out_with_a_reason() {
    let (catalog, rows) = setting();
    let study = Study::new(&rows, &catalog, SEED).expect("rules of arms");
    let predicted = predict(&catalog, &rows, 2);
    for (i, row) in rows
        .iter()
        .enumerate()
        .filter(|(_, r)| r.agent == "toxin" && !r.is_adverse())
    {
        let told = predicted.iter().any(|(at, v)| *at == i && v.is_finite());
        let left = study
            .skipped()
            .iter()
            .any(|(at, why)| *at == i && !why.is_empty());
        assert!(told != left, "{}", row.record_id);
    }
}

#[test]
fn people_on_placebo_respond_by_noise_alone() {
    let (catalog, rows) = setting();
    for (row, value) in predict(&catalog, &rows, 2) {
        let row = &rows[row];
        if row.product == "placebo" && row.endpoint == "grade-improved-1" {
            assert!(value > 2.0 && value < 30.0, "{}: {value}", row.record_id);
        }
        if row.product == "placebo" && row.endpoint == "grade-improved-2-composite" {
            assert!(value < 4.0, "{}: {value}", row.record_id);
        }
    }
}

#[test]
fn errors_stay_within_what_the_fit_reached() {
    let (catalog, _) = setting();
    let text =
        String::from_utf8_lossy(&catalog.tables["evidence/fit-toxin-errors.csv"]).into_owned();
    let of = |group: &str| -> f64 {
        let line = text.lines().find(|l| l.starts_with(group)).expect("group");
        line.split(',')
            .nth(2)
            .expect("column")
            .parse()
            .expect("a number")
    };
    assert!(
        of("all-active-shares") < 8.2,
        "mean error on active shares, points"
    );
    assert!(of("control") < 3.2, "mean error on controls, points");
}
