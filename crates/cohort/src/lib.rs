//! Virtual people and virtual trials: what the models predict for published arms, how far it
//! is from what was published, and the fit of the constants.
//!
//! *Invariant*: it reads nothing but the tables it is handed and never changes a model in
//! place; the same evidence, priors and seed give the same bytes on any number of threads.
//!
//! Entry types: [`validate::validate`], [`evidence::Row`], [`toxin::Study`], [`gel::Study`],
//! [`trial::Trial`].

pub mod adverse;
mod assumed;
mod defaults;
pub mod evidence;
pub mod gel;
mod overlap;
mod posterior;
pub mod toxin;
pub mod trial;
pub mod validate;

pub use assumed::{Assumed, Assumptions};
pub use defaults::{DEFAULTS, Defaults};
pub use overlap::{OVERLAPS, Overlaps};
pub use posterior::{COVARIANCES, LeftOut, Posterior};
