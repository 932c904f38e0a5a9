//! The face: a net of quadrilaterals with loops around eyes, mouth and nose, the surface that
//! its subdivision makes, and the people it becomes by sex, age and measures.
//!
//! *Invariant*: it knows nothing of time courses and drugs, reads no file but its own facts, and
//! the same person gives the same surface on every run.
//!
//! Entry points: [`Person`], [`Face::of`], [`Cage::built_in`].
//!
//! Frame: x to the person's left, 0 in the midline; y up; z forward; millimetres.

mod ageing;
pub mod anatomy;
mod cage;
mod complexion;
mod error;
mod eye;
mod hair;
pub mod lines;
mod measures;
mod mesh;
mod morph;
mod numbers;
mod person;
mod refine;
pub mod scan;
pub mod soft_tissue;
mod table;
mod tree;

pub use cage::Cage;
pub use complexion::Complexion;
pub use error::FaceError;
pub use eye::{Eye, EyePart};
pub use hair::Hair;
pub use measures::{Measure, Measures};
pub use mesh::Mesh;
pub use person::{Face, Person, Sex};
pub use refine::Refinement;
