//! Small waves on a compressed stack: the incremental equations as a system of first order through
//! the depth, and the sign that tells whether the free surface holds.
//!
//! With u₁ = U₁(y) sin kx, u₂ = U₂(y) cos kx and the increments of nominal traction on planes of
//! constant y, Σ₂₁ = k S₁ sin kx, Σ₂₂ = k S₂ cos kx, equilibrium is d(U, S)/d(ky) = N (U, S) with
//! N constant in a layer. Layers are bonded, so (U, S) goes through their faces unchanged.

use crate::law::Law;

/// Columns carried through the stack: two motions that the base allows, as (U₁, U₂, S₁, S₂).
pub(super) type Motions = [[f64; 4]; 2];
type Matrix = [[f64; 4]; 4];

/// Longest step through a layer, in k y: no exponential in it grows beyond e^½ or so.
const STEP: f64 = 0.5;
/// Depth k y below which nothing is felt at the surface: the slowest decay, e^(−λ²ky) for a solid
/// compressed to λ² = 0.25, leaves e^(−2·0.25·60) = 10⁻¹³.
pub(super) const DEEP: f64 = 60.0;
/// Terms of the exponential's series: the last is below 10⁻¹⁷ for steps of norm 2.
const TERMS: u32 = 20;

/// The matrix N of a layer for traction in units of `shear`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moduli {
    shear: f64,
    matrix: Matrix,
}

impl Moduli {
    /// An incompressible neo-Hookean solid under no stress through its thickness.
    ///
    /// - `along`: α = A₁₂₁₂ = μλ₁²
    /// - `through`: γ = A₂₁₂₁ = μλ₂²; β = (α + γ)/2
    ///
    /// # Source
    /// dowaikh-ogden-1990
    pub(super) fn incompressible(along: f64, through: f64) -> Self {
        let ratio = along / through;
        Self {
            shear: through,
            matrix: [
                [0.0, 1.0, 1.0, 0.0],
                [-1.0, 0.0, 0.0, 0.0],
                [ratio + 3.0, 0.0, 0.0, 1.0],
                [0.0, ratio - 1.0, -1.0, 0.0],
            ],
        }
    }

    /// A compressible law at principal stretches along, through and across.
    ///
    /// A₀ pi qj = J⁻¹ F_pα F_qβ ∂²W/∂F_iα∂F_jβ
    pub(super) fn of_law(law: &Law, stretches: [f64; 3]) -> Self {
        let [l1, l2, l3] = stretches;
        let at = law.evaluate(&[l1, 0.0, 0.0, 0.0, l2, 0.0, 0.0, 0.0, l3]);
        let j = l1 * l2 * l3;
        // (p i q j) with face p, direction i; entry of F: 3 i + α.
        let a = |p: usize, i: usize, q: usize, k: usize| {
            let lengths = stretches[p] * stretches[q] / j;
            lengths * at.tangent[3 * i + p][3 * k + q]
        };
        let shear = a(1, 0, 1, 0);
        let a = |p, i, q, k| a(p, i, q, k) / shear;
        let (down, cross, swap) = (a(1, 1, 1, 1), a(0, 0, 1, 1), a(1, 0, 0, 1));
        Self {
            shear,
            matrix: [
                [0.0, swap, 1.0, 0.0],
                [-cross / down, 0.0, 0.0, 1.0 / down],
                [a(0, 0, 0, 0) - cross * cross / down, 0.0, 0.0, cross / down],
                [0.0, a(0, 1, 0, 1) - swap * swap, -swap, 0.0],
            ],
        }
    }

    /// Carries motions up through a thickness, in k y.
    pub(super) fn lift(&self, motions: &mut Motions, depth: f64) {
        let depth = depth.min(DEEP);
        let steps = (depth / STEP).ceil().max(1.0);
        let step = exponential(&self.matrix, depth / steps);
        for column in motions.iter_mut() {
            column[2] /= self.shear;
            column[3] /= self.shear;
        }
        for _ in 0..steps as usize {
            for column in motions.iter_mut() {
                *column = times(&step, column);
            }
            orthonormal(motions);
        }
        for column in motions.iter_mut() {
            column[2] *= self.shear;
            column[3] *= self.shear;
        }
    }
}

/// Determinant of the impedance that takes the surface's motion to the traction it needs, up to
/// a positive factor: it falls through zero where the surface first folds of itself.
pub(super) fn resistance([a, b]: &Motions) -> f64 {
    let motion = a[0] * b[1] - a[1] * b[0];
    let traction = a[2] * b[3] - a[3] * b[2];
    traction * motion.signum()
}

/// Makes two columns orthonormal without turning their plane over.
fn orthonormal([a, b]: &mut Motions) {
    scale(a, 1.0 / dot(a, a).sqrt());
    let along = dot(a, b);
    for (b, a) in b.iter_mut().zip(a.iter()) {
        *b -= along * a;
    }
    scale(b, 1.0 / dot(b, b).sqrt());
}

fn dot(a: &[f64; 4], b: &[f64; 4]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn scale(a: &mut [f64; 4], factor: f64) {
    for value in a {
        *value *= factor;
    }
}

fn times(matrix: &Matrix, column: &[f64; 4]) -> [f64; 4] {
    std::array::from_fn(|row| dot(&matrix[row], column))
}

/// e^(N d) by its series.
fn exponential(matrix: &Matrix, depth: f64) -> Matrix {
    let mut sum: Matrix = std::array::from_fn(|i| std::array::from_fn(|j| f64::from(i == j)));
    let mut term = sum;
    for n in 1..=TERMS {
        let factor = depth / f64::from(n);
        term = std::array::from_fn(|i| {
            std::array::from_fn(|j| (0..4).map(|l| term[i][l] * matrix[l][j]).sum::<f64>() * factor)
        });
        for (sum, term) in sum.iter_mut().flatten().zip(term.iter().flatten()) {
            *sum += term;
        }
    }
    sum
}
