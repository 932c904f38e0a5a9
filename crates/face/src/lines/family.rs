//! A family of lines on one face: fibres, presence, onset and anchors at the points of its skin.

use std::collections::{BTreeMap, BTreeSet};

use glam::DVec3;
use tissue::lines::{Anchor, Family, Onset};

use super::data::{Facts, FamilyFact, TABLE, Towards};
use crate::anatomy::{Anatomy, Atlas, mirrored};
use crate::error::FaceError;
use crate::mesh::Mesh;

/// Weight of a zone from which on a family is there, and from which on it is wholly there.
const PRESENT: [f64; 2] = [0.12, 0.6];
/// Distance of the skin from fibres up to which they fold it wholly, and not at all, mm.
const REACH_MM: [f64; 2] = [10.0, 20.0];
/// Anchors nearer to the midline have no other side, mm.
const MIDLINE_MM: f64 = 0.5;
/// Distance over which fibres are averaged where the family says nothing, mm: about that of two
/// folds, which cannot turn sooner.
const AVERAGED_MM: f64 = 10.0;

/// Everything a family is made from.
pub(super) struct Maker<'a> {
    pub(super) facts: &'a Facts,
    /// When the skin folds, at the points of any zone.
    pub(super) onsets: &'a BTreeMap<u32, Onset>,
    pub(super) atlas: &'a Atlas,
    pub(super) anatomy: &'a Anatomy,
    /// The skin at rest.
    pub(super) skin: &'a Mesh,
    /// Its outward normals.
    pub(super) normals: &'a [DVec3],
}

impl Maker<'_> {
    /// The family of a fact.
    pub(super) fn family(&self, fact: &FamilyFact) -> Result<Family, FaceError> {
        let zone = zone(self.atlas, fact)?;
        let samples = self.samples(fact);
        let mut weights: Vec<f64> = zone.iter().map(|w| rise(*w, PRESENT)).collect();
        for (weight, place) in weights.iter_mut().zip(&self.skin.points) {
            if *weight > 0.0 {
                *weight *= nearness(*place, &samples);
            }
        }
        let n = weights.len();
        let directions = (0..n).map(|point| {
            if weights[point] > 0.0 {
                self.direction(fact, &samples, point)
            } else {
                [0.0; 3]
            }
        });
        let directions = directions.collect();
        let field = |value: fn(&Onset) -> f64| {
            let mut values = vec![1.0; n];
            for (point, onset) in self.onsets {
                values[*point as usize] = value(onset);
            }
            values
        };
        Ok(Family {
            directions,
            onsets: field(|onset| onset.strain),
            wavelengths: match fact.spacing_mm {
                Some(spacing) => vec![spacing; n],
                None => field(|onset| onset.wavelength),
            },
            weights,
            anchors: self.anchors(fact)?,
            lines: fact.lines,
            sharpness: self.facts.fold.sharpness,
        })
    }

    /// Places on the fibres of the family's muscles with the direction there.
    fn samples(&self, fact: &FamilyFact) -> Vec<(DVec3, DVec3)> {
        let muscles = self.anatomy.muscles.iter();
        let muscles = muscles.filter(|muscle| fact.muscles.contains(&muscle.name));
        let fibres = muscles.flat_map(|muscle| &muscle.bellies);
        let fibres = fibres.flat_map(|belly| &belly.fibres);
        fibres
            .flat_map(|fibre| fibre.windows(2))
            .map(|pair| {
                (
                    0.5 * (pair[0] + pair[1]),
                    (pair[1] - pair[0]).normalize_or_zero(),
                )
            })
            .collect()
    }

    /// Unit vector along the fibres in the skin, in the way in which lines are numbered.
    fn direction(&self, fact: &FamilyFact, samples: &[(DVec3, DVec3)], point: usize) -> [f64; 3] {
        let (place, normal) = (self.skin.points[point], self.normals[point]);
        let counted = match fact.towards {
            Towards::Up => DVec3::Y,
            Towards::Down => DVec3::NEG_Y,
            Towards::Left => DVec3::X,
            Towards::Lateral => DVec3::X * place.x.signum(),
        };
        let turn = fact.turn_degrees.to_radians();
        let reach = fact.averaged_mm.unwrap_or(AVERAGED_MM);
        let mut sum = DVec3::ZERO;
        for (at, way) in samples {
            let near = 1.0 / (1.0 + place.distance_squared(*at) / reach.powi(2));
            let flat = (*way - way.dot(normal) * normal).normalize_or_zero();
            // Fibres are lines without an arrow: they are counted before they are turned.
            let axis = if turn.abs() > 1.0 {
                normal.cross(flat)
            } else {
                flat
            };
            let sign = axis.dot(counted).signum();
            sum += near.powi(3) * sign * flat;
        }
        let flat = (sum - sum.dot(normal) * normal).normalize_or_zero();
        let turned = flat * turn.cos() + normal.cross(flat) * turn.sin();
        turned.to_array()
    }

    /// Anchors on both sides.
    fn anchors(&self, fact: &FamilyFact) -> Result<Vec<Anchor>, FaceError> {
        let reference = self.atlas.reference();
        let mut anchors = Vec::new();
        for anchor in &fact.anchors {
            let record = format!("{TABLE}: {}", fact.name);
            let point = self.atlas.named(&record, &anchor.at)?;
            let start = reference.points[point as usize] + DVec3::from_array(anchor.by);
            let left = self.atlas.spot(start).of(&reference.points);
            let mut add = |place: DVec3, line: i32| {
                let place = self.atlas.spot(place).of(&self.skin.points);
                anchors.push(Anchor {
                    point: place.to_array(),
                    line,
                });
            };
            add(left, anchor.line);
            if left.x.abs() > MIDLINE_MM {
                add(mirrored(left), anchor.other.unwrap_or(anchor.line));
            }
        }
        Ok(anchors)
    }
}

/// Weight of a family's zone at the points of the skin.
fn zone<'a>(atlas: &'a Atlas, fact: &FamilyFact) -> Result<&'a [f64], FaceError> {
    let zone = atlas.rhytids.get(&fact.zone);
    let zone = zone.ok_or_else(|| FaceError::UnknownPlace {
        record: format!("{TABLE}: {}", fact.name),
        name: fact.zone.clone(),
    })?;
    Ok(zone)
}

/// Points of the zones of all families.
pub(super) fn points(facts: &Facts, atlas: &Atlas) -> Result<BTreeSet<u32>, FaceError> {
    let mut points = BTreeSet::new();
    for fact in &facts.family {
        let weights = zone(atlas, fact)?.iter().enumerate();
        let present = weights.filter(|(_, weight)| **weight > PRESENT[0]);
        points.extend(present.map(|(point, _)| point as u32));
    }
    Ok(points)
}

/// 0 up to the first of two values, 1 from the second on, smooth between.
fn rise(value: f64, [from, to]: [f64; 2]) -> f64 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// 1 above fibres, 0 beyond their reach.
fn nearness(place: DVec3, samples: &[(DVec3, DVec3)]) -> f64 {
    let apart = samples.iter().map(|(at, _)| place.distance_squared(*at));
    let [near, far] = REACH_MM;
    1.0 - rise(apart.fold(f64::INFINITY, f64::min).sqrt(), [near, far])
}
