//! Pressure that follows the surface, and pressure that does not.

use anyhow::Result;
use tissue::law::{Law, NeoHookean};
use tissue::{Kind, Loads, Material, Model, Surface};

use super::body::{hold_distorted, solve_to};
use super::cell;
use super::mesh::{distorted, name};
use super::section::{Effort, Section};

const TEXT: &str = "\
A distorted body under the same suction p = −0.2 μ all around, compressible neo-Hookean (λ = μ), \
swells evenly by a stretch s. A pressure that follows acts per *current* area, so the Cauchy stress is −p: \
μ (s² − 1)/s³ + λ 3 ln s/s³ = −p. A dead pressure keeps its *reference* area, so the nominal stress \
is −p: μ (s − 1/s) + λ 3 ln s/s = −p. The engine must give each exactly, on the faces of every \
element. (Suction, because dead *pressure* all around is unstable: the body would rather turn over, \
and the engine finds that.)";

const LAW: NeoHookean = NeoHookean {
    mu: 1.0,
    lambda: 1.0,
};
const P: f64 = -0.2;

/// Even pressure all around.
pub fn section(_: Effort) -> Result<Section> {
    let mut section = Section::new("Following and dead pressure", TEXT, "closed formulas");
    for kind in Kind::ALL {
        for (what, follower) in [("following", true), ("dead", false)] {
            let found = stretch(kind, follower)?;
            let case = format!("{what}, {}", name(kind));
            section.relative(&case, "stretch", [found, exact(follower)], 1e-9);
        }
    }
    Ok(section)
}

fn stretch(kind: Kind, follower: bool) -> Result<f64> {
    let mesh = distorted(3).into_kind(kind);
    let before = cell::volume(&mesh, &vec![[0.0; 3]; mesh.n_nodes()]);
    let mut model = Model::new(mesh, Material::pointwise(Law::NeoHookean(LAW)));
    hold_distorted(&mut model);
    model.surfaces.push(Surface {
        faces: model.mesh.boundary(),
        follower,
    });
    let loads = Loads {
        pressure: vec![P],
        ..Loads::default()
    };
    let solved = solve_to(1e-12, model, &loads, &tissue::State::default())?;
    Ok((cell::volume(solved.mesh(), solved.displacement()) / before).cbrt())
}

/// The root of the formula of the text, by bisection.
fn exact(follower: bool) -> f64 {
    let unbalanced = |s: f64| {
        let nominal = LAW.mu * (s - 1.0 / s) + LAW.lambda * 3.0 * s.ln() / s;
        P + if follower { nominal / (s * s) } else { nominal }
    };
    let (mut low, mut high) = (0.9, 1.3);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if unbalanced(middle) > 0.0 {
            high = middle;
        } else {
            low = middle;
        }
    }
    0.5 * (low + high)
}
