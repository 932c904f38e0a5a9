//! Bodies of a mesh, and whether something holds each.

use super::motion::Resisted;
use super::{Problem, Problems};
use crate::mesh::Mesh;
use crate::model::{Model, Spring};
use crate::vector::{add, norm, scale, sub};

/// Share of a spring's largest stiffness below which a direction counts as free.
const SPRING_NOISE: f64 = 1e-12;

/// Six rigid motions of each body against its supports and springs.
pub(super) fn check(model: &Model, problems: &mut Problems) {
    let bodies = Bodies::new(&model.mesh);
    let mut resisted = bodies.unheld(&model.mesh);
    let points = &model.mesh.points;
    let mut resist = |node: u32, directions: &[[f64; 3]]| {
        let Some(&point) = points.get(node as usize) else {
            return;
        };
        let body = &mut resisted[bodies.body_of[node as usize] as usize];
        for &direction in directions {
            if !body.is_all() {
                body.add(point, direction);
            }
        }
    };
    for support in &model.supports {
        for axis in (0..3).filter(|&axis| support.held[axis]) {
            let mut direction = [0.0; 3];
            direction[axis] = 1.0;
            resist(support.node, &[direction]);
        }
    }
    for spring in &model.springs {
        resist(spring.node, &directions(spring));
    }
    for (body, resisted) in resisted.iter().enumerate() {
        if !resisted.is_all() {
            problems.push(Problem::NotHeld {
                element: bodies.first_element[body] as usize,
                n_elements: bodies.n_elements[body] as usize,
                motions: resisted.free(),
            });
        }
    }
}

/// Directions that a spring resists, none longer than one: rows of its stiffness.
fn directions(spring: &Spring) -> Vec<[f64; 3]> {
    let rows = spring.stiffness;
    let largest = rows.map(norm).into_iter().fold(0.0, f64::max);
    let noticeable = |row: &[f64; 3]| norm(*row) > SPRING_NOISE * largest;
    rows.into_iter()
        .filter(noticeable)
        .map(|row| scale(row, norm(row).recip()))
        .collect()
}

/// Elements joined by common nodes.
struct Bodies {
    /// Body of each node.
    body_of: Vec<u32>,
    /// First element of each body.
    first_element: Vec<u32>,
    /// Elements of each body.
    n_elements: Vec<u32>,
}

impl Bodies {
    /// Bodies of a sound mesh.
    fn new(mesh: &Mesh) -> Self {
        let mut parent: Vec<u32> = (0..mesh.n_nodes() as u32).collect();
        for element in 0..mesh.n_elements() {
            let nodes = mesh.nodes(element);
            for &node in &nodes[1..] {
                let (a, b) = (root(&mut parent, nodes[0]), root(&mut parent, node));
                parent[a.max(b) as usize] = a.min(b);
            }
        }
        let mut bodies = Self {
            body_of: vec![u32::MAX; mesh.n_nodes()],
            first_element: Vec::new(),
            n_elements: Vec::new(),
        };
        for element in 0..mesh.n_elements() {
            let root = root(&mut parent, mesh.nodes(element)[0]);
            bodies.count(element as u32, root);
        }
        for node in 0..mesh.n_nodes() as u32 {
            let root = root(&mut parent, node);
            bodies.body_of[node as usize] = bodies.body_of[root as usize];
        }
        bodies
    }

    /// Adds `element` to the body whose first node is `root`.
    fn count(&mut self, element: u32, root: u32) {
        let body = &mut self.body_of[root as usize];
        if *body == u32::MAX {
            *body = self.first_element.len() as u32;
            self.first_element.push(element);
            self.n_elements.push(0);
        }
        self.n_elements[*body as usize] += 1;
    }

    /// Each body with nothing that resists it.
    fn unheld(&self, mesh: &Mesh) -> Vec<Resisted> {
        let n = self.first_element.len();
        let mut centres = vec![[0.0; 3]; n];
        let mut counts = vec![0.0; n];
        let nodes = || self.body_of.iter().zip(&mesh.points);
        for (&body, &point) in nodes() {
            counts[body as usize] += 1.0;
            centres[body as usize] = add(centres[body as usize], point);
        }
        for (centre, count) in centres.iter_mut().zip(&counts) {
            *centre = scale(*centre, 1.0 / count);
        }
        let mut sizes = vec![0.0_f64; n];
        for (&body, &point) in nodes() {
            let distance = norm(sub(point, centres[body as usize]));
            sizes[body as usize] = sizes[body as usize].max(distance);
        }
        let bodies = centres.into_iter().zip(sizes);
        bodies
            .map(|(centre, size)| Resisted::new(centre, size))
            .collect()
    }
}

/// The node that stands for all that are joined to `node`; ways there are halved.
fn root(parent: &mut [u32], mut node: u32) -> u32 {
    while parent[node as usize] != node {
        let next = parent[parent[node as usize] as usize];
        parent[node as usize] = next;
        node = next;
    }
    node
}
