//! The quadrature points of a surface.

use crate::mesh::Face;
use crate::surface::face_points;
use crate::vector::{add, cross, norm, scale, sub, unit};

/// A quadrature point of a face.
#[derive(Debug, Clone)]
pub(super) struct Point {
    /// The face, by its place in the list.
    pub(super) face: u32,
    /// Positions of the face's nodes.
    pub(super) nodes: Vec<u32>,
    /// Shape functions.
    pub(super) shares: Vec<f64>,
    /// Share of the reference area.
    pub(super) area: f64,
}

impl Point {
    /// Where it is, with the nodes at `node`.
    pub(super) fn place(&self, node: impl Fn(u32) -> [f64; 3]) -> [f64; 3] {
        combine(&self.nodes, &self.shares, node)
    }

    /// Outward unit normal of its face.
    pub(super) fn normal(&self, node: impl Fn(u32) -> [f64; 3]) -> [f64; 3] {
        let at = |k: usize| node(self.nodes[k]);
        if self.nodes.len() == 4 {
            unit(cross(sub(at(2), at(0)), sub(at(3), at(1))))
        } else {
            unit(cross(sub(at(1), at(0)), sub(at(2), at(0))))
        }
    }
}

fn combine(nodes: &[u32], shares: &[f64], node: impl Fn(u32) -> [f64; 3]) -> [f64; 3] {
    nodes
        .iter()
        .zip(shares)
        .fold([0.0; 3], |sum, (&n, &share)| {
            add(sum, scale(node(n), share))
        })
}

/// Quadrature points of `faces`, nodes by position.
pub(super) fn points(faces: &[Face], node: impl Fn(u32) -> [f64; 3]) -> Vec<Point> {
    let mut points = Vec::new();
    for (at, face) in faces.iter().enumerate() {
        for point in face_points(face.nodes.len()) {
            let along = |k: usize| combine(&face.nodes, &point.along[k], &node);
            points.push(Point {
                face: at as u32,
                nodes: face.nodes.clone(),
                area: point.weight * norm(cross(along(0), along(1))),
                shares: point.values,
            });
        }
    }
    points
}

/// Mean length of the edges of `faces`.
pub(super) fn mean_edge(faces: &[Face], node: impl Fn(u32) -> [f64; 3]) -> f64 {
    let lengths: Vec<f64> = faces
        .iter()
        .flat_map(|face| {
            let corners = face.corners();
            let n = corners.len();
            (0..n).map(move |k| (corners[k], corners[(k + 1) % n]))
        })
        .map(|(a, b)| norm(sub(node(a), node(b))))
        .collect();
    lengths.iter().sum::<f64>() / lengths.len().max(1) as f64
}
