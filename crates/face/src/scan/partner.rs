//! Where a point of the face has its partner on the scan.

use glam::DVec3;
use rayon::prelude::*;

use super::surface::Surface;
use crate::tree::Tree;

/// How partners are sought.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seeking {
    /// Furthest partner, mm.
    pub(crate) reach_mm: f64,
    /// Least cosine between the normals.
    pub(crate) alike: f64,
    /// Distance at which a partner counts a quarter, mm.
    pub(crate) spread_mm: f64,
}

/// The partner of a point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Partner {
    /// Number of the point.
    pub(crate) point: u32,
    /// Where the partner is, mm.
    pub(crate) place: DVec3,
    /// Unit normal there.
    pub(crate) normal: DVec3,
    /// How much it counts, 0 to 1.
    pub(crate) weight: f64,
}

/// A scan in the frame of the face, with its tree.
pub(crate) struct Target {
    pub(crate) surface: Surface,
    pub(crate) tree: Tree,
}

impl Target {
    pub(crate) fn new(surface: Surface) -> Self {
        Self {
            tree: Tree::new(&surface.points, &surface.triangles),
            surface,
        }
    }

    /// Partners of points; those whose nearest place is a border or looks elsewhere have none.
    ///
    /// - `points`, `normals`: of the whole face
    pub(crate) fn partners(
        &self,
        points: &[DVec3],
        normals: &[DVec3],
        chosen: &[u32],
        seeking: Seeking,
    ) -> Vec<Partner> {
        let partner = |point: &u32| {
            let (place, normal) = (points[*point as usize], normals[*point as usize]);
            let is_alike = |triangle: u32, weights: [f64; 3]| {
                let there = self.surface.normal_at(triangle, weights);
                there.dot(normal) > seeking.alike * there.length()
            };
            let hit = self.tree.nearest(place, seeking.reach_mm, is_alike)?;
            if self.surface.is_on_border(hit.triangle, hit.weights) {
                return None;
            }
            let ratio = hit.distance / seeking.spread_mm;
            let normal = self.surface.normal_at(hit.triangle, hit.weights);
            Some(Partner {
                point: *point,
                place: hit.point,
                normal: normal.normalize_or_zero(),
                weight: (1.0 + ratio * ratio).powi(-2),
            })
        };
        chosen.par_iter().filter_map(partner).collect()
    }
}
