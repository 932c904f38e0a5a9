//! Compressible neo-Hookean solid.

use super::{Kinematics, Response, Volumetric};
use crate::real::Real;

/// W = μ/2 (I₁ − 3) − μ ln J + λ/2 (ln J)²; the volumetric part is U = λ/2 (ln J)².
///
/// # Source
/// Bonet and Wood, Nonlinear Continuum Mechanics for Finite Element Analysis, 2008, eq. 6.27.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NeoHookean {
    /// Shear modulus μ at rest.
    pub mu: f64,
    /// Lamé's first constant λ at rest.
    pub lambda: f64,
}

impl NeoHookean {
    /// From Young's modulus and Poisson's ratio at rest.
    pub fn from_young(young: f64, poisson: f64) -> Self {
        Self {
            mu: young / (2.0 * (1.0 + poisson)),
            lambda: young * poisson / ((1.0 + poisson) * (1.0 - 2.0 * poisson)),
        }
    }

    #[inline(always)]
    pub(super) fn distortion<R: Real>(&self, at: &Kinematics<R>) -> Response<R> {
        let mu = at.j.constant(self.mu);
        let half_mu = at.j.constant(0.5 * self.mu);
        let [ln, first, second] = at.ln_j();
        Response {
            energy: half_mu * (at.i1() - at.j.constant(3.0)) - mu * ln,
            shear: mu,
            by_j: [-(mu * first), -(mu * second)],
            has_rest: false,
        }
    }

    #[inline(always)]
    pub(super) fn volumetric<R: Real>(&self, j: R) -> Volumetric<R> {
        let lambda = j.constant(self.lambda);
        let [ln, first, second] = j.map_three(super::kinematics::ln_continued);
        [
            j.constant(0.5 * self.lambda) * ln * ln,
            lambda * ln * first,
            lambda * (first * first + ln * second),
        ]
    }

    pub(super) fn problem(&self) -> Option<String> {
        let sound = self.mu > 0.0 && self.lambda > -2.0 / 3.0 * self.mu && self.lambda.is_finite();
        (!sound || !self.mu.is_finite()).then(|| {
            format!(
                "neo-Hookean μ = {}, λ = {}: expected μ > 0 and λ > −2μ/3, both finite",
                self.mu, self.lambda
            )
        })
    }
}
