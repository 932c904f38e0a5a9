//! Who was treated with what: an arm of a trial.

use catalog::{Catalog, Kind};
use course::{Range, Target, ToxinDose, Treatment};
use serde::Deserialize;

use crate::evidence::{EvidenceError, Row};

/// Where the rules of arms stand.
pub const ARMS: &str = "evidence/toxin_arms.csv";

/// What the table of results does not say of an arm: each with its reason.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ArmRule {
    /// Trial.
    pub trial_id: String,
    /// Part of the record's name; empty: all records of the trial.
    pub record_contains: String,
    /// Dose in the rated area, U over both sides.
    pub area_units: Option<f64>,
    /// Worst grade in expression that is needed at entry.
    pub entry_expression: Option<f64>,
    /// Grade at rest (or of a one-state scale) that is needed at entry.
    pub entry_rest: Option<f64>,
    /// `both`: both raters must see the baseline again before it counts as return.
    pub return_by: String,
    /// Day of an earlier, equal treatment.
    pub history_d: Option<f64>,
    /// Why.
    pub reason: String,
}

/// Reads the rules.
///
/// # Errors
/// [`EvidenceError::Csv`].
pub fn read_arm_rules(bytes: &[u8]) -> Result<Vec<ArmRule>, EvidenceError> {
    csv::Reader::from_reader(bytes)
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|source| EvidenceError::Csv {
            table: ARMS,
            source,
        })
}

/// An arm of a trial, as it can be simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// The thing rated.
    pub target: Target,
    /// What was given on day 0 and before.
    pub treatment: Treatment,
    /// `f`, `m` or `all`.
    pub sex: String,
    /// Grade in expression needed at entry, by investigator and subject.
    pub entry_expression: Option<f64>,
    /// Grade at rest needed at entry, by the investigator.
    pub entry_rest: Option<f64>,
    /// Whether both raters must see the baseline again.
    pub return_by_both: bool,
}

/// Grade from which trials of lines let people in: moderate.
const MODERATE: f64 = 2.0;
/// Interval of repeated cycles in trials, d (four months).
const CYCLE_D: f64 = 120.0;

impl Arm {
    /// The arm of a row; a word on what is missing otherwise.
    ///
    /// # Errors
    /// Why it cannot be simulated.
    pub fn of(row: &Row, rules: &[ArmRule], catalog: &Catalog) -> Result<Self, &'static str> {
        let rule = rules.iter().find(|r| {
            r.trial_id == row.trial_id
                && (r.record_contains.is_empty() || row.record_id.contains(&r.record_contains))
        });
        let placebo = row.product == "placebo";
        let units = match (placebo, rule.and_then(|r| r.area_units), row.dose_units) {
            (true, _, _) => 0.0,
            (false, Some(units), _) | (false, None, Some(units)) => units,
            (false, None, None) => return Err("dose of the area not stated"),
        };
        let target = target(row, catalog)?;
        let folds = target.folds();
        Ok(Self {
            treatment: treatment(row, rule, &target, units),
            sex: row.sex.clone(),
            entry_expression: rule
                .and_then(|r| r.entry_expression)
                .or(folds.then_some(MODERATE)),
            entry_rest: rule.and_then(|r| r.entry_rest),
            return_by_both: rule.is_some_and(|r| r.return_by == "both"),
            target,
        })
    }
}

fn treatment(row: &Row, rule: Option<&ArmRule>, target: &Target, units: f64) -> Treatment {
    let mut days = vec![0.0];
    if let Some(day) = rule.and_then(|r| r.history_d) {
        days.push(day);
    } else if row.endpoint == "none-any-visit" {
        let cycles = row.sessions.unwrap_or(1.0) as usize;
        days = (0..cycles).map(|k| CYCLE_D * k as f64).collect();
    }
    if units <= 0.0 {
        return Treatment::default();
    }
    Treatment {
        toxin: days
            .into_iter()
            .map(|day| ToxinDose {
                day,
                product: row.product.clone(),
                group: target.toxin_group.clone().unwrap_or_default(),
                units,
            })
            .collect(),
        ..Treatment::default()
    }
}

/// The thing rated, by area and scale.
fn target(row: &Row, catalog: &Catalog) -> Result<Target, &'static str> {
    let kind = match row.area.as_str() {
        "glabella" | "forehead" | "lateral-canthus" | "edb-muscle" | "dao" => Kind::Line,
        "platysma" => Kind::Band,
        "masseter" => Kind::Bulk,
        "axilla" => Kind::Sweat,
        _ => return Err("area without a response in the model"),
    };
    let scale = match row.area.as_str() {
        "platysma" => "C-APPS",
        "masseter" => "MMPS",
        "axilla" => "HDSS",
        _ if row.scale == "Merz-5-point" => "Merz-5-point",
        _ => "FWS",
    };
    let record = catalog
        .scales
        .get(scale)
        .ok_or("scale not in the catalog")?;
    Ok(Target {
        kind,
        muscle: kind != Kind::Sweat,
        toxin_group: Some(row.area.clone()),
        gel_group: None,
        volume_share: 0.0,
        gel_reach: 0.0,
        range: Range {
            lowest: record.min() as f64,
            highest: record.max() as f64,
            worse: record.worse,
            rater_sd: record
                .reliability
                .sd_grades
                .as_ref()
                .map_or(f64::NAN, catalog::Fact::central),
        },
    })
}
