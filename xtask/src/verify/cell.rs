//! Integrals over elements, written independently of the engine: shape functions and product
//! Gauss quadrature of any order.

use tissue::{Kind, Mesh};

use super::tensor::{self, Matrix};

/// A quadrature point of an element in its reference configuration.
pub struct Point {
    pub at: [f64; 3],
    pub volume: f64,
    /// Shape functions, (n_nodes).
    pub values: Vec<f64>,
    /// Their gradients by X, (n_nodes × 3).
    pub gradients: Vec<[f64; 3]>,
}

impl Point {
    /// A nodal field here.
    pub fn value(&self, nodal: &[[f64; 3]]) -> [f64; 3] {
        std::array::from_fn(|i| self.values.iter().zip(nodal).map(|(n, u)| n * u[i]).sum())
    }

    /// Gradient of a nodal field here, by component and by direction.
    pub fn gradient(&self, nodal: &[[f64; 3]]) -> Matrix {
        gradient(nodal, &self.gradients)
    }
}

fn gradient(nodal: &[[f64; 3]], gradients: &[[f64; 3]]) -> Matrix {
    std::array::from_fn(|i| {
        std::array::from_fn(|j| nodal.iter().zip(gradients).map(|(u, g)| u[i] * g[j]).sum())
    })
}

/// Quadrature points of element `element`, `order` Gauss points along each axis.
pub fn points(mesh: &Mesh, element: usize, order: usize) -> Vec<Point> {
    let kind = mesh.kind(element);
    let nodes = nodal(mesh.nodes(element), &mesh.points);
    rule(kind, order)
        .into_iter()
        .map(|(at, weight)| {
            let (values, local): (Vec<f64>, Vec<[f64; 3]>) =
                shape_functions(kind, at).into_iter().unzip();
            let map = gradient(&nodes, &local);
            let back = tensor::inverse(&map);
            let gradients = local
                .iter()
                .map(|g| std::array::from_fn(|j| (0..3).map(|k| g[k] * back[k][j]).sum()))
                .collect();
            let mut point = Point {
                at: [0.0; 3],
                volume: weight * tensor::determinant(&map),
                values,
                gradients,
            };
            point.at = point.value(&nodes);
            point
        })
        .collect()
}

/// The values of a nodal field at an element's nodes.
pub fn nodal(nodes: &[u32], field: &[[f64; 3]]) -> Vec<[f64; 3]> {
    nodes.iter().map(|&node| field[node as usize]).collect()
}

/// Volume of a body displaced by `displacement`.
pub fn volume(mesh: &Mesh, displacement: &[[f64; 3]]) -> f64 {
    let mut placed = mesh.clone();
    for (x, &u) in placed.points.iter_mut().zip(displacement) {
        *x = tensor::add(*x, u);
    }
    (0..mesh.n_elements())
        .flat_map(|element| points(&placed, element, 3))
        .map(|point| point.volume)
        .sum()
}

/// Gauss points of [0, 1] and their weights.
fn gauss(order: usize) -> Vec<(f64, f64)> {
    let legendre = |x: f64| {
        let (mut before, mut now) = (1.0, x);
        for k in 2..=order {
            let k = k as f64;
            (before, now) = (now, ((2.0 * k - 1.0) * x * now - (k - 1.0) * before) / k);
        }
        (now, order as f64 * (x * now - before) / (x * x - 1.0))
    };
    (0..order)
        .map(|i| {
            let mut x = (std::f64::consts::PI * (i as f64 + 0.75) / (order as f64 + 0.5)).cos();
            for _ in 0..20 {
                let (value, slope) = legendre(x);
                x -= value / slope;
            }
            let (_, slope) = legendre(x);
            (0.5 * (1.0 + x), 1.0 / ((1.0 - x * x) * slope * slope))
        })
        .collect()
}

/// Quadrature on the reference cell; triangles and tetrahedra are collapsed cubes.
fn rule(kind: Kind, order: usize) -> Vec<([f64; 3], f64)> {
    let line = gauss(order);
    let mut rule = Vec::new();
    for &(x, u) in &line {
        for &(y, v) in &line {
            for &(z, w) in &line {
                let weight = u * v * w;
                rule.push(match kind {
                    Kind::Hex8 => ([x, y, z].map(|c| 2.0 * c - 1.0), 8.0 * weight),
                    Kind::Wedge6 => ([x, y * (1.0 - x), 2.0 * z - 1.0], 2.0 * weight * (1.0 - x)),
                    Kind::Tet4 | Kind::Tet10 => {
                        let (r, s) = (x, y * (1.0 - x));
                        let t = z * (1.0 - r - s);
                        ([r, s, t], weight * (1.0 - x) * (1.0 - r - s))
                    }
                });
            }
        }
    }
    rule
}

/// Shape functions and their gradients on the reference cell, nodes in VTK's order.
fn shape_functions(kind: Kind, [r, s, t]: [f64; 3]) -> Vec<(f64, [f64; 3])> {
    let along = |c: f64| (0.5 * (1.0 + c * t), 0.5 * c);
    let triangle = [
        (1.0 - r - s, [-1.0, -1.0]),
        (r, [1.0, 0.0]),
        (s, [0.0, 1.0]),
    ];
    let square = [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]].map(|[a, b]: [f64; 2]| {
        let (p, q) = (0.5 * (1.0 + a * r), 0.5 * (1.0 + b * s));
        (p * q, [0.5 * a * q, 0.5 * b * p])
    });
    let prism = |base: &[(f64, [f64; 2])]| {
        let layer = |c: f64| {
            let (height, slope) = along(c);
            base.iter()
                .map(move |(n, [dr, ds])| (n * height, [dr * height, ds * height, n * slope]))
                .collect::<Vec<_>>()
        };
        [layer(-1.0), layer(1.0)].concat()
    };
    match kind {
        Kind::Hex8 => prism(&square),
        Kind::Wedge6 => prism(&triangle),
        Kind::Tet4 => tetrahedron([r, s, t]).to_vec(),
        Kind::Tet10 => quadratic(&tetrahedron([r, s, t])),
    }
}

fn tetrahedron([r, s, t]: [f64; 3]) -> [(f64, [f64; 3]); 4] {
    [
        (1.0 - r - s - t, [-1.0; 3]),
        (r, [1.0, 0.0, 0.0]),
        (s, [0.0, 1.0, 0.0]),
        (t, [0.0, 0.0, 1.0]),
    ]
}

fn quadratic(corners: &[(f64, [f64; 3]); 4]) -> Vec<(f64, [f64; 3])> {
    let edges = [[0, 1], [1, 2], [0, 2], [0, 3], [1, 3], [2, 3]];
    let corner = corners
        .iter()
        .map(|(l, g)| (l * (2.0 * l - 1.0), g.map(|g| (4.0 * l - 1.0) * g)));
    let middle = edges.iter().map(|&[a, b]: &[usize; 2]| {
        let ((la, ga), (lb, gb)) = (corners[a], corners[b]);
        (
            4.0 * la * lb,
            std::array::from_fn(|i| 4.0 * (la * gb[i] + lb * ga[i])),
        )
    });
    corner.chain(middle).collect()
}
