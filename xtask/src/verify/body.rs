//! Solving one case.

use std::ops::ControlFlow;

use anyhow::Result;
use tissue::law::{IsochoricNeoHookean, Law};
use tissue::{Face, LinearSolver, Loads, Material, Mesh, Model, Options, Solution, Solver, State};

use super::tensor::{dot, norm, subtract};

/// Threads of every solution; the numbers do not depend on them.
const THREADS: usize = 2;

/// A solved case.
pub struct Solved {
    pub solver: Solver,
    pub solution: Solution,
    tolerance: f64,
}

/// Solves `model` under `loads` to a relative residual of 10⁻⁹.
pub fn solve(model: Model, loads: &Loads) -> Result<Solved> {
    solve_to(1e-9, model, loads, &State::default())
}

/// Solves `model` under `loads`, going there from `from`, to the residual `tolerance`.
pub fn solve_to(tolerance: f64, model: Model, loads: &Loads, from: &State) -> Result<Solved> {
    let mut solver = Solver::new(model, LinearSolver::Auto, THREADS)?;
    let solution = go(&mut solver, loads, from, tolerance)?;
    Ok(Solved {
        solver,
        solution,
        tolerance,
    })
}

fn go(solver: &mut Solver, loads: &Loads, from: &State, tolerance: f64) -> Result<Solution> {
    let options = Options {
        tolerance,
        ..Options::default()
    };
    let mut watch = |_: &tissue::Progress| ControlFlow::Continue(());
    Ok(solver.solve(loads, from, &options, &mut watch)?)
}

impl Solved {
    /// Goes on to other loads.
    pub fn go_on(&mut self, loads: &Loads) -> Result<()> {
        self.solution = go(
            &mut self.solver,
            loads,
            &self.solution.state,
            self.tolerance,
        )?;
        Ok(())
    }

    pub fn mesh(&self) -> &Mesh {
        &self.solver.model().mesh
    }

    /// Displacement of each node.
    pub fn displacement(&self) -> &[[f64; 3]] {
        &self.solution.state.displacement
    }

    /// Displacement of the node nearest to `place`.
    pub fn at(&self, place: [f64; 3]) -> [f64; 3] {
        let distance = |&node: &usize| norm(subtract(self.mesh().points[node], place));
        let nearest = (0..self.mesh().n_nodes())
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
            .unwrap_or_default();
        self.displacement()[nearest]
    }

    /// Sum of the reactions in direction `direction` of the supports whose node is `chosen`.
    pub fn reaction(&self, chosen: impl Fn([f64; 3]) -> bool, direction: [f64; 3]) -> f64 {
        let model = self.solver.model();
        let supports = model.supports.iter().zip(&self.solution.reactions);
        supports
            .filter(|(support, _)| chosen(model.mesh.points[support.node as usize]))
            .map(|(_, &reaction)| dot(reaction, direction))
            .sum()
    }
}

/// Incompressible neo-Hookean, nearly: κ = `ratio` μ, mean dilatation.
pub fn incompressible(mu: f64, ratio: f64) -> Material {
    Material::mean(Law::IsochoricNeoHookean(IsochoricNeoHookean {
        mu,
        kappa: ratio * mu,
    }))
}

/// Holds the nodes of each coordinate plane through the origin in the plane.
pub fn hold_symmetry(model: &mut Model, axes: &[usize]) {
    for &axis in axes {
        let nodes = model.mesh.nodes_where(|x| x[axis].abs() < 1e-9);
        model.hold(&nodes, std::array::from_fn(|i| i == axis));
    }
}

/// Holds nodes and adds their displacement to the loads.
pub fn prescribe(
    model: &mut Model,
    loads: &mut Loads,
    nodes: &[u32],
    held: [bool; 3],
    displacement: impl Fn([f64; 3]) -> [f64; 3],
) {
    loads.prescribed.resize(model.supports.len(), [0.0; 3]);
    for &node in nodes {
        let at = model.mesh.points[node as usize];
        loads.prescribed.push(displacement(at));
    }
    model.hold(nodes, held);
}

/// Faces of the boundary all of whose nodes are `chosen`.
pub fn faces(mesh: &Mesh, chosen: impl Fn([f64; 3]) -> bool) -> Vec<Face> {
    let mut faces = mesh.boundary();
    faces.retain(|face| {
        face.nodes
            .iter()
            .all(|&node| chosen(mesh.points[node as usize]))
    });
    faces
}

/// A linear material law for small loads: ν and E of a compressible neo-Hookean solid.
pub fn elastic(young: f64, poisson: f64) -> Law {
    Law::NeoHookean(tissue::law::NeoHookean::from_young(young, poisson))
}

/// Holds six components of four corners of [`super::mesh::distorted`]: no rigid motion is left,
/// and even growth about the origin, without a turn, is free: only components that are zero there
/// are held.
pub fn hold_distorted(model: &mut Model) {
    for (corner, held) in [
        ([0.0, 0.0, 0.0], [true; 3]),
        ([1.0, 0.0, 0.15], [false, true, false]),
        ([0.2, 1.0, 0.0], [false, false, true]),
        ([0.0, 0.1, 1.0], [true, false, false]),
    ] {
        let near = |x: [f64; 3]| (0..3).all(|i| (x[i] - corner[i]).abs() < 1e-9);
        let nodes = model.mesh.nodes_where(near);
        model.hold(&nodes, held);
    }
}
