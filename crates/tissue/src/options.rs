//! How to solve, what to report, and how it can end.

use std::ops::ControlFlow;

use crate::contact::Pressed;
use crate::model::State;

/// How linear equations are solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinearSolver {
    /// By size: factorisation where it is cheap, multigrid beyond, and factorisation again where
    /// multigrid does not converge.
    #[default]
    Auto,
    /// Sparse Cholesky factors, kept as preconditioner while they are good.
    Direct,
    /// Conjugate gradients with algebraic multigrid.
    Multigrid,
}

/// How to solve.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Unbalanced force relative to the element forces that balance (or to those of a strain of
    /// 10⁻⁵, where they are larger), at which a state counts as equilibrium.
    pub tolerance: f64,
    /// Newton iterations after which a load step is halved.
    pub maximum_iterations: usize,
    /// Smallest share of the load taken in one step.
    pub smallest_step: f64,
    /// Seconds since any fixed moment, for the statistics; by default always zero.
    pub clock: fn() -> f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            tolerance: 1e-9,
            maximum_iterations: 25,
            smallest_step: 1.0 / 256.0,
            clock: || 0.0,
        }
    }
}

/// Where a solution stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Share of the load that is in equilibrium.
    pub load: f64,
    /// Share that the current step aims at.
    pub target: f64,
    /// Newton iteration within the step.
    pub iteration: usize,
    /// Unbalanced force relative to the element forces.
    pub residual: f64,
}

/// Is told of every Newton iteration; `Break` cancels.
pub type Watch<'a> = &'a mut (dyn FnMut(&Progress) -> ControlFlow<()> + Send);

/// What a solution took.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Statistics {
    /// Load steps in equilibrium.
    pub load_steps: usize,
    /// Load steps given up and halved.
    pub rejected_steps: usize,
    /// Linear systems solved.
    pub newton_iterations: usize,
    /// Factorisations or multigrid set-ups.
    pub factorisations: usize,
    /// Assemblies with a tangent.
    pub tangent_assemblies: usize,
    /// Assemblies of forces alone.
    pub force_assemblies: usize,
    /// Tangents made positive by projection.
    pub projections: usize,
    /// Iterations of conjugate gradients.
    pub linear_iterations: usize,
    /// Steps shortened by the line search.
    pub line_searches: usize,
    /// Time in assemblies with a tangent, s.
    pub time_tangent_s: f64,
    /// Time in all assemblies, s.
    pub time_assembly_s: f64,
    /// Time in linear algebra, s.
    pub time_linear_s: f64,
    /// Whole time, s.
    pub time_total_s: f64,
}

/// An equilibrium.
#[derive(Debug, Clone)]
pub struct Solution {
    /// Displacement and loads.
    pub state: State,
    /// Total potential: elastic and active energy, springs, pressure, less the work of dead
    /// forces.
    pub energy: f64,
    /// Force that each support exerts on its node, (n_supports × 3), zero where free.
    pub reactions: Vec<[f64; 3]>,
    /// Smallest elastic J over all quadrature points.
    pub min_j: f64,
    /// Unbalanced force relative to the element forces.
    pub residual: f64,
    /// What happens in each of [`crate::Model::contacts`], (n_contacts).
    pub contacts: Vec<Pressed>,
    /// What it took.
    pub statistics: Statistics,
}

/// Why there is no solution.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// Loads or a start that cannot be.
    #[error(transparent)]
    Input(#[from] crate::check::Problems),
    /// Equilibrium was not found, however small the step.
    #[error(
        "not converged: {load:.4} of the load is in equilibrium, a further step of {step:.4} is \
         not (residual {residual:.1e}, expected {tolerance:.1e}); {reason}"
    )]
    NotConverged {
        /// Share of the load in equilibrium.
        load: f64,
        /// Share of the load tried last.
        step: f64,
        /// Unbalanced force of the last iterate.
        residual: f64,
        /// What was asked.
        tolerance: f64,
        /// What stopped the last attempt.
        reason: Obstacle,
        /// The last equilibrium.
        last: Box<State>,
        /// What it took until then.
        statistics: Box<Statistics>,
    },
    /// The watcher said stop.
    #[error("cancelled with {load:.4} of the load in equilibrium")]
    Cancelled {
        /// Share of the load in equilibrium.
        load: f64,
        /// The last equilibrium.
        last: Box<State>,
    },
}

/// What stops an attempt at a load step.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Obstacle {
    /// The iterations ran out.
    #[error("the iterations ran out")]
    Iterations,
    /// No step along the search direction lowers the energy.
    #[error("no step along the search direction helps")]
    LineSearch,
    /// An element is turned inside out.
    #[error("element {element} is inverted (J = {det_f:.3})")]
    Inverted {
        /// The element.
        element: u32,
        /// Its smallest J.
        det_f: f64,
    },
    /// The linear equations could not be solved, even with the projected tangent.
    #[error("the linear equations could not be solved")]
    Linear,
    /// Surfaces in contact stay in each other however hard they are pressed apart.
    #[error("surfaces in contact are {depth:.1e} deep in each other")]
    Penetration {
        /// The largest depth.
        depth: f64,
    },
    /// A number is not finite.
    #[error("the displacement grew beyond all bounds")]
    NotFinite,
}
