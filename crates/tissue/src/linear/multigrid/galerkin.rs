//! The coarse matrix Pᵀ A P, a coarse row at a time, upper triangle computed and mirrored.

use pulp::Arch;
use rayon::prelude::*;

use super::sparse::{CoarseMatrix, Source, Sparse, vectorised};

/// Coarse rows of one task.
const ROWS_PER_TASK: usize = 16;

const NONE: u32 = u32::MAX;

/// Blocks of one row of the upper triangle, by column.
type UpperRow = Vec<(u32, [[f64; 6]; 6])>;

/// Pᵀ A P, with one on the diagonal of coarse unknowns that nothing follows.
pub(super) fn product<const N: usize, const LANES: usize>(
    matrix: &impl Source<N>,
    p: &Sparse<N, 6, LANES, 8>,
    r: &Sparse<6, N, 8, LANES>,
    alive: &[[bool; 6]],
) -> CoarseMatrix {
    let arch = Arch::new();
    let n = r.n_rows();
    let tasks: Vec<Vec<UpperRow>> = (0..n.div_ceil(ROWS_PER_TASK))
        .into_par_iter()
        .map_init(
            || Workspace::new(matrix.n_rows(), n),
            |workspace, task| {
                (task * ROWS_PER_TASK..((task + 1) * ROWS_PER_TASK).min(n))
                    .map(|row| {
                        vectorised(
                            arch,
                            #[inline(always)]
                            || workspace.left(matrix, r, row),
                        );
                        vectorised(
                            arch,
                            #[inline(always)]
                            || workspace.right(p, row),
                        );
                        workspace.finish(row, alive[row])
                    })
                    .collect()
            },
        )
        .collect();
    mirror(&tasks.into_iter().flatten().collect::<Vec<_>>())
}

/// Numbers of one coarse row while it is made.
struct Workspace<const N: usize> {
    fine: Slots<N>,
    coarse: Slots<6>,
}

/// Blocks reached so far, with the place of each column.
struct Slots<const M: usize> {
    place: Vec<u32>,
    columns: Vec<u32>,
    blocks: Vec<[[f64; 8]; M]>,
}

impl<const M: usize> Slots<M> {
    fn new(n: usize) -> Self {
        Self {
            place: vec![NONE; n],
            columns: Vec::new(),
            blocks: Vec::new(),
        }
    }

    #[inline(always)]
    fn at(&mut self, column: usize) -> &mut [[f64; 8]; M] {
        if self.place[column] == NONE {
            self.place[column] = self.columns.len() as u32;
            self.columns.push(column as u32);
            self.blocks.push([[0.0; 8]; M]);
        }
        &mut self.blocks[self.place[column] as usize]
    }

    fn clear(&mut self) {
        for &column in &self.columns {
            self.place[column as usize] = NONE;
        }
        self.columns.clear();
        self.blocks.clear();
    }
}

impl<const N: usize> Workspace<N> {
    fn new(n_fine: usize, n_coarse: usize) -> Self {
        Self {
            fine: Slots::new(n_fine),
            coarse: Slots::new(n_coarse),
        }
    }

    /// Row of Pᵀ A: for each fine node its N columns of six numbers.
    #[inline(always)]
    fn left<const LANES: usize>(
        &mut self,
        matrix: &impl Source<N>,
        r: &Sparse<6, N, 8, LANES>,
        row: usize,
    ) {
        self.fine.clear();
        for (position, &node) in r.blocks(row).zip(r.columns_of(row)) {
            let block = r.block(position);
            let mut motion = [[0.0; 8]; N];
            for (motion, column) in motion.iter_mut().zip(block.chunks_exact(6)) {
                for (m, &v) in motion.iter_mut().zip(column) {
                    *m = f64::from(v);
                }
            }
            for position in matrix.positions(node as usize) {
                let a = matrix.block(position);
                let out = self.fine.at(matrix.column(position));
                for (line, motion) in a.iter().zip(&motion) {
                    for (out, &value) in out.iter_mut().zip(line) {
                        for (o, m) in out.iter_mut().zip(motion) {
                            *o += value * m;
                        }
                    }
                }
            }
        }
    }

    /// Row of (Pᵀ A) P on and right of the diagonal, each block transposed.
    #[inline(always)]
    fn right<const LANES: usize>(&mut self, p: &Sparse<N, 6, LANES, 8>, row: usize) {
        self.coarse.clear();
        for (&node, left) in self.fine.columns.iter().zip(&self.fine.blocks) {
            let blocks = p.blocks(node as usize);
            for (position, &column) in blocks.zip(p.columns_of(node as usize)) {
                if (column as usize) < row {
                    continue;
                }
                let block = p.block(position);
                let out = self.coarse.at(column as usize);
                for (out, weights) in out.iter_mut().zip(block.chunks_exact(N)) {
                    for (&weight, left) in weights.iter().zip(left) {
                        let weight = f64::from(weight);
                        for (o, l) in out.iter_mut().zip(left) {
                            *o += weight * l;
                        }
                    }
                }
            }
        }
    }

    fn finish(&mut self, row: usize, alive: [bool; 6]) -> UpperRow {
        let slots = self.coarse.columns.iter().zip(&self.coarse.blocks);
        let mut upper: UpperRow = slots
            .map(|(&column, block)| {
                let turned = std::array::from_fn(|i| std::array::from_fn(|j| block[j][i]));
                (column, turned)
            })
            .collect();
        upper.sort_unstable_by_key(|entry| entry.0);
        if let Some((column, diagonal)) = upper.first_mut()
            && *column as usize == row
        {
            keep_alive(diagonal, alive);
        }
        upper
    }
}

/// A symmetric diagonal block, with one for unknowns that nothing follows.
fn keep_alive(diagonal: &mut [[f64; 6]; 6], alive: [bool; 6]) {
    let upper = *diagonal;
    for (i, line) in diagonal.iter_mut().enumerate() {
        for (value, above) in line.iter_mut().zip(upper).take(i) {
            *value = above[i];
        }
        if !alive[i] {
            line[i] = 1.0;
        }
    }
}

/// Both triangles from the upper one.
fn mirror(upper: &[UpperRow]) -> CoarseMatrix {
    let n = upper.len();
    let mut count = vec![0_u32; n];
    for (row, blocks) in upper.iter().enumerate() {
        for &(column, _) in blocks {
            count[row] += 1;
            if column as usize != row {
                count[column as usize] += 1;
            }
        }
    }
    let mut row_start = vec![0_u32; n + 1];
    for row in 0..n {
        row_start[row + 1] = row_start[row] + count[row];
    }
    let mut next = row_start.clone();
    let mut columns = vec![0; row_start[n] as usize];
    let mut values = vec![[[0.0; 6]; 6]; row_start[n] as usize];
    let mut put = |row: usize, column: usize, block: [[f64; 6]; 6]| {
        let at = next[row] as usize;
        columns[at] = column as u32;
        values[at] = block;
        next[row] += 1;
    };
    for (row, blocks) in upper.iter().enumerate() {
        for &(column, block) in blocks {
            put(row, column as usize, block);
            if column as usize != row {
                let turned = std::array::from_fn(|i| std::array::from_fn(|j| block[j][i]));
                put(column as usize, row, turned);
            }
        }
    }
    CoarseMatrix {
        row_start,
        columns,
        values,
    }
}
