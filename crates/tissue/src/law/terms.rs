//! The terms that the laws are sums of, gathered before they are written out.

use super::kinematics::full;
use super::{Kinematics, Response, Rest};
use crate::real::Real;

/// A law's response under construction.
///
/// The rest of the tangent, beyond what [`Response`] holds, is
/// cof F ⊗ K + K ⊗ cof F + Σ α V ⊗ V + δ_ik H_JL + δ_JL Σ_A t_AJ F_iA F_kA + t_JL F_iL F_kJ;
/// the last two are ½ Σ_AB t_AB ∂C_AB/∂F ⊗ ∂C_AB/∂F.
pub(super) struct Terms<R> {
    pub(super) energy: R,
    pub(super) shear: R,
    pub(super) by_j: [R; 2],
    /// What is added to the stress, (9).
    pub(super) stress: [R; 9],
    /// K, (9).
    pub(super) mixed: [R; 9],
}

/// The weights of the parts of the tangent that only some laws have.
pub(super) struct Anisotropy<R, const N: usize> {
    /// α and V.
    pub(super) outer: [(R, [R; 9]); N],
    /// H, symmetric (11, 22, 33, 23, 13, 12).
    pub(super) metric: Option<[R; 6]>,
    /// t, symmetric (11, 22, 33, 23, 13, 12).
    pub(super) strain: Option<[R; 6]>,
}

impl<R> Anisotropy<R, 0> {
    pub(super) const NONE: Self = Self {
        outer: [],
        metric: None,
        strain: None,
    };
}

impl<R: Real> Terms<R> {
    #[inline(always)]
    pub(super) fn new(zero: R) -> Self {
        Self {
            energy: zero,
            shear: zero,
            by_j: [zero; 2],
            stress: [zero; 9],
            mixed: [zero; 9],
        }
    }

    /// μ/2 (Ī₁ − 3), with the derivatives `r` of J^(−2/3).
    #[inline(always)]
    pub(super) fn neo_hookean(mu: f64, at: &Kinematics<R>, r: [R; 3]) -> Self {
        let zero = at.j.constant(0.0);
        let half_mu = at.j.constant(0.5 * mu);
        let i1 = at.i1();
        let mut terms = Self::new(zero);
        let energy = half_mu * r[0].times_plus(i1, at.j.constant(-3.0));
        let [_, shear] = terms.stretch([energy, half_mu, zero], r, i1, &at.f);
        terms.shear = shear;
        terms
    }

    /// Adds w(x), x = r(J) X, X = C : H, V = F H, save for the parts along V ⊗ V and H of the
    /// tangent: their factors, 4 w'' r² and 2 w' r, come back.
    ///
    /// dx = 2 r V + r' X cof F, and d²x = 2 r δ_ik H_JL + 2 r' (V ⊗ cof F + cof F ⊗ V)
    /// + r'' X cof F ⊗ cof F + r' X ∂²J/∂F².
    #[inline(always)]
    pub(super) fn stretch(
        &mut self,
        [w, first, second]: [R; 3],
        r: [R; 3],
        x: R,
        v: &[R; 9],
    ) -> [R; 2] {
        let two = x.constant(2.0);
        let slope = r[1] * x;
        self.energy = self.energy + w;
        self.by_j[0] = first.times_plus(slope, self.by_j[0]);
        self.by_j[1] = self.by_j[1] + first * r[2] * x + second * slope * slope;
        self.add_mixed(two * (first * r[1] + second * r[0] * slope), v);
        let twice = two * r[0];
        [second * twice * twice, first * twice]
    }

    /// Adds factor · V to the stress.
    #[inline(always)]
    pub(super) fn add_stress(&mut self, factor: R, v: &[R; 9]) {
        for (sum, v) in self.stress.iter_mut().zip(v) {
            *sum = factor.times_plus(*v, *sum);
        }
    }

    /// Adds factor · V to K.
    #[inline(always)]
    pub(super) fn add_mixed(&mut self, factor: R, v: &[R; 9]) {
        for (sum, v) in self.mixed.iter_mut().zip(v) {
            *sum = factor.times_plus(*v, *sum);
        }
    }

    /// Adds c r(J) I₂, I₂ = ½ (I₁² − C : C) = |cof F|², save for the parts along F ⊗ F and t of
    /// the tangent: their factors, 4 c r and −2 c r, come back.
    #[inline(always)]
    pub(super) fn second_invariant(&mut self, at: &Kinematics<R>, factor: R, r: [R; 3]) -> [R; 2] {
        let mut i2 = at.cofactor[0] * at.cofactor[0];
        for entry in &at.cofactor[1..] {
            i2 = entry.times_plus(*entry, i2);
        }
        let i1 = at.i1();
        let fc = at.times(&at.right_cauchy_green());
        let two = i1.constant(2.0);
        let twice = two * factor * r[0];
        let mixed = two * factor * r[1];
        self.energy = (factor * r[0]).times_plus(i2, self.energy);
        self.shear = twice.times_plus(i1, self.shear);
        self.by_j[0] = (factor * r[1]).times_plus(i2, self.by_j[0]);
        self.by_j[1] = (factor * r[2]).times_plus(i2, self.by_j[1]);
        for entry in 0..9 {
            let along = i1 * at.f[entry] - fc[entry];
            self.stress[entry] = self.stress[entry] - twice * fc[entry];
            self.mixed[entry] = mixed.times_plus(along, self.mixed[entry]);
        }
        [two * twice, -twice]
    }

    /// Writes the parts that are not of the simple form to `rest`.
    #[inline(always)]
    pub(super) fn write<const N: usize>(
        self,
        at: &Kinematics<R>,
        more: &Anisotropy<R, N>,
        rest: &mut Rest<R>,
    ) -> Response<R> {
        let (f, c) = (&at.f, &at.cofactor);
        let metric = more.metric.as_ref().map(full);
        let strain = more.strain.as_ref().map(full);
        let scaled = more.outer.map(|(alpha, v)| v.map(|v| alpha * v));
        rest.stress = self.stress;
        for p in 0..9 {
            for q in p..9 {
                let (i, j, k, l) = (p / 3, p % 3, q / 3, q % 3);
                let mut value = c[p].times_plus(self.mixed[q], self.mixed[p] * c[q]);
                for (scaled, (_, v)) in scaled.iter().zip(&more.outer) {
                    value = scaled[p].times_plus(v[q], value);
                }
                if let (Some(h), true) = (&metric, i == k) {
                    value = value + h[3 * j + l];
                }
                if let Some(t) = &strain {
                    value = (t[3 * j + l] * f[3 * i + l]).times_plus(f[3 * k + j], value);
                    if j == l {
                        for a in 0..3 {
                            value = (t[3 * a + j] * f[3 * i + a]).times_plus(f[3 * k + a], value);
                        }
                    }
                }
                rest.tangent[p][q] = value;
                rest.tangent[q][p] = value;
            }
        }
        Response {
            energy: self.energy,
            shear: self.shear,
            by_j: self.by_j,
            has_rest: true,
        }
    }
}
