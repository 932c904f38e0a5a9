//! Crease memory: folding etches, skin heals, age decides.
//!
//! With C the depth of the etched crease and q the folding load, both in grades of a
//! four-point scale:
//!
//! - C' = k (q − q₀)₊ (1 − C/(c q))₊ − h(age) (1 − e^(−C/d)) per year
//! - h(age) falls from the young to the old rate along a logistic curve
//! - of a crease, the share f(C) = f₁/(1 + (C/d₁)²) is shallow and follows the folding of the
//!   last weeks: u' = (G − u)/τ, with G the folding left, share of untreated
//!   (integrated with the muscle, `toxin::State::recent_folding`)
//!
//! Equations, assumptions and limits: `docs/theory/crease.md`.

use std::collections::BTreeMap;

use crate::models::Error;
use crate::parameters::Parameters;

/// Days in a year.
pub const YEAR_D: f64 = 365.25;
/// Age from which folding counts, year.
///
/// # Source
/// assumed-crease-memory
const FIRST_AGE_YEARS: f64 = 18.0;

/// Constants of crease memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Etching by one grade of load above the threshold, k, 1/year.
    pub etching: f64,
    /// Load below which nothing is etched, q₀, grade.
    pub threshold: f64,
    /// Deepest crease over the load that makes it, c.
    pub ceiling: f64,
    /// Healing of young skin, grade/year.
    pub healing_young: f64,
    /// Healing of old skin, grade/year.
    pub healing_old: f64,
    /// Age at which healing is half-way between, year.
    pub healing_age_years: f64,
    /// Width of that change, year.
    pub healing_width_years: f64,
    /// Depth from which healing no longer keeps pace, d, grade.
    pub healing_depth: f64,
    /// Share of a faint crease that is shallow, f₁.
    pub shallow_share: f64,
    /// Depth at which that share has halved, d₁, grade.
    pub shallow_depth: f64,
    /// Spread of healing between people (sd of the logarithm).
    pub healing_spread: f64,
    /// Etching by area relative to the glabella: sun and thin skin.
    pub areas: BTreeMap<String, f64>,
}

/// What etches and heals one line of one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Skin {
    /// Etching relative to the glabella.
    pub etching: f64,
    /// Healing relative to the mean of the age.
    pub healing: f64,
}

impl Model {
    /// Reads the constants.
    ///
    /// # Errors
    /// [`Error::MissingParameter`], [`Error::BadParameter`].
    pub fn from_parameters(p: &Parameters<'_>) -> Result<Self, Error> {
        Ok(Self {
            etching: p.get("etching.rate")?,
            threshold: p.get("etching.threshold")?,
            ceiling: p.get("etching.ceiling")?,
            healing_young: p.get("healing.young")?,
            healing_old: p.get("healing.old")?,
            healing_age_years: p.get("healing.age")?,
            healing_width_years: p.get("healing.width")?,
            healing_depth: p.get("healing.depth")?,
            shallow_share: p.get("shallow.share")?,
            shallow_depth: p.get("shallow.depth")?,
            healing_spread: p.get("spread.healing")?,
            areas: p.each("area", |of| of("etching"))?,
        })
    }

    /// Skin of a person over a response group; groups without a value of their own etch as
    /// the glabella does.
    pub fn skin(&self, group: Option<&str>, z_healing: f64) -> Skin {
        let etching = group.and_then(|g| self.areas.get(g)).copied();
        Skin {
            etching: etching.unwrap_or(1.0),
            healing: (self.healing_spread * z_healing).exp(),
        }
    }

    /// Healing at an age, grade/year.
    pub fn healing(&self, age_years: f64) -> f64 {
        let x = (age_years - self.healing_age_years) / self.healing_width_years;
        self.healing_old + (self.healing_young - self.healing_old) / (1.0 + x.exp())
    }

    /// Growth of a crease, grade/year.
    pub fn growth(&self, skin: Skin, age_years: f64, depth: f64, load: f64) -> f64 {
        let over = (load - self.threshold).max(0.0);
        let room = if over > 0.0 {
            (1.0 - depth / (self.ceiling * load)).max(0.0)
        } else {
            0.0
        };
        let heals = 1.0 - (-depth.max(0.0) / self.healing_depth).exp();
        self.etching * skin.etching * over * room - self.healing(age_years) * skin.healing * heals
    }

    /// Depth after some years of a constant load, grade.
    ///
    /// Classical Runge–Kutta steps of at most half a year.
    pub fn after(&self, skin: Skin, age_years: f64, depth: f64, load: f64, years: f64) -> f64 {
        let steps = (2.0 * years).ceil().max(1.0);
        let h = years / steps;
        let mut depth = depth;
        for k in 0..steps as usize {
            let age = age_years + h * k as f64;
            let slope = |age: f64, c: f64| self.growth(skin, age, c.max(0.0), load);
            let a = slope(age, depth);
            let b = slope(age + h / 2.0, depth + h / 2.0 * a);
            let c = slope(age + h / 2.0, depth + h / 2.0 * b);
            let d = slope(age + h, depth + h * c);
            depth = (depth + h / 6.0 * (a + 2.0 * b + 2.0 * c + d)).max(0.0);
        }
        depth
    }

    /// Depth at an age after folding with a constant load since youth, grade.
    pub fn at_age(&self, skin: Skin, age_years: f64, load: f64) -> f64 {
        let years = age_years - FIRST_AGE_YEARS;
        if years <= 0.0 {
            return 0.0;
        }
        self.after(skin, FIRST_AGE_YEARS, 0.0, load, years)
    }

    /// Share of a crease that follows the folding of the last weeks.
    pub fn shallow(&self, depth: f64) -> f64 {
        self.shallow_share / (1.0 + (depth / self.shallow_depth).powi(2))
    }
}
