//! Turned bodies.

use anyhow::Result;
use tissue::law::{Families, HolzapfelGasserOgden, IsochoricNeoHookean, Law};
use tissue::{Loads, Material, Mesh, Model, State, Surface};

use super::body::{Solved, faces, prescribe, solve_to};
use super::section::{Effort, Section};
use super::tensor::{self, Matrix, add, apply, norm, rotation, subtract};

const TEXT: &str = "\
A block (8×6×4 mm, distorted, 8×6×4 hexahedra) with an active strip, a grown deposit and a pressure that \
follows its upper face, clamped below. *Turned supports*: the clamped face is turned by 100° about an \
oblique axis; the solution must be the unturned one, turned. *Turned model*: mesh, fibres and \
material axes are turned before anything is solved. Both with an isotropic law and with dispersed \
fibres (Holzapfel–Gasser–Ogden). Energy must not change, displacement must turn.";

const AXIS: [f64; 3] = [2.0 / 3.0, -1.0 / 3.0, 2.0 / 3.0];
const ANGLE: f64 = 100.0;
const TOLERANCE: f64 = 1e-9;

/// A loaded body, turned.
pub fn section(_: Effort) -> Result<Section> {
    let mut section = Section::new(
        "Turned bodies answer turned",
        TEXT,
        "invariance under rotation",
    );
    let turn = rotation(AXIS, ANGLE.to_radians());
    for (law_name, law) in [("isotropic", isotropic()), ("fibres", fibrous())] {
        let plain = solved(law, &tensor::IDENTITY, &tensor::IDENTITY)?;
        for (what, model, supports) in [
            ("turned supports", tensor::IDENTITY, turn),
            ("turned model", turn, tensor::IDENTITY),
        ] {
            let turned = solved(law, &model, &supports)?;
            let case = format!("{what}, {law_name}");
            let values = [largest_difference(&plain, &turned, &turn), 0.0];
            section.absolute(&case, "max difference of place / max u", values, TOLERANCE);
            let energies = [turned.solution.energy, plain.solution.energy];
            section.relative(&case, "energy, µJ", energies, TOLERANCE);
        }
    }
    Ok(section)
}

fn isotropic() -> Law {
    Law::IsochoricNeoHookean(IsochoricNeoHookean::from_young(20.0, 0.48))
}

fn fibrous() -> Law {
    Law::HolzapfelGasserOgden(HolzapfelGasserOgden {
        mu: 5.0,
        k1: 20.0,
        k2: 2.0,
        dispersion: 0.1,
        families: Families::two(0.6),
        kappa: 300.0,
    })
}

/// The loaded block, its mesh turned by `model` and its clamped face, from there, by `supports`.
fn solved(law: Law, model: &Matrix, supports: &Matrix) -> Result<Solved> {
    let grid = Mesh::grid([8, 6, 4], |[x, y, z]| {
        let wave = 0.4 * (6.0 * x).sin() * (5.0 * y).cos();
        [8.0 * x + 0.3 * z, 6.0 * y, z * (4.0 + wave)]
    });
    let flat = grid.points.clone();
    let top: Vec<[f64; 3]> = faces(&grid, |x| x[2] > 3.0)
        .iter()
        .flat_map(|face| face.nodes.iter().map(|&n| flat[n as usize]))
        .collect();
    let strip = grid.elements_where(|[_, y, z]| (2.0..4.0).contains(&y) && z < 2.0);
    let deposit = grid.elements_where(|[x, y, z]| x < 4.0 && y < 3.0 && z > 2.0);
    let bottom = grid.nodes_where(|x| x[2] == 0.0);
    let upper = faces(&grid, |x| top.contains(&x));
    let mut mesh = grid;
    for point in &mut mesh.points {
        *point = apply(model, *point);
    }
    let mut body = Model::new(mesh, Material::mean(law));
    // Columns of the turn are the images of the axes.
    let frame = std::array::from_fn(|k| std::array::from_fn(|i| model[i][k]));
    body.frames = vec![frame; body.mesh.n_elements()];
    body.add_fibres(strip, apply(model, [1.0, 0.0, 0.0]));
    body.surfaces.push(Surface {
        faces: upper,
        follower: true,
    });
    let mut loads = Loads {
        tension: vec![15.0],
        growth: vec![1.0; body.mesh.n_elements()],
        pressure: vec![0.5],
        ..Loads::default()
    };
    for element in deposit {
        loads.growth[element as usize] = 1.4;
    }
    let turned = |x| subtract(apply(supports, x), x);
    prescribe(&mut body, &mut loads, &bottom, [true; 3], turned);
    let from = State {
        displacement: body.mesh.points.iter().map(|&x| turned(x)).collect(),
        loads: Loads {
            prescribed: loads.prescribed.clone(),
            ..Loads::default()
        },
    };
    solve_to(1e-12, body, &loads, &from)
}

fn largest_difference(plain: &Solved, turned: &Solved, turn: &Matrix) -> f64 {
    let place = |solved: &Solved, i: usize| add(solved.mesh().points[i], solved.displacement()[i]);
    let (mut difference, mut largest) = (0.0_f64, 0.0_f64);
    for i in 0..plain.mesh().n_nodes() {
        let expected = apply(turn, place(plain, i));
        difference = difference.max(norm(subtract(place(turned, i), expected)));
        largest = largest.max(norm(plain.displacement()[i]));
    }
    difference / largest
}
