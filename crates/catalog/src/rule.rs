//! Published consensus: the second voice beside the forecasts.

use serde::{Deserialize, Serialize};

/// What a rule advises to consider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Advice {
    /// Toxin.
    Toxin,
    /// Filler.
    Filler,
    /// Both.
    Both,
    /// Neither.
    Neither,
    /// Refer.
    Refer,
}

/// One published rule.
///
/// Bounds on grades are shares of the scale, 0 (best) to 1 (worst).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Unique id.
    pub id: String,
    /// Rhytids, areas and complaints concerned.
    pub targets: Vec<String>,
    /// Youngest age, year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_min: Option<f64>,
    /// Oldest age, year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_max: Option<f64>,
    /// Least severity at rest, share of the scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_rest_min: Option<f64>,
    /// Greatest severity at rest, share of the scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_rest_max: Option<f64>,
    /// Least severity in expression, share of the scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_expression_min: Option<f64>,
    /// Greatest severity in expression, share of the scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_expression_max: Option<f64>,
    /// Least severity of a one-state scale, share of the scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade_min: Option<f64>,
    /// Greatest severity of a one-state scale, share of the scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade_max: Option<f64>,
    /// Wishes concerned; any when empty.
    #[serde(default)]
    pub wish: Vec<String>,
    /// Advice.
    pub advises: Advice,
    /// The rule in our own words.
    pub says: String,
    /// Source.
    pub source: String,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Contents of one file of `data/rules/`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// Name, the key.
    pub name: String,
    /// As shown.
    pub title: String,
    /// Sources of the set.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Rules.
    #[serde(default)]
    pub rule: Vec<Rule>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
