//! Where on a scan the face is, and how it is turned.
//!
//! Places that stand out like the tip of a nose are tried, at each a full turn about the direction
//! in which they stand out; the best of all are drawn onto the surface and compared by the share
//! of the face that lies on it.

use std::collections::BTreeMap;
use std::f64::consts::TAU;

use glam::{DQuat, DVec3};
use rayon::prelude::*;

use super::partner::Target;
use super::pose::Similarity;
use super::surface::Surface;
use super::template::Template;
use crate::numbers::solve;

/// Spacing of the places that are looked at, mm.
const SPACING_MM: f64 = 5.0;
/// A nose stands out within this distance of its tip, mm.
const NOSE_MM: f64 = 24.0;
/// The direction of a face is the mean normal within this distance, mm.
const FORWARD_MM: f64 = 42.0;
/// Places that are tried.
const PLACES: usize = 48;
/// Places that are tried are at least this far apart, mm.
const APART_MM: f64 = 10.0;
/// Turns at each place.
const TURNS: usize = 24;
/// Tilts of the second search, evenly around, and their angle, radians.
const TILTS: usize = 6;
const TILT: f64 = 0.55;
/// Poses that are drawn onto the surface.
const DRAWN: usize = 24;
/// Steps of drawing.
const STEPS: usize = 25;
/// Part of the face that is compared: within this distance of the tip of the nose, mm.
const COMPARED_MM: f64 = 78.0;
/// Points of the face in the first comparison and in the drawing.
const POINTS: (usize, usize) = (120, 420);
/// Distances beyond this one count as this one, mm.
const FAR_MM: f64 = 12.0;
/// A point at this distance lies half on the surface, mm.
const ON_MM: f64 = 3.0;
/// Least cosine between the normals of partners.
const ALIKE: f64 = 0.5;

/// A pose and how well it fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Found {
    pub(crate) face_from_scan: Similarity,
    /// Share of the compared face that lies on the scan, 0 to 1; a point counts less the further
    /// off it is and the more the surface there is turned.
    pub(crate) share: f64,
}

/// The points of the face that are compared.
pub(crate) struct Compared {
    points: Vec<DVec3>,
    normals: Vec<DVec3>,
    tip: DVec3,
    forward: DVec3,
}

impl Compared {
    pub(crate) fn new(template: &Template) -> Self {
        let points = &template.surface.points;
        let normals = template.surface.normals();
        let near = template.near_nose(points, COMPARED_MM);
        let near: Vec<usize> = near.into_iter().map(|point| point as usize).collect();
        let near: Vec<usize> = near.into_iter().filter(|p| normals[*p].z > 0.0).collect();
        let tip = points[template.nose_tip as usize];
        let around = near
            .iter()
            .filter(|point| points[**point].distance(tip) < FORWARD_MM);
        let forward: DVec3 = around.map(|point| normals[*point]).sum();
        // A fixed stride over the shuffled numbers of the points spreads them over the face.
        let stride = |count: usize| (near.len() / count).max(1);
        let chosen = near.iter().step_by(stride(POINTS.1));
        let chosen: Vec<usize> = chosen.copied().collect();
        Self {
            points: chosen.iter().map(|point| points[*point]).collect(),
            normals: chosen.iter().map(|point| normals[*point]).collect(),
            tip,
            forward: forward.normalize_or(DVec3::Z),
        }
    }

    /// Points of parts of a face that keep their place.
    ///
    /// - `points`: of the whole surface
    /// - `loops`: with what the names of those parts begin
    pub(crate) fn still(template: &Template, points: &[DVec3], loops: &[&str]) -> Self {
        let tip = points[template.nose_tip as usize];
        let belongs = template.cage.loops(loops);
        let normals = template.triangles(points.to_vec()).normals;
        let chosen: Vec<usize> = (0..belongs.len()).filter(|point| belongs[*point]).collect();
        Self {
            points: chosen.iter().map(|point| points[*point]).collect(),
            normals: chosen.iter().map(|point| normals[*point]).collect(),
            tip,
            forward: DVec3::Z,
        }
    }

    /// The points, placed on the scan.
    fn placed(
        &self,
        scan_from_face: Similarity,
        stride: usize,
    ) -> impl Iterator<Item = (DVec3, DVec3)> {
        let places = self.points.iter().zip(&self.normals).step_by(stride);
        places.map(move |(point, normal)| {
            (scan_from_face.apply(*point), scan_from_face.turn * *normal)
        })
    }
}

/// The pose in which the face fits the scan best.
///
/// - `target`: mm
/// - `least`: share that ends the search; below it, tilted starts are tried too, because the
///   surroundings of a nose that is half there look aside
pub(crate) fn search(target: &Target, compared: &Compared, least: f64) -> Option<Found> {
    let places = Places::new(&target.surface).standing_out();
    let straight = best(
        target,
        compared,
        &starts(&places, compared, &[DQuat::IDENTITY]),
    );
    if straight.is_some_and(|found| found.share >= least) {
        return straight;
    }
    let tilts: Vec<DQuat> = (0..TILTS)
        .map(|k| {
            let (sine, cosine) = (TAU * k as f64 / TILTS as f64).sin_cos();
            DQuat::from_axis_angle(DVec3::new(cosine, sine, 0.0), TILT)
        })
        .collect();
    let tilted = best(target, compared, &starts(&places, compared, &tilts));
    let found = straight.into_iter().chain(tilted);
    found.max_by(|a, b| a.share.total_cmp(&b.share))
}

/// Poses with the tip of the nose on each place, turned all around, the face tilted.
fn starts(places: &[(DVec3, DVec3)], compared: &Compared, tilts: &[DQuat]) -> Vec<Similarity> {
    let start = |(place, forward): (DVec3, DVec3), tilt: DQuat, turn: usize| {
        let turn = DQuat::from_axis_angle(forward, TAU * turn as f64 / TURNS as f64);
        let turn = turn * DQuat::from_rotation_arc(compared.forward, forward) * tilt;
        Similarity {
            scale: 1.0,
            turn,
            shift: place - turn * compared.tip,
        }
    };
    let places = places
        .iter()
        .flat_map(|place| tilts.iter().map(move |tilt| (*place, *tilt)));
    places
        .flat_map(|(place, tilt)| (0..TURNS).map(move |turn| start(place, tilt, turn)))
        .collect()
}

/// The best of the starts after the most promising ones are drawn onto the surface.
fn best(target: &Target, compared: &Compared, starts: &[Similarity]) -> Option<Found> {
    let mut poses: Vec<(f64, Similarity)> = starts
        .par_iter()
        .map(|start| (far(target, compared, *start), *start))
        .collect();
    poses.sort_by(|a, b| a.0.total_cmp(&b.0));
    poses.truncate(DRAWN);
    let found: Vec<Found> = poses
        .into_par_iter()
        .map(|(_, start)| draw(target, compared, start))
        .collect();
    found.into_iter().max_by(|a, b| a.share.total_cmp(&b.share))
}

/// A pose drawn onto the surface from a start.
pub(crate) fn draw(target: &Target, compared: &Compared, start: Similarity) -> Found {
    lay_over(target, compared, start, 8.0)
}

/// The same, partners sought within `last_mm` at the end.
pub(crate) fn lay_over(
    target: &Target,
    compared: &Compared,
    start: Similarity,
    last_mm: f64,
) -> Found {
    let mut scan_from_face = start;
    for step in 0..STEPS {
        let reach = (25.0 - step as f64).min(3.0 * last_mm).max(last_mm);
        let Some(by) = step_of(target, compared, scan_from_face, reach) else {
            break;
        };
        scan_from_face = by.after(&scan_from_face);
    }
    let lying = |(point, normal): (DVec3, DVec3)| {
        let hit = target.tree.nearest(point, FAR_MM, |t, w| {
            alike(&target.surface, t, w, normal, ALIKE)
        });
        hit.map_or(0.0, |hit| {
            let there = target
                .surface
                .normal_at(hit.triangle, hit.weights)
                .normalize_or_zero();
            there.dot(normal).powi(4) / (1.0 + (hit.distance / ON_MM).powi(2))
        })
    };
    let sum: f64 = compared.placed(scan_from_face, 1).map(lying).sum();
    Found {
        share: sum / compared.points.len().max(1) as f64,
        face_from_scan: scan_from_face.inverse(),
    }
}

/// Whether the surface looks the same way.
fn alike(surface: &Surface, triangle: u32, weights: [f64; 3], normal: DVec3, least: f64) -> bool {
    let there = surface.normal_at(triangle, weights);
    there.dot(normal) > least * there.length()
}

/// Mean distance of the face from the scan, far ones cut, mm.
fn far(target: &Target, compared: &Compared, pose: Similarity) -> f64 {
    let stride = (compared.points.len() / POINTS.0).max(1);
    let distance = |(point, normal): (DVec3, DVec3)| {
        let hit = target.tree.nearest(point, FAR_MM, |t, w| {
            alike(&target.surface, t, w, normal, 0.3)
        });
        hit.map_or(FAR_MM, |hit| hit.distance)
    };
    compared.placed(pose, stride).map(distance).sum()
}

/// The small turn and shift that bring the face nearer to the planes of its partners.
fn step_of(
    target: &Target,
    compared: &Compared,
    pose: Similarity,
    reach: f64,
) -> Option<Similarity> {
    let center = pose.apply(compared.tip);
    let mut matrix = vec![vec![0.0; 6]; 6];
    let mut right = vec![vec![0.0]; 6];
    let mut partners = 0;
    for (point, normal) in compared.placed(pose, 1) {
        let hit = target.tree.nearest(point, reach, |t, w| {
            alike(&target.surface, t, w, normal, 0.3)
        });
        let Some(hit) = hit else { continue };
        if target.surface.is_on_border(hit.triangle, hit.weights) {
            continue;
        }
        partners += 1;
        let there = target
            .surface
            .normal_at(hit.triangle, hit.weights)
            .normalize_or_zero();
        let off = (hit.point - point).dot(there);
        let weight = 1.0 / (1.0 + (off / (0.5 * reach)).powi(2));
        let turning = (point - center).cross(there);
        let row = [turning.x, turning.y, turning.z, there.x, there.y, there.z];
        for i in 0..6 {
            right[i][0] += weight * row[i] * off;
            for j in 0..6 {
                matrix[i][j] += weight * row[i] * row[j];
            }
        }
    }
    if partners < 30 {
        return None;
    }
    for (i, row) in matrix.iter_mut().enumerate() {
        row[i] += 1e-3 * row[i] + 1e-6;
    }
    let x = solve(matrix, right);
    let axis = DVec3::new(x[0][0], x[1][0], x[2][0]);
    let shift = DVec3::new(x[3][0], x[4][0], x[5][0]);
    let turn = DQuat::from_scaled_axis(axis.clamp_length_max(0.3));
    shift.is_finite().then(|| Similarity {
        scale: 1.0,
        turn,
        shift: center - turn * center + shift.clamp_length_max(15.0),
    })
}

/// Places on a scan, evenly spread, in cells for finding neighbours.
struct Places {
    points: Vec<DVec3>,
    normals: Vec<DVec3>,
    cells: BTreeMap<[i64; 3], Vec<u32>>,
}

fn cell(point: DVec3, size: f64) -> [i64; 3] {
    (point / size).floor().to_array().map(|x| x as i64)
}

impl Places {
    fn new(surface: &Surface) -> Self {
        let mut sums: BTreeMap<[i64; 3], (DVec3, DVec3, f64)> = BTreeMap::new();
        for (point, normal) in surface.points.iter().zip(&surface.normals) {
            let sum = sums.entry(cell(*point, SPACING_MM)).or_default();
            *sum = (sum.0 + *point, sum.1 + *normal, sum.2 + 1.0);
        }
        let points: Vec<DVec3> = sums.values().map(|sum| sum.0 / sum.2).collect();
        let normals = sums.values().map(|sum| sum.1.normalize_or_zero()).collect();
        let mut cells: BTreeMap<[i64; 3], Vec<u32>> = BTreeMap::new();
        for (number, point) in points.iter().enumerate() {
            cells
                .entry(cell(*point, FORWARD_MM))
                .or_default()
                .push(number as u32);
        }
        Self {
            points,
            normals,
            cells,
        }
    }

    fn near(&self, place: DVec3, within: f64) -> impl Iterator<Item = usize> + '_ {
        let middle = cell(place, FORWARD_MM);
        let around = (0..27).map(move |i: i64| {
            [
                middle[0] + i % 3 - 1,
                middle[1] + i / 3 % 3 - 1,
                middle[2] + i / 9 - 1,
            ]
        });
        let all = around.filter_map(|key| self.cells.get(&key)).flatten();
        let all = all.map(|number| *number as usize);
        all.filter(move |number| self.points[*number].distance(place) < within)
    }

    /// The places that stand out most, with the direction in which they do.
    fn standing_out(&self) -> Vec<(DVec3, DVec3)> {
        let mut heights: Vec<(f64, usize)> = (0..self.points.len())
            .into_par_iter()
            .map(|number| (self.height(number), number))
            .collect();
        heights.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut chosen: Vec<(DVec3, DVec3)> = Vec::new();
        for (_, number) in heights {
            let place = self.points[number];
            if chosen
                .iter()
                .any(|(other, _)| other.distance(place) < APART_MM)
            {
                continue;
            }
            chosen.push((place, self.direction(place, FORWARD_MM)));
            if chosen.len() == PLACES {
                break;
            }
        }
        chosen
    }

    fn direction(&self, place: DVec3, within: f64) -> DVec3 {
        let normals = self.near(place, within).map(|number| self.normals[number]);
        normals.sum::<DVec3>().normalize_or(DVec3::Z)
    }

    /// How far a place stands out over its surroundings, mm.
    fn height(&self, number: usize) -> f64 {
        let place = self.points[number];
        let out = self.direction(place, NOSE_MM);
        let (mut sum, mut count) = (0.0, 0.0);
        for other in self.near(place, NOSE_MM) {
            sum += (place - self.points[other]).dot(out);
            count += 1.0;
        }
        sum / count
    }
}
