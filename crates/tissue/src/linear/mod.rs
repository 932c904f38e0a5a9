//! Linear equations of the tangent: block matrices, sparse Cholesky, multigrid, conjugate
//! gradients.

mod cg;
mod cholesky;
mod dissection;
mod matrix;
pub mod multigrid;

pub use cg::{CgEnd, CgOptions, CgOutcome, Operator, conjugate_gradient};
pub use cholesky::{Cholesky, CholeskyError, Cost, Symbolic};
pub use dissection::dissection;
pub use matrix::{BlockMatrix, BlockPattern, dot};

/// An approximate inverse of a symmetric positive definite matrix, itself symmetric positive
/// definite and linear.
pub trait Preconditioner: Send + Sync {
    /// z ≈ A⁻¹ r.
    ///
    /// - `r`, `z`: (3 n_rows)
    fn apply(&self, r: &[f64], z: &mut [f64]);
}
