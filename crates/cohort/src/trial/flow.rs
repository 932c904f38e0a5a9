//! Counts of people on their way through a trial, as a CONSORT diagram tells them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// People of one arm.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ArmFlow {
    /// Randomised and treated.
    pub randomised: u64,
    /// Seen, by visit.
    pub seen: Vec<u64>,
    /// Still in the trial but did not come, by visit.
    pub missed: Vec<u64>,
    /// Had left for good, by visit.
    pub left: Vec<u64>,
    /// In the trial to the last visit.
    pub completed: u64,
}

/// People of a trial.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Flow {
    /// Screened.
    pub screened: u64,
    /// Not let in: age.
    pub refused_by_age: u64,
    /// Not let in: a rater saw another grade.
    pub refused_by_grade: u64,
    /// By arm, in the order of the design.
    pub arms: Vec<ArmFlow>,
}

impl Flow {
    /// Nobody yet.
    pub fn new(arms: usize, visits: usize) -> Self {
        let arm = ArmFlow {
            seen: vec![0; visits],
            missed: vec![0; visits],
            left: vec![0; visits],
            ..ArmFlow::default()
        };
        Self {
            arms: vec![arm; arms],
            ..Self::default()
        }
    }

    /// Adds the people of another slice.
    pub fn add(&mut self, other: &Self) {
        self.screened += other.screened;
        self.refused_by_age += other.refused_by_age;
        self.refused_by_grade += other.refused_by_grade;
        for (mine, theirs) in self.arms.iter_mut().zip(&other.arms) {
            mine.randomised += theirs.randomised;
            mine.completed += theirs.completed;
            let pairs = [
                (&mut mine.seen, &theirs.seen),
                (&mut mine.missed, &theirs.missed),
                (&mut mine.left, &theirs.left),
            ];
            for (mine, theirs) in pairs {
                for (a, b) in mine.iter_mut().zip(theirs) {
                    *a += b;
                }
            }
        }
    }
}
