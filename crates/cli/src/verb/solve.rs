//! `rhytid solve`: mechanics problems on which independent codes agree.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::Instant;

use clap::{Subcommand, ValueEnum};
use serde::Serialize;
use serde_json::{Map, Value, json};
use tissue::block::{self, PROBES};
use tissue::{Kind, LinearSolver, Loads, Model, Options, Progress, Solution, Solver, State};

use crate::failure::Failure;
use crate::{terminal, vtu};

/// Solve a mechanics problem on which independent codes agree.
#[derive(Debug, clap::Args)]
pub struct Solve {
    #[command(subcommand)]
    problem: Problem,
}

/// How to solve and to answer.
#[derive(Debug, clap::Args)]
struct How {
    /// Threads; the results do not depend on their number.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// How linear equations are solved.
    #[arg(long, value_enum, default_value_t = Linear::Auto)]
    linear: Linear,
    /// Unbalanced force, relative to the element forces, that counts as equilibrium [default:
    /// 1e-9 for the block, 1e-6 for the sheet].
    #[arg(long, value_parser = tolerance)]
    tolerance: Option<f64>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Write mesh, displacement, stress, stretch and activation to a .vtu file for ParaView.
    #[arg(long, value_name = "FILE")]
    vtu: Option<PathBuf>,
}

/// Which problem.
#[derive(Debug, Subcommand)]
enum Problem {
    Block(Block),
    Sheet(Sheet),
}

/// A layered block of muscle, fat and dermis: pushed (A) or contracting (B).
#[derive(Debug, clap::Args)]
struct Block {
    /// Mesh: XS, S, M or L.
    #[arg(long, value_enum, ignore_case = true)]
    size: Size,
    /// Element.
    #[arg(long, value_enum)]
    element: Element,
    /// A: a patch of the skin is displaced; B: the muscle contracts.
    #[arg(long, value_enum, ignore_case = true)]
    variant: Variant,
    #[command(flatten)]
    how: How,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Size {
    Xs,
    S,
    M,
    L,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Element {
    Hex8,
    Wedge6,
    Tet4,
    Tet10,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Variant {
    A,
    B,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Linear {
    Auto,
    Direct,
    Multigrid,
}

impl Solve {
    pub fn run(&self) -> Result<(), Failure> {
        match &self.problem {
            Problem::Block(block) => block.run(),
            Problem::Sheet(sheet) => sheet.run(),
        }
    }
}

impl How {
    /// Writes the state where a file of it is wanted.
    fn write(&self, solver: &Solver, solution: &Solution) -> Result<(), Failure> {
        let Some(path) = &self.vtu else {
            return Ok(());
        };
        vtu::write(path, solver.model(), &solution.state)
    }
}

fn ours(error: &dyn std::fmt::Display) -> Failure {
    Failure::Ours(error.to_string())
}

/// Seconds since the first call.
fn clock() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64()
}

impl Block {
    fn run(&self) -> Result<(), Failure> {
        let size = match self.size {
            Size::Xs => block::Size::Xs,
            Size::S => block::Size::S,
            Size::M => block::Size::M,
            Size::L => block::Size::L,
        };
        let variant = match self.variant {
            Variant::A => block::Variant::Passive,
            Variant::B => block::Variant::Active,
        };
        let kind = match self.element {
            Element::Hex8 => Kind::Hex8,
            Element::Wedge6 => Kind::Wedge6,
            Element::Tet4 => Kind::Tet4,
            Element::Tet10 => Kind::Tet10,
        };
        let (model, loads) = block::block(size, kind, variant);
        let start = clock();
        let (solver, solution) = solve(model, &loads, &self.how, 1e-9)?;
        let time_total_s = clock() - start;
        self.how.write(&solver, &solution)?;
        let answer = Answer::new(self, &solver, &solution, time_total_s);
        let text = if self.how.json {
            serde_json::to_string(&answer).map_err(|error| ours(&error))?
        } else {
            answer.text()
        };
        terminal::print(&format!("{text}\n"))
    }
}

/// A curved sheet of skin, fat and muscle on a sliding base, a strip of which contracts.
#[derive(Debug, clap::Args)]
struct Sheet {
    /// About how many unknowns the equations shall have.
    #[arg(long, default_value_t = 30_000, value_parser = clap::value_parser!(u32).range(1_000..=2_000_000))]
    unknowns: u32,
    #[command(flatten)]
    how: How,
}

impl Sheet {
    fn run(&self) -> Result<(), Failure> {
        let (model, loads) = tissue::sheet::sheet(self.unknowns as usize);
        let start = clock();
        let (solver, solution) = solve(model, &loads, &self.how, 1e-6)?;
        let time_total_s = clock() - start;
        self.how.write(&solver, &solution)?;
        let took = &solution.statistics;
        let answer = json!({
            "unknowns": solver.n_unknowns(),
            "elements": solver.model().mesh.n_elements(),
            "compression": tissue::sheet::compression(solver.model(), &solution),
            "energy": solution.energy,
            "residual": solution.residual,
            "min_j": solution.min_j,
            "load_steps": took.load_steps,
            "newton_iterations": took.newton_iterations,
            "linear_iterations": took.linear_iterations,
            "factorisations": took.factorisations,
            "tangent_assemblies": took.tangent_assemblies,
            "time_tangent_s": took.time_tangent_s,
            "time_assembly_s": took.time_assembly_s,
            "time_linear_s": took.time_linear_s,
            "time_total_s": time_total_s,
            "peak_memory_mb": peak_memory_mb(),
            "threads": self.how.threads,
        });
        let text = if self.how.json {
            answer.to_string()
        } else {
            format!("{answer:#}")
        };
        terminal::print(&format!("{text}\n"))
    }
}

/// A number above zero and below one.
fn tolerance(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|error| format!("{error}"))?;
    if value > 0.0 && value < 1.0 {
        Ok(value)
    } else {
        Err("expected a number above 0 and below 1".to_owned())
    }
}

/// Prepares and solves, from rest, to the residual asked for or to `usual`.
fn solve(
    model: Model,
    loads: &Loads,
    how: &How,
    usual: f64,
) -> Result<(Solver, Solution), Failure> {
    let mut solver =
        Solver::new(model, how.linear.into(), how.threads).map_err(|error| ours(&error))?;
    let options = Options {
        tolerance: how.tolerance.unwrap_or(usual),
        clock,
        ..Options::default()
    };
    let mut on = |_: &Progress| ControlFlow::Continue(());
    let solution = solver
        .solve(loads, &State::default(), &options, &mut on)
        .map_err(|error| ours(&error))?;
    Ok((solver, solution))
}

impl From<Linear> for LinearSolver {
    fn from(linear: Linear) -> Self {
        match linear {
            Linear::Auto => Self::Auto,
            Linear::Direct => Self::Direct,
            Linear::Multigrid => Self::Multigrid,
        }
    }
}

/// What the block answers: lengths mm, forces mN, energy µJ, times s.
#[derive(Debug, Serialize)]
struct Answer {
    probes: Map<String, Value>,
    reaction: Option<[f64; 3]>,
    energy: f64,
    umax: f64,
    umean: f64,
    unknowns: usize,
    load_steps: usize,
    newton_iterations: usize,
    linear_iterations: usize,
    factorisations: usize,
    tangent_assemblies: usize,
    time_tangent_s: f64,
    time_assembly_s: f64,
    time_linear_s: f64,
    time_total_s: f64,
    peak_memory_mb: Option<f64>,
    threads: usize,
}

impl Answer {
    fn new(asked: &Block, solver: &Solver, solution: &Solution, time_total_s: f64) -> Self {
        let model = solver.model();
        let size = |u: &[f64; 3]| u.iter().map(|x| x * x).sum::<f64>().sqrt();
        let sizes: Vec<f64> = solution.state.displacement.iter().map(size).collect();
        let took = &solution.statistics;
        Self {
            probes: probes(model, solution),
            reaction: matches!(asked.variant, Variant::A).then(|| reaction(model, solution)),
            energy: solution.energy,
            umax: sizes.iter().copied().fold(0.0, f64::max),
            umean: sizes.iter().sum::<f64>() / sizes.len() as f64,
            unknowns: solver.n_unknowns(),
            load_steps: took.load_steps,
            newton_iterations: took.newton_iterations,
            linear_iterations: took.linear_iterations,
            factorisations: took.factorisations,
            tangent_assemblies: took.tangent_assemblies,
            time_tangent_s: took.time_tangent_s,
            time_assembly_s: took.time_assembly_s,
            time_linear_s: took.time_linear_s,
            time_total_s,
            peak_memory_mb: peak_memory_mb(),
            threads: asked.how.threads,
        }
    }

    fn text(&self) -> String {
        let mut lines: Vec<String> = self
            .probes
            .iter()
            .map(|(name, u)| format!("{name}  u = {u} mm"))
            .collect();
        if let Some(reaction) = self.reaction {
            lines.push(format!("reaction {reaction:?} mN"));
        }
        lines.push(format!(
            "energy {} µJ, largest displacement {:.6} mm, mean {:.6} mm",
            self.energy, self.umax, self.umean
        ));
        lines.push(format!(
            "{} unknowns, {} load steps, {} Newton iterations, {} linear iterations",
            self.unknowns, self.load_steps, self.newton_iterations, self.linear_iterations
        ));
        lines.push(format!(
            "{:.3} s ({:.3} s assembly, {:.3} s linear algebra), {} threads",
            self.time_total_s, self.time_assembly_s, self.time_linear_s, self.threads
        ));
        lines.join("\n")
    }
}

fn probes(model: &Model, solution: &Solution) -> Map<String, Value> {
    let at_probe = PROBES.iter().filter_map(|&(name, probe)| {
        let node = *model.mesh.nodes_where(|at| at == probe).first()?;
        let u = solution.state.displacement[node as usize];
        Some((name.to_owned(), json!(u)))
    });
    at_probe.collect()
}

/// Sum of the forces on the displaced patch: the supports above the bottom.
fn reaction(model: &Model, solution: &Solution) -> [f64; 3] {
    let mut sum = [0.0; 3];
    for (support, force) in model.supports.iter().zip(&solution.reactions) {
        if model.mesh.points[support.node as usize][2] > 0.0 {
            for (sum, f) in sum.iter_mut().zip(force) {
                *sum += f;
            }
        }
    }
    sum
}

/// Most memory that this process has held, where the system tells.
fn peak_memory_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
