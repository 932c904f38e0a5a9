//! Undirected graphs.

use crate::linear::matrix::BlockPattern;

/// No node.
const NONE: u32 = u32::MAX;

/// An undirected graph; every edge is stored from both ends, none from a node to itself.
pub(super) struct Graph {
    /// First neighbour of each node, (n + 1).
    start: Vec<u32>,
    neighbours: Vec<u32>,
}

impl Graph {
    /// The graph of a matrix.
    pub fn of(pattern: &BlockPattern) -> Self {
        let mut start = vec![0];
        let mut neighbours = Vec::with_capacity(pattern.n_blocks());
        for row in 0..pattern.n_rows() {
            let others = pattern.row(row).iter().filter(|&&c| c as usize != row);
            neighbours.extend(others);
            start.push(neighbours.len() as u32);
        }
        Self { start, neighbours }
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.start.len() - 1
    }

    /// Number of stored ends of edges.
    pub fn n_ends(&self) -> usize {
        self.neighbours.len()
    }

    /// Neighbours of a node.
    pub fn of_node(&self, node: usize) -> &[u32] {
        &self.neighbours[self.start[node] as usize..self.start[node + 1] as usize]
    }

    /// The graph of some of the nodes, numbered as they come.
    ///
    /// - `kept`: ascending
    pub fn induced(&self, kept: &[u32]) -> Self {
        let mut number = vec![NONE; self.len()];
        for (new, &old) in kept.iter().enumerate() {
            number[old as usize] = new as u32;
        }
        let mut start = Vec::with_capacity(kept.len() + 1);
        start.push(0);
        let mut neighbours = Vec::with_capacity(self.n_ends() * kept.len() / self.len().max(1));
        for &old in kept {
            let inside = self.of_node(old as usize).iter();
            neighbours.extend(
                inside
                    .map(|&v| number[v as usize])
                    .filter(|&new| new != NONE),
            );
            start.push(neighbours.len() as u32);
        }
        Self { start, neighbours }
    }

    /// Nodes by their distance from one end of the graph, component after component.
    pub fn end_to_end(&self) -> Vec<u32> {
        let far = self.breadth_first(0);
        far.last()
            .map_or_else(Vec::new, |&end| self.breadth_first(end))
    }

    fn breadth_first(&self, from: u32) -> Vec<u32> {
        let n = self.len();
        let mut seen = vec![false; n];
        let mut order = Vec::with_capacity(n);
        let mut next = 0;
        for root in std::iter::once(from).chain(0..n as u32) {
            if (root as usize) < n && !seen[root as usize] {
                seen[root as usize] = true;
                order.push(root);
            }
            while next < order.len() {
                for &v in self.of_node(order[next] as usize) {
                    if !seen[v as usize] {
                        seen[v as usize] = true;
                        order.push(v);
                    }
                }
                next += 1;
            }
        }
        order
    }
}
