//! Thickness of a layer everywhere, from the places where it is known.

use catalog::{Compartment, Fact, Layer, Place};
use glam::DVec3;

use super::ground::{Ground, mirrored};
use crate::error::FaceError;
use crate::numbers::solve;
use crate::person::Sex;

/// Distance over which thickness stays alike, mm (assumption-layer-interpolation).
const ALIKE_MM: f64 = 40.0;
/// Two sites nearer than this are one, mm.
const SAME_MM: f64 = 0.5;

/// Logarithm of the thickness of a layer in women and men at its places.
#[derive(Debug, Clone)]
pub(crate) struct Thickness {
    sites: Vec<DVec3>,
    /// Logarithm of mm in women and men, one a site.
    logs: [Vec<f64>; 2],
}

impl Thickness {
    pub(crate) fn new(ground: &Ground, layer: &Layer) -> Result<Self, FaceError> {
        let mut thickness = Self {
            sites: Vec::new(),
            logs: [Vec::new(), Vec::new()],
        };
        for site in &layer.site {
            let record = format!("layers/{}", layer.name);
            let place = ground.reach(&record, &site.place)?;
            let central = |own: &Option<Fact>| {
                let fact = own.as_ref().or(site.pooled.as_ref());
                let fact = fact.or(site.woman.as_ref()).or(site.man.as_ref());
                fact.map(Fact::central).filter(|mm| *mm > 0.0)
            };
            let (Some(woman), Some(man)) = (central(&site.woman), central(&site.man)) else {
                return Err(FaceError::NoThickness {
                    record,
                    name: site.name.clone(),
                });
            };
            for place in [place, mirrored(place)] {
                if !thickness
                    .sites
                    .iter()
                    .any(|other| other.distance(place) < SAME_MM)
                {
                    thickness.sites.push(place);
                    thickness.logs[0].push(woman.ln());
                    thickness.logs[1].push(man.ln());
                }
            }
        }
        Ok(thickness)
    }

    /// Thickness at places of the reference skin, mm: exact at the sites, smooth between.
    ///
    /// ln t(p) = m + Σ aᵢ k(|p − cᵢ|),  k(r) = (1 + √3 r/ℓ) exp(−√3 r/ℓ)
    ///
    /// # Source
    /// Simple kriging with the Matérn 3/2 covariance (rasmussen-williams-2006, eq. 4.17).
    pub(crate) fn at(&self, sex: Sex, places: &[DVec3]) -> Vec<f64> {
        let logs = &self.logs[match sex {
            Sex::Female => 0,
            Sex::Male => 1,
        }];
        let mean = logs.iter().sum::<f64>() / logs.len().max(1) as f64;
        let row = |a: &DVec3| self.sites.iter().map(|b| kernel(a.distance(*b))).collect();
        let matrix = self.sites.iter().map(row).collect();
        let shares = solve(matrix, logs.iter().map(|log| vec![log - mean]).collect());
        let one = |place: &DVec3| {
            let parts = self.sites.iter().zip(&shares);
            let sum: f64 = parts
                .map(|(site, share)| share[0] * kernel(place.distance(*site)))
                .sum();
            (mean + sum).exp()
        };
        places.iter().map(one).collect()
    }
}

fn kernel(distance_mm: f64) -> f64 {
    let ratio = 3.0_f64.sqrt() * distance_mm / ALIKE_MM;
    (1.0 + ratio) * (-ratio).exp()
}

/// Weight of each compartment of a layer at the points of the refined surface, 0 to 1.
pub(crate) fn compartments(
    ground: &Ground,
    layer: &Layer,
) -> Result<Vec<(Compartment, Vec<f64>)>, FaceError> {
    let record = format!("layers/{}", layer.name);
    let mut all = Vec::new();
    for compartment in &layer.compartment {
        let weights = around(
            ground,
            &record,
            &compartment.through,
            compartment.reach.central(),
        )?;
        all.push((compartment.clone(), weights));
    }
    Ok(all)
}

/// Weight that falls from 1 at places and their mirror images, exp(−2 (d / reach)²).
pub(crate) fn around(
    ground: &Ground,
    record: &str,
    places: &[Place],
    reach_mm: f64,
) -> Result<Vec<f64>, FaceError> {
    let mut middle = Vec::new();
    for place in places {
        let place = ground.reach(record, place)?;
        middle.extend([place, mirrored(place)]);
    }
    let one = |place: &DVec3| {
        let away = middle
            .iter()
            .map(|at| at.distance(*place))
            .fold(f64::INFINITY, f64::min);
        (-2.0 * (away / reach_mm).powi(2)).exp()
    };
    Ok(ground.skin.points.iter().map(one).collect())
}

/// Share of a layer that is left at an age, at the points of the refined surface.
pub(crate) fn left(
    compartments: &[(Compartment, Vec<f64>)],
    age_years: f64,
    points: usize,
) -> Vec<f64> {
    let mut left = vec![1.0; points];
    for (compartment, weights) in compartments {
        if let Some(loss) = &compartment.loss {
            let part = (age_years - loss.young_years) / (loss.old_years - loss.young_years);
            let lost = loss.share.central() * part.clamp(0.0, 1.0);
            for (left, weight) in left.iter_mut().zip(weights) {
                *left *= 1.0 - lost * weight;
            }
        }
    }
    left
}
