//! Brows and lashes as single hairs rooted on the skin.

use glam::DVec3;

use crate::cage::Cage;
use crate::mesh::Mesh;
use crate::numbers::Chance;
use crate::person::{Face, Sex};
use crate::refine::Refinement;

/// One hair.
#[derive(Debug, Clone, PartialEq)]
pub struct Hair {
    /// Points from root to tip, (n × 3), mm.
    pub points: Vec<DVec3>,
    /// Width at the root, mm.
    pub width_mm: f64,
}

/// Points along a hair.
const POINTS: usize = 7;

impl Hair {
    /// Brows and lashes of a face.
    ///
    /// - `skin`: the skin at `refinement`
    pub fn of(face: &Face, refinement: &Refinement, skin: &Mesh) -> Vec<Self> {
        let place = Place::new(face, refinement, skin);
        let mut chance = Chance::new(7);
        let mut hairs = Vec::new();
        for quad in 0..skin.quads.len() {
            place.brow(quad, &mut chance, &mut hairs);
            place.lashes(quad, &mut chance, &mut hairs);
        }
        hairs
    }
}

/// Where hair grows: fields over the fine surface.
struct Place<'a> {
    face: &'a Face,
    skin: &'a Mesh,
    normals: Vec<DVec3>,
    /// Along the brow: 0 inner end, 1 tail; beyond, far from 0 to 1.
    along: Vec<f64>,
    /// Across the brow: 0 lower edge of the band, 1 upper.
    across: Vec<f64>,
    /// 1 where the two fields of the brow are known, less near other places.
    known: Vec<f64>,
    /// Ring of the eye's loops, 0 behind the lid, 2 its edge.
    ring: Vec<f64>,
    /// Place on the eye's loops from the inner corner over the upper lid to the outer, 0 to 8,
    /// and back below to 16.
    turn: Vec<f64>,
}

/// A value of a point that belongs to no brow or eye.
const ELSEWHERE: f64 = 100.0;

impl<'a> Place<'a> {
    fn new(face: &'a Face, refinement: &Refinement, skin: &'a Mesh) -> Self {
        let carry =
            |value: &dyn Fn(&str) -> f64| refinement.carry_numbers(&by_name(&face.cage, value));
        Self {
            face,
            skin,
            normals: skin.normals(),
            along: carry(&|name| brow(name).map_or(ELSEWHERE, |(along, _)| along)),
            across: carry(&|name| brow(name).map_or(ELSEWHERE, |(_, across)| across)),
            known: carry(&|name| f64::from(u8::from(brow(name).is_some()))),
            ring: carry(&|name| eye(name).map_or(ELSEWHERE, |(ring, _)| ring)),
            turn: carry(&|name| eye(name).map_or(ELSEWHERE, |(_, turn)| turn)),
        }
    }

    fn mean(&self, quad: usize, values: &[f64]) -> f64 {
        let corners = self.skin.quads[quad].map(|corner| values[corner as usize]);
        corners.iter().sum::<f64>() / 4.0
    }

    /// Direction in which a field grows fastest across a quadrilateral.
    fn gradient(&self, quad: usize, values: &[f64]) -> DVec3 {
        let [a, b, c, d] = self.skin.quads[quad].map(|corner| corner as usize);
        let points = &self.skin.points;
        let (p, q) = (
            points[b] + points[c] - points[a] - points[d],
            points[c] + points[d] - points[a] - points[b],
        );
        let (u, v) = (
            values[b] + values[c] - values[a] - values[d],
            values[c] + values[d] - values[a] - values[b],
        );
        let normal = p.cross(q);
        (u * q.cross(normal) + v * normal.cross(p)).normalize_or_zero()
    }

    fn root(&self, quad: usize, chance: &mut Chance) -> (DVec3, DVec3) {
        let [a, b, c, d] = self.skin.quads[quad].map(|corner| corner as usize);
        let (u, v) = (chance.next(), chance.next());
        let mix = |x: &[DVec3]| x[a].lerp(x[b], u).lerp(x[d].lerp(x[c], u), v);
        (
            mix(&self.skin.points),
            mix(&self.normals).normalize_or_zero(),
        )
    }

    fn brow(&self, quad: usize, chance: &mut Chance, hairs: &mut Vec<Hair>) {
        let (along, across) = (self.mean(quad, &self.along), self.mean(quad, &self.across));
        if !(-0.1..=1.1).contains(&along) || !(-0.05..=1.1).contains(&across) {
            return;
        }
        if self.mean(quad, &self.known) < 0.999 {
            return;
        }
        let share = brow_density(self.face.person.sex, along, across);
        let area = self.skin.area_vector(self.skin.quads[quad]).length();
        // Hairs a square millimetre in the middle of the brow.
        let count = share * area * 3.4 + chance.next();
        for _ in 0..count as usize {
            let (root, normal) = self.root(quad, chance);
            let outward = self.gradient(quad, &self.along);
            let upward = self.gradient(quad, &self.across);
            // Upright at the inner end, then outward, meeting in the middle of the band.
            let rise = 0.9 * (0.3 - along).max(0.0) / 0.3 + 0.55 * (0.55 - across) + 0.12;
            let way = (outward + (rise + 0.14 * chance.either()) * upward).normalize_or_zero();
            let length = (5.2 + 2.2 * chance.next()) * (1.0 - 0.35 * along.max(0.0));
            let lift = 0.22 + 0.10 * chance.next();
            hairs.push(curved(
                root,
                way,
                normal,
                length,
                lift,
                0.12 + 0.04 * chance.next(),
            ));
        }
    }

    fn lashes(&self, quad: usize, chance: &mut Chance, hairs: &mut Vec<Hair>) {
        let (ring, turn) = (self.mean(quad, &self.ring), self.mean(quad, &self.turn));
        let upper = (1.2..=8.1).contains(&turn);
        let lower = (9.0..=14.6).contains(&turn);
        if !(1.86..=2.04).contains(&ring) || !(upper || lower) {
            return;
        }
        let area = self.skin.area_vector(self.skin.quads[quad]).length();
        let per_area = if upper { 9.0 } else { 3.0 };
        for _ in 0..(area * per_area + chance.next()) as usize {
            let (root, _) = self.root(quad, chance);
            let side = root.x.signum();
            let fan =
                (turn - if upper { 4.2 } else { 12.0 }) / 4.0 * if upper { 1.0 } else { -1.0 };
            let out = DVec3::new(side * (0.32 * fan + 0.08 * chance.either()), 0.0, 1.0);
            let (way, bend, length) = if upper {
                (
                    out + DVec3::new(0.0, -0.12, 0.0),
                    0.62,
                    5.0 + 1.4 * chance.next() + 0.6 * fan,
                )
            } else {
                (
                    out + DVec3::new(0.0, -0.75, 0.0),
                    -0.25,
                    2.2 + 1.0 * chance.next(),
                )
            };
            hairs.push(curved(
                root,
                way.normalize_or_zero(),
                DVec3::Y,
                length,
                bend,
                0.08,
            ));
        }
    }
}

/// A hair that leaves the root in a direction and bends towards a side.
///
/// - `bend`: how far the tip is off the straight line, as a share of the length
fn curved(root: DVec3, way: DVec3, side: DVec3, length_mm: f64, bend: f64, width_mm: f64) -> Hair {
    let point = |i: usize| {
        let t = i as f64 / (POINTS - 1) as f64;
        let arch = if bend.abs() > 0.5 || bend < 0.0 {
            t * t
        } else {
            t * (1.0 - 0.9 * t)
        };
        root + way * (length_mm * t) + side * (bend * length_mm * arch * 0.8)
    };
    Hair {
        points: (0..POINTS).map(point).collect(),
        width_mm,
    }
}

fn by_name(cage: &Cage, value: &dyn Fn(&str) -> f64) -> Vec<f64> {
    let mut values = vec![ELSEWHERE; cage.mesh.points.len()];
    for (name, point) in cage.names() {
        let value = value(name);
        values[point as usize] = value;
        values[cage.mirror[point as usize] as usize] = value;
    }
    values
}

fn ring_and_place(name: &str, head: &str) -> Option<(f64, f64)> {
    let rest = name.strip_prefix(head)?;
    let (ring, place) = rest.split_once('.')?;
    Some((ring.parse().ok()?, place.parse().ok()?))
}

/// Place along and across the band of the brow.
fn brow(name: &str) -> Option<(f64, f64)> {
    // Columns of the forehead 4 to 9 stand above places 2 to 7 of the eye's outer loop.
    if name == "nose.0.4" {
        return Some((0.0, 0.0));
    }
    if let Some((row, column)) = ring_and_place(name, "scalp.") {
        return (row <= 2.0 && (3.0..=10.0).contains(&column)).then(|| ((column - 4.0) / 5.0, row));
    }
    if let Some((ring, place)) = ring_and_place(name, "eye.") {
        let near = (6.0..=7.0).contains(&ring) && (1.0..=8.0).contains(&place);
        return near.then(|| ((place - 2.0) / 5.0, ring - 7.0));
    }
    match name {
        "nose.0.3" => Some((-0.2, 0.0)),
        "nose.1.4" => Some((-0.2, -1.0)),
        "nose.1.3" => Some((-0.4, -1.0)),
        "temple.0.1" => Some((1.2, 0.0)),
        "temple.1.1" => Some((1.2, -1.0)),
        _ => None,
    }
}

/// Ring and place of a point on the loops of the eye.
fn eye(name: &str) -> Option<(f64, f64)> {
    ring_and_place(name, "eye.").filter(|(ring, _)| *ring <= 4.0)
}

/// Share of the full density of hair at a place of the brow.
fn brow_density(sex: Sex, along: f64, across: f64) -> f64 {
    // The band of the net dips at its inner end; the brow does not follow it there.
    let rise = 0.24 * (1.0 - along / 0.28).clamp(0.0, 1.0);
    let (middle, half) = match sex {
        Sex::Female => (0.40 + 0.12 * along + rise, 0.33),
        Sex::Male => (0.40 + 0.04 * along + rise, 0.44),
    };
    // A full inner end, a tail that thins out.
    let half = half * (1.0 - 0.62 * along.clamp(0.0, 1.0).powf(1.6));
    let inner = ((along + 0.07) / 0.14).clamp(0.0, 1.0);
    let tail = ((1.0 - along) / 0.12).clamp(0.0, 1.0);
    let edge = ((half - (across - middle).abs()) / 0.16 + 0.3).clamp(0.0, 1.0);
    inner * tail * edge
}
