//! What a law sees of the deformation, and what it gives back.

use crate::real::Real;

/// J below which ln J and powers of J are continued by their second-order Taylor polynomial, so
/// that an iteration can come back from an inverted point. An accepted solution never has one.
pub(crate) const J_CONTINUED: f64 = 0.1;

/// The deformation at a point.
///
/// Matrices are row-major: entry 3 i + J.
#[derive(Debug, Clone, Copy)]
pub struct Kinematics<R> {
    /// Deformation gradient F, in the material frame on its right: columns are the images of
    /// fibre, sheet and normal.
    pub f: [R; 9],
    /// Cofactor of F, ∂J/∂F.
    pub cofactor: [R; 9],
    /// Volume ratio J = det F.
    pub j: R,
}

impl<R: Real> Kinematics<R> {
    /// The deformation with gradient `f`.
    #[inline(always)]
    pub fn new(f: [R; 9]) -> Self {
        let minor = |a: usize, b: usize, c: usize, d: usize| f[a].times_plus(f[b], -(f[c] * f[d]));
        let cofactor = [
            minor(4, 8, 5, 7),
            minor(5, 6, 3, 8),
            minor(3, 7, 4, 6),
            minor(2, 7, 1, 8),
            minor(0, 8, 2, 6),
            minor(1, 6, 0, 7),
            minor(1, 5, 2, 4),
            minor(2, 3, 0, 5),
            minor(0, 4, 1, 3),
        ];
        let j = f[0].times_plus(
            cofactor[0],
            f[1].times_plus(cofactor[1], f[2] * cofactor[2]),
        );
        Self { f, cofactor, j }
    }

    /// First invariant of C, tr(FᵀF).
    #[inline(always)]
    pub fn i1(&self) -> R {
        let mut sum = self.f[0] * self.f[0];
        for entry in &self.f[1..] {
            sum = entry.times_plus(*entry, sum);
        }
        sum
    }

    /// ln J with its first and second derivative, continued by a parabola below J = 0.1.
    #[inline(always)]
    pub fn ln_j(&self) -> [R; 3] {
        self.j.map_three(ln_continued)
    }

    /// J to a power with its first and second derivative, continued by a parabola below J = 0.1.
    #[inline(always)]
    pub fn power_of_j(&self, exponent: f64) -> [R; 3] {
        self.j.map_three(|j| power_continued(j, exponent))
    }

    /// F H for a symmetric H (11, 22, 33, 23, 13, 12).
    #[inline(always)]
    pub(super) fn times(&self, h: &[R; 6]) -> [R; 9] {
        let full = full(h);
        let f = &self.f;
        std::array::from_fn(|entry| {
            let (i, j) = (3 * (entry / 3), entry % 3);
            f[i].times_plus(
                full[j],
                f[i + 1].times_plus(full[3 + j], f[i + 2] * full[6 + j]),
            )
        })
    }

    /// Right Cauchy–Green tensor C = FᵀF (11, 22, 33, 23, 13, 12).
    #[inline(always)]
    pub fn right_cauchy_green(&self) -> [R; 6] {
        let f = &self.f;
        let product = |a: usize, b: usize| {
            f[a].times_plus(f[b], f[3 + a].times_plus(f[3 + b], f[6 + a] * f[6 + b]))
        };
        [
            product(0, 0),
            product(1, 1),
            product(2, 2),
            product(1, 2),
            product(0, 2),
            product(0, 1),
        ]
    }
}

/// A symmetric 3×3 matrix (11, 22, 33, 23, 13, 12), row-major.
#[inline(always)]
pub(super) fn full<R: Copy>(h: &[R; 6]) -> [R; 9] {
    [h[0], h[5], h[4], h[5], h[1], h[3], h[4], h[3], h[2]]
}

/// ln x, 1/x, −1/x², continued by the Taylor polynomial below [`J_CONTINUED`].
pub(crate) fn ln_continued(x: f64) -> [f64; 3] {
    let at = x.max(J_CONTINUED);
    let (d, beyond) = (at.recip(), x - at);
    [
        at.ln() + beyond * d - 0.5 * (beyond * d).powi(2),
        d - beyond * d * d,
        -d * d,
    ]
}

/// x to the power n with its first two derivatives, continued by the Taylor polynomial below
/// [`J_CONTINUED`].
pub(crate) fn power_continued(x: f64, n: f64) -> [f64; 3] {
    let at = x.max(J_CONTINUED);
    let beyond = x - at;
    let power = at.powf(n);
    let first = n * power / at;
    let second = (n - 1.0) * first / at;
    [
        power + beyond * (first + 0.5 * beyond * second),
        first + beyond * second,
        second,
    ]
}

/// Exponent above which e^q is continued by its second-order Taylor polynomial, so that a far
/// iterate stays finite. An accepted solution never has one: its stress would be e⁵⁰ times the
/// law's constant.
const EXPONENT_CONTINUED: f64 = 50.0;

/// e^q − 1 with its first two derivatives, continued above [`EXPONENT_CONTINUED`].
pub(super) fn exp_continued(q: f64) -> [f64; 3] {
    let at = q.min(EXPONENT_CONTINUED);
    let (beyond, value) = (q - at, at.exp_m1());
    let slope = value + 1.0;
    [
        value + slope * beyond * (1.0 + 0.5 * beyond),
        slope * (1.0 + beyond),
        slope,
    ]
}

/// Energy, stress and tangent of the distortional part of a law.
///
/// P = shear F + ψ' cof F + P_rest, and the tangent
/// ∂P/∂F = shear 1 + ψ'' cof F ⊗ cof F + ψ' ∂²J/∂F² + A_rest.
#[derive(Debug, Clone, Copy)]
pub struct Response<R> {
    /// Energy per reference volume.
    pub energy: R,
    /// Factor of F in the stress (and of the identity in the tangent).
    pub shear: R,
    /// Derivatives by J of the part that depends on J alone: ψ', ψ''.
    pub by_j: [R; 2],
    /// Whether the law has a part that is not of this form, and wrote it to [`Rest`].
    pub has_rest: bool,
}

/// Stress and tangent that are not of the simple isotropic form.
#[derive(Debug, Clone, Copy)]
pub struct Rest<R> {
    /// First Piola–Kirchhoff stress, (9).
    pub stress: [R; 9],
    /// ∂P_iJ/∂F_kL, entry [3 i + J][3 k + L], symmetric, (9 × 9).
    pub tangent: [[R; 9]; 9],
}

/// The volumetric part of a law: U(J), U'(J), U''(J).
pub type Volumetric<R> = [R; 3];

#[cfg(test)]
mod tests {
    use super::*;

    /// Value, slope and curvature meet at `place`, and beyond it, at `far`, the function is the
    /// parabola with that curvature.
    fn check(function: impl Fn(f64) -> [f64; 3], place: f64, far: [f64; 3]) {
        let above = function(place * (1.0 + 1e-12));
        let below = function(place * (1.0 - 1e-12));
        for (a, b) in above.iter().zip(below) {
            assert!((a - b).abs() < 1e-9 * a.abs(), "{a} above, {b} below");
        }
        let [value, slope, curvature] = function(place);
        for x in far {
            let beyond = x - place;
            let parabola = value + beyond * slope + 0.5 * beyond * beyond * curvature;
            let [here, first, second] = function(x);
            assert!((here - parabola).abs() < 1e-12 * parabola.abs());
            assert!((first - slope - beyond * curvature).abs() < 1e-12 * first.abs());
            assert_eq!(second, curvature);
        }
    }

    #[test]
    fn the_logarithm_is_continued_with_two_derivatives() {
        check(ln_continued, J_CONTINUED, [0.05, -1.0, -20.0]);
    }

    #[test]
    fn powers_are_continued_with_two_derivatives() {
        for n in [-2.0 / 3.0, -4.0 / 3.0, -2.0] {
            check(|j| power_continued(j, n), J_CONTINUED, [0.05, -1.0, -20.0]);
        }
    }

    #[test]
    fn the_exponential_is_continued_with_two_derivatives() {
        check(exp_continued, EXPONENT_CONTINUED, [51.0, 80.0, 1e4]);
    }

    #[test]
    fn what_is_no_number_stays_none() {
        assert!(
            power_continued(f64::NAN, -2.0)
                .iter()
                .take(2)
                .all(|x| x.is_nan())
        );
        assert!(ln_continued(f64::NAN).iter().take(2).all(|x| x.is_nan()));
        assert!(exp_continued(f64::NAN).iter().take(2).all(|x| x.is_nan()));
    }
}
