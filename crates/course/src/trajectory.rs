//! One person, one treatment → severity over time.

use catalog::Kind;

use crate::crease::{Skin, YEAR_D};
use crate::models::{Error, Models, finite, not_negative};
use crate::people::Person;
use crate::target::Target;
use crate::{enzyme, gel, toxin};

/// Toxin given in one response group.
#[derive(Debug, Clone, PartialEq)]
pub struct ToxinDose {
    /// Day; negative before today.
    pub day: f64,
    /// Product.
    pub product: String,
    /// Response group (area).
    pub group: String,
    /// Dose over both sides, U of the product.
    pub units: f64,
}

/// Gel given in one response group.
#[derive(Debug, Clone, PartialEq)]
pub struct GelDose {
    /// Day; negative before today.
    pub day: f64,
    /// Product.
    pub product: String,
    /// Response group (area).
    pub group: String,
    /// Volume over both sides, mL.
    pub volume_ml: f64,
    /// Laid superficially under a line rather than deep under a hollow.
    pub superficial: bool,
}

/// Hyaluronidase given in one response group.
#[derive(Debug, Clone, PartialEq)]
pub struct EnzymeDose {
    /// Day.
    pub day: f64,
    /// Response group (area).
    pub group: String,
    /// Enzyme over both sides, hyaluronidase U.
    pub units: f64,
}

/// Everything given, past and planned, in any order and number.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Treatment {
    /// Toxin.
    pub toxin: Vec<ToxinDose>,
    /// Gel.
    pub gel: Vec<GelDose>,
    /// Hyaluronidase.
    pub enzyme: Vec<EnzymeDose>,
}

impl Treatment {
    /// Whether any of it reaches the thing rated.
    pub fn concerns(&self, target: &Target) -> bool {
        let group = target.gel_group.as_deref();
        (target.yields_to_toxin()
            && self
                .toxin
                .iter()
                .any(|d| Some(d.group.as_str()) == target.toxin_group.as_deref()))
            || self.gel.iter().any(|d| Some(d.group.as_str()) == group)
    }

    /// The same with another treatment added.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let mut sum = self.clone();
        sum.toxin.extend(other.toxin.iter().cloned());
        sum.gel.extend(other.gel.iter().cloned());
        sum.enzyme.extend(other.enzyme.iter().cloned());
        sum
    }
}

/// True severities and their causes over time; severities in grades from the best grade.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trajectory {
    /// Days.
    pub days: Vec<f64>,
    /// Severity at rest (the only one of one-state scales).
    pub rest: Vec<f64>,
    /// Severity in expression; as at rest where no muscle folds.
    pub expression: Vec<f64>,
    /// Residual force of the muscle, or output of the gland, share of untreated.
    pub force: Vec<f64>,
    /// Transmission at the parent terminals, share of untreated.
    pub parent: Vec<f64>,
    /// Muscle thickness, share of untreated.
    pub thickness: Vec<f64>,
    /// Etched part before gel, grades.
    pub etched: Vec<f64>,
    /// Gel left, counted as injected, mL.
    pub gel_ml: Vec<f64>,
    /// Correction by gel of what it is used on, grades.
    pub gel_correction: Vec<f64>,
}

/// Follows one person.
///
/// # Errors
/// [`Error::UnknownToxin`], [`Error::UnknownToxinArea`], [`Error::Gel`], [`Error::BadNumber`].
pub fn trajectory(
    models: &Models,
    target: &Target,
    person: &Person,
    treatment: &Treatment,
    days: &[f64],
) -> Result<Trajectory, Error> {
    for day in days {
        finite("day", *day)?;
    }
    let last = days.iter().copied().fold(0.0, f64::max);
    let muscle = muscle(models, target, person, treatment, last)?;
    let gel = gel_course(models, target, person, treatment, muscle.as_ref(), last)?;
    let mut out = Trajectory {
        days: days.to_vec(),
        ..Trajectory::default()
    };
    let crease = Crease::new(models, target, person, muscle.as_ref(), last);
    for &day in days {
        let state = muscle
            .as_ref()
            .map_or(toxin::State::UNTREATED, |m| m.at(day));
        let etched = crease.depth(models, &state, day);
        let lift = Lift::on(models, target, gel.as_ref(), day);
        let (rest, expression) = severities(models, target, person, &state, etched, &lift);
        out.rest.push(rest);
        out.expression.push(expression);
        out.force.push(state.force);
        out.parent.push(state.parent);
        out.thickness.push(state.thickness);
        out.etched.push(etched);
        out.gel_ml
            .push(gel.as_ref().map_or(0.0, |g| g.gel_mass_ml(day)));
        out.gel_correction.push(lift.volume.max(lift.etched));
    }
    Ok(out)
}

/// What gel takes away on one day, grades.
struct Lift {
    volume: f64,
    etched: f64,
}

impl Lift {
    fn on(models: &Models, target: &Target, gel: Option<&gel::Course>, day: f64) -> Self {
        let reach = target.gel_reach * models.what_if.gel_response;
        Self {
            volume: gel.map_or(0.0, |g| g.correction_grades(day) * reach),
            etched: gel.map_or(0.0, |g| g.etched_relief_grades(day) * reach),
        }
    }
}

/// Severity at rest and in expression.
fn severities(
    models: &Models,
    target: &Target,
    person: &Person,
    state: &toxin::State,
    etched: f64,
    lift: &Lift,
) -> (f64, f64) {
    let base = &person.baseline;
    let toxin = &models.toxin;
    let volume = (base.volume - lift.volume).max(0.0);
    match target.kind {
        Kind::Bulk => {
            let lost = toxin.atrophy_grades * target.range.unit() * (1.0 - state.thickness);
            let severity = (base.volume - lost - lift.volume).max(0.0);
            (severity, severity)
        }
        Kind::Sweat => {
            let severity = base.tone * state.force.powf(toxin.sweat_exponent);
            (severity, severity)
        }
        _ => {
            let fold = toxin.fold(state.force);
            // Gel near the surface lifts the crease first, what it can do beyond goes to the
            // hollow under it.
            let beyond = (lift.etched - etched).max(0.0);
            let etched = (etched - lift.etched).max(0.0);
            let rest = base.tone * fold + etched + (volume - beyond).max(0.0);
            (rest, rest + base.dynamic * fold)
        }
    }
}

/// The muscle's course, if toxin reaches it.
fn muscle<'a>(
    models: &'a Models,
    target: &Target,
    person: &Person,
    treatment: &Treatment,
    until_d: f64,
) -> Result<Option<toxin::Course<'a>>, Error> {
    let Some(group) = target.toxin_group.as_deref() else {
        return Ok(None);
    };
    if !target.yields_to_toxin() {
        return Ok(None);
    }
    let doses: Vec<(f64, &str, f64)> = treatment
        .toxin
        .iter()
        .filter(|d| d.group == group)
        .map(|d| (d.day, d.product.as_str(), d.units))
        .collect();
    if doses.is_empty() {
        return Ok(None);
    }
    let place = models.toxin.place(group)?;
    let ending = models.toxin.ending(place, person.sex, &person.traits);
    let response = not_negative("toxin_response", models.what_if.toxin_response)?;
    toxin::Course::new(&models.toxin, ending, &doses, response, until_d).map(Some)
}

/// The gel's course, if there is any.
fn gel_course(
    models: &Models,
    target: &Target,
    person: &Person,
    treatment: &Treatment,
    muscle: Option<&toxin::Course<'_>>,
    until_d: f64,
) -> Result<Option<gel::Course>, Error> {
    let Some(group) = target.gel_group.as_deref() else {
        return Ok(None);
    };
    let doses: Vec<gel::Dose> = treatment
        .gel
        .iter()
        .filter(|d| d.group == group)
        .map(|d| gel::Dose {
            product: d.product.clone(),
            volume_ml: d.volume_ml,
            day: d.day,
            superficial: d.superficial,
        })
        .collect();
    if doses.is_empty() {
        return Ok(None);
    }
    let pulses: Vec<enzyme::Pulse> = treatment
        .enzyme
        .iter()
        .filter(|d| d.group == group)
        .map(|d| enzyme::Pulse {
            day: d.day,
            units: d.units,
        })
        .collect();
    let force = muscle.map(|m| move |day: f64| m.force_at(day));
    let traits = &person.traits;
    let course = gel::Course::new(&gel::Setting {
        model: &models.gel,
        area: group,
        person: models
            .gel
            .person(traits.gel_response, traits.gel_persistence),
        doses: &doses,
        pulses: &pulses,
        force: force.as_ref().map(|f| f as &dyn Fn(f64) -> f64),
        horizon_d: until_d,
    })?;
    Ok(Some(course))
}

/// The etched part over time.
struct Crease {
    /// Depth on day 0, grades of the scale.
    start: f64,
    /// Grades of the scale per grade of a four-point scale.
    unit: f64,
    /// Day and depth without the play of the shallow share, grades of a four-point scale.
    deep: Vec<(f64, f64)>,
}

/// Longest step of the slow part, d.
const CREASE_STEP_D: f64 = 30.0;

impl Crease {
    fn new(
        models: &Models,
        target: &Target,
        person: &Person,
        muscle: Option<&toxin::Course<'_>>,
        until_d: f64,
    ) -> Self {
        let unit = target.range.unit();
        let shift = models.what_if.crease_depth_shift;
        let start = (person.baseline.etched + shift).max(0.0);
        let mut crease = Self {
            start,
            unit,
            deep: Vec::new(),
        };
        if !target.folds() {
            return crease;
        }
        let skin = models
            .crease
            .skin(target.toxin_group.as_deref(), person.traits.healing);
        let load = person.baseline.dynamic / unit;
        let mut now = Slow {
            models,
            skin,
            age_years: person.age_years,
            load,
            day: muscle
                .and_then(toxin::Course::first_day)
                .unwrap_or(0.0)
                .min(0.0),
            depth: start / unit,
        };
        crease.deep.push((now.day, now.depth));
        for (day, folding) in muscle.iter().flat_map(|m| m.weeks()) {
            now.go(day, folding);
            crease.deep.push((now.day, now.depth));
        }
        while now.day < until_d {
            now.go((now.day + CREASE_STEP_D).min(until_d), 1.0);
            crease.deep.push((now.day, now.depth));
        }
        crease
    }

    /// Depth on a day, grades of the scale.
    fn depth(&self, models: &Models, state: &toxin::State, day: f64) -> f64 {
        let deep = self.slow(day) * self.unit;
        let slack = 1.0 - state.recent_folding;
        deep - models.crease.shallow(self.start / self.unit) * deep * slack
    }

    fn slow(&self, day: f64) -> f64 {
        let after = self.deep.partition_point(|(d, _)| *d <= day);
        match (
            after.checked_sub(1).map(|i| self.deep[i]),
            self.deep.get(after),
        ) {
            (Some((d0, c0)), Some(&(d1, c1))) => c0 + (c1 - c0) * (day - d0) / (d1 - d0),
            (Some((_, c)), None) | (None, Some(&(_, c))) => c,
            (None, None) => self.start / self.unit,
        }
    }
}

/// The slow part of a crease, step by step.
struct Slow<'a> {
    models: &'a Models,
    skin: Skin,
    age_years: f64,
    load: f64,
    day: f64,
    depth: f64,
}

impl Slow<'_> {
    /// Heun's step to a day under a mean folding, share of untreated.
    fn go(&mut self, day: f64, folding: f64) {
        let years = (day - self.day) / YEAR_D;
        let load = self.load * folding;
        let age = self.age_years + self.day / YEAR_D;
        let slope = |age: f64, depth: f64| self.models.crease.growth(self.skin, age, depth, load);
        let first = slope(age, self.depth);
        let second = slope(age + years, self.depth + first * years);
        self.depth = (self.depth + years * f64::midpoint(first, second)).max(0.0);
        self.day = day;
    }
}
