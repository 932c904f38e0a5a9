//! Solution with the factor: forward through the tree from the leaves, back from the roots.

use pulp::Arch;

use super::symbolic::Symbolic;
use super::vectors::{substitute_back, substitute_forward};

/// Numbers in the panels of a subtree up to which it is not divided among threads.
const SEQUENTIAL: usize = 100_000;

/// A factor to solve with.
pub(super) struct Triangle<'a> {
    pub symbolic: &'a Symbolic,
    pub panels: &'a [f64],
    pub arch: Arch,
}

/// What the columns of a supernode take from the rows below.
type Carried = (usize, Vec<f64>);

impl Triangle<'_> {
    /// x = A⁻¹ x.
    ///
    /// - `x`: in elimination order, (3 n)
    pub fn solve(&self, x: &mut [f64]) {
        let roots = self.symbolic.roots();
        self.forward_forest(&roots, x);
        self.back_forest(&roots, &[], x);
    }

    fn panel(&self, s: usize) -> &[f64] {
        &self.panels[self.symbolic.panel_start[s]..self.symbolic.panel_start[s + 1]]
    }

    fn size(&self, root: usize) -> usize {
        let first = self.symbolic.subtree[root] as usize;
        self.symbolic.panel_start[root + 1] - self.symbolic.panel_start[first]
    }

    /// First number of x in the subtree of a supernode.
    fn start(&self, root: u32) -> usize {
        3 * self.symbolic.first[self.symbolic.subtree[root as usize] as usize] as usize
    }

    /// - `x`: the part of the subtrees
    fn forward_forest(&self, roots: &[u32], x: &mut [f64]) -> Vec<Carried> {
        match roots {
            [] => Vec::new(),
            &[root] => vec![self.forward(root as usize, x)],
            _ => {
                let (first, second) = roots.split_at(roots.len() / 2);
                let (low, high) = x.split_at_mut(self.start(second[0]) - self.start(first[0]));
                let (mut carried, more) = rayon::join(
                    || self.forward_forest(first, low),
                    || self.forward_forest(second, high),
                );
                carried.extend(more);
                carried
            }
        }
    }

    fn forward(&self, root: usize, x: &mut [f64]) -> Carried {
        let base = self.start(root as u32);
        if self.size(root) > SEQUENTIAL {
            let own = 3 * self.symbolic.first[root] as usize - base;
            let children = self.forward_forest(&self.symbolic.children(root), &mut x[..own]);
            return self.forward_front(root, &mut x[own..], children);
        }
        let mut waiting: Vec<Carried> = Vec::new();
        for s in self.symbolic.subtree[root] as usize..=root {
            let n_children = waiting
                .iter()
                .rev()
                .take_while(|(child, _)| self.symbolic.parent[*child] as usize == s)
                .count();
            let children = waiting.split_off(waiting.len() - n_children);
            let columns = 3 * self.symbolic.first[s] as usize - base
                ..3 * self.symbolic.first[s + 1] as usize - base;
            waiting.push(self.forward_front(s, &mut x[columns], children));
        }
        waiting.pop().unwrap_or((root, Vec::new()))
    }

    fn forward_front(&self, s: usize, x: &mut [f64], children: Vec<Carried>) -> Carried {
        let mut below = vec![0.0; 3 * self.symbolic.n_rows(s)];
        for (child, carried) in children {
            for (&place, value) in self
                .symbolic
                .places(child)
                .iter()
                .zip(carried.chunks_exact(3))
            {
                let at = 3 * place as usize;
                let target = match at.checked_sub(x.len()) {
                    None => &mut x[at..at + 3],
                    Some(at) => &mut below[at..at + 3],
                };
                target.iter_mut().zip(value).for_each(|(t, v)| *t += v);
            }
        }
        substitute_forward(self.arch, self.panel(s), x, &mut below);
        (s, below)
    }

    /// - `above`: solution in the front of the parent
    /// - `x`: the part of the subtrees
    fn back_forest(&self, roots: &[u32], above: &[f64], x: &mut [f64]) {
        match roots {
            [] => {}
            &[root] => self.back(root as usize, above, x),
            _ => {
                let (first, second) = roots.split_at(roots.len() / 2);
                let (low, high) = x.split_at_mut(self.start(second[0]) - self.start(first[0]));
                rayon::join(
                    || self.back_forest(first, above, low),
                    || self.back_forest(second, above, high),
                );
            }
        }
    }

    fn back(&self, root: usize, above: &[f64], x: &mut [f64]) {
        let base = self.start(root as u32);
        if self.size(root) > SEQUENTIAL {
            let own = 3 * self.symbolic.first[root] as usize - base;
            let front = self.back_front(root, above, &mut x[own..]);
            return self.back_forest(&self.symbolic.children(root), &front, &mut x[..own]);
        }
        // Fronts on the way from the root to the supernode in hand.
        let mut path: Vec<Carried> = Vec::new();
        for s in (self.symbolic.subtree[root] as usize..=root).rev() {
            let parent = self.symbolic.parent[s] as usize;
            while path.last().is_some_and(|&(up, _)| up != parent) {
                path.pop();
            }
            let above = path.last().map_or(above, |(_, front)| front);
            let columns = 3 * self.symbolic.first[s] as usize - base
                ..3 * self.symbolic.first[s + 1] as usize - base;
            let front = self.back_front(s, above, &mut x[columns]);
            path.push((s, front));
        }
    }

    /// Solution in the front of a supernode.
    fn back_front(&self, s: usize, above: &[f64], x: &mut [f64]) -> Vec<f64> {
        let mut front = Vec::with_capacity(x.len() + 3 * self.symbolic.n_rows(s));
        front.extend_from_slice(x);
        for &place in self.symbolic.places(s) {
            let at = 3 * place as usize;
            front.extend_from_slice(&above[at..at + 3]);
        }
        substitute_back(self.arch, self.panel(s), x.len(), &mut front);
        x.copy_from_slice(&front[..x.len()]);
        front
    }
}
