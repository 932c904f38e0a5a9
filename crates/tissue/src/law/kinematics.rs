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

    /// ln J with its first and second derivative, continued below [`J_CONTINUED`].
    #[inline(always)]
    pub fn ln_j(&self) -> [R; 3] {
        self.j.map_three(ln_continued)
    }
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
