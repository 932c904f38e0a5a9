//! Muscles as bundles of fibres.

use catalog::{Bundle, Hold};
use glam::DVec3;

use super::Side;
use super::ground::{Ground, Spot};
use super::layers::Layers;
use super::path::{Curve, Sample};
use crate::error::FaceError;

/// Samples along a fibre.
const ALONG: usize = 33;
/// Distance of fibres at the widest place of a bundle, mm.
const APART_MM: f64 = 1.3;
/// Most fibres of a bundle.
const MOST: usize = 60;

/// Fibres of a bundle on the reference face.
#[derive(Debug, Clone)]
pub(crate) struct BundleModel {
    pub(crate) fact: Bundle,
    /// Fibres of the left and the right side, from origin to insertion.
    fibres: [Vec<Vec<Sample>>; 2],
}

impl BundleModel {
    pub(crate) fn new(
        ground: &Ground,
        layers: &Layers,
        record: &str,
        fact: &Bundle,
    ) -> Result<Self, FaceError> {
        let rail = |places: &Vec<_>| Curve::through(ground, layers, record, places, ALONG);
        let rails = fact.rail.iter().map(rail).collect::<Result<Vec<_>, _>>()?;
        if rails.len() < 2 {
            return Err(FaceError::ShortCourse {
                record: record.to_owned(),
            });
        }
        let width = |sample: usize| -> f64 {
            let pairs = rails.windows(2);
            pairs
                .map(|pair| pair[0].points[sample].distance(pair[1].points[sample]))
                .sum()
        };
        let widest = (0..ALONG).map(width).fold(0.0, f64::max);
        let count = ((widest / APART_MM) as usize + 1).clamp(3, MOST);
        let mut fibres = [Vec::new(), Vec::new()];
        // The outer fibres lie half a distance inside the rails.
        for number in 0..count {
            let across = (number as f64 + 0.5) / count as f64;
            let [left, right] = between(&rails, across).sides(ground);
            fibres[0].push(left);
            fibres[1].push(right);
        }
        Ok(Self {
            fact: fact.clone(),
            fibres,
        })
    }

    pub(crate) fn on(&self, layers: &Layers, cross_section_mm2: Option<f64>) -> [Belly; 2] {
        let belly = |side: usize| {
            let fibres = self.fibres[side].iter();
            let line = |fibre: &Vec<Sample>| fibre.iter().map(|sample| sample.on(layers)).collect();
            let outward = self.fibres[side].iter().map(|fibre| {
                let samples = fibre.iter();
                samples.map(|sample| layers.outward(&sample.spot)).collect()
            });
            let roof = self.fibres[side].iter().map(|fibre| {
                // A muscle below the SMAS stays below it.
                let room = |sample: &Sample| {
                    let [skin, deep] = [1, 3].map(|i| sample.spot.of_numbers(&layers.shares[i]));
                    let roof = if sample.depth > deep { deep } else { skin };
                    (sample.depth - roof) * layers.total_at_mm(&sample.spot)
                };
                fibre.iter().map(room).collect()
            });
            let spots = self.fibres[side].iter();
            let spots = spots.map(|fibre| fibre.iter().map(|sample| sample.spot).collect());
            let depths = self.fibres[side].iter();
            let depths = depths.map(|fibre| fibre.iter().map(|sample| sample.depth).collect());
            Belly {
                name: self.fact.name.clone(),
                side: [Side::Left, Side::Right][side],
                from: self.fact.from,
                to: self.fact.to,
                ring: self.fact.ring,
                thickness_mm: self.fact.thickness.central(),
                cross_section_mm2: cross_section_mm2.map(|whole| whole * self.fact.share),
                fibres: fibres.map(line).collect(),
                outward: outward.collect(),
                roof_mm: roof.collect(),
                spots: spots.collect(),
                depths: depths.collect(),
            }
        };
        [belly(0), belly(1)]
    }
}

/// The curve at a share of the way across rails.
fn between(rails: &[Curve], across: f64) -> Curve {
    let place = across * (rails.len() - 1) as f64;
    let piece = (place as usize).min(rails.len() - 2);
    let part = place - piece as f64;
    let mut curve = Curve {
        points: Vec::with_capacity(ALONG),
        depths: Vec::with_capacity(ALONG),
    };
    for sample in 0..ALONG {
        let knots: Vec<DVec3> = rails.iter().map(|rail| rail.points[sample]).collect();
        let depths: Vec<f64> = rails.iter().map(|rail| rail.depths[sample]).collect();
        curve.points.push(super::path::spline(&knots, piece, part));
        curve
            .depths
            .push(depths[piece] + part * (depths[piece + 1] - depths[piece]));
    }
    curve
}

/// One belly or sheet of a muscle on one side of a face.
#[derive(Debug, Clone, PartialEq)]
pub struct Belly {
    /// Name within the muscle.
    pub name: String,
    /// Side of the face.
    pub side: Side,
    /// What holds the origin.
    pub from: Hold,
    /// What holds the insertion.
    pub to: Hold,
    /// Whether its fibres go around an opening.
    pub ring: bool,
    /// Thickness, mm.
    pub thickness_mm: f64,
    /// Physiological cross-section, mm², where one is published for the muscle.
    pub cross_section_mm2: Option<f64>,
    /// Points of each fibre from origin to insertion, mm.
    pub fibres: Vec<Vec<DVec3>>,
    /// Unit vectors towards the skin, one a point of each fibre.
    pub outward: Vec<Vec<DVec3>>,
    /// Distance from each point of each fibre to what it must not pass, mm: the lower side of the
    /// SMAS for deep muscles, that of the skin for others.
    pub roof_mm: Vec<Vec<f64>>,
    /// The spot of the skin above each point of each fibre.
    pub spots: Vec<Vec<Spot>>,
    /// Depth of each point of each fibre as a share of the way from skin to base.
    pub depths: Vec<Vec<f64>>,
}

impl Belly {
    /// Mean length of its fibres, mm.
    pub fn length_mm(&self) -> f64 {
        let length = |fibre: &Vec<DVec3>| -> f64 {
            fibre.windows(2).map(|pair| pair[0].distance(pair[1])).sum()
        };
        self.fibres.iter().map(length).sum::<f64>() / self.fibres.len().max(1) as f64
    }

    /// Width across the fibres at a sample from origin to insertion, mm.
    pub fn width_mm(&self, sample: usize) -> f64 {
        let pairs = self.fibres.windows(2);
        let between: f64 = pairs
            .map(|pair| pair[0][sample].distance(pair[1][sample]))
            .sum();
        let count = self.fibres.len() as f64;
        between * count / (count - 1.0).max(1.0)
    }

    /// Half the distance to the fibres beside, at a sample of a fibre, mm.
    pub fn half_apart_mm(&self, fibre: usize, sample: usize) -> f64 {
        let here = self.fibres[fibre][sample];
        let beside = [fibre.checked_sub(1), Some(fibre + 1)];
        let apart = beside
            .into_iter()
            .flatten()
            .filter_map(|i| self.fibres.get(i));
        let apart: Vec<f64> = apart.map(|other| other[sample].distance(here)).collect();
        0.5 * apart.iter().sum::<f64>() / apart.len().max(1) as f64
    }

    /// Share of the tissue at a point that are its fibres, and their direction towards the
    /// origin.
    ///
    /// The share is 1 within the fibres and falls to 0 over half their own distance and half the
    /// thickness beyond.
    pub fn at(&self, point: DVec3) -> Option<(f64, DVec3)> {
        let mut best: Option<(f64, DVec3)> = None;
        for (number, fibre) in self.fibres.iter().enumerate() {
            for (sample, pair) in fibre.windows(2).enumerate() {
                let way = pair[1] - pair[0];
                let t = ((point - pair[0]).dot(way) / way.length_squared()).clamp(0.0, 1.0);
                let away = point - pair[0] - t * way;
                let outward = self.outward[number][sample];
                let deep = away.dot(outward).abs() / (0.5 * self.thickness_mm);
                let aside = away - away.dot(outward) * outward;
                let apart = self.half_apart_mm(number, sample).max(0.3);
                let beside = aside.length() / apart;
                let share = fade(deep) * fade(beside);
                if share > best.map_or(0.0, |(share, _)| share) {
                    best = Some((share, -way.normalize_or_zero()));
                }
            }
        }
        best
    }
}

/// 1 up to 1, 0 from 2 on, smooth between.
fn fade(ratio: f64) -> f64 {
    let t = (2.0 - ratio).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// A muscle of a face.
#[derive(Debug, Clone, PartialEq)]
pub struct Muscle {
    /// Name, as in `data/muscles`.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// Short name.
    pub abbreviation: String,
    /// Facial action units that it makes.
    pub facs: Vec<String>,
    /// Its bellies, left and right.
    pub bellies: Vec<Belly>,
}

/// Fibres of one muscle at a point.
#[derive(Debug, Clone, PartialEq)]
pub struct MuscleAt<'a> {
    /// The muscle.
    pub muscle: &'a Muscle,
    /// Side of the belly.
    pub side: Side,
    /// Share of the tissue, 0 to 1.
    pub share: f64,
    /// Unit vector along the fibres, towards the origin.
    pub direction: DVec3,
}
