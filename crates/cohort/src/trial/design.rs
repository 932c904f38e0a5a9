//! The design of a virtual trial, as its file says it.

use course::Rater;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A trial.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// Name of the trial.
    #[schemars(length(min = 1, max = 200))]
    pub name: String,
    /// Remark; never read by the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Seed of people, readings and drop-out.
    #[serde(default = "usual_seed")]
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_u64))]
    pub seed: u64,
    /// How often the trial is run, each time with other people.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 1_000_000))]
    pub replications: u32,
    /// What is treated and graded.
    pub rated: Rated,
    /// Who is let in.
    #[serde(default)]
    pub entry: Entry,
    /// Groups of people and what they are given.
    #[schemars(length(min = 1, max = 20))]
    pub arm: Vec<Arm>,
    /// When people are seen, by whom, and who does not come.
    pub visits: Visits,
    /// What is compared.
    #[schemars(length(min = 1, max = 50))]
    pub endpoint: Vec<Endpoint>,
    /// Sizes and level at which arms are compared.
    #[serde(default)]
    pub comparison: Comparison,
}

fn usual_seed() -> u64 {
    2026
}

fn one() -> u32 {
    1
}

/// What is treated and graded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rated {
    /// Area, a word of the catalog with a response in the models.
    #[schemars(length(min = 1, max = 200))]
    pub area: String,
    /// Scale of the grades; the usual one of the area when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub scale: Option<String>,
}

/// Sex of those who are let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sexes {
    /// Women alone.
    Female,
    /// Men alone.
    Male,
    /// Women and men as they come.
    #[default]
    All,
}

/// Who is let in. Grades are from the first to the second, both included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Age, youngest and oldest, years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 2, max = 2), inner(range(min = 18.0, max = 100.0)))]
    pub age_years: Option<Vec<f64>>,
    /// Sex.
    #[serde(default)]
    pub sex: Sexes,
    /// Grades in expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 2, max = 2))]
    pub at_expression: Option<Vec<i64>>,
    /// Grades at rest, or of a scale with one state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 2, max = 2))]
    pub at_rest: Option<Vec<i64>>,
    /// Raters, each of whom must see these grades.
    #[serde(default = "investigator")]
    #[schemars(length(min = 1, max = 4))]
    pub by: Vec<RaterWord>,
}

impl Default for Entry {
    fn default() -> Self {
        Self {
            age_years: None,
            sex: Sexes::All,
            at_expression: None,
            at_rest: None,
            by: investigator(),
        }
    }
}

fn investigator() -> Vec<RaterWord> {
    vec![RaterWord::Investigator]
}

/// A group of people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// Name.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// People.
    #[schemars(range(min = 1, max = 100_000_000))]
    pub n: u32,
    /// What is given, and when; an arm without doses is a control.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    pub dose: Vec<Dose>,
}

/// One treatment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dose {
    /// Day; the first treatment is on day 0.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 3653.0))]
    pub day: f64,
    /// Toxin, gel or hyaluronidase, a word of the catalog.
    #[schemars(length(min = 1, max = 200))]
    pub product: String,
    /// Site: an area of the catalog; the rated one when absent. The models let a dose act on the
    /// area in which it is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub area: Option<String>,
    /// Dose of toxin or hyaluronidase over both sides, units of the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0, "maximum" = 100_000))]
    pub dose_units: Option<f64>,
    /// Volume of gel over both sides, mL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0, "maximum" = 1000))]
    pub volume_ml: Option<f64>,
}

/// Somebody who grades.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum RaterWord {
    /// The investigator, face to face.
    Investigator,
    /// The person treated, in a mirror.
    Subject,
    /// Somebody who does not know the treatment, face to face.
    Evaluator,
    /// Somebody who grades photographs.
    Photograph,
}

impl RaterWord {
    /// The rater of the models.
    pub fn rater(self) -> Rater {
        match self {
            Self::Investigator => Rater::Investigator,
            Self::Subject => Rater::Subject,
            Self::Evaluator => Rater::Evaluator,
            Self::Photograph => Rater::Photograph,
        }
    }

    /// The word.
    pub fn word(self) -> &'static str {
        self.rater().key()
    }
}

/// When people are seen, by whom, and who does not come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Visits {
    /// Days after the first treatment, rising; the visit before it, day 0, is always there.
    #[schemars(length(min = 1, max = 60), inner(range(min = 0.5, max = 3653.0)))]
    pub days: Vec<f64>,
    /// Who grades at every visit.
    #[serde(default = "investigator")]
    #[schemars(length(min = 1, max = 4))]
    pub raters: Vec<RaterWord>,
    /// Share of people who leave for good within a year, whatever they were given.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 0.99))]
    pub drop_out_per_year: f64,
    /// Share of visits that people who stay do not come to.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 0.99))]
    pub missed_share: f64,
}

/// What an endpoint measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Share of people at least `grades` better than before, by every rater.
    Improved,
    /// Share of people whose grade is at most `grade` away from the best, by every rater.
    AtMost,
    /// Mean grade, of the mean over raters.
    MeanGrade,
    /// Mean change of the grade from before; negative numbers are better.
    MeanChange,
}

/// Face during rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// In expression.
    #[default]
    Expression,
    /// At rest.
    Rest,
}

/// What a missing visit counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// A failure; for shares alone.
    Failure,
    /// Nothing: the person is not counted.
    Excluded,
}

/// What is compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// Name.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// What it measures.
    pub measure: Measure,
    /// Day: one of the visits.
    #[schemars(range(min = 0.5, max = 3653.0))]
    pub day: f64,
    /// Face during rating.
    #[serde(default)]
    pub state: State,
    /// Raters; those of the visits when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 4))]
    pub raters: Option<Vec<RaterWord>>,
    /// Grades that a responder of `improved` is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 20))]
    pub grades: Option<i64>,
    /// Grades from the best one that a responder of `at-most` may still have; 1 is mild.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 20))]
    pub at_most: Option<i64>,
    /// What a missing visit counts as; a failure for shares when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
}

impl Endpoint {
    /// Whether it is a share of people rather than a mean.
    pub fn is_share(&self) -> bool {
        matches!(self.measure, Measure::Improved | Measure::AtMost)
    }

    /// What a missing visit counts as.
    pub fn missing(&self) -> Missing {
        let usual = if self.is_share() {
            Missing::Failure
        } else {
            Missing::Excluded
        };
        self.missing.unwrap_or(usual)
    }
}

/// Sizes and level at which arms are compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// People per arm at which arms are compared: the first so many of each; whole arms when
    /// absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 40), inner(range(min = 2, max = 100_000_000)))]
    pub n_per_arm: Vec<u32>,
    /// Two-sided level of significance.
    #[serde(default = "usual_level")]
    #[schemars(range(min = 0.0001, max = 0.5))]
    pub level: f64,
}

impl Default for Comparison {
    fn default() -> Self {
        Self {
            n_per_arm: Vec::new(),
            level: usual_level(),
        }
    }
}

fn usual_level() -> f64 {
    0.05
}

/// JSON Schema of [`Design`].
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Design);
    schema.insert("title".to_owned(), "rhytid trial".into());
    schema.to_value()
}
