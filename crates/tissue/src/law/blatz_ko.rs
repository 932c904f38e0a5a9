//! Blatz–Ko foam.

use super::terms::{Anisotropy, Terms};
use super::volumetric::all_positive;
use super::{Kinematics, Response, Rest};
use crate::real::Real;

/// W = μ/2 (I₂/I₃ + 2 √I₃ − 5), I₃ = J²; no volumetric part, Poisson's ratio ¼ at rest.
///
/// # Source
/// Blatz and Ko, Application of finite elastic theory to the deformation of rubbery materials,
/// Trans Soc Rheol 1962; 6:223 (the foam: f = 0, ν = ¼).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlatzKo {
    /// Shear modulus μ at rest.
    pub mu: f64,
}

impl BlatzKo {
    /// From Young's modulus at rest, 5/2 μ.
    pub fn from_young(young: f64) -> Self {
        Self { mu: 0.4 * young }
    }

    #[inline(always)]
    pub(super) fn distortion<R: Real>(
        &self,
        at: &Kinematics<R>,
        rest: &mut Rest<R>,
    ) -> Response<R> {
        let mu = at.j.constant(self.mu);
        let half_mu = at.j.constant(0.5 * self.mu);
        let mut terms = Terms::new(at.j.constant(0.0));
        terms.energy = mu.times_plus(at.j, at.j.constant(-2.5 * self.mu));
        terms.by_j[0] = mu;
        let [alpha, strain] = terms.second_invariant(at, half_mu, at.power_of_j(-2.0));
        let more = Anisotropy {
            outer: [(alpha, at.f)],
            metric: Some(at.right_cauchy_green().map(|c| strain * c)),
            strain: Some([strain; 6]),
        };
        terms.write(at, &more, rest)
    }

    pub(super) fn problem(&self) -> Option<String> {
        (!all_positive(&[self.mu]))
            .then(|| format!("Blatz–Ko μ = {}: expected positive and finite", self.mu))
    }
}
