//! Multigrid by smoothed aggregation of rigid motions: a preconditioner whose cost and effect
//! hardly change with the number of unknowns.
//!
//! Nodes that are strongly connected are grouped; each group becomes one node of the next level
//! with six unknowns, its rigid motions; interpolation is smoothed by one damped Jacobi step and
//! the next matrix is Pᵀ A P. A cycle sweeps forward, corrects from below and sweeps backward,
//! in single precision; the conjugate gradients around it work in double.
//!
//! # Source
//! vanek-1996; for the rigid motions adams-2004

#![expect(
    clippy::inline_always,
    reason = "a kernel must be compiled inside the function that enables the vector instructions"
)]

mod aggregate;
mod coarsest;
mod cycle;
mod galerkin;
mod level;
mod order;
mod prolong;
mod small;
mod smoother;
mod sparse;
mod split;
#[cfg(test)]
mod tests;

use std::sync::Mutex;

use pulp::Arch;
use rayon::prelude::*;
use thiserror::Error;

use super::BlockMatrix;
use coarsest::Coarsest;
use cycle::Scratch;
use level::{Coarser, Level};
use order::{Order, Pieces, Sorted, end_of};
use prolong::Modes;
use smoother::Smoother;
use sparse::{ROWS_PER_TASK, Scaled, Source};

/// How a [`Multigrid`] is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// A pair of nodes is strongly connected where ‖Aij‖ > strength · √(‖Aii‖ ‖Ajj‖); halved on
    /// each coarser level. Dimensionless.
    pub strength: f64,
    /// A level of at most this many unknowns is solved exactly.
    pub coarsest_unknowns: usize,
    /// Most levels.
    pub maximum_levels: usize,
    /// Gauss–Seidel sweeps before and after each coarse correction.
    pub sweeps: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            strength: 0.08,
            coarsest_unknowns: 400,
            maximum_levels: 12,
            sweeps: 2,
        }
    }
}

/// Why a multigrid cannot be made.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum MultigridError {
    /// Numbers of nodes differ.
    #[error(
        "the matrix has {rows} block rows, but there are {points} points and {fixed} fixed flags (expected three flags a point)"
    )]
    Sizes {
        /// Block rows of the matrix.
        rows: usize,
        /// Points given.
        points: usize,
        /// Flags given.
        fixed: usize,
    },
    /// A coordinate that is not a number.
    #[error("point {node} has a coordinate that is not finite")]
    PointNotFinite {
        /// Index of the point.
        node: usize,
    },
    /// A value that is not a number.
    #[error("row {row} of the matrix has a value that is not finite")]
    ValueNotFinite {
        /// Block row.
        row: usize,
    },
    /// The pattern differs from the one that the hierarchy was built for.
    #[error("the matrix has {found} blocks where the hierarchy was built for {expected}")]
    Pattern {
        /// Blocks of the matrix given.
        found: usize,
        /// Blocks of the matrix that the hierarchy was built for.
        expected: usize,
    },
    /// A diagonal block that is not positive definite.
    #[error("the diagonal block of sorted row {row} is not positive definite")]
    NotPositiveDefinite {
        /// Block row in the order of the level.
        row: usize,
    },
    /// The coarsest matrix is not positive definite: the body can move without resistance or the
    /// tangent is indefinite.
    #[error(
        "the coarsest matrix is not positive definite: an unconstrained body or an indefinite tangent"
    )]
    CoarsestNotPositiveDefinite,
}

/// What the coarsest level does.
#[derive(Debug, Clone)]
enum Bottom {
    /// It is solved exactly.
    Exact(Coarsest),
    /// It neither coarsens nor is small: one sweep there and back.
    Sweep(Box<Smoother<6, 8>>),
}

/// What stands below the finest level.
#[derive(Debug, Clone)]
enum Hierarchy {
    /// Nothing: the matrix is small and solved exactly.
    Exact(Coarsest),
    /// Nothing: the nodes are hardly connected and are swept.
    Sweep(Box<Smoother<3, 4>>),
    /// Coarser levels, the finest of them first.
    Levels(Box<Level<3, 4>>, Vec<Level<6, 8>>, Bottom),
}

/// A multigrid preconditioner.
#[derive(Debug)]
pub struct Multigrid {
    arch: Arch,
    sweeps: usize,
    order: Order,
    scale: f64,
    n_blocks: usize,
    hierarchy: Hierarchy,
    work: Mutex<Scratch>,
}

impl Multigrid {
    /// A hierarchy for `matrix`.
    ///
    /// - `points`: coordinates of the nodes, (n × 3), reference configuration
    /// - `fixed`: components that are prescribed, (3 n); their rows and columns in the matrix are
    ///   those of the identity, times any positive number
    ///
    /// # Errors
    /// Sizes that differ, values that are not finite, a matrix that is not positive definite.
    pub fn build(
        matrix: &BlockMatrix,
        points: &[[f64; 3]],
        fixed: &[bool],
        options: &Options,
    ) -> Result<Self, MultigridError> {
        check(matrix, points, fixed)?;
        let scale = scale_of(matrix)?;
        let scaled = Scaled { matrix, scale };
        let order = Order::by_layers(&scaled, end_of(points));
        let sorted = Sorted {
            inner: &scaled,
            order: &order,
        };
        let modes = Modes::rigid(points, fixed, &order.node);
        let hierarchy = build_hierarchy(&sorted, &modes, &order.pieces, options)?;
        let work = Mutex::new(Scratch::for_hierarchy(&hierarchy, points.len()));
        Ok(Self {
            arch: Arch::new(),
            sweeps: options.sweeps.max(1),
            order,
            scale,
            n_blocks: matrix.pattern.n_blocks(),
            hierarchy,
            work,
        })
    }

    /// New values in the same pattern: groups and interpolation stay.
    ///
    /// After an error the hierarchy must not be used until a refresh succeeds.
    ///
    /// # Errors
    /// Another pattern, values that are not finite, a matrix that is not positive definite.
    pub fn refresh(&mut self, matrix: &BlockMatrix) -> Result<(), MultigridError> {
        let (found, expected) = (matrix.pattern.n_blocks(), self.n_blocks);
        if found != expected || matrix.pattern.n_rows() != self.order.node.len() {
            return Err(MultigridError::Pattern { found, expected });
        }
        self.scale = scale_of(matrix)?;
        let sorted = Sorted {
            inner: &Scaled {
                matrix,
                scale: self.scale,
            },
            order: &self.order,
        };
        match &mut self.hierarchy {
            Hierarchy::Exact(coarsest) => *coarsest = Coarsest::build(&sorted)?,
            Hierarchy::Sweep(smoother) => smoother.refresh(&sorted)?,
            Hierarchy::Levels(fine, coarse, bottom) => {
                let mut below = fine.refresh(&sorted)?;
                for level in coarse {
                    below = level.refresh(&below)?;
                }
                match bottom {
                    Bottom::Exact(coarsest) => *coarsest = Coarsest::build(&below)?,
                    Bottom::Sweep(smoother) => smoother.refresh(&below)?,
                }
            }
        }
        Ok(())
    }

    /// Levels, complexity and memory.
    pub fn report(&self) -> Report {
        let mut nodes = vec![self.order.node.len()];
        let mut bytes = 8 * self.order.node.len();
        let mut complexity = 1.0;
        match &self.hierarchy {
            Hierarchy::Exact(coarsest) => bytes += coarsest.bytes(),
            Hierarchy::Sweep(smoother) => bytes += smoother.bytes(),
            Hierarchy::Levels(fine, coarse, bottom) => {
                nodes.push(fine.n_coarse());
                nodes.extend(coarse.iter().map(Level::n_coarse));
                bytes += fine.bytes() + coarse.iter().map(Level::bytes).sum::<usize>();
                bytes += match bottom {
                    Bottom::Exact(coarsest) => coarsest.bytes(),
                    Bottom::Sweep(smoother) => smoother.bytes(),
                };
                let blocks: usize = coarse.iter().map(|level| level.n_blocks).sum();
                complexity += 4.0 * blocks as f64 / fine.n_blocks as f64;
            }
        }
        Report {
            nodes,
            operator_complexity: complexity,
            bytes,
        }
    }
}

/// Size of a hierarchy.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Nodes of each level, the finest first.
    pub nodes: Vec<usize>,
    /// Numbers in the matrices of all levels over those of the finest.
    pub operator_complexity: f64,
    /// Bytes held.
    pub bytes: usize,
}

fn check(matrix: &BlockMatrix, points: &[[f64; 3]], fixed: &[bool]) -> Result<(), MultigridError> {
    let rows = matrix.pattern.n_rows();
    if rows != points.len() || fixed.len() != 3 * rows {
        return Err(MultigridError::Sizes {
            rows,
            points: points.len(),
            fixed: fixed.len(),
        });
    }
    let wild = points.iter().position(|p| p.iter().any(|x| !x.is_finite()));
    wild.map_or(Ok(()), |node| Err(MultigridError::PointNotFinite { node }))
}

/// One over the largest magnitude in the matrix, so that single precision cannot overflow.
fn scale_of(matrix: &BlockMatrix) -> Result<f64, MultigridError> {
    let pattern = &matrix.pattern;
    let largest = (0..pattern.n_rows())
        .into_par_iter()
        .with_min_len(ROWS_PER_TASK)
        .map(|row| {
            let values = &matrix.values[pattern.blocks(row)];
            let sum: f64 = values.iter().flatten().map(|v| v.abs()).sum();
            if sum.is_finite() {
                Ok(sum)
            } else {
                Err(MultigridError::ValueNotFinite { row })
            }
        })
        .try_reduce(|| 0.0, |a, b| Ok(f64::max(a, b)))?;
    Ok(if largest > 0.0 { 1.0 / largest } else { 1.0 })
}

fn build_hierarchy(
    sorted: &impl Source<3>,
    modes: &Modes<3>,
    pieces: &Pieces,
    options: &Options,
) -> Result<Hierarchy, MultigridError> {
    let n = sorted.n_rows();
    if 3 * n <= options.coarsest_unknowns {
        return Ok(Hierarchy::Exact(Coarsest::build(sorted)?));
    }
    let Some((fine, mut below)) = Level::build(sorted, modes, pieces, options, 0)? else {
        return Ok(Hierarchy::Sweep(Box::new(Smoother::build(sorted, pieces)?)));
    };
    let mut coarse = Vec::new();
    while 6 * below.matrix.n_rows() > options.coarsest_unknowns
        && coarse.len() + 2 < options.maximum_levels
    {
        let depth = coarse.len() + 1;
        let Some((level, next)) =
            Level::build(&below.matrix, &below.modes, &below.pieces, options, depth)?
        else {
            break;
        };
        coarse.push(level);
        below = next;
    }
    let bottom = build_bottom(&below, options)?;
    Ok(Hierarchy::Levels(Box::new(fine), coarse, bottom))
}

fn build_bottom(below: &Coarser, options: &Options) -> Result<Bottom, MultigridError> {
    let n = below.matrix.n_rows();
    if 6 * n <= 4 * options.coarsest_unknowns {
        Ok(Bottom::Exact(Coarsest::build(&below.matrix)?))
    } else {
        Ok(Bottom::Sweep(Box::new(Smoother::build(
            &below.matrix,
            &below.pieces,
        )?)))
    }
}
