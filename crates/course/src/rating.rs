//! Raters: from a severity to the grade that somebody writes down.
//!
//! A rater reads y + b + e with b the standing view of this person by this kind of rater and
//! e the noise of one reading, and writes the nearest grade of the scale:
//! P(grade ≤ k) = Φ((k + ½ − y − b)/σ). Limits: `docs/theory/grading.md`.

use crate::chance::normal_cdf;
use crate::models::Error;
use crate::parameters::Parameters;
use crate::target::Range;

/// Who rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rater {
    /// The treating or trial investigator, face to face.
    Investigator,
    /// The person herself or himself, in a mirror.
    Subject,
    /// Somebody who does not know the treatment, face to face.
    Evaluator,
    /// Somebody who rates photographs.
    Photograph,
}

/// All raters, in the order of [`RatingModel::noise`].
pub const RATERS: [Rater; 4] = [
    Rater::Investigator,
    Rater::Subject,
    Rater::Evaluator,
    Rater::Photograph,
];

impl Rater {
    /// Key in `data/model/rating.toml`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Investigator => "investigator",
            Self::Subject => "subject",
            Self::Evaluator => "evaluator",
            Self::Photograph => "photograph",
        }
    }
}

/// Constants of raters.
#[derive(Debug, Clone, PartialEq)]
pub struct RatingModel {
    /// Noise of one reading over the scale's published noise, by rater.
    pub noise: [f64; 4],
    /// Spread of the standing view between people, over the scale's published noise, by rater.
    pub view: [f64; 4],
}

impl RatingModel {
    /// Reads the constants.
    ///
    /// # Errors
    /// [`Error::MissingParameter`], [`Error::BadParameter`].
    pub fn from_parameters(p: &Parameters<'_>) -> Result<Self, Error> {
        let mut model = Self {
            noise: [0.0; 4],
            view: [0.0; 4],
        };
        for (i, rater) in RATERS.into_iter().enumerate() {
            model.noise[i] = p.get(&format!("rater.{}.noise", rater.key()))?;
            model.view[i] = p.get(&format!("rater.{}.view", rater.key()))?;
        }
        Ok(model)
    }

    /// Noise of one reading, grade.
    pub fn noise_sd(&self, rater: Rater, range: &Range) -> f64 {
        (self.noise[rater as usize] * range.rater_sd).max(1e-6)
    }

    /// Standing view, grade, of a person whose standard normal deviate is given.
    pub fn standing_view(&self, rater: Rater, range: &Range, z: f64) -> f64 {
        self.view[rater as usize] * range.rater_sd * z
    }

    /// Probability that the severity written down is at most `k` (0 = best grade).
    ///
    /// - `severity`: true severity with the standing view added, grade
    pub fn at_most(&self, rater: Rater, range: &Range, severity: f64, k: f64) -> f64 {
        if k < 0.0 {
            return 0.0;
        }
        if k >= range.span() {
            return 1.0;
        }
        normal_cdf((k + 0.5 - severity) / self.noise_sd(rater, range))
    }

    /// Probability that the severity written down is exactly `k`; both ends are open, so a
    /// line worse than the scale is still given its worst grade.
    pub fn exactly(&self, rater: Rater, range: &Range, severity: f64, k: f64) -> f64 {
        self.at_most(rater, range, severity, k) - self.at_most(rater, range, severity, k - 1.0)
    }

    /// Mean of the severity written down, grade from the best.
    pub fn expected(&self, rater: Rater, range: &Range, severity: f64) -> f64 {
        let grades = range.span().round() as usize;
        (0..grades)
            .map(|k| 1.0 - self.at_most(rater, range, severity, k as f64))
            .sum()
    }
}
