//! Hairs as narrow ribbons that face the camera.

use glam::Vec3;

use super::{Camera, Strand};

/// Corners of a ribbon.
pub(super) struct Ribbon {
    /// Points, (n × 3), mm: left and right of each point of the hair.
    pub(super) points: Vec<Vec3>,
    /// Unit vector along the hair, one a point.
    pub(super) tangents: Vec<Vec3>,
    /// Corners of each triangle.
    pub(super) triangles: Vec<[u32; 3]>,
}

impl Ribbon {
    pub(super) fn new(strand: &Strand, camera: &Camera) -> Self {
        let last = strand.points.len().saturating_sub(1);
        let mut ribbon = Self {
            points: Vec::with_capacity(2 * strand.points.len()),
            tangents: Vec::with_capacity(2 * strand.points.len()),
            triangles: Vec::with_capacity(2 * last),
        };
        for (i, point) in strand.points.iter().enumerate() {
            let before = strand.points[i.saturating_sub(1)];
            let after = strand.points[(i + 1).min(last)];
            let tangent = (after - before).normalize_or_zero();
            let aside = tangent.cross(*point - camera.eye).normalize_or_zero();
            let along = i as f32 / last.max(1) as f32;
            let half = 0.5 * strand.width_mm * (1.0 - along * along);
            ribbon
                .points
                .extend([*point - half * aside, *point + half * aside]);
            ribbon.tangents.extend([tangent, tangent]);
        }
        for i in 0..last as u32 {
            let corner = 2 * i;
            ribbon.triangles.push([corner, corner + 1, corner + 2]);
            ribbon.triangles.push([corner + 1, corner + 3, corner + 2]);
        }
        ribbon
    }
}
