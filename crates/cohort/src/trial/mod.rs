//! Virtual trials: people are screened, let in, treated and seen, and arms are compared, as often
//! as the design says.
//!
//! A trial is cut into [`Slice`]s of a few thousand people, each with random numbers of its own,
//! and consecutive slices make a [`Part`]: parts can be run in any order, on any number of threads
//! and at any time, and give the same bytes.

mod compare;
mod design;
mod flow;
mod person;
mod plan;
mod rated;
mod read;
mod slice;
mod summary;
mod tally;
mod text;

pub use design::{
    Arm, Comparison, Design, Dose, Endpoint, Entry, Measure, Missing, Rated, RaterWord, Sexes,
    State, Visits, schema,
};
pub use flow::{ArmFlow, Flow};
pub use plan::{Part, Slice, Trial};
pub use read::read;
pub use slice::{Counts, PartResult, Status, VisitRow};
pub use summary::{ArmResult, Beyond, Comparing, Results, Summary, summary_schema};
pub use tally::Tally;

use crate::evidence::EvidenceError;

/// Why a trial cannot be run; its design was read before.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The courses.
    #[error(transparent)]
    Course(#[from] course::Error),
    /// The tables beside the design.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// Nothing to grade in the area.
    #[error("the {area} has no {what} in the catalog")]
    NotRated {
        /// Area.
        area: String,
        /// What is missing.
        what: &'static str,
    },
    /// Hardly anybody meets the entry criteria.
    #[error(
        "of {screened} people who were screened {let_in} met the entry criteria; {wanted} were \
         wanted"
    )]
    NobodyEligible {
        /// People screened.
        screened: u64,
        /// Of them let in.
        let_in: u64,
        /// People wanted.
        wanted: u64,
    },
}
