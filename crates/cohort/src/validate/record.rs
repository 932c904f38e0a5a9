//! One row after its simulation, and all of them together.

use catalog::Catalog;
use schemars::JsonSchema;
use serde::Serialize;

use super::between::Between;
use super::class::Class;
use super::extrapolation::Range;
use super::groups::{Group, Summary, group_rows, summarise};
use super::interval::Spread;
use super::simulate::Prediction;
use crate::defaults::Defaults;
use crate::evidence::{EvidenceError, Row};

/// One row: what was published and what was predicted, in the unit of the row.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Record {
    /// Unique name of the row.
    pub record_id: String,
    /// Trial.
    pub trial_id: String,
    /// `toxin`, `filler`, `enzyme` or `combination`.
    pub agent: String,
    /// `active` or `control` (placebo, no treatment).
    pub arm: String,
    /// Product, `placebo` or `no-treatment`.
    pub product: String,
    /// Treated and rated area.
    pub area: String,
    /// Endpoint code.
    pub endpoint: String,
    /// Who rated; `none` where nobody is named.
    pub assessor: String,
    /// Face during rating; `none` where it does not apply or is not stated.
    pub state: String,
    /// Day of the visit.
    pub day: Option<f64>,
    /// People in the arm.
    pub n: Option<f64>,
    /// Unit of the numbers.
    pub unit: String,
    /// Whether it was simulated.
    pub simulated: bool,
    /// Predicted value.
    pub predicted: Option<f64>,
    /// Lower end of the interval that holds 80 % of what such trials would publish.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// Published value.
    pub published: f64,
    /// Whether the published value is a bound: `lower-bound`, `upper-bound`; else how it was read.
    pub published_as: String,
    /// Predicted minus published; nought where a published bound holds.
    pub difference: Option<f64>,
    /// Whether the published value lies in the interval, or a published bound can hold.
    pub inside: Option<bool>,
    /// Defaults that stood for what the row does not state; each widens the interval.
    pub assumed: Vec<String>,
    /// Where the row asks for more than the evidence of the fit holds.
    pub extrapolated: Vec<String>,
    /// Why it was not simulated.
    pub reason: Option<String>,
    /// Sampling error that n alone implies, in the unit.
    pub sampling_error: Option<f64>,
}

/// Predicted against published.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Validation {
    /// Version of the program.
    pub version: String,
    /// Seed of the virtual people.
    pub seed: u64,
    /// Every row of the table, in its order.
    pub records: Vec<Record>,
    /// Errors by endpoint.
    pub groups: Vec<Group>,
    /// Errors of what the aims count, and shares simulated.
    pub summary: Vec<Summary>,
}

impl Validation {
    pub(super) fn new(records: Vec<Record>, seed: u64) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed,
            groups: group_rows(&records),
            summary: summarise(&records),
            records,
        }
    }
}

/// JSON Schema of [`Validation`].
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Validation);
    schema.insert("title".to_owned(), "rhytid validate".into());
    schema.to_value()
}

/// What turns a prediction into a record.
pub(super) struct Setting {
    between: Between,
    defaults: Defaults,
    range: Range,
}

/// Word for an empty cell.
fn or_none(text: &str) -> String {
    if text.is_empty() { "none" } else { text }.to_owned()
}

/// Digits that are kept: the fourth decimal is far below any error.
pub(super) fn rounded(x: f64) -> f64 {
    // Without a sign on nought.
    (x * 1e4).round() / 1e4 + 0.0
}

impl Setting {
    pub fn new(catalog: &Catalog) -> Result<Self, EvidenceError> {
        Ok(Self {
            between: Between::from_catalog(catalog)?,
            defaults: Defaults::from_catalog(catalog)?,
            range: Range::from_catalog(catalog)?,
        })
    }

    /// Spread by the defaults that were used.
    pub fn widening(&self, notes: &crate::Assumptions) -> f64 {
        let squares = notes.assumed.iter().map(|a| {
            let sd = self.defaults.widening.get(a.what).copied().unwrap_or(0.1);
            sd * sd
        });
        squares.sum::<f64>().sqrt()
    }

    pub fn record(&self, row: &Row, mut prediction: Prediction) -> Record {
        if row.n.is_none() {
            prediction.notes.note("n", "no sampling error");
        }
        if row.sex.is_empty() {
            prediction.notes.note("sex", "women and men as usual");
        }
        let mut record = blank(row);
        let Some(predicted) = prediction.value else {
            record.reason = Some(prediction.reason);
            return record;
        };
        let class = Class::of(row);
        let between = match class {
            // Its spread between trials is part of the regression.
            Class::Adverse => 0.0,
            class => self.between.of(class),
        };
        let widening = self.widening(&prediction.notes);
        let spread = Spread {
            link: class.link(row),
            sd: between.hypot(widening).hypot(prediction.extra_sd),
            draws: prediction.draws,
            person_sd: prediction.person_sd,
            n: row.n,
            share: row.is_share(),
            limits: class.limits(row),
        };
        let interval = spread.interval(predicted);
        let (lower, upper) = (rounded(interval.lower), rounded(interval.upper));
        record.simulated = true;
        record.predicted = Some(rounded(predicted));
        record.lower = Some(lower);
        record.upper = Some(upper);
        record.difference = Some(rounded(difference(row, predicted)));
        record.inside = Some(inside(row, lower, upper));
        record.sampling_error = row.n.map(|n| rounded(prediction.person_sd / n.sqrt()));
        record.assumed = prediction
            .notes
            .assumed
            .iter()
            .map(|a| format!("{}: {}", a.what, a.how))
            .collect();
        record.extrapolated = self.range.beyond(row);
        record
    }
}

fn blank(row: &Row) -> Record {
    let arm = if row.is_control() {
        "control"
    } else {
        "active"
    };
    Record {
        record_id: row.record_id.clone(),
        trial_id: row.trial_id.clone(),
        agent: row.agent.clone(),
        arm: arm.to_owned(),
        product: row.product.clone(),
        area: row.area.clone(),
        endpoint: row.endpoint.clone(),
        assessor: or_none(&row.assessor),
        state: or_none(&row.state),
        day: row.day,
        n: row.n,
        unit: row.unit.clone(),
        simulated: false,
        predicted: None,
        lower: None,
        upper: None,
        published: row.value,
        published_as: if row.value_kind.is_empty() {
            "tabulated".to_owned()
        } else {
            row.value_kind.clone()
        },
        difference: None,
        inside: None,
        assumed: Vec::new(),
        extrapolated: Vec::new(),
        reason: None,
        sampling_error: None,
    }
}

/// Predicted minus published; nought where a published bound holds.
pub(super) fn difference(row: &Row, predicted: f64) -> f64 {
    let gap = predicted - row.value;
    match row.value_kind.as_str() {
        "lower-bound" => gap.min(0.0),
        "upper-bound" => gap.max(0.0),
        _ => gap,
    }
}

pub(super) fn inside(row: &Row, lower: f64, upper: f64) -> bool {
    // Published numbers are rounded.
    let slack = 0.05;
    match row.value_kind.as_str() {
        "lower-bound" => row.value <= upper + slack,
        "upper-bound" => row.value >= lower - slack,
        _ => (lower - slack..=upper + slack).contains(&row.value),
    }
}
