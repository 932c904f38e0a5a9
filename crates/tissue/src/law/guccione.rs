//! Guccione solid: a Fung exponential, alike in every direction across the fibres.

use super::kinematics::exp_continued;
use super::terms::{Anisotropy, Terms};
use super::volumetric::{all_positive, bulk};
use super::{Kinematics, Response, Rest, Volumetric};
use crate::real::Real;

/// W = C/2 (exp Q − 1) + U(J),
/// Q = b_f Ē₁₁² + b_t (Ē₂₂² + Ē₃₃² + 2 Ē₂₃²) + 2 b_fs (Ē₁₂² + Ē₁₃²),
/// Ē = ½ (J^(−2/3) FᵀF − 1), axis 1 along the fibre, U = κ/4 (J² − 1 − 2 ln J).
///
/// The source has an incompressible solid with Green's strain E = ½ (FᵀF − 1). At J = 1 the two
/// differ by a pressure only; on Ē, the law has no pressure at rest shape, and κ is the bulk
/// modulus there.
///
/// # Source
/// Guccione, McCulloch and Waldman, Passive material properties of intact ventricular myocardium
/// determined from a cylindrical model, J Biomech Eng 1991; 113:42, as in Land et al.,
/// Verification of cardiac mechanics software, Proc R Soc A 2015; 471:20150641.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guccione {
    /// Scale C of the stress.
    pub c: f64,
    /// b_f, along the fibre, dimensionless.
    pub bf: f64,
    /// b_t, across it.
    pub bt: f64,
    /// b_fs, shear between the two.
    pub bfs: f64,
    /// Bulk modulus κ at rest.
    pub kappa: f64,
}

impl Guccione {
    /// Alike in every direction, shear modulus C b/2 at rest.
    pub fn isotropic(c: f64, b: f64, kappa: f64) -> Self {
        Self {
            c,
            bf: b,
            bt: b,
            bfs: b,
            kappa,
        }
    }

    /// The larger shear modulus at rest: C b_fs/2 along the fibres, C b_t/2 across them.
    pub fn shear_modulus(&self) -> f64 {
        0.5 * self.c * self.bt.max(self.bfs)
    }

    /// With M = b ∘ Ē, N = b ∘ C, V = F M, U = F N, r = J^(−2/3):
    ///
    /// P = C e^Q (r V + ½ r' (M : C) cof F)
    #[inline(always)]
    pub(super) fn distortion<R: Real>(
        &self,
        at: &Kinematics<R>,
        rest: &mut Rest<R>,
    ) -> Response<R> {
        let constant = |value: f64| at.j.constant(value);
        let (half, two) = (constant(0.5), constant(2.0));
        let r = at.power_of_j(-2.0 / 3.0);
        let c = at.right_cauchy_green();
        let b = [self.bf, self.bt, self.bt, self.bt, self.bfs, self.bfs].map(constant);
        let strain = strain(&c, r[0]);
        let m: [R; 6] = std::array::from_fn(|k| b[k] * strain[k]);
        let n: [R; 6] = std::array::from_fn(|k| b[k] * c[k]);
        let (q, x, y) = (contract(&m, &strain), contract(&m, &c), contract(&n, &c));
        let [energy, scale, bend] = q.map_three(|q| self.exponential(q));

        let (v, u) = (at.times(&m), at.times(&n));
        let slope = half * r[1] * x;
        let mut terms = Terms::new(constant(0.0));
        terms.energy = energy;
        terms.add_stress(scale * r[0], &v);
        terms.by_j[0] = scale * slope;
        let quarter = constant(0.25) * r[1] * r[1] * y;
        terms.by_j[1] = scale * (half * r[2] * x + quarter) + two * bend * slope * slope;
        terms.add_mixed(two * bend * r[0] * slope + scale * r[1], &v);
        terms.add_mixed(scale * half * r[0] * r[1], &u);
        let factor = half * scale * r[0] * r[0];
        let more = Anisotropy {
            outer: [(two * bend * r[0] * r[0], v)],
            metric: Some(m.map(|m| scale * r[0] * m)),
            strain: Some(b.map(|b| factor * b)),
        };
        terms.write(at, &more, rest)
    }

    /// C/2 (e^Q − 1), C e^Q, C e^Q: the energy and twice its derivatives by Q.
    fn exponential(&self, q: f64) -> [f64; 3] {
        let [energy, first, second] = exp_continued(q);
        [0.5 * self.c * energy, self.c * first, self.c * second]
    }

    #[inline(always)]
    pub(super) fn volumetric<R: Real>(&self, j: R) -> Volumetric<R> {
        bulk(self.kappa, j)
    }

    pub(super) fn problem(&self) -> Option<String> {
        (!all_positive(&[self.c, self.bf, self.bt, self.bfs, self.kappa])).then(|| {
            format!(
                "Guccione C = {}, bf = {}, bt = {}, bfs = {}, κ = {}: expected all positive and \
                 finite",
                self.c, self.bf, self.bt, self.bfs, self.kappa
            )
        })
    }
}

/// Ē = ½ (r C − 1).
#[inline(always)]
fn strain<R: Real>(c: &[R; 6], r: R) -> [R; 6] {
    let half = r.constant(0.5);
    std::array::from_fn(|k| {
        let rest = r.constant(if k < 3 { -0.5 } else { 0.0 });
        (half * r).times_plus(c[k], rest)
    })
}

/// A : B of two symmetric matrices (11, 22, 33, 23, 13, 12).
#[inline(always)]
fn contract<R: Real>(a: &[R; 6], b: &[R; 6]) -> R {
    let diagonal = a[0].times_plus(b[0], a[1].times_plus(b[1], a[2] * b[2]));
    let beside = a[3].times_plus(b[3], a[4].times_plus(b[4], a[5] * b[5]));
    a[0].constant(2.0).times_plus(beside, diagonal)
}
