//! Cases with known answers, for verification.

pub mod lips;

pub use lips::{Slit, move_lips};

use std::f64::consts::PI;

use super::{Contact, Pressed};
use crate::law::{Law, NeoHookean};
use crate::{
    Face, Failure, LinearSolver, Loads, Material, Mesh, Model, Options, SetupError, Solution,
    Solver, Spring, State, Surface,
};

/// Why a case has no result.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// The model.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// The solution.
    #[error(transparent)]
    Failure(#[from] Failure),
}

/// Two blocks with meshes that do not match, one on the other under uniform pressure.
#[derive(Debug, Clone, Copy)]
pub struct Patch {
    /// Largest and root mean square deviation of the elements' compression from the uniform
    /// one, relative to it.
    pub largest: f64,
    /// Root mean square.
    pub mean: f64,
    /// Contact force relative to the applied one less what the soft springs carry, less one.
    pub force: f64,
    /// Newton iterations.
    pub newton_iterations: usize,
}

const YOUNG: f64 = 1.0;
const POISSON: f64 = 0.3;

fn solid() -> Material {
    Material::pointwise(Law::NeoHookean(NeoHookean::from_young(YOUNG, POISSON)))
}

/// Appends `other` to `mesh`; answers the first new node.
fn append(mesh: &mut Mesh, other: &Mesh) -> u32 {
    let shift = mesh.n_nodes() as u32;
    mesh.points.extend(&other.points);
    for element in 0..other.n_elements() {
        let nodes: Vec<u32> = other.nodes(element).iter().map(|n| n + shift).collect();
        mesh.push(other.kind(element), &nodes);
    }
    shift
}

/// Boundary faces all of whose nodes are `chosen`.
fn faces_where(mesh: &Mesh, chosen: impl Fn(u32, [f64; 3]) -> bool) -> Vec<Face> {
    let on = |face: &Face| {
        let mut nodes = face.nodes.iter();
        nodes.all(|&node| chosen(node, mesh.points[node as usize]))
    };
    mesh.boundary().into_iter().filter(on).collect()
}

fn solve(model: Model, loads: &Loads) -> Result<Solution, CaseError> {
    let mut solver = Solver::new(model, LinearSolver::Auto, 2)?;
    let options = Options::default();
    let mut on = |_: &crate::Progress| std::ops::ControlFlow::Continue(());
    Ok(solver.solve(loads, &State::default(), &options, &mut on)?)
}

/// The contact patch test: unit cubes of `lower` and `upper` elements a side, stacked, under a
/// pressure of a hundredth of Young's modulus.
///
/// # Errors
/// What the solver reports.
pub fn patch(lower: usize, upper: usize) -> Result<Patch, CaseError> {
    let mut mesh = Mesh::grid([lower; 3], |[x, y, z]| [x, y, z - 1.0]);
    let shift = append(&mut mesh, &Mesh::grid([upper; 3], |p| p));
    let below = faces_where(&mesh, |node, p| node < shift && p[2] == 0.0);
    let above = faces_where(&mesh, |node, p| node >= shift && p[2] == 0.0);
    let top = faces_where(&mesh, |_, p| p[2] == 1.0);
    let mut model = Model::new(mesh, solid());
    for axis in 0..3 {
        let wall = if axis == 2 { -1.0 } else { 0.0 };
        let nodes = model.mesh.nodes_where(|p| p[axis] == wall);
        model.hold(&nodes, std::array::from_fn(|i| i == axis));
    }
    model.surfaces.push(Surface {
        faces: top,
        follower: false,
    });
    model.contacts.push(Contact::between(below, above));
    let upper_nodes: Vec<u32> = (shift..model.mesh.n_nodes() as u32).collect();
    tie(&mut model, &upper_nodes);
    let pressure = 0.01 * YOUNG;
    let loads = Loads {
        pressure: vec![pressure],
        ..Loads::default()
    };
    let mesh = model.mesh.clone();
    let springs = model.springs.clone();
    let solution = solve(model, &loads)?;
    let down = |spring: &Spring| {
        -spring.stiffness[2][2] * solution.state.displacement[spring.node as usize][2]
    };
    let carried: f64 = springs.iter().map(down).sum();
    let (largest, mean) = deviation(&mesh, &solution.state.displacement);
    Ok(Patch {
        largest,
        mean,
        force: solution.contacts[0].force / (pressure - carried) - 1.0,
        newton_iterations: solution.statistics.newton_iterations,
    })
}

/// Springs too soft to carry a load, for a body that only contact holds.
fn tie(model: &mut Model, nodes: &[u32]) {
    let soft = 1e-8 * YOUNG / nodes.len() as f64;
    let stiffness =
        std::array::from_fn(|i| std::array::from_fn(|j| if i == j { soft } else { 0.0 }));
    let springs = nodes.iter().map(|&node| Spring { node, stiffness });
    model.springs.extend(springs);
}

/// Deviation of the elements' compression along z from their mean: largest, root mean square.
fn deviation(mesh: &Mesh, u: &[[f64; 3]]) -> (f64, f64) {
    let compression: Vec<f64> = (0..mesh.n_elements())
        .map(|element| {
            let nodes = mesh.nodes(element);
            let along =
                |k: usize, at: &[[f64; 3]]| at[nodes[k + 4] as usize][2] - at[nodes[k] as usize][2];
            let height: f64 = (0..4).map(|k| along(k, &mesh.points)).sum();
            (0..4).map(|k| along(k, u)).sum::<f64>() / height
        })
        .collect();
    let n = compression.len() as f64;
    let mean = compression.iter().sum::<f64>() / n;
    let off = compression.iter().map(|c| (c / mean - 1.0).abs());
    let square: f64 = off.clone().map(|d| d * d).sum();
    (off.fold(0.0, f64::max), (square / n).sqrt())
}

/// An elastic solid with the paraboloid z = −r²/2R on top, pressed by a rigid plate.
#[derive(Debug, Clone, Copy)]
pub struct Hertz {
    /// Radius of the contact, a² = 5/2 ∫ p r² dA / ∫ p dA, relative to Hertz's for the same
    /// force, less one.
    pub radius: f64,
    /// Largest pressure, a face's mean, likewise.
    pub pressure: f64,
    /// Force relative to Hertz's for the same approach, less one.
    pub force: f64,
    /// Radius of the contact over R.
    pub slope: f64,
    /// Depth of the deepest point over the approach.
    pub depth: f64,
    /// Newton iterations.
    pub newton_iterations: usize,
}

/// Radius of the paraboloid; Hertz's theory is that of small slopes.
const RADIUS: f64 = 100.0;
/// Approach of the plate, for a contact radius of one.
const APPROACH: f64 = 1.0 / RADIUS;
/// Size of the solid.
const SIZE: f64 = 24.0;
/// Where the paraboloid turns into a plane.
const CAP: f64 = 4.0 / RADIUS;

/// Hertz's contact with elements of 1/`n` of the contact radius there.
///
/// F = 4/3 E* √R δ^{3/2}, a³ = 3 F R / 4 E*, p₀ = 3 F / 2 π a², E* = E / (1 − ν²). A quarter is
/// modelled; its outer faces move as the half-space does under a point force F.
///
/// # Errors
/// What the solver reports.
///
/// # Source
/// Johnson, Contact Mechanics, 1985, sections 3.2 (point force) and 4.2 (Hertz).
pub fn hertz(n: usize) -> Result<Hertz, CaseError> {
    let columns = 7 * n / 2;
    let mut mesh = Mesh::grid([columns; 3], |[x, y, z]| {
        let (x, y, depth) = (graded(x, n), graded(y, n), graded(1.0 - z, n));
        let bulge = ((x * x + y * y) / (2.0 * RADIUS)).min(CAP);
        [x, y, -depth - bulge * (1.0 - depth / SIZE)]
    });
    let skin = top_faces(&mesh, columns);
    let plate = Mesh::grid([1, 1, 1], |[x, y, z]| [4.0 * x - 1.0, 4.0 * y - 1.0, z]);
    let shift = append(&mut mesh, &plate);
    let wall = faces_where(&mesh, |node, p| node >= shift && p[2] == 0.0);
    let mut model = Model::new(mesh, solid());
    model.contacts.push(Contact {
        both_ways: false,
        reach: Some(2.0 * APPROACH),
        stiffness: Some(20.0 * YOUNG * n as f64),
        tolerance: Some(1e-3 * APPROACH),
        ..Contact::between(skin, wall)
    });
    let modulus = YOUNG / (1.0 - POISSON * POISSON);
    let force = 4.0 / 3.0 * modulus * RADIUS.sqrt() * APPROACH.powf(1.5);
    let loads = press(&mut model, shift, force);
    let quarter = solve(model, &loads)?;
    let pressed = &quarter.contacts[0];
    let found = 4.0 * pressed.force;
    let a = (3.0 * found * RADIUS / (4.0 * modulus)).cbrt();
    let peak = 3.0 * found / (2.0 * PI * a * a);
    Ok(Hertz {
        radius: radius(pressed) / a - 1.0,
        pressure: pressed.peak / peak - 1.0,
        force: found / force - 1.0,
        slope: a / RADIUS,
        depth: pressed.depth / APPROACH,
        newton_iterations: quarter.statistics.newton_iterations,
    })
}

/// Radius of Hertz's pressure with the same second moment.
fn radius(pressed: &Pressed) -> f64 {
    let moment = pressed.spots.iter().map(|spot| {
        let [x, y, _] = spot.at;
        spot.force * (x * x + y * y)
    });
    (2.5 * moment.sum::<f64>() / pressed.force).sqrt()
}

/// `n` even steps a unit up to 1.5, then 2 `n` that grow up to [`SIZE`].
fn graded(share: f64, n: usize) -> f64 {
    let near = 1.5;
    let columns = 7 * n / 2;
    let at = (share * columns as f64).round() / n as f64;
    if at <= near {
        at
    } else {
        near * (SIZE / near).powf((at - near) / (columns as f64 / n as f64 - near))
    }
}

fn top_faces(mesh: &Mesh, columns: usize) -> Vec<Face> {
    let n = mesh.n_elements();
    (n - columns * columns..n)
        .filter(|&element| mesh.centroid(element)[..2].iter().all(|&x| x < 2.0))
        .map(|element| Face {
            element: element as u32,
            nodes: mesh.nodes(element)[4..].to_vec(),
        })
        .collect()
}

/// Holds the solid's outer faces where a point force would put them and the symmetry planes in
/// place, and lowers the plate, whose nodes start at `plate`.
fn press(model: &mut Model, plate: u32, force: f64) -> Loads {
    let mut prescribed = Vec::new();
    let points = model.mesh.points.clone();
    for (node, p) in points.into_iter().enumerate() {
        let node = node as u32;
        let outer = p[0] == SIZE || p[1] == SIZE || p[2] == -SIZE;
        if node >= plate {
            model.hold(&[node], [true; 3]);
            prescribed.push([0.0, 0.0, -APPROACH]);
        } else if outer {
            model.hold(&[node], [true; 3]);
            prescribed.push(point_force(p, force));
        } else if p[0] == 0.0 || p[1] == 0.0 {
            model.hold(&[node], [p[0] == 0.0, p[1] == 0.0, false]);
            prescribed.push([0.0; 3]);
        }
    }
    Loads {
        prescribed,
        ..Loads::default()
    }
}

/// Displacement of the half-space z < 0 at `p` under a force along −z at the origin.
fn point_force([x, y, z]: [f64; 3], force: f64) -> [f64; 3] {
    let depth = -z;
    let rho = (x * x + y * y + z * z).sqrt();
    let factor = force * (1.0 + POISSON) / (2.0 * PI * YOUNG);
    let outward = depth / rho.powi(3) - (1.0 - 2.0 * POISSON) / (rho * (rho + depth));
    let down = depth * depth / rho.powi(3) + 2.0 * (1.0 - POISSON) / rho;
    [factor * outward * x, factor * outward * y, -factor * down]
}
