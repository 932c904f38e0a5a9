//! The eyeball behind the lids: white, iris, pupil, and the clear cornea in front.

use std::f64::consts::TAU;

use glam::DVec3;
use serde::Deserialize;

use crate::error::FaceError;
use crate::mesh::Mesh;
use crate::table;

/// Points around each ring.
const AROUND: usize = 64;
/// Rings of the cornea.
const CORNEA_RINGS: usize = 12;

#[derive(Deserialize)]
struct File {
    #[serde(rename = "centre_mm")]
    center: [f64; 3],
    #[serde(rename = "radius_mm")]
    radius: Length,
    #[serde(rename = "iris_mm")]
    iris: Length,
    #[serde(rename = "pupil_mm")]
    pupil: Length,
    #[serde(rename = "cornea_radius_mm")]
    cornea_radius: Length,
}

#[derive(Deserialize)]
struct Length {
    value: f64,
}

/// What a ring of the ball belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EyePart {
    /// The black opening.
    Pupil,
    /// The coloured ring.
    Iris,
    /// The dark edge of the iris.
    Limbus,
    /// The white.
    White,
}

/// One eyeball, looking straight ahead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Eye {
    /// Centre, mm.
    pub center: DVec3,
    /// Radius of the ball, mm.
    pub radius_mm: f64,
    /// Diameter of the iris, mm.
    pub iris_mm: f64,
    /// Diameter of the pupil, mm.
    pub pupil_mm: f64,
    /// Radius of curvature of the cornea, mm.
    pub cornea_radius_mm: f64,
}

impl Eye {
    /// The left eye of the built-in face.
    pub(crate) fn left() -> Result<Self, FaceError> {
        let file: File = toml::from_str(table::EYES).map_err(|error| FaceError::Toml {
            table: "eyes.toml",
            message: error.to_string(),
        })?;
        Ok(Self {
            center: DVec3::from_array(file.center),
            radius_mm: file.radius.value,
            iris_mm: file.iris.value,
            pupil_mm: file.pupil.value,
            cornea_radius_mm: file.cornea_radius.value,
        })
    }

    /// Half angle under which a circle on the ball is seen from its centre.
    fn angle(&self, diameter_mm: f64) -> f64 {
        (0.5 * diameter_mm / self.radius_mm).asin()
    }

    /// The ball, with the part of each point and its place (angle from the axis as a share of the
    /// iris' angle, angle around the axis).
    pub fn ball(&self) -> (Mesh, Vec<(EyePart, f64, f64)>) {
        let (pupil, iris) = (self.angle(self.pupil_mm), self.angle(self.iris_mm));
        let edge = 0.03 * iris;
        let mut rings = vec![
            (EyePart::Pupil, 0.02 * pupil),
            (EyePart::Pupil, pupil - edge),
        ];
        let irises = (0..=8).map(|i| pupil + (iris - pupil) * f64::from(i) / 8.0 - edge * 0.5);
        rings.extend(irises.map(|angle| (EyePart::Iris, angle)));
        rings.extend([0.4, 1.4].map(|i| (EyePart::Limbus, iris + i * edge)));
        rings.extend((1..=12).map(|i| {
            let start = iris + 3.0 * edge;
            (
                EyePart::White,
                start + (1.9 - start) * f64::from(i - 1) / 11.0,
            )
        }));
        let mut parts = Vec::new();
        let mut points = Vec::new();
        for (part, angle) in &rings {
            for k in 0..AROUND {
                let around = TAU * k as f64 / AROUND as f64;
                points.push(self.center + self.radius_mm * direction(*angle, around));
                parts.push((*part, angle / iris, around));
            }
        }
        (lathe(points, rings.len()), parts)
    }

    /// The clear cap in front of the iris.
    pub fn cornea(&self) -> Mesh {
        let rim = self.angle(self.iris_mm) * 1.08;
        let half_width = self.radius_mm * rim.sin();
        let spread = (half_width / self.cornea_radius_mm).asin();
        let back = self.radius_mm * rim.cos() - self.cornea_radius_mm * spread.cos();
        let center = self.center + DVec3::new(0.0, 0.0, back);
        let mut points = Vec::new();
        for ring in 0..=CORNEA_RINGS {
            let angle = spread * (ring as f64).max(0.05) / CORNEA_RINGS as f64;
            for k in 0..AROUND {
                let around = TAU * k as f64 / AROUND as f64;
                points.push(center + self.cornea_radius_mm * direction(angle, around));
            }
        }
        lathe(points, CORNEA_RINGS + 1)
    }

    /// The place itself, or the nearest one that is clear of the ball.
    pub(crate) fn keep_out(&self, place: DVec3, clearance_mm: f64) -> DVec3 {
        let way = place - self.center;
        let least = self.radius_mm + clearance_mm;
        if way.length() < least {
            self.center + way.normalize_or(DVec3::Z) * least
        } else {
            place
        }
    }
}

/// A small ball: the pink flesh in the inner corner of an eye.
pub(crate) fn bead(center: DVec3, radius_mm: f64) -> Mesh {
    const RINGS: usize = 12;
    let mut points = Vec::new();
    for ring in 0..RINGS {
        let angle = 0.02 + 2.4 * ring as f64 / (RINGS - 1) as f64;
        for k in 0..AROUND {
            let around = TAU * k as f64 / AROUND as f64;
            points.push(center + radius_mm * direction(angle, around));
        }
    }
    lathe(points, RINGS)
}

/// Unit vector at an angle from the forward axis.
fn direction(angle: f64, around: f64) -> DVec3 {
    DVec3::new(
        angle.sin() * around.cos(),
        angle.sin() * around.sin(),
        angle.cos(),
    )
}

/// Rings of [`AROUND`] points joined by quadrilaterals.
fn lathe(points: Vec<DVec3>, rings: usize) -> Mesh {
    let corner = |ring: usize, k: usize| (ring * AROUND + k % AROUND) as u32;
    let quads = (0..rings - 1).flat_map(|ring| {
        (0..AROUND).map(move |k| {
            [
                corner(ring, k),
                corner(ring + 1, k),
                corner(ring + 1, k + 1),
                corner(ring, k + 1),
            ]
        })
    });
    Mesh {
        quads: quads.collect(),
        points,
    }
}
