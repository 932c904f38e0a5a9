//! Grading scales.

use serde::{Deserialize, Serialize};

use crate::fact::Fact;

/// Which end of a scale is the bad one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Worse {
    /// Higher grades are worse.
    Higher,
    /// Lower grades are worse (lip fullness).
    Lower,
}

/// Whether one grade is given or two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum States {
    /// One grade.
    One,
    /// At rest and at maximal expression.
    Two,
    /// One grade, at rest; a grade in expression may stand beside it.
    Either,
}

/// One grade.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// Number.
    pub grade: i64,
    /// Word.
    pub name: String,
    /// What is seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
}

/// Agreement of raters.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reliability {
    /// Standard deviation of one rating, grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sd_grades: Option<Fact>,
    /// Agreement within a rater (kappa).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intra_rater: Option<Fact>,
    /// Agreement between raters (kappa).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inter_rater: Option<Fact>,
    /// Exact agreement, percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exact_agreement: Option<Fact>,
    /// Smallest change that means something, grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaningful_change: Option<Fact>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A photonumeric or descriptive scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Name, the key.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// One grade or two.
    pub states: States,
    /// Bad end.
    pub worse: Worse,
    /// Rhytids, areas and complaints that it grades.
    #[serde(default, rename = "for")]
    pub for_: Vec<String>,
    /// Grades in rising order.
    pub grade: Vec<Grade>,
    /// Agreement of raters.
    #[serde(default)]
    pub reliability: Reliability,
    /// Grades the outcome of a treatment, not a severity.
    #[serde(default)]
    pub outcome_only: bool,
    /// Sources.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Scale {
    /// Lowest grade.
    pub fn min(&self) -> i64 {
        self.grade.first().map_or(0, |g| g.grade)
    }

    /// Highest grade.
    pub fn max(&self) -> i64 {
        self.grade.last().map_or(0, |g| g.grade)
    }

    /// Word of a grade.
    pub fn word(&self, grade: i64) -> Option<&str> {
        self.grade
            .iter()
            .find(|g| g.grade == grade)
            .map(|g| g.name.as_str())
    }
}
