//! A smooth map of the plane that carries one set of points onto another.

use crate::geometry::Point;

/// Thin-plate spline: the smoothest map that takes each `from` point to its `to` point.
///
/// f(p) = p + A·(1, x, y) + Σ wᵢ U(|p − fromᵢ|), U(r) = r² ln r² (Bookstein 1989).
#[derive(Clone, Debug, Default)]
pub(crate) struct Warp {
    from: Vec<Point>,
    weights: Vec<Point>,
    affine: [Point; 3],
}

impl Warp {
    /// The map that leaves every point where it is.
    pub(crate) fn identity() -> Self {
        Self::default()
    }

    /// The map through the pairs; identity when there are too few or they have no solution.
    pub(crate) fn through(pairs: &[(Point, Point)]) -> Self {
        let n = pairs.len();
        if n < 3 {
            return Self::identity();
        }
        let size = n + 3;
        let mut matrix = vec![vec![0.0; size + 2]; size];
        for i in 0..n {
            for j in 0..n {
                matrix[i][j] = kernel(pairs[i].0, pairs[j].0);
            }
            // A little slack, so that nearly coincident points cannot crease the sheet.
            matrix[i][i] += 0.5;
            for (k, value) in [1.0, pairs[i].0[0], pairs[i].0[1]].into_iter().enumerate() {
                matrix[i][n + k] = value;
                matrix[n + k][i] = value;
            }
            matrix[i][size] = pairs[i].1[0] - pairs[i].0[0];
            matrix[i][size + 1] = pairs[i].1[1] - pairs[i].0[1];
        }
        match solve(matrix) {
            Some(x) => Self {
                from: pairs.iter().map(|pair| pair.0).collect(),
                weights: x[..n].to_vec(),
                affine: [x[n], x[n + 1], x[n + 2]],
            },
            None => Self::identity(),
        }
    }

    /// Where the map takes `p`.
    pub(crate) fn apply(&self, p: Point) -> Point {
        let mut out = p;
        for axis in 0..2 {
            let linear =
                self.affine[0][axis] + self.affine[1][axis] * p[0] + self.affine[2][axis] * p[1];
            let bend = self.from.iter().zip(&self.weights);
            out[axis] += linear + bend.map(|(f, w)| w[axis] * kernel(p, *f)).sum::<f64>();
        }
        out
    }
}

fn kernel(a: Point, b: Point) -> f64 {
    // Distances in units of 100 mm keep the system well scaled.
    let r2 = ((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)) / 1e4;
    if r2 < 1e-18 { 0.0 } else { 1e2 * r2 * r2.ln() }
}

/// Gaussian elimination with row pivoting; the last two columns are the right-hand sides.
fn solve(mut m: Vec<Vec<f64>>) -> Option<Vec<Point>> {
    let n = m.len();
    for column in 0..n {
        let pivot =
            (column..n).max_by(|&a, &b| m[a][column].abs().total_cmp(&m[b][column].abs()))?;
        if m[pivot][column].abs() < 1e-12 {
            return None;
        }
        m.swap(column, pivot);
        let lead = m[column].clone();
        for row in (0..n).filter(|&row| row != column) {
            let factor = m[row][column] / lead[column];
            for (value, top) in m[row].iter_mut().zip(&lead).skip(column) {
                *value -= factor * top;
            }
        }
        let _ = lead;
    }
    let solution: Vec<Point> = (0..n)
        .map(|i| [m[i][n] / m[i][i], m[i][n + 1] / m[i][i]])
        .collect();
    solution
        .iter()
        .all(|p| p[0].is_finite() && p[1].is_finite())
        .then_some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_point_lands_on_its_partner() {
        let pairs: Vec<(Point, Point)> = (0..12)
            .map(|i| {
                let p = [f64::from(i * 17 % 60) - 30.0, f64::from(i * 29 % 90) - 45.0];
                (p, [p[0] * 1.05 + 2.0, p[1] * 0.97 - 1.0 + p[0] * 0.01])
            })
            .collect();
        let warp = Warp::through(&pairs);
        for (from, to) in pairs {
            let at = warp.apply(from);
            assert!((at[0] - to[0]).abs() < 0.05 && (at[1] - to[1]).abs() < 0.05);
        }
    }

    #[test]
    fn too_few_points_leave_the_sheet_flat() {
        let warp = Warp::through(&[([0.0, 0.0], [5.0, 5.0])]);
        assert_eq!(warp.apply([3.0, 4.0]), [3.0, 4.0]);
    }
}
