//! Convergence order by manufactured solutions.

use anyhow::Result;
use tissue::law::{Law, NeoHookean};
use tissue::{Kind, Loads, Material, Mesh, Model, State};

use super::body::{prescribe, solve_to};
use super::cell;
use super::mesh::{name, wavy};
use super::section::{Effort, Measure, Section};
use super::tensor::{Matrix, determinant, dot, inverse, norm, scale, subtract};

const TEXT: &str = "\
A displacement is chosen first: three plane waves of sines, gradients up to 0.35 (finite strain, J \
from 0.7 to 1.4). The body force that it needs, −Div P, follows from the law in closed form and \
acts as consistent nodal forces (four Gauss points along each axis); the surface is held at the \
chosen displacement. Unit cube under a smooth distortion, n cells along each edge (tetrahedra: six \
a cell), compressible neo-Hookean, ν = 0.3, pointwise dilatation. Between two meshes the error \
must fall with the order that theory promises: in L², 2 for linear elements and 3 for tet10; in \
the gradient (equivalent to the energy norm), 1 and 2. The tolerance is 0.15 in the order because \
the meshes are finite; more is as good.";

const LAW: NeoHookean = NeoHookean {
    mu: 1.0,
    lambda: 1.5,
};
/// Amplitude, wave vector and phase of each wave.
const WAVES: [([f64; 3], [f64; 3], f64); 3] = [
    ([0.08, -0.04, 0.05], [2.0, 1.0, -1.0], 0.3),
    ([-0.03, 0.07, 0.04], [-1.0, 2.0, 1.5], 1.1),
    ([0.04, 0.03, -0.06], [1.0, -1.5, 2.5], 2.0),
];
/// Gauss points along each axis, for loads and errors.
const ORDER: usize = 4;
const TOLERANCE: f64 = 0.15;

/// Order of each element.
pub fn section(effort: Effort) -> Result<Section> {
    let mut section = Section::new(
        "Order of convergence",
        TEXT,
        "Roache, Code verification by the method of manufactured solutions, J Fluids Eng 2002; \
         124:4; orders: Ciarlet, *The Finite Element Method for Elliptic Problems*, 1978",
    );
    for kind in Kind::ALL {
        let meshes: &[usize] = match (kind, effort) {
            (Kind::Tet10, Effort::Quick) => &[2, 4],
            (_, Effort::Quick) => &[4, 8],
            (Kind::Tet10, Effort::Full) => &[2, 4, 8],
            (_, Effort::Full) => &[4, 8, 16],
        };
        let order = if kind == Kind::Tet10 { 2.0 } else { 1.0 };
        let errors: Vec<[f64; 2]> = meshes
            .iter()
            .map(|&n| errors(kind, n))
            .collect::<Result<_>>()?;
        for (n, errors) in meshes.windows(2).zip(errors.windows(2)) {
            let case = format!("{}, n = {} → {}", name(kind), n[0], n[1]);
            for (i, quantity, expected) in [
                (0, "order in L²", order + 1.0),
                (1, "order of the gradient", order),
            ] {
                let found = (errors[0][i] / errors[1][i]).log2();
                let what = format!(
                    "{quantity} (error {:.1e} → {:.1e})",
                    errors[0][i], errors[1][i]
                );
                section.push(&case, &what, [found, expected], Measure::AtLeast, TOLERANCE);
            }
        }
    }
    Ok(section)
}

/// Errors in L² and of the gradient.
fn errors(kind: Kind, n: usize) -> Result<[f64; 2]> {
    let mesh = wavy(n).into_kind(kind);
    let mut surface: Vec<u32> = mesh.boundary().into_iter().flat_map(|f| f.nodes).collect();
    surface.sort_unstable();
    surface.dedup();
    let mut loads = Loads {
        forces: body_forces(&mesh),
        ..Loads::default()
    };
    let mut model = Model::new(mesh, Material::pointwise(Law::NeoHookean(LAW)));
    prescribe(&mut model, &mut loads, &surface, [true; 3], displacement);
    let solved = solve_to(1e-11, model, &loads, &State::default())?;
    let mut sums = [0.0; 2];
    for element in 0..solved.mesh().n_elements() {
        let nodes = cell::nodal(solved.mesh().nodes(element), solved.displacement());
        for point in cell::points(solved.mesh(), element, ORDER) {
            let off = norm(subtract(point.value(&nodes), displacement(point.at)));
            let (found, exact) = (point.gradient(&nodes), gradient(point.at));
            let steep: f64 = found
                .iter()
                .flatten()
                .zip(exact.iter().flatten())
                .map(|(a, b)| (a - b).powi(2))
                .sum();
            sums[0] += point.volume * off * off;
            sums[1] += point.volume * steep;
        }
    }
    Ok(sums.map(f64::sqrt))
}

/// ∫ N b dV at each node.
fn body_forces(mesh: &Mesh) -> Vec<(u32, [f64; 3])> {
    let mut sum = vec![[0.0; 3]; mesh.n_nodes()];
    for element in 0..mesh.n_elements() {
        for point in cell::points(mesh, element, ORDER) {
            let force = scale(body_force(point.at), point.volume);
            for (&node, n) in mesh.nodes(element).iter().zip(&point.values) {
                for (sum, f) in sum[node as usize].iter_mut().zip(force) {
                    *sum += n * f;
                }
            }
        }
    }
    (0..).zip(sum).collect()
}

fn displacement(x: [f64; 3]) -> [f64; 3] {
    std::array::from_fn(|i| {
        let wave = |(a, q, phase): &([f64; 3], [f64; 3], f64)| a[i] * (dot(*q, x) + phase).sin();
        WAVES.iter().map(wave).sum()
    })
}

/// ∂u_i/∂X_J.
fn gradient(x: [f64; 3]) -> Matrix {
    std::array::from_fn(|i| {
        std::array::from_fn(|j| {
            let wave = |(a, q, phase): &([f64; 3], [f64; 3], f64)| {
                a[i] * q[j] * (dot(*q, x) + phase).cos()
            };
            WAVES.iter().map(wave).sum()
        })
    })
}

/// ∂²u_i/∂X_J∂X_K as a matrix in (i, J) for one K.
fn curvature(x: [f64; 3], k: usize) -> Matrix {
    std::array::from_fn(|i| {
        std::array::from_fn(|j| {
            let wave = |(a, q, phase): &([f64; 3], [f64; 3], f64)| {
                -a[i] * q[j] * q[k] * (dot(*q, x) + phase).sin()
            };
            WAVES.iter().map(wave).sum()
        })
    })
}

/// −Div P of the law at the chosen displacement, with G = F⁻¹:
/// dP = μ dF + λ tr(G dF) Gᵀ − (λ ln J − μ) (G dF G)ᵀ.
fn body_force(x: [f64; 3]) -> [f64; 3] {
    let mut f = gradient(x);
    for (i, row) in f.iter_mut().enumerate() {
        row[i] += 1.0;
    }
    let g = inverse(&f);
    let pressure = LAW.lambda * determinant(&f).ln() - LAW.mu;
    let mut force = [0.0; 3];
    for k in 0..3 {
        let change = curvature(x, k);
        let turned: Matrix = std::array::from_fn(|a| {
            std::array::from_fn(|b| (0..3).map(|i| g[a][i] * change[i][b]).sum())
        });
        let trace = turned[0][0] + turned[1][1] + turned[2][2];
        for (i, force) in force.iter_mut().enumerate() {
            let last: f64 = (0..3).map(|b| turned[k][b] * g[b][i]).sum();
            *force -= LAW.mu * change[i][k] + LAW.lambda * trace * g[k][i] - pressure * last;
        }
    }
    force
}
