//! Filler, enzyme and combination results: predicted against published, and the fit of the
//! gel model to them.
//!
//! People of an arm are the nodes of a Gauss–Hermite rule over response and persistence, so a
//! prediction is the same on every machine and needs no seed.

mod arm;
mod asked;
mod error;
mod fit;
pub(crate) mod linear;
mod predict;
mod raters;
mod result;
#[cfg(test)]
mod tests;

pub use arm::ARMS;
pub use error::Error;
pub use fit::{FitResult, Fitted, fit, left_out};
pub use predict::{Group, Skip, Study, Verdict};
pub use raters::Raters;
pub(crate) use raters::USUAL_SD_GRADES;
pub use result::GroupError;

use catalog::Catalog;

use crate::evidence::{Row, built_in};

/// Filler, enzyme and combination rows of a catalog's evidence.
///
/// # Errors
/// [`Error::Evidence`].
pub fn rows(catalog: &Catalog) -> Result<Vec<Row>, Error> {
    let mut all = built_in(catalog)?;
    all.retain(|r| r.agent != "toxin");
    Ok(all)
}
