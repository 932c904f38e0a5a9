//! Turning, scaling and shifting of a scan into the frame of the face.

use std::array::from_fn;

use glam::{DMat3, DQuat, DVec3};

/// p → s R p + t.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Similarity {
    /// Scale s, mm a file unit.
    pub scale: f64,
    /// Rotation R.
    pub turn: DQuat,
    /// Shift t, mm.
    pub shift: DVec3,
}

impl Similarity {
    /// Leaves everything where it is.
    pub const IDENTITY: Self = Self {
        scale: 1.0,
        turn: DQuat::IDENTITY,
        shift: DVec3::ZERO,
    };

    /// Where a place goes.
    pub fn apply(&self, place: DVec3) -> DVec3 {
        self.scale * (self.turn * place) + self.shift
    }

    /// This one after another one.
    #[must_use]
    pub fn after(&self, first: &Self) -> Self {
        Self {
            scale: self.scale * first.scale,
            turn: (self.turn * first.turn).normalize(),
            shift: self.apply(first.shift),
        }
    }

    /// The way back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let turn = self.turn.inverse();
        Self {
            scale: 1.0 / self.scale,
            turn,
            shift: -(turn * self.shift) / self.scale,
        }
    }

    /// The one that brings places nearest to their partners in the sense of least squares.
    ///
    /// - `pairs`: (from, to)
    /// - `is_scaled`: whether the scale is free; otherwise it is 1
    ///
    /// # Source
    /// horn-1987: the rotation is the eigenvector of the largest eigenvalue of a 4×4 matrix of
    /// the moments.
    pub fn of_pairs(pairs: &[(DVec3, DVec3)], is_scaled: bool) -> Self {
        let n = pairs.len().max(1) as f64;
        let from_mean = pairs.iter().map(|pair| pair.0).sum::<DVec3>() / n;
        let to_mean = pairs.iter().map(|pair| pair.1).sum::<DVec3>() / n;
        let mut moments = DMat3::ZERO;
        let (mut from_size, mut to_size) = (0.0, 0.0);
        for (from, to) in pairs {
            let (from, to) = (*from - from_mean, *to - to_mean);
            moments += DMat3::from_cols(from * to.x, from * to.y, from * to.z);
            from_size += from.length_squared();
            to_size += to.length_squared();
        }
        let turn = turn_of(&moments);
        let scale = if is_scaled && from_size > 0.0 {
            (to_size / from_size).sqrt()
        } else {
            1.0
        };
        Self {
            scale,
            turn,
            shift: to_mean - scale * (turn * from_mean),
        }
    }
}

/// The rotation that maximises the trace of R M.
///
/// - `moments`: Σ from toᵀ, columns by the components of `to`
fn turn_of(moments: &DMat3) -> DQuat {
    let s = |row: usize, column: usize| moments.col(column)[row];
    let upper = [
        [
            s(0, 0) + s(1, 1) + s(2, 2),
            s(1, 2) - s(2, 1),
            s(2, 0) - s(0, 2),
            s(0, 1) - s(1, 0),
        ],
        [
            0.0,
            s(0, 0) - s(1, 1) - s(2, 2),
            s(0, 1) + s(1, 0),
            s(2, 0) + s(0, 2),
        ],
        [0.0, 0.0, s(1, 1) - s(0, 0) - s(2, 2), s(1, 2) + s(2, 1)],
        [0.0, 0.0, 0.0, s(2, 2) - s(0, 0) - s(1, 1)],
    ];
    let matrix = from_fn(|row| from_fn(|column| upper[row.min(column)][row.max(column)]));
    let [w, x, y, z] = largest_eigenvector(matrix);
    let turn = DQuat::from_xyzw(x, y, z, w);
    if turn.length() > 0.5 {
        turn.normalize()
    } else {
        DQuat::IDENTITY
    }
}

/// Eigenvector of the largest eigenvalue of a symmetric matrix, by rotations of Jacobi.
fn largest_eigenvector(mut a: [[f64; 4]; 4]) -> [f64; 4] {
    const SWEEPS: usize = 30;
    let mut v = [[0.0; 4]; 4];
    for (i, row) in v.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    for _ in 0..SWEEPS {
        for p in 0..3 {
            for q in p + 1..4 {
                if a[p][q] == 0.0 {
                    continue;
                }
                let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
                let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let c = 1.0 / (t * t + 1.0).sqrt();
                let s = t * c;
                for row in &mut a {
                    (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
                }
                let (row_p, row_q) = (a[p], a[q]);
                a[p] = from_fn(|k| c * row_p[k] - s * row_q[k]);
                a[q] = from_fn(|k| s * row_p[k] + c * row_q[k]);
                for row in &mut v {
                    (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
                }
            }
        }
    }
    let best = (0..4)
        .max_by(|i, j| a[*i][*i].total_cmp(&a[*j][*j]))
        .unwrap_or(0);
    [v[0][best], v[1][best], v[2][best], v[3][best]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_similarity_of_moved_points_is_found() {
        let truth = Similarity {
            scale: 10.0,
            turn: DQuat::from_euler(glam::EulerRot::XYZ, 2.0, -0.7, 3.0),
            shift: DVec3::new(5.0, -80.0, 12.0),
        };
        let places = [
            DVec3::new(1.0, 0.0, 0.0),
            DVec3::new(0.0, 2.0, 0.3),
            DVec3::new(0.0, -1.0, 3.0),
            DVec3::new(4.0, 1.0, -1.0),
        ];
        let pairs = places.map(|place| (place, truth.apply(place)));
        let found = Similarity::of_pairs(&pairs, true);
        for (from, to) in pairs {
            assert!(found.apply(from).distance(to) < 1e-9);
            assert!(found.inverse().apply(to).distance(from) < 1e-9);
        }
    }
}
