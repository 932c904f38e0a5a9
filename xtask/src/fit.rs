//! `cargo xtask fit`: fits the constants of the models to the published results and writes
//! them, with the errors, into `data/`.

use anyhow::Result;
use catalog::Catalog;
use cohort::evidence::built_in;
use cohort::validate::{self, Options, Part};
use cohort::{gel, toxin};

use crate::data::{self, write};

/// Seed of the virtual people.
pub const SEED: u64 = 2026;

/// Which models are fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Which {
    /// Toxin, crease, raters and people.
    Toxin,
    /// Gel and enzyme.
    Gel,
}

/// Fits one model, or both.
///
/// # Errors
/// Unreadable data, or a fit that fails.
pub fn fit(which: Option<Which>, threads: usize) -> Result<()> {
    let catalog = data::catalog()?;
    if which != Some(Which::Gel) {
        fit_toxin(&catalog, threads)?;
    }
    if which != Some(Which::Toxin) {
        fit_gel(&catalog)?;
    }
    Ok(())
}

fn fit_toxin(catalog: &Catalog, threads: usize) -> Result<()> {
    let rows = built_in(catalog)?;
    let result = toxin::fit(&rows, catalog, SEED, threads, &mut |line| {
        println!("{line}");
    })?;
    for (path, text) in toxin::files(&result, &rows, catalog, SEED) {
        write(&path, &text)?;
    }
    print!(
        "{}",
        toxin::groups_csv(&toxin::groups(&rows, &result.outcomes))
    );
    Ok(())
}

fn fit_gel(catalog: &Catalog) -> Result<()> {
    let rows = gel::rows(catalog)?;
    let result = gel::fit(catalog, &rows)?;
    for (path, text) in result.files() {
        write(path, &text)?;
    }
    print!("{}", result.errors_csv());
    Ok(())
}

/// Refits without each trial and writes its rows as they are predicted then, and how far trials
/// differ from one another.
///
/// # Errors
/// Unreadable data, or a fit that fails.
pub fn leave_out(which: Option<Which>) -> Result<()> {
    let catalog = data::catalog()?;
    let options = Options {
        seed: SEED,
        threads: 1,
    };
    let part = match which {
        None => Part::All,
        Some(Which::Toxin) => Part::Toxin,
        Some(Which::Gel) => Part::Filler,
    };
    let result = validate::leave_out(&catalog, part, options, &mut |line| println!("{line}"))?;
    write(validate::LEFT_OUT, &result.csv())?;
    write(validate::BETWEEN, &result.between.toml())
}
