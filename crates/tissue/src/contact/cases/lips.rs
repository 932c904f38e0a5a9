//! A block with a slit, one side moved over the other: contact of a body with itself.

use super::super::Contact;
use super::{CaseError, faces_where, solid, solve};
use crate::{Loads, Mesh, Model, State, Support};

/// A block with a slit, one half moved against the other.
#[derive(Debug, Clone, Copy)]
pub struct Slit {
    /// How far the halves slid on each other at the slit's middle.
    pub slid: f64,
    /// Force between them.
    pub force: f64,
    /// Force on the moved face, across the slit.
    pub reaction: f64,
    /// Deepest point.
    pub depth: f64,
    /// Load steps.
    pub load_steps: usize,
    /// Newton iterations.
    pub newton_iterations: usize,
}

/// Length, width and height of the block with a slit, mm.
const BLOCK: [f64; 3] = [24.0, 6.0, 8.0];
/// Mean edge of the slit's faces at a fineness of three, mm.
pub const EDGE: f64 = 7.0 / 6.0;

/// A block of 24 × 6 × 8 mm, E = 1 kPa, ν = 0.3, with a slit over the middle half of its
/// length, half-way up and through its width; the lower face is held.
///
/// - `fineness`: elements over the half height
/// - `contact`: whether the slit's sides touch
///
/// Returns the model and the upper face's nodes, which are held too.
pub fn model(fineness: usize, contact: bool) -> (Model, Vec<u32>) {
    let n = [6 * fineness, 2 * fineness, 2 * fineness];
    let mut mesh = Mesh::grid(n, |p| std::array::from_fn(|i| p[i] * BLOCK[i]));
    let level = 0.5 * BLOCK[2];
    let inside = |[x, _, z]: [f64; 3]| {
        (z - level).abs() < 1e-9 && x > 0.25 * BLOCK[0] + 1e-9 && x < 0.75 * BLOCK[0] - 1e-9
    };
    let doubled = mesh.nodes_where(inside);
    let first = mesh.n_nodes() as u32;
    let copies: Vec<[f64; 3]> = doubled.iter().map(|&k| mesh.points[k as usize]).collect();
    let mut cut = Mesh::new([mesh.points.clone(), copies].concat());
    for element in 0..mesh.n_elements() {
        let above = mesh.centroid(element)[2] > level;
        let node = |&k: &u32| match doubled.binary_search(&k) {
            Ok(at) if above => first + at as u32,
            _ => k,
        };
        let nodes: Vec<u32> = mesh.nodes(element).iter().map(node).collect();
        cut.push(mesh.kind(element), &nodes);
    }
    mesh = cut;
    let sides = faces_where(&mesh, |_, p| (p[2] - level).abs() < 1e-9);
    let bottom = mesh.nodes_where(|p| p[2] == 0.0);
    let top = mesh.nodes_where(|p| p[2] == BLOCK[2]);
    let mut model = Model::new(mesh, solid());
    model.hold(&bottom, [true; 3]);
    model.hold(&top, [true; 3]);
    if contact {
        model.contacts.push(Contact::within(sides));
    }
    (model, top)
}

/// Loads that displace the upper face of `model` by `by`.
pub fn loads(model: &Model, by: [f64; 3]) -> Loads {
    let up = |support: &Support| model.mesh.points[support.node as usize][2] == BLOCK[2];
    let supports = model.supports.iter();
    Loads {
        prescribed: supports
            .map(|support| if up(support) { by } else { [0.0; 3] })
            .collect(),
        ..Loads::default()
    }
}

/// Displaces the upper face of [`model`] by `by`.
///
/// # Errors
/// What the solver reports.
pub fn move_lips(fineness: usize, contact: bool, by: [f64; 3]) -> Result<(Slit, State), CaseError> {
    let (model, top) = model(fineness, contact);
    let held = model.supports.len();
    let middle = |p: [f64; 3]| (0..3).all(|i| (p[i] - 0.5 * BLOCK[i]).abs() < 1e-9);
    let pair = model.mesh.nodes_where(middle);
    let loads = loads(&model, by);
    let solution = solve(model, &loads)?;
    let along = |node: &u32| solution.state.displacement[*node as usize][0];
    let pressed = solution.contacts.first().cloned().unwrap_or_default();
    let moved = &solution.reactions[held - top.len()..];
    let slit = Slit {
        slid: pair.last().map_or(0.0, along) - pair.first().map_or(0.0, along),
        force: pressed.force,
        reaction: moved.iter().map(|r| r[2]).sum(),
        depth: pressed.depth,
        load_steps: solution.statistics.load_steps,
        newton_iterations: solution.statistics.newton_iterations,
    };
    Ok((slit, solution.state))
}
