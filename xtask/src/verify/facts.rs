//! Expected values that stand in `reference/`.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::steps::root;

/// One row of `reference/tissue/expected.csv`.
pub struct Fact {
    pub id: String,
    /// Numbers of the column `quantity`: the parameters of the case.
    pub parameters: Vec<f64>,
    /// Numbers of the column `value`.
    pub values: Vec<f64>,
}

/// The rows from `first` to `last`.
pub fn facts(first: &str, last: &str) -> Result<Vec<Fact>> {
    let path = root().join("reference/tissue/expected.csv");
    let mut reader =
        csv::Reader::from_path(&path).with_context(|| format!("{}", path.display()))?;
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record?;
        let column = |i: usize| record.get(i).unwrap_or_default();
        if (first..=last).contains(&column(0)) {
            found.push(Fact {
                id: column(0).to_owned(),
                parameters: numbers(column(2)),
                values: numbers(column(3)),
            });
        }
    }
    anyhow::ensure!(!found.is_empty(), "no rows {first} to {last}");
    Ok(found)
}

/// The row `id`.
pub fn fact(id: &str) -> Result<Fact> {
    facts(id, id)?.pop().context("one row")
}

/// Numbers in a text; digits that belong to a word (PK2) are none.
fn numbers(text: &str) -> Vec<f64> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '.' || c == '-'))
        .filter_map(|word| word.trim_end_matches('.').parse().ok())
        .collect()
}

/// The cases of `reference/block/expected.json`.
pub fn block() -> Result<Vec<Value>> {
    let path = root().join("reference/block/expected.json");
    let text = std::fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
    let whole: Value = serde_json::from_str(&text)?;
    Ok(whole["cases"].as_array().cloned().unwrap_or_default())
}
