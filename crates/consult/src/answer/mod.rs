//! The answer: what `consult.json` holds and every report is made from.

mod plan;
mod schema;

pub use plan::{
    Dilution, Label, NearVessel, Plan, Position, Review, Site, SiteRisk, SiteSide, Total, Window,
};
pub use schema::schema;

use catalog::Level;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::case::{Sex, Side, Wish};

/// Version of this shape; rises when a field changes its meaning or goes.
pub const FORMAT: &str = "rhytid-consult-1";

/// The answer to a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// Always [`FORMAT`].
    pub format: String,
    /// The patient as entered.
    pub patient: PatientSummary,
    /// The rest of the case as entered, apart from findings.
    pub inputs: Vec<Input>,
    /// One answer a finding, in the order of the case.
    pub findings: Vec<FindingAnswer>,
    /// Stops, warnings and notes, loudest first.
    pub alerts: Vec<Alert>,
    /// The plan; null when a stop or a gate withholds it or nothing is to be injected.
    pub plan: Option<Plan>,
    /// Why there is no plan.
    pub plan_withheld: Option<String>,
    /// Facts that were not stated, each with what it would decide.
    pub unknown: Vec<Unknown>,
    /// Sources of everything above, in the order of first mention.
    pub sources: Vec<SourceNote>,
    /// What this answer cannot know.
    pub limits: Vec<String>,
    /// What made the answer.
    pub provenance: Provenance,
}

/// The patient as entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PatientSummary {
    /// Age, years.
    pub age_years: Option<f64>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Fitzpatrick skin type.
    pub fitzpatrick: Option<u8>,
}

/// One thing entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Input {
    /// Key of the case file.
    pub key: String,
    /// Name as shown.
    pub name: String,
    /// What was entered, in words.
    pub value: String,
}

/// The four-way answer to a finding, or a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// Consider toxin.
    Toxin,
    /// Consider filler.
    Filler,
    /// Consider both.
    Both,
    /// Consider neither.
    Neither,
    /// Consider referring.
    Refer,
}

/// A simulated option.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Intervention {
    /// Wait.
    Nothing,
    /// Toxin alone.
    Toxin,
    /// Filler alone.
    Filler,
    /// Toxin and filler.
    Both,
}

impl Choice {
    /// Whether it holds toxin.
    pub fn has_toxin(self) -> bool {
        matches!(self, Self::Toxin | Self::Both)
    }

    /// Whether it holds filler.
    pub fn has_gel(self) -> bool {
        matches!(self, Self::Filler | Self::Both)
    }
}

impl Intervention {
    /// All four, the smallest first.
    pub const ALL: [Self; 4] = [Self::Nothing, Self::Toxin, Self::Filler, Self::Both];

    /// Whether it holds toxin.
    pub fn has_toxin(self) -> bool {
        matches!(self, Self::Toxin | Self::Both)
    }

    /// Whether it holds filler.
    pub fn has_gel(self) -> bool {
        matches!(self, Self::Filler | Self::Both)
    }
}

/// Mean and 80 % band over people like this one and raters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Band {
    /// Mean.
    pub mean: f64,
    /// 10th percentile.
    pub lower: f64,
    /// 90th percentile.
    pub upper: f64,
}

impl Band {
    /// Nothing.
    pub const ZERO: Self = Self {
        mean: 0.0,
        lower: 0.0,
        upper: 0.0,
    };
}

/// Forecast of one day, in grades of the finding's scale as a rater would record them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DayForecast {
    /// Days from today.
    pub day: f64,
    /// At rest (scales with two states).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_rest: Option<Band>,
    /// At maximal expression (scales with two states).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_expression: Option<Band>,
    /// Scales with one state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Band>,
}

/// What an option would inject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Injection {
    /// Product.
    pub product: String,
    /// Area.
    pub area: String,
    /// Amount for the sides of the finding, in `unit`.
    pub amount: f64,
    /// `U` of the product, or `mL`.
    pub unit: String,
    /// Where the amount comes from.
    pub basis: String,
    /// Source ids.
    pub sources: Vec<String>,
}

/// One simulated option.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OptionForecast {
    /// Which.
    pub option: Intervention,
    /// Whether a product and a dose are known for it.
    pub available: bool,
    /// Why it is not available, or what it cannot do here.
    pub why_not: Option<String>,
    /// What was simulated.
    pub injections: Vec<Injection>,
    /// Interval at which it is repeated, d; null for a single session.
    pub repeat_every_days: Option<f64>,
    /// Forecast over time.
    pub days: Vec<DayForecast>,
    /// Day on which the forecasts are compared.
    pub judged_day: f64,
    /// Grades better than today on the judged day, in the state that the wish is about.
    pub improvement: Band,
    /// Share of people like this one whose wish is met on the judged day, percent.
    pub wish_met_percent: f64,
    /// Whether the mean forecast meets the wish.
    pub meets_wish: bool,
    /// Day on which the effect is first seen.
    pub onset_day: Option<Band>,
    /// Day on which the effect is gone.
    pub gone_day: Option<Band>,
    /// What is left, in words.
    pub leaves: String,
}

/// Parts of the severity, grades of the scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Parts {
    /// Goes when the muscle rests.
    pub dynamic: Band,
    /// Stays at rest: kept up by resting muscle tone.
    pub tone: Band,
    /// Stays at rest: etched into the skin.
    pub etched: Band,
    /// Stays at rest: lost volume or descent.
    pub volume: Band,
}

impl Parts {
    /// Nothing.
    pub const ZERO: Self = Self {
        dynamic: Band::ZERO,
        tone: Band::ZERO,
        etched: Band::ZERO,
        volume: Band::ZERO,
    };
}

/// A sentence with its sources.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// The sentence.
    pub text: String,
    /// Source ids.
    pub sources: Vec<String>,
}

/// What a published rule says of a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SecondVoice {
    /// Rule id.
    pub rule: String,
    /// Name of the set of rules.
    pub set: String,
    /// Its advice.
    pub advises: Choice,
    /// The rule in words.
    pub says: String,
    /// Source id.
    pub source: String,
    /// Whether it agrees with the forecasts.
    pub agrees: bool,
}

/// The scale of a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScaleNote {
    /// Name.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// Lowest grade.
    pub min: i64,
    /// Highest grade.
    pub max: i64,
    /// Whether higher grades are worse.
    pub higher_is_worse: bool,
    /// Words of the grades, in rising order.
    pub words: Vec<String>,
    /// Meanings of the grades, in rising order; empty where not known.
    pub meanings: Vec<String>,
}

/// Grades as entered.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Observed {
    /// At rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_rest: Option<i64>,
    /// At maximal expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_expression: Option<i64>,
    /// One-state scales.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<i64>,
}

/// What an enzyme would do to too much gel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Dissolution {
    /// Enzyme.
    pub enzyme: String,
    /// Gel that is to go, if known.
    pub gel: Option<String>,
    /// Whether the enzyme can dissolve it; unknown gel is null.
    pub dissolvable: Option<bool>,
    /// Enzyme considered, units.
    pub units: Option<Band>,
    /// Gel left after a session, percent.
    pub left_percent: Option<Band>,
    /// Forecast over time after a session.
    pub days: Vec<DayForecast>,
    /// Notes on doing it.
    pub notes: Vec<Reason>,
}

/// The answer to one finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingAnswer {
    /// Rhytid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rhytid: Option<String>,
    /// Area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Complaint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaint: Option<String>,
    /// Name as shown.
    pub title: String,
    /// Name in a patient's words.
    pub plain: String,
    /// Side.
    pub side: Side,
    /// Scale.
    pub scale: ScaleNote,
    /// Grades as entered.
    pub observed: Observed,
    /// Wish as entered.
    pub wish: Option<Wish>,
    /// The answer.
    pub answer: Choice,
    /// The answer in one sentence.
    pub headline: String,
    /// What kind of finding it is.
    pub kind: String,
    /// Muscles that make it.
    pub muscles: Vec<String>,
    /// Parts of its severity.
    pub parts: Parts,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What will not happen.
    pub will_not: Vec<Reason>,
    /// What else exists.
    pub alternatives: Vec<Reason>,
    /// The simulated options.
    pub options: Vec<OptionForecast>,
    /// Published rules on it.
    pub second_voice: Vec<SecondVoice>,
    /// Whether a published rule disagrees with the forecasts.
    pub disagreement: bool,
    /// For too much gel.
    pub dissolution: Option<Dissolution>,
    /// When an unwanted effect of toxin goes, days from today.
    pub gone_day: Option<Band>,
}

/// A stop, warning or note.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Alert {
    /// Loudness.
    pub level: AlertLevel,
    /// Stable code.
    pub code: String,
    /// Message.
    pub message: String,
    /// What it concerns: `toxin`, `gel`, `enzyme`, a product, a finding, or `any`.
    pub concerns: String,
    /// Source ids.
    pub sources: Vec<String>,
}

/// Loudness of an alert.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum AlertLevel {
    /// No plan for what it concerns.
    Stop,
    /// Plan, with a warning.
    Warn,
    /// To know.
    Note,
}

impl From<Level> for AlertLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Stop => Self::Stop,
            Level::Warn => Self::Warn,
            Level::Note => Self::Note,
        }
    }
}

/// A fact that was not stated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Unknown {
    /// Key of the case file.
    pub key: String,
    /// What it would decide.
    pub matters: String,
}

/// A source as cited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SourceNote {
    /// Id.
    pub id: String,
    /// Citation or statement of the assumption.
    pub citation: String,
    /// Where to find it.
    pub locator: Option<String>,
    /// Kind.
    pub kind: String,
    /// Whether it was read: `yes`, `secondary` or `no`.
    pub checked: String,
}

/// What made an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// Version of rhytid.
    pub version: String,
    /// SHA-256 of the facts.
    pub data_sha256: String,
    /// SHA-256 of the case as understood.
    pub case_sha256: String,
    /// Seed of the virtual people.
    pub seed: u64,
    /// Virtual people a finding.
    pub people: usize,
    /// Band of every forecast, percent.
    pub band_percent: f64,
    /// Statement of intended use.
    pub intended_use: String,
}
