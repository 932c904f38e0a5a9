//! Mooney–Rivlin solid.

use super::terms::{Anisotropy, Terms};
use super::volumetric::{all_positive, bulk, bulk_modulus};
use super::{Kinematics, Response, Rest, Volumetric};
use crate::real::Real;

/// W = C₁₀ (Ī₁ − 3) + C₀₁ (Ī₂ − 3) + U(J), Ī₁ = J^(−2/3) I₁, Ī₂ = J^(−4/3) I₂,
/// U = κ/4 (J² − 1 − 2 ln J).
///
/// # Source
/// Rivlin, Large elastic deformations of isotropic materials IV, Phil Trans R Soc A 1948;
/// 241:379; isochoric form: Holzapfel, Nonlinear Solid Mechanics, 2000, eq. 6.147.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MooneyRivlin {
    /// C₁₀.
    pub c10: f64,
    /// C₀₁.
    pub c01: f64,
    /// Bulk modulus κ at rest.
    pub kappa: f64,
}

impl MooneyRivlin {
    /// With the bulk modulus that gives Poisson's ratio `poisson` at rest.
    pub fn with_poisson(c10: f64, c01: f64, poisson: f64) -> Self {
        Self {
            c10,
            c01,
            kappa: bulk_modulus(2.0 * (c10 + c01), poisson),
        }
    }

    /// Shear modulus at rest, 2 (C₁₀ + C₀₁).
    pub fn shear_modulus(&self) -> f64 {
        2.0 * (self.c10 + self.c01)
    }

    #[inline(always)]
    pub(super) fn distortion<R: Real>(
        &self,
        at: &Kinematics<R>,
        rest: &mut Rest<R>,
    ) -> Response<R> {
        let zero = at.j.constant(0.0);
        let c10 = at.j.constant(self.c10);
        let r = at.power_of_j(-2.0 / 3.0);
        let i1 = at.i1();
        let mut terms = Terms::new(zero);
        let energy = c10.times_plus(r[0] * i1, at.j.constant(-3.0 * (self.c10 + self.c01)));
        let [_, shear] = terms.stretch([energy, c10, zero], r, i1, &at.f);
        terms.shear = shear;
        let r = at.power_of_j(-4.0 / 3.0);
        let [alpha, strain] = terms.second_invariant(at, at.j.constant(self.c01), r);
        let more = Anisotropy {
            outer: [(alpha, at.f)],
            metric: Some(at.right_cauchy_green().map(|c| strain * c)),
            strain: Some([strain; 6]),
        };
        terms.write(at, &more, rest)
    }

    #[inline(always)]
    pub(super) fn volumetric<R: Real>(&self, j: R) -> Volumetric<R> {
        bulk(self.kappa, j)
    }

    pub(super) fn problem(&self) -> Option<String> {
        let sound =
            all_positive(&[self.kappa, self.c10 + self.c01]) && self.c10 >= 0.0 && self.c01 >= 0.0;
        (!sound).then(|| {
            format!(
                "Mooney–Rivlin C10 = {}, C01 = {}, κ = {}: expected C10 and C01 not negative, \
                 one of them positive, κ positive, all finite",
                self.c10, self.c01, self.kappa
            )
        })
    }
}
