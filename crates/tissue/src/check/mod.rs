//! Everything that is wrong with a model or its loads, found before anything is computed.
//!
//! A check never panics, takes time linear in the size of the model and keeps the first few
//! problems of each kind, so that a file of a million bad elements gives a short answer.
//!
//! What it does not see: two bodies joined along one line or in one point count as one, though
//! they are a hinge; and a surface that passes through itself.

mod elements;
mod held;
mod lists;
mod loads;
mod motion;
mod problem;
mod problems;

#[cfg(test)]
mod tests;

pub use motion::Motion;
pub use problem::{List, Problem, Thing};
pub use problems::Problems;

use crate::model::{Loads, Model, State};

impl Model {
    /// Finds what is wrong with the body: mesh, materials, frames, fibres, supports, springs,
    /// surfaces, contacts, and bodies that nothing holds.
    ///
    /// # Errors
    /// Every problem; see [`Problem`].
    pub fn check(&self) -> Result<(), Problems> {
        let mut problems = Problems::default();
        elements::check_size(self, &mut problems);
        if !problems.is_empty() {
            return problems.into_result();
        }
        elements::check_points(self, &mut problems);
        elements::check_elements(self, &mut problems);
        let mesh_is_sound = problems.is_empty();
        lists::check(self, &mut problems);
        if mesh_is_sound {
            held::check(self, &mut problems);
        }
        problems.into_result()
    }

    /// Finds what is wrong with loads on this body.
    ///
    /// # Errors
    /// Every problem; see [`Problem`].
    pub fn check_loads(&self, loads: &Loads) -> Result<(), Problems> {
        let mut problems = Problems::default();
        loads::check(self, loads, &mut problems);
        problems.into_result()
    }

    /// Finds what is wrong with a configuration of this body, its loads included.
    ///
    /// # Errors
    /// Every problem; see [`Problem`].
    pub fn check_state(&self, state: &State) -> Result<(), Problems> {
        let mut problems = Problems::default();
        loads::check_displacement(self, &state.displacement, &mut problems);
        loads::check(self, &state.loads, &mut problems);
        problems.into_result()
    }
}
