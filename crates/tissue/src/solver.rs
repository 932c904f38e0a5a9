//! The solver: load stepping around Newton's method.

use crate::body::Body;
use crate::equations::Equations;
use crate::linear::BlockMatrix;
use crate::model::{Loads, Model, State};
use crate::newton::{Equilibrium, Newton, Stop};
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

/// Growth of the load step after a step that went well.
const STEP_GROWTH: f64 = 2.0;

impl Solver {
    /// Prepares `model` for `threads` threads; the results do not depend on their number.
    ///
    /// # Errors
    /// Everything that is wrong with the model, or threads that the system refuses.
    pub fn new(model: Model, linear: LinearSolver, threads: usize) -> Result<Self, SetupError> {
        // model.check()?;
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.max(1))
            .build()?;
        let n_tasks = threads.current_num_threads();
        let n_tasks = if n_tasks == 1 { 1 } else { 4 * n_tasks };
        let body = threads.install(|| Body::new(model, n_tasks));
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
    /// [`Failure`]: no equilibrium, with the last one on the way; or cancelled by `watch`.
    pub fn solve(
        &mut self,
        loads: &Loads,
        from: &State,
        options: &Options,
        watch: Watch,
    ) -> Result<Solution, Failure> {
        let start = (options.clock)();
        let mut path = Path::new(&self.body, loads, from);
        let mut statistics = Statistics::default();
        let found = loop {
            if let Some(found) = self.next_step(&mut path, options, &mut statistics, watch)? {
                break found;
            }
        };
        statistics.time_total_s = (options.clock)() - start;
        Ok(self.solution(loads, &found, statistics))
    }

    /// One step; the equilibrium when all of the load is on.
    fn next_step(
        &mut self,
        path: &mut Path,
        options: &Options,
        statistics: &mut Statistics,
        watch: Watch,
    ) -> Result<Option<Equilibrium>, Failure> {
        let target = (path.load + path.step).min(1.0);
        let progress = Progress {
            load: path.load,
            target,
            iteration: 0,
            residual: f64::INFINITY,
        };
        let loads = self.body.loads(&path.from.loads.towards(path.to, target));
        let guess = path.guess(target);
        let attempt = self.threads.install(|| {
            Newton {
                body: &self.body,
                options,
                equations: &mut self.equations,
                matrix: &mut self.matrix,
                statistics,
            }
            .run(guess, &loads, progress, watch)
        });
        match attempt {
            Ok(found) => {
                statistics.load_steps += 1;
                Ok(path.arrive(target, found))
            }
            Err(Stop::Cancelled) => Err(Failure::Cancelled {
                load: path.load,
                last: Box::new(self.last_state(path)),
            }),
            Err(Stop::Obstacle { why, residual }) => {
                self.shorten(path, options, statistics, why, residual)?;
                Ok(None)
            }
        }
    }

    fn shorten(
        &mut self,
        path: &mut Path,
        options: &Options,
        statistics: &mut Statistics,
        reason: Obstacle,
        residual: f64,
    ) -> Result<(), Failure> {
        statistics.rejected_steps += 1;
        self.equations.forget();
        let step = path.step;
        path.step *= 0.5;
        if path.step >= options.smallest_step {
            return Ok(());
        }
        Err(Failure::NotConverged {
            load: path.load,
            step,
            residual,
            tolerance: options.tolerance,
            reason,
            last: Box::new(self.last_state(path)),
            statistics: *statistics,
        })
    }

    fn last_state(&self, path: &Path) -> State {
        State {
            displacement: self.by_node(&path.u),
            loads: path.from.loads.towards(path.to, path.load),
        }
    }

    fn by_node(&self, u: &[f64]) -> Vec<[f64; 3]> {
        let at = |&position: &u32| std::array::from_fn(|i| u[3 * position as usize + i]);
        self.body.layout.position_of.iter().map(at).collect()
    }

    fn solution(&self, loads: &Loads, found: &Equilibrium, statistics: Statistics) -> Solution {
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
            statistics,
        }
    }
}

/// The way from one set of loads to another.
struct Path<'a> {
    from: &'a State,
    to: &'a Loads,
    /// Share of the load in equilibrium.
    load: f64,
    /// Share to take next.
    step: f64,
    /// Displacement there, by position.
    u: Vec<f64>,
    /// Share and displacement of the equilibrium before.
    before: Option<(f64, Vec<f64>)>,
}

impl<'a> Path<'a> {
    fn new(body: &Body, to: &'a Loads, from: &'a State) -> Self {
        let at = |&node: &u32| {
            let u = from.displacement.get(node as usize);
            u.copied().unwrap_or_default()
        };
        Self {
            from,
            to,
            load: 0.0,
            step: std::env::var("STEP").map_or(1.0, |s| s.parse().unwrap()),
            u: body.layout.node_at.iter().flat_map(at).collect(),
            before: None,
        }
    }

    /// Where to start looking for the equilibrium at `target`: on the line through the last two.
    fn guess(&self, target: f64) -> Vec<f64> {
        let Some((load, u)) = &self.before else {
            return self.u.clone();
        };
        let ahead = (target - self.load) / (self.load - load);
        self.u
            .iter()
            .zip(u)
            .map(|(now, before)| now + ahead * (now - before))
            .collect()
    }

    fn arrive(&mut self, load: f64, found: Equilibrium) -> Option<Equilibrium> {
        if load >= 1.0 {
            return Some(found);
        }
        let u = std::mem::replace(&mut self.u, found.u);
        self.before = Some((self.load, u));
        self.load = load;
        self.step *= STEP_GROWTH;
        None
    }
}

/// Why a model could not be prepared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// The system gave no threads.
    #[error("no threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}
