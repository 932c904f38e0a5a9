//! Groups of strongly connected nodes, each of which becomes one node of the next level.

use rayon::prelude::*;

use super::small::norm;
use super::sparse::{ROWS_PER_TASK, Source};

/// A node that belongs to no group: wholly fixed, or connected to nothing.
pub(super) const NONE: u32 = u32::MAX;

/// Groups of nodes.
#[derive(Debug, Clone)]
pub(super) struct Aggregates {
    /// Group of each node, or [`NONE`], (n).
    pub of_node: Vec<u32>,
    /// Number of groups.
    pub count: usize,
}

impl Aggregates {
    /// Groups the nodes: first whole neighbourhoods that do not touch an earlier group, then
    /// what is left to the neighbour it is tied to most, then the remainder among itself.
    ///
    /// - `strength`: a pair is strong where ‖Aij‖ > strength · √(‖Aii‖ ‖Ajj‖)
    ///
    /// # Source
    /// vanek-1996
    pub fn build<const N: usize>(
        matrix: &impl Source<N>,
        free: &[[bool; N]],
        strength: f64,
    ) -> Self {
        let ties = ties(matrix, strength);
        let mut greedy = Greedy {
            matrix,
            ties: &ties,
            of_node: vec![NONE; free.len()],
            count: 0,
        };
        let candidates: Vec<usize> = (0..free.len())
            .filter(|&node| free[node].contains(&true))
            .collect();
        greedy.whole_neighbourhoods(&candidates);
        greedy.join_strongest(&candidates);
        greedy.group_remainder(&candidates);
        Self {
            of_node: greedy.of_node,
            count: greedy.count,
        }
    }

    /// Nodes of each group, ascending: where each begins, and the nodes.
    pub fn members(&self) -> (Vec<u32>, Vec<u32>) {
        let mut start = vec![0_u32; self.count + 1];
        for &group in self.of_node.iter().filter(|&&group| group != NONE) {
            start[group as usize + 1] += 1;
        }
        for group in 0..self.count {
            start[group + 1] += start[group];
        }
        let mut next = start.clone();
        let mut nodes = vec![0; start[self.count] as usize];
        for (node, &group) in self.of_node.iter().enumerate() {
            if group != NONE {
                nodes[next[group as usize] as usize] = node as u32;
                next[group as usize] += 1;
            }
        }
        (start, nodes)
    }
}

/// ‖Aij‖² / (‖Aii‖ ‖Ajj‖) of each block, zero where weak or on the diagonal.
fn ties<const N: usize>(matrix: &impl Source<N>, strength: f64) -> Vec<f32> {
    let n = matrix.n_rows();
    let diagonal: Vec<f64> = (0..n)
        .into_par_iter()
        .with_min_len(512)
        .map(|row| norm(&matrix.diagonal(row)))
        .collect();
    let tasks: Vec<Vec<(u32, f32)>> = (0..n.div_ceil(ROWS_PER_TASK))
        .into_par_iter()
        .map(|task| {
            (task * ROWS_PER_TASK..((task + 1) * ROWS_PER_TASK).min(n))
                .flat_map(|row| matrix.positions(row).map(move |position| (row, position)))
                .map(|(row, position)| {
                    let column = matrix.column(position);
                    let size = norm(&matrix.block(position));
                    let tie = size * size / (diagonal[row] * diagonal[column]);
                    let strong = column != row && tie > strength * strength;
                    (position as u32, if strong { tie as f32 } else { 0.0 })
                })
                .collect()
        })
        .collect();
    let mut ties = vec![0.0; matrix.n_blocks()];
    for (position, tie) in tasks.into_iter().flatten() {
        ties[position as usize] = tie;
    }
    ties
}

struct Greedy<'a, M> {
    matrix: &'a M,
    ties: &'a [f32],
    of_node: Vec<u32>,
    count: usize,
}

impl<M> Greedy<'_, M> {
    fn strong<const N: usize>(&self, node: usize) -> impl Iterator<Item = (usize, f32)>
    where
        M: Source<N>,
    {
        self.matrix
            .positions(node)
            .filter(|&position| self.ties[position] > 0.0)
            .map(|position| (self.matrix.column(position), self.ties[position]))
    }

    fn whole_neighbourhoods<const N: usize>(&mut self, candidates: &[usize])
    where
        M: Source<N>,
    {
        for &node in candidates {
            let untouched = self.of_node[node] == NONE
                && self
                    .strong(node)
                    .all(|(other, _)| self.of_node[other] == NONE)
                && self.strong(node).next().is_some();
            if untouched {
                self.found(node);
            }
        }
    }

    fn join_strongest<const N: usize>(&mut self, candidates: &[usize])
    where
        M: Source<N>,
    {
        let before = self.of_node.clone();
        for &node in candidates.iter().filter(|&&node| before[node] == NONE) {
            let strongest = self
                .strong(node)
                .filter(|&(other, _)| before[other] != NONE)
                .fold(None, |best: Option<(usize, f32)>, next| match best {
                    Some(best) if best.1 >= next.1 => Some(best),
                    _ => Some(next),
                });
            if let Some((other, _)) = strongest {
                self.of_node[node] = before[other];
            }
        }
    }

    fn group_remainder<const N: usize>(&mut self, candidates: &[usize])
    where
        M: Source<N>,
    {
        for &node in candidates {
            if self.of_node[node] == NONE && self.strong(node).next().is_some() {
                self.found(node);
            }
        }
    }

    /// A new group of `node` and its strong neighbours that are in no group.
    fn found<const N: usize>(&mut self, node: usize)
    where
        M: Source<N>,
    {
        let group = self.count as u32;
        self.count += 1;
        let near: Vec<usize> = self.strong(node).map(|(other, _)| other).collect();
        for other in near.into_iter().chain([node]) {
            if self.of_node[other] == NONE {
                self.of_node[other] = group;
            }
        }
    }
}
