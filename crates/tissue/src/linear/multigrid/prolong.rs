//! Interpolation between levels: rigid motions of each group, smoothed by one damped Jacobi step.
//!
//! # Source
//! vanek-1996

use pulp::Arch;
use rayon::prelude::*;

use super::aggregate::{Aggregates, NONE};
use super::order::Order;
use super::small::invert;
use super::sparse::{ROWS_PER_TASK, Source, Sparse, vectorised};

/// Two columns closer than this to dependent count as one.
const DEPENDENT: f64 = 1e-6;

/// Motions that a level must pass on exactly, and which unknowns are free to follow them.
#[derive(Debug, Clone)]
pub(super) struct Modes<const N: usize> {
    /// The six motions at each node, (n × N × 6).
    pub values: Vec<[[f64; 6]; N]>,
    /// Unknowns that are free, (n × N).
    pub free: Vec<[bool; N]>,
}

impl<const N: usize> Modes<N> {
    /// The same in sorted numbering.
    pub fn sorted(&self, order: &Order) -> Self {
        let nodes = order.node.iter().map(|&node| node as usize);
        Self {
            values: nodes.clone().map(|node| self.values[node]).collect(),
            free: nodes.map(|node| self.free[node]).collect(),
        }
    }
}

impl Modes<3> {
    /// The six rigid motions about the centre of the points, zero where fixed.
    pub fn rigid(points: &[[f64; 3]], fixed: &[bool], node: &[u32]) -> Self {
        let n = points.len().max(1) as f64;
        let centre: [f64; 3] =
            std::array::from_fn(|axis| points.iter().map(|p| p[axis]).sum::<f64>() / n);
        let size = points
            .iter()
            .flat_map(|p| (0..3).map(|axis| (p[axis] - centre[axis]).abs()))
            .fold(f64::MIN_POSITIVE, f64::max);
        let free: Vec<[bool; 3]> = node
            .iter()
            .map(|&n| std::array::from_fn(|axis| !fixed[3 * n as usize + axis]))
            .collect();
        let values = node
            .iter()
            .zip(&free)
            .map(|(&n, free)| {
                let p = points[n as usize];
                rigid_at(std::array::from_fn(|a| (p[a] - centre[a]) / size), *free)
            })
            .collect();
        Self { values, free }
    }
}

fn rigid_at([x, y, z]: [f64; 3], free: [bool; 3]) -> [[f64; 6]; 3] {
    let mut modes = [
        [1.0, 0.0, 0.0, 0.0, z, -y],
        [0.0, 1.0, 0.0, -z, 0.0, x],
        [0.0, 0.0, 1.0, y, -x, 0.0],
    ];
    for axis in 0..3 {
        if !free[axis] {
            modes[axis] = [0.0; 6];
        }
    }
    modes
}

/// Orthonormal columns of one group, their triangle, and which of them are not dependent.
type Basis<const N: usize> = (Vec<[[f64; 6]; N]>, [[f64; 6]; 6], [bool; 6]);

/// Interpolation before smoothing.
pub(super) struct Tentative<const N: usize> {
    /// The block of each node, in its group's column, (n × N × 6).
    pub blocks: Vec<[[f64; 6]; N]>,
    /// Motions of the coarse level.
    pub coarse: Modes<6>,
}

impl<const N: usize> Tentative<N> {
    /// Orthonormal columns that span the motions of each group.
    pub fn build(modes: &Modes<N>, groups: &Aggregates) -> Self {
        let (start, nodes) = groups.members();
        let parts: Vec<Basis<N>> = (0..groups.count)
            .into_par_iter()
            .with_min_len(64)
            .map(|group| {
                let range = start[group] as usize..start[group + 1] as usize;
                let mut q: Vec<[[f64; 6]; N]> = nodes[range]
                    .iter()
                    .map(|&node| modes.values[node as usize])
                    .collect();
                let (r, alive) = orthonormalise(&mut q);
                (q, r, alive)
            })
            .collect();
        let mut blocks = vec![[[0.0; 6]; N]; groups.of_node.len()];
        let mut coarse = Modes {
            values: Vec::with_capacity(groups.count),
            free: Vec::with_capacity(groups.count),
        };
        for (group, (q, r, alive)) in parts.into_iter().enumerate() {
            let range = start[group] as usize..start[group + 1] as usize;
            for (&node, block) in nodes[range].iter().zip(q) {
                blocks[node as usize] = block;
            }
            coarse.values.push(r);
            coarse.free.push(alive);
        }
        Self { blocks, coarse }
    }
}

/// Gram–Schmidt, twice, in place: returns the triangle and which columns are not dependent.
fn orthonormalise<const N: usize>(q: &mut [[[f64; 6]; N]]) -> ([[f64; 6]; 6], [bool; 6]) {
    let mut r = [[0.0; 6]; 6];
    let mut alive = [false; 6];
    let inner = |q: &[[[f64; 6]; N]], a: usize, b: usize| -> f64 {
        q.iter().flatten().map(|row| row[a] * row[b]).sum()
    };
    for k in 0..6 {
        let before = inner(q, k, k).sqrt();
        for m in [0..k, 0..k].into_iter().flatten() {
            let share = inner(q, m, k);
            r[m][k] += share;
            q.iter_mut()
                .flatten()
                .for_each(|row| row[k] -= share * row[m]);
        }
        let after = inner(q, k, k).sqrt();
        alive[k] = after > DEPENDENT * before && after > 0.0;
        let factor = if alive[k] { 1.0 / after } else { 0.0 };
        r[k][k] = if alive[k] { after } else { 0.0 };
        q.iter_mut().flatten().for_each(|row| row[k] *= factor);
    }
    (r, alive)
}

/// Interpolation P = (I − ω D⁻¹ A) T in single precision, fixed unknowns left at zero.
pub(super) fn smoothed<const N: usize, const LANES: usize>(
    matrix: &impl Source<N>,
    tentative: &Tentative<N>,
    groups: &Aggregates,
    free: &[[bool; N]],
    omega: f64,
) -> Sparse<N, 6, LANES, 8> {
    let n = matrix.n_rows();
    let arch = Arch::new();
    let parts: Vec<Rows> = (0..n.div_ceil(ROWS_PER_TASK))
        .into_par_iter()
        .map(|task| {
            let mut rows = Rows::default();
            let mut sums = Vec::new();
            let end = ((task + 1) * ROWS_PER_TASK).min(n);
            for (row, &free) in free.iter().enumerate().take(end).skip(task * ROWS_PER_TASK) {
                if groups.of_node[row] == NONE {
                    rows.counts.push(0);
                    continue;
                }
                vectorised(
                    arch,
                    #[inline(always)]
                    || row_sums(matrix, tentative, groups, row, &mut sums),
                );
                sums.sort_unstable_by_key(|entry: &(u32, [[f64; 6]; N])| entry.0);
                let step = invert(&matrix.diagonal(row)).unwrap_or([[0.0; N]; N]);
                for (group, sum) in &mut sums {
                    let own = (*group == groups.of_node[row]).then(|| &tentative.blocks[row]);
                    rows.push(*group, &step_block(&step, sum, own, omega, free));
                }
                rows.counts.push(sums.len() as u32);
            }
            rows
        })
        .collect();
    join(parts)
}

/// Row of A T, by group.
#[inline(always)]
fn row_sums<const N: usize>(
    matrix: &impl Source<N>,
    tentative: &Tentative<N>,
    groups: &Aggregates,
    row: usize,
    sums: &mut Vec<(u32, [[f64; 6]; N])>,
) {
    sums.clear();
    sums.push((groups.of_node[row], [[0.0; 6]; N]));
    for position in matrix.positions(row) {
        let column = matrix.column(position);
        let group = groups.of_node[column];
        if group == NONE {
            continue;
        }
        let found = sums.iter().position(|entry| entry.0 == group);
        let at = found.unwrap_or_else(|| {
            sums.push((group, [[0.0; 6]; N]));
            sums.len() - 1
        });
        let block = matrix.block(position);
        let motions = &tentative.blocks[column];
        for (sum, line) in sums[at].1.iter_mut().zip(&block) {
            for (value, motion) in line.iter().zip(motions) {
                for (s, m) in sum.iter_mut().zip(motion) {
                    *s += value * m;
                }
            }
        }
    }
}

/// T − ω D⁻¹ (A T), one block.
fn step_block<const N: usize>(
    inverse: &[[f64; N]; N],
    sum: &[[f64; 6]; N],
    own: Option<&[[f64; 6]; N]>,
    omega: f64,
    free: [bool; N],
) -> [[f64; 6]; N] {
    std::array::from_fn(|row| {
        if !free[row] {
            return [0.0; 6];
        }
        std::array::from_fn(|mode| {
            let step: f64 = (0..N).map(|k| inverse[row][k] * sum[k][mode]).sum();
            own.map_or(0.0, |own| own[row][mode]) - omega * step
        })
    })
}

/// Rows of P while they are made: blocks a row, groups, values column-major.
#[derive(Default)]
struct Rows {
    counts: Vec<u32>,
    columns: Vec<u32>,
    values: Vec<f32>,
}

impl Rows {
    fn push<const N: usize>(&mut self, group: u32, block: &[[f64; 6]; N]) {
        self.columns.push(group);
        for mode in 0..6 {
            self.values.extend(block.iter().map(|row| row[mode] as f32));
        }
    }
}

fn join<const N: usize, const LANES: usize>(parts: Vec<Rows>) -> Sparse<N, 6, LANES, 8> {
    let mut row_start = vec![0_u32];
    let mut columns = Vec::new();
    let mut values = Vec::new();
    for part in parts {
        for count in part.counts {
            row_start.push(row_start[row_start.len() - 1] + count);
        }
        columns.extend(part.columns);
        values.extend(part.values);
    }
    Sparse {
        row_start,
        columns,
        values,
    }
}

/// The transpose, for restriction.
pub(super) fn transpose<const N: usize, const LANES: usize>(
    p: &Sparse<N, 6, LANES, 8>,
    n_coarse: usize,
) -> Sparse<6, N, 8, LANES> {
    let mut row_start = vec![0_u32; n_coarse + 1];
    for &group in &p.columns {
        row_start[group as usize + 1] += 1;
    }
    for group in 0..n_coarse {
        row_start[group + 1] += row_start[group];
    }
    let mut next = row_start.clone();
    let mut columns = vec![0; p.columns.len()];
    let mut sources = vec![0; p.columns.len()];
    for row in 0..p.n_rows() {
        for position in p.blocks(row) {
            let at = &mut next[p.columns[position] as usize];
            columns[*at as usize] = row as u32;
            sources[*at as usize] = position;
            *at += 1;
        }
    }
    let mut r = Sparse::<6, N, 8, LANES>::zeros(row_start, columns);
    r.values
        .par_chunks_mut(6 * N)
        .with_min_len(1024)
        .zip(&sources)
        .for_each(|(out, &source)| {
            let block = p.block(source);
            for component in 0..N {
                for mode in 0..6 {
                    out[component * 6 + mode] = block[mode * N + component];
                }
            }
        });
    r
}
