//! Linear-elastic matrices to try the solvers on: layered blocks and curved sheets of hexahedra,
//! wedges or tetrahedra, with fixed components and springs.

use std::sync::Arc;

use super::linear::{BlockMatrix, BlockPattern};

/// An isotropic body in pieces, ready to be assembled.
#[derive(Debug, Clone, Default)]
pub struct Sample {
    /// Coordinates, (n × 3), mm.
    pub points: Vec<[f64; 3]>,
    /// Corner nodes of each element: 8 (hexahedron), 6 (wedge) or 4 (tetrahedron).
    pub elements: Vec<Vec<usize>>,
    /// First Lamé constant and shear modulus of each element, kPa.
    pub lame: Vec<[f64; 2]>,
    /// Components that are prescribed, (3 n).
    pub fixed: Vec<bool>,
    /// Springs to ground: node and stiffness, 3×3, mN/mm.
    pub springs: Vec<(usize, [[f64; 3]; 3])>,
    /// Whether the dilatation is averaged over each element.
    pub mean_dilatation: bool,
}

/// Layers of a sample from the base up.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Thickness, mm.
    pub thickness: f64,
    /// Young's modulus, kPa.
    pub young: f64,
    /// Poisson's ratio.
    pub poisson: f64,
    /// Elements through it.
    pub elements: usize,
}

/// λ and μ of Young's modulus and Poisson's ratio.
fn lame(young: f64, poisson: f64) -> [f64; 2] {
    let lambda = young * poisson / ((1.0 + poisson) * (1.0 - 2.0 * poisson));
    [lambda, young / (2.0 * (1.0 + poisson))]
}

/// Heights of the element boundaries and the layer of each element.
fn heights(layers: &[Layer]) -> (Vec<f64>, Vec<usize>) {
    let (mut heights, mut of_element) = (vec![0.0], Vec::new());
    let mut base = 0.0;
    for (index, layer) in layers.iter().enumerate() {
        for k in 1..=layer.elements {
            heights.push(base + layer.thickness * k as f64 / layer.elements as f64);
            of_element.push(index);
        }
        base += layer.thickness;
    }
    (heights, of_element)
}

/// A sheet of layers over [0, length] × [0, width], placed in space by `place`.
pub fn sheet(
    [length, width]: [f64; 2],
    [nx, ny]: [usize; 2],
    layers: &[Layer],
    place: impl Fn([f64; 3]) -> [f64; 3],
) -> Sample {
    let (heights, of_element) = heights(layers);
    let node = |i: usize, j: usize, k: usize| (k * (ny + 1) + j) * (nx + 1) + i;
    let mut sample = Sample::default();
    for &z in &heights {
        for j in 0..=ny {
            for i in 0..=nx {
                let (x, y) = (i as f64 / nx as f64, j as f64 / ny as f64);
                sample.points.push(place([x * length, y * width, z]));
            }
        }
    }
    for (k, &layer) in of_element.iter().enumerate() {
        for (i, j) in (0..ny).flat_map(|j| (0..nx).map(move |i| (i, j))) {
            let square = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)];
            let corners = [k, k + 1]
                .into_iter()
                .flat_map(|k| square.map(|(i, j)| node(i, j, k)));
            sample.elements.push(corners.collect());
            sample
                .lame
                .push(lame(layers[layer].young, layers[layer].poisson));
        }
    }
    sample.fixed = vec![false; 3 * sample.points.len()];
    sample
}

impl Sample {
    /// Fixes the nodes for which `at` holds.
    pub fn fix(&mut self, at: impl Fn([f64; 3]) -> bool) {
        for (node, &point) in self.points.iter().enumerate() {
            if at(point) {
                self.fixed[3 * node..3 * node + 3].fill(true);
            }
        }
    }

    /// Each hexahedron in `shapes` of the given corners.
    fn split(&mut self, shapes: &[&[usize]]) {
        let (mut elements, mut lame) = (Vec::new(), Vec::new());
        for (corners, &constants) in self.elements.iter().zip(&self.lame) {
            for shape in shapes {
                elements.push(shape.iter().map(|&c| corners[c]).collect());
                lame.push(constants);
            }
        }
        (self.elements, self.lame) = (elements, lame);
    }

    /// Six tetrahedra for each hexahedron, along the diagonal 0–6.
    pub fn into_tetrahedra(mut self) -> Self {
        self.split(&[
            &[0, 1, 2, 6],
            &[0, 2, 3, 6],
            &[0, 3, 7, 6],
            &[0, 7, 4, 6],
            &[0, 4, 5, 6],
            &[0, 5, 1, 6],
        ]);
        self
    }

    /// Two wedges for each hexahedron.
    pub fn into_wedges(mut self) -> Self {
        self.split(&[&[0, 1, 2, 4, 5, 6], &[0, 2, 3, 4, 6, 7]]);
        self
    }

    /// The same body with its nodes numbered at random.
    pub fn renumbered(mut self) -> Self {
        let n = self.points.len();
        let mut new: Vec<usize> = (0..n).collect();
        new.sort_by_key(|&node| scatter(node as u64));
        let mut points = self.points.clone();
        let mut fixed = self.fixed.clone();
        for (old, &new) in new.iter().enumerate() {
            points[new] = self.points[old];
            fixed[3 * new..3 * new + 3].copy_from_slice(&self.fixed[3 * old..3 * old + 3]);
        }
        self.elements
            .iter_mut()
            .flatten()
            .for_each(|node| *node = new[*node]);
        self.springs
            .iter_mut()
            .for_each(|(node, _)| *node = new[*node]);
        (self.points, self.fixed) = (points, fixed);
        self
    }

    /// The same body with each node moved by up to `by`, mm.
    pub fn distorted(mut self, by: f64) -> Self {
        for (node, point) in self.points.iter_mut().enumerate() {
            for (axis, x) in point.iter_mut().enumerate() {
                let unit = scatter((3 * node + axis) as u64) as f64 / u64::MAX as f64;
                *x += by * (2.0 * unit - 1.0);
            }
        }
        self
    }

    /// The stiffness matrix, mN/mm, with rows and columns of the identity where fixed.
    pub fn assemble(&self) -> BlockMatrix {
        let mut matrix = BlockMatrix::zeros(Arc::new(self.pattern()));
        for (corners, &constants) in self.elements.iter().zip(&self.lame) {
            let points: Vec<[f64; 3]> = corners.iter().map(|&c| self.points[c]).collect();
            let stiffness = stiffness(&points, constants, self.mean_dilatation);
            for (a, &row) in corners.iter().enumerate() {
                for (b, &column) in corners.iter().enumerate() {
                    self.add(&mut matrix, row, column, &stiffness[a * corners.len() + b]);
                }
            }
        }
        for (node, spring) in &self.springs {
            self.add(&mut matrix, *node, *node, spring);
        }
        for (unknown, _) in self.fixed.iter().enumerate().filter(|(_, fixed)| **fixed) {
            let at = matrix.pattern.find(unknown / 3, unknown / 3);
            matrix.values[at.expect("the diagonal is stored")][4 * (unknown % 3)] = 1.0;
        }
        matrix
    }

    fn add(&self, matrix: &mut BlockMatrix, row: usize, column: usize, block: &[[f64; 3]; 3]) {
        let at = matrix
            .pattern
            .find(row, column)
            .expect("the pair shares an element");
        for (k, value) in block.as_flattened().iter().enumerate() {
            if !self.fixed[3 * row + k / 3] && !self.fixed[3 * column + k % 3] {
                matrix.values[at][k] += value;
            }
        }
    }

    fn pattern(&self) -> BlockPattern {
        let mut near: Vec<Vec<u32>> = vec![Vec::new(); self.points.len()];
        for corners in &self.elements {
            for &row in corners {
                near[row].extend(corners.iter().map(|&c| c as u32));
            }
        }
        BlockPattern::of_neighbours(near)
    }
}

/// A number without pattern, the same in every run (splitmix64).
pub fn scatter(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Gradients of the shape functions at a quadrature point, and its weight.
struct Quadrature {
    gradients: Vec<[f64; 3]>,
    weight: f64,
}

/// Element stiffness, (corners² × 3 × 3).
fn stiffness(points: &[[f64; 3]], [lambda, mu]: [f64; 2], mean: bool) -> Vec<[[f64; 3]; 3]> {
    let n = points.len();
    let quadrature = quadrature(points);
    let volume: f64 = quadrature.iter().map(|q| q.weight).sum();
    let average: Vec<[f64; 3]> = (0..n)
        .map(|a| {
            let sum = |i: usize| -> f64 {
                quadrature
                    .iter()
                    .map(|q| q.weight * q.gradients[a][i])
                    .sum()
            };
            std::array::from_fn(|i| sum(i) / volume)
        })
        .collect();
    let mut out = vec![[[0.0; 3]; 3]; n * n];
    for q in &quadrature {
        let dilatation = if mean { &average } else { &q.gradients };
        for a in 0..n {
            for b in 0..n {
                let (ga, gb) = (q.gradients[a], q.gradients[b]);
                let inner: f64 = (0..3).map(|k| ga[k] * gb[k]).sum();
                for i in 0..3 {
                    for j in 0..3 {
                        let shear = ga[j] * gb[i] + if i == j { inner } else { 0.0 };
                        let volumetric = dilatation[a][i] * dilatation[b][j];
                        out[a * n + b][i][j] += q.weight * (mu * shear + lambda * volumetric);
                    }
                }
            }
        }
    }
    out
}

fn quadrature(points: &[[f64; 3]]) -> Vec<Quadrature> {
    let g = 1.0 / 3.0_f64.sqrt();
    match points.len() {
        8 => (0..8)
            .map(|q| [0, 1, 2].map(|axis| if q >> axis & 1 == 1 { g } else { -g }))
            .map(|at| mapped(points, &hexahedron(at), 1.0))
            .collect(),
        6 => [
            [1.0 / 6.0, 1.0 / 6.0],
            [2.0 / 3.0, 1.0 / 6.0],
            [1.0 / 6.0, 2.0 / 3.0],
        ]
        .iter()
        .flat_map(|&[r, s]| [[r, s, -g], [r, s, g]])
        .map(|at| mapped(points, &wedge(at), 1.0 / 6.0))
        .collect(),
        _ => {
            let local = [
                [-1.0, -1.0, -1.0],
                [1.0, 0.0, 0.0],
                [0.0, 1.0, 0.0],
                [0.0, 0.0, 1.0],
            ];
            vec![mapped(points, &local, 1.0 / 6.0)]
        }
    }
}

fn hexahedron([x, y, z]: [f64; 3]) -> Vec<[f64; 3]> {
    let signs = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
    let corners = [-1.0, 1.0].map(|c| signs.map(|(a, b)| (a, b, c)));
    let gradient = |&(a, b, c): &(f64, f64, f64)| {
        [
            a * (1.0 + b * y) * (1.0 + c * z) / 8.0,
            b * (1.0 + a * x) * (1.0 + c * z) / 8.0,
            c * (1.0 + a * x) * (1.0 + b * y) / 8.0,
        ]
    };
    corners.iter().flatten().map(gradient).collect()
}

fn wedge([r, s, t]: [f64; 3]) -> Vec<[f64; 3]> {
    let triangle = [(1.0 - r - s, -1.0, -1.0), (r, 1.0, 0.0), (s, 0.0, 1.0)];
    [-1.0, 1.0]
        .iter()
        .flat_map(|&c| {
            triangle.map(|(n, dr, ds)| {
                let up = 0.5 * (1.0 + c * t);
                [dr * up, ds * up, 0.5 * n * c]
            })
        })
        .collect()
}

fn mapped(points: &[[f64; 3]], local: &[[f64; 3]], weight: f64) -> Quadrature {
    let mut j = [[0.0; 3]; 3];
    for (point, gradient) in points.iter().zip(local) {
        for (row, g) in j.iter_mut().zip(gradient) {
            for (entry, x) in row.iter_mut().zip(point) {
                *entry += g * x;
            }
        }
    }
    let cross = |a: [f64; 3], b: [f64; 3]| {
        [
            a[1] * b[2] - a[2] * b[1],
            a[2] * b[0] - a[0] * b[2],
            a[0] * b[1] - a[1] * b[0],
        ]
    };
    let columns = [cross(j[1], j[2]), cross(j[2], j[0]), cross(j[0], j[1])];
    let det: f64 = (0..3).map(|k| j[0][k] * columns[0][k]).sum();
    let gradients = local
        .iter()
        .map(|g| std::array::from_fn(|i| (0..3).map(|k| columns[k][i] * g[k]).sum::<f64>() / det))
        .collect();
    Quadrature {
        gradients,
        weight: weight * det,
    }
}
