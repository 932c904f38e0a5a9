//! Contraindications, interactions, professions and training.

use serde::{Deserialize, Serialize};

use crate::fact::Fact;

/// How loud a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// No plan for what it concerns.
    Stop,
    /// Plan, with a warning.
    Warn,
    /// To know.
    Note,
}

/// A message that a fact of the patient raises.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SafetyAlert {
    /// `toxin`, `gel`, `HA`, `enzyme`, `lidocaine`, a product, or `any`.
    pub applies_to: String,
    /// Loudness.
    pub level: Level,
    /// Message.
    pub message: String,
    /// Source.
    pub source: String,
}

/// A coded word of a case: a condition, medication, allergy or state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SafetyWord {
    /// Coded word, the key.
    pub name: String,
    /// As shown.
    pub title: String,
    /// Other words for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Messages.
    #[serde(default)]
    pub alert: Vec<SafetyAlert>,
    /// Youngest age to which a state applies, year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_from: Option<f64>,
    /// Age below which a state applies, year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_below: Option<f64>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A message raised by several words together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interaction {
    /// Key.
    pub name: String,
    /// Words that must all be present.
    pub all: Vec<String>,
    /// What it concerns.
    pub applies_to: String,
    /// Loudness.
    pub level: Level,
    /// Message.
    pub message: String,
    /// Source.
    pub source: String,
}

/// Contents of `data/safety.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Safety {
    /// Conditions.
    #[serde(default)]
    pub condition: Vec<SafetyWord>,
    /// Medications.
    #[serde(default)]
    pub medication: Vec<SafetyWord>,
    /// Allergies.
    #[serde(default)]
    pub allergy: Vec<SafetyWord>,
    /// States: `pregnant`, `breastfeeding`, and age bands (`age_from`, `age_below`).
    #[serde(default)]
    pub state: Vec<SafetyWord>,
    /// Combinations.
    #[serde(default)]
    pub interaction: Vec<Interaction>,
}

/// A profession.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profession {
    /// Name, the key.
    pub name: String,
    /// As shown.
    pub title: String,
    /// Other words for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Agents it may inject where no `gate` says otherwise.
    #[serde(default)]
    pub may: Vec<Agents>,
    /// Whether it may prescribe.
    pub prescribes: bool,
    /// Needs a named prescriber or supervisor.
    #[serde(default)]
    pub under_supervision: bool,
    /// Source.
    pub source: String,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Words for agents in professions and training.
pub use crate::anatomy::Agent as Agents;

/// A rule of one jurisdiction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Key.
    pub name: String,
    /// Jurisdiction; `any` for all.
    pub jurisdiction: String,
    /// Professions concerned; all when empty.
    #[serde(default)]
    pub professions: Vec<String>,
    /// Agents concerned; all when empty.
    #[serde(default)]
    pub agents: Vec<Agents>,
    /// Loudness; `stop` withholds the plan.
    pub level: Level,
    /// Message.
    pub message: String,
    /// Source.
    pub source: String,
}

/// A warning raised by little experience at risky sites.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Experience {
    /// Key.
    pub name: String,
    /// Agent.
    pub agent: Agents,
    /// Areas concerned.
    #[serde(default)]
    pub areas: Vec<String>,
    /// Risk classes concerned.
    #[serde(default)]
    pub risks: Vec<String>,
    /// Years of injecting below which it is raised, year.
    pub below: Fact,
    /// Loudness.
    pub level: Level,
    /// Message.
    pub message: String,
    /// Source.
    pub source: String,
}

/// Contents of `data/professions.toml`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Professions {
    /// Professions.
    #[serde(default)]
    pub profession: Vec<Profession>,
    /// Rules of jurisdictions.
    #[serde(default)]
    pub gate: Vec<Gate>,
    /// Warnings for little experience.
    #[serde(default)]
    pub experience: Vec<Experience>,
}
