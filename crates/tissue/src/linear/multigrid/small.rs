//! Dense matrices of a block's size.

/// Inverse of a symmetric positive definite block by Cholesky factorisation; nothing where a
/// pivot is not positive.
pub(super) fn invert<const N: usize>(a: &[[f64; N]; N]) -> Option<[[f64; N]; N]> {
    let l = factor(a)?;
    let mut inverse = [[0.0; N]; N];
    for column in 0..N {
        let mut x = [0.0; N];
        x[column] = 1.0;
        solve(&l, &mut x);
        for row in 0..N {
            inverse[row][column] = x[row];
        }
    }
    Some(inverse)
}

fn factor<const N: usize>(a: &[[f64; N]; N]) -> Option<[[f64; N]; N]> {
    let mut l = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..=i {
            let inner: f64 = (0..j).map(|k| l[i][k] * l[j][k]).sum();
            let rest = a[i][j] - inner;
            if i == j {
                if rest.is_nan() || rest <= 1e-14 * a[i][i] {
                    return None;
                }
                l[i][i] = rest.sqrt();
            } else {
                l[i][j] = rest / l[j][j];
            }
        }
    }
    Some(l)
}

fn solve<const N: usize>(l: &[[f64; N]; N], x: &mut [f64; N]) {
    for i in 0..N {
        let inner: f64 = (0..i).map(|k| l[i][k] * x[k]).sum();
        x[i] = (x[i] - inner) / l[i][i];
    }
    for i in (0..N).rev() {
        let inner: f64 = (i + 1..N).map(|k| l[k][i] * x[k]).sum();
        x[i] = (x[i] - inner) / l[i][i];
    }
}

/// Frobenius norm.
pub(super) fn norm<const R: usize, const C: usize>(a: &[[f64; C]; R]) -> f64 {
    a.iter().flatten().map(|v| v * v).sum::<f64>().sqrt()
}
