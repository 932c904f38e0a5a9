//! Numerical factorisation by fronts.
//!
//! A front gathers the entries of its supernode and the updates of its children, eliminates its
//! columns and hands the update of the rows below to its parent. Subtrees are independent and
//! run at the same time; each sum is made in a fixed order.
//!
//! # Source
//! Duff and Reid, The multifrontal solution of indefinite sparse symmetric linear equations, ACM
//! Trans. Math. Softw. 1983; 9:302.

use std::sync::{Mutex, PoisonError};

use faer::reborrow::{Reborrow, ReborrowMut};
use faer::{Accum, MatMut};

use super::CholeskyError;
use super::dense::{factor_columns, subtract_square};
use super::symbolic::Symbolic;

/// Operations up to which a subtree is not divided among threads.
const SEQUENTIAL: f64 = 3e7;

/// Memory of updates, kept from one factorisation to the next.
#[derive(Debug, Default)]
pub(super) struct Pool(Mutex<Vec<Vec<f64>>>);

impl Pool {
    /// A buffer, of at least `length` where there is one, the smallest that will do.
    fn take(&self, length: usize) -> Vec<f64> {
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |buffer: &Vec<f64>| (buffer.len() < length, buffer.len());
        let best = (0..free.len()).min_by_key(|&at| fits(&free[at]));
        best.map_or_else(Vec::new, |at| free.swap_remove(at))
    }

    fn give(&self, buffer: Vec<f64>) {
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        free.push(buffer);
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        let free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        8 * free.iter().map(Vec::len).sum::<usize>()
    }
}

/// A factorisation under way.
pub(super) struct Factorisation<'a> {
    pub symbolic: &'a Symbolic,
    /// Blocks of the matrix.
    pub blocks: &'a [[f64; 9]],
    pub pool: &'a Pool,
}

/// The update of a supernode, at the start of a buffer: lower triangle, column-major.
struct Update {
    supernode: usize,
    buffer: Vec<f64>,
}

impl Factorisation<'_> {
    /// Fills the panels.
    pub fn run(&self, panels: &mut [f64]) -> Result<(), CholeskyError> {
        let updates = self.forest(&self.symbolic.roots(), panels)?;
        self.discard(updates);
        Ok(())
    }

    fn discard(&self, updates: Vec<Update>) {
        for update in updates {
            self.pool.give(update.buffer);
        }
    }

    /// Factors neighbouring subtrees.
    ///
    /// - `panels`: of the subtrees of `roots`
    fn forest(&self, roots: &[u32], panels: &mut [f64]) -> Result<Vec<Update>, CholeskyError> {
        match roots {
            [] => Ok(Vec::new()),
            &[root] => Ok(vec![self.subtree(root as usize, panels)?]),
            _ => {
                let (first, second) = roots.split_at(roots.len() / 2);
                let start = |root: u32| {
                    let s = self.symbolic.subtree[root as usize] as usize;
                    self.symbolic.panel_start[s]
                };
                let (low, high) = panels.split_at_mut(start(second[0]) - start(first[0]));
                let (first, second) =
                    rayon::join(|| self.forest(first, low), || self.forest(second, high));
                let mut updates = first?;
                updates.extend(second?);
                Ok(updates)
            }
        }
    }

    fn subtree(&self, root: usize, panels: &mut [f64]) -> Result<Update, CholeskyError> {
        let symbolic = self.symbolic;
        if symbolic.work[root] <= SEQUENTIAL {
            return self.one_after_the_other(root, panels);
        }
        let own = symbolic.panel_start[root + 1] - symbolic.panel_start[root];
        let (below, panel) = panels.split_at_mut(panels.len() - own);
        let children = self.forest(&symbolic.children(root), below)?;
        let length = self.update_length(root);
        let mut buffer = self.pool.take(length);
        if buffer.len() < length {
            buffer.resize(length, 0.0);
        }
        let updates: Vec<(usize, &[f64])> = children
            .iter()
            .map(|update| (update.supernode, &update.buffer[..]))
            .collect();
        self.eliminate(root, panel, &updates, &mut buffer[..length])?;
        self.discard(children);
        Ok(Update {
            supernode: root,
            buffer,
        })
    }

    /// Factors a subtree with its updates on a stack.
    fn one_after_the_other(
        &self,
        root: usize,
        panels: &mut [f64],
    ) -> Result<Update, CholeskyError> {
        let symbolic = self.symbolic;
        let mut buffer = self.pool.take(self.update_length(root));
        let mut stacked: Vec<(usize, usize)> = Vec::new();
        let mut top = 0;
        let base = symbolic.panel_start[symbolic.subtree[root] as usize];
        for s in symbolic.subtree[root] as usize..=root {
            let length = self.update_length(s);
            if buffer.len() < top + length {
                buffer.resize(top + length, 0.0);
            }
            let (below, own) = buffer.split_at_mut(top);
            let n_children = stacked
                .iter()
                .rev()
                .take_while(|&&(child, _)| symbolic.parent[child] as usize == s)
                .count();
            let children = stacked.split_off(stacked.len() - n_children);
            let updates: Vec<(usize, &[f64])> = children
                .iter()
                .map(|&(child, start)| (child, &below[start..]))
                .collect();
            let panel =
                &mut panels[symbolic.panel_start[s] - base..symbolic.panel_start[s + 1] - base];
            self.eliminate(s, panel, &updates, &mut own[..length])?;
            let start = children.first().map_or(top, |&(_, start)| start);
            buffer.copy_within(top..top + length, start);
            stacked.push((s, start));
            top = start + length;
        }
        Ok(Update {
            supernode: root,
            buffer,
        })
    }

    fn update_length(&self, s: usize) -> usize {
        9 * self.symbolic.n_rows(s).pow(2)
    }

    fn eliminate(
        &self,
        s: usize,
        panel: &mut [f64],
        children: &[(usize, &[f64])],
        update: &mut [f64],
    ) -> Result<(), CholeskyError> {
        let symbolic = self.symbolic;
        let (n_columns, n_rows) = (3 * symbolic.n_columns(s), 3 * symbolic.n_rows(s));
        let height = n_columns + n_rows;
        self.gather(s, height, panel);
        let runs: Vec<Vec<Run>> = children
            .iter()
            .map(|&(child, _)| runs(symbolic.places(child)))
            .collect();
        // Size of a child's front, and how much of it falls on this node's columns.
        let extent = |child| {
            let on_columns = |&p: &u32| 3 * (p as usize) < n_columns;
            let split = symbolic.places(child).partition_point(on_columns);
            [3 * symbolic.n_rows(child), 3 * split]
        };
        for (&(child, values), runs) in children.iter().zip(&runs) {
            let [size, split] = extent(child);
            let source = Source { values, size, runs };
            source.add(0..split, panel, height, 0);
        }
        let mut a = MatMut::from_column_major_slice_mut(panel, height, n_columns);
        factor_columns(a.rb_mut()).map_err(|column| self.not_positive(s, column))?;
        let below = a.rb().subrows(n_columns, n_rows);
        let u = MatMut::from_column_major_slice_mut(update, n_rows, n_rows);
        subtract_square(u, Accum::Replace, below);
        for (&(child, values), runs) in children.iter().zip(&runs) {
            let [size, split] = extent(child);
            let source = Source { values, size, runs };
            source.add(split..size, update, n_rows, n_columns);
        }
        Ok(())
    }

    /// Puts the entries of the matrix into an empty panel.
    fn gather(&self, s: usize, height: usize, panel: &mut [f64]) {
        panel.fill(0.0);
        for entry in self.symbolic.entries(s) {
            let block = &self.blocks[entry.block as usize];
            let (row, column) = (3 * entry.row as usize, 3 * entry.column as usize);
            for (b, values) in block.chunks_exact(3).enumerate() {
                let at = (column + b) * height + row;
                panel[at..at + 3].copy_from_slice(values);
            }
        }
    }

    fn not_positive(&self, s: usize, column: usize) -> CholeskyError {
        let position = self.symbolic.first[s] as usize + column / 3;
        CholeskyError::NotPositiveDefinite {
            row: self.symbolic.row_of[position],
            component: (column % 3) as u8,
        }
    }
}

/// Rows of an update that stay side by side in the parent's front.
#[derive(Debug, Clone, Copy)]
struct Run {
    from: usize,
    to: usize,
    length: usize,
}

fn runs(places: &[u32]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, &place) in places.iter().enumerate() {
        let (from, to) = (3 * at, 3 * place as usize);
        match runs.last_mut() {
            Some(run) if run.to + run.length == to => run.length += 3,
            _ => runs.push(Run {
                from,
                to,
                length: 3,
            }),
        }
    }
    runs
}

/// The update of a child.
struct Source<'a> {
    values: &'a [f64],
    size: usize,
    runs: &'a [Run],
}

impl Source<'_> {
    /// Adds columns to `target`, a column-major matrix of `height` rows whose first row and, with
    /// an offset, first column are `offset` in the front.
    fn add(
        &self,
        columns: std::ops::Range<usize>,
        target: &mut [f64],
        height: usize,
        offset: usize,
    ) {
        for (at, run) in self.runs.iter().enumerate() {
            for local in 0..run.length {
                let column = run.from + local;
                if !columns.contains(&column) {
                    continue;
                }
                let from = &self.values[column * self.size..(column + 1) * self.size];
                let start = (run.to + local - offset) * height;
                let to = &mut target[start..start + height];
                // On and below the diagonal.
                add_slice(
                    &from[column..run.from + run.length],
                    &mut to[run.to + local - offset..],
                );
                for below in &self.runs[at + 1..] {
                    add_slice(
                        &from[below.from..below.from + below.length],
                        &mut to[below.to - offset..],
                    );
                }
            }
        }
    }
}

fn add_slice(from: &[f64], to: &mut [f64]) {
    for (t, f) in to.iter_mut().zip(from) {
        *t += f;
    }
}
