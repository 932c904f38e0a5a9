//! The same bytes on any number of threads.

use std::ops::ControlFlow;

use anyhow::Result;
use tissue::block::{Size, Variant, block};
use tissue::{Kind, LinearSolver, Options, Solver, State};

use super::section::{Effort, Section};

const TEXT: &str = "\
Size XS of the block above, both variants and both linear solvers, on one, two and three threads: \
bytes of displacement, energy and reactions that differ from those of one thread.";

/// Bytes that differ.
pub fn section(_: Effort) -> Result<Section> {
    let mut section = Section::new(
        "The same bytes on any number of threads",
        TEXT,
        "comparison with one thread",
    );
    for (solver_name, linear) in [
        ("factors", LinearSolver::Direct),
        ("multigrid", LinearSolver::Multigrid),
    ] {
        for (kind_name, kind) in [("hex8", Kind::Hex8), ("tet4", Kind::Tet4)] {
            for (variant_name, variant) in [("A", Variant::Passive), ("B", Variant::Active)] {
                let one = bytes(kind, variant, linear, 1)?;
                for threads in [2, 3] {
                    let other = bytes(kind, variant, linear, threads)?;
                    let differ = one.iter().zip(&other).filter(|(a, b)| a != b).count();
                    let case =
                        format!("XS {kind_name} {variant_name}, {solver_name}, {threads} threads");
                    section.absolute(&case, "bytes that differ", [differ as f64, 0.0], 0.0);
                }
            }
        }
    }
    Ok(section)
}

fn bytes(kind: Kind, variant: Variant, linear: LinearSolver, threads: usize) -> Result<Vec<u8>> {
    let (model, loads) = block(Size::Xs, kind, variant);
    let mut solver = Solver::new(model, linear, threads)?;
    let mut watch = |_: &tissue::Progress| ControlFlow::Continue(());
    let solution = solver.solve(&loads, &State::default(), &Options::default(), &mut watch)?;
    let vectors = solution
        .state
        .displacement
        .iter()
        .chain(&solution.reactions);
    Ok(vectors
        .flatten()
        .chain([&solution.energy])
        .flat_map(|x| x.to_le_bytes())
        .collect())
}
