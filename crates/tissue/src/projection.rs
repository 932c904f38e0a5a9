//! The nearest positive semidefinite matrix.

use faer::{Mat, Side};

use crate::real::Matrix9;

/// Sets the negative eigenvalues of a symmetric matrix to zero; a matrix with a NaN stays.
///
/// # Source
/// Teran, Sifakis, Irving and Fedkiw, Robust quasistatic finite elements and flesh simulation,
/// Symposium on Computer Animation 2005.
pub(crate) fn positive_part(a: &mut Matrix9) {
    let matrix = Mat::from_fn(9, 9, |i, j| 0.5 * (a[i][j] + a[j][i]));
    let Ok(eigen) = matrix.self_adjoint_eigen(Side::Lower) else {
        return;
    };
    let (values, vectors) = (eigen.S().column_vector(), eigen.U());
    for (i, row) in a.iter_mut().enumerate() {
        for (j, entry) in row.iter_mut().enumerate() {
            *entry = (0..9)
                .map(|m| values[m].max(0.0) * vectors[(i, m)] * vectors[(j, m)])
                .sum();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_positive_matrix_stays_and_a_negative_one_vanishes() {
        let mut a: Matrix9 = std::array::from_fn(|i| {
            std::array::from_fn(|j| if i == j { i as f64 - 4.0 } else { 0.0 })
        });
        positive_part(&mut a);
        for (i, row) in a.iter().enumerate() {
            for (j, &entry) in row.iter().enumerate() {
                let expected = if i == j {
                    (i as f64 - 4.0).max(0.0)
                } else {
                    0.0
                };
                assert!((entry - expected).abs() < 1e-12);
            }
        }
    }
}
