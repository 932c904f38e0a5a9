//! Holzapfel–Gasser–Ogden solid: a soft matrix with one or two dispersed families of fibres.

use super::kinematics::exp_continued;
use super::terms::{Anisotropy, Terms};
use super::volumetric::{all_positive, bulk, bulk_modulus};
use super::{Kinematics, Response, Rest, Volumetric};
use crate::real::Real;

/// Mean directions of the fibres in the plane of the material frame's fibre and sheet axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Families {
    cos: f64,
    pub(super) sin: f64,
    two: bool,
}

impl Families {
    /// One family, along the fibre axis.
    pub const ONE: Self = Self {
        cos: 1.0,
        sin: 0.0,
        two: false,
    };

    /// Two alike, at ± `angle_rad` from the fibre axis.
    pub fn two(angle_rad: f64) -> Self {
        let (sin, cos) = angle_rad.sin_cos();
        Self {
            cos,
            sin,
            two: true,
        }
    }
}

/// W = μ/2 (Ī₁ − 3) + Σ k₁/(2 k₂) (exp(k₂ ⟨E_i⟩²) − 1) + U(J), summed over the families, with
/// E_i = d (Ī₁ − 3) + (1 − 3 d) (Ī₄ᵢ − 1), Ī₁ = J^(−2/3) I₁, Ī₄ᵢ = J^(−2/3) aᵢ·C aᵢ,
/// ⟨x⟩ = max(x, 0), U = κ/4 (J² − 1 − 2 ln J).
///
/// A family bears load only while E_i > 0; there the stress is continuous and the tangent jumps
/// by the stiffness k₁ of the family. At rest E_i = 0: the moduli are those of the matrix on the
/// slack side.
///
/// # Source
/// Gasser, Ogden and Holzapfel, Hyperelastic modelling of arterial layers with distributed
/// collagen fibre orientations, J R Soc Interface 2006; 3:15 (μ is their c, d their κ).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HolzapfelGasserOgden {
    /// Shear modulus μ of the matrix.
    pub mu: f64,
    /// Stiffness k₁ of a family.
    pub k1: f64,
    /// Stiffening k₂ of a family, dimensionless.
    pub k2: f64,
    /// Dispersion d, from 0 (all along the mean direction) to ⅓ (isotropic).
    pub dispersion: f64,
    /// Mean directions.
    pub families: Families,
    /// Bulk modulus κ at rest.
    pub kappa: f64,
}

impl HolzapfelGasserOgden {
    /// Fibres of stiffness `k1`, `k2` all along `families`, in a matrix of shear modulus `mu`
    /// and Poisson's ratio `poisson`.
    pub fn aligned(mu: f64, k1: f64, k2: f64, families: Families, poisson: f64) -> Self {
        Self {
            mu,
            k1,
            k2,
            dispersion: 0.0,
            families,
            kappa: bulk_modulus(mu, poisson),
        }
    }

    #[inline(always)]
    pub(super) fn distortion<R: Real>(
        &self,
        at: &Kinematics<R>,
        rest: &mut Rest<R>,
    ) -> Response<R> {
        let zero = at.j.constant(0.0);
        let r = at.power_of_j(-2.0 / 3.0);
        let mut terms = Terms::neo_hookean(self.mu, at, r);
        let mut more = Anisotropy {
            outer: [(zero, [zero; 9]); 2],
            metric: Some([zero; 6]),
            strain: None,
        };
        self.add_family(at, r, self.families.sin, &mut terms, &mut more, 0);
        if self.families.two {
            self.add_family(at, r, -self.families.sin, &mut terms, &mut more, 1);
        }
        terms.write(at, &more, rest)
    }

    #[inline(always)]
    fn add_family<R: Real>(
        &self,
        at: &Kinematics<R>,
        r: [R; 3],
        sin: f64,
        terms: &mut Terms<R>,
        more: &mut Anisotropy<R, 2>,
        family: usize,
    ) {
        let h = self.structure(sin).map(|h| at.j.constant(h));
        let c = at.right_cauchy_green();
        let diagonal = c[0].times_plus(h[0], c[1].times_plus(h[1], c[2] * h[2]));
        let x = at.j.constant(2.0).times_plus(c[5] * h[5], diagonal);
        let v = at.times(&h);
        let strain = r[0].times_plus(x, at.j.constant(-1.0));
        let w = strain.map_three(|strain| self.fibre_energy(strain));
        let [alpha, along] = terms.stretch(w, r, x, &v);
        terms.add_stress(along, &v);
        more.outer[family] = (alpha, v);
        more.metric = more
            .metric
            .map(|sum| std::array::from_fn(|k| along.times_plus(h[k], sum[k])));
    }

    /// H = d 1 + (1 − 3 d) a ⊗ a, so that E = J^(−2/3) C : H − 1.
    pub(super) fn structure(&self, sin: f64) -> [f64; 6] {
        let (d, cos) = (self.dispersion, self.families.cos);
        let aligned = 1.0 - 3.0 * d;
        [
            d + aligned * cos * cos,
            d + aligned * sin * sin,
            d,
            0.0,
            0.0,
            aligned * sin * cos,
        ]
    }

    /// Energy of a family by its strain E, with two derivatives.
    fn fibre_energy(&self, strain: f64) -> [f64; 3] {
        if strain <= 0.0 {
            return [0.0; 3];
        }
        let exponent = self.k2 * strain * strain;
        let [energy, first, second] = exp_continued(exponent);
        [
            0.5 * self.k1 / self.k2 * energy,
            self.k1 * strain * first,
            self.k1 * (first + 2.0 * exponent * second),
        ]
    }

    #[inline(always)]
    pub(super) fn volumetric<R: Real>(&self, j: R) -> Volumetric<R> {
        bulk(self.kappa, j)
    }

    pub(super) fn problem(&self) -> Option<String> {
        let sound = all_positive(&[self.mu, self.k2, self.kappa])
            && self.k1 >= 0.0
            && self.k1.is_finite()
            && (0.0..=1.0 / 3.0).contains(&self.dispersion)
            && self.families.cos.is_finite();
        (!sound).then(|| {
            format!(
                "Holzapfel–Gasser–Ogden μ = {}, k1 = {}, k2 = {}, dispersion = {}, κ = {}: \
                 expected μ, k2 and κ positive, k1 not negative, dispersion from 0 to 1/3, a \
                 finite angle",
                self.mu, self.k1, self.k2, self.dispersion, self.kappa
            )
        })
    }
}
