//! A slice of a trial: its people let in, allocated, followed and counted.

use course::{Sex, Stream, Trajectory};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Error;
use super::design::{Endpoint, Measure, Missing};
use super::flow::Flow;
use super::person::{Candidate, Queue, Readings, Refused, Seen};
use super::plan::{Part, Slice, Trial};
use super::tally::Tally;

/// Kind of random numbers by which people are allocated.
const ALLOCATION: u64 = 3;
/// People screened for each one wanted, at most.
const TRIES: u64 = 1_000;
/// And so many more.
const FURTHER_TRIES: u64 = 10_000;

/// What became of a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The person came and was graded.
    Seen,
    /// The person is in the trial but did not come.
    Missed,
    /// The person has left the trial.
    Left,
}

impl Status {
    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Missed => "missed",
            Self::Left => "left",
        }
    }
}

/// One person at one visit.
#[derive(Debug, Clone, PartialEq)]
pub struct VisitRow {
    /// Replication, from 1.
    pub replication: u32,
    /// Person, from 1 in each replication.
    pub person: u64,
    /// Arm, position in the design.
    pub arm: usize,
    /// Visit, 0 before treatment.
    pub visit: usize,
    /// What became of it.
    pub status: Status,
    /// Age, years.
    pub age_years: f64,
    /// Whether the person is a woman.
    pub female: bool,
    /// Grades at rest by rater of the visits, in the order of the design.
    pub rest: Vec<Option<i32>>,
    /// Grades in expression likewise; empty where there is one state.
    pub expression: Vec<Option<i32>>,
    /// True severity at rest, grades from the best.
    pub severity_rest: f64,
    /// True severity in expression, grades from the best.
    pub severity_expression: f64,
    /// Residual force of the muscle or output of the gland, share of untreated.
    pub force: f64,
    /// Gel left, mL as injected.
    pub gel_ml: f64,
}

/// Counts of one slice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Counts {
    /// Replication, from 0.
    pub replication: u32,
    /// People.
    pub flow: Flow,
    /// By size, arm and endpoint, the last one fastest.
    pub tallies: Vec<Tally>,
}

/// What a part leaves behind.
#[derive(Debug, Clone, PartialEq)]
pub struct PartResult {
    /// Person-visits, in the order of the slices.
    pub rows: Vec<VisitRow>,
    /// Counts by slice.
    pub counts: Vec<Counts>,
}

impl Trial {
    /// Runs a part; its slices are shared out over the threads of the pool.
    ///
    /// - `rows`: whether the person-visits are kept
    ///
    /// # Errors
    /// [`Error::NobodyEligible`], or those of the courses.
    pub fn run(&self, part: &Part, rows: bool) -> Result<PartResult, Error> {
        let slices: Vec<_> = part
            .slices
            .par_iter()
            .map(|slice| Run::new(self, slice, rows).run())
            .collect();
        let mut result = PartResult {
            rows: Vec::new(),
            counts: Vec::new(),
        };
        for slice in slices {
            let (rows, counts) = slice?;
            result.rows.extend(rows);
            result.counts.push(counts);
        }
        Ok(result)
    }
}

struct Run<'a> {
    trial: &'a Trial,
    slice: &'a Slice,
    keep_rows: bool,
    rows: Vec<VisitRow>,
    counts: Counts,
}

impl<'a> Run<'a> {
    fn new(trial: &'a Trial, slice: &'a Slice, keep_rows: bool) -> Self {
        let design = &trial.design;
        let tallies = trial.sizes.len() * design.arm.len() * design.endpoint.len();
        Self {
            trial,
            slice,
            keep_rows,
            rows: Vec::new(),
            counts: Counts {
                replication: slice.replication,
                flow: Flow::new(design.arm.len(), trial.days.len()),
                tallies: vec![Tally::default(); tallies],
            },
        }
    }

    fn run(mut self) -> Result<(Vec<VisitRow>, Counts), Error> {
        let mut queue = Queue::new(self.trial, self.slice);
        let most = TRIES * self.slice.len() + FURTHER_TRIES;
        for (let_in, (arm, number)) in self.allocation().into_iter().enumerate() {
            let mut candidate = loop {
                if self.counts.flow.screened >= most {
                    return Err(Error::NobodyEligible {
                        screened: self.counts.flow.screened,
                        let_in: let_in as u64,
                        wanted: self.slice.len(),
                    });
                }
                self.counts.flow.screened += 1;
                match queue.screen_next() {
                    Ok(candidate) => break candidate,
                    Err(Refused::Age) => self.counts.flow.refused_by_age += 1,
                    Err(Refused::Grade) => self.counts.flow.refused_by_grade += 1,
                }
            };
            let (course, seen) = candidate.follow(self.trial, arm)?;
            self.count(arm, number, &seen);
            if self.keep_rows {
                self.keep(arm, number, &candidate, &course, &seen);
            }
        }
        Ok((self.rows, self.counts))
    }

    /// Arm and number of each person in the order in which they are let in, shuffled.
    fn allocation(&self) -> Vec<(usize, u32)> {
        let arms = self.slice.people.iter().enumerate();
        let mut places: Vec<(usize, u32)> = arms
            .flat_map(|(arm, (from, to))| (*from..*to).map(move |n| (arm, n)))
            .collect();
        let slice = self.slice;
        let numbers = [
            u64::from(slice.replication),
            u64::from(slice.number),
            ALLOCATION,
        ];
        let mut stream = Stream::of(self.trial.design.seed, &numbers);
        for i in (1..places.len()).rev() {
            let j = (stream.uniform() * (i as f64 + 1.0)) as usize;
            places.swap(i, j.min(i));
        }
        places
    }

    fn count(&mut self, arm: usize, number: u32, seen: &[Seen]) {
        let flow = &mut self.counts.flow.arms[arm];
        flow.randomised += 1;
        for (t, visit) in seen.iter().enumerate() {
            match visit.status {
                Status::Seen => flow.seen[t] += 1,
                Status::Missed => flow.missed[t] += 1,
                Status::Left => flow.left[t] += 1,
            }
        }
        if seen.last().is_some_and(|v| v.status != Status::Left) {
            flow.completed += 1;
        }
        let design = &self.trial.design;
        let (arms, endpoints) = (design.arm.len(), design.endpoint.len());
        for (e, endpoint) in design.endpoint.iter().enumerate() {
            let Some(value) = value(self.trial, endpoint, seen) else {
                continue;
            };
            for (s, size) in self.trial.sizes.iter().enumerate() {
                if number < *size {
                    self.counts.tallies[(s * arms + arm) * endpoints + e].count(value);
                }
            }
        }
    }

    fn keep(
        &mut self,
        arm: usize,
        number: u32,
        candidate: &Candidate,
        course: &Trajectory,
        seen: &[Seen],
    ) {
        let trial = self.trial;
        let before: u64 = trial.design.arm[..arm].iter().map(|a| u64::from(a.n)).sum();
        for (t, visit) in seen.iter().enumerate() {
            self.rows.push(VisitRow {
                replication: self.slice.replication + 1,
                person: before + u64::from(number) + 1,
                arm,
                visit: t,
                status: visit.status,
                age_years: candidate.person.age_years,
                female: candidate.person.sex == Sex::Female,
                rest: grades(trial, &visit.readings, 0),
                expression: if trial.two_states() {
                    grades(trial, &visit.readings, 1)
                } else {
                    Vec::new()
                },
                severity_rest: course.rest[t],
                severity_expression: course.expression[t],
                force: course.force[t],
                gel_ml: course.gel_ml[t],
            });
        }
    }
}

/// Grades of the raters of the visits in one state.
fn grades(trial: &Trial, readings: &Readings, state: usize) -> Vec<Option<i32>> {
    let range = &trial.target.range;
    let grade = |r: &course::Rater| readings[*r as usize].map(|s| range.grade(s[state]) as i32);
    trial.raters.iter().map(grade).collect()
}

/// Value of an endpoint in one person; none where it does not count.
fn value(trial: &Trial, endpoint: &Endpoint, seen: &[Seen]) -> Option<f64> {
    let visit = trial.days.iter().position(|d| *d == endpoint.day)?;
    let state = usize::from(trial.two_states() && endpoint.state == super::State::Expression);
    let missing = match endpoint.missing() {
        Missing::Failure => Some(0.0),
        Missing::Excluded => None,
    };
    let raters = match &endpoint.raters {
        Some(raters) => raters.iter().map(|r| r.rater()).collect(),
        None => trial.raters.clone(),
    };
    let mut pairs = Vec::with_capacity(raters.len());
    for rater in raters {
        let at = |t: usize| seen[t].readings[rater as usize].map(|s| s[state]);
        match (at(0), at(visit)) {
            (Some(before), Some(now)) => pairs.push((before, now)),
            _ => return missing,
        }
    }
    let all = |of: &dyn Fn(f64, f64) -> bool| {
        let every = pairs.iter().all(|(before, now)| of(*before, *now));
        f64::from(u8::from(every))
    };
    let mean = |of: &dyn Fn(f64, f64) -> f64| {
        let sum: f64 = pairs.iter().map(|(before, now)| of(*before, *now)).sum();
        sum / pairs.len().max(1) as f64
    };
    Some(match endpoint.measure {
        Measure::Improved => {
            let grades = endpoint.grades.unwrap_or(1) as f64;
            all(&|before, now| before - now >= grades)
        }
        Measure::AtMost => {
            let most = endpoint.at_most.unwrap_or(1) as f64;
            all(&|_, now| now <= most)
        }
        Measure::MeanGrade => mean(&|_, now| trial.target.range.grade(now)),
        Measure::MeanChange => mean(&|before, now| now - before),
    })
}
