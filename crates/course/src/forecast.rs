//! Many people → what to expect: mean and 80 % band of the grade that a rater would write
//! down, of the true severity, and of the days on which things happen.

use crate::models::{Error, Models};
use crate::people::Person;
use crate::rating::Rater;
use crate::target::Target;
use crate::trajectory::{Trajectory, Treatment, trajectory};

/// Lower edge of a band, share of people.
const LOWER: f64 = 0.1;
/// Upper edge of a band, share of people.
const UPPER: f64 = 0.9;

/// Mean and 80 % band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Mean.
    pub mean: f64,
    /// One in ten is below.
    pub lower: f64,
    /// One in ten is above.
    pub upper: f64,
}

/// A group of people over time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Forecast {
    /// Days.
    pub days: Vec<f64>,
    /// Grade at rest as a rater would write it, on the scale.
    pub rest: Vec<Band>,
    /// Grade in expression as a rater would write it, on the scale.
    pub expression: Vec<Band>,
    /// True severity at rest, grades from the best.
    pub true_rest: Vec<Band>,
    /// True severity in expression, grades from the best.
    pub true_expression: Vec<Band>,
    /// Residual force, share of untreated.
    pub force: Vec<Band>,
    /// Muscle thickness, share of untreated.
    pub thickness: Vec<Band>,
    /// Gel left, mL as injected.
    pub gel_ml: Vec<Band>,
}

/// Mean and band of some numbers.
pub fn bands_of(values: &mut [f64]) -> Band {
    if values.is_empty() {
        return Band {
            mean: f64::NAN,
            lower: f64::NAN,
            upper: f64::NAN,
        };
    }
    values.sort_by(f64::total_cmp);
    Band {
        mean: values.iter().sum::<f64>() / values.len() as f64,
        lower: quantile(values, LOWER),
        upper: quantile(values, UPPER),
    }
}

fn quantile(sorted: &[f64], p: f64) -> f64 {
    let at = p * (sorted.len() - 1) as f64;
    let low = at.floor() as usize;
    let high = (low + 1).min(sorted.len() - 1);
    sorted[low] + (sorted[high] - sorted[low]) * (at - low as f64)
}

/// Forecast for a group of people.
///
/// # Errors
/// Those of [`trajectory`].
pub fn forecast(
    models: &Models,
    target: &Target,
    people: &[Person],
    treatment: &Treatment,
    days: &[f64],
    rater: Rater,
) -> Result<Forecast, Error> {
    let courses: Vec<Trajectory> = people
        .iter()
        .map(|p| trajectory(models, target, p, treatment, days))
        .collect::<Result<_, _>>()?;
    let mut out = Forecast {
        days: days.to_vec(),
        ..Forecast::default()
    };
    let mut column = Vec::with_capacity(people.len());
    for t in 0..days.len() {
        let mut of = |what: &dyn Fn(&Trajectory) -> f64| {
            column.clear();
            column.extend(courses.iter().map(what));
            bands_of(&mut column)
        };
        out.true_rest.push(of(&|c| c.rest[t]));
        out.true_expression.push(of(&|c| c.expression[t]));
        out.force.push(of(&|c| c.force[t]));
        out.thickness.push(of(&|c| c.thickness[t]));
        out.gel_ml.push(of(&|c| c.gel_ml[t]));
        let graded = |what: &dyn Fn(&Trajectory) -> f64| {
            let seen = people.iter().zip(&courses).map(|(p, c)| {
                let z = p.traits.view(rater);
                what(c) + models.rating.standing_view(rater, &target.range, z)
            });
            written(models, target, rater, seen)
        };
        out.rest.push(graded(&|c| c.rest[t]));
        out.expression.push(graded(&|c| c.expression[t]));
    }
    Ok(out)
}

/// Mean and band of the grades written down, on the scale.
fn written(
    models: &Models,
    target: &Target,
    rater: Rater,
    seen: impl Iterator<Item = f64>,
) -> Band {
    let range = &target.range;
    let grades = range.span().round() as usize;
    let mut at_most = vec![0.0; grades + 1];
    let mut n = 0.0;
    for severity in seen {
        n += 1.0;
        for (k, sum) in at_most.iter_mut().enumerate() {
            *sum += models.rating.at_most(rater, range, severity, k as f64);
        }
    }
    for sum in &mut at_most {
        *sum /= n;
    }
    let mean: f64 = at_most[..grades].iter().map(|p| 1.0 - p).sum();
    let a = range.grade(mean);
    let b = range.grade(spread_quantile(&at_most, LOWER));
    let c = range.grade(spread_quantile(&at_most, UPPER));
    Band {
        mean: a,
        lower: b.min(c),
        upper: b.max(c),
    }
}

/// Quantile of graded severities, each grade spread evenly over its interval.
fn spread_quantile(at_most: &[f64], p: f64) -> f64 {
    let last = at_most.len() - 1;
    let mut below = 0.0;
    for (k, &upto) in at_most.iter().enumerate() {
        if upto >= p || k == last {
            let here = (upto - below).max(1e-12);
            let x = k as f64 - 0.5 + (p - below) / here;
            return x.clamp(0.0, last as f64);
        }
        below = upto;
    }
    last as f64
}

/// Days on which a treatment begins to show, is at its best, and is gone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Milestones {
    /// A fifth of the best effect is there, day.
    pub onset_d: Band,
    /// Best effect, day.
    pub peak_d: Band,
    /// Half of the best effect is left, day.
    pub half_d: Band,
    /// No rater sees a difference any more (less than half a grade), or a tenth of the best
    /// effect is left, whichever is first; day.
    pub gone_d: Band,
    /// Share of people whose effect lasts beyond the horizon.
    pub beyond: f64,
    /// Share of people in whom it never reaches half a grade.
    pub never: f64,
}

/// Share of the best effect that counts as its beginning.
const ONSET_SHARE: f64 = 0.2;
/// Share of the best effect below which it is gone.
const GONE_SHARE: f64 = 0.1;
/// Difference that a rater can see, grade.
const SEEN_GRADES: f64 = 0.5;

/// When the effect of a new treatment comes and goes, against the same history without it.
///
/// - `history`: what was given before; `treatment`: what is given from day 0 on
/// - `horizon_d`: last day looked at
///
/// # Errors
/// Those of [`trajectory`].
pub fn milestones(
    models: &Models,
    target: &Target,
    people: &[Person],
    history: &Treatment,
    treatment: &Treatment,
    horizon_d: f64,
) -> Result<Milestones, Error> {
    let days = steps_to(horizon_d);
    let both = history.and(treatment);
    let mut marks: [Vec<f64>; 4] = Default::default();
    let (mut beyond, mut never) = (0.0, 0.0);
    for person in people {
        let with = trajectory(models, target, person, &both, &days)?;
        let without = trajectory(models, target, person, history, &days)?;
        let gain: Vec<f64> = (0..days.len())
            .map(|t| {
                (without.expression[t] - with.expression[t]).max(without.rest[t] - with.rest[t])
            })
            .collect();
        let best = (0..gain.len())
            .max_by(|a, b| gain[*a].total_cmp(&gain[*b]))
            .unwrap_or(0);
        if gain[best] < SEEN_GRADES {
            never += 1.0;
            continue;
        }
        let rise = |share: f64| cross(&days[..=best], &gain[..=best], share * gain[best]);
        let fall = |level: f64| last_above(&days, &gain, level);
        marks[0].push(rise(ONSET_SHARE));
        marks[1].push(days[best]);
        marks[2].push(fall(0.5 * gain[best]));
        let level = SEEN_GRADES.max(GONE_SHARE * gain[best]);
        let gone = fall(level);
        if gone >= horizon_d {
            beyond += 1.0;
        }
        marks[3].push(gone);
    }
    let n = people.len().max(1) as f64;
    let [mut onset, mut peak, mut half, mut gone] = marks;
    Ok(Milestones {
        onset_d: bands_of(&mut onset),
        peak_d: bands_of(&mut peak),
        half_d: bands_of(&mut half),
        gone_d: bands_of(&mut gone),
        beyond: beyond / n,
        never: never / n,
    })
}

/// Half-days for two weeks, days for two months, then every third day.
fn steps_to(horizon_d: f64) -> Vec<f64> {
    let mut days = vec![0.0];
    let mut day: f64 = 0.0;
    while day < horizon_d {
        day += if day < 14.0 {
            0.5
        } else if day < 60.0 {
            1.0
        } else {
            3.0
        };
        days.push(day.min(horizon_d));
    }
    days
}

/// First day on which a level is reached.
fn cross(days: &[f64], values: &[f64], level: f64) -> f64 {
    for i in 1..values.len() {
        if values[i] >= level {
            return between(days, values, i - 1, level);
        }
    }
    days[values.len() - 1]
}

/// Last day on which a level is held.
fn last_above(days: &[f64], values: &[f64], level: f64) -> f64 {
    let last = values.len() - 1;
    match values.iter().rposition(|v| *v >= level) {
        Some(i) if i < last => between(days, values, i, level),
        Some(_) => days[last],
        None => 0.0,
    }
}

/// Where the line between two points meets a level.
fn between(days: &[f64], values: &[f64], i: usize, level: f64) -> f64 {
    let rise = values[i + 1] - values[i];
    let s = if rise.abs() > 0.0 {
        ((level - values[i]) / rise).clamp(0.0, 1.0)
    } else {
        0.0
    };
    days[i] + s * (days[i + 1] - days[i])
}
