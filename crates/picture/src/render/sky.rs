//! Light of the surroundings at each point, less what the scene itself hides.

use glam::Vec3;
use rayon::prelude::*;

use super::depth_map::DepthMap;
use super::light::Studio;

/// Directions that stand for the whole sphere.
const DIRECTIONS: usize = 160;
/// Cells along the side of each direction's grid.
const SIDE: usize = 512;
/// A point this far behind the nearest surface still counts as open, mm.
const SLACK_MM: f32 = 1.2;
/// Points are lifted off their surface by this much, mm.
const LIFT_MM: f32 = 0.6;

/// Light of the surroundings at a point.
#[derive(Clone, Copy, Default)]
pub(super) struct Ambient {
    /// Light received, linear.
    pub(super) light: Vec3,
    /// Share of the open half-space, 0 to 1.
    pub(super) openness: f32,
}

/// Evenly spread unit vectors (Fibonacci lattice on the sphere).
fn directions() -> Vec<Vec3> {
    let golden = std::f32::consts::PI * (3.0 - 5.0_f32.sqrt());
    (0..DIRECTIONS)
        .map(|i| {
            let y = 1.0 - (2.0 * i as f32 + 1.0) / DIRECTIONS as f32;
            let ring = (1.0 - y * y).sqrt();
            let angle = golden * i as f32;
            Vec3::new(ring * angle.cos(), y, ring * angle.sin())
        })
        .collect()
}

/// Gathers the surroundings at every point of the scene.
///
/// - `points`, `normals`: (n × 3), mm and unit
/// - `blockers`: triangles that hide light
pub(super) fn gather(
    points: &[Vec3],
    normals: &[Vec3],
    blockers: &[[Vec3; 3]],
    studio: &Studio,
    (center, radius): (Vec3, f32),
) -> Vec<Ambient> {
    let directions = directions();
    let open: Vec<Vec<bool>> = directions
        .par_iter()
        .map(|towards| {
            let map = DepthMap::new(blockers.iter().copied(), *towards, center, radius, SIDE);
            let lifted = points.iter().zip(normals);
            lifted
                .map(|(point, normal)| map.sees(*point + LIFT_MM * *normal, SLACK_MM))
                .collect()
        })
        .collect();
    (0..points.len())
        .into_par_iter()
        .map(|point| {
            let mut ambient = Ambient::default();
            let mut all = 0.0;
            for (direction, open) in directions.iter().zip(&open) {
                let cosine = normals[point].dot(*direction).max(0.0);
                all += cosine;
                if open[point] {
                    ambient.light += cosine * studio.surroundings(*direction);
                    ambient.openness += cosine;
                }
            }
            let all = all.max(f32::MIN_POSITIVE);
            Ambient {
                light: ambient.light / all,
                openness: ambient.openness / all,
            }
        })
        .collect()
}
