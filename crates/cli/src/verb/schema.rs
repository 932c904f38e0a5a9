//! `rhytid schema`: the JSON Schemas.

use clap::ValueEnum;

use crate::failure::Failure;
use crate::terminal;

/// Print a JSON Schema: of a case file, of consult.json, of what validate prints, or of a trial.
#[derive(Debug, clap::Args)]
pub struct Schema {
    /// Which schema.
    #[arg(value_enum, default_value_t = Which::Case)]
    which: Which,
}

/// A published schema.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Which {
    /// Of a case file in TOML or JSON.
    Case,
    /// Of consult.json.
    Consult,
    /// Of validation.json.
    Validate,
    /// Of the design of a trial in TOML or JSON.
    Trial,
    /// Of the summary.json of a trial.
    TrialSummary,
}

impl Schema {
    pub fn run(&self) -> Result<(), Failure> {
        let schema = match self.which {
            Which::Case => consult::case::schema(),
            Which::Consult => consult::answer::schema(),
            Which::Validate => cohort::validate::schema(),
            Which::Trial => cohort::trial::schema(),
            Which::TrialSummary => cohort::trial::summary_schema(),
        };
        terminal::print(&format!("{schema:#}\n"))
    }
}
