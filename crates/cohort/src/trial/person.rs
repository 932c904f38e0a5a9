//! One person: screened, perhaps let in, treated, and seen until the last visit or until she or
//! he leaves.

use course::{Person, Population, Rater, Sex, Stream, Trajectory, Who, trajectory};

use super::Error;
use super::design::{Entry, Sexes};
use super::plan::{Slice, Trial};
use super::slice::Status;

/// People drawn at once.
const BLOCK: usize = 64;
/// Kinds of random numbers of a slice.
const PEOPLE: u64 = 1;
const READINGS: u64 = 2;
/// Days of a year.
const YEAR_D: f64 = 365.25;

/// Grades at rest and in expression that each kind of rater wrote down, as severities from the
/// best grade.
pub(super) type Readings = [Option<[f64; 2]>; 4];

/// Somebody who has come to be screened.
pub(super) struct Candidate {
    pub person: Person,
    pub before: Readings,
    stream: Stream,
}

/// Why somebody is not let in.
pub(super) enum Refused {
    Age,
    Grade,
}

/// One visit of somebody who was let in.
pub(super) struct Seen {
    pub status: Status,
    pub readings: Readings,
}

/// Those who come to be screened for a slice, one after the other, without end.
pub(super) struct Queue<'a> {
    trial: &'a Trial,
    slice: &'a Slice,
    block: Population,
    next: u64,
}

impl<'a> Queue<'a> {
    pub fn new(trial: &'a Trial, slice: &'a Slice) -> Self {
        Self {
            trial,
            slice,
            block: Population::independent(0, 0),
            next: 0,
        }
    }

    /// A stream of random numbers of its own.
    fn stream(trial: &Trial, slice: &Slice, what: u64, number: u64) -> Stream {
        let (replication, slice) = (u64::from(slice.replication), u64::from(slice.number));
        Stream::of(trial.design.seed, &[replication, slice, what, number])
    }

    /// The next one, or why she or he is not let in.
    pub fn screen_next(&mut self) -> Result<Candidate, Refused> {
        let at = (self.next % BLOCK as u64) as usize;
        if at == 0 {
            let number = self.next / BLOCK as u64;
            let seed = Self::stream(self.trial, self.slice, PEOPLE, number).bits();
            self.block = Population::independent(BLOCK, seed);
        }
        let stream = Self::stream(self.trial, self.slice, READINGS, self.next);
        self.next += 1;
        let entry = &self.trial.design.entry;
        let who = Who {
            age_years: None,
            sex: match entry.sex {
                Sexes::Female => Some(Sex::Female),
                Sexes::Male => Some(Sex::Male),
                Sexes::All => None,
            },
        };
        let trial = self.trial;
        let person = self.block.person(&trial.models, &trial.target, &who, at);
        Candidate::screened(trial, person, stream)
    }
}

impl Candidate {
    fn screened(trial: &Trial, person: Person, mut stream: Stream) -> Result<Self, Refused> {
        let entry = &trial.design.entry;
        if let Some([youngest, oldest]) = entry.age_years.as_deref()
            && !(*youngest..=*oldest).contains(&person.age_years)
        {
            return Err(Refused::Age);
        }
        let truth = [person.baseline.rest(), person.baseline.expression()];
        let mut before = Readings::default();
        for &rater in &trial.graders {
            let readings = read(trial, &person, rater, truth, &mut stream);
            let asked = entry.by.iter().any(|r| r.rater() == rater);
            if asked && !let_in(trial, entry, readings) {
                return Err(Refused::Grade);
            }
            before[rater as usize] = Some(readings);
        }
        Ok(Self {
            person,
            before,
            stream,
        })
    }

    /// The visits of one arm, the first one before treatment.
    pub fn follow(&mut self, trial: &Trial, arm: usize) -> Result<(Trajectory, Vec<Seen>), Error> {
        let course = trajectory(
            &trial.models,
            &trial.target,
            &self.person,
            &trial.treatments[arm],
            &trial.days,
        )?;
        let visits = &trial.design.visits;
        let leaves = leaving_day(visits.drop_out_per_year, &mut self.stream);
        let mut seen = vec![Seen {
            status: Status::Seen,
            readings: self.before,
        }];
        for (t, day) in trial.days.iter().enumerate().skip(1) {
            let absent = self.stream.uniform() < visits.missed_share;
            let status = if *day >= leaves {
                Status::Left
            } else if absent {
                Status::Missed
            } else {
                Status::Seen
            };
            let mut readings = Readings::default();
            for rater in trial.raters.iter().filter(|_| status == Status::Seen) {
                let truth = [course.rest[t], course.expression[t]];
                let both = read(trial, &self.person, *rater, truth, &mut self.stream);
                readings[*rater as usize] = Some(both);
            }
            seen.push(Seen { status, readings });
        }
        Ok((course, seen))
    }
}

/// Day on which somebody leaves, at a constant rate; never where nobody does.
fn leaving_day(share_per_year: f64, stream: &mut Stream) -> f64 {
    let chance = stream.uniform();
    if share_per_year > 0.0 {
        YEAR_D * chance.ln() / (1.0 - share_per_year).ln()
    } else {
        f64::INFINITY
    }
}

/// Severities at rest and in expression as a rater writes them down.
fn read(
    trial: &Trial,
    person: &Person,
    rater: Rater,
    truth: [f64; 2],
    stream: &mut Stream,
) -> [f64; 2] {
    let (range, rating) = (&trial.target.range, &trial.models.rating);
    let view = rating.standing_view(rater, range, person.traits.view(rater));
    let noise = rating.noise_sd(rater, range);
    truth.map(|y| {
        let seen = y + view + noise * stream.normal();
        seen.round().clamp(0.0, range.span())
    })
}

/// Whether the grades of one rater meet the entry criteria.
fn let_in(trial: &Trial, entry: &Entry, [rest, expression]: [f64; 2]) -> bool {
    let range = &trial.target.range;
    let within = |limits: Option<&Vec<i64>>, severity: f64| match limits.map(Vec::as_slice) {
        Some([from, to]) => (*from as f64..=*to as f64).contains(&range.grade(severity)),
        _ => true,
    };
    within(entry.at_rest.as_ref(), rest) && within(entry.at_expression.as_ref(), expression)
}
