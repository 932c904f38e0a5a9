//! Gauss–Seidel in single precision, in parallel.
//!
//! The nodes are in pieces of two colours, and no two pieces of a colour touch: first all red
//! pieces are swept at once, then all black ones, which gives the very numbers of one sweep in
//! order, whatever the number of threads. With A = L + D + U a forward sweep solves with L + D
//! and a backward one with D + U, so that forward sweeps before and as many backward ones after
//! the coarse correction make a cycle that is symmetric, and positive definite where A is.

use pulp::Arch;
use rayon::prelude::*;

use super::MultigridError;
use super::order::Pieces;
use super::small::invert;
use super::sparse::{Source, Sparse, minus, plus, times, vectorised};
use super::split::{Part, take_apart};

/// Steps of the power method; the growth is then within some percent of the eigenvalue.
const POWER_STEPS: usize = 10;

/// A matrix taken apart for sweeps.
#[derive(Debug, Clone)]
pub(super) struct Smoother<const N: usize, const LANES: usize> {
    pieces: Pieces,
    /// Blocks to nodes before in the same piece; columns count from the piece's first node.
    lower: Sparse<N, N, LANES, LANES>,
    /// Blocks to nodes after in the same piece; columns count from the piece's first node. The
    /// last row comes first, because sweeps with it run backward.
    upper: Sparse<N, N, LANES, LANES>,
    /// Blocks to nodes of other pieces, all of the other colour; columns count from that colour's
    /// first node. They belong to U in red rows and to L in black ones.
    outside: Sparse<N, N, LANES, LANES>,
    /// Inverses of the diagonal blocks, column-major, zero in surplus lanes.
    inverse: Vec<[[f32; LANES]; LANES]>,
    /// Where the blocks of `lower`, `upper` and `outside` come from.
    sources: [Vec<u32>; 3],
}

impl<const N: usize, const LANES: usize> Smoother<N, LANES> {
    /// Takes the matrix apart.
    ///
    /// # Errors
    /// A diagonal block that is not positive definite.
    pub fn build(matrix: &impl Source<N>, pieces: &Pieces) -> Result<Self, MultigridError> {
        let n = matrix.n_rows();
        let [(lower, a), (upper, b), (outside, c)] = take_apart(matrix, pieces).map(Part::finish);
        let mut smoother = Self {
            pieces: pieces.clone(),
            lower,
            upper,
            outside,
            inverse: vec![[[0.0; LANES]; LANES]; n],
            sources: [a, b, c],
        };
        smoother.refresh(matrix)?;
        Ok(smoother)
    }

    /// New values in the same places.
    ///
    /// # Errors
    /// A diagonal block that is not positive definite.
    pub fn refresh(&mut self, matrix: &impl Source<N>) -> Result<(), MultigridError> {
        let parts = [&mut self.lower, &mut self.upper, &mut self.outside];
        for (part, sources) in parts.into_iter().zip(&self.sources) {
            part.values
                .par_chunks_mut(N * N)
                .with_min_len(1024)
                .zip(sources)
                .for_each(|(out, &position)| write_block(&matrix.block(position as usize), out));
        }
        self.inverse
            .par_iter_mut()
            .with_min_len(1024)
            .enumerate()
            .try_for_each(|(row, out)| {
                let inverse = invert(&matrix.diagonal(row))
                    .ok_or(MultigridError::NotPositiveDefinite { row })?;
                for (column, out) in out.iter_mut().enumerate().take(N) {
                    for (out, line) in out.iter_mut().zip(&inverse) {
                        *out = line[column] as f32;
                    }
                }
                Ok(())
            })
    }

    /// Forward sweeps from zero.
    ///
    /// - `x`: the values after them
    /// - `seen`: U x before the last of them
    pub fn forward(
        &self,
        arch: Arch,
        sweeps: usize,
        b: &[[f32; LANES]],
        x: &mut [[f32; LANES]],
        seen: &mut [[f32; LANES]],
    ) {
        seen.fill([0.0; LANES]);
        for sweep in 0..sweeps {
            if sweep > 0 {
                self.upper_times(arch, x, seen, &|new, _| new);
            }
            self.solve_lower(arch, b, seen, x);
        }
    }

    /// Residual b − A x after forward sweeps, in the place of `seen`.
    pub fn residual(&self, arch: Arch, x: &[[f32; LANES]], seen: &mut [[f32; LANES]]) {
        self.upper_times(arch, x, seen, &|new, seen| minus(&seen, &new));
    }

    /// Backward sweeps from `x`; `seen` is overwritten.
    pub fn backward(
        &self,
        arch: Arch,
        sweeps: usize,
        b: &[[f32; LANES]],
        x: &mut [[f32; LANES]],
        seen: &mut [[f32; LANES]],
    ) {
        for _ in 0..sweeps {
            self.lower_times(arch, x, seen);
            self.solve_upper(arch, b, seen, x);
        }
    }

    /// (L + D) x = b − seen.
    fn solve_lower(
        &self,
        arch: Arch,
        b: &[[f32; LANES]],
        seen: &[[f32; LANES]],
        x: &mut [[f32; LANES]],
    ) {
        let n_red = self.pieces.n_red();
        let (red, black) = x.split_at_mut(n_red);
        let sweep = |start: usize, x: &mut [[f32; LANES]], red: Option<&[[f32; LANES]]>| {
            vectorised(
                arch,
                #[inline(always)]
                || {
                    for local in 0..x.len() {
                        let row = start + local;
                        let mut rest = minus(&b[row], &seen[row]);
                        if let Some(red) = red {
                            rest = minus(&rest, &self.outside.row_times(row, red));
                        }
                        let rest = minus(&rest, &self.lower.row_times(row, x));
                        x[local] = times(&self.inverse[row], &rest);
                    }
                },
            );
        };
        for_pieces(&self.pieces.red, red, &|start, x| sweep(start, x, None));
        let red = &*red;
        for_pieces(&self.pieces.black, black, &|start, x| {
            sweep(n_red + start, x, Some(red));
        });
    }

    /// (D + U) x = b − seen.
    fn solve_upper(
        &self,
        arch: Arch,
        b: &[[f32; LANES]],
        seen: &[[f32; LANES]],
        x: &mut [[f32; LANES]],
    ) {
        let n_red = self.pieces.n_red();
        let last = b.len().saturating_sub(1);
        let (red, black) = x.split_at_mut(n_red);
        let sweep = |start: usize, x: &mut [[f32; LANES]], black: Option<&[[f32; LANES]]>| {
            vectorised(
                arch,
                #[inline(always)]
                || {
                    for local in (0..x.len()).rev() {
                        let row = start + local;
                        let mut rest = minus(&b[row], &seen[row]);
                        if let Some(black) = black {
                            rest = minus(&rest, &self.outside.row_times(row, black));
                        }
                        let rest = minus(&rest, &self.upper.row_times(last - row, x));
                        x[local] = times(&self.inverse[row], &rest);
                    }
                },
            );
        };
        for_pieces(&self.pieces.black, black, &|start, x| {
            sweep(n_red + start, x, None);
        });
        let black = &*black;
        for_pieces(&self.pieces.red, red, &|start, x| {
            sweep(start, x, Some(black));
        });
    }

    /// y = L x.
    fn lower_times(&self, arch: Arch, x: &[[f32; LANES]], y: &mut [[f32; LANES]]) {
        let n_red = self.pieces.n_red();
        let (red, black) = y.split_at_mut(n_red);
        let piece = |start: usize, y: &mut [[f32; LANES]], red: Option<&[[f32; LANES]]>| {
            let inside = &x[start..start + y.len()];
            vectorised(
                arch,
                #[inline(always)]
                || {
                    for (local, out) in y.iter_mut().enumerate() {
                        *out = self.lower.row_times(start + local, inside);
                        if let Some(red) = red {
                            *out = plus(out, &self.outside.row_times(start + local, red));
                        }
                    }
                },
            );
        };
        for_pieces(&self.pieces.red, red, &|start, y| piece(start, y, None));
        for_pieces(&self.pieces.black, black, &|start, y| {
            piece(n_red + start, y, Some(&x[..n_red]));
        });
    }

    /// y = store(U x, y).
    fn upper_times(
        &self,
        arch: Arch,
        x: &[[f32; LANES]],
        y: &mut [[f32; LANES]],
        store: &(impl Fn([f32; LANES], [f32; LANES]) -> [f32; LANES] + Sync),
    ) {
        let n_red = self.pieces.n_red();
        let last = x.len().saturating_sub(1);
        let (red, black) = y.split_at_mut(n_red);
        let piece = |start: usize, y: &mut [[f32; LANES]], black: Option<&[[f32; LANES]]>| {
            let inside = &x[start..start + y.len()];
            vectorised(
                arch,
                #[inline(always)]
                || {
                    for (local, out) in y.iter_mut().enumerate().rev() {
                        let row = start + local;
                        let mut sum = self.upper.row_times(last - row, inside);
                        if let Some(black) = black {
                            sum = plus(&sum, &self.outside.row_times(row, black));
                        }
                        *out = store(sum, *out);
                    }
                },
            );
        };
        for_pieces(&self.pieces.red, red, &|start, y| {
            piece(start, y, Some(&x[n_red..]));
        });
        for_pieces(&self.pieces.black, black, &|start, y| {
            piece(n_red + start, y, None);
        });
    }

    /// Largest eigenvalue of D⁻¹ A by the power method, from a fixed start.
    pub fn largest_eigenvalue(&self, n: usize) -> f64 {
        let arch = Arch::new();
        let mut x: Vec<[f32; LANES]> = (0..n).map(scattered::<N, LANES>).collect();
        let mut y = vec![[0.0; LANES]; n];
        let mut growth = 1.0;
        for _ in 0..POWER_STEPS {
            self.lower_times(arch, &x, &mut y);
            self.upper_times(arch, &x, &mut y, &|upper, lower| plus(&upper, &lower));
            y.par_iter_mut()
                .with_min_len(1024)
                .zip(&x)
                .enumerate()
                .for_each(|(row, (y, x))| {
                    *y = plus(x, &times(&self.inverse[row], y));
                });
            let (before, after) = (size::<N, LANES>(&x), size::<N, LANES>(&y));
            growth = after / before;
            let factor = 1.0 / after as f32;
            y.iter_mut().flatten().for_each(|v| *v *= factor);
            std::mem::swap(&mut x, &mut y);
        }
        if growth.is_finite() {
            growth.max(1.0)
        } else {
            1.0
        }
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        let sources: usize = self.sources.iter().map(|s| 4 * s.len()).sum();
        self.lower.bytes()
            + self.upper.bytes()
            + self.outside.bytes()
            + 4 * LANES * LANES * self.inverse.len()
            + sources
    }
}

/// Hands each piece of `x` to `work` with its start, in parallel.
fn for_pieces<T: Send>(bounds: &[usize], x: &mut [T], work: &(impl Fn(usize, &mut [T]) + Sync)) {
    let n_pieces = bounds.len() - 1;
    match n_pieces {
        0 => {}
        1 => work(bounds[0], x),
        _ => {
            let middle = n_pieces / 2;
            let (low, high) = x.split_at_mut(bounds[middle] - bounds[0]);
            rayon::join(
                || for_pieces(&bounds[..=middle], low, work),
                || for_pieces(&bounds[middle..], high, work),
            );
        }
    }
}

/// Numbers in −0.5..0.5 without pattern, the same in every run; zero in surplus lanes.
fn scattered<const N: usize, const LANES: usize>(node: usize) -> [f32; LANES] {
    std::array::from_fn(|i| {
        let hash = ((N * node + i + 1) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let unit = (hash >> 40) as f32 / (1_u64 << 24) as f32 - 0.5;
        if i < N { unit } else { 0.0 }
    })
}

fn size<const N: usize, const LANES: usize>(x: &[[f32; LANES]]) -> f64 {
    let numbers = x.iter().flat_map(|x| &x[..N]);
    numbers.map(|&v| f64::from(v).powi(2)).sum::<f64>().sqrt()
}

fn write_block<const N: usize>(block: &[[f64; N]; N], out: &mut [f32]) {
    for (column, out) in out.chunks_exact_mut(N).enumerate() {
        for (row, out) in out.iter_mut().enumerate() {
            *out = block[row][column] as f32;
        }
    }
}
