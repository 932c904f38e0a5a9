//! How a model lies in memory: internal order of its nodes, pattern of its tangent, and the
//! pieces that threads work on.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::kernel::pair;
use crate::linear::BlockPattern;
use crate::mesh::Kind;
use crate::model::Model;
use crate::order::spatial_order;

/// No row, no place.
pub(crate) const NONE: u32 = u32::MAX;

/// Internal numbering and pattern of a model.
#[derive(Debug)]
pub(crate) struct Layout {
    /// Node at each position, (n_nodes).
    pub(crate) node_at: Vec<u32>,
    /// Position of each node, (n_nodes).
    pub(crate) position_of: Vec<u32>,
    /// Components that are free, by position, (n_nodes × 3).
    pub(crate) free: Vec<[bool; 3]>,
    /// Row of the tangent at each position, or [`NONE`] where nothing is free.
    pub(crate) row_of: Vec<u32>,
    /// Position of each row.
    pub(crate) position_of_row: Vec<u32>,
    /// Pattern of the tangent.
    pub(crate) pattern: Arc<BlockPattern>,
    /// Pieces of work.
    pub(crate) tasks: Vec<Task>,
}

/// The elements that touch a range of nodes, and where their parts go.
#[derive(Debug)]
pub(crate) struct Task {
    /// Positions that this task owns.
    pub(crate) nodes: Range<usize>,
    /// Blocks of the tangent that it owns.
    pub(crate) blocks: Range<usize>,
    /// Its elements, by kind and material.
    pub(crate) groups: Vec<Group>,
}

/// Elements of one kind and material.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) kind: Kind,
    pub(crate) material: u16,
    pub(crate) elements: Vec<u32>,
    /// Positions of the nodes, (n_elements × n_nodes).
    pub(crate) positions: Vec<u32>,
    /// Within the task's blocks the places of (a, b) and (b, a) for each pair a ≤ b, or
    /// [`NONE`], (n_elements × n_pairs × 2).
    pub(crate) places: Vec<[u32; 2]>,
    /// Whether an element has a component that is not free.
    pub(crate) held: Vec<bool>,
}

impl Layout {
    /// Lays out `model` (already checked) for `n_tasks` pieces; `couplings` are pairs of nodes
    /// that interact without sharing an element.
    pub(crate) fn new(model: &Model, n_tasks: usize, couplings: &[[u32; 2]]) -> Self {
        let node_at = spatial_order(&model.mesh.points);
        let position_of = inverse(&node_at);
        let free = free_components(model, &position_of);
        let (row_of, position_of_row) = rows(&free);
        let elements = sorted_elements(model);
        let pattern = pattern(
            model,
            &position_of,
            &row_of,
            position_of_row.len(),
            couplings,
        );
        let mut layout = Self {
            node_at,
            position_of,
            free,
            row_of,
            position_of_row,
            pattern: Arc::new(pattern),
            tasks: Vec::new(),
        };
        layout.tasks = layout.divide(model, &elements, n_tasks.max(1));
        layout
    }

    /// Number of nodes.
    pub(crate) fn n_nodes(&self) -> usize {
        self.node_at.len()
    }

    /// Number of rows of blocks.
    pub(crate) fn n_rows(&self) -> usize {
        self.position_of_row.len()
    }

    fn divide(&self, model: &Model, elements: &[u32], n_tasks: usize) -> Vec<Task> {
        let n = self.n_nodes();
        let cuts: Vec<usize> = (0..=n_tasks).map(|i| i * n / n_tasks).collect();
        cuts.par_windows(2)
            .filter(|cut| cut[0] < cut[1])
            .map(|cut| self.task(model, elements, cut[0]..cut[1]))
            .collect()
    }

    fn task(&self, model: &Model, elements: &[u32], nodes: Range<usize>) -> Task {
        let first = self
            .position_of_row
            .partition_point(|&p| (p as usize) < nodes.start);
        let last = self
            .position_of_row
            .partition_point(|&p| (p as usize) < nodes.end);
        let starts = &self.pattern.row_start;
        let blocks = starts[first] as usize..starts[last] as usize;
        let mut task = Task {
            nodes,
            blocks,
            groups: Vec::new(),
        };
        for &element in elements {
            let nodes = model.mesh.nodes(element as usize);
            let mine = |&node: &u32| {
                task.nodes
                    .contains(&(self.position_of[node as usize] as usize))
            };
            if nodes.iter().any(mine) {
                self.push(&mut task, model, element);
            }
        }
        task
    }

    fn push(&self, task: &mut Task, model: &Model, element: u32) {
        let kind = model.mesh.kind(element as usize);
        let material = model.material_of[element as usize];
        let new = task
            .groups
            .last()
            .is_none_or(|group| group.kind != kind || group.material != material);
        if new {
            task.groups.push(Group::new(kind, material));
        }
        let positions: Vec<u32> = model
            .mesh
            .nodes(element as usize)
            .iter()
            .map(|&node| self.position_of[node as usize])
            .collect();
        let places = self.places(task, &positions);
        let held = positions
            .iter()
            .any(|&position| self.free[position as usize] != [true; 3]);
        if let Some(group) = task.groups.last_mut() {
            group.elements.push(element);
            group.positions.extend(positions);
            group.places.extend(places);
            group.held.push(held);
        }
    }

    fn places(&self, task: &Task, positions: &[u32]) -> Vec<[u32; 2]> {
        let n = positions.len();
        let place = |from: u32, to: u32| {
            let (row, column) = (self.row_of[from as usize], self.row_of[to as usize]);
            if row == NONE || column == NONE || !task.nodes.contains(&(from as usize)) {
                return NONE;
            }
            let found = self.pattern.find(row as usize, column as usize);
            found.map_or(NONE, |at| (at - task.blocks.start) as u32)
        };
        let mut places = vec![[NONE; 2]; n * (n + 1) / 2];
        for a in 0..n {
            for b in a..n {
                let other = if a == b {
                    NONE
                } else {
                    place(positions[b], positions[a])
                };
                places[pair(a, b, n)] = [place(positions[a], positions[b]), other];
            }
        }
        places
    }
}

impl Group {
    fn new(kind: Kind, material: u16) -> Self {
        Self {
            kind,
            material,
            elements: Vec::new(),
            positions: Vec::new(),
            places: Vec::new(),
            held: Vec::new(),
        }
    }
}

fn inverse(order: &[u32]) -> Vec<u32> {
    let mut inverse = vec![0; order.len()];
    for (position, &node) in order.iter().enumerate() {
        inverse[node as usize] = position as u32;
    }
    inverse
}

fn free_components(model: &Model, position_of: &[u32]) -> Vec<[bool; 3]> {
    let mut free = vec![[true; 3]; position_of.len()];
    for support in &model.supports {
        let at = &mut free[position_of[support.node as usize] as usize];
        for (free, held) in at.iter_mut().zip(support.held) {
            *free &= !held;
        }
    }
    free
}

fn rows(free: &[[bool; 3]]) -> (Vec<u32>, Vec<u32>) {
    let mut row_of = vec![NONE; free.len()];
    let mut position_of_row = Vec::new();
    for (position, free) in free.iter().enumerate() {
        if *free != [false; 3] {
            row_of[position] = position_of_row.len() as u32;
            position_of_row.push(position as u32);
        }
    }
    (row_of, position_of_row)
}

/// Elements by kind and material, then by number: the order of every sum.
fn sorted_elements(model: &Model) -> Vec<u32> {
    let mut elements: Vec<u32> = (0..model.mesh.n_elements() as u32).collect();
    elements.sort_by_key(|&element| {
        let at = element as usize;
        (model.mesh.kind(at), model.material_of[at])
    });
    elements
}

fn pattern(
    model: &Model,
    position_of: &[u32],
    row_of: &[u32],
    n_rows: usize,
    couplings: &[[u32; 2]],
) -> BlockPattern {
    let row = |node: u32| row_of[position_of[node as usize] as usize];
    let mut neighbours: Vec<Vec<u32>> = (0..n_rows as u32).map(|row| vec![row]).collect();
    let mut link = |nodes: &[u32]| {
        for &a in nodes {
            for &b in nodes {
                let (a, b) = (row(a), row(b));
                if a != NONE && b != NONE && a != b {
                    neighbours[a as usize].push(b);
                }
            }
        }
    };
    for element in 0..model.mesh.n_elements() {
        link(model.mesh.nodes(element));
    }
    for surface in &model.surfaces {
        for face in &surface.faces {
            link(&face.nodes);
        }
    }
    for pair in couplings {
        link(pair);
    }
    BlockPattern::of_neighbours(neighbours)
}
