//! How finely the surface is cut, and where.

use std::f64::consts::TAU;

use super::family::{Carrier, Family};
use super::fine::Spot;
use super::phase::Phase;
use crate::vector::norm;

/// Presence below which a family's folds are too shallow to be cut finely.
const ABSENT: f64 = 0.03;

/// How finely the surface is cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fineness {
    /// Longest edge within a valley.
    pub valley: f64,
    /// Longest edge anywhere on a family.
    pub between: f64,
    /// Growth of the longest edge with the distance from a valley.
    pub growth: f64,
}

impl Default for Fineness {
    fn default() -> Self {
        Self {
            valley: 0.3,
            between: 2.0,
            growth: 0.5,
        }
    }
}

/// How long an edge of the fine surface may be.
pub(super) struct Longest<'a> {
    carrier: &'a Carrier,
    /// Families at each triangle of the carrier.
    present: Vec<Vec<(&'a Family, &'a Phase)>>,
    fineness: Fineness,
}

impl<'a> Longest<'a> {
    pub(super) fn new(
        carrier: &'a Carrier,
        families: &'a [Family],
        phases: &'a [Phase],
        fineness: Fineness,
    ) -> Self {
        let mut present = vec![Vec::new(); carrier.triangles.len()];
        for (family, phase) in families.iter().zip(phases) {
            for triangle in &phase.inside {
                present[*triangle as usize].push((family, phase));
            }
        }
        Self {
            carrier,
            present,
            fineness,
        }
    }

    pub(super) fn at(self) -> impl Fn(u32, &Spot, f64) -> f64 + 'a {
        move |parent, spot, length| {
            let triangle = self.carrier.triangles[parent as usize];
            let weights = spot.within(triangle);
            let Fineness {
                valley,
                between,
                growth,
            } = self.fineness;
            let mut least = f64::INFINITY;
            for (family, phase) in &self.present[parent as usize] {
                let shares = triangle.iter().zip(weights);
                let present = shares.map(|(c, w)| family.weights[*c as usize] * w);
                if present.sum::<f64>() < ABSENT {
                    continue;
                }
                let here = phase.at(self.carrier, triangle, weights);
                let away = (here / TAU - f64::from(family.nearest(here))).abs();
                if away > 1.25 {
                    continue;
                }
                let slopes = triangle.map(|c| norm(phase.gradients[c as usize]));
                let slope: f64 = slopes.iter().zip(weights).map(|(s, w)| s * w).sum();
                let wave = TAU / slope.max(f64::MIN_POSITIVE);
                // Two standard widths of the valley, half an edge more.
                let valley_edge = 2.0 / family.sharpness.sqrt() / TAU * wave + 0.5 * length;
                let beyond = (away * wave - valley_edge).max(0.0);
                least = least.min((valley + growth * beyond).min(between));
            }
            least
        }
    }
}
