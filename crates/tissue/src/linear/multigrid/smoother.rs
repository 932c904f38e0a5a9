//! Symmetric Gauss–Seidel in single precision, in parallel.
//!
//! The nodes are in pieces of two colours, and no two pieces of a colour touch: first all red
//! pieces are swept at once, then all black ones, which gives the very numbers of one sweep in
//! order, whatever the number of threads. With M = D + L a forward sweep applies M⁻¹ and a
//! backward one M⁻ᵀ, so that a cycle with one before and one after the coarse correction is
//! symmetric and positive definite where the matrix is.

use pulp::Arch;
use rayon::prelude::*;

use super::MultigridError;
use super::order::Pieces;
use super::small::invert;
use super::sparse::{Source, Sparse};

/// Steps of the power method; the growth is then within some percent of the eigenvalue.
const POWER_STEPS: usize = 10;

/// A matrix taken apart for sweeps.
#[derive(Debug, Clone)]
pub(super) struct Smoother<const N: usize, const LANES: usize> {
    pieces: Pieces,
    /// Blocks to nodes before in the same piece; columns count from the piece's first node.
    lower: Sparse<N, N, LANES>,
    /// Blocks to nodes after in the same piece; columns count from the piece's first node.
    upper: Sparse<N, N, LANES>,
    /// Blocks to nodes of other pieces, all of the other colour; columns count from that colour's
    /// first node.
    outside: Sparse<N, N, LANES>,
    /// Inverses of the diagonal blocks.
    inverse: Sparse<N, N, LANES>,
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
        let mut parts: [Part; 3] = std::array::from_fn(|_| Part::new());
        let mut entries: Vec<(u32, u32)> = Vec::new();
        for row in 0..n {
            let own = pieces.around(row);
            let other_colour = if row < pieces.n_red() {
                pieces.n_red()
            } else {
                0
            };
            entries.clear();
            entries.extend(
                matrix
                    .positions(row)
                    .map(|position| (matrix.column(position) as u32, position as u32)),
            );
            entries.sort_unstable();
            for &(column, position) in &entries {
                let at = column as usize;
                if !own.contains(&at) {
                    parts[2].push(column - other_colour as u32, position);
                } else if at != row {
                    parts[usize::from(at > row)].push(column - own.start as u32, position);
                }
            }
            parts.iter_mut().for_each(Part::end_row);
        }
        let diagonal = Sparse::zeros((0..=n as u32).collect(), (0..n as u32).collect());
        let [(lower, a), (upper, b), (outside, c)] = parts.map(Part::finish);
        let mut smoother = Self {
            pieces: pieces.clone(),
            lower,
            upper,
            outside,
            inverse: diagonal,
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
            part.blocks_mut()
                .par_chunks_mut(N * N)
                .with_min_len(1024)
                .zip(sources)
                .for_each(|(out, &position)| write_block(&matrix.block(position as usize), out));
        }
        self.inverse
            .blocks_mut()
            .par_chunks_mut(N * N)
            .with_min_len(1024)
            .enumerate()
            .try_for_each(|(row, out)| {
                let inverse = invert(&matrix.diagonal(row))
                    .ok_or(MultigridError::NotPositiveDefinite { row })?;
                write_block(&inverse, out);
                Ok(())
            })
    }

    /// Forward sweep from zero: x = M⁻¹ b.
    pub fn forward_from_zero(&self, arch: Arch, b: &[[f32; N]], x: &mut [[f32; N]]) {
        let n_red = self.pieces.n_red();
        let (red, black) = x.split_at_mut(n_red);
        for_pieces(&self.pieces.red, red, &|start, x| {
            arch.dispatch(
                #[inline(always)]
                || {
                    for local in 0..x.len() {
                        let row = start + local;
                        let lower = self.lower.row_times(row, x);
                        x[local] = self.inverse.row_times_one(row, &minus(&b[row], &lower));
                    }
                },
            );
        });
        let red = &*red;
        for_pieces(&self.pieces.black, black, &|start, x| {
            arch.dispatch(
                #[inline(always)]
                || {
                    for local in 0..x.len() {
                        let row = n_red + start + local;
                        let outside = self.outside.row_times(row, red);
                        let lower = self.lower.row_times(row, x);
                        let rest = minus(&minus(&b[row], &outside), &lower);
                        x[local] = self.inverse.row_times_one(row, &rest);
                    }
                },
            );
        });
    }

    /// Residual after a forward sweep from zero: r = b − A x, which is minus the part of A x that
    /// the sweep has not seen.
    pub fn residual_after_forward(&self, arch: Arch, x: &[[f32; N]], r: &mut [[f32; N]]) {
        let n_red = self.pieces.n_red();
        let (red, black) = r.split_at_mut(n_red);
        for_pieces(&self.pieces.red, red, &|start, r| {
            arch.dispatch(
                #[inline(always)]
                || {
                    let inside = &x[start..start + r.len()];
                    for (local, out) in r.iter_mut().enumerate() {
                        let upper = self.upper.row_times(start + local, inside);
                        let outside = self.outside.row_times(start + local, &x[n_red..]);
                        *out = std::array::from_fn(|i| -upper[i] - outside[i]);
                    }
                },
            );
        });
        for_pieces(&self.pieces.black, black, &|start, r| {
            arch.dispatch(
                #[inline(always)]
                || {
                    let inside = &x[n_red + start..n_red + start + r.len()];
                    for (local, out) in r.iter_mut().enumerate() {
                        *out = self
                            .upper
                            .row_times(n_red + start + local, inside)
                            .map(|v| -v);
                    }
                },
            );
        });
    }

    /// Backward sweep from `old`: x = old + M⁻ᵀ (b − A old).
    pub fn backward(&self, arch: Arch, b: &[[f32; N]], old: &[[f32; N]], x: &mut [[f32; N]]) {
        let n_red = self.pieces.n_red();
        let (red, black) = x.split_at_mut(n_red);
        let (old_red, old_black) = old.split_at(n_red);
        for_pieces(&self.pieces.black, black, &|start, x| {
            let inside = &old_black[start..start + x.len()];
            self.sweep_back(arch, n_red + start, b, old_red, inside, x);
        });
        let black = &*black;
        for_pieces(&self.pieces.red, red, &|start, x| {
            let inside = &old_red[start..start + x.len()];
            self.sweep_back(arch, start, b, black, inside, x);
        });
    }

    /// Backward sweep of the piece that begins at sorted place `start`.
    ///
    /// - `other`: values of the other colour
    /// - `old`, `x`: values of the piece before and after
    #[inline(always)]
    fn sweep_back(
        &self,
        arch: Arch,
        start: usize,
        b: &[[f32; N]],
        other: &[[f32; N]],
        old: &[[f32; N]],
        x: &mut [[f32; N]],
    ) {
        arch.dispatch(
            #[inline(always)]
            || {
                for local in (0..x.len()).rev() {
                    let row = start + local;
                    let outside = self.outside.row_times(row, other);
                    let lower = self.lower.row_times(row, old);
                    let upper = self.upper.row_times(row, x);
                    let rest = minus(&minus(&minus(&b[row], &outside), &lower), &upper);
                    x[local] = self.inverse.row_times_one(row, &rest);
                }
            },
        );
    }

    /// Largest eigenvalue of D⁻¹ A by the power method, from a fixed start.
    pub fn largest_eigenvalue(&self, n: usize) -> f64 {
        let arch = Arch::new();
        let mut x: Vec<[f32; N]> = (0..n).map(scattered).collect();
        let mut y = vec![[0.0; N]; n];
        let mut growth = 1.0;
        for _ in 0..POWER_STEPS {
            self.jacobi_operator(arch, &x, &mut y);
            let (before, after) = (size(&x), size(&y));
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

    /// y = D⁻¹ A x.
    fn jacobi_operator(&self, arch: Arch, x: &[[f32; N]], y: &mut [[f32; N]]) {
        let n_red = self.pieces.n_red();
        let (red, black) = y.split_at_mut(n_red);
        let piece = |start: usize, other: &[[f32; N]], y: &mut [[f32; N]]| {
            let inside = &x[start..start + y.len()];
            arch.dispatch(
                #[inline(always)]
                || {
                    for (local, out) in y.iter_mut().enumerate() {
                        let row = start + local;
                        let lower = self.lower.row_times(row, inside);
                        let upper = self.upper.row_times(row, inside);
                        let outside = self.outside.row_times(row, other);
                        let sum = std::array::from_fn(|i| lower[i] + upper[i] + outside[i]);
                        let step = self.inverse.row_times_one(row, &sum);
                        *out = std::array::from_fn(|i| x[row][i] + step[i]);
                    }
                },
            );
        };
        for_pieces(&self.pieces.red, red, &|start, y| {
            piece(start, &x[n_red..], y)
        });
        for_pieces(&self.pieces.black, black, &|start, y| {
            piece(n_red + start, &x[..n_red], y);
        });
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        let sources: usize = self.sources.iter().map(|s| 4 * s.len()).sum();
        self.lower.bytes()
            + self.upper.bytes()
            + self.outside.bytes()
            + self.inverse.bytes()
            + sources
    }
}

impl<const N: usize, const LANES: usize> Sparse<N, N, LANES> {
    /// The block of `row`, where each row has exactly one, times `x`.
    #[inline(always)]
    fn row_times_one(&self, row: usize, x: &[f32; N]) -> [f32; N] {
        let mut sums = [[0.0; LANES]; 3];
        let window = &self.values[row * Self::SIZE..(row + 1) * Self::SIZE + LANES - N];
        super::sparse::add_block::<N, N, LANES>(window, x, &mut sums);
        std::array::from_fn(|o| sums[0][o] + sums[1][o] + sums[2][o])
    }
}

/// Numbers in −0.5..0.5 without pattern, the same in every run.
fn scattered<const N: usize>(node: usize) -> [f32; N] {
    std::array::from_fn(|i| {
        let hash = ((N * node + i + 1) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (hash >> 40) as f32 / (1_u64 << 24) as f32 - 0.5
    })
}

fn size<const N: usize>(x: &[[f32; N]]) -> f64 {
    let sum: f64 = x.iter().flatten().map(|&v| f64::from(v).powi(2)).sum();
    sum.sqrt()
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

#[inline(always)]
fn minus<const N: usize>(a: &[f32; N], b: &[f32; N]) -> [f32; N] {
    std::array::from_fn(|i| a[i] - b[i])
}

fn write_block<const N: usize>(block: &[[f64; N]; N], out: &mut [f32]) {
    for (column, out) in out.chunks_exact_mut(N).enumerate() {
        for (row, out) in out.iter_mut().enumerate() {
            *out = block[row][column] as f32;
        }
    }
}

/// Rows of one part of the matrix while it is taken apart.
struct Part {
    row_start: Vec<u32>,
    columns: Vec<u32>,
    sources: Vec<u32>,
}

impl Part {
    fn new() -> Self {
        Self {
            row_start: vec![0],
            columns: Vec::new(),
            sources: Vec::new(),
        }
    }

    fn push(&mut self, column: u32, source: u32) {
        self.columns.push(column);
        self.sources.push(source);
    }

    fn end_row(&mut self) {
        self.row_start.push(self.columns.len() as u32);
    }

    fn finish<const N: usize, const LANES: usize>(self) -> (Sparse<N, N, LANES>, Vec<u32>) {
        (Sparse::zeros(self.row_start, self.columns), self.sources)
    }
}
