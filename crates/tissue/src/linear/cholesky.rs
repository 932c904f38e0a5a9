//! Sparse Cholesky factorisation of block matrices.
//!
//! The structure is worked out once on the graph of 3×3 blocks ([`Symbolic`]), the numbers as
//! often as the matrix changes ([`Cholesky`]). The same bytes come out for any number of
//! threads; the work is done by those of the rayon pool it is called in.

mod dense;
mod numeric;
mod solve;
mod supernodes;
mod symbolic;
mod tree;
mod vectors;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::Preconditioner;
use super::dissection::dissection;
use super::matrix::{BlockMatrix, BlockPattern};
use numeric::{Factorisation, Pool};
use solve::Triangle;

/// Why a matrix has no Cholesky factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CholeskyError {
    /// A pivot is not positive, or not a number.
    #[error("the matrix is not positive definite: pivot at row {row}, component {component}")]
    NotPositiveDefinite {
        /// Block row.
        row: u32,
        /// Component within it.
        component: u8,
    },
    /// The system does not give the memory.
    #[error("no memory for a factor of {bytes} bytes")]
    TooLarge {
        /// Memory of the factor.
        bytes: usize,
    },
    /// The matrix has another pattern than the one that was analysed.
    #[error("a matrix of {found} blocks, expected {expected}")]
    OtherPattern {
        /// Its blocks.
        found: usize,
        /// Blocks of the pattern analysed.
        expected: usize,
    },
    /// The order given is not a permutation of the rows.
    #[error("the elimination order is not a permutation of the {rows} rows")]
    NotAPermutation {
        /// Block rows of the pattern.
        rows: usize,
    },
}

/// What a factorisation takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// Numbers in the lower triangle of the factor.
    pub non_zeros: usize,
    /// Memory of the factor, bytes.
    pub bytes: usize,
    /// Floating-point operations.
    pub operations: f64,
}

/// Elimination order and structure of the factor of a pattern.
#[derive(Debug, Clone)]
pub struct Symbolic {
    structure: Arc<symbolic::Symbolic>,
    n_blocks: usize,
}

impl Symbolic {
    /// Orders `pattern` by nested dissection and finds the structure of its factor.
    ///
    /// - `points`: position of each row, (n_rows × 3), any unit; see [`dissection`]
    pub fn analyse(pattern: &BlockPattern, points: Option<&[[f64; 3]]>) -> Self {
        Self::of(pattern, &dissection(pattern, points))
    }

    /// The structure of the factor in a given order.
    ///
    /// - `order`: position → row, (n_rows)
    ///
    /// # Errors
    /// An order that is not a permutation.
    pub fn with_order(pattern: &BlockPattern, order: &[u32]) -> Result<Self, CholeskyError> {
        let rows = pattern.n_rows();
        let mut seen = vec![false; rows];
        let new = |&row: &u32| {
            let seen = seen.get_mut(row as usize);
            seen.is_some_and(|seen| !std::mem::replace(seen, true))
        };
        if order.len() == rows && order.iter().all(new) {
            Ok(Self::of(pattern, order))
        } else {
            Err(CholeskyError::NotAPermutation { rows })
        }
    }

    fn of(pattern: &BlockPattern, order: &[u32]) -> Self {
        Self {
            structure: Arc::new(symbolic::Symbolic::new(pattern, order)),
            n_blocks: pattern.n_blocks(),
        }
    }

    /// What a factorisation takes, known before it is made.
    pub fn cost(&self) -> Cost {
        let structure = &*self.structure;
        let triangles = (0..structure.len()).map(|s| {
            let columns = 3 * structure.n_columns(s);
            columns * (columns + 1) / 2 + columns * 3 * structure.n_rows(s)
        });
        let roots = structure.roots();
        Cost {
            non_zeros: triangles.sum(),
            bytes: 8 * structure.n_values(),
            operations: roots.iter().map(|&s| structure.work[s as usize]).sum(),
        }
    }

    /// Factors a matrix of this pattern.
    ///
    /// # Errors
    /// See [`CholeskyError`].
    pub fn factorise(&self, matrix: &BlockMatrix) -> Result<Cholesky, CholeskyError> {
        let length = self.structure.n_values();
        // An allocation that fails would end the program: asked for first.
        Vec::<f64>::new()
            .try_reserve_exact(length)
            .map_err(|_| CholeskyError::TooLarge { bytes: 8 * length })?;
        let mut factor = Cholesky {
            symbolic: self.clone(),
            panels: vec![0.0; length],
            pool: Pool::default(),
            valid: false,
        };
        factor.refactorise(matrix)?;
        Ok(factor)
    }
}

/// A = P L Lᵀ Pᵀ.
#[derive(Debug)]
pub struct Cholesky {
    symbolic: Symbolic,
    /// Panels of the supernodes, one after the other.
    panels: Vec<f64>,
    pool: Pool,
    /// Whether the last factorisation succeeded.
    valid: bool,
}

impl Cholesky {
    /// Factors another matrix of the same pattern in the same memory.
    ///
    /// # Errors
    /// See [`CholeskyError`]; after one this is the identity as a preconditioner.
    pub fn refactorise(&mut self, matrix: &BlockMatrix) -> Result<(), CholeskyError> {
        self.valid = false;
        let expected = self.symbolic.n_blocks;
        let found = matrix.values.len();
        if found != expected {
            return Err(CholeskyError::OtherPattern { found, expected });
        }
        let factorisation = Factorisation {
            symbolic: &self.symbolic.structure,
            blocks: &matrix.values,
            pool: &self.pool,
        };
        factorisation.run(&mut self.panels)?;
        self.valid = true;
        Ok(())
    }

    /// Order and structure.
    pub fn symbolic(&self) -> &Symbolic {
        &self.symbolic
    }

    /// Bytes held, those of the structure aside.
    pub fn bytes(&self) -> usize {
        8 * self.panels.len() + self.pool.bytes()
    }
}

impl Preconditioner for Cholesky {
    fn apply(&self, r: &[f64], z: &mut [f64]) {
        if !self.valid {
            z.copy_from_slice(r);
            return;
        }
        let structure = &*self.symbolic.structure;
        let mut x = Vec::with_capacity(r.len());
        for &row in &structure.row_of {
            x.extend_from_slice(&r[3 * row as usize..3 * row as usize + 3]);
        }
        let triangle = Triangle {
            symbolic: structure,
            panels: &self.panels,
            arch: pulp::Arch::new(),
        };
        triangle.solve(&mut x);
        for (&row, x) in structure.row_of.iter().zip(x.chunks_exact(3)) {
            z[3 * row as usize..3 * row as usize + 3].copy_from_slice(x);
        }
    }
}
