//! Muscles that were not meant: a share of the dose reaches a neighbour, which weakens and
//! recovers by the same chain. A small share is a weak effect that goes in weeks.

use std::collections::BTreeMap;

use crate::chance::Points;
use crate::forecast::{Band, bands_of};
use crate::models::{Error, Models, finite};
use crate::parameters::Parameters;
use crate::people::{Observation, Seen, Traits, Who};
use crate::rating::Rater;
use crate::target::Target;
use crate::toxin::{Course, Place};
use crate::trajectory::ToxinDose;

/// A muscle beside treated ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// Nerve endings, relative to the glabella complex.
    pub mass: f64,
    /// Share of the dose that reaches it when it is seen at all (median).
    pub share: f64,
    /// Spread of that share (sd of the logarithm).
    pub spread: f64,
}

/// Neighbours by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbours(pub BTreeMap<String, Neighbour>);

impl Neighbours {
    /// Reads the constants.
    ///
    /// # Errors
    /// [`Error::MissingParameter`], [`Error::BadParameter`].
    pub fn from_parameters(p: &Parameters<'_>) -> Result<Self, Error> {
        p.each("neighbour", |of| {
            Ok(Neighbour {
                mass: of("mass")?,
                share: of("share")?,
                spread: of("spread")?,
            })
        })
        .map(Self)
    }
}

/// How an unwanted weakness goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct OffTarget {
    /// Days asked for.
    pub days: Vec<f64>,
    /// Severity, grades from the best.
    pub severity: Vec<Band>,
    /// Force of the muscle, share of untreated.
    pub force: Vec<Band>,
    /// Day (same zero as the doses) on which a rater no longer sees it.
    pub gone_d: Band,
}

/// Candidates for each person kept.
const CANDIDATES: usize = 12;
/// Severity that a rater no longer sees, grade.
const UNSEEN_GRADES: f64 = 0.5;
/// Days looked at after the last dose.
const HORIZON_D: f64 = 300.0;

/// The course of a weakness that was seen on day 0, after doses given before.
///
/// Severity = span (1 − F): the worst grade at full block. Without a grade the prior speaks.
///
/// - `neighbour`: key of `neighbour.*` in `data/model/toxin.toml`
/// - `target`: gives the scale
/// - `doses`: what was injected nearby, days negative
///
/// # Errors
/// [`Error::UnknownNeighbour`], [`Error::UnknownToxin`], [`Error::NobodyFits`].
#[expect(
    clippy::too_many_arguments,
    reason = "each is a fact of the visit; models come first as everywhere"
)]
pub fn off_target(
    models: &Models,
    neighbour: &str,
    target: &Target,
    who: &Who,
    grade: Seen,
    doses: &[ToxinDose],
    days: &[f64],
    n: usize,
    seed: u64,
) -> Result<OffTarget, Error> {
    let known = &models.neighbours.0;
    let muscle = known
        .get(neighbour)
        .ok_or_else(|| Error::UnknownNeighbour {
            neighbour: neighbour.to_owned(),
            known: known.keys().cloned().collect::<Vec<_>>().join(", "),
        })?;
    for day in days {
        finite("day", *day)?;
    }
    let seen = Observation {
        rater: Rater::Investigator,
        rest: grade,
        expression: Seen::Unknown,
    };
    let points = Points::new(CANDIDATES * n, 7, seed);
    let mut candidates = Vec::with_capacity(CANDIDATES * n);
    let mut cumulated = Vec::with_capacity(CANDIDATES * n);
    let mut total = 0.0;
    for i in 0..CANDIDATES * n {
        let course = course(models, muscle, who, doses, &points, i)?;
        let severity = target.range.span() * (1.0 - course.force_at(0.0));
        let traits = Traits {
            views: [points.normal(i, 6), 0.0, 0.0, 0.0],
            ..Traits::default()
        };
        total += seen.chance(models, target, &traits, severity, severity);
        candidates.push(course);
        cumulated.push(total);
    }
    if total <= 0.0 || !total.is_finite() {
        return Err(Error::NobodyFits);
    }
    let kept: Vec<&Course<'_>> = (0..n)
        .map(|k| {
            let at = (k as f64 + 0.5) / n as f64 * total;
            let i = cumulated.partition_point(|c| *c < at);
            &candidates[i.min(candidates.len() - 1)]
        })
        .collect();
    Ok(summary(target, &kept, days))
}

fn course<'a>(
    models: &'a Models,
    muscle: &Neighbour,
    who: &Who,
    doses: &[ToxinDose],
    points: &Points,
    i: usize,
) -> Result<Course<'a>, Error> {
    let traits = Traits {
        sensitivity: points.normal(i, 0),
        uptake: points.normal(i, 1),
        waning: points.normal(i, 2),
        muscle_mass: points.normal(i, 3),
        ..Traits::default()
    };
    let share = muscle.share * (muscle.spread * points.normal(i, 4)).exp();
    let place = Place {
        mass: muscle.mass,
        persistence: 1.0,
        sprouts: 1.0,
    };
    let sex = who.sex.unwrap_or(crate::people::Sex::Female);
    let ending = models.toxin.ending(&place, sex, &traits);
    let reaching: Vec<(f64, &str, f64)> = doses
        .iter()
        .map(|d| (d.day, d.product.as_str(), d.units * share.min(1.0)))
        .collect();
    let response = models.what_if.toxin_response;
    Course::new(&models.toxin, ending, &reaching, response, HORIZON_D)
}

fn summary(target: &Target, courses: &[&Course<'_>], days: &[f64]) -> OffTarget {
    let span = target.range.span();
    let force = |day: f64| -> Vec<f64> { courses.iter().map(|c| c.force_at(day)).collect() };
    let mut gone: Vec<f64> = courses
        .iter()
        .map(|c| {
            let mut day = HORIZON_D;
            while day > 0.0 && span * (1.0 - c.force_at(day)) < UNSEEN_GRADES {
                day -= 1.0;
            }
            day
        })
        .collect();
    OffTarget {
        days: days.to_vec(),
        severity: days
            .iter()
            .map(|d| {
                bands_of(
                    &mut force(*d)
                        .iter()
                        .map(|f| span * (1.0 - f))
                        .collect::<Vec<_>>(),
                )
            })
            .collect(),
        force: days.iter().map(|d| bands_of(&mut force(*d))).collect(),
        gone_d: bands_of(&mut gone),
    }
}
