//! Toxin at the nerve ending: units → light chain → intact SNAP-25 → transmission → force.
//!
//! With x the exposure in half-effect units of light chain:
//!
//! - L(t) = x kS/(kS − kL) (e^(−kL t) − e^(−kS t)), summed over doses
//! - I' = r (1 − I (1 + L)), intact SNAP-25
//! - P = Iʰ (1 + Kʰ)/(Iʰ + Kʰ), the parent terminal with its safety margin
//! - S' = (1 − P)/g (1 − S) − P/q S, sprouts; F = P + (1 − P) φ S, residual force
//! - M' = (1 − α (1 − F) − M)/τₐ, muscle thickness
//!
//! Equations, assumptions and limits: `docs/theory/toxin.md`.

mod course;
mod model;

pub use course::{Course, State};
pub use model::{Ending, Model, Place, Product};
