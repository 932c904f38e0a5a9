//! Small dense least squares.

/// Σ aᵢ bᵢ.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Step d of (JᵀJ + λ diag JᵀJ) d = Jᵀr; `columns` are those of J.
pub(crate) fn damped_step(columns: &[Vec<f64>], r: &[f64], damping: f64) -> Vec<f64> {
    let mut a = normal(columns);
    for (i, row) in a.iter_mut().enumerate() {
        row[i] *= 1.0 + damping;
    }
    let b: Vec<f64> = columns.iter().map(|c| dot(c, r)).collect();
    solve(a, b)
}

/// (JᵀJ)⁻¹; `columns` are those of J.
pub(crate) fn covariance(columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let a = normal(columns);
    (0..a.len())
        .map(|i| {
            let mut unit = vec![0.0; a.len()];
            unit[i] = 1.0;
            solve(a.clone(), unit)
        })
        .collect()
}

/// Lower triangle L with L Lᵀ = A, for a positive definite A; directions without variance stay
/// at nought.
pub(crate) fn cholesky(a: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = a.len();
    let mut l = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let sum = a[i][j] - dot(&l[i][..j], &l[j][..j]);
            l[i][j] = if i == j {
                sum.max(0.0).sqrt()
            } else if l[j][j] > 0.0 {
                sum / l[j][j]
            } else {
                0.0
            };
        }
    }
    l
}

fn normal(columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
    columns
        .iter()
        .map(|c| columns.iter().map(|d| dot(c, d)).collect())
        .collect()
}

/// Gaussian elimination with pivoting; the priors keep the matrix regular.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for k in 0..n {
        let pivot = (k..n)
            .max_by(|&i, &j| a[i][k].abs().total_cmp(&a[j][k].abs()))
            .unwrap_or(k);
        a.swap(k, pivot);
        b.swap(k, pivot);
        let pivot_row = a[k].clone();
        for i in k + 1..n {
            let factor = a[i][k] / pivot_row[k];
            for (x, p) in a[i].iter_mut().zip(&pivot_row).skip(k) {
                *x -= factor * p;
            }
            b[i] -= factor * b[k];
        }
    }
    for k in (0..n).rev() {
        let known: f64 = (k + 1..n).map(|j| a[k][j] * b[j]).sum();
        b[k] = (b[k] - known) / a[k][k];
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_factor_of_a_covariance_gives_it_back() {
        let columns = [vec![1.0, 0.5, 2.0], vec![0.0, 1.0, -1.0]];
        let a = covariance(&columns);
        let l = cholesky(&a);
        for i in 0..2 {
            for j in 0..2 {
                assert!((dot(&l[i], &l[j]) - a[i][j]).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn a_known_system_is_solved() {
        let x = solve(vec![vec![0.0, 2.0], vec![3.0, 1.0]], vec![4.0, 5.0]);
        assert!((x[0] - 1.0).abs() < 1e-12 && (x[1] - 2.0).abs() < 1e-12);
    }
}
