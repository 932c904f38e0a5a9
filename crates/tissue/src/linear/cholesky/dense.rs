//! Dense kernels of a front.
//!
//! Large ones are divided into pieces of a size that does not depend on the number of threads,
//! so that the result does not either.

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt::factor::{
    LltError, LltRegularization, cholesky_in_place, cholesky_in_place_scratch,
};
use faer::linalg::matmul::matmul;
use faer::linalg::matmul::triangular::{self, BlockStructure};
use faer::linalg::triangular_solve::solve_lower_triangular_in_place;
use faer::reborrow::{Reborrow, ReborrowMut};
use faer::{Accum, MatMut, MatRef, Par, Spec};

/// Columns that are factored at once.
const WIDTH: usize = 192;
/// Order of the triangles that are updated at once.
const TRIANGLE: usize = 384;
/// Multiplications that are not divided among threads.
const PIECE: usize = 8_000_000;

/// Cholesky factor of the leading columns of a lower trapezoid, in place.
///
/// - `a`: (m × n), m ≥ n; above the diagonal nothing is read
///
/// # Errors
/// The column whose pivot is not positive.
pub(super) fn factor_columns(mut a: MatMut<'_, f64>) -> Result<(), usize> {
    let n = a.ncols();
    if n <= WIDTH {
        let (mut top, bottom) = a.split_at_row_mut(n);
        factor_square(top.rb_mut())?;
        divide(top.rb(), bottom);
        return Ok(());
    }
    let half = (n / 2).next_multiple_of(WIDTH / 4);
    let (mut left, right) = a.rb_mut().split_at_col_mut(half);
    factor_columns(left.rb_mut())?;
    let below = left.rb().subrows(half, left.nrows() - half);
    let rows = right.nrows() - half;
    let mut right = right.subrows_mut(half, rows);
    let (square, rest) = right.rb_mut().split_at_row_mut(n - half);
    let (upper, lower) = below.split_at_row(n - half);
    rayon::join(
        || subtract_square(square, Accum::Add, upper),
        || subtract_product(rest, Accum::Add, lower, upper),
    );
    factor_columns(right).map_err(|column| column + half)
}

fn factor_square(a: MatMut<'_, f64>) -> Result<(), usize> {
    let n = a.nrows();
    let scratch = cholesky_in_place_scratch::<f64>(n, Par::Seq, Spec::default());
    let mut memory = MemBuffer::new(scratch);
    let done = cholesky_in_place(
        a,
        LltRegularization::default(),
        Par::Seq,
        MemStack::new(&mut memory),
        Spec::default(),
    );
    match done {
        Ok(_) => Ok(()),
        Err(LltError::NonPositivePivot { index }) => Err(index),
    }
}

/// A = A L⁻ᵀ.
fn divide(l: MatRef<'_, f64>, a: MatMut<'_, f64>) {
    let (m, n) = (a.nrows(), a.ncols());
    if m == 0 {
        return;
    }
    if m * n * n <= PIECE || m < 64 {
        solve_lower_triangular_in_place(l, a.transpose_mut(), Par::Seq);
        return;
    }
    let (top, bottom) = a.split_at_row_mut((m / 2).next_multiple_of(8));
    rayon::join(|| divide(l, top), || divide(l, bottom));
}

/// C = C − A Aᵀ or C = −A Aᵀ, lower triangle.
pub(super) fn subtract_square(c: MatMut<'_, f64>, accum: Accum, a: MatRef<'_, f64>) {
    let n = c.nrows();
    if n <= TRIANGLE {
        triangular::matmul(
            c,
            BlockStructure::TriangularLower,
            accum,
            a,
            BlockStructure::Rectangular,
            a.transpose(),
            BlockStructure::Rectangular,
            -1.0,
            Par::Seq,
        );
        return;
    }
    let half = (n / 2).next_multiple_of(8);
    let (first, _, below, last) = c.split_at_mut(half, half);
    let (top, bottom) = a.split_at_row(half);
    let squares = || {
        rayon::join(
            || subtract_square(first, accum, top),
            || subtract_square(last, accum, bottom),
        )
    };
    rayon::join(|| subtract_product(below, accum, bottom, top), squares);
}

/// C = C − A Bᵀ or C = −A Bᵀ.
fn subtract_product(c: MatMut<'_, f64>, accum: Accum, a: MatRef<'_, f64>, b: MatRef<'_, f64>) {
    let (m, n) = (c.nrows(), c.ncols());
    if m == 0 || n == 0 {
        return;
    }
    if m * n * a.ncols() <= PIECE || m.max(n) < 128 {
        matmul(c, accum, a, b.transpose(), -1.0, Par::Seq);
    } else if m >= n {
        let half = (m / 2).next_multiple_of(8);
        let (top, bottom) = c.split_at_row_mut(half);
        let (a_top, a_bottom) = a.split_at_row(half);
        rayon::join(
            || subtract_product(top, accum, a_top, b),
            || subtract_product(bottom, accum, a_bottom, b),
        );
    } else {
        let half = (n / 2).next_multiple_of(8);
        let (left, right) = c.split_at_col_mut(half);
        let (b_left, b_right) = b.split_at_row(half);
        rayon::join(
            || subtract_product(left, accum, a, b_left),
            || subtract_product(right, accum, a, b_right),
        );
    }
}
