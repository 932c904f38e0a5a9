//! Pieces of a scan that are no skin: eyeballs and crumbs.

use glam::DVec3;

use super::surface::Surface;
use crate::numbers::solve;

/// Radius of an eyeball in scans, mm.
const EYE_MM: std::ops::RangeInclusive<f64> = 9.0..=18.0;
/// Mean distance of an eyeball's points from a ball, mm; the cornea stands out.
const ROUND_MM: f64 = 0.8;
/// A piece smaller than this is a crumb, mm².
const CRUMB_MM2: f64 = 300.0;
/// Pieces that are looked at one by one.
const MOST_PIECES: usize = 1000;

/// A ball.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ball {
    pub(crate) center: DVec3,
    pub(crate) radius_mm: f64,
}

/// The skin of a scan and the eyeballs that were found beside it.
///
/// - `surface`: mm
pub(crate) fn skin(surface: &Surface) -> (Surface, Vec<Ball>) {
    let pieces = surface
        .pieces
        .iter()
        .max()
        .map_or(0, |last| *last as usize + 1);
    let mut area = vec![0.0; pieces];
    let mut corners: Vec<Vec<u32>> = vec![Vec::new(); pieces.min(MOST_PIECES)];
    for (index, piece) in surface.pieces.iter().enumerate() {
        area[*piece as usize] += surface.area_vector(index).length();
        if let Some(list) = corners.get_mut(*piece as usize) {
            list.extend(surface.triangles[index]);
        }
    }
    let mut balls = Vec::new();
    let mut is_kept: Vec<bool> = area.iter().map(|area| *area >= CRUMB_MM2).collect();
    for (piece, mut list) in corners.into_iter().enumerate() {
        list.sort_unstable();
        list.dedup();
        let points: Vec<DVec3> = list.iter().map(|i| surface.points[*i as usize]).collect();
        if let Some(ball) = ball_of(&points) {
            balls.push(ball);
            is_kept[piece] = false;
        }
    }
    if !is_kept.contains(&true) {
        return (surface.clone(), Vec::new());
    }
    (
        surface.part(|index| is_kept[surface.pieces[index] as usize]),
        balls,
    )
}

/// The eyeball that points lie on, if they do.
///
/// |p|² = 2 c·p + (r² − |c|²) by least squares.
fn ball_of(points: &[DVec3]) -> Option<Ball> {
    const FEWEST: usize = 30;
    if points.len() < FEWEST {
        return None;
    }
    let middle = points.iter().sum::<DVec3>() / points.len() as f64;
    let furthest = points
        .iter()
        .map(|point| point.distance(middle))
        .fold(0.0, f64::max);
    if furthest > 2.0 * EYE_MM.end() {
        return None;
    }
    let mut matrix = vec![vec![0.0; 4]; 4];
    let mut right = vec![vec![0.0]; 4];
    for point in points {
        let p = *point - middle;
        let row = [2.0 * p.x, 2.0 * p.y, 2.0 * p.z, 1.0];
        for i in 0..4 {
            right[i][0] += row[i] * p.length_squared();
            for j in 0..4 {
                matrix[i][j] += row[i] * row[j];
            }
        }
    }
    let x = solve(matrix, right);
    let center = DVec3::new(x[0][0], x[1][0], x[2][0]);
    let radius_mm = (x[3][0] + center.length_squared()).sqrt();
    let off = |point: &DVec3| ((*point - middle).distance(center) - radius_mm).abs();
    let mean = points.iter().map(off).sum::<f64>() / points.len() as f64;
    let is_ball = EYE_MM.contains(&radius_mm) && mean < ROUND_MM;
    is_ball.then_some(Ball {
        center: center + middle,
        radius_mm,
    })
}
