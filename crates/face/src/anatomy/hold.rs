//! What holds the soft tissue and where it slides: retaining ligaments and glide planes.

use catalog::{GlidePlane, Ligament};
use glam::DVec3;

use super::Side;
use super::ground::{Ground, Spot};
use super::layers::Layers;
use super::path::{Curve, Sample};
use super::thickness::around;
use crate::error::FaceError;

/// Samples along a ligament's line.
const ALONG: usize = 17;

#[derive(Debug, Clone)]
pub(crate) struct LigamentModel {
    pub(crate) fact: Ligament,
    sides: [Vec<Sample>; 2],
}

impl LigamentModel {
    pub(crate) fn new(
        ground: &Ground,
        layers: &Layers,
        fact: &Ligament,
    ) -> Result<Self, FaceError> {
        let record = format!("ligaments/{}", fact.name);
        let curve = Curve::through(ground, layers, &record, &fact.line, ALONG)?;
        Ok(Self {
            fact: fact.clone(),
            sides: curve.sides(ground),
        })
    }

    pub(crate) fn on(&self, layers: &Layers) -> [RetainingLigament; 2] {
        [Side::Left, Side::Right].map(|side| {
            let samples = self.sides[side as usize].iter();
            RetainingLigament {
                name: self.fact.name.clone(),
                title: self.fact.title.clone(),
                side,
                width_mm: self.fact.width.central(),
                strength: self.fact.strength.central(),
                spots: samples.clone().map(|sample| sample.spot).collect(),
                roots: samples
                    .clone()
                    .map(|s| layers.below(&s.spot, 1.0))
                    .collect(),
                ends: samples
                    .map(|s| layers.below(&s.spot, s.spot.of_numbers(&layers.shares[1])))
                    .collect(),
            }
        })
    }
}

/// A ligament on one side: a curtain from its roots to the underside of the skin.
#[derive(Debug, Clone, PartialEq)]
pub struct RetainingLigament {
    /// Name, as in `data/ligaments`.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// Side of the face.
    pub side: Side,
    /// Thickness across its line, mm.
    pub width_mm: f64,
    /// Strength beside the zygomatic ligament, 0 to 1.
    pub strength: f64,
    /// Spots of the skin above its line.
    pub spots: Vec<Spot>,
    /// Points on the base, mm.
    pub roots: Vec<DVec3>,
    /// Points below the skin, one above each root, mm.
    pub ends: Vec<DVec3>,
}

/// How freely the tissue slides at each point of the refined surface, 0 (held) to 1 (free).
///
/// The freest plane that reaches a point counts; ligaments hold it again.
pub(crate) fn freedom(
    ground: &Ground,
    planes: &[GlidePlane],
    ligaments: &[LigamentModel],
) -> Result<Vec<f64>, FaceError> {
    let mut regions = Vec::new();
    for plane in planes {
        let record = format!("glide-planes/{}", plane.name);
        let weights = around(ground, &record, &plane.through, plane.reach.central())?;
        regions.push((weights, plane.freedom.central()));
    }
    let skin = &ground.skin.points;
    let away = |points: &[DVec3], place: DVec3| {
        points
            .iter()
            .map(|point| point.distance(place))
            .fold(f64::INFINITY, f64::min)
    };
    let lines: Vec<(Vec<DVec3>, f64, f64)> = ligaments
        .iter()
        .map(|ligament| {
            let samples = ligament.sides.iter().flatten();
            let points = samples.map(|sample| sample.spot.of(skin)).collect();
            let (width, strength) = (&ligament.fact.width, &ligament.fact.strength);
            (points, width.central(), strength.central())
        })
        .collect();
    let one = |(point, place): (usize, &DVec3)| {
        let free = regions
            .iter()
            .map(|(weights, freedom)| freedom * weights[point]);
        let free = free.fold(0.0, f64::max);
        let held = lines.iter().map(|(line, width, strength)| {
            1.0 - strength * (-0.5 * (away(line, *place) / width).powi(2)).exp()
        });
        free * held.product::<f64>()
    };
    Ok(skin.iter().enumerate().map(one).collect())
}
