//! From a case to an assessment, options, a plan and a simulated outcome.
//!
//! *Invariant*: it reads the bytes it is handed and never a file, a clock or a network; the
//! choice between options follows from the forecasts alone, and published rules are only a
//! second voice.
//!
//! Entry points: [`case::read`] (bytes to a case), [`consult`] (a case to its answer),
//! [`answer::Answer`] (what every report is made from).

mod alerts;
pub mod answer;
pub mod case;
mod complaint;
mod constraints;
mod decide;
mod engine;
mod error;
mod finding;
mod inputs;
mod offer;
mod plan;
mod simulate;
mod target;
mod voice;
mod words;

pub use engine::{Options, consult};
pub use error::Error;
