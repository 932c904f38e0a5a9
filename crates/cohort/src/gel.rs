//! Filler, enzyme and combination results: predicted against published, and the fit of the
//! gel model to them.
//!
//! People of an arm are the nodes of a Gauss–Hermite rule over response and persistence, so a
//! prediction is the same on every machine and needs no seed.

mod arm;
mod fit;
mod linear;
mod predict;
mod raters;
mod row;

pub use fit::{FitResult, GroupError, HeldOut, fit, prior_names};
pub use predict::{Group, Skip, Study, Verdict};
pub use raters::Raters;
pub use row::{Row, rows_from_csv};
