//! Parameters of the models of `course`: one file of `data/model/` each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One parameter of a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Value, in `unit`.
    pub value: f64,
    /// Unit, as in facts, or a quotient of them.
    pub unit: String,
    /// Uncertainty of the value (standard deviation of the estimate), in `unit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sd: Option<f64>,
    /// Source id: a paper, an assumption or our fit.
    pub source: String,
    /// What it means.
    pub meaning: String,
}

/// Contents of one file of `data/model/`: parameters by dotted name.
pub type ParameterTable = BTreeMap<String, Parameter>;
