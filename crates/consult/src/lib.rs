//! From a case to an assessment, options, a plan and a simulated outcome.
//!
//! *Invariant*: it reads the bytes it is handed and never a file, a clock or a network; the
//! choice between options follows from the forecasts alone, and published rules are only a
//! second voice.
//!
//! Entry types: [`case::Case`], [`answer::Answer`].

pub mod answer;
pub mod case;
