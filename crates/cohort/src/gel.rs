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
mod row;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use fit::{FitResult, HeldOut, fit};
pub use predict::{Group, Skip, Study, Verdict};
pub use raters::Raters;
pub use result::GroupError;
pub use row::{Row, rows, rows_from_csv};
