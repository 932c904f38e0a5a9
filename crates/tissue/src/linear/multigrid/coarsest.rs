//! The coarsest level, solved exactly through the inverse of its matrix.

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt;
use faer::{Mat, Par, Spec};

use super::MultigridError;
use super::sparse::{Source, vectorised};

/// Rows of the inverse that are worked out together.
const TILE: usize = 16;

/// The inverse of a small matrix, in single precision, in tiles of rows.
///
/// The inverse is made on one thread: its rounding must not depend on their number.
#[derive(Debug, Clone)]
pub(super) struct Coarsest {
    n: usize,
    /// For each tile of rows, for each column, the tile's numbers.
    tiles: Vec<[f32; TILE]>,
}

impl Coarsest {
    /// The inverse of `matrix`.
    ///
    /// # Errors
    /// A matrix that is not positive definite.
    pub fn build<const N: usize>(matrix: &impl Source<N>) -> Result<Self, MultigridError> {
        let n = N * matrix.n_rows();
        let mut l = Mat::<f64>::zeros(n, n);
        for row in 0..matrix.n_rows() {
            for position in matrix.positions(row) {
                let column = matrix.column(position);
                let block = matrix.block(position);
                for (i, line) in block.iter().enumerate() {
                    for (j, &value) in line.iter().enumerate() {
                        l[(N * row + i, N * column + j)] = value;
                    }
                }
            }
        }
        let inverse = invert(l).ok_or(MultigridError::CoarsestNotPositiveDefinite)?;
        let mut tiles = vec![[0.0; TILE]; n.div_ceil(TILE) * n];
        for row in 0..n {
            for column in 0..n {
                let (high, low) = if row > column {
                    (row, column)
                } else {
                    (column, row)
                };
                tiles[row / TILE * n + column][row % TILE] = inverse[(high, low)] as f32;
            }
        }
        Ok(Self { n, tiles })
    }

    /// x = A⁻¹ b, `N` of `LANES` numbers a node.
    pub fn solve<const N: usize, const LANES: usize>(
        &self,
        arch: pulp::Arch,
        b: &[[f32; LANES]],
        x: &mut [[f32; LANES]],
    ) {
        vectorised(
            arch,
            #[inline(always)]
            || {
                for (tile, columns) in self.tiles.chunks_exact(self.n).enumerate() {
                    let mut sum = [0.0_f32; TILE];
                    for (columns, b) in columns.chunks_exact(N).zip(b) {
                        for (column, &b) in columns.iter().zip(b) {
                            for (s, &v) in sum.iter_mut().zip(column) {
                                *s += v * b;
                            }
                        }
                    }
                    for (row, &value) in (tile * TILE..self.n).zip(&sum) {
                        x[row / N][row % N] = value;
                    }
                }
            },
        );
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        4 * TILE * self.tiles.len()
    }
}

/// The lower triangle of the inverse of a symmetric positive definite matrix.
fn invert(mut l: Mat<f64>) -> Option<Mat<f64>> {
    let n = l.nrows();
    let scratch = llt::factor::cholesky_in_place_scratch::<f64>(n, Par::Seq, Spec::default())
        .or(llt::inverse::inverse_scratch::<f64>(n, Par::Seq));
    let mut memory = MemBuffer::try_new(scratch).ok()?;
    let stack = MemStack::new(&mut memory);
    llt::factor::cholesky_in_place(
        l.as_mut(),
        llt::factor::LltRegularization::default(),
        Par::Seq,
        stack,
        Spec::default(),
    )
    .ok()?;
    let mut inverse = Mat::zeros(n, n);
    llt::inverse::inverse(inverse.as_mut(), l.as_ref(), Par::Seq, stack);
    let sound = (0..n).all(|i| inverse[(i, i)].is_finite() && inverse[(i, i)] > 0.0);
    sound.then_some(inverse)
}
