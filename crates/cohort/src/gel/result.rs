//! What the fit writes: constants, rows and errors as text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::fit::{FitResult, Fitted};
use super::predict::Group;

/// Mean absolute error of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupError {
    /// Group.
    pub group: Group,
    /// Rows.
    pub rows: usize,
    /// Mean absolute error of the fit, in the rows' unit.
    pub fitted: f64,
}

impl FitResult {
    /// Errors by group.
    pub fn errors(&self) -> Vec<GroupError> {
        let mut groups: BTreeMap<Group, Vec<&Fitted>> = BTreeMap::new();
        for row in &self.rows {
            groups.entry(row.group).or_default().push(row);
        }
        let error = |of: &dyn Fn(&Fitted) -> f64, rows: &[&Fitted]| {
            rows.iter().map(|r| of(r).abs()).sum::<f64>() / rows.len() as f64
        };
        groups
            .into_iter()
            .map(|(group, rows)| GroupError {
                group,
                rows: rows.len(),
                fitted: error(&|r| r.gap(r.predicted), &rows),
            })
            .collect()
    }

    /// `data/evidence/fit-gel.csv`: every row, predicted or with the reason why not.
    pub fn rows_csv(&self) -> String {
        let mut text = String::from("record_id,group,published,predicted,unit,reason\n");
        for r in &self.rows {
            let _ = writeln!(
                text,
                "{},{},{},{:.2},{},",
                r.row.record_id,
                r.group.name(),
                r.row.value,
                r.predicted,
                r.row.unit
            );
        }
        for (row, reason) in &self.skipped {
            let _ = writeln!(
                text,
                "{},not-simulated,{},,{},\"{reason}\"",
                row.record_id, row.value, row.unit
            );
        }
        text
    }

    /// `data/evidence/fit-gel-errors.csv`: errors by group.
    pub fn errors_csv(&self) -> String {
        let mut text = String::from("group,rows,mean_absolute_error\n");
        for e in self.errors() {
            let _ = writeln!(text, "{},{},{:.2}", e.group.name(), e.rows, e.fitted);
        }
        text
    }

    /// Files that the fit writes: path below `data/` and contents.
    pub fn files(&self) -> [(&'static str, String); 4] {
        [
            ("model/gel.toml", self.model_toml()),
            ("evidence/fit-gel.csv", self.rows_csv()),
            ("evidence/fit-gel-errors.csv", self.errors_csv()),
            ("evidence/fit-gel-covariance.csv", self.posterior.csv()),
        ]
    }

    /// `data/model/gel.toml`.
    pub fn model_toml(&self) -> String {
        let mut text = String::from(
            "# Gel model of `course` and raters of filler trials in `cohort`. Values from \"fit-2026-gel\"\n\
             # are written by `cargo xtask fit`; it leaves the others alone.\n\n",
        );
        for (name, p) in &self.table {
            let sd = p.sd.map_or(String::new(), |sd| format!(", sd = {sd:?}"));
            let _ = writeln!(
                text,
                "\"{name}\" = {{ value = {:?}, unit = \"{}\"{sd}, source = \"{}\", meaning = \"{}\" }}",
                p.value, p.unit, p.source, p.meaning
            );
        }
        text
    }
}

impl Fitted {
    /// Prediction minus published; nothing where a published bound holds.
    fn gap(&self, predicted: f64) -> f64 {
        let gap = predicted - self.row.value;
        let within = (self.row.value_kind == "lower-bound" && gap > 0.0)
            || (self.row.value_kind == "upper-bound" && gap < 0.0);
        if within { 0.0 } else { gap }
    }
}
