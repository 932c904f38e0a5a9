//! Catmull–Clark subdivision as weights, so that anything given at the points of the cage – place,
//! colour, displacement – can be carried to the fine surface.

use std::collections::BTreeMap;

use glam::DVec3;

use crate::mesh::{Mesh, edges_of, undirected};

/// A weighted mean of points: (point, weight), the weights sum to 1.
type Mean = BTreeMap<u32, f64>;

/// One or more subdivision steps.
#[derive(Debug, Clone, PartialEq)]
pub struct Refinement {
    /// Each fine point as a mean of coarse points. The first ones are the coarse points' own.
    means: Vec<Vec<(u32, f64)>>,
    /// Quadrilaterals of the fine surface.
    pub quads: Vec<[u32; 4]>,
}

impl Refinement {
    /// Subdivides a number of times.
    ///
    /// - `levels`: each turns one quadrilateral into four
    ///
    /// # Source
    /// catmull-clark-1978; a crease of the boundary is a cubic B-spline (1/8, 6/8, 1/8)
    pub fn new(mesh: &Mesh, levels: usize) -> Self {
        let identity = (0..mesh.points.len() as u32).map(|point| vec![(point, 1.0)]);
        let mut refinement = Self {
            means: identity.collect(),
            quads: mesh.quads.clone(),
        };
        for _ in 0..levels {
            let step = Step::new(refinement.means.len(), &refinement.quads);
            refinement.means = step.means().map(|mean| refinement.compose(&mean)).collect();
            refinement.quads = step.quads();
        }
        refinement
    }

    /// A mean of fine points as a mean of coarse ones.
    fn compose(&self, mean: &Mean) -> Vec<(u32, f64)> {
        let mut coarse = Mean::new();
        for (fine, weight) in mean {
            for (point, share) in &self.means[*fine as usize] {
                *coarse.entry(*point).or_insert(0.0) += weight * share;
            }
        }
        coarse.into_iter().collect()
    }

    /// Carries vectors at the coarse points to the fine ones.
    pub fn carry(&self, coarse: &[DVec3]) -> Vec<DVec3> {
        self.means
            .iter()
            .map(|mean| mean.iter().map(|(i, w)| *w * coarse[*i as usize]).sum())
            .collect()
    }

    /// Carries numbers at the coarse points to the fine ones.
    pub fn carry_numbers(&self, coarse: &[f64]) -> Vec<f64> {
        self.means
            .iter()
            .map(|mean| mean.iter().map(|(i, w)| w * coarse[*i as usize]).sum())
            .collect()
    }

    /// The weights of a fine point: (coarse point, weight).
    pub fn weights(&self, fine: usize) -> &[(u32, f64)] {
        &self.means[fine]
    }

    /// The fine surface of a cage.
    pub fn surface(&self, coarse: &[DVec3]) -> Mesh {
        Mesh {
            points: self.carry(coarse),
            quads: self.quads.clone(),
        }
    }
}

/// One subdivision: old points first, then one on each edge, then one in each face.
struct Step<'a> {
    quads: &'a [[u32; 4]],
    points: usize,
    /// Edge → its number.
    edges: BTreeMap<(u32, u32), u32>,
    /// Faces at each edge.
    edge_faces: Vec<Vec<u32>>,
    /// Faces and edges at each point.
    point_faces: Vec<Vec<u32>>,
    point_edges: Vec<Vec<(u32, u32)>>,
}

impl<'a> Step<'a> {
    fn new(points: usize, quads: &'a [[u32; 4]]) -> Self {
        let mut edges = BTreeMap::new();
        for edge in quads.iter().flat_map(|quad| edges_of(*quad)) {
            edges.insert(undirected(edge), 0);
        }
        for (number, value) in edges.values_mut().enumerate() {
            *value = number as u32;
        }
        let mut step = Self {
            quads,
            points,
            edge_faces: vec![Vec::new(); edges.len()],
            edges,
            point_faces: vec![Vec::new(); points],
            point_edges: vec![Vec::new(); points],
        };
        for (face, quad) in quads.iter().enumerate() {
            for edge in edges_of(*quad) {
                let number = step.edges[&undirected(edge)];
                step.edge_faces[number as usize].push(face as u32);
                step.point_faces[edge.0 as usize].push(face as u32);
            }
        }
        for edge in step.edges.keys() {
            step.point_edges[edge.0 as usize].push(*edge);
            step.point_edges[edge.1 as usize].push(*edge);
        }
        step
    }

    fn is_border(&self, edge: (u32, u32)) -> bool {
        self.edge_faces[self.edges[&edge] as usize].len() == 1
    }

    fn means(&self) -> impl Iterator<Item = Mean> + '_ {
        let points = (0..self.points as u32).map(|point| self.point(point));
        let edges = self.edges.keys().map(|edge| self.edge(*edge));
        let faces = (0..self.quads.len() as u32).map(|face| {
            let mut mean = Mean::new();
            self.add_face(&mut mean, face, 1.0);
            mean
        });
        points.chain(edges).chain(faces)
    }

    fn add_face(&self, mean: &mut Mean, face: u32, weight: f64) {
        for corner in self.quads[face as usize] {
            *mean.entry(corner).or_insert(0.0) += weight / 4.0;
        }
    }

    fn edge(&self, edge: (u32, u32)) -> Mean {
        let faces = &self.edge_faces[self.edges[&edge] as usize];
        let own = if faces.len() == 2 { 0.25 } else { 0.5 };
        let mut mean = Mean::from([(edge.0, own), (edge.1, own)]);
        if faces.len() == 2 {
            for face in faces {
                self.add_face(&mut mean, *face, 0.25);
            }
        }
        mean
    }

    fn point(&self, point: u32) -> Mean {
        let edges = &self.point_edges[point as usize];
        let border: Vec<_> = edges.iter().filter(|edge| self.is_border(**edge)).collect();
        let mut mean = Mean::new();
        let mut add = |point: u32, weight: f64| *mean.entry(point).or_insert(0.0) += weight;
        if border.is_empty() {
            // (F + 2R + (n − 3) P) / n
            let n = edges.len() as f64;
            add(point, (n - 3.0) / n);
            for edge in edges {
                add(edge.0, 1.0 / (n * n));
                add(edge.1, 1.0 / (n * n));
            }
            for face in &self.point_faces[point as usize] {
                self.add_face(&mut mean, *face, 1.0 / (n * n));
            }
        } else {
            add(point, 0.5);
            for edge in border {
                add(edge.0, 0.125);
                add(edge.1, 0.125);
            }
        }
        mean
    }

    fn quads(&self) -> Vec<[u32; 4]> {
        let first_edge = self.points as u32;
        let first_face = first_edge + self.edges.len() as u32;
        let on = |a: u32, b: u32| first_edge + self.edges[&undirected((a, b))];
        let mut quads = Vec::with_capacity(4 * self.quads.len());
        for (face, [a, b, c, d]) in self.quads.iter().copied().enumerate() {
            let middle = first_face + face as u32;
            quads.push([a, on(a, b), middle, on(d, a)]);
            quads.push([b, on(b, c), middle, on(a, b)]);
            quads.push([c, on(c, d), middle, on(b, c)]);
            quads.push([d, on(d, a), middle, on(c, d)]);
        }
        quads
    }
}
