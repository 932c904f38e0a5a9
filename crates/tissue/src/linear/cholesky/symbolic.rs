//! Structure of the factor.

use super::supernodes::Supernodes;
use super::tree::{
    NONE, Ordered, column_counts, elimination_tree, first_descendants, inverse, postorder,
};
use crate::linear::matrix::BlockPattern;

/// A block of the matrix and its place in the panel of its supernode.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// Block of the matrix; it is put in transposed.
    pub block: u32,
    /// Block row in the front.
    pub row: u32,
    /// Block column in the front.
    pub column: u32,
}

/// Supernodes of the factor in postorder: the subtree of each is a run that ends in it.
///
/// The *front* of a supernode is the dense matrix of its columns and of the rows below them.
#[derive(Debug)]
pub(super) struct Symbolic {
    /// Row of the matrix at each position.
    pub row_of: Vec<u32>,
    /// First position of each supernode, (n + 1).
    pub first: Vec<u32>,
    /// Where the rows of each supernode start, (n + 1).
    pub row_start: Vec<usize>,
    /// For each row below the columns of a supernode, its place in the front of the parent.
    pub in_parent: Vec<u32>,
    /// Parent of each supernode.
    pub parent: Vec<u32>,
    /// First supernode of the subtree of each.
    pub subtree: Vec<u32>,
    /// Where the panel of each supernode starts, (n + 1).
    pub panel_start: Vec<usize>,
    /// Where the entries of each supernode start, (n + 1).
    pub entry_start: Vec<usize>,
    pub entries: Vec<Entry>,
    /// Floating-point operations in the subtree of each supernode.
    pub work: Vec<f64>,
}

impl Symbolic {
    /// - `order`: position → row
    pub fn new(pattern: &BlockPattern, order: &[u32]) -> Self {
        let columns = |row: u32| pattern.row(row as usize);
        let graph = Ordered::new(order, columns);
        let parent = elimination_tree(&graph);
        let post = postorder(&parent);
        let order: Vec<u32> = post.iter().map(|&at| order[at as usize]).collect();
        let parent = renumbered(&parent, &post);
        let graph = Ordered::new(&order, columns);
        let counts = column_counts(&graph, &parent);
        let supernodes = Supernodes::new(&parent, &counts);
        let row_of: Vec<u32> = supernodes
            .order
            .iter()
            .map(|&at| order[at as usize])
            .collect();
        let mut symbolic = Self {
            row_of,
            subtree: first_descendants(&supernodes.parent),
            first: supernodes.first,
            parent: supernodes.parent,
            row_start: vec![0],
            in_parent: Vec::new(),
            panel_start: vec![0],
            entry_start: vec![0],
            entries: Vec::new(),
            work: Vec::new(),
        };
        symbolic.fill_in(pattern);
        symbolic
    }

    /// Number of supernodes.
    pub fn len(&self) -> usize {
        self.parent.len()
    }

    /// Block columns of a supernode.
    pub fn n_columns(&self, s: usize) -> usize {
        (self.first[s + 1] - self.first[s]) as usize
    }

    /// Block rows below the columns of a supernode.
    pub fn n_rows(&self, s: usize) -> usize {
        self.row_start[s + 1] - self.row_start[s]
    }

    /// Place in the front of the parent of each row below the columns.
    pub fn places(&self, s: usize) -> &[u32] {
        &self.in_parent[self.row_start[s]..self.row_start[s + 1]]
    }

    /// Blocks of the matrix in the panel of a supernode.
    pub fn entries(&self, s: usize) -> &[Entry] {
        &self.entries[self.entry_start[s]..self.entry_start[s + 1]]
    }

    /// Numbers in the panels.
    pub fn n_values(&self) -> usize {
        self.panel_start.last().copied().unwrap_or(0)
    }

    /// Children of a supernode, ascending: the subtrees that end right before one another.
    pub fn children(&self, s: usize) -> Vec<u32> {
        let mut children = Vec::new();
        let mut end = s;
        while end > self.subtree[s] as usize {
            children.push(end as u32 - 1);
            end = self.subtree[end - 1] as usize;
        }
        children.reverse();
        children
    }

    /// Roots of the forest, ascending.
    pub fn roots(&self) -> Vec<u32> {
        (0..self.len() as u32)
            .filter(|&s| self.parent[s as usize] == NONE)
            .collect()
    }

    /// Finds rows, places and entries of each supernode.
    fn fill_in(&mut self, pattern: &BlockPattern) {
        let position_of = inverse(&self.row_of);
        let n = self.row_of.len();
        // The last supernode that met a position, and the position's place in its front.
        let mut met = vec![NONE; n];
        let mut place = vec![0_u32; n];
        let mut rows: Vec<Vec<u32>> = vec![Vec::new(); self.len()];
        for s in 0..self.len() {
            let columns = self.first[s]..self.first[s + 1];
            for (local, column) in columns.clone().enumerate() {
                met[column as usize] = s as u32;
                place[column as usize] = local as u32;
            }
            let mut own = Vec::new();
            let mut meet = |row: u32| {
                if row >= columns.end && met[row as usize] != s as u32 {
                    met[row as usize] = s as u32;
                    own.push(row);
                }
            };
            for column in columns.clone() {
                let row = self.row_of[column as usize] as usize;
                let below = pattern.row(row).iter();
                below.for_each(|&k| meet(position_of[k as usize]));
            }
            let children = self.children(s);
            for &child in &children {
                rows[child as usize].iter().for_each(|&row| meet(row));
            }
            own.sort_unstable();
            for (local, &row) in own.iter().enumerate() {
                place[row as usize] = (columns.len() + local) as u32;
            }
            for &child in &children {
                let start = self.row_start[child as usize];
                let child_rows = std::mem::take(&mut rows[child as usize]);
                for (at, row) in child_rows.into_iter().enumerate() {
                    self.in_parent[start + at] = place[row as usize];
                }
            }
            for (local, column) in columns.clone().enumerate() {
                let row = self.row_of[column as usize] as usize;
                for block in pattern.blocks(row) {
                    let at = position_of[pattern.columns[block] as usize];
                    if at >= column {
                        self.entries.push(Entry {
                            block: block as u32,
                            row: place[at as usize],
                            column: local as u32,
                        });
                    }
                }
            }
            self.close(s, columns.len(), own.len());
            rows[s] = own;
        }
    }

    fn close(&mut self, s: usize, columns: usize, rows: usize) {
        self.in_parent.resize(self.in_parent.len() + rows, 0);
        self.row_start.push(self.in_parent.len());
        self.entry_start.push(self.entries.len());
        let panel = 9 * columns * (columns + rows);
        self.panel_start.push(self.panel_start[s] + panel);
        let below: f64 = self
            .children(s)
            .iter()
            .map(|&c| self.work[c as usize])
            .sum();
        self.work.push(below + operations(3 * columns, 3 * rows));
    }
}

/// Floating-point operations of eliminating `columns` from a front with `rows` below.
fn operations(columns: usize, rows: usize) -> f64 {
    let (c, r) = (columns as f64, rows as f64);
    // Each column j scales its length l and subtracts an outer product of l² / 2 pairs: Σ l².
    let sum_of_squares = |n: f64| n * (n + 1.0) * (2.0 * n + 1.0) / 6.0;
    sum_of_squares(c + r) - sum_of_squares(r)
}

/// Parents in a new order of the nodes.
fn renumbered(parent: &[u32], order: &[u32]) -> Vec<u32> {
    let place = inverse(order);
    order
        .iter()
        .map(|&at| match parent[at as usize] {
            NONE => NONE,
            up => place[up as usize],
        })
        .collect()
}
