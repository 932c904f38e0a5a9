//! Lines below the skin: through places, evenly sampled, each sample a spot and a depth.

use catalog::Place;
use glam::DVec3;

use super::ground::{Ground, Spot, mirrored};
use super::layers::Layers;
use crate::error::FaceError;

/// A sample of a line: a spot of the skin and the depth below it as a share of the way to the
/// base.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sample {
    pub(crate) spot: Spot,
    pub(crate) depth: f64,
}

impl Sample {
    pub(crate) fn on(&self, layers: &Layers) -> DVec3 {
        layers.below(&self.spot, self.depth)
    }
}

/// A curve over the reference skin with a depth along it.
#[derive(Debug, Clone)]
pub(crate) struct Curve {
    /// Evenly spaced points near the reference skin, mm.
    pub(crate) points: Vec<DVec3>,
    /// Depth of each as a share.
    pub(crate) depths: Vec<f64>,
}

impl Curve {
    /// The smooth curve through places.
    ///
    /// - `layers`: those of the reference face, for depths in mm
    pub(crate) fn through(
        ground: &Ground,
        layers: &Layers,
        record: &str,
        places: &[Place],
        samples: usize,
    ) -> Result<Self, FaceError> {
        if places.len() < 2 {
            return Err(FaceError::ShortCourse {
                record: record.to_owned(),
            });
        }
        let mut knots = Vec::new();
        let mut depths = Vec::new();
        for place in places {
            let knot = ground.reach(record, place)?;
            depths.push(depth(ground, layers, place, knot));
            knots.push(knot);
        }
        Ok(Self::evenly(&knots, &depths, samples))
    }

    /// The smooth curve through knots, evenly sampled.
    pub(crate) fn evenly(knots: &[DVec3], depths: &[f64], samples: usize) -> Self {
        const FINE: usize = 12;
        let mut points = vec![knots[0]];
        let mut along = vec![0.0];
        let mut deep = vec![depths[0]];
        for piece in 0..knots.len() - 1 {
            for step in 1..=FINE {
                let t = step as f64 / FINE as f64;
                let point = spline(knots, piece, t);
                let before = points.len() - 1;
                along.push(along[before] + point.distance(points[before]));
                points.push(point);
                deep.push(depths[piece] + t * (depths[piece + 1] - depths[piece]));
            }
        }
        let whole = along.last().copied().unwrap_or(0.0);
        let mut curve = Self {
            points: Vec::with_capacity(samples),
            depths: Vec::with_capacity(samples),
        };
        let mut piece = 0;
        for number in 0..samples {
            let want = whole * number as f64 / (samples - 1).max(1) as f64;
            while piece + 2 < along.len() && along[piece + 1] < want {
                piece += 1;
            }
            let length = along[piece + 1] - along[piece];
            let t = ((want - along[piece]) / length.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
            curve.points.push(points[piece].lerp(points[piece + 1], t));
            curve
                .depths
                .push(deep[piece] + t * (deep[piece + 1] - deep[piece]));
        }
        curve
    }

    /// Samples on the left side or the midline, and their mirror images.
    pub(crate) fn sides(&self, ground: &Ground) -> [Vec<Sample>; 2] {
        let side = |turn: fn(DVec3) -> DVec3| {
            let samples = self.points.iter().zip(&self.depths);
            samples
                .map(|(point, depth)| Sample {
                    spot: ground.nearest(turn(*point)),
                    depth: *depth,
                })
                .collect()
        };
        [side(|point| point), side(mirrored)]
    }
}

/// Depth of a place as a share; the middle of the muscle layer where none is given.
pub(crate) fn depth(ground: &Ground, layers: &Layers, place: &Place, knot: DVec3) -> f64 {
    let spot = ground.nearest(knot);
    if let Some(share) = place.depth {
        return share.clamp(0.0, 1.0);
    }
    if let Some(mm) = place.depth_mm {
        return (mm / layers.total_at_mm(&spot)).clamp(0.0, 1.0);
    }
    0.5 * (spot.of_numbers(&layers.shares[2]) + spot.of_numbers(&layers.shares[3]))
}

/// Catmull–Rom spline between knots `piece` and `piece + 1`.
///
/// # Source
/// catmull-rom-1974
pub(crate) fn spline(knots: &[DVec3], piece: usize, t: f64) -> DVec3 {
    let last = knots.len() - 1;
    let (b, c) = (knots[piece], knots[piece + 1]);
    let a = if piece == 0 {
        2.0 * b - c
    } else {
        knots[piece - 1]
    };
    let d = if piece + 1 == last {
        2.0 * c - b
    } else {
        knots[piece + 2]
    };
    let (t2, t3) = (t * t, t * t * t);
    0.5 * (2.0 * b
        + (c - a) * t
        + (2.0 * a - 5.0 * b + 4.0 * c - d) * t2
        + (3.0 * b - a - 3.0 * c + d) * t3)
}
