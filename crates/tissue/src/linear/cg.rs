//! Preconditioned conjugate gradients.

use rayon::prelude::*;

use super::Preconditioner;
use super::matrix::{BlockMatrix, ROWS_PER_TASK, dot};

/// Numbers that one task of a vector operation handles.
const PIECE: usize = 3 * ROWS_PER_TASK;

/// Times that the true residual may replace the updated one.
const RESTARTS: usize = 3;

/// A symmetric linear operator.
pub trait Operator: Sync {
    /// y = A x.
    fn multiply(&self, x: &[f64], y: &mut [f64]);
}

impl Operator for BlockMatrix {
    fn multiply(&self, x: &[f64], y: &mut [f64]) {
        Self::multiply(self, x, y);
    }
}

/// When conjugate gradients end.
#[derive(Debug, Clone, PartialEq)]
pub struct CgOptions {
    /// Wanted ‖b − A x‖ / ‖b‖, dimensionless.
    pub relative_tolerance: f64,
    /// Most iterations.
    pub maximum_iterations: usize,
}

impl Default for CgOptions {
    fn default() -> Self {
        Self {
            relative_tolerance: 1e-8,
            maximum_iterations: 500,
        }
    }
}

/// Why conjugate gradients ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CgEnd {
    /// The tolerance is met.
    Converged,
    /// A direction of negative curvature: the matrix or the preconditioner is not positive
    /// definite. The solution is that of the iteration before.
    NegativeCurvature,
    /// Rounding or a value that is not finite keeps the residual from falling further.
    Stalled,
    /// The iterations are used up.
    MaximumIterations,
}

/// What conjugate gradients did.
#[derive(Debug, Clone, PartialEq)]
pub struct CgOutcome {
    /// Iterations made.
    pub iterations: usize,
    /// ‖b − A x‖ / ‖b‖, worked out from the solution at the end; infinite where it is not finite.
    pub relative_residual: f64,
    /// Why it ended.
    pub ended: CgEnd,
}

/// Solves A x = b from the given start.
///
/// β is the flexible one, which forgives a preconditioner in single precision.
///
/// - `rhs`, `x`: (n); `x` is never left with a value that is not finite unless it came with one
///
/// # Source
/// notay-2000
pub fn conjugate_gradient(
    matrix: &dyn Operator,
    rhs: &[f64],
    x: &mut [f64],
    preconditioner: &dyn Preconditioner,
    options: &CgOptions,
) -> CgOutcome {
    let size = dot(rhs, rhs).sqrt();
    if size == 0.0 {
        x.fill(0.0);
    }
    let mut run = Run {
        matrix,
        preconditioner,
        tolerance: options.relative_tolerance * size,
        left: options.maximum_iterations,
        vectors: Vectors::new(rhs.len()),
    };
    let mut residual = run.vectors.true_residual(matrix, rhs, x);
    let mut ended = CgEnd::Converged;
    for _ in 0..=RESTARTS {
        if residual <= run.tolerance || !residual.is_finite() {
            break;
        }
        ended = run.descend(x);
        let before = residual;
        residual = run.vectors.true_residual(matrix, rhs, x);
        if ended != CgEnd::Converged || residual > 0.5 * before {
            break;
        }
    }
    if ended == CgEnd::Converged && (residual.is_nan() || residual > run.tolerance) {
        ended = CgEnd::Stalled;
    }
    CgOutcome {
        iterations: options.maximum_iterations - run.left,
        relative_residual: relative(residual, size),
        ended,
    }
}

fn relative(residual: f64, size: f64) -> f64 {
    match residual / size {
        _ if residual == 0.0 => 0.0,
        ratio if ratio.is_finite() => ratio,
        _ => f64::INFINITY,
    }
}

struct Run<'a> {
    matrix: &'a dyn Operator,
    preconditioner: &'a dyn Preconditioner,
    /// Residual at which to end, in the unit of the right-hand side.
    tolerance: f64,
    /// Iterations left.
    left: usize,
    vectors: Vectors,
}

/// Vectors of the iteration.
struct Vectors {
    residual: Vec<f64>,
    direction: Vec<f64>,
    preconditioned: Vec<f64>,
    /// Matrix times direction.
    image: Vec<f64>,
}

impl Run<'_> {
    /// Iterates until the updated residual meets the tolerance.
    fn descend(&mut self, x: &mut [f64]) -> CgEnd {
        let v = &mut self.vectors;
        self.preconditioner
            .apply(&v.residual, &mut v.preconditioned);
        v.direction.copy_from_slice(&v.preconditioned);
        let mut decrease = dot(&v.residual, &v.preconditioned);
        loop {
            if self.left == 0 {
                return CgEnd::MaximumIterations;
            }
            self.matrix.multiply(&v.direction, &mut v.image);
            let curvature = dot(&v.direction, &v.image);
            let step = decrease / curvature;
            if decrease <= 0.0 || curvature <= 0.0 {
                return CgEnd::NegativeCurvature;
            }
            if !step.is_finite() || step == 0.0 {
                return CgEnd::Stalled;
            }
            self.left -= 1;
            if v.advance(step, x) <= self.tolerance {
                return CgEnd::Converged;
            }
            self.preconditioner
                .apply(&v.residual, &mut v.preconditioned);
            let next = dot(&v.residual, &v.preconditioned);
            let change = -step * dot(&v.image, &v.preconditioned);
            v.turn(change / decrease);
            decrease = next;
        }
    }
}

impl Vectors {
    fn new(n: usize) -> Self {
        Self {
            residual: vec![0.0; n],
            direction: vec![0.0; n],
            preconditioned: vec![0.0; n],
            image: vec![0.0; n],
        }
    }

    /// r = b − A x; returns its norm.
    fn true_residual(&mut self, matrix: &dyn Operator, rhs: &[f64], x: &[f64]) -> f64 {
        matrix.multiply(x, &mut self.image);
        self.residual
            .par_chunks_mut(PIECE)
            .zip(self.image.par_chunks(PIECE))
            .zip(rhs.par_chunks(PIECE))
            .for_each(|((residual, image), rhs)| {
                for ((r, a), b) in residual.iter_mut().zip(image).zip(rhs) {
                    *r = b - a;
                }
            });
        dot(&self.residual, &self.residual).sqrt()
    }

    /// x = x + step · direction, r = r − step · image; returns ‖r‖.
    fn advance(&mut self, step: f64, x: &mut [f64]) -> f64 {
        let squares: Vec<f64> = x
            .par_chunks_mut(PIECE)
            .zip(self.residual.par_chunks_mut(PIECE))
            .zip(self.direction.par_chunks(PIECE))
            .zip(self.image.par_chunks(PIECE))
            .map(|(((x, residual), direction), image)| {
                for (x, d) in x.iter_mut().zip(direction) {
                    *x += step * d;
                }
                let mut square = 0.0;
                for (r, a) in residual.iter_mut().zip(image) {
                    *r -= step * a;
                    square += *r * *r;
                }
                square
            })
            .collect();
        squares.iter().sum::<f64>().sqrt()
    }

    /// direction = preconditioned + turn · direction.
    fn turn(&mut self, turn: f64) {
        self.direction
            .par_chunks_mut(PIECE)
            .zip(self.preconditioned.par_chunks(PIECE))
            .for_each(|(direction, preconditioned)| {
                for (d, z) in direction.iter_mut().zip(preconditioned) {
                    *d = z + turn * *d;
                }
            });
    }
}
