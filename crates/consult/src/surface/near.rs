//! Vessels, nerves and other structures near the tip of a needle, with the spread of their
//! courses between people.

use face::anatomy::{Anatomy, Base, Spot, Vessel};
use glam::DVec3;

use super::say::{reach, tenth};
use super::spread::{CourseSpread, Spreads};
use crate::answer::StructureHere;

/// Structures further away than this are not told unless the pattern names them, mm.
const TOLD_MM: f64 = 15.0;
/// Most structures told.
const MOST: usize = 5;
/// The structure that is no line but lies within the bony rim of the orbit.
const ORBIT: &str = "orbital-septum";
/// Courses tried on each side of the usual one.
const COURSES: usize = 7;
/// Shares of people with their courses: quantiles of the normal distribution at
/// (2 i − 1)/(2 n), n = 15.
#[rustfmt::skip]
const QUANTILES: [f64; 2 * COURSES + 1] = [
    -1.8339, -1.2816, -0.9674, -0.7279, -0.5244, -0.3407, -0.1679, 0.0,
    0.1679, 0.3407, 0.5244, 0.7279, 0.9674, 1.2816, 1.8339,
];

/// Structures near the tip, the nearest first.
///
/// - `named`: those that the pattern names; they are told wherever they are
pub(super) fn structures(
    anatomy: &Anatomy,
    spreads: &Spreads,
    spot: &Spot,
    depth_mm: f64,
    named: &[String],
) -> Vec<StructureHere> {
    let outward = anatomy.layers.outward(spot);
    let tip = anatomy.point(spot, depth_mm);
    let mut near: Vec<StructureHere> = Vec::new();
    for (vessel, usual) in anatomy.nearest_vessels(spot, depth_mm) {
        let is_near = usual <= TOLD_MM && near.len() < MOST;
        if is_near || named.contains(&vessel.name) {
            near.push(one(vessel, spreads, tip, outward, usual));
        }
    }
    near.extend(orbit(anatomy, spreads, spot, named));
    near.sort_by(|a, b| a.distance.usual_mm.total_cmp(&b.distance.usual_mm));
    near
}

/// The orbit, whose rim can be felt: the distance along the straight way from the skin at the
/// site to the skin within the rim.
fn orbit(
    anatomy: &Anatomy,
    spreads: &Spreads,
    spot: &Spot,
    named: &[String],
) -> Option<StructureHere> {
    let layers = &anatomy.layers;
    let skin = spot.of(&layers.skin);
    let within = layers.skin.iter().zip(&layers.kinds);
    let within = within.filter(|(_, kind)| **kind == Base::Orbit);
    let distance = within
        .map(|(point, _)| point.distance(skin))
        .fold(f64::INFINITY, f64::min);
    let vessel = anatomy.vessels.iter().find(|vessel| vessel.name == ORBIT)?;
    let is_told = distance <= TOLD_MM || named.contains(&vessel.name);
    is_told.then(|| StructureHere {
        name: vessel.name.clone(),
        title: vessel.title.clone(),
        kind: vessel.kind.clone(),
        distance: reach(distance, distance, distance),
        depth_mm: None,
        spread_published: true,
        sources: spreads.of_vessel(ORBIT),
    })
}

fn one(
    vessel: &Vessel,
    spreads: &Spreads,
    tip: DVec3,
    outward: DVec3,
    usual: f64,
) -> StructureHere {
    let spread = spreads.course(&vessel.name);
    let nearest = nearest(vessel, tip);
    let aside = nearest.along.cross(outward).normalize_or_zero();
    let [lower, upper] = band(vessel, tip, aside, outward, spread);
    StructureHere {
        name: vessel.name.clone(),
        title: vessel.title.clone(),
        kind: vessel.kind.clone(),
        distance: reach(usual.max(0.0), lower.min(usual).max(0.0), upper.max(usual)),
        depth_mm: Some(tenth(nearest.depth_mm)),
        spread_published: spread.is_published,
        sources: spreads.of_vessel(&vessel.name),
    }
}

/// Distances that nine and one of ten people exceed, mm, the whole course shifted aside and in
/// depth.
fn band(
    vessel: &Vessel,
    tip: DVec3,
    aside: DVec3,
    outward: DVec3,
    spread: CourseSpread,
) -> [f64; 2] {
    let mut distances = Vec::with_capacity(QUANTILES.len() * QUANTILES.len());
    for across in QUANTILES {
        for deep in QUANTILES {
            let shift = spread.aside_mm * across * aside + spread.deep_mm * deep * outward;
            distances.push(vessel.distance_mm(tip - shift));
        }
    }
    distances.sort_by(f64::total_cmp);
    let last = (distances.len() - 1) as f64;
    [0.1, 0.9].map(|share| distances[(share * last).round() as usize])
}

struct Nearest {
    /// Direction of the course there.
    along: DVec3,
    /// Its depth below the skin there, mm.
    depth_mm: f64,
}

fn nearest(vessel: &Vessel, tip: DVec3) -> Nearest {
    let mut best = (
        f64::INFINITY,
        Nearest {
            along: DVec3::Y,
            depth_mm: f64::NAN,
        },
    );
    for stretch in &vessel.stretches {
        let pairs = stretch.points.windows(2).zip(&stretch.depths_mm);
        for (pair, depth_mm) in pairs {
            let distance = tip.distance_squared((pair[0] + pair[1]) / 2.0);
            if distance < best.0 {
                let along = (pair[1] - pair[0]).normalize_or(DVec3::Y);
                best = (
                    distance,
                    Nearest {
                        along,
                        depth_mm: *depth_mm,
                    },
                );
            }
        }
    }
    best.1
}
