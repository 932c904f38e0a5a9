//! Years: what regular toxin, or nothing, makes of a crease.

use crate::crease::YEAR_D;
use crate::models::{Error, Models};
use crate::people::Person;
use crate::target::Target;
use crate::toxin::Course;

/// A treatment repeated at equal intervals.
#[derive(Debug, Clone, PartialEq)]
pub struct Habit {
    /// Product.
    pub product: String,
    /// Dose each time over both sides, U of the product.
    pub units: f64,
    /// Interval, d.
    pub interval_d: f64,
}

/// Repeats after which the course repeats itself.
const SETTLED: usize = 5;

/// Etched part (grades from the best) after some years of a habit, or of none.
///
/// - `years`: years from today, rising
///
/// # Errors
/// [`Error::UnknownToxin`], [`Error::UnknownToxinArea`], [`Error::BadNumber`].
pub fn long_term(
    models: &Models,
    target: &Target,
    person: &Person,
    habit: Option<&Habit>,
    years: &[f64],
) -> Result<Vec<f64>, Error> {
    let unit = target.range.unit();
    let group = target.toxin_group.as_deref();
    let skin = models.crease.skin(group, person.traits.healing);
    let shift = models.what_if.crease_depth_shift;
    let mut depth = (person.baseline.etched + shift).max(0.0) / unit;
    let shallow = models.crease.shallow(depth);
    let (folding, recent) = match (habit, group) {
        (Some(habit), Some(group)) if target.folds() => settled(models, person, group, habit)?,
        _ => (vec![1.0], 1.0),
    };
    let load = if target.folds() {
        person.baseline.dynamic / unit
    } else {
        0.0
    };
    let mut out = Vec::with_capacity(years.len());
    let mut at = 0.0;
    for &year in years {
        if target.folds() {
            depth = advance(
                models,
                skin,
                person.age_years + at,
                depth,
                load,
                &folding,
                year - at,
            );
        }
        at = year;
        out.push(depth * (1.0 - shallow * (1.0 - recent)) * unit);
    }
    Ok(out)
}

/// Depth after some years in which each folding of `folding` has its equal share of time.
fn advance(
    models: &Models,
    skin: crate::crease::Skin,
    age_years: f64,
    mut depth: f64,
    load: f64,
    folding: &[f64],
    years: f64,
) -> f64 {
    if years <= 0.0 {
        return depth;
    }
    let steps = (4.0 * years).ceil().max(1.0);
    let h = years / steps;
    for k in 0..steps as usize {
        let age = age_years + h * k as f64;
        let slope = |age: f64, depth: f64| {
            let sum: f64 = folding
                .iter()
                .map(|g| models.crease.growth(skin, age, depth.max(0.0), load * g))
                .sum();
            sum / folding.len() as f64
        };
        let first = slope(age, depth);
        let second = slope(age + h, depth + h * first);
        depth = (depth + h * f64::midpoint(first, second)).max(0.0);
    }
    depth
}

/// Folding over one interval once the course repeats itself, and its recent mean at the end.
fn settled(
    models: &Models,
    person: &Person,
    group: &str,
    habit: &Habit,
) -> Result<(Vec<f64>, f64), Error> {
    let interval =
        crate::models::not_negative("interval_d", habit.interval_d)?.clamp(7.0, 3.0 * YEAR_D);
    let place = models.toxin.place(group)?;
    let ending = models.toxin.ending(place, person.sex, &person.traits);
    let doses: Vec<(f64, &str, f64)> = (0..SETTLED)
        .map(|k| (k as f64 * interval, habit.product.as_str(), habit.units))
        .collect();
    let end = SETTLED as f64 * interval;
    let response = models.what_if.toxin_response;
    let course = Course::new(&models.toxin, ending, &doses, response, end)?;
    let folding: Vec<f64> = (0..12)
        .map(|k| end - interval + (f64::from(k) + 0.5) / 12.0 * interval)
        .map(|day| models.toxin.fold(course.force_at(day)))
        .collect();
    Ok((folding, course.at(end).recent_folding))
}
