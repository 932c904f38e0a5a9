//! Drawing people: the prior, and those who fit what raters saw.

use catalog::Kind;

use super::{Baseline, Person, Sex, Traits};
use crate::chance::Points;
use crate::models::{Error, Models};
use crate::rating::{RATERS, Rater};
use crate::target::Target;
use crate::trajectory::{Treatment, trajectory};

/// What one rater wrote down for one state of the face; grades of the scale.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Seen {
    /// Not rated.
    #[default]
    Unknown,
    /// This grade.
    Grade(f64),
    /// This grade or a worse one: an entry rule of a trial.
    AtLeast(f64),
}

/// What one rater saw on day 0. One-state scales use `rest` alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// Who rated.
    pub rater: Rater,
    /// At rest.
    pub rest: Seen,
    /// In expression.
    pub expression: Seen,
}

/// What is known of the person apart from the grades.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Who {
    /// Age, year.
    pub age_years: Option<f64>,
    /// Sex.
    pub sex: Option<Sex>,
}

/// Candidates for each person that is drawn.
const CANDIDATES: usize = 6;
/// Fewest candidates.
const FEWEST_CANDIDATES: usize = 1500;
/// Numbers that make a person.
const DIMENSIONS: usize = 16;

/// People before anybody looked: the prior.
#[derive(Debug, Clone)]
pub struct Population {
    points: Points,
    n: usize,
}

impl Population {
    /// `n` sets of deviates.
    pub fn new(n: usize, seed: u64) -> Self {
        Self {
            points: Points::new(n, DIMENSIONS, seed),
            n,
        }
    }

    /// `n` sets of deviates drawn without regard to one another, as in a trial.
    pub fn independent(n: usize, seed: u64) -> Self {
        Self {
            points: Points::independent(n, DIMENSIONS, seed),
            n,
        }
    }

    /// Number of people.
    pub fn len(&self) -> usize {
        self.n
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// Deviations of person `i`.
    fn traits(&self, i: usize) -> Traits {
        let z = |j: usize| self.points.normal(i, j);
        Traits {
            sensitivity: z(6),
            uptake: z(7),
            waning: z(8),
            muscle_mass: z(9),
            healing: z(4),
            gel_response: z(10),
            gel_persistence: z(11),
            views: [z(12), z(13), z(14), z(15)],
        }
    }

    /// Person `i` with the thing rated.
    pub fn person(&self, models: &Models, target: &Target, who: &Who, i: usize) -> Person {
        let people = &models.people;
        let drawn_age = people.age_years + people.age_spread_years * self.points.normal(i, 0);
        let age_years = who.age_years.unwrap_or(drawn_age).clamp(18.0, 100.0);
        let drawn_sex = if self.points.uniform(i, 1) < people.male_share {
            Sex::Male
        } else {
            Sex::Female
        };
        let traits = self.traits(i);
        Person {
            age_years,
            sex: who.sex.unwrap_or(drawn_sex),
            traits,
            baseline: self.baseline(models, target, age_years, &traits, i),
        }
    }

    fn baseline(
        &self,
        models: &Models,
        target: &Target,
        age_years: f64,
        traits: &Traits,
        i: usize,
    ) -> Baseline {
        let z = |j: usize| self.points.normal(i, j);
        let people = &models.people;
        if !target.folds() {
            let share = people.still_mean + people.still_spread * z(2);
            return still(target, share.max(0.0) * target.range.span());
        }
        // In grades of a four-point scale, so that groups share their constants.
        let group = target.toxin_group.as_deref();
        let lines = people.lines(group);
        let dynamic = (lines.dynamic + lines.spread * z(2)).max(0.02);
        let tone = dynamic * lines.tone * (people.tone_spread * z(3)).exp();
        let skin = models.crease.skin(group, traits.healing);
        let etched = models.crease.at_age(skin, age_years, dynamic);
        let share = target.volume_share.clamp(0.0, 0.95);
        let volume = share / (1.0 - share) * (tone + etched) * (people.volume_spread * z(5)).exp();
        let unit = target.range.unit();
        Baseline {
            dynamic: dynamic * unit,
            tone: tone * unit,
            etched: etched * unit,
            volume: volume * unit,
        }
    }
}

/// Parts of what no muscle folds.
fn still(target: &Target, severity: f64) -> Baseline {
    match target.kind {
        Kind::Sweat => Baseline {
            tone: severity,
            ..Baseline::default()
        },
        Kind::Volume | Kind::Bulk => Baseline {
            volume: severity,
            ..Baseline::default()
        },
        _ => Baseline {
            etched: severity * (1.0 - target.volume_share),
            volume: severity * target.volume_share,
            ..Baseline::default()
        },
    }
}

/// Probability of one entry, given the severity with the standing view.
fn chance_of(models: &Models, target: &Target, rater: Rater, severity: f64, seen: Seen) -> f64 {
    let range = &target.range;
    let rating = &models.rating;
    match seen {
        Seen::Unknown => 1.0,
        Seen::Grade(grade) => rating.exactly(rater, range, severity, range.severity(grade)),
        Seen::AtLeast(grade) => {
            1.0 - rating.at_most(rater, range, severity, range.severity(grade) - 1.0)
        }
    }
}

impl Observation {
    /// Probability of what was seen, given true severities.
    pub fn chance(
        &self,
        models: &Models,
        target: &Target,
        traits: &Traits,
        rest: f64,
        expression: f64,
    ) -> f64 {
        let view = traits.view(self.rater);
        let view = models.rating.standing_view(self.rater, &target.range, view);
        chance_of(models, target, self.rater, rest + view, self.rest)
            * chance_of(
                models,
                target,
                self.rater,
                expression + view,
                self.expression,
            )
    }
}

/// People who fit what raters saw on day 0: the prior weighted by the raters' noise, so that
/// extreme grades regress to the mean and a worst grade may truly be worse.
///
/// - `history`: what was done before day 0; the grades then belong to the treated face, while
///   [`Person::baseline`] is the untreated one
/// - `n`: number of people; `seed`: the same people for the same seed
///
/// # Errors
/// [`Error::NobodyFits`]; those of [`trajectory`].
pub fn draw_people(
    models: &Models,
    target: &Target,
    who: &Who,
    seen: &[Observation],
    history: &Treatment,
    n: usize,
    seed: u64,
) -> Result<Vec<Person>, Error> {
    let population = Population::new((CANDIDATES * n).max(FEWEST_CANDIDATES), seed);
    let treated = history.concerns(target);
    let mut candidates = Vec::with_capacity(population.len());
    let mut cumulated = Vec::with_capacity(population.len());
    let mut total = 0.0;
    for i in 0..population.len() {
        let person = population.person(models, target, who, i);
        let (rest, expression) = if treated {
            let now = trajectory(models, target, &person, history, &[0.0])?;
            (now.rest[0], now.expression[0])
        } else {
            (person.baseline.rest(), person.baseline.expression())
        };
        let chance: f64 = seen
            .iter()
            .map(|o| o.chance(models, target, &person.traits, rest, expression))
            .product();
        total += chance;
        candidates.push(person);
        cumulated.push(total);
    }
    if total <= 0.0 || !total.is_finite() {
        return Err(Error::NobodyFits);
    }
    Ok(resample(&candidates, &cumulated, n, seed, treated))
}

/// Systematic resampling; traits that the grades say nothing about are drawn afresh.
fn resample(
    candidates: &[Person],
    cumulated: &[f64],
    n: usize,
    seed: u64,
    treated: bool,
) -> Vec<Person> {
    let total = cumulated[cumulated.len() - 1];
    let fresh = Population::new(n, seed ^ 0x5EED);
    (0..n)
        .map(|k| {
            let at = (k as f64 + 0.5) / n as f64 * total;
            let i = cumulated.partition_point(|c| *c < at);
            let mut person = candidates[i.min(candidates.len() - 1)];
            let new = fresh.traits(k);
            person.traits.gel_response = new.gel_response;
            person.traits.gel_persistence = new.gel_persistence;
            if !treated {
                person.traits = Traits {
                    healing: person.traits.healing,
                    views: person.traits.views,
                    ..new
                };
            }
            person
        })
        .collect()
}

/// Number of kinds of rater in [`Traits::views`].
const _: () = assert!(RATERS.len() == 4);
