//! Sparse matrices of dense blocks: in single precision for the cycle, in double for set-up.

use std::ops::Range;

use pulp::Arch;
use rayon::prelude::*;

use crate::linear::BlockMatrix;

/// Rows that one task of a parallel loop handles; fixed, so that results do not depend on the
/// number of threads.
pub(super) const ROWS_PER_TASK: usize = 512;

/// A sparse matrix of `OUT`×`IN` blocks in single precision.
///
/// Blocks are column-major and contiguous, and the array ends in a little padding, so that a
/// column can be read as `LANES` ≥ `OUT` numbers at once; the surplus lanes hold rubbish.
#[derive(Debug, Clone)]
pub(super) struct Sparse<const OUT: usize, const IN: usize, const LANES: usize> {
    pub row_start: Vec<u32>,
    pub columns: Vec<u32>,
    pub values: Vec<f32>,
}

impl<const OUT: usize, const IN: usize, const LANES: usize> Sparse<OUT, IN, LANES> {
    /// Numbers in a block.
    pub const SIZE: usize = OUT * IN;

    /// A matrix of zeros.
    pub fn zeros(row_start: Vec<u32>, columns: Vec<u32>) -> Self {
        let values = vec![0.0; columns.len() * Self::SIZE + LANES - OUT];
        Self {
            row_start,
            columns,
            values,
        }
    }

    pub fn n_rows(&self) -> usize {
        self.row_start.len() - 1
    }

    #[inline(always)]
    pub fn blocks(&self, row: usize) -> Range<usize> {
        self.row_start[row] as usize..self.row_start[row + 1] as usize
    }

    pub fn columns_of(&self, row: usize) -> &[u32] {
        &self.columns[self.blocks(row)]
    }

    /// The block at `position`, column-major.
    pub fn block(&self, position: usize) -> &[f32] {
        &self.values[position * Self::SIZE..][..Self::SIZE]
    }

    /// The blocks to write into, (n_blocks × OUT·IN).
    pub fn blocks_mut(&mut self) -> &mut [f32] {
        let n = self.columns.len() * Self::SIZE;
        &mut self.values[..n]
    }

    /// The part of row `row` times `x`.
    #[inline(always)]
    pub fn row_times(&self, row: usize, x: &[[f32; IN]]) -> [f32; OUT] {
        let blocks = self.blocks(row);
        let mut sums = [[0.0_f32; LANES]; 3];
        let columns = &self.columns[blocks.clone()];
        let values = &self.values[blocks.start * Self::SIZE..blocks.end * Self::SIZE + LANES - OUT];
        for (k, &column) in columns.iter().enumerate() {
            let window = &values[k * Self::SIZE..(k + 1) * Self::SIZE + LANES - OUT];
            add_block::<OUT, IN, LANES>(window, &x[column as usize], &mut sums);
        }
        std::array::from_fn(|o| sums[0][o] + sums[1][o] + sums[2][o])
    }

    /// y = this · x.
    pub fn multiply(&self, arch: Arch, x: &[[f32; IN]], y: &mut [[f32; OUT]]) {
        y.par_chunks_mut(ROWS_PER_TASK)
            .enumerate()
            .for_each(|(task, rows)| {
                arch.dispatch(
                    #[inline(always)]
                    || {
                        for (local, out) in rows.iter_mut().enumerate() {
                            *out = self.row_times(task * ROWS_PER_TASK + local, x);
                        }
                    },
                );
            });
    }

    /// y = y + this · x.
    pub fn multiply_add(&self, arch: Arch, x: &[[f32; IN]], y: &mut [[f32; OUT]]) {
        y.par_chunks_mut(ROWS_PER_TASK)
            .enumerate()
            .for_each(|(task, rows)| {
                arch.dispatch(
                    #[inline(always)]
                    || {
                        for (local, out) in rows.iter_mut().enumerate() {
                            let product = self.row_times(task * ROWS_PER_TASK + local, x);
                            for (y, p) in out.iter_mut().zip(product) {
                                *y += p;
                            }
                        }
                    },
                );
            });
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        4 * (self.row_start.len() + self.columns.len() + self.values.len())
    }
}

/// Adds block · x, the columns spread over three sums so that additions overlap.
#[inline(always)]
pub(super) fn add_block<const OUT: usize, const IN: usize, const LANES: usize>(
    window: &[f32],
    x: &[f32; IN],
    sums: &mut [[f32; LANES]; 3],
) {
    for c in 0..IN {
        let column = &window[c * OUT..c * OUT + LANES];
        for (sum, &value) in sums[c % 3].iter_mut().zip(column) {
            *sum += value * x[c];
        }
    }
}

/// A symmetric matrix that a level is set up from, in double precision.
pub(super) trait Source<const N: usize>: Sync {
    /// Number of block rows.
    fn n_rows(&self) -> usize;
    /// Positions of the blocks of a row.
    fn positions(&self, row: usize) -> Range<usize>;
    /// Block column of a position.
    fn column(&self, position: usize) -> usize;
    /// The block at a position.
    fn block(&self, position: usize) -> [[f64; N]; N];
    /// Number of blocks.
    fn n_blocks(&self) -> usize;

    /// The diagonal block of a row; zero where it is not stored.
    fn diagonal(&self, row: usize) -> [[f64; N]; N] {
        self.positions(row)
            .find(|&position| self.column(position) == row)
            .map_or([[0.0; N]; N], |position| self.block(position))
    }
}

/// The given matrix, scaled.
pub(super) struct Scaled<'a> {
    pub matrix: &'a BlockMatrix,
    pub scale: f64,
}

impl Source<3> for Scaled<'_> {
    fn n_rows(&self) -> usize {
        self.matrix.pattern.n_rows()
    }

    #[inline(always)]
    fn positions(&self, row: usize) -> Range<usize> {
        self.matrix.pattern.blocks(row)
    }

    #[inline(always)]
    fn column(&self, position: usize) -> usize {
        self.matrix.pattern.columns[position] as usize
    }

    #[inline(always)]
    fn block(&self, position: usize) -> [[f64; 3]; 3] {
        let v = self.matrix.values[position].map(|v| v * self.scale);
        [[v[0], v[1], v[2]], [v[3], v[4], v[5]], [v[6], v[7], v[8]]]
    }

    fn n_blocks(&self) -> usize {
        self.matrix.pattern.n_blocks()
    }
}

/// The matrix of a coarse level: six unknowns a node, columns ascending.
#[derive(Debug, Clone, Default)]
pub(super) struct CoarseMatrix {
    pub row_start: Vec<u32>,
    pub columns: Vec<u32>,
    pub values: Vec<[[f64; 6]; 6]>,
}

impl Source<6> for CoarseMatrix {
    fn n_rows(&self) -> usize {
        self.row_start.len() - 1
    }

    #[inline(always)]
    fn positions(&self, row: usize) -> Range<usize> {
        self.row_start[row] as usize..self.row_start[row + 1] as usize
    }

    #[inline(always)]
    fn column(&self, position: usize) -> usize {
        self.columns[position] as usize
    }

    #[inline(always)]
    fn block(&self, position: usize) -> [[f64; 6]; 6] {
        self.values[position]
    }

    fn n_blocks(&self) -> usize {
        self.columns.len()
    }
}
