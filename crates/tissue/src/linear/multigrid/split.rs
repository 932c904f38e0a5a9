//! A matrix taken apart into what a sweep has seen, what it has not, and what other pieces hold.

use std::ops::Range;

use rayon::prelude::*;

use super::order::Pieces;
use super::sparse::{ROWS_PER_TASK, Source, Sparse};

/// Lower, upper and outside part; see [`super::smoother::Smoother`].
pub(super) fn take_apart<const N: usize>(matrix: &impl Source<N>, pieces: &Pieces) -> [Part; 3] {
    let n = matrix.n_rows();
    let tasks: Vec<Range<usize>> = (0..n)
        .step_by(ROWS_PER_TASK)
        .map(|start| start..(start + ROWS_PER_TASK).min(n))
        .collect();
    let forward: Vec<[Part; 2]> = tasks
        .par_iter()
        .map(|rows| forward_parts(matrix, pieces, rows.clone()))
        .collect();
    let backward: Vec<Part> = tasks
        .par_iter()
        .map(|rows| backward_part(matrix, pieces, rows.clone()))
        .collect();
    let (mut lower, mut upper, mut outside) = (Part::new(), Part::new(), Part::new());
    for [inside, other] in &forward {
        lower.append(inside);
        outside.append(other);
    }
    backward.iter().rev().for_each(|part| upper.append(part));
    [lower, upper, outside]
}

/// Blocks to nodes before in the same piece and blocks to nodes of other pieces.
fn forward_parts<const N: usize>(
    matrix: &impl Source<N>,
    pieces: &Pieces,
    rows: Range<usize>,
) -> [Part; 2] {
    let (mut lower, mut outside) = (Part::new(), Part::new());
    let mut entries = Vec::new();
    for row in rows {
        let own = pieces.around(row);
        let other = if row < pieces.n_red() {
            pieces.n_red()
        } else {
            0
        };
        ascending(matrix, row, &mut entries);
        for &(column, position) in &entries {
            if !own.contains(&column) {
                outside.push(column - other, position);
            } else if column < row {
                lower.push(column - own.start, position);
            }
        }
        lower.end_row();
        outside.end_row();
    }
    [lower, outside]
}

/// Blocks to nodes after in the same piece, the last row first.
fn backward_part<const N: usize>(
    matrix: &impl Source<N>,
    pieces: &Pieces,
    rows: Range<usize>,
) -> Part {
    let mut upper = Part::new();
    let mut entries = Vec::new();
    for row in rows.rev() {
        let own = pieces.around(row);
        ascending(matrix, row, &mut entries);
        for &(column, position) in entries.iter().filter(|entry| entry.0 > row) {
            if own.contains(&column) {
                upper.push(column - own.start, position);
            }
        }
        upper.end_row();
    }
    upper
}

/// Columns of a row, ascending, with their positions.
fn ascending<const N: usize>(matrix: &impl Source<N>, row: usize, entries: &mut Vec<(usize, u32)>) {
    entries.clear();
    let positions = matrix.positions(row);
    entries.extend(positions.map(|position| (matrix.column(position), position as u32)));
    entries.sort_unstable();
}

/// Rows of one part of the matrix while it is taken apart.
pub(super) struct Part {
    row_start: Vec<u32>,
    columns: Vec<u32>,
    sources: Vec<u32>,
}

impl Part {
    fn new() -> Self {
        Self {
            row_start: vec![0],
            columns: Vec::new(),
            sources: Vec::new(),
        }
    }

    fn push(&mut self, column: usize, source: u32) {
        self.columns.push(column as u32);
        self.sources.push(source);
    }

    fn end_row(&mut self) {
        self.row_start.push(self.columns.len() as u32);
    }

    fn append(&mut self, other: &Self) {
        let before = self.columns.len() as u32;
        let ends = other.row_start.iter().skip(1).map(|end| before + end);
        self.row_start.extend(ends);
        self.columns.extend(&other.columns);
        self.sources.extend(&other.sources);
    }

    /// The part as a matrix of zeros, and where its blocks come from.
    pub fn finish<const N: usize, const LANES: usize>(
        self,
    ) -> (Sparse<N, N, LANES, LANES>, Vec<u32>) {
        (Sparse::zeros(self.row_start, self.columns), self.sources)
    }
}
