//! Finite-strain mechanics of soft tissue that contracts and grows: quasi-static equilibrium of
//! layered, nearly incompressible solids with active fibres, growth, sliding foundations,
//! contact and pressure.
//!
//! *Invariant*: it knows no clinical word, no disk and no clock ([`mod@file`] reads and writes bytes
//! that it is handed); the same model gives the same bytes for any number of threads. Units are
//! any consistent set (rhytid's are mm, kPa, mN, µJ).
//!
//! Entry types: [`Model`] (what does not change), [`Loads`] and [`State`] (what does),
//! [`Solver`].

mod assembly;
pub mod block;
mod body;
mod check;
pub mod contact;
mod dilatation;
mod equations;
pub mod file;
mod ground;
mod kernel;
pub mod law;
mod layout;
pub mod linear;
pub mod lines;
mod mesh;
mod model;
mod newton;
mod options;
mod order;
mod projection;
mod real;
mod shape;
pub mod sheet;
mod solver;
mod surface;
mod vector;

pub use check::{List, Motion, Problem, Problems, Thing};
pub use contact::{Contact, ContactError, Pressed, Spot};
pub use ground::Ground;
pub use kernel::Dilatation;
pub use mesh::{Face, Kind, Mesh};
pub use model::{Fibres, Loads, Material, Model, Spring, State, Support, Surface};
pub use options::{
    Failure, LinearSolver, Obstacle, Options, Progress, Solution, Statistics, Watch,
};
pub use real::Real;
pub use solver::{SetupError, Solver};
pub use surface::traction;

/// The guide's examples, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/guide/tissue.md")]
struct Guide;

/// Likewise.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/guide/mesh-files.md")]
struct GuideToFiles;
