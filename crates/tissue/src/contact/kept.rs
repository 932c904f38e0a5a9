//! The face that a point keeps while its pressure is found.
//!
//! Where facets meet in a valley the distance from the closest has a kink, and a point pressed
//! there comes to rest on it: its force can be balanced, but by no single facet, so that Newton's
//! method goes to and fro. Where it does, a point under pressure therefore stays with its facet,
//! whose plane goes on beyond its edges; facets are chosen anew each time the multipliers are,
//! until the closest ones are touched too.

use super::closest::{Feature, closest};
use super::facets::Placed;
use super::gap::{Distance, Touch};
use super::near::moved_by;
use super::pass::{Contacts, Pass, moved};
use crate::vector::{dot, norm, scale, sub, unit};

/// How far beyond its edges a facet is kept, in units of the mean edge.
const LEEWAY: f64 = 0.25;
/// Smallest cosine between a facet's normal and that of the fold a point is at: sharper ones are
/// edges of the body and no kink of its mesh.
const SMOOTH: f64 = 0.9;

/// A facet that a point keeps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept {
    facet: u32,
    /// Beside the border.
    rim: bool,
}

impl Contacts {
    /// Takes the pressures at equilibrium `u` as multipliers where a gap is not closed to its
    /// tolerance; answers whether there was one.
    pub(crate) fn augment(&mut self, u: &[f64]) -> bool {
        let mut open = false;
        for pass in &mut self.passes {
            open |= pass.augment(&self.rest, u, self.keeping);
        }
        open
    }

    /// From here on lets points under pressure keep the facet that is closest at `u`; answers
    /// whether that is new.
    pub(crate) fn keep(&mut self, u: &[f64]) -> bool {
        if self.keeping || self.passes.is_empty() {
            return false;
        }
        self.keeping = true;
        for pass in &mut self.passes {
            let placed = pass.facets.place(moved(&self.rest, u));
            let closest = pass.touches(&placed, &self.rest, u);
            pass.keep(&closest, &placed, &self.rest, u);
        }
        true
    }
}

impl Pass {
    fn augment(&mut self, rest: &[[f64; 3]], u: &[f64], keeping: bool) -> bool {
        let placed = self.facets.place(moved(rest, u));
        let touches = self.touches(&placed, rest, u);
        let kept = std::mem::replace(&mut self.kept, vec![None; self.points.len()]);
        let closest = self.touches(&placed, rest, u);
        let mut gaps = touches.iter().chain(&closest).map(|touch| touch.gap.abs());
        if gaps.all(|gap| gap <= self.tolerance) {
            self.kept = kept;
            return false;
        }
        let pressures: Vec<f64> = touches.iter().map(|touch| self.pressure(touch)).collect();
        self.multipliers.fill(0.0);
        for (touch, pressure) in touches.iter().zip(pressures) {
            self.multipliers[touch.point as usize] = pressure;
        }
        if keeping {
            self.keep(&closest, &placed, rest, u);
        }
        true
    }

    fn keep(&mut self, touches: &[Touch], placed: &Placed, rest: &[[f64; 3]], u: &[f64]) {
        for touch in touches {
            let normal = self.points[touch.point as usize].normal(moved(rest, u));
            self.kept[touch.point as usize] = self.kept(touch, placed, normal);
        }
    }

    fn kept(&self, touch: &Touch, placed: &Placed, normal: [f64; 3]) -> Option<Kept> {
        let facet = touch.facet;
        if touch.rim.is_some() {
            return Some(Kept { facet, rim: true });
        }
        let feature = touch.distance.feature;
        let outward = unit(self.facets.outward(placed, facet, feature, normal)?);
        let smooth = dot(outward, placed.normals[facet as usize]) > SMOOTH;
        smooth.then_some(Kept { facet, rim: false })
    }

    /// The facet a point keeps, else the closest within `radius` that it faces.
    pub(super) fn kept_or_near(
        &self,
        point: u32,
        placed: &Placed,
        rest: &[[f64; 3]],
        u: &[f64],
        radius: f64,
    ) -> Option<Touch> {
        self.kept[point as usize]
            .and_then(|kept| self.stay(point, kept, placed, rest, u))
            .or_else(|| self.near(point, placed, rest, u, radius))
    }

    fn stay(
        &self,
        point: u32,
        kept: Kept,
        placed: &Placed,
        rest: &[[f64; 3]],
        u: &[f64],
    ) -> Option<Touch> {
        let p = self.points[point as usize].place(moved(rest, u));
        let at = &placed.triangles[kept.facet as usize];
        let found = closest(p, at);
        if kept.rim && found.feature != Feature::Inside {
            let distance = norm(found.offset);
            return self.beside(point, placed, kept.facet, &found, distance);
        }
        let normal = placed.normals[kept.facet as usize];
        let height = dot(found.offset, normal);
        let beyond = sub(found.offset, scale(normal, height));
        if norm(beyond) > LEEWAY * self.edge || height.abs() > self.reach {
            return None;
        }
        Some(Touch {
            point,
            facet: kept.facet,
            gap: height,
            distance: Distance {
                feature: Feature::Inside,
                shares: moved_by(found.shares, beyond, at),
                value: height,
                normal,
            },
            rim: None,
        })
    }
}
