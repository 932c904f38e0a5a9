//! Layers of the face: skin, superficial fat, muscle, deep tissue, base.

use catalog::{Catalog, Compartment, Status};
use glam::DVec3;

use super::base::{self, Base, Columns};
use super::ground::{Ground, Spot};
use super::thickness::{self, Thickness};
use crate::error::FaceError;
use crate::mesh::Mesh;
use crate::person::Sex;

/// Names of the layers from the skin inward, as in `data/layers`.
pub const LAYERS: [&str; 4] = ["skin", "superficial-fat", "muscle", "deep"];
/// The record of the whole soft tissue.
const TOTAL: &str = "total";
/// Least share of the whole that the deep layer has (assumption-layer-interpolation).
const LEAST_DEEP: f64 = 0.08;
/// Most that the skin itself has of the whole (assumption-layer-interpolation).
const MOST_SKIN: f64 = 0.45;

/// Thickness of all layers on the reference face.
#[derive(Debug, Clone)]
pub(crate) struct Strata {
    total: Thickness,
    /// Skin, superficial fat and muscle.
    upper: [Thickness; 3],
    /// Compartments of the superficial fat and of the deep layer, with their weights.
    pub(crate) fat: [Vec<(Compartment, Vec<f64>)>; 2],
    kinds: Vec<Base>,
    /// Points at which a total is published: repairs leave them alone.
    kept: Vec<bool>,
}

impl Strata {
    pub(crate) fn new(catalog: &Catalog, ground: &Ground) -> Result<Self, FaceError> {
        let layer = |name: &str| {
            let layer = catalog.layers.get(name);
            layer.ok_or_else(|| FaceError::NoLayer {
                name: name.to_owned(),
            })
        };
        let thickness = |name: &str| Thickness::new(ground, layer(name)?);
        let mut kept = vec![false; ground.skin.points.len()];
        let published = layer(TOTAL)?.site.iter().filter(|site| {
            let facts = [&site.pooled, &site.woman, &site.man];
            let mut facts = facts.into_iter().flatten();
            facts.all(|fact| fact.status != Status::Assumption)
        });
        for site in published {
            let point = ground.named(TOTAL, &site.place.at)?;
            for point in [point, ground.cage.mirror[point as usize]] {
                kept[point as usize] |= site.place.by == [0.0; 3];
            }
        }
        Ok(Self {
            total: thickness(TOTAL)?,
            upper: [
                thickness(LAYERS[0])?,
                thickness(LAYERS[1])?,
                thickness(LAYERS[2])?,
            ],
            fat: [
                thickness::compartments(ground, layer(LAYERS[1])?)?,
                thickness::compartments(ground, layer(LAYERS[3])?)?,
            ],
            kinds: base::kinds(ground),
            kept,
        })
    }

    /// Layers of a face.
    ///
    /// - `cage`: points of its cage, mm
    /// - `skin`: its refined surface
    pub(crate) fn on(
        &self,
        ground: &Ground,
        cage: &[DVec3],
        skin: &Mesh,
        (sex, age_years): (Sex, f64),
    ) -> Layers {
        let places = &ground.skin.points;
        let kept = thickness::left(&self.fat[1], age_years, places.len());
        let upper = self.upper.each_ref().map(|layer| layer.at(sex, places));
        let upper = |point: usize| upper.each_ref().map(|layer| layer[point]);
        let whole = self.total.at(sex, places);
        let whole = whole.iter().enumerate().map(|(point, whole)| {
            let deep = whole - stacked(upper(point), *whole)[2];
            whole - deep * (1.0 - kept[point])
        });
        let whole: Vec<f64> = whole.collect();
        let mut shares = shares(&whole, upper);
        let inward = base::inward(ground, cage, skin);
        let start = (0..places.len()).map(|i| skin.points[i] + whole[i] * inward[i]);
        let mut columns = Columns {
            skin,
            covered: &ground.covered,
            base: start.collect(),
            shares: &shares,
            kept: &self.kept,
        };
        let tissue = ground.tissue(skin);
        let neighbours = base::neighbours(&tissue);
        let mut border = vec![false; places.len()];
        for point in tissue.openings().into_iter().flatten() {
            border[point as usize] = true;
        }
        columns.smooth(&neighbours, &border);
        columns.repair(&neighbours);
        // Layers keep their thickness where the base has been moved.
        let base = columns.base;
        let whole = skin
            .points
            .iter()
            .zip(&base)
            .map(|(skin, base)| skin.distance(*base));
        shares = self::shares(&whole.collect::<Vec<_>>(), upper);
        let columns = Columns {
            skin,
            covered: &ground.covered,
            base,
            shares: &shares,
            kept: &self.kept,
        };
        let least_shape = (0..skin.quads.len())
            .filter(|quad| ground.covered[*quad])
            .map(|quad| columns.shape(quad))
            .fold(f64::INFINITY, f64::min);
        let base = columns.base;
        Layers {
            skin: skin.points.clone(),
            base,
            shares,
            kinds: self.kinds.clone(),
            covered: ground.covered.clone(),
            least_shape,
        }
    }
}

/// Depth at which fat, muscle and deep layer begin, mm.
///
/// - `thick`: skin, superficial fat and muscle, mm; fat and muscle give way where there is no room
/// - `whole`: the whole soft tissue, mm
fn stacked(thick: [f64; 3], whole: f64) -> [f64; 3] {
    let skin = thick[0].min(MOST_SKIN * whole);
    let room = (1.0 - LEAST_DEEP) * whole - skin;
    let squeeze = (room / (thick[1] + thick[2])).min(1.0);
    let fat = skin + squeeze * thick[1];
    [skin, fat, fat + squeeze * thick[2]]
}

/// Depth of each interface at each point as a share of the whole.
fn shares(whole: &[f64], upper: impl Fn(usize) -> [f64; 3]) -> Vec<Vec<f64>> {
    let mut shares = vec![vec![0.0; whole.len()]; LAYERS.len() + 1];
    for (point, whole) in whole.iter().enumerate() {
        for (layer, depth) in stacked(upper(point), *whole).iter().enumerate() {
            shares[layer + 1][point] = depth / whole;
        }
        shares[LAYERS.len()][point] = 1.0;
    }
    shares
}

/// Layers of one face, at the points of its refined surface.
///
/// The points of a coarser refinement are the first of the finer one, so that a coarser tissue
/// takes the first values of each list.
#[derive(Debug, Clone, PartialEq)]
pub struct Layers {
    /// Points of the skin, (n × 3), mm.
    pub skin: Vec<DVec3>,
    /// Points of the base below each, (n × 3), mm.
    pub base: Vec<DVec3>,
    /// Depth at which each of the [`LAYERS`] begins and the last one ends, as a share of the way
    /// from skin to base: (5 × n).
    pub shares: Vec<Vec<f64>>,
    /// What the base is, one a point.
    pub kinds: Vec<Base>,
    /// Whether tissue lies below each quadrilateral: not inside mouth, lids, nostrils and ears.
    pub covered: Vec<bool>,
    /// Least Jacobian at the Gauss points of all layers' blocks, beside that of right-angled ones.
    pub least_shape: f64,
}

impl Layers {
    /// Points where a layer begins (0 the skin, 4 the base), (n × 3), mm.
    pub fn interface(&self, number: usize) -> Vec<DVec3> {
        let points = self.skin.iter().zip(&self.base).zip(&self.shares[number]);
        points
            .map(|((skin, base), share)| skin.lerp(*base, *share))
            .collect()
    }

    /// Thickness of the whole soft tissue at a point, mm.
    pub fn total_mm(&self, point: usize) -> f64 {
        self.skin[point].distance(self.base[point])
    }

    /// Thickness of a layer at a point, mm.
    pub fn layer_mm(&self, layer: usize, point: usize) -> f64 {
        (self.shares[layer + 1][point] - self.shares[layer][point]) * self.total_mm(point)
    }

    /// Thickness of the whole soft tissue at a spot, mm.
    pub fn total_at_mm(&self, spot: &Spot) -> f64 {
        spot.of(&self.skin).distance(spot.of(&self.base))
    }

    /// The point below a spot at a share of the way to the base.
    pub fn below(&self, spot: &Spot, share: f64) -> DVec3 {
        spot.of(&self.skin).lerp(spot.of(&self.base), share)
    }

    /// Unit vector outward at a spot, along its column.
    pub fn outward(&self, spot: &Spot) -> DVec3 {
        (spot.of(&self.skin) - spot.of(&self.base)).normalize_or(DVec3::Z)
    }
}
