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
        Ok(Self {
            models,
            arm,
            days,
            members,
        })
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

    /// Probability that a rater sees at least so many grades less than at entry.
    pub fn improved(&self, m: &Member, rater: Rater, grades: f64, day: f64, rest: bool) -> f64 {
        let range = &self.arm.target.range;
        let rating = &self.models.rating;
        let view = self.view(m, rater);
        let before = Self::baseline(m, rest) + view;
        let now = self.severity(m, day, rest) + view;
        let entry = if rest {
            self.arm.entry_rest
        } else {
            self.arm.entry_expression
        };
        let least = match rater {
            Rater::Photograph => 0.0,
            _ => entry.map_or(0.0, |g| range.severity(g)),
        };
        let (mut better, mut all) = (0.0, 0.0);
        let mut g = least;
        while g <= range.span() {
            let p = rating.exactly(rater, range, before, g);
            all += p;
            better += p * rating.at_most(rater, range, now, g - grades);
            g += 1.0;
        }
        if all > 0.0 { better / all } else { 0.0 }
    }
}

/// Probability that a person is let in.
fn entry(models: &Models, arm: &Arm, person: &Person) -> f64 {
    let base = &person.baseline;
    let mut chance = 1.0;
    for rater in [Rater::Investigator, Rater::Subject] {
        let seen = Observation {
            rater,
            rest: match (rater, arm.entry_rest) {
                (Rater::Investigator, Some(g)) => Seen::AtLeast(g),
                _ => Seen::Unknown,
            },
            expression: arm.entry_expression.map_or(Seen::Unknown, Seen::AtLeast),
        };
        chance *= seen.chance(
            models,
            &arm.target,
            &person.traits,
            base.rest(),
            base.expression(),
        );
    }
    chance
}
