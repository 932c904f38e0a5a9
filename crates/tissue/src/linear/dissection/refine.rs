//! Refinement of a separator by moving its nodes to either side.
//!
//! A node that leaves the separator for one side draws its neighbours of the other side in. The
//! best moves are made one after the other, even where they make it worse for a while, and the
//! best state on the way is kept.
//!
//! # Source
//! Fiduccia and Mattheyses, A linear-time heuristic for improving network partitions, DAC 1982;
//! Hendrickson and Rothberg, Improving the run time and quality of nested dissection ordering,
//! SIAM J. Sci. Comput. 1998; 20:468.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::graph::Graph;
use super::separator::{Side, cost};

/// Most rounds.
const ROUNDS: usize = 6;
/// Moves without improvement after which a round ends.
const PATIENCE: usize = 60;
/// Largest share of the nodes in one part.
const LARGEST_PART: f64 = 0.6;

/// Makes the separator smaller and the parts more alike.
pub(super) fn refine(graph: &Graph, side: &mut [Side]) {
    let mut refinement = Refinement::new(graph, side);
    for _ in 0..ROUNDS {
        if !refinement.round() {
            break;
        }
    }
}

struct Refinement<'a> {
    graph: &'a Graph,
    side: &'a mut [Side],
    /// Nodes left, right and between.
    size: [usize; 3],
    /// For nodes of the separator: neighbours left and right.
    beside: Vec<[u32; 2]>,
    /// Whether a node has left the separator in this round.
    moved: Vec<bool>,
    /// Moves to the left and to the right by gain, some of them out of date.
    moves: [BinaryHeap<(i64, Reverse<u32>)>; 2],
    /// Nodes in the order in which they changed side, and the side before.
    log: Vec<(u32, Side)>,
}

impl<'a> Refinement<'a> {
    fn new(graph: &'a Graph, side: &'a mut [Side]) -> Self {
        let mut size = [0; 3];
        for &s in side.iter() {
            size[s as usize] += 1;
        }
        Self {
            graph,
            size,
            beside: vec![[0; 2]; side.len()],
            moved: vec![false; side.len()],
            moves: Default::default(),
            log: Vec::new(),
            side,
        }
    }

    /// One round; whether it helped.
    fn round(&mut self) -> bool {
        self.begin();
        let before = self.cost();
        let (mut least, mut kept) = (before, 0);
        let mut waited = 0;
        while waited < PATIENCE {
            let Some((node, to)) = self.choose() else {
                break;
            };
            self.shift(node, to);
            waited += 1;
            let cost = self.cost();
            if cost < least {
                (least, kept, waited) = (cost, self.log.len(), 0);
            }
        }
        for (node, old) in self.log.split_off(kept).into_iter().rev() {
            self.put(node as usize, old);
        }
        least < before
    }

    fn begin(&mut self) {
        self.moved.fill(false);
        self.log.clear();
        self.moves.iter_mut().for_each(BinaryHeap::clear);
        for node in 0..self.side.len() {
            if self.side[node] == Side::Between {
                self.enter(node);
            }
        }
    }

    fn cost(&self) -> f64 {
        cost(self.size[0], self.size[1], self.size[2])
    }

    fn put(&mut self, node: usize, side: Side) {
        self.size[self.side[node] as usize] -= 1;
        self.size[side as usize] += 1;
        self.side[node] = side;
    }

    /// Counts the neighbours of a node of the separator and offers its moves.
    fn enter(&mut self, node: usize) {
        let mut beside = [0; 2];
        for &v in self.graph.of_node(node) {
            match self.side[v as usize] {
                Side::Between => {}
                side => beside[side as usize] += 1,
            }
        }
        self.beside[node] = beside;
        self.offer(node, Side::Left);
        self.offer(node, Side::Right);
    }

    fn gain(&self, node: usize, to: Side) -> i64 {
        1 - i64::from(self.beside[node][to.opposite() as usize])
    }

    fn offer(&mut self, node: usize, to: Side) {
        if !self.moved[node] {
            let gain = self.gain(node, to);
            self.moves[to as usize].push((gain, Reverse(node as u32)));
        }
    }

    /// The best move that keeps the parts balanced.
    fn choose(&mut self) -> Option<(usize, Side)> {
        let largest = (LARGEST_PART * self.side.len() as f64) as usize;
        let lighter = if self.size[0] <= self.size[1] {
            Side::Left
        } else {
            Side::Right
        };
        let mut best: Option<(i64, usize, Side)> = None;
        for to in [lighter, lighter.opposite()] {
            if self.size[to as usize] + 1 > largest {
                continue;
            }
            if let Some((gain, node)) = self.top(to)
                && best.is_none_or(|(most, ..)| gain > most)
            {
                best = Some((gain, node, to));
            }
        }
        best.map(|(_, node, to)| (node, to))
    }

    fn top(&mut self, to: Side) -> Option<(i64, usize)> {
        while let Some(&(gain, Reverse(node))) = self.moves[to as usize].peek() {
            let node = node as usize;
            let current = self.side[node] == Side::Between
                && !self.moved[node]
                && gain == self.gain(node, to);
            if current {
                return Some((gain, node));
            }
            self.moves[to as usize].pop();
        }
        None
    }

    fn shift(&mut self, node: usize, to: Side) {
        let graph = self.graph;
        self.moved[node] = true;
        self.log.push((node as u32, Side::Between));
        self.put(node, to);
        for &v in graph.of_node(node) {
            let v = v as usize;
            match self.side[v] {
                Side::Between => {
                    self.beside[v][to as usize] += 1;
                    self.offer(v, to.opposite());
                }
                side if side != to => self.draw_in(v, side),
                _ => {}
            }
        }
    }

    fn draw_in(&mut self, node: usize, from: Side) {
        let graph = self.graph;
        self.log.push((node as u32, from));
        self.put(node, Side::Between);
        for &v in graph.of_node(node) {
            let v = v as usize;
            if self.side[v] == Side::Between {
                self.beside[v][from as usize] = self.beside[v][from as usize].saturating_sub(1);
                self.offer(v, from.opposite());
            }
        }
        self.enter(node);
    }
}
