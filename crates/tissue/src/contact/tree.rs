//! A tree of boxes around triangles that move.

use crate::order::spatial_order;

/// Triangles in a leaf.
const LEAF: usize = 4;

/// Which triangles are boxed together; made once, since neighbours stay neighbours.
#[derive(Debug)]
pub(super) struct Tree {
    order: Vec<u32>,
    nodes: Vec<Node>,
}

/// A run of the order; a node that is no leaf has its left child right behind it.
#[derive(Debug)]
struct Node {
    start: u32,
    end: u32,
    /// The right child; 0 for a leaf.
    right: u32,
}

/// Lower and upper corner.
pub(super) type Bounds = [[f64; 3]; 2];

const EMPTY: Bounds = [[f64::INFINITY; 3], [f64::NEG_INFINITY; 3]];

impl Tree {
    /// - `middles`: a point of each triangle, reference configuration
    pub(super) fn new(middles: &[[f64; 3]]) -> Self {
        let mut tree = Self {
            order: spatial_order(middles),
            nodes: Vec::new(),
        };
        if !middles.is_empty() {
            tree.split(0, middles.len());
        }
        tree
    }

    fn split(&mut self, start: usize, end: usize) {
        let at = self.nodes.len();
        self.nodes.push(Node {
            start: start as u32,
            end: end as u32,
            right: 0,
        });
        if end - start > LEAF {
            let middle = start + (end - start) / 2;
            self.split(start, middle);
            self.nodes[at].right = self.nodes.len() as u32;
            self.split(middle, end);
        }
    }

    /// Boxes around the triangles where they are now, by node.
    pub(super) fn bounds(&self, triangle: impl Fn(u32) -> [[f64; 3]; 3]) -> Vec<Bounds> {
        let mut bounds = vec![EMPTY; self.nodes.len()];
        for at in (0..self.nodes.len()).rev() {
            let node = &self.nodes[at];
            let mut sum = EMPTY;
            if node.right == 0 {
                for &member in &self.order[node.start as usize..node.end as usize] {
                    for corner in triangle(member) {
                        sum = union(sum, [corner, corner]);
                    }
                }
            } else {
                sum = union(bounds[at + 1], bounds[node.right as usize]);
            }
            bounds[at] = sum;
        }
        bounds
    }

    /// Hands every triangle that may be within a radius of `p` to `look`, which answers with
    /// the radius from then on.
    pub(super) fn visit(
        &self,
        bounds: &[Bounds],
        p: [f64; 3],
        mut radius: f64,
        mut look: impl FnMut(u32, f64) -> f64,
    ) {
        let mut waiting: Vec<u32> = if self.nodes.is_empty() {
            Vec::new()
        } else {
            vec![0]
        };
        while let Some(at) = waiting.pop() {
            if distance_squared(&bounds[at as usize], p) > radius * radius {
                continue;
            }
            let node = &self.nodes[at as usize];
            if node.right > 0 {
                waiting.extend([node.right, at + 1]);
                continue;
            }
            for &member in &self.order[node.start as usize..node.end as usize] {
                radius = look(member, radius);
            }
        }
    }
}

fn union(a: Bounds, b: Bounds) -> Bounds {
    [
        std::array::from_fn(|i| a[0][i].min(b[0][i])),
        std::array::from_fn(|i| a[1][i].max(b[1][i])),
    ]
}

fn distance_squared([low, high]: &Bounds, p: [f64; 3]) -> f64 {
    (0..3)
        .map(|i| (low[i] - p[i]).max(p[i] - high[i]).max(0.0).powi(2))
        .sum()
}
