//! Symmetric sparse matrices of 3×3 blocks, one block row a node.

use std::sync::Arc;

use rayon::prelude::*;

/// Rows that one task of a parallel loop handles; fixed, so that results do not depend on the
/// number of threads.
pub(crate) const ROWS_PER_TASK: usize = 512;

/// Where the blocks of a [`BlockMatrix`] are.
///
/// Both triangles are stored; the columns of a row ascend and hold the diagonal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockPattern {
    /// First block of each row, (n_rows + 1).
    pub row_start: Vec<u32>,
    /// Block column of each block, (n_blocks).
    pub columns: Vec<u32>,
}

impl BlockPattern {
    /// The pattern whose row holds the columns of its list, in any order and repeated or not.
    ///
    /// - `neighbours`: for each row its columns, itself among them, (n_rows)
    pub fn of_neighbours(mut neighbours: Vec<Vec<u32>>) -> Self {
        neighbours.par_iter_mut().for_each(|row| {
            row.sort_unstable();
            row.dedup();
        });
        let mut row_start = vec![0];
        let mut columns = Vec::with_capacity(neighbours.iter().map(Vec::len).sum());
        for row in &neighbours {
            columns.extend_from_slice(row);
            row_start.push(columns.len() as u32);
        }
        Self { row_start, columns }
    }

    /// Number of block rows.
    pub fn n_rows(&self) -> usize {
        self.row_start.len() - 1
    }

    /// Number of blocks.
    pub fn n_blocks(&self) -> usize {
        self.columns.len()
    }

    /// Blocks of row `row`.
    pub fn blocks(&self, row: usize) -> std::ops::Range<usize> {
        self.row_start[row] as usize..self.row_start[row + 1] as usize
    }

    /// Block columns of row `row`, ascending.
    pub fn row(&self, row: usize) -> &[u32] {
        &self.columns[self.blocks(row)]
    }

    /// Position of block (`row`, `column`) where it is stored.
    pub fn find(&self, row: usize, column: usize) -> Option<usize> {
        let found = self.row(row).binary_search(&(column as u32)).ok()?;
        Some(self.row_start[row] as usize + found)
    }
}

/// A symmetric matrix of 3×3 blocks, row-major within a block.
#[derive(Debug, Clone)]
pub struct BlockMatrix {
    /// Where the blocks are.
    pub pattern: Arc<BlockPattern>,
    /// The blocks, (n_blocks × 9).
    pub values: Vec<[f64; 9]>,
}

impl BlockMatrix {
    /// A matrix of zeros.
    pub fn zeros(pattern: Arc<BlockPattern>) -> Self {
        let values = vec![[0.0; 9]; pattern.n_blocks()];
        Self { pattern, values }
    }

    /// y = A x.
    ///
    /// - `x`, `y`: (3 n_rows)
    pub fn multiply(&self, x: &[f64], y: &mut [f64]) {
        y.par_chunks_mut(3 * ROWS_PER_TASK)
            .enumerate()
            .for_each(|(task, rows)| {
                for (local, out) in rows.chunks_exact_mut(3).enumerate() {
                    out.copy_from_slice(&self.row_times(task * ROWS_PER_TASK + local, x));
                }
            });
    }

    fn row_times(&self, row: usize, x: &[f64]) -> [f64; 3] {
        let mut sum = [0.0; 3];
        let blocks = self.pattern.blocks(row);
        for (value, &column) in self.values[blocks].iter().zip(self.pattern.row(row)) {
            let at = 3 * column as usize;
            let [x0, x1, x2] = [x[at], x[at + 1], x[at + 2]];
            sum[0] += value[0] * x0 + value[1] * x1 + value[2] * x2;
            sum[1] += value[3] * x0 + value[4] * x1 + value[5] * x2;
            sum[2] += value[6] * x0 + value[7] * x1 + value[8] * x2;
        }
        sum
    }
}

/// Sum over fixed pieces, in their order: the same bytes for any number of threads.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    let piece = 3 * ROWS_PER_TASK;
    let parts: Vec<f64> = a
        .par_chunks(piece)
        .zip(b.par_chunks(piece))
        .map(|(a, b)| a.iter().zip(b).map(|(a, b)| a * b).sum())
        .collect();
    parts.iter().sum()
}
