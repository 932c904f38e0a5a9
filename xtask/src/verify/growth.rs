//! Volume balance of growth.

use anyhow::Result;
use tissue::law::{IsochoricNeoHookean, Law};
use tissue::{Kind, Loads, Material, Mesh, Model};

use super::body::{hold_distorted, hold_symmetry, solve};
use super::cell;
use super::mesh::{distorted, name};
use super::section::{Effort, Section};

const TEXT: &str = "\
*Free growth*: a distorted body that nothing holds back grows to 1.7 times its volume without \
stress; each element does so exactly. *Growth inside*: a deposit (4×4×2 mm, 32 mm³) in a block of \
20×20×8 mm, fixed at its base, grows to 2.5 times its volume (48 mm³ injected, neo-Hookean, mean \
dilatation, 20×20×8 hexahedra). What the block gains must be what was injected, less what its \
finite compressibility takes: 0.5 % at ν = 0.48 and a tenth of that for each further 9.";

const GROWTH: f64 = 2.5;

/// Injected against displaced volume.
pub fn section(_: Effort) -> Result<Section> {
    let mut section = Section::new("Volume balance of growth", TEXT, "conservation of volume");
    for kind in Kind::ALL {
        section.relative(
            &format!("free growth, {}", name(kind)),
            "volume ratio",
            [free(kind)?, 1.7],
            1e-9,
        );
    }
    for (poisson, tolerance) in [(0.48, 0.02), (0.49, 0.01), (0.499, 1e-3), (0.4999, 1e-4)] {
        let [injected, displaced] = inside(poisson)?;
        let case = format!("growth inside, ν = {poisson}");
        section.relative(
            &case,
            "displaced volume, mm³",
            [displaced, injected],
            tolerance,
        );
    }
    Ok(section)
}

fn free(kind: Kind) -> Result<f64> {
    let law = Law::IsochoricNeoHookean(IsochoricNeoHookean::from_shear(1.0, 0.45));
    let mut model = Model::new(distorted(3).into_kind(kind), Material::mean(law));
    hold_distorted(&mut model);
    let before = cell::volume(&model.mesh, &vec![[0.0; 3]; model.mesh.n_nodes()]);
    let loads = Loads {
        growth: vec![1.7; model.mesh.n_elements()],
        ..Loads::default()
    };
    let solved = super::body::solve_to(1e-10, model, &loads, &tissue::State::default())?;
    Ok(cell::volume(solved.mesh(), solved.displacement()) / before)
}

fn inside(poisson: f64) -> Result<[f64; 2]> {
    let mesh = Mesh::grid([10, 10, 8], |[x, y, z]| [10.0 * x, 10.0 * y, 8.0 * z]);
    let law = Law::IsochoricNeoHookean(IsochoricNeoHookean::from_shear(1.0, poisson));
    let mut model = Model::new(mesh, Material::mean(law));
    hold_symmetry(&mut model, &[0, 1]);
    let bottom = model.mesh.nodes_where(|x| x[2] == 0.0);
    model.hold(&bottom, [true; 3]);
    let mut growth = vec![1.0; model.mesh.n_elements()];
    let deposit = model
        .mesh
        .elements_where(|[x, y, z]| x < 2.0 && y < 2.0 && (3.0..5.0).contains(&z));
    for element in deposit {
        growth[element as usize] = GROWTH;
    }
    let loads = Loads {
        growth,
        ..Loads::default()
    };
    let before = cell::volume(&model.mesh, &vec![[0.0; 3]; model.mesh.n_nodes()]);
    let solved = solve(model, &loads)?;
    let gained = cell::volume(solved.mesh(), solved.displacement()) - before;
    // A quarter was solved.
    Ok([32.0 * (GROWTH - 1.0), 4.0 * gained])
}
