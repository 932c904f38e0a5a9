//! Filler, enzyme and combination results: predicted against published, and the fit of the
//! gel model to them.
//!
//! People of an arm are the nodes of a Gauss–Hermite rule over response and persistence, so a
//! prediction is the same on every machine and needs no seed.

mod arm;
mod error;
mod fit;
pub(crate) mod linear;
mod predict;
mod raters;
mod result;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use fit::{FitResult, HeldOut, fit};
pub use predict::{Group, Skip, Study, Verdict};
pub use raters::Raters;
pub use result::GroupError;

use catalog::Catalog;

use crate::evidence::{ENDPOINTS, Row, read_rows};

/// Results collected for the gel model beside [`ENDPOINTS`].
const FURTHER: &str = "evidence/further_filler_results.csv";

/// Filler, enzyme and combination rows of a catalog's evidence.
///
/// # Errors
/// [`Error::MissingTable`], [`Error::Evidence`].
pub fn rows(catalog: &Catalog) -> Result<Vec<Row>, Error> {
    let mut all = Vec::new();
    for path in [ENDPOINTS, FURTHER] {
        let bytes = catalog
            .tables
            .get(path)
            .ok_or(Error::MissingTable { path })?;
        all.extend(read_rows(bytes)?);
    }
    all.retain(|r| r.agent != "toxin");
    Ok(all)
}
