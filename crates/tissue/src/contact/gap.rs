//! The signed distance of a point from a triangle, and its derivatives.

use super::closest::Feature;
use super::facets::{Facet, MOST_NODES};
use super::points::Point;
use crate::vector::{cross, dot, scale, sub};

/// A point pressed by a face.
#[derive(Debug, Clone, Copy)]
pub(super) struct Touch {
    /// The point.
    pub(super) point: u32,
    /// The triangle.
    pub(super) facet: u32,
    pub(super) feature: Feature,
    /// Share of each corner in the closest point.
    pub(super) shares: [f64; 3],
    /// Signed distance, negative behind the face.
    pub(super) gap: f64,
    /// Unit vector from the closest point outward.
    pub(super) normal: [f64; 3],
}

/// Derivatives of a gap by the positions of the nodes it depends on.
///
/// ∂g/∂xᵢ = wᵢ n; the second derivative follows from the closest point staying closest.
pub(super) struct Derivatives {
    pub(super) nodes: Vec<u32>,
    /// Share wᵢ of each node in the vector from the closest point to the point.
    pub(super) shares: Vec<f64>,
    normal: [f64; 3],
    gap: f64,
    /// Directions τ^β in which the closest point is free to slide, dual basis.
    dual: Vec<[f64; 3]>,
    /// Their metric m^{αβ}.
    metric: [[f64; 2]; 2],
    /// ∂wᵢ/∂ξ^β.
    slopes: Vec<Vec<f64>>,
    /// Directions in which it is not, so that the normal turns with the point.
    blocked: Vec<[f64; 3]>,
}

impl Derivatives {
    pub(super) fn new(touch: &Touch, point: &Point, facet: &Facet, at: &[[f64; 3]; 3]) -> Self {
        let mut nodes = point.nodes.clone();
        let mut shares = point.shares.clone();
        nodes.extend_from_slice(&facet.nodes[..facet.n_nodes]);
        let master =
            |a: usize| -> f64 { (0..3).map(|k| touch.shares[k] * facet.shares[k][a]).sum() };
        shares.extend((0..facet.n_nodes).map(|a| -master(a)));
        let mut derivatives = Self {
            nodes,
            shares,
            normal: touch.normal,
            gap: touch.gap,
            dual: Vec::new(),
            metric: [[0.0; 2]; 2],
            slopes: Vec::new(),
            blocked: Vec::new(),
        };
        match touch.feature {
            Feature::Inside => derivatives.slide_in_plane(at, point, facet),
            Feature::Edge(k) => derivatives.slide_on_edge(k, at, point, facet),
            Feature::Corner(_) => derivatives.stay(),
        }
        derivatives
    }

    fn slide_in_plane(&mut self, at: &[[f64; 3]; 3], point: &Point, facet: &Facet) {
        let (a, b) = (sub(at[1], at[0]), sub(at[2], at[0]));
        let (aa, ab, bb) = (dot(a, a), dot(a, b), dot(b, b));
        let det = aa * bb - ab * ab;
        self.metric = [[bb / det, -ab / det], [-ab / det, aa / det]];
        self.dual = self
            .metric
            .iter()
            .map(|row| std::array::from_fn(|i| row[0] * a[i] + row[1] * b[i]))
            .collect();
        self.slopes = vec![slope(point, facet, 0, 1), slope(point, facet, 0, 2)];
    }

    fn slide_on_edge(&mut self, k: usize, at: &[[f64; 3]; 3], point: &Point, facet: &Facet) {
        let next = (k + 1) % 3;
        let along = sub(at[next], at[k]);
        let length = dot(along, along);
        self.metric[0][0] = 1.0 / length;
        self.dual = vec![scale(along, 1.0 / length)];
        self.slopes = vec![slope(point, facet, k, next)];
        let across = cross(self.normal, along);
        self.blocked = vec![scale(across, 1.0 / length.sqrt())];
    }

    /// Two directions at right angles to the normal.
    fn stay(&mut self) {
        let n = self.normal;
        let axis = (0..3).min_by(|&i, &j| n[i].abs().total_cmp(&n[j].abs()));
        let mut e = [0.0; 3];
        e[axis.unwrap_or(0)] = 1.0;
        let first = crate::vector::unit(cross(n, e));
        self.blocked = vec![first, cross(n, first)];
    }

    /// Block (i, j) of ε ∂g ⊗ ∂g − p ∂²g; without the second part where `whole` is false.
    ///
    /// At an edge or a corner the normal turns by the point's distance; −p/g is kept within
    /// what a point without multiplier has.
    pub(super) fn block(
        &self,
        i: usize,
        j: usize,
        stiffness: f64,
        pressure: f64,
        whole: bool,
    ) -> [f64; 9] {
        let (wi, wj) = (self.shares[i], self.shares[j]);
        let n = self.normal;
        let turn = self.turning(stiffness, pressure, whole);
        let mut normal = stiffness * wi * wj;
        let mut mixed = [0.0; 3];
        let mut transposed = [0.0; 3];
        if whole {
            for (beta, dual) in self.dual.iter().enumerate() {
                let (si, sj) = (self.slopes[beta][i], self.slopes[beta][j]);
                for k in 0..3 {
                    mixed[k] -= pressure * wi * sj * dual[k];
                    transposed[k] -= pressure * wj * si * dual[k];
                }
                for alpha in 0..self.dual.len() {
                    normal +=
                        pressure * self.gap * self.metric[alpha][beta] * self.slopes[alpha][i] * sj;
                }
            }
        }
        std::array::from_fn(|e| {
            let (r, c) = (e / 3, e % 3);
            let turned: f64 = self.blocked.iter().map(|b| b[r] * b[c]).sum();
            normal * n[r] * n[c] + mixed[r] * n[c] + n[r] * transposed[c] + turn * wi * wj * turned
        })
    }

    fn turning(&self, stiffness: f64, pressure: f64, whole: bool) -> f64 {
        let turn = (-pressure / self.gap).clamp(-stiffness, MOST_TURNING * stiffness);
        if turn.is_nan() || (!whole && turn < 0.0) {
            0.0
        } else {
            turn
        }
    }
}

/// Largest stiffness against turning of the normal, in units of the contact's.
const MOST_TURNING: f64 = 10.0;

/// ∂wᵢ/∂ξ as the closest point moves from corner `from` to corner `to`.
fn slope(point: &Point, facet: &Facet, from: usize, to: usize) -> Vec<f64> {
    let mut slope = vec![0.0; point.nodes.len()];
    let master: [f64; MOST_NODES] =
        std::array::from_fn(|a| facet.shares[from][a] - facet.shares[to][a]);
    slope.extend_from_slice(&master[..facet.n_nodes]);
    slope
}
