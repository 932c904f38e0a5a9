//! Points given in millimetres from a landmark, laid on the skin of a face.
//!
//! The steps "lateral" and "up" are those of the front view of the reference face, in which
//! injection points are given. There they end on the skin that faces the viewer; the way along
//! the reference skin from the landmark to that place has a length. On another face a tape of the
//! same length is laid from its own landmark along its own skin, towards the same place of the
//! anatomy. So millimetres stay millimetres, and the direction follows the person's anatomy also
//! where the skin turns to the side.

use glam::DVec3;

use super::ground::{Spot, mirrored};
use super::{Anatomy, Atlas, Side};
use crate::mesh::Mesh;
use crate::tree::Tree;

/// Length of a step along the skin, mm.
const STEP_MM: f64 = 0.5;
/// Longest tape, mm.
const LONGEST_MM: f64 = 250.0;
/// Share of a step below which the way has come to a standstill, such as before a fold.
const STANDSTILL: f64 = 0.1;

/// A point laid from a landmark.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Laid {
    /// Where it lies on the skin.
    pub spot: Spot,
    /// The landmark, mm.
    pub from: DVec3,
    /// Length of the way along the skin, mm.
    pub along_mm: f64,
}

/// A measuring tape for one face.
#[derive(Debug, Clone)]
pub struct Tape<'a> {
    atlas: &'a Atlas,
    reference: Skin,
    person: Skin,
}

impl<'a> Tape<'a> {
    /// A tape for the face of an anatomy.
    pub fn new(atlas: &'a Atlas, anatomy: &Anatomy) -> Self {
        let triangles = atlas.ground.triangles();
        let normals = |points: &[DVec3]| {
            Mesh {
                points: points.to_vec(),
                quads: atlas.ground.skin.quads.clone(),
            }
            .normals()
        };
        let skin = |points: &[DVec3]| Skin {
            tree: Tree::new(points, triangles),
            triangles: triangles.to_vec(),
            points: points.to_vec(),
            normals: normals(points),
        };
        Self {
            atlas,
            reference: skin(&atlas.ground.skin.points),
            person: skin(&anatomy.layers.skin),
        }
    }

    /// The point at a distance from a landmark; none where the face has no such landmark.
    ///
    /// - `lateral_mm`: away from the midline, in the front view of the reference face
    /// - `up_mm`: upward, likewise
    pub fn lay(&self, landmark: &str, side: Side, lateral_mm: f64, up_mm: f64) -> Option<Laid> {
        let landmark = self.atlas.landmarks.get(landmark)?;
        let on_reference = landmark.on(&self.reference.points)[0];
        let seen = on_reference + DVec3::new(lateral_mm, up_mm, 0.0);
        let (turn, number): (fn(DVec3) -> DVec3, usize) = match side {
            Side::Left => (|point| point, 0),
            Side::Right => (mirrored, 1),
        };
        let hits = self.atlas.facing(seen.x, seen.y).into_iter();
        let target = hits.min_by(|a, b| {
            let off = |depth: f64| (depth - on_reference.z).abs();
            off(a.0).total_cmp(&off(b.0))
        });
        let target = target.map(|(_, spot)| spot);
        let target = target.unwrap_or_else(|| self.atlas.ground.nearest(seen));
        let target = turn(target.of(&self.reference.points));
        let start = turn(on_reference);
        let length = self.reference.way(start, target, LONGEST_MM).along_mm;
        let target = self.atlas.ground.nearest(target).of(&self.person.points);
        let from = landmark.on(&self.person.points)[number];
        let end = self.person.way(from, target, length);
        Some(Laid {
            spot: end.spot,
            from,
            along_mm: end.along_mm,
        })
    }

    /// Outward unit normal of the person's skin.
    pub fn normal(&self, spot: &Spot) -> DVec3 {
        spot.of(&self.person.normals).normalize_or(DVec3::Z)
    }
}

impl Atlas {
    /// The spot of the reference skin that a viewer in front sees at a place of the front view;
    /// none beside the head.
    pub fn front(&self, x_mm: f64, y_mm: f64) -> Option<Spot> {
        let hits = self.facing(x_mm, y_mm).into_iter();
        let nearest = hits.max_by(|a, b| a.0.total_cmp(&b.0));
        nearest.map(|(_, spot)| spot)
    }

    /// Spots of the reference skin that face forward at a place of the front view, with how far
    /// forward they lie, mm.
    fn facing(&self, x_mm: f64, y_mm: f64) -> Vec<(f64, Spot)> {
        let points = &self.ground.skin.points;
        let at = DVec3::new(x_mm, y_mm, 0.0);
        let mut hits = Vec::new();
        for corners in self.ground.triangles() {
            let [a, b, c] = corners.map(|corner| points[corner as usize]);
            let area = (b - a).cross(c - a).z;
            if area <= 0.0 {
                continue;
            }
            let weight = |p: DVec3, q: DVec3| (p - at).cross(q - at).z / area;
            let weights = [weight(b, c), weight(c, a), weight(a, b)];
            if weights.iter().all(|weight| *weight >= 0.0) {
                let corners = *corners;
                let depth = weights[0] * a.z + weights[1] * b.z + weights[2] * c.z;
                hits.push((depth, Spot { corners, weights }));
            }
        }
        hits
    }
}

/// A skin to walk on.
#[derive(Debug, Clone)]
struct Skin {
    points: Vec<DVec3>,
    normals: Vec<DVec3>,
    triangles: Vec<[u32; 3]>,
    tree: Tree,
}

/// Where a way has come to.
struct Reached {
    spot: Spot,
    along_mm: f64,
}

impl Skin {
    /// The nearest spot of the skin that faces the same way.
    fn spot(&self, point: DVec3, facing: Option<DVec3>) -> Option<Spot> {
        let normal = |t: u32, weights: [f64; 3]| {
            let corners = self.triangles[t as usize];
            Spot { corners, weights }.of(&self.normals)
        };
        let accept = |t, weights| facing.is_none_or(|way| normal(t, weights).dot(way) > 0.0);
        let hit = self.tree.nearest(point, f64::INFINITY, accept)?;
        Some(Spot {
            corners: self.triangles[hit.triangle as usize],
            weights: hit.weights,
        })
    }

    /// Walks along the skin towards a place of it, and on in the same direction if that is nearer.
    fn way(&self, from: DVec3, to: DVec3, length_mm: f64) -> Reached {
        let start = self.spot(from, None).unwrap_or(Spot {
            corners: [0; 3],
            weights: [1.0, 0.0, 0.0],
        });
        let is_open = length_mm >= LONGEST_MM;
        let mut here = Reached {
            spot: start,
            along_mm: 0.0,
        };
        let mut heading = DVec3::ZERO;
        let mut is_past = false;
        while here.along_mm < length_mm {
            let place = here.spot.of(&self.points);
            let normal = here.spot.of(&self.normals).normalize_or(DVec3::Z);
            is_past = is_past || place.distance(to) < STEP_MM;
            if is_past && is_open {
                here.along_mm += place.distance(to);
                return here;
            }
            let ahead = if is_past { heading } else { to - place };
            let along = (ahead - ahead.dot(normal) * normal).normalize_or_zero();
            let step = STEP_MM.min(length_mm - here.along_mm);
            let Some(next) = self.spot(place + step * along, Some(normal)) else {
                return here;
            };
            let moved = next.of(&self.points).distance(place);
            if moved < STANDSTILL * step {
                // Before a fold the rest of the way is as the crow flies.
                let rest = if is_past { 0.0 } else { place.distance(to) };
                here.along_mm += rest;
                here.spot = self
                    .spot(to, None)
                    .filter(|_| !is_past)
                    .unwrap_or(here.spot);
                return here;
            }
            heading = along;
            here = Reached {
                spot: next,
                along_mm: here.along_mm + moved,
            };
        }
        here
    }
}
