//! Errors by endpoint group, and the tables that the fit leaves behind.

use std::fmt::Write as _;

use catalog::{Catalog, Parameter, ParameterTable};
use sha2::{Digest, Sha256};

use super::arm::ARMS;
use super::fit::{FitResult, TABLES};
use crate::defaults::DEFAULTS;
use crate::evidence::{ENDPOINTS, Row};

/// Endpoints that are judged together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// At least one grade better.
    OneGrade,
    /// At least two grades better, by one rater or by two.
    TwoGrades,
    /// None or mild.
    NoneOrMild,
    /// Kept, relapsed, or responder by a rule of the trial.
    OtherShare,
    /// Rated at rest.
    AtRest,
    /// Diaries of the first effect.
    Onset,
    /// Placebo, any share.
    Control,
    /// Muscle and motion, percent of untreated.
    Measured,
    /// Sweat.
    Sweat,
    /// Masseter: grade and thickness.
    Masseter,
    /// Days until the first effect, percent of the published value.
    DaysToOnset,
    /// Days that an effect lasts, percent of the published value.
    DaysOfEffect,
}

impl Group {
    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::OneGrade => "one-grade-better",
            Self::TwoGrades => "two-grades-better",
            Self::NoneOrMild => "none-or-mild",
            Self::OtherShare => "kept-relapsed-other",
            Self::AtRest => "at-rest",
            Self::Onset => "onset-diary",
            Self::Control => "control",
            Self::Measured => "measured-muscle",
            Self::Sweat => "sweat",
            Self::Masseter => "masseter",
            Self::DaysToOnset => "days-to-onset",
            Self::DaysOfEffect => "days-of-effect",
        }
    }

    /// Whether it is a number of days.
    pub fn is_days(self) -> bool {
        matches!(self, Self::DaysToOnset | Self::DaysOfEffect)
    }

    /// Whether it is a share of treated people.
    pub fn is_active_share(self) -> bool {
        !self.is_days() && !matches!(self, Self::Control | Self::Measured)
    }
}

/// Group of a row.
pub fn group_of(row: &Row) -> Group {
    let endpoint = row.endpoint.as_str();
    if endpoint == "days-to-onset-median" {
        Group::DaysToOnset
    } else if row.unit == "day" {
        Group::DaysOfEffect
    } else if row.product == "placebo" {
        Group::Control
    } else if row.area == "axilla" {
        Group::Sweat
    } else if row.area == "masseter" {
        Group::Masseter
    } else if row.state == "rest" {
        Group::AtRest
    } else if endpoint == "onset-reached" {
        Group::Onset
    } else if endpoint.starts_with("residual-") || endpoint.starts_with("cmap-") {
        Group::Measured
    } else {
        match endpoint {
            "grade-improved-1" => Group::OneGrade,
            "grade-improved-2" | "grade-improved-2-composite" => Group::TwoGrades,
            "none-or-mild" => Group::NoneOrMild,
            _ => Group::OtherShare,
        }
    }
}

/// Error of a prediction: percentage points, or percent of a published number of days.
/// A bound is met when the prediction lies on its side.
pub fn error_of(row: &Row, predicted: f64) -> f64 {
    let error = match row.value_kind.as_str() {
        "lower-bound" => (predicted - row.value).min(0.0),
        "upper-bound" => (predicted - row.value).max(0.0),
        _ => predicted - row.value,
    };
    if row.unit == "day" {
        100.0 * error / row.value
    } else {
        error
    }
}

/// Errors of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupError {
    /// Name.
    pub name: String,
    /// Rows.
    pub rows: usize,
    /// Mean absolute error of the fit.
    pub mean_absolute: f64,
    /// Mean error of the fit, predicted minus published.
    pub bias: f64,
}

/// One simulated row.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Place in the table.
    pub row: usize,
    /// Predicted by the fit.
    pub predicted: f64,
}

/// Errors by group, then of all active shares and of all controls.
pub fn groups(rows: &[Row], outcomes: &[Outcome]) -> Vec<GroupError> {
    let mut names: Vec<Group> = outcomes.iter().map(|o| group_of(&rows[o.row])).collect();
    names.sort_unstable();
    names.dedup();
    let of = |name: &str, wanted: &dyn Fn(Group) -> bool| {
        let mine: Vec<&Outcome> = outcomes
            .iter()
            .filter(|o| wanted(group_of(&rows[o.row])))
            .collect();
        let n = mine.len() as f64;
        let sum = |f: &dyn Fn(&Outcome) -> f64| mine.iter().map(|o| f(o)).sum::<f64>() / n;
        GroupError {
            name: name.to_owned(),
            rows: mine.len(),
            mean_absolute: sum(&|o| error_of(&rows[o.row], o.predicted).abs()),
            bias: sum(&|o| error_of(&rows[o.row], o.predicted)),
        }
    };
    let mut all: Vec<GroupError> = names
        .iter()
        .map(|group| of(group.name(), &|g| g == *group))
        .collect();
    all.push(of("all-active-shares", &Group::is_active_share));
    all
}

/// `data/evidence/fit-toxin-errors.csv`.
pub fn groups_csv(groups: &[GroupError]) -> String {
    let mut text = "group,rows,mean_absolute_error,bias\n".to_owned();
    for g in groups {
        let _ = writeln!(
            text,
            "{},{},{:.2},{:.2}",
            g.name, g.rows, g.mean_absolute, g.bias
        );
    }
    text
}

/// `data/evidence/fit-toxin.csv`: every toxin row, predicted or with the reason why not.
pub fn rows_csv(rows: &[Row], outcomes: &[Outcome], skipped: &[(usize, &str)]) -> String {
    let mut text = "record_id,group,published,unit,predicted,not_simulated\n".to_owned();
    for (i, row) in rows.iter().enumerate() {
        let (id, value, unit) = (&row.record_id, row.value, &row.unit);
        if let Some(o) = outcomes.iter().find(|o| o.row == i) {
            let group = group_of(row).name();
            let _ = writeln!(text, "{id},{group},{value},{unit},{:.1},", o.predicted);
        } else if let Some((_, why)) = skipped.iter().find(|(at, _)| *at == i) {
            let _ = writeln!(text, "{id},,{value},{unit},,\"{why}\"");
        }
    }
    text
}

/// Hash of the published results and the rules of arms that a fit has seen.
pub fn evidence_hash(catalog: &Catalog) -> String {
    let mut hash = Sha256::new();
    for table in [ENDPOINTS, ARMS, DEFAULTS] {
        hash.update(catalog.tables.get(table).map_or(&[][..], Vec::as_slice));
    }
    let digest = hash.finalize();
    digest.iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Files that the fit writes: path below `data/` and contents.
pub fn files(
    result: &FitResult,
    rows: &[Row],
    catalog: &Catalog,
    seed: u64,
) -> Vec<(String, String)> {
    let hash = evidence_hash(catalog);
    let head = format!(
        "# Written by `cargo xtask fit` from toxin-prior.toml and data/evidence; do not edit.\n\
         # Evidence {hash}, seed {seed}.\n\n"
    );
    let mut files: Vec<(String, String)> = TABLES
        .iter()
        .map(|name| {
            let text = head.clone() + &table_toml(&result.tables[*name]);
            (format!("model/{name}.toml"), text)
        })
        .collect();
    let errors = groups_csv(&groups(rows, &result.outcomes));
    files.push(("evidence/fit-toxin-errors.csv".to_owned(), errors));
    let covariance = result.posterior.csv();
    files.push(("evidence/fit-toxin-covariance.csv".to_owned(), covariance));
    let table = rows_csv(rows, &result.outcomes, &result.skipped);
    files.push(("evidence/fit-toxin.csv".to_owned(), table));
    files
}

fn table_toml(table: &ParameterTable) -> String {
    let mut text = String::new();
    for (key, p) in table {
        let _ = writeln!(text, "\"{key}\" = {}", inline(p));
    }
    text
}

fn inline(p: &Parameter) -> String {
    let mut text = format!("{{ value = {:?}, unit = \"{}\"", p.value, p.unit);
    if let Some(sd) = p.sd {
        let _ = write!(text, ", sd = {sd:?}");
    }
    let _ = write!(
        text,
        ", source = \"{}\", meaning = \"{}\" }}",
        p.source, p.meaning
    );
    text
}
