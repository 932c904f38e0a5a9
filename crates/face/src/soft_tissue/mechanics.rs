//! Expressions found by the solver.

use std::ops::ControlFlow;

use glam::DVec3;
use tissue::{Failure, LinearSolver, Loads, Options, SetupError, Solver, State, Statistics};

use super::{Activation, SoftTissue};
use crate::mesh::Mesh;
use crate::refine::Refinement;

/// Unbalanced force relative to those that balance at which an expression counts as found.
const TOLERANCE: f64 = 1e-5;

/// The soft tissue of one face made ready for one expression after another.
pub struct Mechanics {
    tissue: SoftTissue,
    solver: Solver,
}

/// A face in an expression.
#[derive(Debug, Clone)]
pub struct Expressed {
    /// Moves of the points of the skin refined to the tissue's level, (n × 3), mm.
    pub moves: Vec<DVec3>,
    /// Where every node of the tissue went.
    pub state: State,
    /// Least ratio of volume at any point of the tissue: no block is inverted.
    pub least_volume_ratio: f64,
    /// What it took.
    pub statistics: Statistics,
}

impl Mechanics {
    /// Makes soft tissue ready; results do not depend on the number of threads.
    ///
    /// # Errors
    /// Blocks that are turned inside out, or threads that the system refuses.
    pub fn new(tissue: SoftTissue, threads: usize) -> Result<Self, SetupError> {
        let solver = Solver::new(tissue.model.clone(), LinearSolver::Auto, threads)?;
        Ok(Self { tissue, solver })
    }

    /// The soft tissue.
    pub fn tissue(&self) -> &SoftTissue {
        &self.tissue
    }

    /// Unknowns of the equations.
    pub fn n_unknowns(&self) -> usize {
        self.solver.n_unknowns()
    }

    /// The face when muscles are active, found from rest.
    ///
    /// # Errors
    /// [`Failure::NotConverged`] where no equilibrium was found.
    pub fn express(&mut self, activation: &Activation) -> Result<Expressed, Failure> {
        let loads = Loads {
            tension: self.tissue.tension(activation),
            ..Loads::default()
        };
        let options = Options {
            tolerance: TOLERANCE,
            ..Options::default()
        };
        let mut go_on = |_: &tissue::Progress| ControlFlow::Continue(());
        let found = self
            .solver
            .solve(&loads, &State::default(), &options, &mut go_on)?;
        Ok(Expressed {
            moves: self.tissue.moves(&found.state),
            state: found.state,
            least_volume_ratio: found.min_j,
            statistics: found.statistics,
        })
    }

    /// The moved skin.
    ///
    /// - `skin`: the skin at rest, refined to `levels`, which are not fewer than the tissue's
    pub fn moved(&self, expressed: &Expressed, skin: &Mesh, levels: usize) -> Mesh {
        let mut mesh = skin.clone();
        let more = levels.saturating_sub(self.tissue.level);
        let coarse = Mesh {
            points: expressed.moves.clone(),
            quads: self.tissue.quads().to_vec(),
        };
        let moves = Refinement::new(&coarse, more).carry(&expressed.moves);
        for (point, by) in mesh.points.iter_mut().zip(moves) {
            *point += by;
        }
        for eye in &self.tissue.eyes {
            for point in &mut mesh.points {
                *point = eye.keep_out(*point, crate::person::LID_CLEARANCE_MM);
            }
        }
        mesh
    }
}
