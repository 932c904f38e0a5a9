//! Sparse matrices of dense blocks: in single precision for the cycle, in double for set-up.

use std::ops::Range;

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use crate::linear::BlockMatrix;

/// Rows that one task of a parallel loop handles; fixed, so that results do not depend on the
/// number of threads.
pub(super) const ROWS_PER_TASK: usize = 512;

/// Runs `work` compiled for the widest vector instructions that the machine has.
///
/// The closure must be `#[inline(always)]`: only what is inlined here is compiled for them.
pub(super) fn vectorised(arch: Arch, work: impl FnMut()) {
    arch.dispatch(Vectorised(work));
}

struct Vectorised<F>(F);

impl<F: FnMut()> WithSimd for Vectorised<F> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, _: S) {
        (self.0)();
    }
}

/// A sparse matrix of `OUT`×`IN` blocks in single precision.
///
/// Vectors hold `LI` ≥ `IN` and `LO` ≥ `OUT` numbers a node, as many as a vector register; the
/// surplus ones are finite rubbish that nothing reads. Blocks are column-major and contiguous,
/// and the array ends in a little padding, so that a column can be read as `LO` numbers at once.
#[derive(Debug, Clone)]
pub(super) struct Sparse<const OUT: usize, const IN: usize, const LO: usize, const LI: usize> {
    pub row_start: Vec<u32>,
    pub columns: Vec<u32>,
    pub values: Vec<f32>,
}

impl<const OUT: usize, const IN: usize, const LO: usize, const LI: usize> Sparse<OUT, IN, LO, LI> {
    /// Numbers in a block.
    pub const SIZE: usize = OUT * IN;

    /// A matrix of zeros.
    pub fn zeros(row_start: Vec<u32>, columns: Vec<u32>) -> Self {
        let values = vec![0.0; columns.len() * Self::SIZE + LO - OUT];
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

    /// Row `row` times `x`.
    #[inline(always)]
    pub fn row_times(&self, row: usize, x: &[[f32; LI]]) -> [f32; LO] {
        let blocks = self.blocks(row);
        let mut sums = [[0.0_f32; LO]; 3];
        let columns = &self.columns[blocks.clone()];
        let values = &self.values[blocks.start * Self::SIZE..blocks.end * Self::SIZE + LO - OUT];
        for (k, &column) in columns.iter().enumerate() {
            let window = &values[k * Self::SIZE..(k + 1) * Self::SIZE + LO - OUT];
            add_block::<OUT, IN, LO, LI>(window, &x[column as usize], &mut sums);
        }
        total(&sums)
    }

    /// The block of `row`, where each row has exactly one, times `x`.
    #[inline(always)]
    pub fn only_block_times(&self, row: usize, x: &[f32; LI]) -> [f32; LO] {
        let mut sums = [[0.0; LO]; 3];
        let window = &self.values[row * Self::SIZE..(row + 1) * Self::SIZE + LO - OUT];
        add_block::<OUT, IN, LO, LI>(window, x, &mut sums);
        total(&sums)
    }

    /// y = this · x.
    pub fn multiply(&self, arch: Arch, x: &[[f32; LI]], y: &mut [[f32; LO]]) {
        for_rows(arch, y, &|row, _| self.row_times(row, x));
    }

    /// y = y + this · x.
    pub fn multiply_add(&self, arch: Arch, x: &[[f32; LI]], y: &mut [[f32; LO]]) {
        for_rows(arch, y, &|row, y| plus(y, &self.row_times(row, x)));
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        4 * (self.row_start.len() + self.columns.len() + self.values.len())
    }
}

/// Sets each row of `y`.
#[inline(always)]
fn for_rows<const LO: usize>(
    arch: Arch,
    y: &mut [[f32; LO]],
    row_of: &(impl Fn(usize, &[f32; LO]) -> [f32; LO] + Sync),
) {
    y.par_chunks_mut(ROWS_PER_TASK)
        .enumerate()
        .for_each(|(task, rows)| {
            vectorised(
                arch,
                #[inline(always)]
                || {
                    for (local, out) in rows.iter_mut().enumerate() {
                        *out = row_of(task * ROWS_PER_TASK + local, out);
                    }
                },
            );
        });
}

/// Adds block · x, the columns spread over three sums so that additions overlap.
#[inline(always)]
fn add_block<const OUT: usize, const IN: usize, const LO: usize, const LI: usize>(
    window: &[f32],
    x: &[f32; LI],
    sums: &mut [[f32; LO]; 3],
) {
    for c in 0..IN {
        let column = &window[c * OUT..c * OUT + LO];
        for (sum, &value) in sums[c % 3].iter_mut().zip(column) {
            *sum += value * x[c];
        }
    }
}

#[inline(always)]
fn total<const L: usize>(sums: &[[f32; L]; 3]) -> [f32; L] {
    std::array::from_fn(|lane| sums[0][lane] + sums[1][lane] + sums[2][lane])
}

/// a + b.
#[inline(always)]
pub(super) fn plus<const L: usize>(a: &[f32; L], b: &[f32; L]) -> [f32; L] {
    std::array::from_fn(|lane| a[lane] + b[lane])
}

/// a − b.
#[inline(always)]
pub(super) fn minus<const L: usize>(a: &[f32; L], b: &[f32; L]) -> [f32; L] {
    std::array::from_fn(|lane| a[lane] - b[lane])
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
