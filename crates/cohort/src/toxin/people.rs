//! The people of an arm, their weights at entry, and what raters see of them.

use course::{
    Models, Observation, Person, Population, Rater, Seen, Sex, Trajectory, Who, trajectory,
};

use super::arm::Arm;

/// One simulated arm.
pub(super) struct People<'a> {
    pub models: &'a Models,
    pub arm: &'a Arm,
    pub days: &'a [f64],
    members: Vec<Member>,
}

/// One person of an arm.
pub(super) struct Member {
    pub weight: f64,
    pub person: Person,
    pub course: Trajectory,
}

/// Weight below which nobody is followed.
const NEGLIGIBLE: f64 = 1e-5;
/// Largest slope of a tilt towards a stated mean, 1/grade.
const STEEPEST_TILT: f64 = 6.0;

impl<'a> People<'a> {
    /// Draws and follows the people of an arm.
    ///
    /// # Errors
    /// Those of the courses.
    pub fn new(
        models: &'a Models,
        arm: &'a Arm,
        population: &Population,
        days: &'a [f64],
    ) -> Result<Self, course::Error> {
        let who = Who {
            age_years: None,
            sex: match arm.sex.as_str() {
                "f" => Some(Sex::Female),
                "m" => Some(Sex::Male),
                _ => None,
            },
        };
        let mut members = Vec::with_capacity(population.len());
        for i in 0..population.len() {
            let person = population.person(models, &arm.target, &who, i);
            let weight = entry(models, arm, &person);
            if weight > NEGLIGIBLE {
                let course = trajectory(models, &arm.target, &person, &arm.treatment, days)?;
                members.push(Member {
                    weight,
                    person,
                    course,
                });
            }
        }
        let mut people = Self {
            models,
            arm,
            days,
            members,
        };
        people.match_baseline_mean();
        Ok(people)
    }

    /// Tilts the weights, w·exp(λ·grade), until the investigator's mean grade before treatment
    /// is the stated one.
    fn match_baseline_mean(&mut self) {
        let Some(mean) = self.arm.baseline_mean else {
            return;
        };
        let range = self.arm.target.range;
        let rest = !self.arm.target.folds();
        let wanted = range.severity(mean).clamp(0.0, range.span());
        let grades: Vec<f64> = self
            .members
            .iter()
            .map(|m| self.grade_before(m, Rater::Investigator, rest))
            .collect();
        let tilted = |tilt: f64| {
            let (mut sum, mut total) = (0.0, 0.0);
            for (m, g) in self.members.iter().zip(&grades) {
                let w = m.weight * (tilt * (g - wanted)).exp();
                sum += w * g;
                total += w;
            }
            sum / total
        };
        let (mut low, mut high) = (-STEEPEST_TILT, STEEPEST_TILT);
        for _ in 0..40 {
            let middle = f64::midpoint(low, high);
            if tilted(middle) < wanted {
                low = middle;
            } else {
                high = middle;
            }
        }
        let tilt = f64::midpoint(low, high);
        for (m, g) in self.members.iter_mut().zip(&grades) {
            m.weight *= (tilt * (g - wanted)).exp();
        }
    }

    /// Mean severity that a rater writes down before treatment.
    pub fn grade_before(&self, m: &Member, rater: Rater, rest: bool) -> f64 {
        self.readings(m, rater, rest)
            .iter()
            .map(|(p, g)| p * g)
            .sum()
    }

    /// Mean severity that a rater writes down on a day.
    pub fn grade_on(&self, m: &Member, rater: Rater, day: f64, rest: bool) -> f64 {
        let y = self.severity(m, day, rest) + self.view(m, rater);
        self.models
            .rating
            .expected(rater, &self.arm.target.range, y)
    }

    /// Weighted mean over people.
    pub fn mean(&self, of: impl Fn(&Member) -> f64) -> f64 {
        let total: f64 = self.members.iter().map(|m| m.weight).sum();
        self.members.iter().map(|m| m.weight * of(m)).sum::<f64>() / total
    }

    /// Place of a day among the days.
    pub fn at(&self, day: f64) -> usize {
        self.days.partition_point(|d| *d < day - 1e-6)
    }

    /// Severity untreated, in one state.
    fn baseline(member: &Member, rest: bool) -> f64 {
        let base = &member.person.baseline;
        if rest { base.rest() } else { base.expression() }
    }

    /// Severity on a day, in one state.
    fn severity(&self, member: &Member, day: f64, rest: bool) -> f64 {
        let t = self.at(day);
        if rest {
            member.course.rest[t]
        } else {
            member.course.expression[t]
        }
    }

    fn view(&self, member: &Member, rater: Rater) -> f64 {
        let z = member.person.traits.view(rater);
        self.models
            .rating
            .standing_view(rater, &self.arm.target.range, z)
    }

    /// Probability that a rater writes at most this severity.
    pub fn at_most(&self, m: &Member, rater: Rater, severity: f64, day: f64, rest: bool) -> f64 {
        let y = self.severity(m, day, rest) + self.view(m, rater);
        self.models
            .rating
            .at_most(rater, &self.arm.target.range, y, severity)
    }

    /// Grades that a rater may have written before treatment, as severities, each with its
    /// probability.
    pub fn readings(&self, m: &Member, rater: Rater, rest: bool) -> Vec<(f64, f64)> {
        let range = &self.arm.target.range;
        let before = Self::baseline(m, rest) + self.view(m, rater);
        let (least, most) = match rater {
            // Photographs are read later: they let nobody in.
            Rater::Photograph => (0.0, range.span()),
            _ => self.let_in(rest),
        };
        let mut readings = Vec::new();
        let mut g = least;
        while g <= most {
            readings.push((self.models.rating.exactly(rater, range, before, g), g));
            g += 1.0;
        }
        let all: f64 = readings.iter().map(|(p, _)| p).sum();
        if all <= 0.0 {
            return vec![(1.0, least)];
        }
        for reading in &mut readings {
            reading.0 /= all;
        }
        readings
    }

    /// Severities at entry, from and to.
    fn let_in(&self, rest: bool) -> (f64, f64) {
        let range = &self.arm.target.range;
        let severity = |g: f64| range.severity(g).clamp(0.0, range.span()).round();
        match (rest, self.arm.entry, self.arm.entry_rest) {
            (true, _, Some(g)) => (severity(g), range.span()),
            (false, Some(e), _) => (severity(e.least), e.most.map_or(range.span(), severity)),
            _ => (0.0, range.span()),
        }
    }

    /// Probability that a rater sees at least so many grades less than at entry, and at most a
    /// severity.
    pub fn improved(&self, m: &Member, rater: Rater, grades: f64, day: f64, rest: bool) -> f64 {
        self.improved_to(m, rater, (grades, None), day, rest)
    }

    /// As [`Self::improved`], with a severity that must be reached as well.
    pub fn improved_to(
        &self,
        m: &Member,
        rater: Rater,
        (grades, at_most): (f64, Option<f64>),
        day: f64,
        rest: bool,
    ) -> f64 {
        self.readings(m, rater, rest)
            .iter()
            .map(|(p, g)| {
                let limit = (g - grades).min(at_most.unwrap_or(f64::INFINITY));
                p * self.at_most(m, rater, limit, day, rest)
            })
            .sum()
    }
}

/// Probability that a person is let in.
fn entry(models: &Models, arm: &Arm, person: &Person) -> f64 {
    let base = &person.baseline;
    let mut chance = 1.0;
    // Photographs and blinded evaluators let nobody in.
    for rater in [Rater::Investigator, Rater::Subject] {
        let seen = Observation {
            rater,
            rest: match (rater, arm.entry_rest) {
                (Rater::Investigator, Some(g)) => Seen::AtLeast(g),
                _ => Seen::Unknown,
            },
            expression: arm.entry.map_or(Seen::Unknown, |e| Seen::AtLeast(e.least)),
        };
        let of = |seen: &Observation| {
            seen.chance(
                models,
                &arm.target,
                &person.traits,
                base.rest(),
                base.expression(),
            )
        };
        let worse = arm.entry.and_then(|e| e.most).map_or(0.0, |most| {
            let beyond = arm.target.range.severity(most) + 1.0;
            of(&Observation {
                expression: Seen::AtLeast(arm.target.range.grade(beyond)),
                ..seen
            })
        });
        chance *= (of(&seen) - worse).max(0.0);
    }
    chance
}
