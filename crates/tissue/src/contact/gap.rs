//! The signed distance of a point from a surface, and its derivatives.

use super::closest::Feature;
use super::facets::{Facet, MOST_NODES};
use super::points::Point;
use crate::vector::{cross, dot, scale, sub};

/// A distance of a point from a part of a triangle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Distance {
    pub(super) feature: Feature,
    /// Share of each corner in the closest point.
    pub(super) shares: [f64; 3],
    /// Positive in front of the face, negative behind.
    pub(super) value: f64,
    /// Unit vector from the closest point to the point, turned outward.
    pub(super) normal: [f64; 3],
}

/// A point near a face.
#[derive(Debug, Clone, Copy)]
pub(super) struct Touch {
    /// The point.
    pub(super) point: u32,
    /// The triangle.
    pub(super) facet: u32,
    /// Signed distance, negative behind the face.
    pub(super) gap: f64,
    /// Its distance; beside the border that from the triangle's plane.
    pub(super) distance: Distance,
    /// Beside the border.
    pub(super) rim: Option<Rim>,
}

/// A surface goes on beyond its border as a rim that curves away: g = h + (d² − h²)/2r with the
/// distances h from the plane and d from the border.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rim {
    /// Distance d from the border.
    pub(super) border: Distance,
    /// Radius r.
    pub(super) radius: f64,
}

impl Touch {
    /// At a border: `plane` and `border` as seen from there.
    pub(super) fn beside(point: u32, facet: u32, plane: Distance, rim: Rim) -> Self {
        let (h, d) = (plane.value, rim.border.value);
        Self {
            point,
            facet,
            gap: h + (d * d - h * h) / (2.0 * rim.radius),
            distance: plane,
            rim: Some(rim),
        }
    }
}

/// First and second derivatives of a gap by the positions of the nodes it depends on.
pub(super) struct Derivatives {
    pub(super) nodes: Vec<u32>,
    /// ∂g/∂xᵢ of each node.
    pub(super) first: Vec<[f64; 3]>,
    main: Slopes,
    rim: Option<(Slopes, f64)>,
}

impl Derivatives {
    pub(super) fn new(touch: &Touch, point: &Point, facet: &Facet, at: &[[f64; 3]; 3]) -> Self {
        let mut nodes = point.nodes.clone();
        nodes.extend_from_slice(&facet.nodes[..facet.n_nodes]);
        let main = Slopes::new(&touch.distance, point, facet, at);
        let rim = touch
            .rim
            .map(|rim| (Slopes::new(&rim.border, point, facet, at), rim.radius));
        let first = (0..nodes.len())
            .map(|i| match &rim {
                None => scale(main.normal, main.shares[i]),
                Some((border, radius)) => std::array::from_fn(|k| {
                    (1.0 - main.value / radius) * main.shares[i] * main.normal[k]
                        + border.value / radius * border.shares[i] * border.normal[k]
                }),
            })
            .collect();
        Self {
            nodes,
            first,
            main,
            rim,
        }
    }

    /// Block (i, j) of ε ∂g ⊗ ∂g − p ∂²g; where not `whole` only what is positive.
    ///
    /// At an edge or a corner the normal turns with the point, about the closest point; the
    /// stiffness −p/g against it is kept within what a point without multiplier has.
    pub(super) fn block(
        &self,
        i: usize,
        j: usize,
        stiffness: f64,
        p: f64,
        whole: bool,
    ) -> [f64; 9] {
        let (a, b) = (self.first[i], self.first[j]);
        let mut block: [f64; 9] = std::array::from_fn(|e| stiffness * a[e / 3] * b[e % 3]);
        match &self.rim {
            None => {
                let turn = (-p / self.main.value).clamp(-stiffness, MOST_TURNING * stiffness);
                let turn = if turn.is_nan() { 0.0 } else { turn };
                if whole {
                    self.main.add_second(&mut block, i, j, -p, turn);
                } else {
                    self.main.add_second(&mut block, i, j, 0.0, turn.max(0.0));
                }
            }
            Some((border, radius)) if whole => {
                let share = p / radius;
                let factor = -p * (1.0 - self.main.value / radius);
                self.main.add_second(&mut block, i, j, factor, 0.0);
                self.main.add_normal(&mut block, i, j, share);
                border.add_second(&mut block, i, j, -share * border.value, -share);
                border.add_normal(&mut block, i, j, -share);
            }
            Some(_) => {}
        }
        block
    }
}

/// Largest stiffness against turning of the normal, in units of the contact's.
const MOST_TURNING: f64 = 10.0;

/// How a distance changes: ∂g/∂xᵢ = wᵢ n, and the closest point staying closest.
#[allow(clippy::struct_field_names, reason = "the slopes of the shares")]
struct Slopes {
    /// Share wᵢ of each node in the vector from the closest point to the point.
    shares: Vec<f64>,
    normal: [f64; 3],
    value: f64,
    /// Directions τ^β in which the closest point is free to slide, dual basis.
    dual: Vec<[f64; 3]>,
    /// Their metric m^{αβ}.
    metric: [[f64; 2]; 2],
    /// ∂wᵢ/∂ξ^β.
    slopes: Vec<Vec<f64>>,
    /// Directions in which it is not, so that the normal turns with the point.
    blocked: Vec<[f64; 3]>,
}

impl Slopes {
    fn new(distance: &Distance, point: &Point, facet: &Facet, at: &[[f64; 3]; 3]) -> Self {
        let mut shares = point.shares.clone();
        let master = |a: usize| -> f64 {
            (0..3)
                .map(|k| distance.shares[k] * facet.shares[k][a])
                .sum()
        };
        shares.extend((0..facet.n_nodes).map(|a| -master(a)));
        let mut slopes = Self {
            shares,
            normal: distance.normal,
            value: distance.value,
            dual: Vec::new(),
            metric: [[0.0; 2]; 2],
            slopes: Vec::new(),
            blocked: Vec::new(),
        };
        match distance.feature {
            Feature::Inside => slopes.slide_in_plane(at, point, facet),
            Feature::Edge(k) => slopes.slide_on_edge(k, at, point, facet),
            Feature::Corner(_) => slopes.stay(),
        }
        slopes
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

    /// Adds `factor` times the second derivative, but that of the turning normal `turn` times
    /// the distance.
    fn add_second(&self, block: &mut [f64; 9], i: usize, j: usize, factor: f64, turn: f64) {
        let (wi, wj) = (self.shares[i], self.shares[j]);
        let n = self.normal;
        let (mut right, mut left, mut normal) = ([0.0; 3], [0.0; 3], 0.0);
        for (beta, dual) in self.dual.iter().enumerate() {
            let (si, sj) = (self.slopes[beta][i], self.slopes[beta][j]);
            for k in 0..3 {
                right[k] += factor * wi * sj * dual[k];
                left[k] += factor * wj * si * dual[k];
            }
            for alpha in 0..self.dual.len() {
                let metric = self.metric[alpha][beta];
                normal -= factor * self.value * metric * self.slopes[alpha][i] * sj;
            }
        }
        for (e, entry) in block.iter_mut().enumerate() {
            let (r, c) = (e / 3, e % 3);
            let turned: f64 = self.blocked.iter().map(|b| b[r] * b[c]).sum();
            *entry += normal * n[r] * n[c] + right[r] * n[c] + n[r] * left[c];
            *entry += turn * wi * wj * turned;
        }
    }

    /// Adds `factor` times ∂g ⊗ ∂g.
    fn add_normal(&self, block: &mut [f64; 9], i: usize, j: usize, factor: f64) {
        let factor = factor * self.shares[i] * self.shares[j];
        for (e, entry) in block.iter_mut().enumerate() {
            *entry += factor * self.normal[e / 3] * self.normal[e % 3];
        }
    }
}

/// ∂wᵢ/∂ξ as the closest point moves from corner `from` to corner `to`.
fn slope(point: &Point, facet: &Facet, from: usize, to: usize) -> Vec<f64> {
    let mut slope = vec![0.0; point.nodes.len()];
    let master: [f64; MOST_NODES] =
        std::array::from_fn(|a| facet.shares[from][a] - facet.shares[to][a]);
    slope.extend_from_slice(&master[..facet.n_nodes]);
    slope
}
