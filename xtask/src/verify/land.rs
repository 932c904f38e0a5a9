//! Two problems of cardiac mechanics.

use anyhow::Result;
use tissue::law::{Guccione, Law};
use tissue::{Kind, Loads, Material, Mesh, Model, State, Surface};

use super::body::{Solved, faces, hold_symmetry, solve_to};
use super::facts::fact;
use super::mesh::{Merged, name};
use super::section::{Effort, Section};

const TEXT: &str = "\
*Problem 1*: a beam of 10×1×1 mm, fibres along it, clamped at one end, bends under a pressure of 4 \
Pa that follows its lower face; the deflected height of the tip's upper edge. The groups of the \
source lie between 4.0 and 4.2; the reference here is 4.16 ± 0.02. *Problem 2*: a truncated \
ellipsoid (a left ventricle), isotropic, inflated to 10 kPa, far beyond what a heart sees; heights \
of the apex inside and outside. A quarter between two planes of symmetry; cells through the wall × \
from apex to base × around, with wedges along the axis. Guccione's law, mean dilatation, κ = 10³ kPa \
in problem 1 and 10⁵ kPa in problem 2. Quadratic tetrahedra with one pressure an element are too \
soft on a coarse mesh (the error falls fourfold when the size is halved), hexahedra are within the \
reference's own uncertainty at once.";

/// Problems 1 and 2, B081 and B082.
pub fn section(effort: Effort) -> Result<Section> {
    let mut section = Section::new(
        "Beam and ventricle",
        TEXT,
        "Land et al., Proc R Soc A 2015; 471:20150641, problems 1 and 2; values B081, B082 \
         computed with higher-order elements by an independent code",
    );
    let beams: &[(Kind, [usize; 3], f64)] = match effort {
        Effort::Quick => &[
            (Kind::Hex8, [40, 4, 4], 0.06),
            (Kind::Tet10, [10, 2, 2], 0.25),
        ],
        Effort::Full => &[
            (Kind::Hex8, [40, 4, 4], 0.06),
            (Kind::Tet10, [10, 2, 2], 0.25),
            (Kind::Hex8, [80, 8, 8], 0.02),
            (Kind::Tet10, [20, 4, 4], 0.07),
        ],
    };
    let expected = fact("B081")?.values[0];
    for &(kind, n, tolerance) in beams {
        let found = 1.0 + beam(kind, n)?.at([10.0, 0.5, 1.0])[2];
        let case = format!("B081 {} {}×{}×{}", name(kind), n[0], n[1], n[2]);
        section.absolute(&case, "z of (10, 0.5, 1), mm", [found, expected], tolerance);
    }
    let ventricles: &[([usize; 3], f64)] = match effort {
        Effort::Quick => &[([3, 24, 6], 8e-3)],
        Effort::Full => &[([3, 24, 6], 8e-3), ([6, 48, 12], 3e-3)],
    };
    let expected = fact("B082")?.values;
    for &(n, tolerance) in ventricles {
        let solved = ventricle(n)?;
        let case = format!("B082 hex8 {}×{}×{}", n[0], n[1], n[2]);
        for (i, (what, apex)) in [("apex inside, mm", -17.0), ("apex outside, mm", -20.0)]
            .into_iter()
            .enumerate()
        {
            let found = apex + solved.at([0.0, 0.0, apex])[2];
            section.relative(&case, what, [found, expected[i]], tolerance);
        }
    }
    Ok(section)
}

fn beam(kind: Kind, n: [usize; 3]) -> Result<Solved> {
    let mesh = Mesh::grid(n, |[x, y, z]| [10.0 * x, y, z]).into_kind(kind);
    let law = Law::Guccione(Guccione {
        c: 2.0,
        bf: 8.0,
        bt: 2.0,
        bfs: 4.0,
        kappa: 1e3,
    });
    let mut model = Model::new(mesh, Material::mean(law));
    let clamp = model.mesh.nodes_where(|x| x[0] == 0.0);
    model.hold(&clamp, [true; 3]);
    under_pressure(model, |x| x[2] == 0.0, 0.004)
}

fn under_pressure(mut model: Model, chosen: impl Fn([f64; 3]) -> bool, p: f64) -> Result<Solved> {
    model.surfaces.push(Surface {
        faces: faces(&model.mesh, chosen),
        follower: true,
    });
    let loads = Loads {
        pressure: vec![p],
        ..Loads::default()
    };
    solve_to(1e-8, model, &loads, &State::default())
}

/// Height of the base, mm.
const BASE: f64 = 5.0;

fn ventricle([through, up, around]: [usize; 3]) -> Result<Solved> {
    // Over the share from apex to base, the angle around the axis (backwards, which makes the
    // three right-handed) and the depth in the wall.
    let patch = Mesh::grid([up, around, through], |[s, v, t]| {
        let (short, long) = (7.0 + 3.0 * t, 17.0 + 3.0 * t);
        let u = s * (std::f64::consts::PI - (BASE / long).acos());
        let (sin, cos) = ((1.0 - v) * std::f64::consts::FRAC_PI_2).sin_cos();
        [
            short * u.sin() * cos,
            short * u.sin() * sin,
            -long * u.cos(),
        ]
        .map(|x| if x.abs() < 1e-12 { 0.0 } else { x })
    });
    let mut merged = Merged::default();
    merged.add(&patch);
    let mut model = Model::new(
        merged.mesh,
        Material::mean(Law::Guccione(Guccione::isotropic(10.0, 1.0, 1e5))),
    );
    hold_symmetry(&mut model, &[0, 1]);
    let base = model.mesh.nodes_where(|x| (x[2] - BASE).abs() < 1e-9);
    model.hold(&base, [true; 3]);
    let inside = |[x, y, z]: [f64; 3]| {
        let level = (x * x + y * y) / 49.0 + z * z / 289.0;
        (level - 1.0).abs() < 1e-9
    };
    under_pressure(model, inside, 10.0)
}
