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
        let zero = at.j.constant(0.0);
        let half_mu = at.j.constant(0.5 * self.mu);
        let r = at.power_of_j(-2.0 / 3.0);
        let i1 = at.i1();
        let mut terms = Terms::new(zero);
        let energy = half_mu * r[0].times_plus(i1, at.j.constant(-3.0));
        let [_, shear] = terms.stretch([energy, half_mu, zero], r, i1, &at.f);
        terms.shear = shear;
        terms.write(at, &Anisotropy::NONE, rest)
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
