//! Automation of the project; `cargo xtask --help` lists the verbs.

mod check;
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
}

fn main() -> Result<()> {
    match Cli::parse().verb {
        Verb::Test => check::all(),
    }
}
