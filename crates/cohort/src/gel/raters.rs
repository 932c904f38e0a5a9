//! How raters of filler trials see a change.
//!
//! A scale is read in whole grades. With a hidden severity that is spread evenly within a
//! grade, a change of d grades (true change plus the error of two readings) is seen as at
//! least one grade better with probability min(1, max(0, d)).

use std::collections::BTreeMap;

use catalog::{Catalog, ParameterTable};
use course::normal_cdf;

use super::error::Error;

/// Error of a scale whose agreement is not published, grade.
///
/// # Source
/// day-2004-wsrs: 0.27 from 70 percent exact agreement, taken for the others.
pub(crate) const USUAL_SD_GRADES: f64 = 0.27;
/// Mean of the smaller of two standard normal numbers, −1/√π.
const SMALLER_OF_TWO: f64 = -0.564_189_583_547_756_3;

/// Constants of raters, and the scales' own reliability.
#[derive(Debug, Clone)]
pub struct Raters {
    /// Live rater's noise over the scale's published one.
    pub live: f64,
    /// Share of a change that a photograph shows.
    pub photograph: f64,
    /// What an unblinded rater sees beyond the change in treated people, grade.
    pub open: f64,
    /// Share of a blinded rater's readings that do not see the change at all.
    pub lapse: f64,
    /// Share of the error common to both sides.
    pub sides: f64,
    /// Correction that half of all call improved, much improved, satisfying, a goal reached; grade.
    pub improved: f64,
    /// See `improved`.
    pub much_improved: f64,
    /// See `improved`.
    pub satisfied: f64,
    /// See `improved`.
    pub goal: f64,
    /// Spread of that judgement, grade.
    pub judgement: f64,
    /// Share of the first correction below which half ask for more.
    pub kept: f64,
    /// Power of the ratio of a trial's volume to the usual that is correction, not need.
    pub titration: f64,
    /// Error of one reading by scale, grade.
    pub scale_sd: BTreeMap<String, f64>,
}

/// How a reading was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    pub photograph: bool,
    pub open: bool,
    pub both_sides: bool,
}

impl Raters {
    /// Raters of `data/model/gel.toml` and the catalog's scales.
    ///
    /// # Errors
    /// [`Error::MissingParameter`].
    pub fn from_table(table: &ParameterTable, catalog: &Catalog) -> Result<Self, Error> {
        let get = |name: &str| {
            table
                .get(name)
                .map(|p| p.value)
                .ok_or_else(|| Error::MissingParameter {
                    table: "gel",
                    name: name.to_owned(),
                })
        };
        let scale_sd = catalog
            .scales
            .iter()
            .filter_map(|(name, scale)| {
                let sd = scale.reliability.sd_grades.as_ref()?.central();
                Some((name.clone(), sd))
            })
            .collect();
        Ok(Self {
            live: get("rater.live")?,
            photograph: get("rater.photograph")?,
            open: get("rater.open")?,
            lapse: get("rater.lapse")?,
            sides: get("rater.sides")?,
            improved: get("global.improved")?,
            much_improved: get("global.much-improved")?,
            satisfied: get("global.satisfied")?,
            goal: get("global.goal")?,
            judgement: get("global.noise")?,
            kept: get("retreatment.kept")?,
            titration: get("trial.titration")?,
            scale_sd,
        })
    }

    /// Probability that a true change of `grades` is read as at least one grade better.
    pub(super) fn one_grade_better(&self, scale: &str, grades: f64, how: Reading) -> f64 {
        let seen = self.read_better(scale, grades, how);
        if how.open {
            seen
        } else {
            self.lapse * self.read_better(scale, 0.0, how) + (1.0 - self.lapse) * seen
        }
    }

    fn read_better(&self, scale: &str, grades: f64, how: Reading) -> f64 {
        let own = self.scale_sd.get(scale).copied().unwrap_or(USUAL_SD_GRADES);
        let mut sd = own * self.live * std::f64::consts::SQRT_2;
        let mut mean = if how.photograph {
            grades * self.photograph
        } else {
            grades
        };
        if how.both_sides {
            let own_side = sd * (1.0 - self.sides).sqrt();
            mean += SMALLER_OF_TWO * own_side;
            // Variance of the smaller of two: 1 − 1/π.
            let rest = 1.0 - std::f64::consts::FRAC_1_PI;
            sd *= (self.sides + (1.0 - self.sides) * rest).sqrt();
        }
        expected_share(mean, sd)
    }

    /// Probability that a correction passes a threshold of judgement.
    pub(super) fn judged(&self, grades: f64, threshold: f64) -> f64 {
        normal_cdf((grades - threshold) / self.judgement)
    }
}

/// E[min(1, max(0, d))] with d normal.
pub(super) fn expected_share(mean: f64, sd: f64) -> f64 {
    above(mean, sd) - above(mean - 1.0, sd)
}

/// E[max(0, d)] with d normal.
fn above(mean: f64, sd: f64) -> f64 {
    if sd <= 0.0 {
        return mean.max(0.0);
    }
    let z = mean / sd;
    mean * normal_cdf(z) + sd * (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_without_noise_is_seen_in_proportion() {
        assert_eq!(expected_share(0.0, 0.0), 0.0);
        assert!((expected_share(0.4, 1e-9) - 0.4).abs() < 1e-9);
        assert!((expected_share(3.0, 0.3) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn noise_alone_makes_responders() {
        // E[max(0, d)] = s φ(0) while d rarely passes 1.
        let share = expected_share(0.0, 0.3);
        assert!((share - 0.3 * 0.398_942_28).abs() < 1e-3);
    }
}
