//! People: how they differ, and those of them who look as somebody was seen to look.

mod draw;
mod model;

pub use draw::{Observation, Population, Seen, Who, draw_people};
pub use model::PeopleModel;

use crate::rating::Rater;

/// Sex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// What makes one person differ from the mean: standard normal deviates.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Traits {
    /// Sensitivity to toxin.
    pub sensitivity: f64,
    /// Speed of uptake of toxin.
    pub uptake: f64,
    /// How long light chain lasts.
    pub waning: f64,
    /// Muscle mass.
    pub muscle_mass: f64,
    /// Healing of creases.
    pub healing: f64,
    /// Correction by a given volume of gel.
    pub gel_response: f64,
    /// How long gel lasts.
    pub gel_persistence: f64,
    /// Standing view of this person by each kind of rater.
    pub views: [f64; 4],
}

impl Traits {
    /// Standing view by a rater, standard normal deviate.
    pub fn view(&self, rater: Rater) -> f64 {
        self.views[rater as usize]
    }
}

/// Severity untreated, grades from the best grade of the scale.
///
/// At rest it is tone + etched + volume, in expression `dynamic` more.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Baseline {
    /// What the contracting muscle adds.
    pub dynamic: f64,
    /// Part at rest that resting tone (or, for sweat, the nerve) keeps up: yields to toxin.
    pub tone: f64,
    /// Part at rest that is etched into the skin.
    pub etched: f64,
    /// Part at rest that comes from lost volume, descent or, for a bulky muscle, its size.
    pub volume: f64,
}

impl Baseline {
    /// Severity at rest.
    pub fn rest(&self) -> f64 {
        self.tone + self.etched + self.volume
    }

    /// Severity in expression.
    pub fn expression(&self) -> f64 {
        self.rest() + self.dynamic
    }
}

/// One person with one thing that is rated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Person {
    /// Age on day 0, year.
    pub age_years: f64,
    /// Sex.
    pub sex: Sex,
    /// Deviations from the mean.
    pub traits: Traits,
    /// Severity untreated.
    pub baseline: Baseline,
}
