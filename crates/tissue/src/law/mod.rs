//! Hyperelastic laws, one a file: energy per reference volume, first Piola–Kirchhoff stress and
//! tangent, exactly as stated in each.
//!
//! Every law is split into a *distortional* part, always taken at the quadrature point, and a
//! *volumetric* part U(J), which an element may take at its mean dilatation (see
//! [`crate::Dilatation`]). For a law whose volumetric part is zero the two are the same.

#![allow(
    clippy::inline_always,
    clippy::needless_range_loop,
    clippy::trivially_copy_pass_by_ref,
    reason = "a law is compiled into its element's vector code; tensors are written in indices; \
              laws are called alike"
)]

mod blatz_ko;
mod custom;
mod evaluation;
mod guccione;
mod holzapfel;
mod isochoric_neo_hookean;
mod kinematics;
mod mooney_rivlin;
mod neo_hookean;
mod terms;
mod volumetric;
mod yeoh;

#[cfg(test)]
mod tests;

pub use blatz_ko::BlatzKo;
pub use custom::{Custom, UserLaw};
pub use evaluation::Evaluation;
pub use guccione::Guccione;
pub use holzapfel::{Families, HolzapfelGasserOgden};
pub use isochoric_neo_hookean::IsochoricNeoHookean;
pub(crate) use kinematics::J_CONTINUED;
pub use kinematics::{Kinematics, Response, Rest, Volumetric};
pub use mooney_rivlin::MooneyRivlin;
pub use neo_hookean::NeoHookean;
pub use volumetric::bulk_modulus;
pub use yeoh::Yeoh;

use crate::real::Real;

/// A hyperelastic law with its constants (stresses in the model's unit).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Law {
    /// Compressible neo-Hookean.
    NeoHookean(NeoHookean),
    /// Neo-Hookean on the isochoric first invariant.
    IsochoricNeoHookean(IsochoricNeoHookean),
    /// Mooney–Rivlin.
    MooneyRivlin(MooneyRivlin),
    /// Yeoh.
    Yeoh(Yeoh),
    /// Blatz–Ko foam.
    BlatzKo(BlatzKo),
    /// Holzapfel–Gasser–Ogden: fibres in a soft matrix.
    HolzapfelGasserOgden(HolzapfelGasserOgden),
    /// Guccione: a Fung exponential.
    Guccione(Guccione),
    /// One of the user's own.
    Custom(Custom),
}

impl Law {
    /// Everything but the volumetric part.
    #[inline(always)]
    pub(crate) fn distortion<R: Real>(
        &self,
        at: &Kinematics<R>,
        rest: &mut Rest<R>,
    ) -> Response<R> {
        match self {
            Self::NeoHookean(law) => law.distortion(at),
            _ => R::rich_distortion(self, at, rest),
        }
    }

    /// [`Law::distortion`] of the laws with more to compute, which the element formulas call
    /// instead of containing them.
    #[inline(always)]
    pub(crate) fn rich_distortion<R: Real>(
        &self,
        at: &Kinematics<R>,
        rest: &mut Rest<R>,
    ) -> Response<R> {
        match self {
            Self::NeoHookean(law) => law.distortion(at),
            Self::IsochoricNeoHookean(law) => law.distortion(at, rest),
            Self::MooneyRivlin(law) => law.distortion(at, rest),
            Self::Yeoh(law) => law.distortion(at, rest),
            Self::BlatzKo(law) => law.distortion(at, rest),
            Self::HolzapfelGasserOgden(law) => law.distortion(at, rest),
            Self::Guccione(law) => law.distortion(at, rest),
            Self::Custom(law) => law.distortion(at, rest),
        }
    }

    /// The volumetric part.
    #[inline(always)]
    pub(crate) fn volumetric<R: Real>(&self, j: R) -> Volumetric<R> {
        match self {
            Self::NeoHookean(law) => law.volumetric(j),
            Self::IsochoricNeoHookean(law) => law.volumetric(j),
            Self::MooneyRivlin(law) => law.volumetric(j),
            Self::Yeoh(law) => law.volumetric(j),
            Self::BlatzKo(_) => [j.constant(0.0); 3],
            Self::HolzapfelGasserOgden(law) => law.volumetric(j),
            Self::Guccione(law) => law.volumetric(j),
            Self::Custom(law) => law.volumetric(j),
        }
    }

    /// What is wrong with the constants, in words; nothing for a law that is stable at rest.
    pub fn problem(&self) -> Option<String> {
        match self {
            Self::NeoHookean(law) => law.problem(),
            Self::IsochoricNeoHookean(law) => law.problem(),
            Self::MooneyRivlin(law) => law.problem(),
            Self::Yeoh(law) => law.problem(),
            Self::BlatzKo(law) => law.problem(),
            Self::HolzapfelGasserOgden(law) => law.problem(),
            Self::Guccione(law) => law.problem(),
            Self::Custom(law) => law.0.problem(),
        }
    }

    /// Shear modulus at rest (for scales and penalties).
    pub fn shear_modulus(&self) -> f64 {
        match self {
            Self::NeoHookean(law) => law.mu,
            Self::IsochoricNeoHookean(law) => law.mu,
            Self::MooneyRivlin(law) => law.shear_modulus(),
            Self::Yeoh(law) => law.shear_modulus(),
            Self::BlatzKo(law) => law.mu,
            Self::HolzapfelGasserOgden(law) => law.mu,
            Self::Guccione(law) => law.shear_modulus(),
            Self::Custom(law) => law.0.shear_modulus(),
        }
    }
}
