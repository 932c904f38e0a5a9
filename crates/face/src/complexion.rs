//! Colour of the skin by place: lips, cheeks, lids, the shade of a beard and of cropped hair.

use glam::DVec3;

use crate::cage::Cage;
use crate::person::{Person, Sex};
use crate::refine::Refinement;

/// Colours of a person: reflected share of light, red, green and blue, linear.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Complexion {
    /// Skin of the forehead.
    pub skin: DVec3,
    /// Red of the lips.
    pub lips: DVec3,
    /// Hair of brows and lashes.
    pub hair: DVec3,
    /// Iris.
    pub iris: DVec3,
    /// Strength of the shade of a shaven beard, 0 to 1.
    pub beard: f64,
    /// Strength of the patchy redness and of the spots of aged skin, 0 to 1.
    pub aged: f64,
}

impl Complexion {
    /// A light complexion; it greys and fades with age.
    pub fn of(person: &Person) -> Self {
        let aged = ((person.age_years - 30.0) / 45.0).clamp(0.0, 1.0);
        let grey = ((person.age_years - 40.0) / 35.0).clamp(0.0, 1.0);
        let (skin, lips, beard) = match person.sex {
            Sex::Female => (
                DVec3::new(0.60, 0.375, 0.285),
                DVec3::new(0.43, 0.165, 0.145),
                0.0,
            ),
            Sex::Male => (
                DVec3::new(0.545, 0.325, 0.235),
                DVec3::new(0.40, 0.185, 0.15),
                0.8,
            ),
        };
        let dark = DVec3::new(0.045, 0.028, 0.018);
        Self {
            skin: skin.lerp(DVec3::new(0.57, 0.36, 0.285), 0.4 * aged),
            lips: lips.lerp(skin, 0.35 * aged),
            hair: dark.lerp(DVec3::new(0.33, 0.32, 0.31), 0.85 * grey),
            iris: DVec3::new(0.115, 0.082, 0.045),
            beard,
            aged,
        }
    }

    /// Colour of the skin at every point of the refined surface.
    pub fn colors(&self, cage: &Cage, refinement: &Refinement) -> Vec<DVec3> {
        let field = |weight: &dyn Fn(&str) -> f64| refinement.carry_numbers(&field(cage, weight));
        let lips = field(&lips);
        let flush = field(&flush);
        let lids = field(&lids);
        let rims = field(&rims);
        let beard = field(&beard);
        let crop = field(&crop);
        let place = refinement.carry(&cage.mesh.points);
        (0..place.len())
            .map(|i| {
                let red = self.skin * DVec3::new(1.0, 0.80, 0.77);
                let dusk = self.skin * DVec3::new(0.86, 0.74, 0.74);
                let rim = self.skin * DVec3::new(0.36, 0.24, 0.22);
                let shade = self.skin * DVec3::new(0.62, 0.66, 0.70);
                let stubble = self.hair.lerp(self.skin, 0.30);
                let mottle = mottle(place[i]);
                let mut color = self
                    .skin
                    .lerp(red, (flush[i] * (0.75 + 0.2 * self.aged)).clamp(0.0, 1.0));
                color = color.lerp(red, (0.18 + 0.4 * self.aged) * mottle.max(0.0));
                color = color.lerp(dusk, (0.55 * lids[i]).clamp(0.0, 1.0));
                color = color.lerp(rim, (0.75 * rims[i]).clamp(0.0, 1.0));
                color = color.lerp(
                    shade,
                    (self.beard * (1.0 - 0.4 * self.aged) * beard[i]).clamp(0.0, 0.5),
                );
                color = color.lerp(self.lips, (lips[i] * 1.15 - 0.1).clamp(0.0, 0.95));
                color.lerp(stubble, (0.8 * crop[i]).clamp(0.0, 1.0))
            })
            .collect()
    }
}

/// A weight by the name of each point, carried to both sides.
fn field(cage: &Cage, weight: &dyn Fn(&str) -> f64) -> Vec<f64> {
    let mut field = vec![0.0; cage.mesh.points.len()];
    for (name, point) in cage.names() {
        let value = weight(name);
        field[point as usize] = value;
        field[cage.mirror[point as usize] as usize] = value;
    }
    field
}

/// Loop, ring and place of a name such as `mouth.4.6`.
fn parts(name: &str) -> (&str, usize, usize) {
    let mut words = name.split('.');
    let head = words.next().unwrap_or_default();
    let mut number = || words.next().and_then(|w| w.parse().ok()).unwrap_or(0);
    (head, number(), number())
}

fn lips(name: &str) -> f64 {
    match parts(name) {
        ("mouth", 0..=3, _) => 1.0,
        ("mouth", 4, _) => 0.5,
        _ => 0.0,
    }
}

fn flush(name: &str) -> f64 {
    match parts(name) {
        ("cheek", 1..=6, 1..=4) => 0.7,
        ("cheek", 2..=8, 1..=6) => 0.4,
        ("nose", 5..=7, _) | ("ear", 2..=10, _) => 0.8,
        ("nose", 4, _) | ("cheek", 13..=15, 1..=4) => 0.35,
        ("nostril" | "alar", _, _) => 0.9,
        ("mouth", 5..=6, 7..=12) => 0.25,
        _ => 0.0,
    }
}

fn lids(name: &str) -> f64 {
    match parts(name) {
        ("eye", 0..=2, _) => 1.0,
        ("eye", 3..=4, _) => 0.8,
        ("eye", 5, 9..=15) => 0.6,
        ("eye", 5, _) => 0.5,
        _ => 0.0,
    }
}

fn rims(name: &str) -> f64 {
    match parts(name) {
        ("eye", 2, 1..=8) => 1.0,
        ("eye", 2, _) => 0.35,
        _ => 0.0,
    }
}

fn beard(name: &str) -> f64 {
    match parts(name) {
        ("mouth", 5..=6, _) => 0.65,
        ("mouth", 7, _) => 0.5,
        ("cheek", 6..=8, 1..=3) => 0.3,
        ("cheek", 9..=15, 1..=6) => 0.75,
        ("cheek", 4..=8, 4..=7) | ("neck", 0, 0..=12) => 0.6,
        ("cheek", 1..=3, 7) | ("neck", 1, 0..=10) => 0.4,
        _ => 0.0,
    }
}

fn crop(name: &str) -> f64 {
    match parts(name) {
        ("scalp", 4, 9..=11) | ("scalp", 3, 10..=11) => 0.6,
        ("scalp", 4, _) => 0.35,
        ("scalp", 5..=11, _) => 1.0,
        ("ear", 0, 2..=9) => 0.9,
        ("scalp", 2, 11) | ("ear", 0, 1 | 10) | ("neck", 1, 20..=26) => 0.4,
        _ => 0.0,
    }
}

/// Patches of a few millimetres, −1 to 1: sums of waves in several directions.
fn mottle(place: DVec3) -> f64 {
    let wave = |x: f64, y: f64, z: f64, mm: f64| {
        (place.dot(DVec3::new(x, y, z).normalize_or_zero()) * std::f64::consts::TAU / mm).sin()
    };
    let coarse = wave(1.0, 0.4, 0.3, 23.0) * wave(-0.3, 1.0, 0.5, 19.0);
    let fine = wave(0.8, -0.6, 0.2, 7.3) * wave(0.5, 0.9, -0.4, 6.1) * wave(0.2, 0.3, 1.0, 9.0);
    0.5 * coarse + 0.5 * fine
}
