//! The `rhytid` command: reads files, calls the rooms before it, writes files.
//!
//! *Invariant*: it computes no clinical value and leaves no half-written file.
//!
//! Exit codes: 0 fine (a stop or a gate is an answer), 1 the user's input, 2 our fault.

mod browse;
mod data_dir;
mod diagnostic;
mod engine;
mod face;
mod failure;
mod input;
mod output;
mod terminal;
mod trial;
mod validate;
mod verb;
mod vtu;

use std::panic;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

use failure::Failure;

/// Botulinum toxin and filler: a reasoned plan and a forecast from a case file.
///
/// Works from grades that the clinician enters; the clinician decides.
#[derive(Parser)]
#[command(name = "rhytid", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Consult(verb::consult::Consult),
    Check(verb::check::Check),
    Schema(verb::schema::Schema),
    Catalog(verb::catalog::Catalog),
    Compare(verb::compare::Compare),
    Face(face::Face),
    Solve(verb::solve::Solve),
    Trial(trial::Trial),
    Validate(validate::Validate),
}

impl Verb {
    fn run(&self) -> Result<(), Failure> {
        match self {
            Self::Consult(verb) => verb.run(),
            Self::Check(verb) => verb.run(),
            Self::Schema(verb) => verb.run(),
            Self::Catalog(verb) => verb.run(),
            Self::Compare(verb) => verb.run(),
            Self::Face(verb) => verb.run(),
            Self::Solve(verb) => verb.run(),
            Self::Trial(verb) => verb.run(),
            Self::Validate(verb) => verb.run(),
        }
    }
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    failure::keep_panics_quiet();
    let outcome =
        panic::catch_unwind(|| cli.verb.run()).unwrap_or_else(|_| Err(failure::panicked()));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// Help and version are fine; anything else is the user's input.
fn usage(error: &clap::Error) -> ExitCode {
    // A reader that has gone away is no reason to fail.
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::SUCCESS,
        _ => ExitCode::from(failure::USER),
    }
}
