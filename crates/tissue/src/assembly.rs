//! Energy, forces and tangent of the whole body.

#![allow(
    clippy::inline_always,
    clippy::needless_range_loop,
    reason = "vector code must be inlined whole to be compiled for the vector unit; tensors are \
              written in indices"
)]

use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use crate::kernel::{Dilatation, Input, MAX_NODES, Output, Scratch, Want, evaluate, pair};
use crate::layout::{Group, Layout, NONE, Task};
use crate::linear::BlockMatrix;
use crate::mesh::Kind;
use crate::model::{Loads, Model};
use crate::real::{MAX_LANES, Wide};
use crate::shape::Shape;

/// Constant data of the elements, in the order of the model.
#[derive(Debug)]
pub(crate) struct Elements {
    /// Reference position of each node, by position.
    pub(crate) points: Vec<[f64; 3]>,
    pub(crate) shapes: [Shape; 4],
}

/// Loads on the elements.
#[derive(Debug, Clone)]
pub(crate) struct ElementLoads {
    /// Active stress in the material frame (11, 22, 33, 23, 13, 12); empty = none.
    active: Vec<[f64; 6]>,
    /// Volume ratio of growth; empty = one.
    pub(crate) growth: Vec<f64>,
}

/// What an assembly gives besides the tangent.
#[derive(Debug, Clone)]
pub(crate) struct Assembled {
    pub(crate) energy: f64,
    /// Smallest J over all quadrature points, and the element that has it.
    pub(crate) min_j: (f64, u32),
    /// Mean dilatation of each element whose law asks for it, one elsewhere; empty where none
    /// does, (n_elements).
    pub(crate) mean_j: Vec<f64>,
    /// Internal force, by position, (3 n_nodes).
    pub(crate) forces: Vec<f64>,
    /// Sum of the sizes of the element forces, by position, (n_nodes).
    pub(crate) magnitude: Vec<f64>,
    /// Tangent times the lift, on the free rows' positions, (3 n_nodes).
    pub(crate) lifted: Vec<f64>,
}

impl Elements {
    pub(crate) fn new(model: &Model, layout: &Layout) -> Self {
        let points = layout
            .node_at
            .iter()
            .map(|&node| model.mesh.points[node as usize])
            .collect();
        Self {
            points,
            shapes: Kind::ALL.map(Shape::of),
        }
    }
}

impl ElementLoads {
    pub(crate) fn new(model: &Model, loads: &Loads) -> Self {
        Self {
            active: active_stress(model, &loads.tension),
            growth: loads.growth.clone(),
        }
    }
}

/// Σ s T f ⊗ f in each element's material frame.
fn active_stress(model: &Model, tension: &[f64]) -> Vec<[f64; 6]> {
    if tension.iter().all(|&t| t == 0.0) {
        return Vec::new();
    }
    let mut active = vec![[0.0; 6]; model.mesh.n_elements()];
    for (fibres, &t) in model.fibres.iter().zip(tension) {
        for (element, direction, share) in fibres.parts() {
            let f = in_frame(model, element as usize, direction);
            let entries = [
                f[0] * f[0],
                f[1] * f[1],
                f[2] * f[2],
                f[1] * f[2],
                f[0] * f[2],
                f[0] * f[1],
            ];
            for (sum, entry) in active[element as usize].iter_mut().zip(entries) {
                *sum += share * t * entry;
            }
        }
    }
    active
}

fn in_frame(model: &Model, element: usize, direction: [f64; 3]) -> [f64; 3] {
    match model.frames.get(element) {
        Some(frame) => frame.map(|axis| crate::vector::dot(axis, direction)),
        None => direction,
    }
}

/// Everything that stays the same during one assembly.
pub(crate) struct Assembly<'a> {
    pub(crate) model: &'a Model,
    pub(crate) layout: &'a Layout,
    pub(crate) elements: &'a Elements,
    pub(crate) loads: &'a ElementLoads,
    /// Displacement by position, (3 n_nodes).
    pub(crate) displacement: &'a [f64],
    /// Change of the held components that the next step makes, by position, (3 n_nodes).
    pub(crate) lift: Option<&'a [f64]>,
    /// Expected mean dilatation of each element; empty = as it is.
    pub(crate) expected: &'a [f64],
    pub(crate) want: Want,
}

/// What one task writes to.
struct Slices<'a> {
    forces: &'a mut [f64],
    magnitude: &'a mut [f64],
    lifted: &'a mut [f64],
    blocks: &'a mut [[f64; 9]],
}

/// Energies and mean dilatations of a task's own elements, and its smallest J.
struct Tally {
    energies: Vec<(u32, f64)>,
    mean_j: Vec<(u32, f64)>,
    min_j: (f64, u32),
}

impl Assembly<'_> {
    /// Assembles; `matrix` is overwritten where a tangent is wanted.
    pub(crate) fn run(&self, matrix: Option<&mut BlockMatrix>) -> Assembled {
        let n = self.layout.n_nodes();
        let mut forces = vec![0.0; 3 * n];
        let mut magnitude = vec![0.0; n];
        let mut lifted = vec![0.0; 3 * n];
        let mut none = Vec::new();
        let values = matrix.map_or(&mut none, |matrix| &mut matrix.values);
        let tallies: Vec<Tally> = {
            let slices = self.slices(&mut forces, &mut magnitude, &mut lifted, values);
            self.layout
                .tasks
                .par_iter()
                .zip(slices)
                .map(|(task, slices)| {
                    Arch::new().dispatch(Run {
                        assembly: self,
                        task,
                        slices,
                    })
                })
                .collect()
        };
        let n_elements = self.model.mesh.n_elements();
        let (energy, min_j) = total(&tallies, n_elements);
        Assembled {
            energy,
            min_j,
            mean_j: spread(&tallies, n_elements),
            forces,
            magnitude,
            lifted,
        }
    }

    fn slices<'a>(
        &self,
        mut forces: &'a mut [f64],
        mut magnitude: &'a mut [f64],
        mut lifted: &'a mut [f64],
        mut blocks: &'a mut [[f64; 9]],
    ) -> Vec<Slices<'a>> {
        let mut slices = Vec::new();
        let with_blocks = self.want != Want::Forces;
        for task in &self.layout.tasks {
            let n = task.nodes.len();
            slices.push(Slices {
                forces: take(&mut forces, 3 * n),
                magnitude: take(&mut magnitude, n),
                lifted: take(&mut lifted, 3 * n),
                blocks: take(&mut blocks, if with_blocks { task.blocks.len() } else { 0 }),
            });
        }
        slices
    }
}

#[allow(clippy::mut_mut, reason = "the slice itself is moved on")]
fn take<'a, T>(slice: &mut &'a mut [T], n: usize) -> &'a mut [T] {
    let (first, rest) = std::mem::take(slice).split_at_mut(n);
    *slice = rest;
    first
}

fn total(tallies: &[Tally], n_elements: usize) -> (f64, (f64, u32)) {
    let mut energies = vec![0.0; n_elements];
    let mut min_j = (f64::INFINITY, NONE);
    for tally in tallies {
        for &(element, energy) in &tally.energies {
            energies[element as usize] = energy;
        }
        let (j, element) = tally.min_j;
        // A NaN is the smallest of all.
        if j.is_nan() || (j, element) < min_j {
            min_j = (j, element);
        }
        if min_j.0.is_nan() {
            break;
        }
    }
    (pairwise(&energies), min_j)
}

/// Mean dilatations, one where none is taken; empty where none is taken at all.
fn spread(tallies: &[Tally], n_elements: usize) -> Vec<f64> {
    if tallies.iter().all(|tally| tally.mean_j.is_empty()) {
        return Vec::new();
    }
    let mut mean_j = vec![1.0; n_elements];
    for &(element, j) in tallies.iter().flat_map(|tally| &tally.mean_j) {
        mean_j[element as usize] = j;
    }
    mean_j
}

/// Sum by halves: little rounding, and the same on any number of threads.
fn pairwise(values: &[f64]) -> f64 {
    if values.len() <= 32 {
        return values.iter().sum();
    }
    let (a, b) = values.split_at(values.len() / 2);
    pairwise(a) + pairwise(b)
}

/// One task on the machine's vector unit.
struct Run<'a, 'b> {
    assembly: &'b Assembly<'a>,
    task: &'b Task,
    slices: Slices<'b>,
}

impl WithSimd for Run<'_, '_> {
    type Output = Tally;

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) -> Tally {
        let mut tally = Tally {
            energies: Vec::new(),
            mean_j: Vec::new(),
            min_j: (f64::INFINITY, NONE),
        };
        self.slices.blocks.fill([0.0; 9]);
        let mut batch = Batch::new(simd);
        for group in &self.task.groups {
            match group.kind {
                Kind::Hex8 => self.group::<S, 8>(group, &mut batch, &mut tally),
                Kind::Wedge6 => self.group::<S, 6>(group, &mut batch, &mut tally),
                Kind::Tet4 => self.group::<S, 4>(group, &mut batch, &mut tally),
                Kind::Tet10 => self.group::<S, 10>(group, &mut batch, &mut tally),
            }
        }
        tally
    }
}

/// Working memory for as many elements as there are lanes.
struct Batch<S: Simd> {
    simd: S,
    input: Input<Wide<S>>,
    output: Output<Wide<S>>,
    scratch: Scratch<Wide<S>>,
}

impl<S: Simd> Batch<S> {
    #[inline(always)]
    fn new(simd: S) -> Self {
        let zero = Wide::splat(simd, 0.0);
        Self {
            simd,
            input: Input {
                points: [[zero; 3]; MAX_NODES],
                displacement: [[zero; 3]; MAX_NODES],
                frame: [zero; 9],
                active: [zero; 6],
                growth: zero,
                shrink: zero,
                stiffness: zero,
                expected: None,
            },
            output: Output::new(zero),
            scratch: Scratch::new(zero),
        }
    }
}

impl Run<'_, '_> {
    #[inline(always)]
    fn group<S: Simd, const N: usize>(
        &mut self,
        group: &Group,
        batch: &mut Batch<S>,
        tally: &mut Tally,
    ) {
        let material = &self.assembly.model.materials[group.material as usize];
        let shape = &self.assembly.elements.shapes[group.kind as usize];
        for first in (0..group.elements.len()).step_by(S::F64_LANES) {
            let lanes = first..group.elements.len().min(first + S::F64_LANES);
            self.gather::<S, N>(group, lanes.clone(), batch);
            evaluate::<Wide<S>, N>(
                shape,
                &material.law,
                material.dilatation,
                self.assembly.want,
                &batch.input,
                &mut batch.scratch,
                &mut batch.output,
            );
            let mean = material.dilatation == Dilatation::Mean;
            self.tally::<S, N>(group, lanes.clone(), &batch.output, mean, tally);
            self.scatter_forces::<S, N>(group, lanes.clone(), &batch.output);
            if self.assembly.want != Want::Forces {
                self.scatter_tangent::<S, N>(group, lanes, &batch.output);
            }
        }
    }

    #[inline(always)]
    fn gather<S: Simd, const N: usize>(
        &self,
        group: &Group,
        lanes: std::ops::Range<usize>,
        batch: &mut Batch<S>,
    ) {
        let simd = batch.simd;
        let last = lanes.end - 1;
        // A short batch repeats its last element; the surplus lanes are not scattered.
        let of_lane = |lane: usize| (lanes.start + lane).min(last);
        let points = &self.assembly.elements.points;
        let displacement = self.assembly.displacement;
        for a in 0..N {
            let mut x = [[0.0; MAX_LANES]; 3];
            let mut u = [[0.0; MAX_LANES]; 3];
            for lane in 0..S::F64_LANES {
                let at = group.positions[N * of_lane(lane) + a] as usize;
                for i in 0..3 {
                    x[i][lane] = points[at][i];
                    u[i][lane] = displacement[3 * at + i];
                }
            }
            batch.input.points[a] = x.map(|x| Wide::load(simd, &x));
            batch.input.displacement[a] = u.map(|u| Wide::load(simd, &u));
        }
        self.gather_properties(group, &of_lane, batch);
    }

    #[inline(always)]
    fn gather_properties<S: Simd>(
        &self,
        group: &Group,
        of_lane: &impl Fn(usize) -> usize,
        batch: &mut Batch<S>,
    ) {
        let simd = batch.simd;
        let model = self.assembly.model;
        let loads = self.assembly.loads;
        let spread = |value: &dyn Fn(usize) -> f64| {
            let mut values = [0.0; MAX_LANES];
            for (lane, value_of) in values.iter_mut().enumerate().take(S::F64_LANES) {
                *value_of = value(group.elements[of_lane(lane)] as usize);
            }
            Wide::load(simd, &values)
        };
        // An empty list is the same everywhere; most models have three of the four.
        let (one, zero) = (Wide::splat(simd, 1.0), Wide::splat(simd, 0.0));
        let listed = |list: &[f64], value: &dyn Fn(usize) -> f64| {
            if list.is_empty() { one } else { spread(value) }
        };
        let expected = self.assembly.expected;
        batch.input.expected = (!expected.is_empty()).then(|| spread(&|e| expected[e]));
        let (stiffness, growth) = (&model.stiffness_of, &loads.growth);
        batch.input.stiffness = listed(stiffness, &|e| stiffness[e]);
        batch.input.growth = listed(growth, &|e| growth[e]);
        batch.input.shrink = listed(growth, &|e| growth[e].cbrt().recip());
        batch.input.active = [zero; 6];
        if !loads.active.is_empty() {
            for (k, active) in batch.input.active.iter_mut().enumerate() {
                *active = spread(&|e| loads.active[e][k]);
            }
        }
        for (entry, q) in batch.input.frame.iter_mut().enumerate() {
            let (i, axis) = (entry / 3, entry % 3);
            *q = match (model.frames.is_empty(), i == axis) {
                (true, true) => one,
                (true, false) => zero,
                (false, _) => spread(&|e| model.frames[e][axis][i]),
            };
        }
    }

    #[inline(always)]
    fn tally<S: Simd, const N: usize>(
        &self,
        group: &Group,
        lanes: std::ops::Range<usize>,
        output: &Output<Wide<S>>,
        mean: bool,
        tally: &mut Tally,
    ) {
        let (energy, min_j) = (output.energy.store(), output.min_j.store());
        let mean_j = output.mean_j.store();
        for (lane, at) in lanes.enumerate() {
            let element = group.elements[at];
            let nodes = &group.positions[N * at..N * (at + 1)];
            let home = nodes.iter().min().copied().unwrap_or(0) as usize;
            if self.task.nodes.contains(&home) {
                tally.energies.push((element, energy[lane]));
                if mean {
                    tally.mean_j.push((element, mean_j[lane]));
                }
            }
            let here = (min_j[lane], element);
            if !tally.min_j.0.is_nan() && (here.0.is_nan() || here < tally.min_j) {
                tally.min_j = here;
            }
        }
    }

    #[inline(always)]
    fn scatter_forces<S: Simd, const N: usize>(
        &mut self,
        group: &Group,
        lanes: std::ops::Range<usize>,
        output: &Output<Wide<S>>,
    ) {
        for a in 0..N {
            let force = output.forces[a].map(Wide::store);
            for (lane, at) in lanes.clone().enumerate() {
                let position = group.positions[N * at + a] as usize;
                if !self.task.nodes.contains(&position) {
                    continue;
                }
                let local = position - self.task.nodes.start;
                let mut size = 0.0;
                for i in 0..3 {
                    self.slices.forces[3 * local + i] += force[i][lane];
                    size += force[i][lane].abs();
                }
                self.slices.magnitude[local] += size;
            }
        }
    }

    #[inline(always)]
    fn scatter_tangent<S: Simd, const N: usize>(
        &mut self,
        group: &Group,
        lanes: std::ops::Range<usize>,
        output: &Output<Wide<S>>,
    ) {
        let n_pairs = N * (N + 1) / 2;
        for a in 0..N {
            for b in a..N {
                let at_pair = pair(a, b, N);
                let block = output.tangent[at_pair].map(Wide::store);
                for (lane, at) in lanes.clone().enumerate() {
                    let k: [f64; 9] = std::array::from_fn(|entry| block[entry][lane]);
                    let [forth, back] = group.places[n_pairs * at + at_pair];
                    if group.held[at] {
                        let nodes = [
                            group.positions[N * at + a] as usize,
                            group.positions[N * at + b] as usize,
                        ];
                        self.add_held(k, nodes, [forth, back]);
                        continue;
                    }
                    self.add_block(forth, &k);
                    self.add_block(back, &transposed(&k));
                }
            }
        }
    }

    #[inline(always)]
    fn add_block(&mut self, place: u32, k: &[f64; 9]) {
        if place != NONE {
            let block = &mut self.slices.blocks[place as usize];
            for (sum, value) in block.iter_mut().zip(k) {
                *sum += value;
            }
        }
    }

    /// A block of an element with held components: they leave the tangent, and what their
    /// change brings goes to the lifted forces.
    #[inline(never)]
    fn add_held(&mut self, k: [f64; 9], [a, b]: [usize; 2], [forth, back]: [u32; 2]) {
        let turned = transposed(&k);
        if let Some(lift) = self.assembly.lift {
            self.add_lifted(a, &k, &lift[3 * b..3 * b + 3]);
            if a != b {
                self.add_lifted(b, &turned, &lift[3 * a..3 * a + 3]);
            }
        }
        let free = &self.assembly.layout.free;
        self.add_block(forth, &masked(&k, free[a], free[b]));
        self.add_block(back, &masked(&turned, free[b], free[a]));
    }

    fn add_lifted(&mut self, position: usize, k: &[f64; 9], lift: &[f64]) {
        if !self.task.nodes.contains(&position) {
            return;
        }
        let local = position - self.task.nodes.start;
        for i in 0..3 {
            self.slices.lifted[3 * local + i] +=
                k[3 * i] * lift[0] + k[3 * i + 1] * lift[1] + k[3 * i + 2] * lift[2];
        }
    }
}

#[inline(always)]
fn transposed(k: &[f64; 9]) -> [f64; 9] {
    [k[0], k[3], k[6], k[1], k[4], k[7], k[2], k[5], k[8]]
}

fn masked(k: &[f64; 9], rows: [bool; 3], columns: [bool; 3]) -> [f64; 9] {
    std::array::from_fn(|e| {
        if rows[e / 3] && columns[e % 3] {
            k[e]
        } else {
            0.0
        }
    })
}
