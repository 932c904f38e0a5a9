//! Faces: their areas, and pressure on them.

use std::collections::BTreeMap;

use crate::mesh::{Face, Mesh};
use crate::vector::{add, cross, dot, scale};

/// One quadrature point of a face: weight, shape functions, their two derivatives.
pub(crate) struct FacePoint {
    pub(crate) weight: f64,
    pub(crate) values: Vec<f64>,
    pub(crate) along: [Vec<f64>; 2],
}

/// Quadrature of a face with `n` nodes (3, 4 or 6).
pub(crate) fn face_points(n: usize) -> Vec<FacePoint> {
    match n {
        4 => quad_points(),
        6 => triangle_points().iter().map(|&at| quadratic(at)).collect(),
        _ => triangle_points().iter().map(|&at| linear(at)).collect(),
    }
}

fn triangle_points() -> [[f64; 2]; 3] {
    let (a, b) = (1.0 / 6.0, 2.0 / 3.0);
    [[a, a], [b, a], [a, b]]
}

fn linear([r, s]: [f64; 2]) -> FacePoint {
    FacePoint {
        weight: 1.0 / 6.0,
        values: vec![1.0 - r - s, r, s],
        along: [vec![-1.0, 1.0, 0.0], vec![-1.0, 0.0, 1.0]],
    }
}

fn quadratic([r, s]: [f64; 2]) -> FacePoint {
    let l = [1.0 - r - s, r, s];
    let d = [[-1.0, 1.0, 0.0], [-1.0, 0.0, 1.0]];
    let edges = [[0, 1], [1, 2], [2, 0]];
    let corner = l.iter().map(|l| l * (2.0 * l - 1.0));
    let middle = edges.iter().map(|&[a, b]: &[usize; 2]| 4.0 * l[a] * l[b]);
    let derivative = |d: [f64; 3]| {
        let corner = (0..3).map(|a| (4.0 * l[a] - 1.0) * d[a]);
        let middle = edges
            .iter()
            .map(|&[a, b]| 4.0 * (l[a] * d[b] + l[b] * d[a]));
        corner.chain(middle).collect()
    };
    FacePoint {
        weight: 1.0 / 6.0,
        values: corner.chain(middle).collect(),
        along: d.map(derivative),
    }
}

fn quad_points() -> Vec<FacePoint> {
    let corners = [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]];
    let root = 3.0_f64.sqrt();
    corners
        .iter()
        .map(|[p, q]| {
            let (x, y) = (p / root, q / root);
            FacePoint {
                weight: 1.0,
                values: corners
                    .iter()
                    .map(|[a, b]| (1.0 + a * x) * (1.0 + b * y) / 4.0)
                    .collect(),
                along: [
                    corners
                        .iter()
                        .map(|[a, b]| a * (1.0 + b * y) / 4.0)
                        .collect(),
                    corners
                        .iter()
                        .map(|[a, b]| b * (1.0 + a * x) / 4.0)
                        .collect(),
                ],
            }
        })
        .collect()
}

fn combine(at: &[[f64; 3]], factors: &[f64]) -> [f64; 3] {
    at.iter()
        .zip(factors)
        .fold([0.0; 3], |sum, (&x, &factor)| add(sum, scale(x, factor)))
}

/// ∫ N_a n da of each node of a face whose nodes are at `at`.
pub(crate) fn node_areas(at: &[[f64; 3]]) -> Vec<[f64; 3]> {
    let mut areas = vec![[0.0; 3]; at.len()];
    for point in face_points(at.len()) {
        let normal = cross(combine(at, &point.along[0]), combine(at, &point.along[1]));
        for (area, value) in areas.iter_mut().zip(&point.values) {
            *area = add(*area, scale(normal, point.weight * value));
        }
    }
    areas
}

/// Reference positions of the nodes of a face.
fn places(mesh: &Mesh, face: &Face) -> Vec<[f64; 3]> {
    let place = |&node: &u32| mesh.points[node as usize];
    face.nodes.iter().map(place).collect()
}

/// Share of the area vector of `faces` that each node carries, by node.
pub(crate) fn nodal_areas(mesh: &Mesh, faces: &[Face]) -> BTreeMap<u32, [f64; 3]> {
    let mut sum: BTreeMap<u32, [f64; 3]> = BTreeMap::new();
    for face in faces {
        let at = places(mesh, face);
        for (&node, area) in face.nodes.iter().zip(node_areas(&at)) {
            let entry = sum.entry(node).or_default();
            *entry = add(*entry, area);
        }
    }
    sum
}

/// ⅓ ∫ x·n da: the volume under a face as seen from the origin.
pub(crate) fn volume_under(at: &[[f64; 3]]) -> f64 {
    let areas = face_points(at.len()).into_iter().map(|point| {
        let normal = cross(combine(at, &point.along[0]), combine(at, &point.along[1]));
        point.weight * dot(combine(at, &point.values), normal)
    });
    areas.sum::<f64>() / 3.0
}

/// Symmetric part of ∂(∫ N_a n da)/∂x_b, (n × n) blocks, row-major.
pub(crate) fn area_derivatives(at: &[[f64; 3]]) -> Vec<[f64; 9]> {
    let n = at.len();
    let mut whole = vec![[0.0; 9]; n * n];
    for point in face_points(n) {
        let (first, second) = (combine(at, &point.along[0]), combine(at, &point.along[1]));
        for a in 0..n {
            for b in 0..n {
                let weight = point.weight * point.values[a];
                let axis = add(
                    scale(second, -weight * point.along[0][b]),
                    scale(first, weight * point.along[1][b]),
                );
                add_skew(&mut whole[a * n + b], axis);
            }
        }
    }
    (0..n * n)
        .map(|at| {
            let (k, m) = (whole[at], whole[(at % n) * n + at / n]);
            std::array::from_fn(|e| 0.5 * (k[e] + m[(e % 3) * 3 + e / 3]))
        })
        .collect()
}

/// Adds the matrix of v ↦ axis × v.
fn add_skew(block: &mut [f64; 9], [x, y, z]: [f64; 3]) {
    block[1] -= z;
    block[2] += y;
    block[3] += z;
    block[5] -= x;
    block[6] -= y;
    block[7] += x;
}

/// Dead forces of a traction on `faces` (force per reference area), by node.
pub fn traction(mesh: &Mesh, faces: &[Face], traction: [f64; 3]) -> Vec<(u32, [f64; 3])> {
    let mut sum: BTreeMap<u32, f64> = BTreeMap::new();
    for face in faces {
        let at = places(mesh, face);
        for point in face_points(at.len()) {
            let normal = cross(combine(&at, &point.along[0]), combine(&at, &point.along[1]));
            let area = point.weight * crate::vector::norm(normal);
            for (&node, value) in face.nodes.iter().zip(&point.values) {
                *sum.entry(node).or_default() += area * value;
            }
        }
    }
    sum.into_iter()
        .map(|(node, share)| (node, scale(traction, share)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUAD: [[f64; 3]; 4] = [
        [0.0, 0.0, 0.1],
        [2.0, 0.1, 0.0],
        [2.2, 1.0, 0.3],
        [-0.1, 1.1, 0.0],
    ];

    #[test]
    fn a_flat_square_carries_a_quarter_of_its_area_at_each_corner() {
        let at = [
            [0.0, 0.0, 0.0],
            [2.0, 0.0, 0.0],
            [2.0, 2.0, 0.0],
            [0.0, 2.0, 0.0],
        ];
        for area in node_areas(&at) {
            assert!((area[2] - 1.0).abs() < 1e-14 && area[0] == 0.0);
        }
    }

    #[test]
    fn derivative_of_the_area_vectors_matches_differences() {
        let n = QUAD.len();
        let exact = area_derivatives(&QUAD);
        let step = 1e-6;
        let column = |b: usize, j: usize| {
            let mut plus = QUAD;
            let mut minus = QUAD;
            plus[b][j] += step;
            minus[b][j] -= step;
            let (plus, minus) = (node_areas(&plus), node_areas(&minus));
            move |a: usize, i: usize| (plus[a][i] - minus[a][i]) / (2.0 * step)
        };
        for a in 0..n {
            for b in 0..n {
                for i in 0..3 {
                    for j in 0..3 {
                        let mean = 0.5 * (column(b, j)(a, i) + column(a, i)(b, j));
                        assert!((exact[a * n + b][3 * i + j] - mean).abs() < 1e-9);
                    }
                }
            }
        }
    }
}
