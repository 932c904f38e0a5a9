//! Mean dilatations as variables of their own: what Newton's method expects them to be, and the
//! potential by which it judges a step.
//!
//! With a bulk modulus far above the shear modulus a step that is right to first order misses
//! the volume to second order, and the energy of that miss dwarfs everything else, although the
//! next step takes it back. So the step is judged by the augmented Lagrangian of the three-field
//! principle instead, in which a miss costs no more than [`MOST_STIFF`] shear moduli; along
//! Newton's direction it falls wherever the shear part of the tangent is positive.
//!
//! # Source
//! Simo and Taylor, Quasi-incompressible finite elasticity in principal stretches, CMAME 1991;
//! 85:273 (augmented Lagrangian); Nocedal and Wright, Numerical Optimization, 2006, section 15.4
//! (as a merit function).

use rayon::prelude::*;

use crate::assembly::Elements;
use crate::body::{Body, BodyLoads};
use crate::kernel::{Dilated, Input, MAX_NODES, mean_dilatation};
use crate::layout::Layout;
use crate::mesh::Kind;
use crate::model::Model;

/// Shear moduli that missing the volume costs at most.
const MOST_STIFF: f64 = 10.0;

/// What a step is expected to do to the elements' volumes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Expected {
    /// Mean dilatation of each element after the step; empty where no law asks for it.
    pub(crate) dilatation: Vec<f64>,
    /// Volume of each element, grown and without stress, times its stiffness; zero where the law
    /// does not ask.
    weight: Vec<f64>,
    /// Mean dilatation before the step, and its change to first order.
    before: Vec<f64>,
    change: Vec<f64>,
}

impl Expected {
    /// What `step` from `u` will do.
    pub(crate) fn new(body: &Body, u: &[f64], step: &[f64], loads: &BodyLoads) -> Self {
        let model = &body.model;
        if !model.takes_mean() {
            return Self::default();
        }
        let dilated: Vec<Dilated> = (0..model.mesh.n_elements())
            .into_par_iter()
            .map(|element| dilated(body, u, step, loads, element))
            .collect();
        let weight = |(element, at): (usize, &Dilated)| model.stiffness(element) * at.volume;
        Self {
            dilatation: dilated.iter().map(|at| at.mean_j + at.change).collect(),
            weight: dilated.iter().enumerate().map(weight).collect(),
            before: dilated.iter().map(|at| at.mean_j).collect(),
            change: dilated.iter().map(|at| at.change).collect(),
        }
    }

    /// The dilatations a share of the way to the expected ones.
    pub(crate) fn along(&self, from: &[f64], share: f64) -> Vec<f64> {
        if self.dilatation.is_empty() {
            return Vec::new();
        }
        let from = if from.is_empty() { &self.before } else { from };
        let pairs = from.iter().zip(&self.dilatation);
        // A volume that would vanish is not waited for.
        pairs
            .map(|(a, b)| (a + share * (b - a)).max(0.5 * a))
            .collect()
    }

    /// What the augmented Lagrangian about the expected dilatations has beyond the energy at the
    /// mean dilatations `mean_j`.
    pub(crate) fn relief(&self, model: &Model, mean_j: &[f64]) -> f64 {
        self.sum(model, |law, expected, element| {
            let gap = mean_j[element] - expected;
            let [there, pressure, curvature] = law.volumetric(expected);
            let stiff = curvature.min(MOST_STIFF * law.shear_modulus());
            let [energy, ..] = law.volumetric(mean_j[element]);
            there + gap * (pressure + 0.5 * stiff * gap) - energy
        })
    }

    /// What its slope along the step has beyond that of the forces, which were taken about the
    /// dilatations `from` (empty: those before the step).
    pub(crate) fn slope(&self, model: &Model, from: &[f64]) -> f64 {
        self.sum(model, |law, expected, element| {
            let (before, change) = (self.before[element], self.change[element]);
            let from = from.get(element).copied().unwrap_or(before);
            let [_, pressure, curvature] = law.volumetric(expected);
            let stiff = curvature.min(MOST_STIFF * law.shear_modulus());
            let [_, p, c] = law.volumetric(from);
            change * (pressure + stiff * (before - expected) - p - c * (before - from))
        })
    }

    fn sum(&self, model: &Model, part: impl Fn(&crate::law::Law, f64, usize) -> f64) -> f64 {
        let at = self.dilatation.iter().zip(&self.weight).enumerate();
        at.filter(|(_, (_, weight))| **weight > 0.0)
            .map(|(element, (&expected, &weight))| {
                weight * part(&model.material(element).law, expected, element)
            })
            .sum()
    }
}

fn dilated(body: &Body, u: &[f64], step: &[f64], loads: &BodyLoads, element: usize) -> Dilated {
    let (model, layout, elements) = (&body.model, &body.layout, &body.elements);
    if !model.is_mean(element) {
        return Dilated {
            volume: 0.0,
            mean_j: 1.0,
            change: 0.0,
        };
    }
    let growth = loads.elements.growth.get(element).copied().unwrap_or(1.0);
    let mut part = Part::new(growth);
    part.gather(model, layout, elements, element, u, step);
    let shape = &elements.shapes[model.mesh.kind(element) as usize];
    match model.mesh.kind(element) {
        Kind::Hex8 => mean_dilatation::<8>(shape, &part.input, &part.step),
        Kind::Wedge6 => mean_dilatation::<6>(shape, &part.input, &part.step),
        Kind::Tet4 => mean_dilatation::<4>(shape, &part.input, &part.step),
        Kind::Tet10 => mean_dilatation::<10>(shape, &part.input, &part.step),
    }
}

/// One element and a step of its nodes.
struct Part {
    input: Input<f64>,
    step: [[f64; 3]; MAX_NODES],
}

impl Part {
    fn new(growth: f64) -> Self {
        Self {
            input: Input {
                points: [[0.0; 3]; MAX_NODES],
                displacement: [[0.0; 3]; MAX_NODES],
                // A turned frame changes no volume.
                frame: [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0],
                active: [0.0; 6],
                growth,
                shrink: growth.cbrt().recip(),
                stiffness: 1.0,
                expected: None,
            },
            step: [[0.0; 3]; MAX_NODES],
        }
    }

    fn gather(
        &mut self,
        model: &Model,
        layout: &Layout,
        elements: &Elements,
        element: usize,
        u: &[f64],
        step: &[f64],
    ) {
        for (a, &node) in model.mesh.nodes(element).iter().enumerate() {
            let at = layout.position_of[node as usize] as usize;
            self.input.points[a] = elements.points[at];
            self.input.displacement[a] = std::array::from_fn(|i| u[3 * at + i]);
            self.step[a] = std::array::from_fn(|i| step[3 * at + i]);
        }
    }
}
