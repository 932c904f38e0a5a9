//! What a simulated arm answers to a question.

use catalog::ParameterTable;
use course::{Parameters, Rater, normal_cdf};

use super::ask::{Ask, LAST_VISIT_D, Measure, VISIT_D, cycle_visits, onset_days, visits};
use super::people::{Member, People};

/// Half a day: diaries count whole days.
const HALF_A_DAY: f64 = 0.5;

/// Constants of judgements that are not grades, from `data/model/rating.toml`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judgement {
    diary_threshold: f64,
    diary_spread: f64,
    diary_false: f64,
    sweat_noise: f64,
    moderate: f64,
}

impl Judgement {
    pub(super) fn read(table: &ParameterTable) -> Result<Self, course::Error> {
        let p = Parameters::new("rating", table);
        Ok(Self {
            diary_threshold: p.get("diary.threshold")?,
            diary_spread: p.get("diary.spread")?,
            diary_false: p.get("diary.false")?,
            sweat_noise: p.get("sweat.noise")?,
            moderate: p.get("global.moderate")?,
        })
    }
}

/// Predicted value of a row in its unit, and how far one person's contribution spreads about it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// Standard deviation of one person's contribution, in the same unit; over √n it is the
    /// sampling error.
    pub person_sd: f64,
}

impl Estimate {
    /// A share of people, 0..1, as percent.
    pub(crate) fn share(p: f64) -> Self {
        let p = p.clamp(0.0, 1.0);
        Self {
            value: 100.0 * p,
            person_sd: 100.0 * (p * (1.0 - p)).sqrt(),
        }
    }

    /// A value whose sampling error is not known.
    pub(crate) fn exact(value: f64) -> Self {
        Self {
            value,
            person_sd: 0.0,
        }
    }
}

/// The answer of an arm, in the unit of the row.
pub(super) fn answer(people: &People<'_>, judgement: &Judgement, ask: &Ask) -> Estimate {
    match ask {
        Ask::Improved {
            grades,
            at_most,
            raters,
            day,
            rest,
        } => Estimate::share(people.mean(|m| {
            let wanted = (*grades, *at_most);
            let each = raters.iter();
            each.map(|r| people.improved_to(m, *r, wanted, *day, *rest))
                .product()
        })),
        Ask::AtMost {
            severity,
            raters,
            day,
            rest,
        } => Estimate::share(people.mean(|m| {
            let each = raters.iter();
            each.map(|r| people.at_most(m, *r, *severity, *day, *rest))
                .product()
        })),
        Ask::Relapsed { rater, day } => {
            Estimate::share(1.0 - people.mean(|m| people.improved(m, *rater, 1.0, *day, false)))
        }
        Ask::Kept { rater, day } => {
            let days = visits(*day);
            let survival = survival(
                people,
                &days,
                &Response {
                    mild: false,
                    raters: &[*rater],
                    rest: false,
                },
            );
            Estimate::share(survival[days.len() - 1])
        }
        Ask::MedianKept { mild, raters, rest } => median_kept(
            people,
            &Response {
                mild: *mild,
                raters,
                rest: *rest,
            },
        ),
        Ask::NoneAnyVisit { cycles } => Estimate::share(people.mean(|m| {
            (0..*cycles)
                .map(|cycle| none_in_cycle(people, m, cycle))
                .product()
        })),
        Ask::OddsPerCycle { cycles } => odds_per_cycle(people, *cycles),
        Ask::Diary { day } => Estimate::share(noted(people, judgement, *day)),
        Ask::MedianDiary => first_half(&onset_days(), |t| noted(people, judgement, t)),
        Ask::MedianOnset { rater } => first_half(&onset_days(), |t| {
            people.mean(|m| people.improved(m, *rater, 1.0, t, false))
        }),
        Ask::Moderate { day } => Estimate::share(people.mean(|m| {
            passes(
                drop(people, m, *day),
                judgement.moderate,
                judgement.diary_spread,
            )
        })),
        Ask::Mean { measure, day } => {
            let t = people.at(*day);
            spread(people, |m| 100.0 * measured(m, *measure, t))
        }
        Ask::MeanSweat { until_d } => {
            let days: Vec<f64> = people
                .days
                .iter()
                .copied()
                .filter(|d| d <= until_d)
                .collect();
            spread(people, |m| {
                let each = days.iter().map(|d| m.course.force[people.at(*d)]);
                100.0 * each.sum::<f64>() / days.len() as f64
            })
        }
        Ask::MeanGrade {
            rater,
            day,
            rest,
            change,
        } => mean_grade(people, *rater, *day, *rest, *change),
        Ask::Nadir => Estimate::exact(nadir(people)),
        Ask::SweatHalved { day } => Estimate::share(sweat_below(people, judgement, *day, 0.5)),
        Ask::SweatBack { day } => Estimate::share(1.0 - sweat_below(people, judgement, *day, 1.0)),
    }
}

/// Mean over people with its spread between them.
fn spread(people: &People<'_>, of: impl Fn(&Member) -> f64) -> Estimate {
    let value = people.mean(&of);
    let variance = people.mean(|m| (of(m) - value).powi(2));
    Estimate {
        value,
        person_sd: variance.max(0.0).sqrt(),
    }
}

fn mean_grade(people: &People<'_>, rater: Rater, day: f64, rest: bool, change: bool) -> Estimate {
    let before = |m: &Member| people.grade_before(m, rater, rest);
    let range = &people.arm.target.range;
    if change {
        return spread(people, |m| people.grade_on(m, rater, day, rest) - before(m));
    }
    let seen = |m: &Member| {
        if day <= 0.0 {
            before(m)
        } else {
            people.grade_on(m, rater, day, rest)
        }
    };
    let severity = spread(people, seen);
    Estimate {
        value: range.grade(severity.value),
        ..severity
    }
}

/// Probability of being without a line at rest at any visit of a cycle.
fn none_in_cycle(people: &People<'_>, m: &Member, cycle: usize) -> f64 {
    let never: f64 = cycle_visits(cycle)
        .iter()
        .map(|t| 1.0 - people.at_most(m, Rater::Investigator, 0.0, *t, true))
        .product();
    1.0 - never
}

/// Mean factor by which the odds of being without a line at rest grow with each cycle.
fn odds_per_cycle(people: &People<'_>, cycles: usize) -> Estimate {
    let log_odds = |cycle: usize| {
        let p = people
            .mean(|m| none_in_cycle(people, m, cycle))
            .clamp(1e-6, 1.0 - 1e-6);
        (p / (1.0 - p)).ln()
    };
    let steps = cycles.saturating_sub(1).max(1) as f64;
    let growth = (log_odds(cycles.max(2) - 1) - log_odds(0)) / steps;
    Estimate::exact(growth.exp())
}

/// What counts as a response that can be lost.
struct Response<'a> {
    /// None or mild, rather than one grade better.
    mild: bool,
    /// Raters, all of whom must see the loss.
    raters: &'a [Rater],
    rest: bool,
}

/// Share of the first responders who are still responders, visit by visit; a person's visits
/// are all compared with one and the same grade before treatment.
fn survival(people: &People<'_>, days: &[f64], response: &Response<'_>) -> Vec<f64> {
    let mut still = vec![0.0; days.len()];
    let total = people.mean(|_| 1.0);
    for k in 0..days.len() {
        still[k] = people.mean(|m| {
            starts(people, m, response)
                .iter()
                .map(|(p, grades)| {
                    p * days[..=k]
                        .iter()
                        .map(|t| responds(people, m, response, grades, *t))
                        .product::<f64>()
                })
                .sum()
        });
    }
    let first = still[0].max(1e-9 * total);
    still.iter().map(|s| s / first).collect()
}

/// Grades before treatment by each rater, with their joint probability.
fn starts(people: &People<'_>, m: &Member, response: &Response<'_>) -> Vec<(f64, Vec<f64>)> {
    let mut starts = vec![(1.0, Vec::new())];
    if response.mild {
        return starts;
    }
    for rater in response.raters {
        let readings = people.readings(m, *rater, response.rest);
        starts = starts
            .iter()
            .flat_map(|(p, grades)| {
                readings.iter().map(move |(q, g)| {
                    let mut grades = grades.clone();
                    grades.push(*g);
                    (p * q, grades)
                })
            })
            .collect();
    }
    starts
}

/// Probability that at least one rater still sees the response on a day.
fn responds(
    people: &People<'_>,
    m: &Member,
    response: &Response<'_>,
    grades: &[f64],
    day: f64,
) -> f64 {
    let lost: f64 = response
        .raters
        .iter()
        .enumerate()
        .map(|(i, rater)| {
            let limit = grades.get(i).map_or(1.0, |g| g - 1.0);
            1.0 - people.at_most(m, *rater, limit, day, response.rest)
        })
        .product();
    1.0 - lost
}

/// Median day of the visit at which a response is lost.
fn median_kept(people: &People<'_>, response: &Response<'_>) -> Estimate {
    let days = visits(LAST_VISIT_D);
    let survival = survival(people, &days, response);
    for k in 1..days.len() {
        if survival[k] <= 0.5 {
            let fall = (survival[k - 1] - survival[k]).max(1e-6);
            let width = days[k] - days[k - 1];
            return Estimate {
                value: days[k - 1] + (survival[k - 1] - 0.5) / fall * width,
                // Of a sample's median: half over the density there.
                person_sd: 0.5 * width / fall,
            };
        }
    }
    Estimate::exact(days[days.len() - 1] + VISIT_D)
}

/// Fall of severity in expression, grades of a four-point scale.
fn drop(people: &People<'_>, m: &Member, day: f64) -> f64 {
    let now = m.course.expression[people.at(day)];
    (m.person.baseline.expression() - now) / people.arm.target.range.unit()
}

/// Probability that a fall passes a person's threshold.
fn passes(drop: f64, threshold: f64, spread: f64) -> f64 {
    if drop <= 0.0 {
        return 0.0;
    }
    normal_cdf((drop / threshold).ln() / spread)
}

/// Share of people who have noted an effect by a day.
fn noted(people: &People<'_>, judgement: &Judgement, day: f64) -> f64 {
    let true_ones = people.mean(|m| {
        passes(
            drop(people, m, day),
            judgement.diary_threshold,
            judgement.diary_spread,
        )
    });
    judgement.diary_false + (1.0 - judgement.diary_false) * true_ones
}

/// Diary day on which a rising share reaches one half.
fn first_half(days: &[f64], share: impl Fn(f64) -> f64) -> Estimate {
    let (mut day, mut before) = (0.0, 0.0);
    for &t in days {
        let now = share(t);
        if now >= 0.5 {
            let slope = (now - before).max(1e-6) / (t - day);
            return Estimate {
                value: day + (0.5 - before) / slope + HALF_A_DAY,
                person_sd: 0.5 / slope,
            };
        }
        (day, before) = (t, now);
    }
    Estimate::exact(day)
}

fn measured(m: &Member, measure: Measure, t: usize) -> f64 {
    match measure {
        Measure::Force => m.course.force[t],
        Measure::Parent => m.course.parent[t],
        Measure::Thickness => m.course.thickness[t],
        Measure::Signal => m.course.force[t].max(0.0).sqrt(),
    }
}

fn mean_of(people: &People<'_>, measure: Measure, day: f64) -> f64 {
    let t = people.at(day);
    people.mean(|m| measured(m, measure, t))
}

/// Day of the thinnest muscle, by a parabola through the lowest visit and its neighbours.
fn nadir(people: &People<'_>) -> f64 {
    let means: Vec<f64> = people
        .days
        .iter()
        .map(|d| mean_of(people, Measure::Thickness, *d))
        .collect();
    let low = (0..means.len())
        .min_by(|a, b| means[*a].total_cmp(&means[*b]))
        .unwrap_or(0);
    let low = low.clamp(1, means.len() - 2);
    let (a, b, c) = (means[low - 1], means[low], means[low + 1]);
    let bend = a - 2.0 * b + c;
    let shift = if bend > 0.0 {
        0.5 * (a - c) / bend
    } else {
        0.0
    };
    people.days[low] + shift.clamp(-1.0, 1.0) * (people.days[low + 1] - people.days[low])
}

/// Share of people whose sweat is at most a share of its weight before.
fn sweat_below(people: &People<'_>, judgement: &Judgement, day: f64, share: f64) -> f64 {
    let t = people.at(day);
    people.mean(|m| {
        let output = m.course.force[t].max(1e-6);
        normal_cdf((share.ln() - output.ln()) / judgement.sweat_noise)
    })
}
