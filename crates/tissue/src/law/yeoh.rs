//! Yeoh solid.

use super::terms::{Anisotropy, Terms};
use super::volumetric::{all_positive, bulk, bulk_modulus};
use super::{Kinematics, Response, Rest, Volumetric};
use crate::real::Real;

/// W = Σ C_i (Ī₁ − 3)^i, i = 1, 2, 3, + U(J), Ī₁ = J^(−2/3) I₁, U = κ/4 (J² − 1 − 2 ln J).
///
/// # Source
/// Yeoh, Some forms of the strain energy function for rubber, Rubber Chem Technol 1993; 66:754.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Yeoh {
    /// C₁, C₂, C₃.
    pub c: [f64; 3],
    /// Bulk modulus κ at rest.
    pub kappa: f64,
}

impl Yeoh {
    /// With the bulk modulus that gives Poisson's ratio `poisson` at rest.
    pub fn with_poisson(c: [f64; 3], poisson: f64) -> Self {
        Self {
            c,
            kappa: bulk_modulus(2.0 * c[0], poisson),
        }
    }

    /// Shear modulus at rest, 2 C₁.
    pub fn shear_modulus(&self) -> f64 {
        2.0 * self.c[0]
    }

    #[inline(always)]
    pub(super) fn distortion<R: Real>(
        &self,
        at: &Kinematics<R>,
        rest: &mut Rest<R>,
    ) -> Response<R> {
        let r = at.power_of_j(-2.0 / 3.0);
        let i1 = at.i1();
        let w = self.polynomial(r[0].times_plus(i1, at.j.constant(-3.0)));
        let mut terms = Terms::new(at.j.constant(0.0));
        let [alpha, shear] = terms.stretch(w, r, i1, &at.f);
        terms.shear = shear;
        let more = Anisotropy {
            outer: [(alpha, at.f)],
            metric: None,
            strain: None,
        };
        terms.write(at, &more, rest)
    }

    /// The energy of x = Ī₁ − 3 with its first and second derivative.
    #[inline(always)]
    fn polynomial<R: Real>(&self, x: R) -> [R; 3] {
        let [c1, c2, c3] = self.c.map(|c| x.constant(c));
        let (two, three) = (x.constant(2.0), x.constant(3.0));
        [
            x * x.times_plus(c3.times_plus(x, c2), c1),
            x.times_plus((three * c3).times_plus(x, two * c2), c1),
            two * (three * c3).times_plus(x, c2),
        ]
    }

    #[inline(always)]
    pub(super) fn volumetric<R: Real>(&self, j: R) -> Volumetric<R> {
        bulk(self.kappa, j)
    }

    /// Sound when dW/dĪ₁ = C₁ + 2 C₂ x + 3 C₃ x² is positive for every x = Ī₁ − 3 ≥ 0.
    pub(super) fn problem(&self) -> Option<String> {
        let [c1, c2, c3] = self.c;
        let rises = c3 >= 0.0 && (c2 >= 0.0 || c2 * c2 < 3.0 * c1 * c3);
        let sound = all_positive(&[c1, self.kappa]) && rises && c2.is_finite() && c3.is_finite();
        (!sound).then(|| {
            format!(
                "Yeoh C1 = {c1}, C2 = {c2}, C3 = {c3}, κ = {}: expected C1 and κ positive, C3 not \
                 negative, C2 above −√(3 C1 C3), all finite",
                self.kappa
            )
        })
    }
}
