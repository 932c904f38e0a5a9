//! Substitution with one panel and one right-hand side.
//!
//! The panel is read once, four columns at a time.
#![expect(
    clippy::inline_always,
    reason = "only what is inlined into a dispatched call is compiled for its vector instructions"
)]

use pulp::{Arch, Simd, WithSimd};

/// Columns handled together.
const TOGETHER: usize = 4;
/// Partial sums of a scalar product.
const LANES: usize = 8;

/// Solves with the triangle of a panel and carries the columns on to the rows below.
///
/// - `panel`: column-major, (n + m) × n
/// - `x`: right-hand side and solution of the columns, (n)
/// - `below`: sums of the rows below, (m)
pub(super) fn substitute_forward(arch: Arch, panel: &[f64], x: &mut [f64], below: &mut [f64]) {
    arch.dispatch(Forward { panel, x, below });
}

struct Forward<'a> {
    panel: &'a [f64],
    x: &'a mut [f64],
    below: &'a mut [f64],
}

impl WithSimd for Forward<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { panel, x, below } = self;
        let (n, height) = (x.len(), x.len() + below.len());
        let mut done = 0;
        for columns in panel.chunks(TOGETHER * height) {
            let width = columns.len() / height;
            let (solved, rest) = x[done..].split_at_mut(width);
            for (local, column) in columns.chunks_exact(height).enumerate() {
                solved[local] /= column[done + local];
                for row in local + 1..width {
                    solved[row] -= column[done + row] * solved[local];
                }
            }
            let at = done + width;
            let mut factors = [0.0; TOGETHER];
            factors[..width].copy_from_slice(solved);
            subtract(columns, height, at..n, factors, rest);
            subtract(columns, height, n..height, factors, below);
            done = at;
        }
    }
}

/// y = y − (rows of the columns) · factors.
#[inline(always)]
fn subtract(
    columns: &[f64],
    height: usize,
    rows: std::ops::Range<usize>,
    factors: [f64; TOGETHER],
    y: &mut [f64],
) {
    if columns.len() == TOGETHER * height {
        let [a, b, c, d] =
            std::array::from_fn(|k| &columns[k * height + rows.start..k * height + rows.end]);
        for ((((y, a), b), c), d) in y.iter_mut().zip(a).zip(b).zip(c).zip(d) {
            *y -= a * factors[0] + b * factors[1] + (c * factors[2] + d * factors[3]);
        }
    } else {
        for (column, factor) in columns.chunks_exact(height).zip(factors) {
            for (y, a) in y.iter_mut().zip(&column[rows.clone()]) {
                *y -= a * factor;
            }
        }
    }
}

/// Solves with the transpose of the triangle of a panel, the rows below being known.
///
/// - `panel`: column-major, (n + m) × n
/// - `front`: right-hand side and solution of the columns, then the rows below, (n + m)
pub(super) fn substitute_back(arch: Arch, panel: &[f64], n: usize, front: &mut [f64]) {
    arch.dispatch(Back { panel, n, front });
}

struct Back<'a> {
    panel: &'a [f64],
    n: usize,
    front: &'a mut [f64],
}

impl WithSimd for Back<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { panel, n, front } = self;
        let height = front.len();
        for first in (0..n).step_by(TOGETHER).rev() {
            let width = TOGETHER.min(n - first);
            let columns = &panel[first * height..(first + width) * height];
            let sums = products(columns, height, first + width, front);
            for local in (0..width).rev() {
                let column = &columns[local * height..(local + 1) * height];
                let mut value = front[first + local] - sums[local];
                for row in local + 1..width {
                    value -= column[first + row] * front[first + row];
                }
                front[first + local] = value / column[first + local];
            }
        }
    }
}

/// Scalar product of each column with `y`, from row `from` on.
#[inline(always)]
fn products(columns: &[f64], height: usize, from: usize, y: &[f64]) -> [f64; TOGETHER] {
    let mut sums = [0.0; TOGETHER];
    if columns.len() == TOGETHER * height {
        let mut lanes = [[0.0; LANES]; TOGETHER];
        let [a, b, c, d] = std::array::from_fn(|k| &columns[k * height + from..(k + 1) * height]);
        let y = &y[from..];
        let whole = y.len() / LANES * LANES;
        for at in (0..whole).step_by(LANES) {
            let piece = |s: &[f64]| -> [f64; LANES] { std::array::from_fn(|i| s[at + i]) };
            let (ya, aa, ba, ca, da) = (piece(y), piece(a), piece(b), piece(c), piece(d));
            for i in 0..LANES {
                lanes[0][i] += aa[i] * ya[i];
                lanes[1][i] += ba[i] * ya[i];
                lanes[2][i] += ca[i] * ya[i];
                lanes[3][i] += da[i] * ya[i];
            }
        }
        for (k, column) in [a, b, c, d].into_iter().enumerate() {
            let tail = column[whole..].iter().zip(&y[whole..]);
            sums[k] = lanes[k].iter().sum::<f64>() + tail.map(|(a, y)| a * y).sum::<f64>();
        }
    } else {
        for (sum, column) in sums.iter_mut().zip(columns.chunks_exact(height)) {
            *sum = column[from..]
                .iter()
                .zip(&y[from..])
                .map(|(a, y)| a * y)
                .sum();
        }
    }
    sums
}
