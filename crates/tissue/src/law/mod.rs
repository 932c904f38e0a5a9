//! Hyperelastic laws, one a file: energy per reference volume, first Piola–Kirchhoff stress and
//! tangent, exactly as stated in each.
//!
//! Every law is split into a *distortional* part, always taken at the quadrature point, and a
//! *volumetric* part U(J), which an element may take at its mean dilatation (see
//! [`crate::Dilatation`]). For a law whose volumetric part is zero the two are the same.

mod kinematics;
mod neo_hookean;

pub(crate) use kinematics::J_CONTINUED;
pub use kinematics::{Kinematics, Response, Rest, Volumetric};
pub use neo_hookean::NeoHookean;

use crate::real::Real;

/// A hyperelastic law with its constants (stresses in the model's unit).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Law {
    /// Compressible neo-Hookean.
    NeoHookean(NeoHookean),
}

impl Law {
    /// Everything but the volumetric part.
    #[inline(always)]
    pub(crate) fn distortion<R: Real>(
        &self,
        at: &Kinematics<R>,
        rest: &mut Rest<R>,
    ) -> Response<R> {
        let _ = &rest;
        match self {
            Self::NeoHookean(law) => law.distortion(at),
        }
    }

    /// The volumetric part.
    #[inline(always)]
    pub(crate) fn volumetric<R: Real>(&self, j: R) -> Volumetric<R> {
        match self {
            Self::NeoHookean(law) => law.volumetric(j),
        }
    }

    /// What is wrong with the constants, in words; nothing for a law that is stable at rest.
    pub fn problem(&self) -> Option<String> {
        match self {
            Self::NeoHookean(law) => law.problem(),
        }
    }

    /// Shear modulus at rest (for scales and penalties).
    pub fn shear_modulus(&self) -> f64 {
        match self {
            Self::NeoHookean(law) => law.mu,
        }
    }
}
