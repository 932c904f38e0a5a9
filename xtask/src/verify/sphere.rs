//! The linear sphere.

use anyhow::Result;
use tissue::{Loads, Material, Model, Surface};

use super::body::{elastic, faces, hold_symmetry, solve};
use super::mesh::octant;
use super::section::{Effort, Section};
use super::tensor::{dot, norm};

const TEXT: &str = "\
A hollow sphere (radii 1 and 2, E = 1, ν = 0.3) under an external pressure of 10⁻⁶ E, so small \
that the finite-strain solution is the linear one, u(r) = B r + C/r². An eighth, 3 patches of \
10×10 columns, 12 hexahedra through the wall. Mean radial displacement of the nodes on both \
surfaces.";

const INNER: f64 = 1.0;
const OUTER: f64 = 2.0;
const YOUNG: f64 = 1.0;
const POISSON: f64 = 0.3;
const P: f64 = 1e-6;

/// External pressure on a hollow sphere, B086.
pub fn section(_: Effort) -> Result<Section> {
    let mut section = Section::new("Linear sphere", TEXT, "B086: Code_Aster V3.03.123");
    let mesh = octant(10, 12, INNER, OUTER);
    let mut model = Model::new(mesh, Material::pointwise(elastic(YOUNG, POISSON)));
    hold_symmetry(&mut model, &[0, 1, 2]);
    model.surfaces.push(Surface {
        faces: faces(&model.mesh, |x| norm(x) > OUTER - 1e-9),
        follower: true,
    });
    let loads = Loads {
        pressure: vec![P],
        ..Loads::default()
    };
    let solved = solve(model, &loads)?;
    for radius in [INNER, OUTER] {
        let nodes = solved
            .mesh()
            .nodes_where(|x| (norm(x) - radius).abs() < 1e-9);
        let outward = |&node: &u32| {
            let (x, u) = (
                solved.mesh().points[node as usize],
                solved.displacement()[node as usize],
            );
            dot(x, u) / radius
        };
        let mean = nodes.iter().map(outward).sum::<f64>() / nodes.len() as f64;
        let case = format!("B086 r = {radius}");
        section.relative(&case, "u E/p", [mean / P, exact(radius) / P], 3e-3);
    }
    Ok(section)
}

fn exact(r: f64) -> f64 {
    let (a, b) = (INNER.powi(3), OUTER.powi(3));
    let linear = (1.0 - 2.0 * POISSON) / YOUNG * b / (a - b) * P;
    let inverse = (1.0 + POISSON) / (2.0 * YOUNG) * a * b / (a - b) * P;
    linear * r + inverse / (r * r)
}
