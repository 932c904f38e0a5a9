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
/// surplus ones are finite rubbish that nothing reads. Blocks are column-major and contiguous; a
/// column is read as `LO` numbers at once, of which some belong to its neighbour.
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
        let values = vec![0.0; columns.len() * Self::SIZE];
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

    /// Row `row` times `x`.
    ///
    /// The columns of a block go to several sums, so that additions overlap; the last column is
    /// read from the end of the block, and its sum is turned into place. No lane is left out, because
    /// the compiler then breaks the register up.
    #[inline(always)]
    pub fn row_times(&self, row: usize, x: &[[f32; LI]]) -> [f32; LO] {
        let blocks = self.blocks(row);
        let values = &self.values[blocks.start * Self::SIZE..blocks.end * Self::SIZE];
        let mut sums = [[0.0_f32; LO]; 3];
        let mut shifted = [0.0_f32; LO];
        for (block, &column) in values.chunks_exact(Self::SIZE).zip(&self.columns[blocks]) {
            let x = &x[column as usize];
            for c in 0..IN - 1 {
                add_scaled(&mut sums[c % 3], &block[c * OUT..c * OUT + LO], x[c]);
            }
            add_scaled(&mut shifted, &block[Self::SIZE - LO..], x[IN - 1]);
        }
        std::array::from_fn(|lane| {
            let last = shifted[(lane + LO - OUT) % LO];
            sums[0][lane] + sums[1][lane] + sums[2][lane] + last
        })
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

#[inline(always)]
fn add_scaled<const L: usize>(sum: &mut [f32; L], column: &[f32], factor: f32) {
    for (sum, &value) in sum.iter_mut().zip(column) {
        *sum += value * factor;
    }
}

/// Matrix · x, the matrix column-major.
#[inline(always)]
pub(super) fn times<const L: usize>(columns: &[[f32; L]; L], x: &[f32; L]) -> [f32; L] {
    let mut sums = [[0.0; L]; 2];
    for (c, (column, &x)) in columns.iter().zip(x).enumerate() {
        add_scaled(&mut sums[c % 2], column, x);
    }
    plus(&sums[0], &sums[1])
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
