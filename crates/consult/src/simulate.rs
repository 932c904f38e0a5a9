//! People like this one, and what each option does to them.

use course::{GelDose, Habit, Models, Observation, Person, Rater, Seen, ToxinDose, Treatment, Who};

use crate::alerts::Earlier;
use crate::answer::{Band, DayForecast, Intervention, Parts};
use crate::case::{Case, Sex, Wish};
use crate::offer::Offer;
use crate::target::Target;

/// Virtual people a finding.
pub(crate) const PEOPLE: usize = 240;
/// Last day of a forecast, two years.
pub(crate) const HORIZON_DAYS: f64 = 730.0;
/// Last day on which options may be judged.
const JUDGED_WITHIN_DAYS: f64 = 180.0;
/// First day on which options are judged, the usual visit of trials.
/// Assumption: `assumption-judged-day`.
const JUDGED_FROM_DAYS: f64 = 30.0;
/// Years after which prevention is judged. Assumption: `assumption-prevention-horizon`.
const PREVENTION_YEARS: f64 = 20.0;
/// Further years shown for prevention.
const YEARS: [f64; 5] = [3.0, 5.0, 10.0, 15.0, PREVENTION_YEARS];
const DAYS_PER_YEAR: f64 = 365.25;

/// Grades better that meet a wish to soften. Assumption: `assumption-wish`.
const SOFTEN_GRADES: f64 = 1.0;
/// Change that leaves a line as it is, grades. Assumption: `assumption-wish`.
const KEPT_GRADES: f64 = 0.25;
/// Severity below which a line counts as gone. Assumption: `assumption-wish`.
const ERASED_GRADES: f64 = 0.5;

/// A finding with its people.
pub(crate) struct Simulator<'a> {
    models: &'a Models,
    target: &'a Target<'a>,
    rated: course::Target,
    people: Vec<Person>,
    history: Treatment,
    wish: Option<Wish>,
}

/// What one option does.
pub(crate) struct Run {
    /// Which.
    pub option: Intervention,
    /// Forecast over time.
    pub days: Vec<DayForecast>,
    /// Day on which it is judged.
    pub judged_day: f64,
    /// Better than today on that day in the state of the wish, grades.
    pub improvement: Band,
    /// People whose wish is met, percent.
    pub met_percent: f64,
    /// Whether the mean meets the wish.
    pub meets: bool,
    /// Mean severity left, grades.
    pub residual: f64,
    /// First seen, day.
    pub onset_day: Option<Band>,
    /// Gone, day.
    pub gone_day: Option<Band>,
    /// Day on which nine tenths of the best effect are there.
    pub full_day: Option<f64>,
    /// Interval of repeats, d.
    pub repeat_every_days: Option<f64>,
}

/// What an option would inject.
#[derive(Default, Clone, Copy)]
pub(crate) struct Given<'o> {
    /// Toxin, with the response group of its area.
    pub toxin: Option<(&'o Offer, &'o str)>,
    /// Gel, with the response group of its area.
    pub gel: Option<(&'o Offer, &'o str)>,
    /// Interval of repeats for prevention, d.
    pub repeat_every_days: Option<f64>,
}

/// Severities of one person on one day, grades from the best.
#[derive(Clone, Copy)]
struct Severity {
    rest: f64,
    expression: f64,
}

impl<'a> Simulator<'a> {
    /// Draws the people of a finding.
    pub fn new(
        models: &'a Models,
        case: &Case,
        target: &'a Target<'a>,
        groups: (Option<&str>, Option<&str>),
        earlier: &[Earlier],
        group_of: &dyn Fn(&str, bool) -> Option<String>,
        seed: u64,
    ) -> Result<Self, course::Error> {
        let rated = rated(target, groups);
        let who = who(case);
        let history = history(earlier, group_of);
        let seen = [observation(target)];
        let people = course::draw_people(models, &rated, &who, &seen, &history, PEOPLE, seed)?;
        Ok(Self {
            models,
            target,
            rated,
            people,
            history,
            wish: target.finding.wish,
        })
    }

    /// Parts of the untreated severity.
    pub fn parts(&self) -> Parts {
        let part = |of: &dyn Fn(&course::Baseline) -> f64| {
            let mut values: Vec<f64> = self.people.iter().map(|p| of(&p.baseline)).collect();
            band(course::bands_of(&mut values))
        };
        Parts {
            dynamic: part(&|b| b.dynamic),
            tone: part(&|b| b.tone),
            etched: part(&|b| b.etched),
            volume: part(&|b| b.volume),
        }
    }

    /// Simulates options and judges them on one day.
    pub fn run(&self, options: &[(Intervention, Given<'_>)]) -> Result<Vec<Run>, course::Error> {
        let forecasts = options
            .iter()
            .map(|(_, given)| self.forecast(given))
            .collect::<Result<Vec<_>, _>>()?;
        let judged_day = self.judged_day(&forecasts);
        options
            .iter()
            .zip(forecasts)
            .map(|((option, given), days)| self.finish(*option, given, days, judged_day))
            .collect()
    }

    /// Forecast of one option over two years.
    fn forecast(&self, given: &Given<'_>) -> Result<Vec<DayForecast>, course::Error> {
        let all = self.history.and(&treatment(given));
        let grid = days(HORIZON_DAYS);
        let rater = Rater::Investigator;
        let forecast =
            course::forecast(self.models, &self.rated, &self.people, &all, &grid, rater)?;
        let day = |t: usize| {
            let (rest, expression) = (forecast.rest[t], forecast.expression[t]);
            self.target
                .forecast_day(grid[t], band(rest), band(expression))
        };
        Ok((0..grid.len()).map(day).collect())
    }

    /// Judges one option and finds the days on which it comes and goes.
    fn finish(
        &self,
        option: Intervention,
        given: &Given<'_>,
        mut days: Vec<DayForecast>,
        judged_day: f64,
    ) -> Result<Run, course::Error> {
        let treatment = treatment(given);
        let all = self.history.and(&treatment);
        let mut run = if self.wish == Some(Wish::Prevent) {
            let (late, run) = self.prevent(option, given, &all)?;
            days.extend(late);
            run
        } else {
            self.judge(option, &all, judged_day, &days)?
        };
        run.full_day = self.full_day(&days);
        run.days = days;
        if treatment != Treatment::default() {
            let marks = course::milestones(
                self.models,
                &self.rated,
                &self.people,
                &self.history,
                &treatment,
                HORIZON_DAYS,
            )?;
            // Where hardly anybody sees an effect there is no day on which it comes or goes.
            if marks.never < 0.5 {
                run.onset_day = Some(band(marks.onset_d));
                run.gone_day = Some(band(marks.gone_d));
            }
        }
        Ok(run)
    }

    /// Mean severity of a forecast day in the worse of its states, grades from the best.
    fn worse(&self, day: &DayForecast) -> f64 {
        let states = [day.at_rest, day.at_expression, day.grade];
        let severity = |band: &Band| self.rated.range.severity(band.mean);
        states.iter().flatten().map(severity).fold(0.0, f64::max)
    }

    /// The day of the best of all forecasts from a month to half a year.
    fn judged_day(&self, forecasts: &[Vec<DayForecast>]) -> f64 {
        let judged = JUDGED_FROM_DAYS..=JUDGED_WITHIN_DAYS;
        forecasts
            .iter()
            .flatten()
            .filter(|d| judged.contains(&d.day))
            .min_by(|a, b| {
                self.worse(a)
                    .total_cmp(&self.worse(b))
                    .then(a.day.total_cmp(&b.day))
            })
            .map_or(JUDGED_FROM_DAYS, |d| d.day)
    }

    /// First day with nine tenths of the best improvement.
    fn full_day(&self, days: &[DayForecast]) -> Option<f64> {
        let today = self.worse(days.first()?);
        let within = || days.iter().filter(|d| d.day <= JUDGED_WITHIN_DAYS);
        let best = within().map(|d| today - self.worse(d)).fold(0.0, f64::max);
        (best > 0.0)
            .then(|| {
                within()
                    .find(|d| today - self.worse(d) >= 0.9 * best)
                    .map(|d| d.day)
            })
            .flatten()
    }

    fn judge(
        &self,
        option: Intervention,
        treatment: &Treatment,
        judged_day: f64,
        days: &[DayForecast],
    ) -> Result<Run, course::Error> {
        let pairs = self.people.iter().map(|person| {
            let at = [0.0, judged_day];
            let course = course::trajectory(self.models, &self.rated, person, treatment, &at)?;
            let state = |t: usize| Severity {
                rest: course.rest[t],
                expression: course.expression[t],
            };
            Ok((state(0), state(1)))
        });
        let pairs: Vec<(Severity, Severity)> = pairs.collect::<Result<_, course::Error>>()?;
        let mut gains: Vec<f64> = pairs
            .iter()
            .map(|(a, b)| self.seen(a) - self.seen(b))
            .collect();
        let met = pairs
            .iter()
            .filter(|(a, b)| self.met(self.seen(a), self.seen(b)))
            .count();
        let improvement = band(course::bands_of(&mut gains));
        let at = |day: f64| {
            days.iter()
                .find(|d| d.day >= day)
                .map_or(0.0, |d| self.worse(d))
        };
        let (before, after) = (at(0.0), at(judged_day));
        Ok(Run {
            option,
            days: Vec::new(),
            judged_day,
            // The mean is that of the grades written down, as the wish is about them.
            improvement: Band {
                mean: before - after,
                ..improvement
            },
            met_percent: percent(met, pairs.len()),
            meets: self.met(before, after),
            residual: after,
            onset_day: None,
            gone_day: None,
            full_day: None,
            repeat_every_days: None,
        })
    }

    /// Severity that a rater can write down, in the worse state, grades from the best.
    fn seen(&self, severity: &Severity) -> f64 {
        let worst = if self.target.two_states() {
            severity.rest.max(severity.expression)
        } else {
            severity.rest
        };
        worst.clamp(0.0, self.rated.range.span())
    }

    /// Whether a change meets the wish; severities in the worse state, grades from the best.
    fn met(&self, before: f64, after: f64) -> bool {
        match self.wish {
            None => false,
            Some(Wish::Keep) => (after - before).abs() < KEPT_GRADES,
            Some(Wish::Soften) => before - after >= SOFTEN_GRADES,
            Some(Wish::Erase) => after < ERASED_GRADES,
            // No new grade at rest: the nearest grade is no worse than today's.
            Some(Wish::Prevent) => after.round() <= before.round(),
        }
    }

    /// Years of a habit, judged at rest.
    fn prevent(
        &self,
        option: Intervention,
        given: &Given<'_>,
        treatment: &Treatment,
    ) -> Result<(Vec<DayForecast>, Run), course::Error> {
        let habit = given
            .toxin
            .zip(given.repeat_every_days)
            .map(|((offer, _), interval_d)| Habit {
                product: offer.product.clone(),
                units: offer.total,
                interval_d,
            });
        // A gel of today or before is gone in the years that are looked at here.
        let toxin_alone = Treatment {
            gel: Vec::new(),
            ..treatment.clone()
        };
        let mut rest = vec![Vec::with_capacity(self.people.len()); YEARS.len()];
        let mut expression = rest.clone();
        let mut pairs = Vec::with_capacity(self.people.len());
        for person in &self.people {
            let at = [0.0, HORIZON_DAYS];
            let now = course::trajectory(self.models, &self.rated, person, &toxin_alone, &at)?;
            let folding = now.expression[1] - now.rest[1];
            let etched =
                course::long_term(self.models, &self.rated, person, habit.as_ref(), &YEARS)?;
            let kept = now.rest[1] - now.etched[1];
            for (k, etched) in etched.iter().enumerate() {
                rest[k].push(kept + etched);
                expression[k].push(kept + etched + folding);
            }
            let last = kept + etched.last().copied().unwrap_or(0.0);
            pairs.push((now.rest[0], last));
        }
        let late = (0..YEARS.len()).map(|k| {
            let written = |severities: &[f64]| self.written(severities);
            let day = (YEARS[k] * DAYS_PER_YEAR).round();
            self.target
                .forecast_day(day, written(&rest[k]), written(&expression[k]))
        });
        let met = pairs.iter().filter(|(a, b)| self.met(*a, *b)).count();
        let mut gains: Vec<f64> = pairs.iter().map(|(a, b)| a - b).collect();
        let improvement = band(course::bands_of(&mut gains));
        let mean = |of: &dyn Fn(&(f64, f64)) -> f64| {
            pairs.iter().map(of).sum::<f64>() / pairs.len().max(1) as f64
        };
        let (before, after) = (mean(&|p| p.0), mean(&|p| p.1));
        let run = Run {
            option,
            days: Vec::new(),
            judged_day: (PREVENTION_YEARS * DAYS_PER_YEAR).round(),
            improvement,
            met_percent: percent(met, pairs.len()),
            meets: self.met(before, after),
            residual: after,
            onset_day: None,
            gone_day: None,
            full_day: None,
            repeat_every_days: given.repeat_every_days,
        };
        Ok((late.collect(), run))
    }

    /// Mean and band of the grades that a rater would write down.
    fn written(&self, severities: &[f64]) -> Band {
        let (rating, range) = (&self.models.rating, &self.rated.range);
        let rater = Rater::Investigator;
        let mut readings = Vec::with_capacity(severities.len());
        let mut mean = 0.0;
        for (i, (severity, person)) in severities.iter().zip(&self.people).enumerate() {
            let seen = severity + rating.standing_view(rater, range, person.traits.view(rater));
            mean += rating.expected(rater, range, seen);
            let share = (i as f64 + 0.5) * 0.618_033_988_749_895 % 1.0;
            let noise = rating.noise_sd(rater, range) * course::normal_quantile(share);
            readings.push((seen + noise).clamp(0.0, range.span()));
        }
        let spread = course::bands_of(&mut readings);
        let mean = mean / severities.len().max(1) as f64;
        graded(range, course::Band { mean, ..spread })
    }
}

/// The rated thing as `course` knows it.
pub(crate) fn rated(target: &Target<'_>, groups: (Option<&str>, Option<&str>)) -> course::Target {
    let scale = target.scale;
    let (volume_share, gel_reach) = match target.subject {
        crate::target::Subject::Rhytid(rhytid) => {
            (rhytid.volume_share.central(), rhytid.gel_reach.central())
        }
        _ => (1.0, 1.0),
    };
    course::Target {
        kind: target.kind().unwrap_or(catalog::Kind::Volume),
        muscle: !target.muscles().is_empty(),
        toxin_group: groups.0.map(str::to_owned),
        gel_group: groups.1.map(str::to_owned),
        volume_share,
        gel_reach,
        range: course::Range {
            lowest: scale.min() as f64,
            highest: scale.max() as f64,
            worse: scale.worse,
            rater_sd: scale
                .reliability
                .sd_grades
                .as_ref()
                .map_or(0.5, catalog::Fact::central),
        },
    }
}

/// What is known of the patient apart from the grades.
pub(crate) fn who(case: &Case) -> Who {
    Who {
        age_years: case.patient.age_years,
        sex: case.patient.sex.map(|sex| match sex {
            Sex::Female => course::Sex::Female,
            Sex::Male => course::Sex::Male,
        }),
    }
}

fn observation(target: &Target<'_>) -> Observation {
    let finding = target.finding;
    let seen = |grade: Option<i64>| grade.map_or(Seen::Unknown, |g| Seen::Grade(g as f64));
    if target.two_states() {
        Observation {
            rater: Rater::Investigator,
            rest: seen(finding.at_rest),
            expression: seen(finding.at_expression),
        }
    } else {
        Observation {
            rater: Rater::Investigator,
            rest: seen(finding.grade.or(finding.at_rest)),
            expression: Seen::Unknown,
        }
    }
}

/// Earlier injections with a known amount, in the response groups of their areas.
pub(crate) fn history(
    earlier: &[Earlier],
    group_of: &dyn Fn(&str, bool) -> Option<String>,
) -> Treatment {
    let mut treatment = Treatment::default();
    for past in earlier {
        let (Some(amount), Some(group)) = (past.amount, group_of(&past.area, past.toxin)) else {
            continue;
        };
        let (day, product) = (past.day, past.product.clone());
        if past.toxin {
            treatment.toxin.push(ToxinDose {
                day,
                product,
                group,
                units: amount,
            });
        } else {
            let superficial = past.superficial;
            treatment.gel.push(GelDose {
                day,
                product,
                group,
                volume_ml: amount,
                superficial,
            });
        }
    }
    treatment
}

fn treatment(given: &Given<'_>) -> Treatment {
    let mut treatment = Treatment::default();
    if let Some((offer, group)) = given.toxin {
        let repeats = given
            .repeat_every_days
            .map_or(1, |interval| (HORIZON_DAYS / interval).ceil() as usize);
        let interval = given.repeat_every_days.unwrap_or(0.0);
        treatment.toxin.extend((0..repeats).map(|k| ToxinDose {
            day: k as f64 * interval,
            product: offer.product.clone(),
            group: group.to_owned(),
            units: offer.total,
        }));
    }
    if let Some((offer, group)) = given.gel {
        treatment.gel.push(GelDose {
            day: 0.0,
            product: offer.product.clone(),
            group: group.to_owned(),
            volume_ml: offer.total,
            superficial: offer.plane.as_deref().is_some_and(superficial),
        });
    }
    treatment
}

/// Whether a plane lies in the skin, so that gel there lifts an etched line.
pub(crate) fn superficial(plane: &str) -> bool {
    matches!(
        plane,
        "intradermal" | "superficial-dermal" | "mid-dermal" | "deep-dermal"
    )
}

/// Days of a forecast: daily for two weeks, then less and less often.
pub(crate) fn days(horizon: f64) -> Vec<f64> {
    let mut days = vec![0.0];
    let mut day: f64 = 0.0;
    while day < horizon {
        day += match day {
            d if d < 14.0 => 1.0,
            d if d < 42.0 => 2.0,
            d if d < 210.0 => 7.0,
            d if d < 364.0 => 14.0,
            _ => 30.5,
        };
        days.push(day.min(horizon).round());
    }
    days
}

/// A band of severities as grades of the scale.
pub(crate) fn graded(range: &course::Range, severity: course::Band) -> Band {
    let (a, b) = (range.grade(severity.lower), range.grade(severity.upper));
    band(course::Band {
        mean: range.grade(severity.mean),
        lower: a.min(b),
        upper: a.max(b),
    })
}

/// A band of `course` as it stands in the answer, rounded to thousandths.
pub(crate) fn band(band: course::Band) -> Band {
    let round = |x: f64| (x * 1000.0).round() / 1000.0 + 0.0;
    Band {
        mean: round(band.mean),
        lower: round(band.lower),
        upper: round(band.upper),
    }
}

fn percent(part: usize, all: usize) -> f64 {
    (part as f64 / all.max(1) as f64 * 1000.0).round() / 10.0
}
