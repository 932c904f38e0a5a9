//! Automation of the project; `cargo xtask --help` lists the verbs.

mod bench;
mod check;
mod data;
mod fit;
mod peers;
mod steps;
mod validate;
mod verify;

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
    /// Refit without each trial in turn (about a quarter of an hour) and write how its rows are
    /// predicted then.
    LeaveOut {
        /// Only this model; the rows of the other are kept.
        #[arg(long)]
        only: Option<fit::Which>,
    },
    /// Write docs/validation.md with its plots.
    Validate,
    /// Hold the mechanics engine against exact solutions, published benchmarks and independent
    /// codes, and write docs/verification.md.
    Verify {
        /// Only this subject; prints its table and writes nothing.
        #[arg(long)]
        only: Option<String>,
    },
    /// Time the mechanics engine beside its peers and write docs/benchmarks.md.
    Bench {
        /// Install dolfinx, CalculiX and FElupe first.
        #[arg(long)]
        install_peers: bool,
        /// Sizes of the block at which the peers run too.
        #[arg(long, value_delimiter = ',', default_value = "S,M")]
        sizes: Vec<String>,
        /// Threads of rhytid; its peers run on two.
        #[arg(long, default_value_t = 2)]
        threads: usize,
    },
}

fn main() -> Result<()> {
    match Cli::parse().verb {
        Verb::Test => check::all(),
        Verb::Fit { only, threads } => fit::fit(only, threads),
        Verb::LeaveOut { only } => fit::leave_out(only),
        Verb::Validate => validate::write(&data::catalog()?),
        Verb::Verify { only } => verify::verify(only.as_deref()),
        Verb::Bench {
            install_peers,
            sizes,
            threads,
        } => bench::bench(&bench::Plan {
            sizes,
            install_peers,
            threads,
        }),
    }
}
