//! Virtual people and virtual trials: what the models predict for published arms, how far it
//! is from what was published, and the fit of the constants.
//!
//! *Invariant*: it reads nothing but the tables it is handed and never changes a model in
//! place; the same evidence, priors and seed give the same bytes on any number of threads.
//!
//! Entry types: [`toxin::Study`], [`gel::Study`], [`evidence::Row`].

pub mod evidence;
pub mod gel;
pub mod toxin;
