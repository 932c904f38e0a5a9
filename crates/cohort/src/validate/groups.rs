//! Errors by endpoint, and of what the aims count.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::record::{Record, rounded};

/// Errors of one endpoint, in its unit. Rows that are not simulated are counted, never averaged.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Group {
    /// `toxin`, `filler`, `enzyme` or `combination`.
    pub agent: String,
    /// `active` or `control`.
    pub arm: String,
    /// Endpoint code.
    pub endpoint: String,
    /// Who rated.
    pub assessor: String,
    /// Face during rating.
    pub state: String,
    /// Unit of the errors.
    pub unit: String,
    /// Rows that were simulated.
    pub n: usize,
    /// Rows that were not.
    pub not_simulated: usize,
    /// Errors of the simulated rows.
    #[serde(flatten)]
    pub errors: Errors,
}

/// Errors of some rows; empty where none was simulated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, JsonSchema)]
pub struct Errors {
    /// Mean of |predicted − published|.
    pub mean_absolute_error: Option<f64>,
    /// Mean of predicted − published.
    pub bias: Option<f64>,
    /// Share of rows whose published value lies in the interval, 0 to 1.
    pub inside_interval: Option<f64>,
    /// Mean width of the intervals.
    pub mean_interval_width: Option<f64>,
    /// Root mean square error.
    pub root_mean_square_error: Option<f64>,
    /// Root mean square of the sampling error that n alone implies, of rows that state n.
    pub root_mean_square_sampling_error: Option<f64>,
}

/// Errors of what one aim counts.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Summary {
    /// What is counted.
    pub name: String,
    /// `points` (percentage points), `percent` (of the published value) or the unit of the rows.
    pub unit: String,
    /// Rows that were simulated.
    pub n: usize,
    /// Rows that were not.
    pub not_simulated: usize,
    /// Errors of the simulated rows.
    #[serde(flatten)]
    pub errors: Errors,
}

impl Errors {
    /// Errors of the simulated ones among some records.
    ///
    /// - `scale`: of each record's errors
    pub fn of(records: &[&Record], scale: impl Fn(&Record) -> f64) -> Self {
        let simulated: Vec<&&Record> = records.iter().filter(|r| r.simulated).collect();
        let mean = |of: &dyn Fn(&Record) -> Option<f64>| {
            let numbers: Vec<f64> = simulated.iter().filter_map(|r| of(r)).collect();
            let n = numbers.len();
            (n > 0).then(|| rounded(numbers.iter().sum::<f64>() / n as f64))
        };
        let gap = |r: &Record| r.difference.map(|d| d * scale(r));
        let root = |x: Option<f64>| x.map(|x| rounded(x.sqrt()));
        Self {
            mean_absolute_error: mean(&|r| gap(r).map(f64::abs)),
            bias: mean(&gap),
            inside_interval: mean(&|r| r.inside.map(|inside| f64::from(u8::from(inside)))),
            mean_interval_width: mean(&|r| Some((r.upper? - r.lower?) * scale(r))),
            root_mean_square_error: root(mean(&|r| gap(r).map(|g| g * g))),
            root_mean_square_sampling_error: root(mean(&|r| {
                r.sampling_error.map(|e| (e * scale(r)).powi(2))
            })),
        }
    }
}

/// Groups by agent, arm, endpoint, assessor, state and unit, in this order.
pub(super) fn group_rows(records: &[Record]) -> Vec<Group> {
    let mut groups: BTreeMap<[&str; 6], Vec<&Record>> = BTreeMap::new();
    for r in records {
        let key = [
            &r.agent,
            &r.arm,
            &r.endpoint,
            &r.assessor,
            &r.state,
            &r.unit,
        ];
        groups.entry(key.map(String::as_str)).or_default().push(r);
    }
    groups
        .into_iter()
        .map(|([agent, arm, endpoint, assessor, state, unit], rows)| {
            let n = rows.iter().filter(|r| r.simulated).count();
            Group {
                agent: agent.to_owned(),
                arm: arm.to_owned(),
                endpoint: endpoint.to_owned(),
                assessor: assessor.to_owned(),
                state: state.to_owned(),
                unit: unit.to_owned(),
                n,
                not_simulated: rows.len() - n,
                errors: Errors::of(&rows, |_| 1.0),
            }
        })
        .collect()
}

fn adverse(r: &Record) -> bool {
    r.endpoint.starts_with("adverse-")
}

/// Whether the percentage aims count a record.
fn counted(r: &Record, agents: &[&str], arm: &str) -> bool {
    r.unit == "percent" && !adverse(r) && r.arm == arm && agents.contains(&r.agent.as_str())
}

/// Errors of what the aims count; nothing is listed for which the table has no row.
pub(super) fn summarise(records: &[Record]) -> Vec<Summary> {
    let filler = ["filler", "enzyme", "combination"];
    let duration = |r: &Record| r.unit == "day" && r.endpoint != "days-to-onset-median";
    let one = |_: &Record| 1.0;
    let relative = |r: &Record| 100.0 / r.published.abs().max(1e-9);
    let mut all = vec![
        summary(
            records,
            "toxin, active",
            "points",
            &|r| counted(r, &["toxin"], "active"),
            &one,
        ),
        summary(
            records,
            "toxin, control",
            "points",
            &|r| counted(r, &["toxin"], "control"),
            &one,
        ),
        summary(
            records,
            "filler, active",
            "points",
            &|r| counted(r, &filler, "active"),
            &one,
        ),
        summary(
            records,
            "filler, control",
            "points",
            &|r| counted(r, &filler, "control"),
            &one,
        ),
        summary(records, "durations", "percent", &duration, &relative),
        summary(
            records,
            "days to onset",
            "percent",
            &|r| r.unit == "day" && !duration(r),
            &relative,
        ),
        summary(
            records,
            "adverse events",
            "points",
            &|r| adverse(r) && r.unit == "percent",
            &one,
        ),
        summary(
            records,
            "mean grades",
            "grade",
            &|r| r.unit == "grade",
            &one,
        ),
        summary(
            records,
            "all toxin rows",
            "mixed",
            &|r| r.agent == "toxin",
            &one,
        ),
        summary(
            records,
            "all filler, enzyme and combination rows",
            "mixed",
            &|r| r.agent != "toxin",
            &one,
        ),
    ];
    for mixed in all.iter_mut().filter(|s| s.unit == "mixed") {
        // Errors of different units are not averaged; shares of rows are.
        mixed.errors = Errors {
            inside_interval: mixed.errors.inside_interval,
            ..Errors::default()
        };
    }
    all.retain(|s| s.n + s.not_simulated > 0);
    all
}

fn summary(
    records: &[Record],
    name: &str,
    unit: &str,
    wanted: &dyn Fn(&Record) -> bool,
    scale: &dyn Fn(&Record) -> f64,
) -> Summary {
    let rows: Vec<&Record> = records.iter().filter(|r| wanted(r)).collect();
    let n = rows.iter().filter(|r| r.simulated).count();
    Summary {
        name: name.to_owned(),
        unit: unit.to_owned(),
        n,
        not_simulated: rows.len() - n,
        errors: Errors::of(&rows, scale),
    }
}
