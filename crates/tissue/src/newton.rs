//! Newton's method for one load step.

use std::ops::ControlFlow;

use crate::assembly::Assembled;
use crate::body::{Body, BodyLoads};
use crate::dilatation::Expected;
use crate::equations::Equations;
use crate::kernel::Want;
use crate::linear::{BlockMatrix, dot};
use crate::model::Model;
use crate::options::{Obstacle, Options, Progress, Statistics, Watch};

/// Sufficient decrease of Armijo's rule.
///
/// # Source
/// Nocedal and Wright, Numerical Optimization, 2006, section 3.1.
const ARMIJO: f64 = 1e-4;
/// Most halvings of a line search.
const MOST_HALVINGS: usize = 12;
/// Loosest and tightest relative tolerance of the linear equations.
const LOOSEST: f64 = 0.03;
/// Ratio of bulk to shear modulus from which the loosest tolerance falls with it: what the
/// equations leave must be small against the shear forces too.
const NEARLY_INCOMPRESSIBLE: f64 = 10.0;
const TIGHTEST: f64 = 1e-8;
/// Share of the wanted tolerance to which the last equations are solved.
const ENOUGH: f64 = 0.2;
/// Change of energy, relative to the energies at play, below which rounding hides it.
const ENERGY_NOISE: f64 = 1e-10;

/// Difference of dilatations below which they are the same.
const SAME_DILATATION: f64 = 1e-9;

/// Strain that counts as none: element forces below it are not what a residual is measured by, so
/// that a body without stress, whose forces are rounding, is in equilibrium.
const NO_STRAIN: f64 = 1e-5;

/// One attempt at a load step.
pub(crate) struct Newton<'a> {
    pub(crate) body: &'a mut Body,
    pub(crate) options: &'a Options,
    pub(crate) equations: &'a mut Equations,
    pub(crate) matrix: &'a mut BlockMatrix,
    pub(crate) statistics: &'a mut Statistics,
}

/// Why an attempt ended without equilibrium.
pub(crate) enum Stop {
    /// It cannot go on.
    Obstacle { why: Obstacle, residual: f64 },
    /// The watcher said stop.
    Cancelled,
}

/// An iterate and what was assembled there.
pub(crate) struct Iterate {
    pub(crate) u: Vec<f64>,
    /// Mean dilatations about which the forces were taken; empty: those of `u`.
    about: Vec<f64>,
    pub(crate) sum: Assembled,
    /// Norm of the unbalanced free forces.
    unbalanced: f64,
    /// Its ratio to the element forces.
    pub(crate) residual: f64,
}

/// The step that the equations at a state ask for.
pub(crate) struct Prediction {
    pub(crate) step: Vec<f64>,
    expected: Expected,
    /// Smallest J where it starts.
    pub(crate) min_j: f64,
}

impl Newton<'_> {
    /// The step from `u` to the equilibrium under `loads`, to first order; held components
    /// arrive.
    pub(crate) fn predict(&mut self, u: &[f64], loads: &BodyLoads) -> Result<Prediction, Stop> {
        self.couple(u, false);
        let lift = self.lift(u, loads);
        let sum = self.assemble(u, &[], loads, Want::Tangent, lift.as_deref());
        let start = self.iterate(u.to_vec(), Vec::new(), sum);
        let step = if lift.is_none() && start.residual <= self.options.tolerance {
            vec![0.0; u.len()]
        } else {
            self.direction(&start, lift.as_deref(), loads, self.loosest())?
        };
        Ok(Prediction {
            expected: Expected::new(self.body, u, &step, loads),
            step,
            min_j: start.sum.min_j.0,
        })
    }

    /// The iterate a share of the way along a prediction made at `u`.
    pub(crate) fn on_the_way(
        &mut self,
        u: &[f64],
        prediction: &Prediction,
        share: f64,
        loads: &BodyLoads,
        want: Want,
    ) -> Iterate {
        let about = prediction.expected.along(&[], share);
        self.about(along(u, &prediction.step, share), about, loads, want)
    }

    /// The iterate at `u`, held components put where `loads` hold them.
    pub(crate) fn at(&mut self, u: Vec<f64>, loads: &BodyLoads, want: Want) -> Iterate {
        self.about(u, Vec::new(), loads, want)
    }

    fn about(
        &mut self,
        mut u: Vec<f64>,
        about: Vec<f64>,
        loads: &BodyLoads,
        want: Want,
    ) -> Iterate {
        for (at, u) in u.iter_mut().enumerate() {
            if !self.body.layout.free[at / 3][at % 3] {
                *u = loads.held[at];
            }
        }
        let sum = self.assemble(&u, &about, loads, want, None);
        self.iterate(u, about, sum)
    }

    /// Finds equilibrium under `loads` to `tolerance`, starting from an iterate with its
    /// tangent.
    ///
    /// `progress` holds the shares of load; its iteration and residual are filled in.
    pub(crate) fn correct(
        &mut self,
        start: Iterate,
        loads: &BodyLoads,
        tolerance: f64,
        mut progress: Progress,
        watch: Watch,
    ) -> Result<Iterate, Stop> {
        let mut now = finite(start)?;
        let loosest = self.loosest();
        let mut forcing = loosest;
        for iteration in 0..=self.options.maximum_iterations {
            progress.iteration = iteration;
            progress.residual = now.residual;
            if watch(&progress) == ControlFlow::Break(()) {
                return Err(Stop::Cancelled);
            }
            if now.residual <= tolerance {
                now = self.settled(now, loads);
                if now.residual <= tolerance {
                    return accept(now);
                }
            }
            if iteration == self.options.maximum_iterations {
                break;
            }
            if self.couple(&now.u, true) {
                now = self.at(now.u, loads, Want::Tangent);
            }
            let direction = self.direction(&now, None, loads, forcing)?;
            let next = self.search(&now, &direction, loads)?;
            let enough = ENOUGH * tolerance / next.residual;
            forcing = next_forcing(forcing, next.unbalanced / now.unbalanced)
                .max(enough)
                .min(loosest);
            now = next;
        }
        Err(stop(Obstacle::Iterations, now.residual))
    }

    fn loosest(&self) -> f64 {
        LOOSEST * (NEARLY_INCOMPRESSIBLE / self.body.volumetric_ratio).min(1.0)
    }

    /// The iterate with its forces about the dilatations that it has.
    fn settled(&mut self, now: Iterate, loads: &BodyLoads) -> Iterate {
        let mut gaps = now.about.iter().zip(&now.sum.mean_j);
        if gaps.all(|(about, j)| (about - j).abs() <= SAME_DILATATION) {
            return now;
        }
        self.at(now.u, loads, Want::Tangent)
    }

    /// Makes room in the equations for what touches at `u`; answers whether they changed.
    fn couple(&mut self, u: &[f64], kept: bool) -> bool {
        let changed = self.body.couple(u, kept);
        if changed {
            *self.matrix = BlockMatrix::zeros(self.body.layout.pattern.clone());
            self.equations.forget();
        }
        changed
    }

    /// How far the held components still have to move, if at all.
    fn lift(&self, u: &[f64], loads: &BodyLoads) -> Option<Vec<f64>> {
        let free = &self.body.layout.free;
        let lift: Vec<f64> = u
            .iter()
            .zip(&loads.held)
            .enumerate()
            .map(|(at, (u, held))| if free[at / 3][at % 3] { 0.0 } else { held - u })
            .collect();
        lift.iter().any(|&x| x != 0.0).then_some(lift)
    }

    fn assemble(
        &mut self,
        u: &[f64],
        about: &[f64],
        loads: &BodyLoads,
        want: Want,
        lift: Option<&[f64]>,
    ) -> Assembled {
        let start = (self.options.clock)();
        let matrix = (want != Want::Forces).then_some(&mut *self.matrix);
        let sum = self.body.evaluate(u, about, loads, want, lift, matrix);
        let time = (self.options.clock)() - start;
        self.statistics.time_assembly_s += time;
        match want {
            Want::Forces => self.statistics.force_assemblies += 1,
            Want::Tangent | Want::Clamped | Want::Projected => {
                self.statistics.tangent_assemblies += 1;
                self.statistics.time_tangent_s += time;
            }
        }
        let changed = matches!(want, Want::Clamped | Want::Projected);
        self.statistics.projections += usize::from(changed);
        sum
    }

    fn iterate(&self, u: Vec<f64>, about: Vec<f64>, sum: Assembled) -> Iterate {
        let (mut unbalanced, mut scale) = (0.0, 0.0);
        for (position, free) in self.body.layout.free.iter().enumerate() {
            scale += sum.magnitude[position].powi(2);
            let forces = &sum.forces[3 * position..3 * position + 3];
            for (force, _) in forces.iter().zip(free).filter(|(_, free)| **free) {
                unbalanced += force.powi(2);
            }
        }
        let unbalanced = f64::sqrt(unbalanced);
        let residual = if unbalanced == 0.0 {
            0.0
        } else {
            unbalanced / scale.sqrt().max(NO_STRAIN * self.body.stiffness)
        };
        Iterate {
            u,
            about,
            sum,
            unbalanced,
            residual,
        }
    }

    /// The step that the linear equations ask for, by position.
    fn direction(
        &mut self,
        now: &Iterate,
        lift: Option<&[f64]>,
        loads: &BodyLoads,
        forcing: f64,
    ) -> Result<Vec<f64>, Stop> {
        if let Some(step) = self.solve(&now.sum, lift, forcing) {
            return Ok(step);
        }
        for want in [Want::Clamped, Want::Projected] {
            let sum = self.assemble(&now.u, &now.about, loads, want, lift);
            if let Some(step) = self.solve(&sum, lift, forcing) {
                return Ok(step);
            }
        }
        Err(stop(Obstacle::Linear, now.residual))
    }

    fn solve(&mut self, sum: &Assembled, lift: Option<&[f64]>, forcing: f64) -> Option<Vec<f64>> {
        let layout = &self.body.layout;
        let mut right = vec![0.0; 3 * layout.n_rows()];
        for (row, &position) in layout.position_of_row.iter().enumerate() {
            let position = position as usize;
            for i in 0..3 {
                if layout.free[position][i] {
                    let at = 3 * position + i;
                    right[3 * row + i] = -sum.forces[at] - sum.lifted[at];
                }
            }
        }
        if right.iter().any(|x| !x.is_finite()) {
            return None;
        }
        let start = (self.options.clock)();
        let solved = self
            .equations
            .solve(self.matrix, &right, forcing, self.statistics);
        self.statistics.time_linear_s += (self.options.clock)() - start;
        self.statistics.newton_iterations += 1;
        let rows = solved?;
        let mut step = lift.map_or_else(|| vec![0.0; 3 * layout.n_nodes()], <[f64]>::to_vec);
        for (row, &position) in layout.position_of_row.iter().enumerate() {
            for i in 0..3 {
                if layout.free[position as usize][i] {
                    step[3 * position as usize + i] = rows[3 * row + i];
                }
            }
        }
        Some(step)
    }

    /// Goes along `direction` as far as it helps.
    fn search(
        &mut self,
        now: &Iterate,
        direction: &[f64],
        loads: &BodyLoads,
    ) -> Result<Iterate, Stop> {
        let expected = Expected::new(self.body, &now.u, direction, loads);
        let merit = Merit::new(&self.body.model, now, direction, expected);
        let mut share = 1.0;
        for halving in 0..=MOST_HALVINGS {
            let u = along(&now.u, direction, share);
            if self.body.contacts.pierced(&now.u, &u) {
                share *= 0.5;
                continue;
            }
            // The first try is nearly always taken, so its tangent is not wasted.
            let want = if halving == 0 {
                Want::Tangent
            } else {
                Want::Forces
            };
            let about = merit.expected.along(&now.about, share);
            let next = self.about(u, about, loads, want);
            if self.helps(now, &next, &merit, share, loads) {
                if want == Want::Forces {
                    self.statistics.line_searches += 1;
                    return finite(self.about(next.u, next.about, loads, Want::Tangent));
                }
                return finite(next);
            }
            share *= 0.5;
        }
        Err(stop(Obstacle::LineSearch, now.residual))
    }

    fn helps(
        &self,
        now: &Iterate,
        next: &Iterate,
        merit: &Merit,
        share: f64,
        loads: &BodyLoads,
    ) -> bool {
        let after = merit.at(&self.body.model, &next.sum);
        if !after.is_finite() {
            return false;
        }
        let slope = merit.slope * share;
        let rounding = f64::EPSILON * self.body.energy_scale;
        let noise = ENERGY_NOISE * (merit.before.abs() + after.abs()) + rounding;
        let falls = after - merit.before <= ARMIJO * slope + rounding;
        if loads.is_conservative() && slope.abs() > noise {
            return falls;
        }
        (falls && slope < -noise)
            || next.unbalanced < (1.0 - ARMIJO) * now.unbalanced
            || next.residual <= self.options.tolerance
    }
}

/// What a step is judged by: the energy, augmented for the mean dilatations that it expects.
struct Merit {
    expected: Expected,
    before: f64,
    slope: f64,
}

impl Merit {
    fn new(model: &Model, now: &Iterate, direction: &[f64], expected: Expected) -> Self {
        let relief = expected.relief(model, &now.sum.mean_j);
        let slope = dot(&now.sum.forces, direction) + expected.slope(model, &now.about);
        Self {
            before: now.sum.energy + relief,
            slope,
            expected,
        }
    }

    fn at(&self, model: &Model, sum: &Assembled) -> f64 {
        sum.energy + self.expected.relief(model, &sum.mean_j)
    }
}

/// Forcing term by the decrease of the last step.
///
/// # Source
/// Eisenstat and Walker, Choosing the forcing terms in an inexact Newton method, SIAM J. Sci.
/// Comput. 1996; 17:16, choice 2 (γ = 0.5, α = 2) with its safeguard.
fn next_forcing(last: f64, decrease: f64) -> f64 {
    if !decrease.is_finite() {
        return LOOSEST;
    }
    let wanted = 0.5 * decrease * decrease;
    let guard = 0.5 * last * last;
    let wanted = if guard > 0.1 {
        wanted.max(guard)
    } else {
        wanted
    };
    wanted.clamp(TIGHTEST, LOOSEST)
}

pub(crate) fn along(u: &[f64], direction: &[f64], share: f64) -> Vec<f64> {
    u.iter()
        .zip(direction)
        .map(|(u, d)| u + share * d)
        .collect()
}

fn stop(why: Obstacle, residual: f64) -> Stop {
    Stop::Obstacle { why, residual }
}

fn finite(next: Iterate) -> Result<Iterate, Stop> {
    if next.residual.is_finite() && next.sum.energy.is_finite() {
        Ok(next)
    } else {
        Err(stop(Obstacle::NotFinite, next.residual))
    }
}

fn accept(now: Iterate) -> Result<Iterate, Stop> {
    let (det_f, element) = now.sum.min_j;
    if det_f <= crate::law::J_CONTINUED {
        return Err(stop(Obstacle::Inverted { element, det_f }, now.residual));
    }
    Ok(now)
}
