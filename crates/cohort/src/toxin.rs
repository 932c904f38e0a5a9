//! Toxin results: virtual arms, predicted against published, and the fit of the toxin model.
//!
//! The people of an arm are a seeded sample of the prior, each weighted by the probability
//! that the raters of the trial let her or him in; raters are summed over exactly, so that a
//! prediction is a smooth function of the constants.

mod answer;
mod arm;
mod ask;
mod fit;
mod people;
mod predict;
mod report;

pub use answer::Estimate;
pub use arm::{ARMS, Arm, ArmRule};
pub use ask::{Ask, Verdict};
pub use fit::{FitError, FitResult, TABLES, fit, left_out, prior_tables};
pub use predict::Study;
pub use report::{
    Group, GroupError, Outcome, error_of, evidence_hash, files, group_of, groups, groups_csv,
    rows_csv,
};
