//! The face that a point is near.

use super::closest::{Closest, Feature, closest};
use super::facets::Placed;
use super::gap::{Distance, Rim, Touch};
use super::pass::{Pass, moved};
use super::points::Point;
use crate::vector::{cross, dot, norm, scale, sub, unit};

/// Depth in the reference configuration, in units of the reach, beyond which a face of the other
/// surface is the far side of the point's own body; and how far that is looked for.
const OVERLAP: f64 = 0.5;
const FAR_SIDE: f64 = 4.0;
/// Likewise within one surface, in units of the mean edge.
const OVERLAP_WITHIN: f64 = 0.01;
/// Distance, in units of the mean edge, below which a point is on the face.
pub(super) const ON_THE_FACE: f64 = 1e-9;
/// Smallest cosine between the normal and the way to a closest point on an edge or corner; less
/// where the faces around it are left out.
const STRAIGHT: f64 = 0.5;
/// Radius of the rim, in units of the mean edge.
const RIM: f64 = 0.5;

impl Pass {
    /// The closest face within `radius` that a point faces.
    pub(super) fn near(
        &self,
        point: u32,
        placed: &Placed,
        rest: &[[f64; 3]],
        u: &[f64],
        radius: f64,
    ) -> Option<Touch> {
        let it = &self.points[point as usize];
        let p = it.place(moved(rest, u));
        let normal = it.normal(moved(rest, u));
        let mut best: Option<(f64, u32, Closest)> = None;
        self.facets.visit(placed, p, radius, |facet, radius| {
            if !placed.faces(facet, normal) {
                return radius;
            }
            let found = closest(p, &placed.triangles[facet as usize]);
            let distance = norm(found.offset);
            let better = match &best {
                None => distance <= radius,
                Some((least, at, _)) => (distance, facet) < (*least, *at),
            };
            if !better || !self.may_touch(it, facet, rest) {
                return radius;
            }
            best = Some((distance, facet, found));
            distance
        });
        let (distance, facet, found) = best?;
        match self.facets.outward(placed, facet, found.feature, normal) {
            Some(outward) => self.inside(point, placed, facet, &found, outward),
            None => self.beside(point, placed, facet, &found, distance),
        }
    }

    /// Near the inside of the surface.
    fn inside(
        &self,
        point: u32,
        placed: &Placed,
        facet: u32,
        found: &Closest,
        outward: [f64; 3],
    ) -> Option<Touch> {
        let distance = norm(found.offset);
        let along = dot(found.offset, unit(outward));
        let side = if along < 0.0 { -1.0 } else { 1.0 };
        let on_it = distance <= ON_THE_FACE * self.edge;
        let flat = on_it || found.feature == Feature::Inside;
        if !flat && along.abs() < STRAIGHT * distance {
            return None;
        }
        let normal = if flat {
            placed.normals[facet as usize]
        } else {
            scale(found.offset, side / distance)
        };
        Some(Touch {
            point,
            facet,
            gap: side * distance,
            distance: Distance {
                feature: found.feature,
                shares: found.shares,
                value: side * distance,
                normal,
            },
            rim: None,
        })
    }

    /// Beside the border.
    pub(super) fn beside(
        &self,
        point: u32,
        placed: &Placed,
        facet: u32,
        found: &Closest,
        distance: f64,
    ) -> Option<Touch> {
        let normal = placed.normals[facet as usize];
        let at = &placed.triangles[facet as usize];
        let height = dot(found.offset, normal);
        let radius = RIM * self.edge;
        if height.abs() > 0.5 * radius || distance * distance - height * height > radius * radius {
            return None;
        }
        let foot = sub(found.offset, scale(normal, height));
        let plane = Distance {
            feature: Feature::Inside,
            shares: moved_by(found.shares, foot, at),
            value: height,
            normal,
        };
        let away = if distance <= ON_THE_FACE * self.edge {
            normal
        } else {
            scale(found.offset, 1.0 / distance)
        };
        let border = Distance {
            feature: found.feature,
            shares: found.shares,
            value: distance,
            normal: away,
        };
        Some(Touch::beside(point, facet, plane, Rim { border, radius }))
    }

    /// Whether a face is not the far side of a point's own body.
    fn may_touch(&self, point: &Point, facet: u32, rest: &[[f64; 3]]) -> bool {
        let at_rest = &self.facets.at_rest[facet as usize];
        let p = point.place(|node| rest[node as usize]);
        let offset = closest(p, at_rest).offset;
        let distance = norm(offset);
        let (a, b) = (sub(at_rest[1], at_rest[0]), sub(at_rest[2], at_rest[0]));
        let depth = -dot(offset, unit(cross(a, b)));
        let overlap = if self.within {
            OVERLAP_WITHIN * self.edge
        } else {
            OVERLAP * self.reach
        };
        let behind = depth > overlap && depth > 0.5 * distance;
        !(behind && distance < FAR_SIDE * self.reach)
    }
}

/// Shares of the corners in a point of the plane, `by` away from the one with `shares`.
pub(super) fn moved_by(shares: [f64; 3], by: [f64; 3], at: &[[f64; 3]; 3]) -> [f64; 3] {
    let (a, b) = (sub(at[1], at[0]), sub(at[2], at[0]));
    let (aa, ab, bb) = (dot(a, a), dot(a, b), dot(b, b));
    let (x, y) = (dot(by, a), dot(by, b));
    let det = aa * bb - ab * ab;
    let (v, w) = ((bb * x - ab * y) / det, (aa * y - ab * x) / det);
    [shares[0] - v - w, shares[1] + v, shares[2] + w]
}
