//! The solver: load stepping around Newton's method.

use std::ops::ControlFlow;

use crate::body::{Body, BodyLoads};
use crate::check::Problems;
use crate::equations::Equations;
use crate::kernel::Want;
use crate::linear::BlockMatrix;
use crate::model::{Loads, Model, State};
use crate::newton::{Iterate, Newton, Prediction, Stop};
use crate::options::{
    Failure, LinearSolver, Obstacle, Options, Progress, Solution, Statistics, Watch,
};

/// A model made ready: its pattern, its threads and its factors live as long as it does, so that
/// solving again under other loads is cheap.
pub struct Solver {
    body: Body,
    equations: Equations,
    matrix: BlockMatrix,
    threads: rayon::ThreadPool,
}

/// Pieces into which assembly is divided.
const TASKS: usize = 8;
/// Growth of the load step after a step that went well.
const STEP_GROWTH: f64 = 4.0;
/// Share of the smallest J that a prediction must keep.
const J_KEPT: f64 = 0.1;
/// Unbalanced force that is left on the way to the full load.
const ON_THE_WAY: f64 = 1e-2;
/// Most times that the pressures in contact are taken as multipliers.
const MOST_AUGMENTATIONS: usize = 30;

impl Solver {
    /// Prepares `model` for `threads` threads; the results do not depend on their number.
    ///
    /// # Errors
    /// Everything that is wrong with the model, or threads that the system refuses.
    pub fn new(model: Model, linear: LinearSolver, threads: usize) -> Result<Self, SetupError> {
        model.check()?;
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.max(1))
            .build()?;
        // Fixed, so that results do not depend on the number of threads.
        let body = threads.install(|| Body::new(model, TASKS));
        let matrix = BlockMatrix::zeros(body.layout.pattern.clone());
        let equations = Equations::new(&body, linear);
        Ok(Self {
            body,
            equations,
            matrix,
            threads,
        })
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.body.model
    }

    /// Unknowns of the equations.
    pub fn n_unknowns(&self) -> usize {
        let free = self.body.layout.free.iter().flatten();
        free.filter(|&&free| free).count()
    }

    /// Finds equilibrium under `loads`, going there from `from`.
    ///
    /// # Errors
    /// [`Failure`]: loads or a start that cannot be, no equilibrium (with the last one on the
    /// way), or cancelled by `watch`.
    pub fn solve(
        &mut self,
        loads: &Loads,
        from: &State,
        options: &Options,
        watch: Watch,
    ) -> Result<Solution, Failure> {
        self.body.model.check_loads(loads)?;
        self.body.model.check_state(from)?;
        let start = (options.clock)();
        let mut statistics = Statistics::default();
        let mut path = Path::new(&self.body, loads, from);
        self.body.contacts.forget();
        let Self {
            body,
            equations,
            matrix,
            threads,
        } = self;
        let found = threads.install(|| {
            let newton = Newton {
                body,
                options,
                equations,
                matrix,
                statistics: &mut statistics,
            };
            Walk { newton, watch }.finish(&mut path)
        });
        statistics.time_total_s = (options.clock)() - start;
        match found {
            Ok(found) => Ok(self.solution(loads, &found, statistics)),
            Err(end) => Err(self.failure(&end, &path, options, statistics)),
        }
    }

    fn failure(
        &self,
        end: &End,
        path: &Path,
        options: &Options,
        statistics: Statistics,
    ) -> Failure {
        let last = Box::new(State {
            displacement: self.by_node(&path.u),
            loads: path.loads(path.load),
        });
        match *end {
            End::Cancelled => Failure::Cancelled {
                load: path.load,
                last,
            },
            End::Obstacle { why, residual } => Failure::NotConverged {
                load: path.load,
                step: path.step,
                residual,
                tolerance: options.tolerance,
                reason: why,
                last,
                statistics: Box::new(statistics),
            },
        }
    }

    fn by_node(&self, u: &[f64]) -> Vec<[f64; 3]> {
        let at = |&position: &u32| std::array::from_fn(|i| u[3 * position as usize + i]);
        self.body.layout.position_of.iter().map(at).collect()
    }

    fn solution(&self, loads: &Loads, found: &Iterate, statistics: Statistics) -> Solution {
        let forces = self.by_node(&found.sum.forces);
        let reactions = self.body.model.supports.iter().map(|support| {
            let force = forces[support.node as usize];
            std::array::from_fn(|i| if support.held[i] { force[i] } else { 0.0 })
        });
        Solution {
            state: State {
                displacement: self.by_node(&found.u),
                loads: loads.clone(),
            },
            energy: found.sum.energy,
            reactions: reactions.collect(),
            min_j: found.sum.min_j.0,
            residual: found.residual,
            contacts: self.body.contacts.report(&found.u),
            statistics,
        }
    }
}

/// Why a walk ended early.
type End = Stop;

/// A walk along the load: predict, go as far as the elements stay well shaped, correct.
struct Walk<'a, 'w> {
    newton: Newton<'a>,
    watch: Watch<'w>,
}

impl Walk<'_, '_> {
    fn finish(&mut self, path: &mut Path) -> Result<Iterate, End> {
        loop {
            match self.step(path) {
                Ok(found) if path.load >= 1.0 => return Ok(found),
                Ok(_) => {}
                Err(Stop::Cancelled) => return Err(self.settle(path, Stop::Cancelled)),
                Err(stop) => {
                    self.newton.body.contacts.forget();
                    self.newton.statistics.rejected_steps += 1;
                    path.step *= 0.5;
                    if path.step < self.newton.options.smallest_step {
                        return Err(self.settle(path, stop));
                    }
                }
            }
        }
    }

    fn step(&mut self, path: &mut Path) -> Result<Iterate, Stop> {
        let full = (path.load + path.step).min(1.0);
        let loads = self.newton.body.loads(&path.loads(full));
        let prediction = self.newton.predict(&path.u, &loads)?;
        let (target, start) = self.advance(path, full, &loads, &prediction)?;
        let loads = self.newton.body.loads(&path.loads(target));
        let found = self.correct(path.load, target, start, &loads)?;
        self.newton.statistics.load_steps += 1;
        path.arrive(target, &found);
        Ok(found)
    }

    /// As far along a prediction as no element loses more than [`J_KEPT`] allows.
    fn advance(
        &mut self,
        path: &mut Path,
        full: f64,
        loads: &BodyLoads,
        prediction: &Prediction,
    ) -> Result<(f64, Iterate), Stop> {
        let enough = J_KEPT * prediction.min_j;
        let start = self
            .newton
            .on_the_way(&path.u, prediction, 1.0, loads, Want::Tangent);
        let contacts = |u: &[f64], body: &Body| !body.contacts.pierced(&path.u, u);
        if start.sum.min_j.0 >= enough && contacts(&start.u, self.newton.body) {
            return Ok((full, start));
        }
        let mut share = 0.5;
        while share * path.step >= self.newton.options.smallest_step {
            let target = path.load + share * (full - path.load);
            let loads = self.newton.body.loads(&path.loads(target));
            let probe = self
                .newton
                .on_the_way(&path.u, prediction, share, &loads, Want::Forces);
            if probe.sum.min_j.0 >= enough && contacts(&probe.u, self.newton.body) {
                path.step = target - path.load;
                let start =
                    self.newton
                        .on_the_way(&path.u, prediction, share, &loads, Want::Tangent);
                return Ok((target, start));
            }
            share *= 0.5;
        }
        let (det_f, element) = start.sum.min_j;
        Err(Stop::Obstacle {
            why: Obstacle::Inverted { element, det_f },
            residual: start.residual,
        })
    }

    fn correct(
        &mut self,
        load: f64,
        target: f64,
        start: Iterate,
        loads: &BodyLoads,
    ) -> Result<Iterate, Stop> {
        let tolerance = self.newton.options.tolerance;
        let tolerance = if target < 1.0 {
            tolerance.max(ON_THE_WAY)
        } else {
            tolerance
        };
        let progress = Progress {
            load,
            target,
            iteration: 0,
            residual: f64::INFINITY,
        };
        let mut found = self
            .newton
            .correct(start, loads, tolerance, progress, self.watch)?;
        if target < 1.0 {
            return Ok(found);
        }
        for _ in 0..MOST_AUGMENTATIONS {
            if !self.newton.body.contacts.augment(&found.u) {
                return Ok(found);
            }
            let closed = self.balance(&found, loads, tolerance, progress);
            found = match closed {
                Err(Stop::Obstacle { .. }) if self.newton.body.contacts.keep(&found.u) => {
                    self.balance(&found, loads, tolerance, progress)?
                }
                closed => closed?,
            };
        }
        let reports = self.newton.body.contacts.report(&found.u);
        let depth = reports.iter().fold(0.0, |most, r| r.depth.max(most));
        Err(Stop::Obstacle {
            why: Obstacle::Penetration { depth },
            residual: found.residual,
        })
    }

    /// Equilibrium with the multipliers of contact as they are now.
    fn balance(
        &mut self,
        found: &Iterate,
        loads: &BodyLoads,
        tolerance: f64,
        progress: Progress,
    ) -> Result<Iterate, Stop> {
        let start = self.newton.at(found.u.clone(), loads, Want::Tangent);
        self.newton
            .correct(start, loads, tolerance, progress, self.watch)
    }

    /// Brings the last state on the way into full equilibrium before it is handed back; where
    /// that fails the walk's start is.
    fn settle(&mut self, path: &mut Path, end: End) -> End {
        if path.load == 0.0 {
            return end;
        }
        let loads = self.newton.body.loads(&path.loads(path.load));
        let start = self.newton.at(path.u.clone(), &loads, Want::Tangent);
        let progress = Progress {
            load: path.load,
            target: path.load,
            iteration: 0,
            residual: start.residual,
        };
        let tolerance = self.newton.options.tolerance;
        let mut on = |_: &Progress| ControlFlow::Continue(());
        match self
            .newton
            .correct(start, &loads, tolerance, progress, &mut on)
        {
            Ok(found) => path.u = found.u,
            Err(_) => path.return_to_start(),
        }
        end
    }
}

/// The way from one set of loads to another.
struct Path<'a> {
    from: &'a State,
    to: &'a Loads,
    /// Share of the load in equilibrium.
    load: f64,
    /// Largest share to take next.
    step: f64,
    /// Displacement there and at the start, by position.
    u: Vec<f64>,
    start: Vec<f64>,
}

impl<'a> Path<'a> {
    fn new(body: &Body, to: &'a Loads, from: &'a State) -> Self {
        let at = |&node: &u32| {
            let u = from.displacement.get(node as usize);
            u.copied().unwrap_or_default()
        };
        let u: Vec<f64> = body.layout.node_at.iter().flat_map(at).collect();
        Self {
            from,
            to,
            load: 0.0,
            step: 1.0,
            start: u.clone(),
            u,
        }
    }

    fn loads(&self, load: f64) -> Loads {
        self.from.loads.towards(self.to, load)
    }

    fn arrive(&mut self, load: f64, found: &Iterate) {
        self.u.clone_from(&found.u);
        self.load = load;
        self.step *= STEP_GROWTH;
    }

    fn return_to_start(&mut self) {
        self.u.clone_from(&self.start);
        self.load = 0.0;
    }
}

/// Why a model could not be prepared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// The model cannot be solved.
    #[error(transparent)]
    Model(#[from] Problems),
    /// The system gave no threads.
    #[error("no threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}
