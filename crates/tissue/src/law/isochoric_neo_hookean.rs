//! Neo-Hookean solid on the isochoric first invariant.

use super::terms::{Anisotropy, Terms};
use super::volumetric::{all_positive, bulk, bulk_modulus};
use super::{Kinematics, Response, Rest, Volumetric};
use crate::real::Real;

/// W = μ/2 (Ī₁ − 3) + U(J), Ī₁ = J^(−2/3) I₁, U = κ/4 (J² − 1 − 2 ln J).
///
/// # Source
/// Simo, Taylor and Pister, Variational and projection methods for the volume constraint in
/// finite deformation elasto-plasticity, CMAME 1985; 51:177.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IsochoricNeoHookean {
    /// Shear modulus μ at rest.
    pub mu: f64,
    /// Bulk modulus κ at rest.
    pub kappa: f64,
}

impl IsochoricNeoHookean {
    /// From the shear modulus and Poisson's ratio at rest.
    pub fn from_shear(mu: f64, poisson: f64) -> Self {
        Self {
            mu,
            kappa: bulk_modulus(mu, poisson),
        }
    }

    /// From Young's modulus and Poisson's ratio at rest.
    pub fn from_young(young: f64, poisson: f64) -> Self {
        Self::from_shear(young / (2.0 * (1.0 + poisson)), poisson)
    }

    #[inline(always)]
    pub(super) fn distortion<R: Real>(
        &self,
        at: &Kinematics<R>,
        rest: &mut Rest<R>,
    ) -> Response<R> {
        let r = at.power_of_j(-2.0 / 3.0);
        Terms::neo_hookean(self.mu, at, r).write(at, &Anisotropy::NONE, rest)
    }

    #[inline(always)]
    pub(super) fn volumetric<R: Real>(&self, j: R) -> Volumetric<R> {
        bulk(self.kappa, j)
    }

    pub(super) fn problem(&self) -> Option<String> {
        (!all_positive(&[self.mu, self.kappa])).then(|| {
            format!(
                "isochoric neo-Hookean μ = {}, κ = {}: expected both positive and finite",
                self.mu, self.kappa
            )
        })
    }
}
