//! Predicted values of published rows.

use catalog::{Catalog, ParameterTable};
use course::{Models, Parameters, Population, Rater, normal_cdf};

use super::arm::{ARMS, Arm, ArmRule, read_arm_rules};
use super::ask::{Ask, Measure, VISIT_D, cycle_visits, onset_days, visits};
use super::people::{Member, People};
use crate::evidence::{EvidenceError, Row};

/// People of an arm.
const PEOPLE: usize = 300;

/// Constants of judgements that are not grades, from `data/model/rating.toml`.
#[derive(Debug, Clone, Copy)]
struct Judgement {
    diary_threshold: f64,
    diary_spread: f64,
    diary_false: f64,
    sweat_noise: f64,
    moderate: f64,
}

impl Judgement {
    fn read(table: &ParameterTable) -> Result<Self, course::Error> {
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

/// Rows that share their people.
struct Group {
    arm: Arm,
    asks: Vec<(usize, Ask)>,
    days: Vec<f64>,
}

/// All toxin rows of a table, ready to be simulated.
pub struct Study {
    groups: Vec<Group>,
    skipped: Vec<(usize, &'static str)>,
    population: Population,
}

impl Study {
    /// Sorts the rows into arms.
    ///
    /// # Errors
    /// [`EvidenceError`] when the rules of arms cannot be read.
    pub fn new(rows: &[Row], catalog: &Catalog, seed: u64) -> Result<Self, EvidenceError> {
        let bytes = catalog
            .tables
            .get(ARMS)
            .ok_or(EvidenceError::Missing { table: ARMS })?;
        let rules = read_arm_rules(bytes)?;
        let mut study = Self {
            groups: Vec::new(),
            skipped: Vec::new(),
            population: Population::new(PEOPLE, seed),
        };
        for (i, row) in rows.iter().enumerate() {
            if row.agent != "toxin" {
                continue;
            }
            match ask(rows, i, &rules, catalog) {
                Ok((arm, ask)) => study.add(i, arm, ask),
                Err(reason) => study.skipped.push((i, reason)),
            }
        }
        Ok(study)
    }

    fn add(&mut self, row: usize, arm: Arm, ask: Ask) {
        let days = ask.days();
        if let Some(group) = self.groups.iter_mut().find(|g| g.arm == arm) {
            group.days.extend(days);
            group.days.sort_by(f64::total_cmp);
            group.days.dedup_by(|a, b| (*a - *b).abs() < 1e-6);
            group.asks.push((row, ask));
        } else {
            self.groups.push(Group {
                arm,
                asks: vec![(row, ask)],
                days,
            });
        }
    }

    /// Rows that are not simulated, with the reason.
    pub fn skipped(&self) -> &[(usize, &'static str)] {
        &self.skipped
    }

    /// Predicts every row whose arm `wanted` says yes to; rows in the order of the table.
    ///
    /// - `rating`: `data/model/rating.toml`
    /// - `threads`: any number gives the same values
    ///
    /// # Errors
    /// Those of the courses.
    pub fn predict(
        &self,
        models: &Models,
        rating: &ParameterTable,
        wanted: &(dyn Fn(&Arm) -> bool + Sync),
        threads: usize,
    ) -> Result<Vec<(usize, f64)>, course::Error> {
        let judgement = Judgement::read(rating)?;
        let groups: Vec<&Group> = self.groups.iter().filter(|g| wanted(&g.arm)).collect();
        let share = groups.len().div_ceil(threads.max(1)).max(1);
        let parts: Vec<Result<Vec<(usize, f64)>, course::Error>> = std::thread::scope(|scope| {
            let tasks: Vec<_> = (0..groups.len().div_ceil(share))
                .map(|part| {
                    // Every n-th arm, so that long and short ones mix.
                    let mine: Vec<&Group> = groups
                        .iter()
                        .skip(part)
                        .step_by(groups.len().div_ceil(share))
                        .copied()
                        .collect();
                    scope.spawn(move || self.some(models, &judgement, &mine))
                })
                .collect();
            tasks
                .into_iter()
                .map(|t| t.join().unwrap_or_else(|e| std::panic::resume_unwind(e)))
                .collect()
        });
        let mut all = Vec::new();
        for part in parts {
            all.extend(part?);
        }
        all.sort_by_key(|(row, _)| *row);
        Ok(all)
    }

    fn some(
        &self,
        models: &Models,
        judgement: &Judgement,
        groups: &[&Group],
    ) -> Result<Vec<(usize, f64)>, course::Error> {
        let mut all = Vec::new();
        for group in groups {
            let people = People::new(models, &group.arm, &self.population, &group.days)?;
            for (row, ask) in &group.asks {
                all.push((*row, answer(&people, judgement, ask)));
            }
        }
        Ok(all)
    }
}

/// Arm and question of a row; twice-told numbers are asked once.
fn ask(
    rows: &[Row],
    i: usize,
    rules: &[ArmRule],
    catalog: &Catalog,
) -> Result<(Arm, Ask), &'static str> {
    let row = &rows[i];
    let arm = Arm::of(row, rules, catalog)?;
    let ask = Ask::of(row, arm.return_by_both)?;
    let twice = rows[..i].iter().any(|r| {
        r.trial_id == row.trial_id
            && r.endpoint == row.endpoint
            && r.assessor == row.assessor
            && r.day == row.day
            && r.product == row.product
            && r.area == row.area
            && r.dose_units == row.dose_units
            && r.state == row.state
            && (r.value - row.value).abs() < 1.0
            && r.day.is_some()
    });
    if twice {
        return Err("the same number as in an earlier row");
    }
    Ok((arm, ask))
}

/// The answer of an arm, in the unit of the row.
fn answer(people: &People<'_>, judgement: &Judgement, ask: &Ask) -> f64 {
    let percent = |p: f64| 100.0 * p;
    match ask {
        Ask::Improved {
            grades,
            raters,
            day,
            rest,
        } => percent(people.mean(|m| {
            raters
                .iter()
                .map(|r| people.improved(m, *r, *grades, *day, *rest))
                .product()
        })),
        Ask::AtMost {
            severity,
            raters,
            day,
            rest,
        } => percent(people.mean(|m| {
            raters
                .iter()
                .map(|r| people.at_most(m, *r, *severity, *day, *rest))
                .product()
        })),
        Ask::Relapsed { rater, day } => {
            percent(1.0 - people.mean(|m| people.improved(m, *rater, 1.0, *day, false)))
        }
        Ask::Kept { rater, day } => {
            let days = visits(*day);
            let kept = |m: &Member, t: f64| people.improved(m, *rater, 1.0, t, false);
            percent(survival(people, &days, &kept)[days.len() - 1])
        }
        Ask::MedianKept { mild, raters, rest } => median_kept(people, *mild, raters, *rest),
        Ask::NoneAnyVisit { cycles } => percent(people.mean(|m| {
            (0..*cycles)
                .map(|cycle| {
                    let never: f64 = cycle_visits(cycle)
                        .iter()
                        .map(|t| 1.0 - people.at_most(m, Rater::Investigator, 0.0, *t, true))
                        .product();
                    1.0 - never
                })
                .product()
        })),
        Ask::Diary { day } => percent(noted(people, judgement, *day)),
        Ask::MedianDiary => first_half(&onset_days(), |t| noted(people, judgement, t)),
        Ask::MedianOnset { rater } => first_half(&onset_days(), |t| {
            people.mean(|m| people.improved(m, *rater, 1.0, t, false))
        }),
        Ask::Moderate { day } => percent(people.mean(|m| {
            passes(
                drop(people, m, *day),
                judgement.moderate,
                judgement.diary_spread,
            )
        })),
        Ask::Mean { measure, day } => percent(mean_of(people, *measure, *day)),
        Ask::MeanSweat { until_d } => {
            let days = people.days.iter().filter(|d| **d <= *until_d);
            let n = days.clone().count() as f64;
            percent(
                days.map(|d| mean_of(people, Measure::Force, *d))
                    .sum::<f64>()
                    / n,
            )
        }
        Ask::Nadir => nadir(people),
        Ask::SweatHalved { day } => percent(sweat_below(people, judgement, *day, 0.5)),
        Ask::SweatBack { day } => percent(1.0 - sweat_below(people, judgement, *day, 1.0)),
    }
}

/// Share of the first responders who are still responders, visit by visit.
fn survival(people: &People<'_>, days: &[f64], kept: &dyn Fn(&Member, f64) -> f64) -> Vec<f64> {
    let first = people.mean(|m| kept(m, days[0]));
    (0..days.len())
        .map(|k| people.mean(|m| days[..=k].iter().map(|t| kept(m, *t)).product::<f64>()) / first)
        .collect()
}

/// Median day of the visit at which a response is lost.
fn median_kept(people: &People<'_>, mild: bool, raters: &[Rater], rest: bool) -> f64 {
    let days = visits(people.days[people.days.len() - 1].min(360.0));
    let one = |m: &Member, r: Rater, t: f64| {
        if mild {
            people.at_most(m, r, 1.0, t, rest)
        } else {
            people.improved(m, r, 1.0, t, rest)
        }
    };
    // Lost when every rater sees the loss.
    let kept =
        |m: &Member, t: f64| 1.0 - raters.iter().map(|r| 1.0 - one(m, *r, t)).product::<f64>();
    let survival = survival(people, &days, &kept);
    for k in 1..days.len() {
        if survival[k] <= 0.5 {
            let s = (survival[k - 1] - 0.5) / (survival[k - 1] - survival[k]);
            return days[k - 1] + s * (days[k] - days[k - 1]);
        }
    }
    days[days.len() - 1] + VISIT_D
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

/// Day on which a rising share reaches one half.
fn first_half(days: &[f64], share: impl Fn(f64) -> f64) -> f64 {
    let (mut day, mut before) = (0.0, 0.0);
    for &t in days {
        let now = share(t);
        if now >= 0.5 {
            return day + (0.5 - before) / (now - before) * (t - day);
        }
        (day, before) = (t, now);
    }
    day
}

fn mean_of(people: &People<'_>, measure: Measure, day: f64) -> f64 {
    let t = people.at(day);
    people.mean(|m| match measure {
        Measure::Force => m.course.force[t],
        Measure::Parent => m.course.parent[t],
        Measure::Thickness => m.course.thickness[t],
    })
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
