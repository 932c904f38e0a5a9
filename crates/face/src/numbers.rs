//! Small dense systems and repeatable chance.

/// Solves A X = B by elimination with row pivoting.
///
/// - `a`: (n × n)
/// - `b`: (n × m), becomes X
pub(crate) fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let n = a.len();
    for column in 0..n {
        let pivot = (column..n)
            .max_by(|i, j| a[*i][column].abs().total_cmp(&a[*j][column].abs()))
            .unwrap_or(column);
        a.swap(column, pivot);
        b.swap(column, pivot);
        for row in column + 1..n {
            let factor = a[row][column] / a[column][column];
            if factor == 0.0 {
                continue;
            }
            let (above, below) = a.split_at_mut(row);
            subtract(&mut below[0][column..], &above[column][column..], factor);
            let (above, below) = b.split_at_mut(row);
            subtract(&mut below[0], &above[column], factor);
        }
    }
    for column in (0..n).rev() {
        let (above, below) = b.split_at_mut(column);
        for value in &mut below[0] {
            *value /= a[column][column];
        }
        for (row, values) in above.iter_mut().enumerate() {
            subtract(values, &below[0], a[row][column]);
        }
    }
    b
}

fn subtract(from: &mut [f64], what: &[f64], factor: f64) {
    for (value, other) in from.iter_mut().zip(what) {
        *value -= factor * other;
    }
}

/// A sequence of evenly spread numbers that is the same on every run (SplitMix64).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number, 0 to 1.
    pub(crate) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// The next number, −1 to 1.
    pub(crate) fn either(&mut self) -> f64 {
        2.0 * self.next() - 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_that_needs_pivots_is_solved() {
        let a = vec![
            vec![0.0, 2.0, 1.0],
            vec![1.0, 0.0, 3.0],
            vec![2.0, 1.0, 0.0],
        ];
        let x = solve(a, vec![vec![7.0], vec![10.0], vec![4.0]]);
        for (value, expected) in x.iter().zip([1.0, 2.0, 3.0]) {
            assert!((value[0] - expected).abs() < 1e-12);
        }
    }
}
