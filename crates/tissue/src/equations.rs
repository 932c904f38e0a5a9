//! The linear equations of Newton's method: conjugate gradients with a preconditioner that is
//! kept from tangent to tangent as long as it is good.

use crate::body::Body;
use crate::linear::multigrid::{self, Multigrid};
use crate::linear::{
    BlockMatrix, CgEnd, CgOptions, CgOutcome, Cholesky, Preconditioner, Symbolic,
    conjugate_gradient,
};
use crate::options::{LinearSolver, Statistics};

/// Iterations after which conjugate gradients are given up.
const MOST_ITERATIONS: usize = 400;
/// Iterations with factors of an earlier tangent after which new ones are cheaper.
const MOST_WITH_OLD_FACTORS: usize = 12;
/// Slowing of the convergence, against a fresh preconditioner, at which it is made anew.
const STALE: f64 = 2.0;

/// Rows of blocks below which a factor is cheaper than multigrid.
const DIRECT_BELOW: usize = 3_000;
/// Ratio of bulk to shear modulus from which multigrid converges too slowly to be worth trying.
const DIRECT_FROM: f64 = 200.0;

/// Equations with the preconditioner of an earlier tangent.
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent facts about the preconditioner in hand"
)]
pub(crate) struct Equations {
    /// Reference position of each row.
    points: Vec<[f64; 3]>,
    /// Components that are held, (3 n_rows).
    held: Vec<bool>,
    /// Whether the preconditioner is a factor.
    direct: bool,
    /// Whether a factor may take the place of a multigrid that does not converge.
    either: bool,
    preconditioner: Option<Approximate>,
    /// Whether it is that of the tangent in hand.
    fresh: bool,
    /// Iterations a factor e of the residual took when it was fresh.
    pace: f64,
    /// Whether the next solve shall make it anew.
    stale: bool,
}

/// An approximate inverse of an earlier tangent.
enum Approximate {
    Factor(Box<Cholesky>),
    Multigrid(Box<Multigrid>),
}

impl Approximate {
    fn new(equations: &Equations, matrix: &BlockMatrix) -> Option<Self> {
        if equations.direct {
            let symbolic = Symbolic::analyse(&matrix.pattern, Some(&equations.points));
            let factor = symbolic.factorise(matrix).ok()?;
            return Some(Self::Factor(Box::new(factor)));
        }
        let options = multigrid::Options::default();
        let made = Multigrid::build(matrix, &equations.points, &equations.held, &options).ok()?;
        Some(Self::Multigrid(Box::new(made)))
    }

    /// The same of another tangent.
    fn renew(&mut self, matrix: &BlockMatrix) -> Option<()> {
        match self {
            Self::Factor(factor) => factor.refactorise(matrix).ok(),
            Self::Multigrid(multigrid) => multigrid.refresh(matrix).ok(),
        }
    }
}

impl Preconditioner for Approximate {
    fn apply(&self, r: &[f64], z: &mut [f64]) {
        match self {
            Self::Factor(factor) => factor.apply(r, z),
            Self::Multigrid(multigrid) => multigrid.apply(r, z),
        }
    }
}

impl Equations {
    pub(crate) fn new(body: &Body, which: LinearSolver) -> Self {
        let layout = &body.layout;
        let rows = layout.position_of_row.iter().map(|&p| p as usize);
        let point = |p: usize| body.model.mesh.points[layout.node_at[p] as usize];
        Self {
            points: rows.clone().map(point).collect(),
            held: rows
                .flat_map(|p| layout.free[p].map(|free| !free))
                .collect(),
            direct: match which {
                LinearSolver::Auto => {
                    layout.n_rows() < DIRECT_BELOW || body.volumetric_ratio > DIRECT_FROM
                }
                LinearSolver::Direct => true,
                LinearSolver::Multigrid => false,
            },
            either: which == LinearSolver::Auto,
            preconditioner: None,
            fresh: false,
            pace: 0.0,
            stale: false,
        }
    }

    /// Drops what was made for another pattern.
    pub(crate) fn forget(&mut self) {
        self.preconditioner = None;
        self.stale = false;
    }

    /// Solves to `tolerance` relative to `right`; nothing where the matrix is not positive
    /// definite or the iterations do not converge.
    pub(crate) fn solve(
        &mut self,
        matrix: &BlockMatrix,
        right: &[f64],
        tolerance: f64,
        statistics: &mut Statistics,
    ) -> Option<Vec<f64>> {
        self.fresh = false;
        if self.preconditioner.is_none() || self.stale {
            self.renew(matrix, statistics)?;
        }
        loop {
            let mut x = vec![0.0; right.len()];
            let outcome = self.iterate(matrix, right, &mut x, tolerance, statistics)?;
            match outcome.ended {
                CgEnd::Converged => {
                    self.judge(&outcome, tolerance);
                    return Some(x);
                }
                // As far as rounding lets it go.
                CgEnd::Stalled if outcome.relative_residual < 1e-6 => return Some(x),
                CgEnd::NegativeCurvature => return None,
                CgEnd::Stalled | CgEnd::MaximumIterations if self.fresh => {
                    self.turn_to_factors(matrix, statistics)?;
                }
                CgEnd::Stalled | CgEnd::MaximumIterations => self.renew(matrix, statistics)?,
            }
        }
    }

    /// Conjugate gradients with the preconditioner in hand; nothing without one.
    fn iterate(
        &self,
        matrix: &BlockMatrix,
        right: &[f64],
        x: &mut [f64],
        tolerance: f64,
        statistics: &mut Statistics,
    ) -> Option<CgOutcome> {
        let preconditioner = self.preconditioner.as_ref()?;
        let options = CgOptions {
            relative_tolerance: tolerance,
            maximum_iterations: if self.direct && !self.fresh {
                MOST_WITH_OLD_FACTORS
            } else {
                MOST_ITERATIONS
            },
        };
        let outcome = conjugate_gradient(matrix, right, x, preconditioner, &options);
        statistics.linear_iterations += outcome.iterations;
        Some(outcome)
    }

    fn renew(&mut self, matrix: &BlockMatrix, statistics: &mut Statistics) -> Option<()> {
        statistics.factorisations += 1;
        self.fresh = true;
        self.stale = false;
        // One that failed to renew is of no use.
        let renewed = match self.preconditioner.take() {
            Some(mut kept) => kept.renew(matrix).map(|()| kept),
            None => Approximate::new(self, matrix),
        };
        self.preconditioner = Some(renewed?);
        Some(())
    }

    /// From here on by factors, where multigrid fails (nearly incompressible bodies) and the
    /// choice is free.
    fn turn_to_factors(&mut self, matrix: &BlockMatrix, statistics: &mut Statistics) -> Option<()> {
        if self.direct || !self.either {
            return None;
        }
        self.direct = true;
        self.preconditioner = None;
        let made = self.renew(matrix, statistics);
        // A tangent that has no factor says nothing against multigrid.
        self.direct = made.is_some();
        made
    }

    fn judge(&mut self, outcome: &CgOutcome, tolerance: f64) {
        let pace = outcome.iterations as f64 / (1.0 / tolerance).ln();
        if self.fresh {
            self.pace = pace;
        }
        self.stale = pace > STALE * self.pace && outcome.iterations > 10;
    }
}
