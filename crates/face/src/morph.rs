//! Moves of a few points carried smoothly to all others.

use glam::DVec3;

use crate::numbers::solve;

/// Biharmonic interpolation in space: the kernel is the distance itself.
///
/// d(p) = Σ wᵢ |p − cᵢ| + w₀, Σ wᵢ = 0
///
/// # Source
/// The fundamental solution of the biharmonic operator in three dimensions.
pub(crate) struct Morph {
    /// Points with a given move, mm, and their weights.
    centers: Vec<(DVec3, DVec3)>,
    constant: DVec3,
}

impl Morph {
    /// Interpolates moves.
    ///
    /// - `places`: (n × 3), mm, distinct
    /// - `moves`: (n × 3), mm
    pub(crate) fn new(places: &[DVec3], moves: &[DVec3]) -> Self {
        let n = places.len();
        let mut matrix = vec![vec![0.0; n + 1]; n + 1];
        for (i, a) in places.iter().enumerate() {
            for (j, b) in places.iter().enumerate() {
                matrix[i][j] = a.distance(*b);
            }
            matrix[i][n] = 1.0;
            matrix[n][i] = 1.0;
        }
        let right = moves.iter().chain([&DVec3::ZERO]);
        let right = right.map(|by| by.to_array().to_vec()).collect();
        let weights = solve(matrix, right);
        let mut weights = weights.iter().map(|row| DVec3::from_slice(row));
        let centers = places.iter().copied().zip(weights.by_ref()).collect();
        Self {
            centers,
            constant: weights.next().unwrap_or_default(),
        }
    }

    /// Move of a place, mm.
    pub(crate) fn at(&self, place: DVec3) -> DVec3 {
        let centers = self.centers.iter();
        let sum: DVec3 = centers
            .map(|(center, weight)| *weight * place.distance(*center))
            .sum();
        sum + self.constant
    }
}
