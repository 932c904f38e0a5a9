//! The peers of the benchmark: other codes that solve the layered block of `reference/block`.
//!
//! dolfinx and CalculiX come as Debian packages, FElupe from the Python package index into a
//! virtual environment under `target/`. A peer that is missing is left out, never a failure.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::steps::{present, root, run as step};

/// Threads or processes that every peer is given.
pub const THREADS: usize = 2;

/// Debian's own interpreter: the one that sees Debian's dolfinx.
const SYSTEM_PYTHON: &str = "/usr/bin/python3";

/// An optimised BLAS is among them: Debian's reference BLAS would slow MUMPS down.
const DEBIAN_PACKAGES: &[&str] = &[
    "python3-dolfinx",
    "calculix-ccx",
    "libopenblas0-pthread",
    "openmpi-bin",
    "python3-venv",
];

const FELUPE: &str = "felupe==11.3.0";
const PARDISO: &str = "pypardiso==0.4.7";

/// A code that can solve the block, with the linear solver it uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    /// dolfinx with the sparse direct solver MUMPS.
    DolfinxMumps,
    /// dolfinx with conjugate gradients and PETSc's algebraic multigrid.
    DolfinxGamg,
    /// FElupe with Pardiso.
    FelupePardiso,
    /// FElupe with the direct solver of SciPy: where Pardiso cannot be loaded.
    FelupeScipy,
    /// CalculiX with preconditioned conjugate gradients; its own energy, variant A only.
    CalculixIterative,
    /// CalculiX with the direct solver SPOOLES; its own energy, variant A only.
    CalculixSpooles,
}

/// What a peer answers, as its script prints it.
#[derive(Clone, Debug, Deserialize)]
pub struct PeerResult {
    /// Name with the linear solver, for tables.
    pub peer: String,
    /// Version of the code.
    pub version: String,
    /// Linear solver, its version and what else was chosen.
    pub settings: String,
    /// Displacement at each probe, mm.
    pub probes: BTreeMap<String, [f64; 3]>,
    /// Newton iterations over all load steps.
    pub iterations: usize,
    /// Whole solve from the built mesh to the answers, s.
    pub time_total_s: f64,
    /// Largest resident memory, MB (10⁶ bytes), summed over processes.
    pub peak_memory_mb: f64,
}

impl Peer {
    /// Every peer.
    pub const ALL: [Self; 6] = [
        Self::DolfinxMumps,
        Self::DolfinxGamg,
        Self::FelupePardiso,
        Self::FelupeScipy,
        Self::CalculixIterative,
        Self::CalculixSpooles,
    ];

    /// Name with the linear solver, for tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DolfinxMumps => "dolfinx + MUMPS",
            Self::DolfinxGamg => "dolfinx + GAMG",
            Self::FelupePardiso => "FElupe + Pardiso",
            Self::FelupeScipy => "FElupe + SciPy",
            Self::CalculixIterative => "CalculiX iterative",
            Self::CalculixSpooles => "CalculiX SPOOLES",
        }
    }

    /// Whether the peer minimises the energy of the reference answers, not one of its own.
    pub const fn same_energy(self) -> bool {
        !matches!(self, Self::CalculixIterative | Self::CalculixSpooles)
    }

    /// Script under `reference/block` and its mode.
    const fn script(self) -> (&'static str, &'static str) {
        match self {
            Self::DolfinxMumps => ("solve_dolfinx.py", "mumps"),
            Self::DolfinxGamg => ("solve_dolfinx.py", "gamg"),
            Self::FelupePardiso => ("solve_felupe.py", "pardiso"),
            Self::FelupeScipy => ("solve_felupe.py", "scipy"),
            Self::CalculixIterative => ("solve_calculix.py", "iterative"),
            Self::CalculixSpooles => ("solve_calculix.py", "spooles"),
        }
    }

    /// Whether what the peer needs answers here.
    fn is_available(self) -> bool {
        match self {
            Self::DolfinxMumps | Self::DolfinxGamg => imports(SYSTEM_PYTHON, "import dolfinx"),
            Self::FelupePardiso => {
                let code = "import felupe, pypardiso; pypardiso.PyPardisoSolver()";
                imports(&venv_python(), code)
            }
            Self::FelupeScipy => imports(&venv_python(), "import felupe"),
            Self::CalculixIterative | Self::CalculixSpooles => {
                // It leaves with a failure even when only asked for its version.
                imports(SYSTEM_PYTHON, "import numpy")
                    && Command::new("ccx").arg("-v").output().is_ok()
            }
        }
    }

    /// Ways to use [`THREADS`] cores: the interpreter, alone or started by MPI.
    fn launchers(self) -> Vec<Command> {
        match self {
            Self::DolfinxMumps | Self::DolfinxGamg => vec![threaded(SYSTEM_PYTHON), parallel()],
            Self::FelupePardiso | Self::FelupeScipy => vec![threaded(&venv_python())],
            Self::CalculixIterative | Self::CalculixSpooles => vec![threaded(SYSTEM_PYTHON)],
        }
    }
}

fn venv() -> PathBuf {
    root().join("target/peers/venv")
}

fn venv_python() -> String {
    venv().join("bin/python").to_string_lossy().into_owned()
}

fn imports(python: &str, code: &str) -> bool {
    present(python, &["-c", code])
}

/// An interpreter whose libraries use [`THREADS`] threads.
fn threaded(python: &str) -> Command {
    let mut command = Command::new(python);
    command.env("OMP_NUM_THREADS", THREADS.to_string());
    command
}

/// An interpreter on [`THREADS`] processes of one thread.
fn parallel() -> Command {
    let mut command = Command::new("mpirun");
    command.args(["-n", &THREADS.to_string(), SYSTEM_PYTHON]);
    command.env("OMP_NUM_THREADS", "1");
    // In a container everything runs as root, which Open MPI refuses unless told so twice.
    command.env("OMPI_ALLOW_RUN_AS_ROOT", "1");
    command.env("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
    command
}

/// Installs the peers through the ordinary clients of their registries.
///
/// - returns: what could not be installed, a line each; those peers are left out
pub fn install() -> Vec<String> {
    [debian(), felupe(), pardiso()]
        .into_iter()
        .filter_map(|done| done.err().map(|error| format!("{error:#}")))
        .collect()
}

fn debian() -> Result<()> {
    step("package lists", "apt-get", &["update", "--quiet"])?;
    let mut arguments = vec!["install", "--yes", "--quiet", "--no-install-recommends"];
    arguments.extend(DEBIAN_PACKAGES);
    step("dolfinx and CalculiX", "apt-get", &arguments)
}

fn felupe() -> Result<()> {
    let folder = venv();
    step(
        "python environment",
        SYSTEM_PYTHON,
        &["-m", "venv", "--clear", &folder.to_string_lossy()],
    )?;
    pip(FELUPE)
}

fn pardiso() -> Result<()> {
    pip(PARDISO)
}

fn pip(package: &str) -> Result<()> {
    let arguments = ["-m", "pip", "install", "--quiet", package];
    step(package, &venv_python(), &arguments)
}

/// The peers that can run here, SciPy's solver only where Pardiso is missing.
pub fn available() -> Vec<Peer> {
    let mut found: Vec<Peer> = Peer::ALL
        .into_iter()
        .filter(|peer| peer.is_available())
        .collect();
    if found.contains(&Peer::FelupePardiso) {
        found.retain(|peer| *peer != Peer::FelupeScipy);
    }
    found
}

/// Solves one block with a peer; where it can use the cores in two ways, the faster run counts
/// and its `settings` say which.
///
/// - `size`: `XS`, `S`, `M` or `L`
/// - `element`: `hex8` or `tet4`
/// - `variant`: `A` or `B`
///
/// # Errors
/// In every way: the peer does not start, does not converge, cannot pose the variant, or answers
/// in another form.
pub fn run(peer: Peer, size: &str, element: &str, variant: &str) -> Result<PeerResult> {
    let (script, mode) = peer.script();
    let script = root().join("reference/block").join(script);
    let mut runs = peer.launchers().into_iter().map(|mut launcher| {
        launcher.arg(&script).args(["--mode", mode]);
        launcher.args(["--size", size, "--element", element, "--variant", variant]);
        answer(&mut launcher)
            .with_context(|| format!("{} on {size} {element} {variant}", peer.name()))
    });
    let first = runs.next().context("a peer without a launcher")?;
    runs.fold(first, faster)
}

/// The faster of two runs, or the one that succeeded.
fn faster(first: Result<PeerResult>, second: Result<PeerResult>) -> Result<PeerResult> {
    match (first, second) {
        (Ok(a), Ok(b)) => Ok(if b.time_total_s < a.time_total_s {
            b
        } else {
            a
        }),
        (Err(_), Ok(only)) | (Ok(only), Err(_)) => Ok(only),
        (Err(error), Err(_)) => Err(error),
    }
}

fn answer(command: &mut Command) -> Result<PeerResult> {
    let output = command.output().context("cannot start")?;
    if !output.status.success() {
        bail!("failed: {}", last_lines(&output.stderr));
    }
    parse(&String::from_utf8_lossy(&output.stdout))
}

/// The answer is the last line that is a JSON object; solvers may print before it.
fn parse(printed: &str) -> Result<PeerResult> {
    let line = printed
        .lines()
        .rev()
        .find(|line| line.starts_with('{'))
        .context("printed no answer")?;
    serde_json::from_str(line).context("printed an answer of another form")
}

/// The end of what a failed peer said.
fn last_lines(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(3)..].join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str = r#"{"size": "XS", "peer": "CalculiX iterative", "version": "2.20",
        "settings": "", "probes": {"P1": [2.5, 0.0, -0.1]}, "umax": 3.7, "umean": 1.3,
        "energy": null, "reaction": null, "iterations": 16, "time_total_s": 9.1,
        "peak_memory_mb": 36.7}"#;

    #[test]
    fn answer_is_read_behind_what_a_solver_prints() {
        let printed = format!("Using 2 threads\n{}\n", ANSWER.replace('\n', " "));
        let result = parse(&printed).expect("an answer");
        assert_eq!(result.probes["P1"], [2.5, 0.0, -0.1]);
    }

    #[test]
    fn the_faster_of_two_runs_counts_and_a_failed_one_does_not() {
        let timed = |time_total_s| {
            let mut result = parse(&ANSWER.replace('\n', " ")).expect("an answer");
            result.time_total_s = time_total_s;
            Ok(result)
        };
        let time = |run: Result<PeerResult>| run.expect("a run").time_total_s;
        assert_eq!(time(faster(timed(2.0), timed(1.0))), 1.0);
        assert_eq!(time(faster(timed(1.0), timed(2.0))), 1.0);
        assert_eq!(
            time(faster(Err(anyhow::anyhow!("no MPI")), timed(3.0))),
            3.0
        );
    }

    #[test]
    fn silence_of_a_peer_is_an_error() {
        assert!(parse("Using 2 threads\n").is_err());
    }
}
