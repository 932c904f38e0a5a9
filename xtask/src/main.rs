//! Automation of the project; `cargo xtask --help` lists the verbs.

mod check;
mod fit;
mod steps;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Automation of the project.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

/// What can be automated.
#[derive(Subcommand)]
enum Verb {
    /// Run every check: format, lints, docs, tests, examples.
    Test,
    /// Fit the models' constants to the published results and write them into data/.
    Fit {
        /// Only this model.
        #[arg(long)]
        only: Option<fit::Which>,
        /// Threads; any number gives the same bytes.
        #[arg(long, default_value_t = 2)]
        threads: usize,
    },
}

fn main() -> Result<()> {
    match Cli::parse().verb {
        Verb::Test => check::all(),
        Verb::Fit { only, threads } => fit::fit(only, threads),
    }
}
