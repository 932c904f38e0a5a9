//! How well a fit follows the scan.

use glam::DVec3;
use rayon::prelude::*;

use super::partner::Target;
use super::surface::Surface;
use super::template::{FACE_MM, Template};

/// Rays from a place of the skin; one that gets out is enough.
const RAYS: usize = 40;
/// A ray that meets nothing within this distance is out, mm.
const OUT_MM: f64 = 150.0;
/// A point this near to the back of a lid or the inside of the mouth, and nearer than to the skin,
/// is a point of those, mm.
const INNER_MM: f64 = 2.0;
/// Where our surface has no scan before it: the nearest place of the scan is a border at least
/// this far to the side, mm.
const HOLE_MM: f64 = 4.0;

/// Distances of one direction, mm.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Distances {
    /// Points measured.
    pub points: usize,
    /// Half of the points are nearer, mm.
    pub median_mm: f64,
    /// 95 % of the points are nearer, mm.
    pub p95_mm: f64,
    /// The furthest, mm.
    pub largest_mm: f64,
}

impl Distances {
    pub(crate) fn of(distances: impl Iterator<Item = f64>) -> Self {
        let mut distances: Vec<f64> = distances.collect();
        distances.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let last = distances.len().saturating_sub(1);
            distances
                .get((share * last as f64).round() as usize)
                .copied()
                .unwrap_or(f64::INFINITY)
        };
        Self {
            points: distances.len(),
            median_mm: at(0.5),
            p95_mm: at(0.95),
            largest_mm: at(1.0),
        }
    }
}

/// Which points of a scan are skin of the face: within [`FACE_MM`] of the tip of the nose and
/// seen from outside.
pub(crate) fn is_skin(target: &Target, tip: DVec3) -> Vec<bool> {
    let surface = &target.surface;
    let points = surface.points.par_iter().zip(&surface.normals);
    points
        .map(|(point, normal)| point.distance(tip) < FACE_MM && is_seen(target, *point, *normal))
        .collect()
}

/// Whether a straight way leads from a place out of the head.
fn is_seen(target: &Target, point: DVec3, normal: DVec3) -> bool {
    let start = point + 0.05 * normal;
    let golden = std::f64::consts::PI * (3.0 - 5.0_f64.sqrt());
    if !normal.is_normalized() {
        return false;
    }
    let (side, other) = normal.any_orthonormal_pair();
    (0..RAYS).any(|ray| {
        let up = 1.0 - (ray as f64 + 0.3) / RAYS as f64;
        let (sine, cosine) = (golden * ray as f64).sin_cos();
        let flat = (1.0 - up * up).sqrt();
        let way = up * normal + flat * (cosine * side + sine * other);
        !target
            .tree
            .is_blocked(start, way.normalize_or_zero(), OUT_MM)
    })
}

/// From each skin point of the scan to the fitted skin.
///
/// A point that lies on the back of a lid or within the mouth is no skin.
///
/// - returns: distances of the points that are skin, others `None`
pub(crate) fn from_scan(target: &Target, fitted: &Target, is_skin: &[bool]) -> Vec<Option<f64>> {
    let is_outer = |triangle: u32| fitted.surface.pieces[triangle as usize] == 0;
    let points = target.surface.points.par_iter().zip(is_skin);
    points
        .map(|(point, is_skin)| {
            if !is_skin {
                return None;
            }
            let skin = fitted
                .tree
                .nearest(*point, f64::INFINITY, |t, _| is_outer(t))?;
            let reach = skin.distance.min(INNER_MM);
            let inner = fitted.tree.nearest(*point, reach, |t, _| !is_outer(t));
            inner.is_none().then_some(skin.distance)
        })
        .collect()
}

/// From each point of the fitted surface to the scan, where there is scan.
pub(crate) fn from_face(
    template: &Template,
    target: &Target,
    fitted: &Surface,
) -> Vec<(u32, Option<f64>)> {
    let near = template.near_nose(&fitted.points, FACE_MM);
    near.into_par_iter()
        .map(|point| {
            let (place, normal) = (
                fitted.points[point as usize],
                fitted.normals[point as usize],
            );
            let hit = target.tree.nearest(place, f64::INFINITY, |_, _| true);
            let there = hit.filter(|hit| {
                let way = hit.point - place;
                let aside = way - way.dot(normal) * normal;
                let is_border = target.surface.is_on_border(hit.triangle, hit.weights);
                !is_border || aside.length() < HOLE_MM
            });
            (point, there.map(|hit| hit.distance))
        })
        .collect()
}
