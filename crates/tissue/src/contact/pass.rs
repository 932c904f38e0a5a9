//! Points of one surface against the faces of another.

use rayon::prelude::*;

use super::closest::closest;
use super::facets::{Facets, Placed};
use super::gap::{Derivatives, Touch};
use super::kept::Kept;
use super::near::ON_THE_FACE;
use super::points::{Point, mean_edge, points};
use super::{Contact, Pressed, Spot};
use crate::mesh::Face;
use crate::model::Model;
use crate::vector::{dot, norm, scale};

/// Depth, in units of the reach, into which no step may newly press a point.
const TOO_DEEP: f64 = 0.7;
/// Farthest face that a step is checked against, in units of the reach.
const FARTHEST: f64 = 40.0;
/// One direction of a contact.
#[derive(Debug)]
pub(super) struct Pass {
    /// Which of [`Model::contacts`].
    contact: usize,
    /// How many times the touching area is seen: from both sides, or from one.
    ways: f64,
    /// How many of them this pass is.
    sides: f64,
    pub(super) points: Vec<Point>,
    pub(super) facets: Facets,
    /// Nodes of each face of `facets`, by position.
    pub(super) faces: Vec<Vec<u32>>,
    stiffness: f64,
    pub(super) reach: f64,
    pub(super) tolerance: f64,
    pub(super) edge: f64,
    /// Whether both surfaces are one.
    pub(super) within: bool,
    /// Pressure of each point.
    pub(super) multipliers: Vec<f64>,
    /// Facet that each point keeps.
    pub(super) kept: Vec<Option<Kept>>,
}

/// All contacts of a body.
#[derive(Debug, Default)]
pub(crate) struct Contacts {
    pub(super) passes: Vec<Pass>,
    /// Reference position of each node, by position.
    pub(super) rest: Vec<[f64; 3]>,
    pub(super) coupled: Vec<[u32; 2]>,
    /// Whether points under pressure keep their facets.
    pub(super) keeping: bool,
}

/// What a point in contact adds: energy, forces and blocks.
pub(crate) struct Part {
    pub(crate) energy: f64,
    /// Position and force.
    pub(crate) forces: Vec<(u32, [f64; 3])>,
    /// Positions of row and column, and the block.
    pub(crate) blocks: Vec<(u32, u32, [f64; 9])>,
}

/// What of the tangent is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tangent {
    None,
    /// Its part that is positive semidefinite.
    Positive,
    Whole,
}

/// Position of each node now.
pub(super) fn moved<'a>(rest: &'a [[f64; 3]], u: &'a [f64]) -> impl Fn(u32) -> [f64; 3] + 'a {
    move |node| {
        let at = node as usize;
        std::array::from_fn(|i| rest[at][i] + u[3 * at + i])
    }
}

impl Contacts {
    /// - `position_of`: position of each node
    pub(crate) fn new(model: &Model, position_of: &[u32]) -> Self {
        let mut rest = vec![[0.0; 3]; position_of.len()];
        for (point, &position) in model.mesh.points.iter().zip(position_of) {
            rest[position as usize] = *point;
        }
        let passes = model
            .contacts
            .iter()
            .enumerate()
            .flat_map(|(at, contact)| passes(model, at, contact, position_of, &rest))
            .collect();
        Self {
            passes,
            rest,
            coupled: Vec::new(),
            keeping: false,
        }
    }

    /// Forgets the multipliers and which facets are kept.
    pub(crate) fn forget(&mut self) {
        self.keeping = false;
        for pass in &mut self.passes {
            pass.multipliers.fill(0.0);
            pass.kept.fill(None);
        }
    }

    /// What every point in contact adds at displacement `u` by position, in a fixed order.
    pub(crate) fn parts(&self, u: &[f64], tangent: Tangent) -> Vec<Part> {
        let mut parts = Vec::new();
        for pass in &self.passes {
            let placed = pass.facets.place(moved(&self.rest, u));
            let touches = pass.touches(&placed, &self.rest, u);
            parts.par_extend(
                touches
                    .par_iter()
                    .map(|touch| pass.part(touch, &placed, tangent)),
            );
        }
        parts
    }

    /// What happens in each contact at displacement `u` by position.
    pub(crate) fn report(&self, u: &[f64]) -> Vec<Pressed> {
        let n = self.passes.last().map_or(0, |pass| pass.contact + 1);
        let mut reports = vec![Pressed::default(); n];
        for pass in &self.passes {
            pass.report(&self.rest, u, &mut reports[pass.contact]);
        }
        reports
    }

    /// Whether a step from `before` to `after` presses a point so deep that it could come out
    /// on the other side.
    pub(crate) fn pierced(&self, before: &[f64], after: &[f64]) -> bool {
        self.passes
            .iter()
            .any(|pass| pass.pierced(&self.rest, before, after))
    }
}

fn passes(
    model: &Model,
    contact: usize,
    it: &Contact,
    position_of: &[u32],
    rest: &[[f64; 3]],
) -> Vec<Pass> {
    let by_position = |faces: &[Face]| -> Vec<Face> {
        let position = |&node: &u32| position_of[node as usize];
        faces
            .iter()
            .map(|face| Face {
                element: face.element,
                nodes: face.nodes.iter().map(position).collect(),
            })
            .collect()
    };
    let first = by_position(&it.first);
    let second = if it.is_within() {
        first.clone()
    } else {
        by_position(&it.second)
    };
    let node = |node: u32| rest[node as usize];
    let edge = mean_edge(&first, node).min(mean_edge(&second, node));
    let both = it.both_ways || it.is_within();
    let softer = shear_modulus(model, &first).min(shear_modulus(model, &second));
    let stiffness = it.stiffness.unwrap_or(super::STIFFNESS * softer / edge);
    let pass = |points_of: &[Face], faces: &[Face]| {
        let points = points(points_of, node);
        Pass {
            contact,
            ways: if both { 2.0 } else { 1.0 },
            sides: if it.is_within() { 2.0 } else { 1.0 },
            multipliers: vec![0.0; points.len()],
            kept: vec![None; points.len()],
            points,
            facets: Facets::new(faces, rest),
            faces: faces.iter().map(|face| face.nodes.clone()).collect(),
            stiffness: if both { 0.5 * stiffness } else { stiffness },
            reach: it.reach.unwrap_or(0.5 * edge),
            tolerance: it.tolerance.unwrap_or(super::TOLERANCE * edge),
            edge,
            within: it.is_within(),
        }
    };
    let mut passes = vec![pass(&first, &second)];
    if it.both_ways && !it.is_within() {
        passes.push(pass(&second, &first));
    }
    passes
}

/// Mean shear modulus of the elements behind `faces`.
fn shear_modulus(model: &Model, faces: &[Face]) -> f64 {
    let moduli = faces.iter().map(|face| {
        let element = face.element as usize;
        model.stiffness(element) * model.material(element).law.shear_modulus()
    });
    moduli.sum::<f64>() / faces.len().max(1) as f64
}

impl Pass {
    /// Pressure at a point in contact, positive.
    pub(super) fn pressure(&self, touch: &Touch) -> f64 {
        self.multipliers[touch.point as usize] - self.stiffness * touch.gap
    }

    /// Whether a point is under pressure, or just touches: what is held by contact alone has
    /// stiffness from the start.
    fn is_pressed(&self, touch: &Touch) -> bool {
        self.pressure(touch) > -self.stiffness * ON_THE_FACE * self.edge
    }

    /// Points under pressure, in their order.
    pub(super) fn touches(&self, placed: &Placed, rest: &[[f64; 3]], u: &[f64]) -> Vec<Touch> {
        (0..self.points.len() as u32)
            .into_par_iter()
            .filter_map(|point| {
                let near = self.kept_or_near(point, placed, rest, u, self.reach)?;
                self.is_pressed(&near).then_some(near)
            })
            .collect()
    }

    fn report(&self, rest: &[[f64; 3]], u: &[f64], report: &mut Pressed) {
        let placed = self.facets.place(moved(rest, u));
        let mut on_face = std::collections::BTreeMap::<u32, f64>::new();
        for touch in self.touches(&placed, rest, u) {
            let point = &self.points[touch.point as usize];
            let force = point.area * self.pressure(&touch);
            report.force += force;
            report.area += point.area / self.ways;
            report.depth = report.depth.max(-touch.gap);
            report.spots.push(Spot {
                at: point.place(moved(rest, u)),
                force,
            });
            *on_face.entry(point.face).or_default() += force;
        }
        let mean = on_face.iter().map(|(&face, force)| force / self.area(face));
        report.peak += self.sides * mean.fold(0.0, f64::max);
    }

    fn area(&self, face: u32) -> f64 {
        let start = self.points.partition_point(|point| point.face < face);
        let own = self.points[start..].iter();
        own.take_while(|point| point.face == face)
            .map(|point| point.area)
            .sum()
    }

    fn part(&self, touch: &Touch, placed: &Placed, tangent: Tangent) -> Part {
        let point = &self.points[touch.point as usize];
        let facet = &self.facets.facets[touch.facet as usize];
        let at = &placed.triangles[touch.facet as usize];
        let pressure = self.pressure(touch);
        let d = Derivatives::new(touch, point, facet, at);
        let forces = d.nodes.iter().zip(&d.first);
        let forces = forces
            .map(|(&node, &slope)| (node, scale(slope, -point.area * pressure)))
            .collect();
        let mut blocks = Vec::new();
        if tangent != Tangent::None {
            let whole = tangent == Tangent::Whole;
            for (i, &row) in d.nodes.iter().enumerate() {
                for (j, &column) in d.nodes.iter().enumerate() {
                    let block = d.block(i, j, self.stiffness, pressure, whole);
                    blocks.push((row, column, block.map(|k| point.area * k)));
                }
            }
        }
        Part {
            energy: point.area * pressure * pressure / (2.0 * self.stiffness),
            forces,
            blocks,
        }
    }

    fn pierced(&self, rest: &[[f64; 3]], before: &[f64], after: &[f64]) -> bool {
        let motion = self.largest_motion(before, after);
        if 2.0 * motion < 0.5 * self.reach {
            return false;
        }
        let radius = self.reach + (2.0 * motion).min(FARTHEST * self.reach);
        let placed = self.facets.place(moved(rest, before));
        let placed_after = self.facets.place(moved(rest, after));
        (0..self.points.len() as u32).into_par_iter().any(|point| {
            let Some(near) = self.near(point, &placed, rest, before, radius) else {
                return false;
            };
            let facet = near.facet as usize;
            let p = self.points[point as usize].place(moved(rest, after));
            let offset = closest(p, &placed_after.triangles[facet]).offset;
            let gap = dot(offset, placed_after.normals[facet]);
            let below = norm(offset) <= 1.5 * gap.abs() + self.edge;
            let was = near.gap;
            was > -self.reach && gap < was && gap < -TOO_DEEP * self.reach && below
        })
    }

    fn largest_motion(&self, before: &[f64], after: &[f64]) -> f64 {
        let points = self.points.iter().flat_map(|point| &point.nodes);
        let faces = self.faces.iter().flatten();
        points
            .chain(faces)
            .map(|&node| {
                let at = 3 * node as usize;
                norm(std::array::from_fn(|i| after[at + i] - before[at + i]))
            })
            .fold(0.0, f64::max)
    }
}
