//! Cook's tapered membrane.

use anyhow::Result;
use tissue::{Kind, Loads, Material, Mesh, Model, traction};

use super::body::{Solved, elastic, faces, incompressible, prescribe, solve};
use super::facts::fact;
use super::mesh::name;
use super::section::{Effort, Section};

const TEXT: &str = "\
A tapered panel (corners (0,0), (48,44), (48,60), (0,44)) clamped on the left under a dead shear \
load on the right; n×n cells, one through the thickness. *Incompressible* (B083): plane strain, \
μ = 80.194, traction 6.25, κ = 10⁴ μ; the corner at the clamp is singular, so elements of any \
order converge slowly, from below. *Linear* (B084): plane stress, E = 1, ν = ⅓, F = 1, as a thin \
slab, free on both faces, under 10⁻⁶ of the load. B085 (E = 70, ν = ⅓, a traction of 6250 Pa; 32.20–32.33 over \
meshes) does not say what happens across the panel and is met by neither: plane strain gives 30.71, \
plane stress 34.2.";

/// Cook's membrane, B083 and B084.
pub fn section(effort: Effort) -> Result<Section> {
    let mut section = Section::new(
        "Cook's membrane",
        TEXT,
        "B083: an independent Q2–P1 code; B084: published reference value",
    );
    incompressible_panel(&mut section, effort)?;
    linear_panel(&mut section)?;
    Ok(section)
}

fn incompressible_panel(section: &mut Section, effort: Effort) -> Result<()> {
    let expected = fact("B083")?.values;
    let meshes: &[(Kind, usize, f64)] = match effort {
        Effort::Quick => &[(Kind::Hex8, 16, 0.02), (Kind::Hex8, 32, 0.007)],
        Effort::Full => &[
            (Kind::Hex8, 16, 0.02),
            (Kind::Hex8, 32, 0.007),
            (Kind::Hex8, 64, 0.003),
            (Kind::Tet10, 32, 0.003),
        ],
    };
    for &(kind, n, tolerance) in meshes {
        let solved = panel(kind, n, incompressible(80.194, 1e4), 6.25, Plane::Strain)?;
        let case = format!("B083 {}, n = {n}", name(kind));
        for (i, y) in [60.0, 52.0].into_iter().enumerate() {
            let found = solved.at([48.0, y, 0.0])[1];
            let what = format!("u_y at (48, {y}), mm");
            section.relative(&case, &what, [found, expected[i]], tolerance);
        }
    }
    Ok(())
}

fn linear_panel(section: &mut Section) -> Result<()> {
    const SMALL: f64 = 1e-6;
    let at_the_tip = |young: f64, traction: f64, plane: Plane| -> Result<f64> {
        let law = elastic(young, 1.0 / 3.0);
        let solved = panel(
            Kind::Tet10,
            32,
            Material::pointwise(law),
            SMALL * traction,
            plane,
        )?;
        Ok(solved.at([48.0, 52.0, 0.0])[1] / SMALL)
    };
    let stress = at_the_tip(1.0, 1.0 / 16.0, Plane::Stress)?;
    let case = "tet10, n = 32";
    section.relative(
        &format!("B084 {case}"),
        "u_y at (48, 52)",
        [stress, fact("B084")?.values[0]],
        2e-3,
    );
    Ok(())
}

/// What happens across the panel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Plane {
    Strain,
    Stress,
}

/// The panel under the shear `load` per area.
pub fn panel(kind: Kind, n: usize, material: Material, load: f64, plane: Plane) -> Result<Solved> {
    let thickness = match plane {
        Plane::Strain => 48.0 / n as f64,
        Plane::Stress => 0.2,
    };
    let hexahedra = Mesh::grid([n, n, 1], |[s, t, z]| {
        [48.0 * s, 44.0 * s + t * (44.0 - 28.0 * s), thickness * z]
    });
    let mut model = Model::new(hexahedra.into_kind(kind), material);
    let right = faces(&model.mesh, |x| x[0] > 48.0 - 1e-9);
    let mut loads = Loads {
        forces: traction(&model.mesh, &right, [0.0, load, 0.0]),
        ..Loads::default()
    };
    let left = model.mesh.nodes_where(|x| x[0] < 1e-9);
    prescribe(&mut model, &mut loads, &left, [true, true, false], |_| {
        [0.0; 3]
    });
    let flat = model
        .mesh
        .nodes_where(|x| plane == Plane::Strain || x[2] < 1e-9);
    prescribe(&mut model, &mut loads, &flat, [false, false, true], |_| {
        [0.0; 3]
    });
    solve(model, &loads)
}
