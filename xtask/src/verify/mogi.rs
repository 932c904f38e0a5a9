//! A swelling point under a free surface.

use anyhow::Result;
use tissue::law::{IsochoricNeoHookean, Law};
use tissue::{Loads, Material, Mesh, Model};

use super::body::{Solved, faces, hold_symmetry, prescribe, solve};
use super::facts::facts;
use super::section::{Effort, Section};

const TEXT: &str = "\
A small deposit swells at depth d in a half-space. Linear theory puts a point source there: lift \
u_z(r) = (1 − ν) ΔV/π · d/(r² + d²)^1.5, where ΔV is the change of the cavity's volume; free to \
swell by V_T, a deposit of the same stiffness keeps ΔV = V_T (1 + ν)/(3 (1 − ν)), and V_T itself \
when ν → ½. Here: a cube of side 0.4 d (its second moments are those of a sphere, and a sphere acts as a point), \
growth 1 + 10⁻⁴ (linear), ν = 0.4999, mean dilatation, a quarter of a block that reaches 5 d down \
and sideways, its outer faces where the point source puts them. Hexahedra of 0.05 d in and above \
the deposit, growing by 1.13 a cell: the mesh is what the error comes from. With cells of 0.1 d the lift above \
the source is 2.9 % short, with 0.05 d 1.0 %; at r = 2 d, where the cells grow with the distance, it is 2.2 % short for a growth of \
1.2 a cell and 1.7 % for 1.15. The uplifted volume is that over the block's top, (1 − ν) ΔV/π times the solid angle of \
the top as seen from the source; the flux through the outer faces is interpolated, which costs some thousandths. The \
problem is linear and scales with ΔV/d²: B089–B092 are this one solution, scaled to 0.1 mL. They say \
what a syringe does to a half-space of one soft material; over bone, and with lift no longer small \
against d, a face does something else.";

const POISSON: f64 = 0.4999;
const GROWTH: f64 = 1e-4;
/// Half the side of the cube over its depth.
const HALF: f64 = 0.2;
/// How far the block reaches, over the depth.
const REACH: f64 = 5.0;
/// Cells in and above the deposit, over the depth, and their growth beyond.
const CELL: f64 = 0.05;
const RATIO: f64 = 1.13;
const TOLERANCE: f64 = 0.015;

/// Lift and volume, B088–B092.
pub fn section(_: Effort) -> Result<Section> {
    let mut section = Section::new(
        "A swelling point under a free surface",
        TEXT,
        "Mogi, Bull Earthq Res Inst 1958; 36:99; B088–B092; below the surface: Mindlin and Cheng, J Appl Phys 1950; 21:926; factor of the deposit: Eshelby, Proc R Soc A 1957; 241:376",
    );
    let solved = swollen()?;
    let dv = change_of_volume();
    let exact = |r: f64| (1.0 - POISSON) * dv / std::f64::consts::PI / (r * r + 1.0).powf(1.5);
    for node in [0.0, 0.5, 1.0, 2.0] {
        let r = nearest(&solved, node);
        let lift = solved.at([r, 0.0, 0.0])[2];
        let values = [lift / dv, exact(r) / dv];
        section.relative(
            &format!("B088 r = {r:.3} d"),
            "lift · d²/ΔV",
            values,
            TOLERANCE,
        );
    }
    let angle = 4.0 * (REACH * REACH).atan2((2.0 * REACH * REACH + 1.0).sqrt());
    section.relative(
        "B088",
        "uplifted volume/ΔV",
        [
            uplift(&solved) / dv,
            (1.0 - POISSON) * angle / std::f64::consts::PI,
        ],
        2e-3,
    );
    let peak = solved.at([0.0; 3])[2] / dv;
    for row in facts("B089", "B092")? {
        let (depth, volume) = (row.parameters[0], 100.0);
        let case = format!("{} d = {depth} mm, 0.1 mL", row.id);
        let lift = peak * volume / (depth * depth);
        section.relative(&case, "peak lift, mm", [lift, row.values[0]], TOLERANCE);
    }
    Ok(section)
}

/// Distance of the surface node nearest to `r` on the x axis.
fn nearest(solved: &Solved, r: f64) -> f64 {
    let on_axis = solved
        .mesh()
        .points
        .iter()
        .filter(|x| x[1] == 0.0 && x[2] == 0.0);
    let by_distance = |a: &f64, b: &f64| (a - r).abs().total_cmp(&(b - r).abs());
    on_axis
        .map(|x| x[0])
        .min_by(by_distance)
        .unwrap_or_default()
}

/// ΔV of the deposit.
fn change_of_volume() -> f64 {
    GROWTH * (2.0 * HALF).powi(3) * (1.0 + POISSON) / (3.0 * (1.0 - POISSON))
}

/// Displacement that a point source at depth 1 gives the half-space z < 0.
///
/// # Source
/// Mindlin and Cheng, Nuclei of strain in the semi-infinite solid, J. Appl. Phys. 1950; 21:926
/// (centre of dilatation).
fn point_source([x, y, z]: [f64; 3]) -> [f64; 3] {
    let depth = -z;
    let beside = x * x + y * y;
    let source = (beside + (depth - 1.0).powi(2)).sqrt();
    let image = (beside + (depth + 1.0).powi(2)).sqrt();
    let factor = change_of_volume() / (4.0 * std::f64::consts::PI);
    let of_image = 3.0 - 4.0 * POISSON;
    let turn = 6.0 * depth * (depth + 1.0) / image.powi(5);
    let outward = source.powi(-3) + of_image * image.powi(-3) - turn;
    let down = (depth - 1.0) * source.powi(-3) - of_image * (depth + 1.0) * image.powi(-3)
        + 2.0 * depth * image.powi(-3)
        - turn * (depth + 1.0);
    [factor * outward * x, factor * outward * y, -factor * down]
}

/// Depth 1.
fn swollen() -> Result<Solved> {
    let law = Law::IsochoricNeoHookean(IsochoricNeoHookean::from_shear(1.0, POISSON));
    let mut model = Model::new(mesh(), Material::mean(law));
    hold_symmetry(&mut model, &[0, 1]);
    let outer = model
        .mesh
        .nodes_where(|[x, y, z]| x.max(y).max(-z) > REACH - 1e-9);
    let deposit = model
        .mesh
        .elements_where(|[x, y, z]| x < HALF && y < HALF && (z + 1.0).abs() < HALF);
    let mut growth = vec![1.0; model.mesh.n_elements()];
    for element in deposit {
        growth[element as usize] += GROWTH;
    }
    let mut loads = Loads {
        growth,
        ..Loads::default()
    };
    prescribe(&mut model, &mut loads, &outer, [true; 3], point_source);
    solve(model, &loads)
}

/// A quarter of the block.
fn mesh() -> Mesh {
    let beside = lines(HALF);
    let below = lines(1.0 + HALF);
    let n = [beside.len() - 1, beside.len() - 1, below.len() - 1];
    let index = |share: f64, n: usize| (share * n as f64).round() as usize;
    Mesh::grid(n, |[x, y, z]| {
        [
            beside[index(x, n[0])],
            beside[index(y, n[1])],
            -below[index(1.0 - z, n[2])],
        ]
    })
}

/// From 0 to [`REACH`]: steps of [`CELL`] up to `even`, then growing ones.
fn lines(even: f64) -> Vec<f64> {
    let n = (even / CELL).round();
    let mut lines: Vec<f64> = (0..n as usize).map(|i| even * i as f64 / n).collect();
    let (mut steps, mut sum, mut step) = (vec![0.0], 0.0, CELL);
    while sum < REACH - even {
        sum += step;
        steps.push(sum);
        step *= RATIO;
    }
    lines.extend(steps.iter().map(|s| even + s * (REACH - even) / sum));
    lines
}

/// Volume between the surface before and after, of all four quarters.
fn uplift(solved: &Solved) -> f64 {
    let mesh = solved.mesh();
    let top = faces(mesh, |x| x[2] == 0.0);
    let of_face = |nodes: &[u32]| {
        let at = |i: usize| mesh.points[nodes[i] as usize];
        let area = ((at(2)[0] - at(0)[0]) * (at(2)[1] - at(0)[1])).abs();
        let mean: f64 = nodes
            .iter()
            .map(|&n| solved.displacement()[n as usize][2])
            .sum();
        area * mean / 4.0
    };
    4.0 * top.iter().map(|face| of_face(&face.nodes)).sum::<f64>()
}
