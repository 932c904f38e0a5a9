//! What can go wrong: complications of a treatment, and complaints that a finding can name.

use serde::{Deserialize, Serialize};

use crate::anatomy::Agent;
use crate::fact::Fact;

/// A published rate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Area; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Product; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Agent; any of the complication's agents when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<Agent>,
    /// Rate, percent.
    pub percent: Fact,
    /// Rate under placebo, percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placebo: Option<Fact>,
    /// `treatment`, `person` or `syringe`.
    pub per: String,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// When a complication comes and goes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timing {
    /// Onset after treatment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onset: Option<Fact>,
    /// Duration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<Fact>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A complication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Complication {
    /// Name, the key.
    pub name: String,
    /// As shown.
    pub title: String,
    /// In a patient's words.
    pub plain: String,
    /// Agents that cause it.
    pub agents: Vec<Agent>,
    /// How it looks.
    pub looks_like: String,
    /// Timing.
    #[serde(default)]
    pub timing: Timing,
    /// What undoes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<String>,
    /// How to make it less likely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avoid: Option<String>,
    /// When to refer.
    #[serde(default)]
    pub refer_when: Vec<String>,
    /// Whether it needs help at once.
    #[serde(default)]
    pub emergency: bool,
    /// Published rates.
    #[serde(default)]
    pub rate: Vec<Rate>,
    /// Sources of the text.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Something that eases, or is being studied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ease {
    /// What.
    pub what: String,
    /// What it does and does not do.
    pub effect: String,
    /// Source.
    pub source: String,
}

/// An unwanted result that a finding can name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Complaint {
    /// Name, the key.
    pub name: String,
    /// As shown.
    pub title: String,
    /// In a patient's words.
    pub plain: String,
    /// Other words for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Agent that causes it.
    pub agent: Agent,
    /// Areas in which it appears.
    #[serde(default)]
    pub areas: Vec<String>,
    /// Treated areas from which it comes.
    #[serde(default)]
    pub caused_by_areas: Vec<String>,
    /// Muscle that is weak, for toxin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub muscle: Option<String>,
    /// Key of that muscle among the neighbours of the toxin model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub neighbour: Option<String>,
    /// Scales, the usual one first.
    #[serde(default)]
    pub scales: Vec<String>,
    /// How it looks.
    pub looks_like: String,
    /// Published timing.
    #[serde(default)]
    pub timing: Timing,
    /// What eases it only.
    #[serde(default)]
    pub what_eases: Vec<Ease>,
    /// `hyaluronidase` or `nothing`.
    pub undone_by: String,
    /// When to refer.
    #[serde(default)]
    pub refer_when: Vec<String>,
    /// Whether it needs help at once.
    #[serde(default)]
    pub emergency: bool,
    /// Research candidates.
    #[serde(default)]
    pub research: Vec<Ease>,
    /// Sources of the text.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
