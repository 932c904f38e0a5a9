//! Folds of a compressed surface: when a layered solid folds and how far apart, how deep its folds
//! grow, and where they run on a given surface.
//!
//! - [`Stack`]: layers compressed together → critical strain and wavelength ([`Onset`])
//! - [`Profile`]: shape of a fold; depth from the length that the surface has too much
//! - [`FoldField`]: lines of [`Family`]s on a [`Carrier`], found once; [`FoldField::evaluate`] folds
//!   the deformed carrier into a [`Frame`] – points, normals, depth along every line
//!
//! Any consistent units.

mod family;
mod field;
#[cfg(test)]
mod field_tests;
mod fine;
mod frame;
mod increment;
mod longest;
mod near;
mod onset;
mod phase;
mod profile;
mod stack;
#[cfg(test)]
mod tests;
mod trace;

pub use family::{Anchor, Carrier, Family};
pub use field::FoldField;
pub use frame::{Along, Frame};
pub use longest::Fineness;
pub use onset::Onset;
pub use profile::{Fold, Profile};
pub use stack::{Base, Lateral, Layer, LinesError, Solid, Stack};
pub use trace::{Crossing, Line};
