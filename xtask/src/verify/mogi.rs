//! A swelling point under a free surface.

use anyhow::Result;
use tissue::law::{IsochoricNeoHookean, Law};
use tissue::{Loads, Material, Mesh, Model};

use super::body::{Solved, faces, hold_symmetry, solve};
use super::facts::facts;
use super::section::{Effort, Section};

const TEXT: &str = "\
A small deposit swells at depth d in a half-space. Linear theory puts a point source there: lift \
u_z(r) = (1 − ν) ΔV/π · d/(r² + d²)^1.5, where ΔV is the change of the cavity's volume; free to \
swell by V_T, a deposit of the same stiffness keeps ΔV = V_T (1 + ν)/(3 (1 − ν)), and V_T itself \
when ν → ½. Here: a cube of side 0.4 d, growth 1 + 10⁻⁴ (linear), ν = 0.4999, mean dilatation, a \
quarter of a block that reaches 20 d down and sideways between rollers, cells from 0.1 d \
growing by 1.25 a cell. Source of finite size, block of finite size and mesh each cost some tenths \
of a per cent. The problem is linear and scales with ΔV/d²: B089–B092 are this one solution, scaled \
to 0.1 mL. They say what a syringe does to a half-space of one soft material; over bone, and with lift \
no longer small against d, a face does something else.";

const POISSON: f64 = 0.4999;
const GROWTH: f64 = 1e-4;
/// Half the side of the cube over its depth.
const HALF: f64 = 0.2;
/// How far the block reaches, over the depth.
const REACH: f64 = 20.0;
const TOLERANCE: f64 = 0.015;

/// Lift and volume, B088–B092.
pub fn section(_: Effort) -> Result<Section> {
    let mut section = Section::new(
        "A swelling point under a free surface",
        TEXT,
        "Mogi, Bull Earthq Res Inst 1958; 36:99; B088–B092; factor of the deposit: Eshelby, Proc R Soc A 1957; 241:376",
    );
    let solved = swollen()?;
    let freely = GROWTH * (2.0 * HALF).powi(3);
    let dv = freely * (1.0 + POISSON) / (3.0 * (1.0 - POISSON));
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
    let uplift = uplift(&solved);
    section.relative(
        "B088",
        "uplifted volume/ΔV",
        [uplift / dv, 2.0 * (1.0 - POISSON)],
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

/// Depth 1.
fn swollen() -> Result<Solved> {
    let beside = [vec![0.0, 0.5 * HALF], graded(HALF, REACH)].concat();
    let mut levels: Vec<f64> = graded(1.0 + HALF, REACH).iter().rev().map(|z| -z).collect();
    let above = [
        -1.0, -0.9, -0.8, -0.7, -0.6, -0.5, -0.4, -0.3, -0.2, -0.1, 0.0,
    ];
    levels.push(-1.1);
    levels.extend(above);
    let n = [beside.len() - 1, beside.len() - 1, levels.len() - 1];
    let index = |share: f64, n: usize| (share * n as f64).round() as usize;
    let mesh = Mesh::grid(n, |[x, y, z]| {
        [
            beside[index(x, n[0])],
            beside[index(y, n[1])],
            levels[index(z, n[2])],
        ]
    });
    let law = Law::IsochoricNeoHookean(IsochoricNeoHookean::from_shear(1.0, POISSON));
    let mut model = Model::new(mesh, Material::mean(law));
    hold_symmetry(&mut model, &[0, 1]);
    for axis in 0..2 {
        let wall = model.mesh.nodes_where(|x| x[axis] > REACH - 1e-9);
        model.hold(&wall, std::array::from_fn(|i| i == axis));
    }
    let bottom = model.mesh.nodes_where(|x| x[2] < 1e-9 - REACH);
    model.hold(&bottom, [true; 3]);
    let deposit = model
        .mesh
        .elements_where(|[x, y, z]| x < HALF && y < HALF && (z + 1.0).abs() < HALF);
    let mut growth = vec![1.0; model.mesh.n_elements()];
    for element in deposit {
        growth[element as usize] += GROWTH;
    }
    let loads = Loads {
        growth,
        ..Loads::default()
    };
    solve(model, &loads)
}

/// From `first` to `last` in steps that grow from half of [`HALF`].
fn graded(first: f64, last: f64) -> Vec<f64> {
    const RATIO: f64 = 1.25;
    let (mut steps, mut sum) = (vec![0.0], 0.0);
    let mut step = 0.5 * HALF;
    while sum < last - first {
        sum += step;
        steps.push(sum);
        step *= RATIO;
    }
    steps
        .iter()
        .map(|s| first + s * (last - first) / sum)
        .collect()
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
