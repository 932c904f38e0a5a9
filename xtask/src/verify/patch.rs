//! Patch tests.

use anyhow::Result;
use tissue::law::{IsochoricNeoHookean, Law, NeoHookean};
use tissue::{Dilatation, Kind, Loads, Material, Model, State};

use super::body::{prescribe, solve_to};
use super::cell;
use super::mesh::{distorted, name};
use super::section::{Effort, Section};
use super::tensor::{self, Matrix, apply, subtract};

const TEXT: &str = "\
A sheared cube of 3×3×3 cells whose inner nodes are moved irregularly; every node of its surface \
is displaced by u = (F − 1) X with a large F (stretches from 0.8 to 1.3, shears, J = 1.05). The \
inner nodes must find the same homogeneous deformation, and the energy must be W(F) times the \
volume, whatever the element and wherever its dilatation is taken. Compressible neo-Hookean, and \
neo-Hookean on isochoric invariants, ν = 0.45. Only rounding may remain.";

/// The deformation.
const F: Matrix = [[1.25, 0.20, -0.10], [0.05, 0.85, 0.15], [-0.10, 0.10, 1.00]];
const TOLERANCE: f64 = 1e-10;

/// Homogeneous deformation of distorted meshes.
pub fn section(_: Effort) -> Result<Section> {
    let mut section = Section::new(
        "Patch test",
        TEXT,
        "Irons and Razzaque, in *The Mathematical Foundations of the Finite Element Method*, \
         1972; any homogeneous deformation is an exact solution",
    );
    for kind in Kind::ALL {
        for dilatation in [Dilatation::Pointwise, Dilatation::Mean] {
            for (law_name, law) in laws() {
                let place = match dilatation {
                    Dilatation::Pointwise => "pointwise",
                    Dilatation::Mean => "mean",
                };
                let case = format!("{}, {place} dilatation, {law_name}", name(kind));
                check(&mut section, &case, kind, Material { law, dilatation })?;
            }
        }
    }
    Ok(section)
}

fn laws() -> [(&'static str, Law); 2] {
    [
        (
            "compressible",
            Law::NeoHookean(NeoHookean::from_young(30.0, 0.45)),
        ),
        (
            "isochoric",
            Law::IsochoricNeoHookean(IsochoricNeoHookean::from_young(30.0, 0.45)),
        ),
    ]
}

fn check(section: &mut Section, case: &str, kind: Kind, material: Material) -> Result<()> {
    let mesh = distorted(3).into_kind(kind);
    let mut surface: Vec<u32> = mesh.boundary().into_iter().flat_map(|f| f.nodes).collect();
    surface.sort_unstable();
    surface.dedup();
    let mut model = Model::new(mesh, material);
    let mut loads = Loads::default();
    let exact = |x| subtract(apply(&F, x), x);
    prescribe(&mut model, &mut loads, &surface, [true; 3], exact);
    let solved = solve_to(1e-12, model, &loads, &State::default())?;

    let (mut error, mut largest) = (0.0_f64, 0.0_f64);
    for (&x, &u) in solved.mesh().points.iter().zip(solved.displacement()) {
        error = error.max(tensor::norm(subtract(u, exact(x))));
        largest = largest.max(tensor::norm(exact(x)));
    }
    section.absolute(
        case,
        "max error of u / max u",
        [error / largest, 0.0],
        TOLERANCE,
    );
    let rest = vec![[0.0; 3]; solved.mesh().n_nodes()];
    let energy = energy_density(&material.law) * cell::volume(solved.mesh(), &rest);
    section.relative(
        case,
        "energy, µJ",
        [solved.solution.energy, energy],
        TOLERANCE,
    );
    Ok(())
}

/// W(F) from the formulas of the theory page.
fn energy_density(law: &Law) -> f64 {
    let j = tensor::determinant(&F);
    let i1: f64 = F.iter().flatten().map(|f| f * f).sum();
    match law {
        Law::IsochoricNeoHookean(law) => {
            0.5 * law.mu * (j.powf(-2.0 / 3.0) * i1 - 3.0)
                + 0.25 * law.kappa * (j * j - 1.0 - 2.0 * j.ln())
        }
        Law::NeoHookean(law) => {
            0.5 * law.mu * (i1 - 3.0) - law.mu * j.ln() + 0.5 * law.lambda * j.ln().powi(2)
        }
        _ => f64::NAN,
    }
}
