//! Predicted against published, row by row: any table with the documented columns, trials that
//! the fit has never seen among them.

mod between;
mod class;
mod extrapolation;
mod groups;
mod interval;
mod left_out;
mod record;
mod simulate;
mod text;

use catalog::Catalog;

pub use between::{BETWEEN, Between, calibrate};
pub use class::Class;
pub(crate) use extrapolation::Range as StudiedRange;
pub use groups::{Errors, Group, Summary};
pub use interval::{Interval, Spread};
pub use left_out::{LEFT_OUT, LeaveOut, LeftOutRow, Part, leave_out};
pub use record::{Record, Validation, schema};
pub use text::table;

use crate::evidence::{EvidenceError, Row};

/// Draws of the constants from what the fit leaves open.
pub const DRAWS: usize = 24;

/// How a validation is run.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Seed of people and draws.
    pub seed: u64,
    /// Threads; any number gives the same bytes.
    pub threads: usize,
}

/// Why a table cannot be validated: the rows were read, so these are faults of the facts.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The courses.
    #[error(transparent)]
    Course(#[from] course::Error),
    /// The fit of the toxin model.
    #[error(transparent)]
    Fit(#[from] crate::toxin::FitError),
    /// The gel model.
    #[error(transparent)]
    Gel(#[from] crate::gel::Error),
    /// The tables beside the rows.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// A table of constants is not there.
    #[error("data/model/{table}.toml is missing")]
    MissingModel {
        /// Which.
        table: &'static str,
    },
}

/// Simulates every row and compares it with what was published.
///
/// # Errors
/// [`Error`], when the facts of the catalog cannot be used.
pub fn validate(catalog: &Catalog, rows: &[Row], options: Options) -> Result<Validation, Error> {
    let predictions = simulate::all(catalog, rows, options, DRAWS)?;
    let setting = record::Setting::new(catalog)?;
    let records: Vec<Record> = rows
        .iter()
        .zip(predictions)
        .map(|(row, prediction)| setting.record(row, prediction))
        .collect();
    Ok(Validation::new(records, options.seed))
}
