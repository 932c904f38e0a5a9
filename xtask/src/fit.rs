//! `cargo xtask fit`: fits the constants of the models to the published results and writes
//! them, with the errors, into `data/`.

use std::fs;

use anyhow::{Context, Result};
use catalog::Catalog;
use cohort::evidence::{ENDPOINTS, read_rows};
use cohort::{gel, toxin};

use crate::steps::root;

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
    let catalog = Catalog::embedded().context("reading data/")?;
    if which != Some(Which::Gel) {
        fit_toxin(&catalog, threads)?;
    }
    if which != Some(Which::Toxin) {
        fit_gel(&catalog)?;
    }
    Ok(())
}

fn write(path: &str, text: &str) -> Result<()> {
    println!("writes data/{path}");
    fs::write(root().join("data").join(path), text).with_context(|| format!("data/{path}"))
}

fn fit_toxin(catalog: &Catalog, threads: usize) -> Result<()> {
    let bytes = catalog
        .tables
        .get(ENDPOINTS)
        .context("no published results")?;
    let rows = read_rows(bytes)?;
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
