//! Vessels, nerves and other structures to keep away from, as lines with a diameter.

use catalog::Course;
use glam::DVec3;

use super::Side;
use super::ground::Ground;
use super::layers::Layers;
use super::path::{Curve, Sample};
use crate::error::FaceError;

/// Samples along each stretch.
const ALONG: usize = 33;

#[derive(Debug, Clone)]
pub(crate) struct CourseModel {
    name: String,
    caliber_mm: f64,
    sides: [Vec<Sample>; 2],
}

impl CourseModel {
    pub(crate) fn new(
        ground: &Ground,
        layers: &Layers,
        record: &str,
        fact: &Course,
    ) -> Result<Self, FaceError> {
        let curve = Curve::through(ground, layers, record, &fact.through, ALONG)?;
        Ok(Self {
            name: fact.name.clone(),
            caliber_mm: fact.caliber.central(),
            sides: curve.sides(ground),
        })
    }

    pub(crate) fn on(&self, layers: &Layers) -> [Stretch; 2] {
        [Side::Left, Side::Right].map(|side| {
            let samples = &self.sides[side as usize];
            let depth = |sample: &Sample| sample.depth * layers.total_at_mm(&sample.spot);
            Stretch {
                name: self.name.clone(),
                side,
                caliber_mm: self.caliber_mm,
                points: samples.iter().map(|sample| sample.on(layers)).collect(),
                above: samples
                    .iter()
                    .map(|sample| sample.spot.of(&layers.skin))
                    .collect(),
                depths_mm: samples.iter().map(depth).collect(),
            }
        })
    }
}

/// A stretch of a vessel or nerve on one side.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// Name within the vessel.
    pub name: String,
    /// Side of the face.
    pub side: Side,
    /// Diameter, mm.
    pub caliber_mm: f64,
    /// Points along its middle, mm.
    pub points: Vec<DVec3>,
    /// Point of the skin above each, mm: where distances from landmarks are measured.
    pub above: Vec<DVec3>,
    /// Depth of each below the skin, mm.
    pub depths_mm: Vec<f64>,
}

impl Stretch {
    /// Distance of a point from its wall, mm; less than 0 inside.
    pub fn distance_mm(&self, point: DVec3) -> f64 {
        let away = |pair: &[DVec3]| {
            let way = pair[1] - pair[0];
            let t = (point - pair[0]).dot(way) / way.length_squared().max(f64::MIN_POSITIVE);
            point.distance(pair[0] + t.clamp(0.0, 1.0) * way)
        };
        let least = self
            .points
            .windows(2)
            .map(away)
            .fold(f64::INFINITY, f64::min);
        least - 0.5 * self.caliber_mm
    }
}

/// A vessel, a nerve or another structure of a face.
#[derive(Debug, Clone, PartialEq)]
pub struct Vessel {
    /// Name, as in `data/vessels`.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// `artery`, `vein`, `nerve` or `other`.
    pub kind: String,
    /// What happens when it is hit.
    pub danger: Option<String>,
    /// Its stretches, left and right.
    pub stretches: Vec<Stretch>,
}

impl Vessel {
    /// Distance of a point from the nearest wall, mm.
    pub fn distance_mm(&self, point: DVec3) -> f64 {
        let all = self
            .stretches
            .iter()
            .map(|stretch| stretch.distance_mm(point));
        all.fold(f64::INFINITY, f64::min)
    }
}
