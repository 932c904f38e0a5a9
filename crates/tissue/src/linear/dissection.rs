//! Nested dissection: an elimination order of a symmetric matrix that keeps its factor sparse.
//!
//! The graph of the matrix is cut in two by a small set of nodes, which is eliminated last; the
//! halves are ordered likewise.
//!
//! # Source
//! George, Nested dissection of a regular finite element mesh, SIAM J. Numer. Anal. 1973; 10:345.

mod graph;
mod leaf;
mod refine;
mod separator;

#[cfg(test)]
mod tests;

use super::matrix::BlockPattern;
use graph::Graph;
use separator::{Cut, Side};

/// Nodes of a piece that is not cut further.
const LEAF: usize = 24;
/// Nodes from which the halves of a piece are ordered at the same time.
const PARALLEL: usize = 2_000;

/// Position → row: the order in which the rows of a matrix should be eliminated.
///
/// It depends on nothing but the arguments.
///
/// - `points`: position of each row in space, (n_rows × 3), any unit; they help to find small
///   separators, and where they mislead the graph is used alone
pub fn dissection(pattern: &BlockPattern, points: Option<&[[f64; 3]]>) -> Vec<u32> {
    let n = pattern.n_rows();
    let mut order = vec![0; n];
    let piece = Piece {
        nodes: (0..n as u32).collect(),
        graph: Graph::of(pattern),
        points: points.filter(|p| p.len() == n).map(<[_]>::to_vec),
    };
    piece.order(&mut order);
    order
}

/// A part of the graph.
struct Piece {
    /// Row of each of its nodes.
    nodes: Vec<u32>,
    graph: Graph,
    points: Option<Vec<[f64; 3]>>,
}

impl Piece {
    fn order(self, order: &mut [u32]) {
        if self.nodes.len() <= LEAF {
            return self.order_leaf(order);
        }
        let Some(cut) = Cut::best(&self.graph, self.points.as_deref()) else {
            return self.order_leaf(order);
        };
        let parts = [Side::Left, Side::Right].map(|side| self.part(&cut, side));
        let [left, right] = parts;
        let n = self.nodes.len();
        let (halves, last) = order.split_at_mut(left.nodes.len() + right.nodes.len());
        let between = (0..n).filter(|&v| cut.side[v] == Side::Between);
        for (place, v) in last.iter_mut().zip(between) {
            *place = self.nodes[v];
        }
        let (first, second) = halves.split_at_mut(left.nodes.len());
        drop((self, cut));
        if n < PARALLEL {
            left.order(first);
            right.order(second);
        } else {
            rayon::join(|| left.order(first), || right.order(second));
        }
    }

    fn order_leaf(&self, order: &mut [u32]) {
        for (place, v) in order.iter_mut().zip(leaf::minimum_degree(&self.graph)) {
            *place = self.nodes[v as usize];
        }
    }

    fn part(&self, cut: &Cut, side: Side) -> Self {
        let kept: Vec<u32> = (0..self.nodes.len() as u32)
            .filter(|&v| cut.side[v as usize] == side)
            .collect();
        Self {
            nodes: kept.iter().map(|&v| self.nodes[v as usize]).collect(),
            graph: self.graph.induced(&kept),
            points: self
                .points
                .as_ref()
                .map(|points| kept.iter().map(|&v| points[v as usize]).collect()),
        }
    }
}
