//! Elastic foundations.

use anyhow::Result;
use tissue::{Kind, Loads, Material, Mesh, Model, traction};

use super::body::{elastic, faces, prescribe, solve, solve_to};
use super::mesh::{distorted, name};
use super::section::{Effort, Section};
use super::tensor::{cross, dot, norm, scale, subtract};

const TEXT: &str = "\
*Uniform*: the lower face of an oblique, distorted body stands on springs, stiff across (k_n = 50 kPa/mm) \
and soft along it (k_t = 0.5); a dead traction on the same face moves the whole body rigidly by \
t_n/k_n across and t_t/k_t along, exactly, for every element. *Shear lag*: a bar of 40×1×1 mm (E = 100 kPa, \
ν = 0) on tangential springs is pulled at one end; E h u'' = k u gives u(0)/u(L) = 1/cosh(L/ℓ) and \
the pull E h u(L)/ℓ tanh(L/ℓ), ℓ = √(E h/k) = 10 mm. The bar theory neglects bending and shear, \
which cost (h/ℓ)², about 1 %; nodes are held to move along the bar, which leaves shear alone.";

/// Springs under a face.
pub fn section(_: Effort) -> Result<Section> {
    let mut section = Section::new(
        "Elastic foundation",
        TEXT,
        "equilibrium; shear lag: Volkersen, 1938",
    );
    for kind in Kind::ALL {
        uniform(&mut section, kind)?;
    }
    shear_lag(&mut section)?;
    Ok(section)
}

fn uniform(section: &mut Section, kind: Kind) -> Result<()> {
    const ACROSS: f64 = 50.0;
    const ALONG: f64 = 0.5;
    let mut model = Model::new(
        distorted(3).into_kind(kind),
        Material::mean(elastic(30.0, 0.45)),
    );
    // The lower face holds the images of the first two edges of the cube.
    let (first, second) = ([1.0, 0.0, 0.15], [0.2, 1.0, 0.0]);
    let outward = scale(cross(first, second), -1.0);
    let normal = scale(outward, 1.0 / norm(outward));
    let base = faces(&model.mesh, |x| dot(x, normal).abs() < 1e-9);
    model.add_foundation(&base, ACROSS, ALONG);
    let load = [0.03, -0.02, 0.08];
    let loads = Loads {
        forces: traction(&model.mesh, &base, load),
        ..Loads::default()
    };
    let solved = solve_to(1e-12, model, &loads, &tissue::State::default())?;
    let across = scale(normal, dot(load, normal));
    let along = subtract(load, across);
    let exact: [f64; 3] = std::array::from_fn(|i| across[i] / ACROSS + along[i] / ALONG);
    let largest = solved
        .displacement()
        .iter()
        .map(|&u| norm(subtract(u, exact)))
        .fold(0.0, f64::max);
    let case = format!("uniform, {}", name(kind));
    section.absolute(
        &case,
        "max error of u / u",
        [largest / norm(exact), 0.0],
        1e-9,
    );
    Ok(())
}

fn shear_lag(section: &mut Section) -> Result<()> {
    const LENGTH: f64 = 40.0;
    const YOUNG: f64 = 100.0;
    const DECAY: f64 = 10.0;
    const PULL: f64 = 1e-4;
    let mesh = Mesh::grid([80, 1, 2], |[x, y, z]| [LENGTH * x, y, z]);
    let mut model = Model::new(mesh, Material::pointwise(elastic(YOUNG, 0.0)));
    let base = faces(&model.mesh, |x| x[2] == 0.0);
    model.add_foundation(&base, 0.0, YOUNG / (DECAY * DECAY));
    let mut loads = Loads::default();
    let all = model.mesh.nodes_where(|_| true);
    prescribe(&mut model, &mut loads, &all, [false, true, true], |_| {
        [0.0; 3]
    });
    let end = model.mesh.nodes_where(|x| x[0] == LENGTH);
    prescribe(&mut model, &mut loads, &end, [true, false, false], |_| {
        [PULL, 0.0, 0.0]
    });
    let solved = solve(model, &loads)?;
    let ratio = LENGTH / DECAY;
    let far = solved.at([0.0, 0.0, 0.0])[0] / PULL;
    section.relative("shear lag", "u(0)/u(L)", [far, 1.0 / ratio.cosh()], 0.01);
    let force = solved.reaction(|x| x[0] == LENGTH, [1.0, 0.0, 0.0]) / PULL;
    let exact = YOUNG / DECAY * ratio.tanh();
    section.relative("shear lag", "pull / u(L), mN/mm", [force, exact], 0.01);
    Ok(())
}
