//! `cargo xtask bench`: our engine and its peers on the same problems in one run.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::peers::{self, Peer};
use crate::steps;

/// What to run.
pub struct Plan {
    /// Sizes of the block at which the peers run too.
    pub sizes: Vec<String>,
    /// Whether peers are installed first.
    pub install_peers: bool,
    /// Threads of rhytid; peers run on [`peers::THREADS`].
    pub threads: usize,
}

/// Seconds that FEBio's default solver and dolfinx with MUMPS took side by side on another
/// machine, by size (where known): the ratio turns our dolfinx time into an estimate of FEBio's.
///
/// # Source
/// reference/block/SOURCE.md
const FEBIO: [(&str, f64, f64); 2] = [("S", 6.0, 15.8), ("M", 19.6, 70.0)];
/// The same for size L, where dolfinx with MUMPS was not run.
const FEBIO_L_S: f64 = 90.0;
/// Residual to which we solve the block: ten times better than the 10⁻⁶ that is compared.
const TOLERANCE: &str = "1e-7";
/// Peak memory of FEBio's default solver, MB, by size.
const FEBIO_MB: [(&str, f64); 3] = [("S", 255.0), ("M", 810.0), ("L", 2850.0)];

/// Runs everything and writes docs/benchmarks.md.
pub fn bench(plan: &Plan) -> Result<()> {
    let mut notes = Vec::new();
    if plan.install_peers {
        notes.extend(peers::install());
    }
    steps::run(
        "release build",
        "cargo",
        &["build", "--release", "-p", "cli"],
    )?;
    let found = peers::available();
    let mut page = Page::new(plan);
    let mut mumps = BTreeMap::new();
    for size in ["S", "M", "L"] {
        let ours = block(size, plan.threads)?;
        page.ours(size, &ours);
        if !plan.sizes.iter().any(|s| s == size) {
            page.estimate(size, &ours, &mumps);
            continue;
        }
        for &peer in &found {
            match peers::run(peer, size, "hex8", "A") {
                Ok(result) => {
                    if peer == Peer::DolfinxMumps {
                        mumps.insert(size.to_owned(), result.time_total_s);
                    }
                    page.peer(size, &ours, peer, &result);
                }
                Err(error) => notes.push(format!("{} at size {size}: {error:#}", peer.name())),
            }
        }
        page.estimate(size, &ours, &mumps);
    }
    page.assembly(&block("M", 1)?);
    for unknowns in [30_000, 100_000, 300_000] {
        page.sheet(&sheet(unknowns, plan.threads)?);
    }
    page.finish(&notes)
}

fn block(size: &str, threads: usize) -> Result<Value> {
    let threads = threads.to_string();
    ours(&[
        "solve",
        "block",
        "--size",
        size,
        "--element",
        "hex8",
        "--variant",
        "A",
        "--threads",
        &threads,
        "--tolerance",
        TOLERANCE,
        "--json",
    ])
}

fn sheet(unknowns: usize, threads: usize) -> Result<Value> {
    let (unknowns, threads) = (unknowns.to_string(), threads.to_string());
    ours(&[
        "solve",
        "sheet",
        "--unknowns",
        &unknowns,
        "--threads",
        &threads,
        "--json",
    ])
}

/// The quickest of three runs.
fn ours(arguments: &[&str]) -> Result<Value> {
    let mut best: Option<Value> = None;
    for _ in 0..3 {
        let run = once(arguments)?;
        let quicker = best
            .as_ref()
            .is_none_or(|best| seconds(&run) < seconds(best));
        if quicker {
            best = Some(run);
        }
    }
    best.context("no run")
}

fn once(arguments: &[&str]) -> Result<Value> {
    let program = steps::root().join("target/release/rhytid");
    let output = Command::new(&program)
        .args(arguments)
        .output()
        .with_context(|| format!("cannot start {}", program.display()))?;
    ensure!(
        output.status.success(),
        "rhytid {} failed: {}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn number(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap_or(f64::NAN)
}

fn seconds(value: &Value) -> f64 {
    number(value, "time_total_s")
}

/// Largest difference of a probe's component, over the largest component.
fn difference(ours: &Value, peer: &peers::PeerResult) -> f64 {
    let (mut difference, mut largest) = (0.0_f64, 0.0_f64);
    for (name, theirs) in &peer.probes {
        for (axis, &theirs) in theirs.iter().enumerate() {
            let here = ours["probes"][name][axis].as_f64().unwrap_or(f64::NAN);
            difference = difference.max((here - theirs).abs());
            largest = largest.max(theirs.abs());
        }
    }
    difference / largest
}

/// The page as it grows.
struct Page {
    blocks: String,
    ratios: String,
    assembly: String,
    sheets: Vec<Value>,
    threads: usize,
}

impl Page {
    fn new(plan: &Plan) -> Self {
        Self {
            blocks: String::new(),
            ratios: String::new(),
            assembly: String::new(),
            sheets: Vec::new(),
            threads: plan.threads,
        }
    }

    fn ours(&mut self, size: &str, run: &Value) {
        let _ = writeln!(
            self.blocks,
            "| {size} | rhytid | {:.2} | 1 | {:.0} | {} Newton, {} linear iterations, {} set-ups; \
             assembly {:.2} s, linear algebra {:.2} s |",
            seconds(run),
            number(run, "peak_memory_mb"),
            run["newton_iterations"],
            run["linear_iterations"],
            run["factorisations"],
            number(run, "time_assembly_s"),
            number(run, "time_linear_s"),
        );
    }

    fn peer(&mut self, size: &str, ours: &Value, which: Peer, peer: &peers::PeerResult) {
        let _ = writeln!(
            self.blocks,
            "| {size} | {} {} | {:.2} | {:.1} | {:.0} | {}; {} iterations; probes differ by {:.0e} \
             of the largest{} |",
            peer.peer,
            peer.version,
            peer.time_total_s,
            peer.time_total_s / seconds(ours),
            peer.peak_memory_mb,
            peer.settings,
            peer.iterations,
            difference(ours, peer),
            if which.same_energy() {
                ""
            } else {
                " (its own energy)"
            },
        );
    }

    fn estimate(&mut self, size: &str, ours: &Value, mumps: &BTreeMap<String, f64>) {
        let direct = FEBIO.iter().find(|row| row.0 == size);
        let estimate = match direct {
            Some((_, febio, dolfinx)) => mumps.get(size).map(|time| time * febio / dolfinx),
            None => mumps.get("M").map(|time| FEBIO_L_S * time / FEBIO[1].2),
        };
        let Some(estimate) = estimate else {
            return;
        };
        let memory = FEBIO_MB
            .iter()
            .find(|row| row.0 == size)
            .map_or(f64::NAN, |row| row.1);
        let _ = writeln!(
            self.ratios,
            "| {size} | {estimate:.1} | {:.2} | {:.1} | {memory:.0} | {:.0} |",
            seconds(ours),
            estimate / seconds(ours),
            number(ours, "peak_memory_mb"),
        );
    }

    fn assembly(&mut self, run: &Value) {
        // Size M: 72 × 48 × 8 hexahedra.
        let elements = 72.0 * 48.0 * 8.0;
        let assemblies = number(run, "tangent_assemblies");
        let each = number(run, "time_tangent_s") / assemblies / elements;
        let _ = writeln!(
            self.assembly,
            "One residual, tangent and scatter takes {:.2} µs a hexahedron on one thread (size M, \
             2×2×2 points, mean of {assemblies} assemblies within a solve).",
            1e6 * each
        );
    }

    fn sheet(&mut self, run: &Value) {
        self.sheets.push(run.clone());
    }

    fn finish(&self, notes: &[String]) -> Result<()> {
        let mut text = INTRODUCTION.replace("THREADS", &self.threads.to_string());
        let _ = writeln!(text, "{}\n", machine());
        text += "## The block, hex8, variant A\n\n| size | code | s | ratio to rhytid | MB | remark |\n|---|---|---|---|---|---|\n";
        text += &self.blocks;
        text += FEBIO_TEXT;
        text += "\n| size | FEBio, estimated, s | rhytid, s | ratio | FEBio, MB, listed | rhytid, MB |\n|---|---|---|---|---|---|\n";
        text += &self.ratios;
        let _ = write!(text, "\n## Assembly\n\n{}\n", self.assembly);
        text += &self.sheet_table();
        if !notes.is_empty() {
            text += "\n## What did not run\n\n";
            for note in notes {
                let _ = writeln!(text, "- {}", note.replace('\n', " "));
            }
        }
        fs::write(steps::root().join("docs/benchmarks.md"), text)?;
        Ok(())
    }

    fn sheet_table(&self) -> String {
        let mut text = String::from(
            "\n## A face-like sheet\n\n`rhytid solve sheet`: 120 × 90 mm, radius 80 mm, four \
             layers, ν = 0.48 at the mean dilatation, sliding base, a strip of muscle that \
             contracts from rest; residual 1e-6 of the element forces. Growth: exponent of N \
             against the row before.\n\n| unknowns | compression of the skin | s | growth | Newton \
             | linear | MB | assembly, s | linear algebra, s |\n|---|---|---|---|---|---|---|---|---|\n",
        );
        for (at, run) in self.sheets.iter().enumerate() {
            let growth = at.checked_sub(1).map_or("–".to_owned(), |before| {
                let before = &self.sheets[before];
                let time = seconds(run) / seconds(before);
                let size = number(run, "unknowns") / number(before, "unknowns");
                format!("{:.2}", time.ln() / size.ln())
            });
            let _ = writeln!(
                text,
                "| {} | {:.3} | {:.2} | {growth} | {} | {} | {:.0} | {:.2} | {:.2} |",
                run["unknowns"],
                number(run, "compression"),
                seconds(run),
                run["newton_iterations"],
                run["linear_iterations"],
                number(run, "peak_memory_mb"),
                number(run, "time_assembly_s"),
                number(run, "time_linear_s"),
            );
        }
        text
    }
}

/// Processor and number of cores, where the system tells.
fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split(": ").nth(1))
        .unwrap_or("unknown processor");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("Machine: {model}, {cores} cores.")
}

const INTRODUCTION: &str = "\
# Benchmarks

Written by `cargo xtask bench --install-peers`. All codes solve the layered block of \
`reference/block` on the same mesh in the same run, one after the other, with THREADS threads (the peers with two); \
a time is the wall time of the whole solve from the built mesh to answers, ours the quickest of \
three runs, the peers' one run. Ours are good to 1e-7 of the element forces; how far the peers' \
probes then differ and what they were set to stands in the remark (a test holds ours to 1e-7 of the \
reference at the usual residual of 1e-9). CalculiX solves its own compressible neo-Hookean energy. Seconds depend on the \
machine; ratios within one run are what counts.

";

const FEBIO_TEXT: &str = "
### FEBio, estimated

FEBio cannot be installed from a package registry. Its time here is estimated from the time that \
dolfinx with MUMPS takes in this run, times the ratio of the two in a run on another machine of \
two cores (6.0/15.8 at S, 19.6/70 at M); at L its 90 s there scaled by the same machine factor \
as at M. FEBio's default (quasi-Newton) leaves 1.5e-3 of relative error in a probe there.
";
