//! The whole body: elements, springs, pressure and dead forces together.

use crate::assembly::{Assembled, Assembly, ElementLoads, Elements};
use crate::contact::{Contacts, Tangent};
use crate::kernel::Want;
use crate::layout::{Layout, NONE};
use crate::linear::BlockMatrix;
use crate::model::{Loads, Material, Model};
use crate::surface::{area_derivatives, node_areas, volume_under};
use crate::vector::{add, dot, scale, sub};

/// A model laid out for computation.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) model: Model,
    pub(crate) layout: Layout,
    pub(crate) elements: Elements,
    pub(crate) contacts: Contacts,
    /// Norm of the nodal forces at strains of one, by the moduli at rest.
    pub(crate) stiffness: f64,
    /// Energy at strains of one, by the moduli at rest: rounding hides what is far below it.
    pub(crate) energy_scale: f64,
    /// Largest ratio of bulk to shear modulus at rest.
    pub(crate) volumetric_ratio: f64,
    n_tasks: usize,
}

/// Loads laid out for computation.
#[derive(Debug, Clone)]
pub(crate) struct BodyLoads {
    pub(crate) elements: ElementLoads,
    /// Dead force by position, (3 n_nodes).
    dead: Vec<f64>,
    /// Pressure on each following surface; zero elsewhere.
    follower: Vec<f64>,
    /// Held displacement by position, zero where free, (3 n_nodes).
    pub(crate) held: Vec<f64>,
}

impl BodyLoads {
    /// Whether every force has a potential, so that energy can judge a step.
    pub(crate) fn is_conservative(&self) -> bool {
        self.follower.iter().all(|&p| p == 0.0)
    }
}

impl Body {
    pub(crate) fn new(model: Model, n_tasks: usize) -> Self {
        let layout = Layout::new(&model, n_tasks, &[]);
        let elements = Elements::new(&model, &layout);
        let contacts = Contacts::new(&model, &layout.position_of);
        let (stiffness, energy_scale) = scales(&model);
        let ratio =
            |material: &Material| material.law.volumetric(1.0)[2] / material.law.shear_modulus();
        Self {
            energy_scale,
            volumetric_ratio: model.materials.iter().map(ratio).fold(0.0, f64::max),
            model,
            layout,
            elements,
            contacts,
            stiffness,
            n_tasks,
        }
    }

    /// Makes room in the pattern for what touches at `displacement`, beside what is there where
    /// `kept`; answers whether the pattern changed.
    pub(crate) fn couple(&mut self, displacement: &[f64], kept: bool) -> bool {
        let changed = self.contacts.couple(displacement, kept);
        if changed {
            let node_at = &self.layout.node_at;
            let coupled = self.contacts.coupled().iter();
            let pairs: Vec<[u32; 2]> = coupled
                .map(|pair| pair.map(|position| node_at[position as usize]))
                .collect();
            self.layout = Layout::new(&self.model, self.n_tasks, &pairs);
        }
        changed
    }

    pub(crate) fn loads(&self, loads: &Loads) -> BodyLoads {
        let mut held = vec![0.0; 3 * self.layout.n_nodes()];
        for (support, value) in self.model.supports.iter().zip(&loads.prescribed) {
            let at = 3 * self.position(support.node);
            for i in 0..3 {
                if support.held[i] {
                    held[at + i] = value[i];
                }
            }
        }
        BodyLoads {
            elements: ElementLoads::new(&self.model, loads),
            dead: self.dead_forces(loads),
            follower: self.follower_pressures(loads),
            held,
        }
    }

    fn position(&self, node: u32) -> usize {
        self.layout.position_of[node as usize] as usize
    }

    fn dead_forces(&self, loads: &Loads) -> Vec<f64> {
        let mut dead = vec![0.0; 3 * self.layout.n_nodes()];
        let mut put = |node: u32, force: [f64; 3]| {
            let at = 3 * self.position(node);
            for (sum, f) in dead[at..at + 3].iter_mut().zip(force) {
                *sum += f;
            }
        };
        for &(node, force) in &loads.forces {
            put(node, force);
        }
        for (surface, &pressure) in self.model.surfaces.iter().zip(&loads.pressure) {
            if surface.follower {
                continue;
            }
            for (node, area) in crate::surface::nodal_areas(&self.model.mesh, &surface.faces) {
                put(node, scale(area, -pressure));
            }
        }
        dead
    }

    fn follower_pressures(&self, loads: &Loads) -> Vec<f64> {
        let pressure = loads.pressure.iter().zip(&self.model.surfaces);
        pressure
            .map(|(&p, surface)| if surface.follower { p } else { 0.0 })
            .collect()
    }

    /// Energy, forces (internal less external) and, where wanted, the tangent.
    ///
    /// `expected` is as in [`crate::assembly::Assembly`].
    pub(crate) fn evaluate(
        &self,
        displacement: &[f64],
        expected: &[f64],
        loads: &BodyLoads,
        want: Want,
        lift: Option<&[f64]>,
        mut matrix: Option<&mut BlockMatrix>,
    ) -> Assembled {
        let assembly = Assembly {
            model: &self.model,
            layout: &self.layout,
            elements: &self.elements,
            loads: &loads.elements,
            displacement,
            lift,
            expected,
            want,
        };
        let mut sum = assembly.run(matrix.as_deref_mut());
        let mut sink = Sink {
            layout: &self.layout,
            sum: &mut sum,
            lift,
            matrix,
        };
        self.add_springs(displacement, &mut sink);
        self.add_grounds(displacement, want, &mut sink);
        self.add_pressure(displacement, loads, &mut sink);
        self.add_contacts(displacement, want, &mut sink);
        sink.add_dead(displacement, &loads.dead);
        sink.close_held_rows();
        sum
    }

    fn add_springs(&self, displacement: &[f64], sink: &mut Sink) {
        for spring in &self.model.springs {
            let at = self.position(spring.node);
            let u: [f64; 3] = std::array::from_fn(|i| displacement[3 * at + i]);
            let force = spring.stiffness.map(|row| crate::vector::dot(row, u));
            sink.sum.energy += 0.5 * crate::vector::dot(force, u);
            sink.force(at, force);
            let k = &spring.stiffness;
            sink.block(at, at, &std::array::from_fn(|e| k[e / 3][e % 3]));
        }
    }

    fn add_grounds(&self, displacement: &[f64], want: Want, sink: &mut Sink) {
        let curved = matches!(want, Want::Tangent);
        for ground in &self.model.grounds {
            for &(node, area) in &ground.nodes {
                let at = self.position(node);
                let u: [f64; 3] = std::array::from_fn(|i| displacement[3 * at + i]);
                let rest = self.model.mesh.points[node as usize];
                if let Some(held) = ground.held(area, rest, add(rest, u), curved) {
                    sink.sum.energy += held.energy;
                    sink.force(at, held.force);
                    sink.block(at, at, &held.tangent);
                }
            }
        }
    }

    fn add_contacts(&self, displacement: &[f64], want: Want, sink: &mut Sink) {
        let tangent = match want {
            Want::Forces => Tangent::None,
            Want::Tangent => Tangent::Whole,
            Want::Clamped | Want::Projected => Tangent::Positive,
        };
        for part in self.contacts.parts(displacement, tangent) {
            sink.sum.energy += part.energy;
            for (position, force) in part.forces {
                sink.force(position as usize, force);
            }
            for (a, b, k) in part.blocks {
                sink.block(a as usize, b as usize, &k);
            }
        }
    }

    fn add_pressure(&self, displacement: &[f64], loads: &BodyLoads, sink: &mut Sink) {
        for (surface, &pressure) in self.model.surfaces.iter().zip(&loads.follower) {
            if pressure == 0.0 {
                continue;
            }
            for face in &surface.faces {
                let positions: Vec<usize> =
                    face.nodes.iter().map(|&node| self.position(node)).collect();
                let at: Vec<[f64; 3]> = face
                    .nodes
                    .iter()
                    .zip(&positions)
                    .map(|(&node, &p)| {
                        let u = std::array::from_fn(|i| displacement[3 * p + i]);
                        add(self.model.mesh.points[node as usize], u)
                    })
                    .collect();
                sink.pressure(&positions, &at, pressure);
            }
        }
    }
}

/// √Σ (modulus × size²)² and Σ modulus × size³ over the elements.
fn scales(model: &Model) -> (f64, f64) {
    let of_element = |element: usize| {
        let law = &model.material(element).law;
        let modulus = model.stiffness(element) * (law.shear_modulus() + law.volumetric(1.0)[2]);
        let middle = model.mesh.centroid(element);
        let nodes = model.mesh.nodes(element);
        let squares = nodes.iter().map(|&node| {
            let arm = sub(model.mesh.points[node as usize], middle);
            dot(arm, arm)
        });
        let area = squares.sum::<f64>() / nodes.len() as f64;
        (modulus * area, modulus * area * area.sqrt())
    };
    let elements = 0..model.mesh.n_elements();
    let (squares, energy) = elements
        .map(of_element)
        .fold((0.0, 0.0), |(squares, sum), (force, energy)| {
            (squares + force * force, sum + energy)
        });
    (f64::sqrt(squares), energy)
}

/// Where parts beside the elements are added.
struct Sink<'a> {
    layout: &'a Layout,
    sum: &'a mut Assembled,
    lift: Option<&'a [f64]>,
    matrix: Option<&'a mut BlockMatrix>,
}

impl Sink<'_> {
    fn force(&mut self, position: usize, force: [f64; 3]) {
        for (i, f) in force.into_iter().enumerate() {
            self.sum.forces[3 * position + i] += f;
            self.sum.magnitude[position] += f.abs();
        }
    }

    fn block(&mut self, a: usize, b: usize, k: &[f64; 9]) {
        let Some(matrix) = self.matrix.as_deref_mut() else {
            return;
        };
        if let Some(lift) = self.lift {
            for i in 0..3 {
                self.sum.lifted[3 * a + i] +=
                    (0..3).map(|j| k[3 * i + j] * lift[3 * b + j]).sum::<f64>();
            }
        }
        let (row, column) = (self.layout.row_of[a], self.layout.row_of[b]);
        if row == NONE || column == NONE {
            return;
        }
        if let Some(at) = matrix.pattern.find(row as usize, column as usize) {
            let (rows, columns) = (self.layout.free[a], self.layout.free[b]);
            for (e, (sum, k)) in matrix.values[at].iter_mut().zip(k).enumerate() {
                if rows[e / 3] && columns[e % 3] {
                    *sum += k;
                }
            }
        }
    }

    fn pressure(&mut self, positions: &[usize], at: &[[f64; 3]], pressure: f64) {
        self.sum.energy += pressure * volume_under(at);
        for (&position, area) in positions.iter().zip(node_areas(at)) {
            self.force(position, scale(area, pressure));
        }
        if self.matrix.is_some() {
            let n = positions.len();
            for (entry, k) in area_derivatives(at).iter().enumerate() {
                let (a, b) = (positions[entry / n], positions[entry % n]);
                self.block(a, b, &k.map(|k| pressure * k));
            }
        }
    }

    fn add_dead(&mut self, displacement: &[f64], dead: &[f64]) {
        for (at, &force) in dead.iter().enumerate() {
            if force != 0.0 {
                self.sum.forces[at] -= force;
                self.sum.magnitude[at / 3] += force.abs();
                self.sum.energy -= force * displacement[at];
            }
        }
    }

    /// Held components of rows that have free ones get a one on the diagonal.
    fn close_held_rows(&mut self) {
        let Some(matrix) = self.matrix.as_deref_mut() else {
            return;
        };
        for (row, &position) in self.layout.position_of_row.iter().enumerate() {
            let free = self.layout.free[position as usize];
            if free == [true; 3] {
                continue;
            }
            if let Some(at) = matrix.pattern.find(row, row) {
                for (i, free) in free.into_iter().enumerate() {
                    if !free {
                        matrix.values[at][4 * i] = 1.0;
                    }
                }
            }
        }
    }
}
