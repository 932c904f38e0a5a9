//! Shape functions and quadrature of the elements, on their reference cells.

use crate::mesh::Kind;

/// Gradients of an element's shape functions at its quadrature points, on the reference cell.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    /// For each quadrature point, its weight and the gradients, (n_nodes × 3).
    pub(crate) points: Vec<Point>,
}

/// One quadrature point.
#[derive(Debug, Clone)]
pub(crate) struct Point {
    pub(crate) weight: f64,
    /// Their gradients on the reference cell, (n_nodes × 3).
    pub(crate) gradients: Vec<[f64; 3]>,
}

impl Shape {
    /// The element of kind `kind`.
    pub(crate) fn of(kind: Kind) -> Self {
        let (at, functions): (Vec<([f64; 3], f64)>, Functions) = match kind {
            Kind::Hex8 => (hex_points(), hex8),
            Kind::Wedge6 => (wedge_points(), wedge6),
            Kind::Tet4 => (vec![([0.25; 3], 1.0 / 6.0)], tet4),
            Kind::Tet10 => (tet_points(), tet10),
        };
        let points = at
            .into_iter()
            .map(|(point, weight)| Point::new(point, weight, functions))
            .collect();
        Self { points }
    }
}

impl Point {
    fn new(at: [f64; 3], weight: f64, functions: Functions) -> Self {
        let gradients = functions(at).into_iter().map(|(_, gradient)| gradient);
        Self {
            weight,
            gradients: gradients.collect(),
        }
    }
}

/// Shape functions and their gradients at a point of the reference cell.
type Functions = fn([f64; 3]) -> Vec<(f64, [f64; 3])>;

/// Corners of the hexahedron [−1, 1]³ in VTK's order.
const HEX_CORNERS: [[f64; 3]; 8] = [
    [-1.0, -1.0, -1.0],
    [1.0, -1.0, -1.0],
    [1.0, 1.0, -1.0],
    [-1.0, 1.0, -1.0],
    [-1.0, -1.0, 1.0],
    [1.0, -1.0, 1.0],
    [1.0, 1.0, 1.0],
    [-1.0, 1.0, 1.0],
];

/// Gauss points of [−1, 1]: ±1/√3, weight 1.
fn gauss_two() -> [f64; 2] {
    let at = 1.0 / 3.0_f64.sqrt();
    [-at, at]
}

fn hex_points() -> Vec<([f64; 3], f64)> {
    HEX_CORNERS
        .iter()
        .map(|corner| (corner.map(|c| c / 3.0_f64.sqrt()), 1.0))
        .collect()
}

fn hex8([x, y, z]: [f64; 3]) -> Vec<(f64, [f64; 3])> {
    HEX_CORNERS
        .iter()
        .map(|[a, b, c]| {
            let (u, v, w) = (1.0 + a * x, 1.0 + b * y, 1.0 + c * z);
            (
                u * v * w / 8.0,
                [a * v * w / 8.0, b * u * w / 8.0, c * u * v / 8.0],
            )
        })
        .collect()
}

/// Three points in the triangle (degree 2), two along the axis.
fn wedge_points() -> Vec<([f64; 3], f64)> {
    let (a, b) = (1.0 / 6.0, 2.0 / 3.0);
    gauss_two()
        .into_iter()
        .flat_map(|z| [[a, a, z], [b, a, z], [a, b, z]])
        .map(|at| (at, 1.0 / 6.0))
        .collect()
}

fn wedge6([r, s, z]: [f64; 3]) -> Vec<(f64, [f64; 3])> {
    let triangle = [
        (1.0 - r - s, [-1.0, -1.0]),
        (r, [1.0, 0.0]),
        (s, [0.0, 1.0]),
    ];
    [-1.0, 1.0]
        .into_iter()
        .flat_map(|c| {
            let along = 0.5 * (1.0 + c * z);
            triangle
                .map(|(value, [dr, ds])| (value * along, [dr * along, ds * along, 0.5 * c * value]))
        })
        .collect()
}

fn barycentric([r, s, t]: [f64; 3]) -> [(f64, [f64; 3]); 4] {
    [
        (1.0 - r - s - t, [-1.0, -1.0, -1.0]),
        (r, [1.0, 0.0, 0.0]),
        (s, [0.0, 1.0, 0.0]),
        (t, [0.0, 0.0, 1.0]),
    ]
}

fn tet4(at: [f64; 3]) -> Vec<(f64, [f64; 3])> {
    barycentric(at).to_vec()
}

/// Four points, degree 2.
///
/// # Source
/// Keast, Moderate-degree tetrahedral quadrature formulas, CMAME 1986; 55:339.
fn tet_points() -> Vec<([f64; 3], f64)> {
    let root = 5.0_f64.sqrt();
    let (a, b) = ((5.0 - root) / 20.0, (5.0 + 3.0 * root) / 20.0);
    [[a, a, a], [b, a, a], [a, b, a], [a, a, b]]
        .into_iter()
        .map(|at| (at, 1.0 / 24.0))
        .collect()
}

/// Edges of the tetrahedron whose middles are nodes 4 to 9, in VTK's order.
pub(crate) const TET_EDGES: [[usize; 2]; 6] = [[0, 1], [1, 2], [2, 0], [0, 3], [1, 3], [2, 3]];

fn tet10(at: [f64; 3]) -> Vec<(f64, [f64; 3])> {
    let corners = barycentric(at);
    let corner = corners.iter().map(|(l, g)| {
        let factor = 4.0 * l - 1.0;
        (l * (2.0 * l - 1.0), g.map(|g| factor * g))
    });
    let middle = TET_EDGES.iter().map(|&[a, b]| {
        let ((la, ga), (lb, gb)) = (corners[a], corners[b]);
        let gradient = std::array::from_fn(|i| 4.0 * (la * gb[i] + lb * ga[i]));
        (4.0 * la * lb, gradient)
    });
    corner.chain(middle).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn volume(kind: Kind) -> f64 {
        match kind {
            Kind::Hex8 => 8.0,
            Kind::Wedge6 => 1.0,
            Kind::Tet4 | Kind::Tet10 => 1.0 / 6.0,
        }
    }

    #[test]
    fn weights_sum_to_the_volume_and_gradients_to_zero() {
        for kind in Kind::ALL {
            let shape = Shape::of(kind);
            let sum: f64 = shape.points.iter().map(|p| p.weight).sum();
            assert!((sum - volume(kind)).abs() < 1e-14, "{kind:?}");
            for point in &shape.points {
                assert_eq!(point.gradients.len(), kind.n_nodes());
                for axis in 0..3 {
                    let sum: f64 = point.gradients.iter().map(|g| g[axis]).sum();
                    assert!(sum.abs() < 1e-14, "{kind:?}");
                }
            }
        }
    }
}
