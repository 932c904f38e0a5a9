//! Expressions of the face.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// An expression: which muscles make it, and how strongly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expression {
    /// Name, the key.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// What the patient is asked to do.
    pub action: String,
    /// Facial action units.
    pub facs: Vec<String>,
    /// Where the shares come from.
    pub source: String,
    /// Share of the full activation of each muscle, both sides, 0 to 1.
    pub activation: BTreeMap<String, f64>,
}
