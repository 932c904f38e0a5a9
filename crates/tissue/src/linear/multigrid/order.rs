//! A numbering for sweeps: layers of neighbours from one end to the other, cut into pieces of two
//! colours so that no two pieces of a colour touch.
//!
//! # Source
//! cuthill-mckee-1969 for the layers

use std::ops::Range;

use super::sparse::{CoarseMatrix, Source};

/// Nodes of the smallest piece that is swept on its own.
const SMALLEST_PIECE: usize = 128;

/// Most pieces of a level.
const MOST_PIECES: usize = 16;

/// Where the pieces are; a sweep over the red ones, then the black ones, is a sweep in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pieces {
    /// Bounds of the red pieces, from 0 to the first black node.
    pub red: Vec<usize>,
    /// Bounds of the black pieces, counted from the first black node.
    pub black: Vec<usize>,
}

impl Pieces {
    /// Number of red nodes.
    pub fn n_red(&self) -> usize {
        self.red[self.red.len() - 1]
    }

    /// Nodes of the piece of the sorted place `row`.
    pub fn around(&self, row: usize) -> Range<usize> {
        let n_red = self.n_red();
        let (bounds, offset) = if row < n_red {
            (&self.red, 0)
        } else {
            (&self.black, n_red)
        };
        let next = bounds.partition_point(|&bound| bound + offset <= row);
        bounds[next - 1] + offset..bounds[next] + offset
    }
}

/// A numbering of the nodes, and back.
#[derive(Debug, Clone)]
pub(super) struct Order {
    /// Node of each sorted place, (n).
    pub node: Vec<u32>,
    /// Sorted place of each node, (n).
    pub place: Vec<u32>,
    /// Pieces of the sorted places.
    pub pieces: Pieces,
}

impl Order {
    /// Layers of neighbours from `first` on, then from the first node that is left, and so on.
    pub fn by_layers<const N: usize>(matrix: &impl Source<N>, first: usize) -> Self {
        let (nodes, layers) = layers(matrix, first);
        let (red, black) = cut(&nodes, &layers);
        let mut node: Vec<u32> = Vec::with_capacity(nodes.len());
        let mut bounds = [vec![0], vec![0]];
        for (colour, bounds) in [&red, &black].into_iter().zip(&mut bounds) {
            let before = node.len();
            for piece in colour {
                node.extend(&nodes[piece.clone()]);
                bounds.push(node.len() - before);
            }
        }
        let mut place = vec![0; node.len()];
        for (at, &n) in node.iter().enumerate() {
            place[n as usize] = at as u32;
        }
        let [red, black] = bounds;
        Self {
            node,
            place,
            pieces: Pieces { red, black },
        }
    }
}

/// The node at one end of the longest side of the points.
pub(super) fn end_of(points: &[[f64; 3]]) -> usize {
    let side = |axis: usize| {
        let coordinates = points.iter().map(|p| p[axis]);
        let (low, high) = coordinates.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
            (low.min(x), high.max(x))
        });
        high - low
    };
    let sides = [side(0), side(1), side(2)];
    let axis = (0..3).fold(0, |best, axis| {
        if sides[axis] > sides[best] {
            axis
        } else {
            best
        }
    });
    (0..points.len()).fold(0, |best, node| {
        if points[node][axis] < points[best][axis] {
            node
        } else {
            best
        }
    })
}

/// Nodes layer by layer, and where each layer begins, the end included.
fn layers<const N: usize>(matrix: &impl Source<N>, first: usize) -> (Vec<u32>, Vec<usize>) {
    let n = matrix.n_rows();
    let mut seen = vec![false; n];
    let mut nodes: Vec<u32> = Vec::with_capacity(n);
    let mut bounds = Vec::new();
    for start in std::iter::once(first)
        .chain(0..n)
        .filter(|&start| start < n)
    {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        nodes.push(start as u32);
        let mut layer = nodes.len() - 1;
        while layer < nodes.len() {
            bounds.push(layer);
            let end = nodes.len();
            for at in layer..end {
                for position in matrix.positions(nodes[at] as usize) {
                    let next = matrix.column(position);
                    if !seen[next] {
                        seen[next] = true;
                        nodes.push(next as u32);
                    }
                }
            }
            layer = end;
        }
    }
    bounds.push(n);
    (nodes, bounds)
}

/// Runs of whole layers, by turns red and black.
fn cut(nodes: &[u32], layers: &[usize]) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let n = nodes.len();
    let wanted = (n / SMALLEST_PIECE).clamp(1, MOST_PIECES);
    let size = n.div_ceil(wanted).max(1);
    let mut runs = Vec::new();
    let mut start = 0;
    for &bound in layers {
        if bound - start >= size || (bound == n && bound > start) {
            runs.push(start..bound);
            start = bound;
        }
    }
    let (mut red, mut black) = (Vec::new(), Vec::new());
    for (index, run) in runs.into_iter().enumerate() {
        if index % 2 == 0 { &mut red } else { &mut black }.push(run);
    }
    (red, black)
}

/// A matrix in sorted numbering.
pub(super) struct Sorted<'a, S> {
    pub inner: &'a S,
    pub order: &'a Order,
}

impl<const N: usize, S: Source<N>> Source<N> for Sorted<'_, S> {
    fn n_rows(&self) -> usize {
        self.inner.n_rows()
    }

    #[inline(always)]
    fn positions(&self, row: usize) -> Range<usize> {
        self.inner.positions(self.order.node[row] as usize)
    }

    #[inline(always)]
    fn column(&self, position: usize) -> usize {
        self.order.place[self.inner.column(position)] as usize
    }

    #[inline(always)]
    fn block(&self, position: usize) -> [[f64; N]; N] {
        self.inner.block(position)
    }

    fn n_blocks(&self) -> usize {
        self.inner.n_blocks()
    }
}

/// A coarse matrix written out in sorted numbering, columns ascending.
pub(super) fn sorted(matrix: &CoarseMatrix, order: &Order) -> CoarseMatrix {
    let view = Sorted {
        inner: matrix,
        order,
    };
    let mut out = CoarseMatrix {
        row_start: vec![0],
        ..CoarseMatrix::default()
    };
    for row in 0..view.n_rows() {
        let mut positions: Vec<usize> = view.positions(row).collect();
        positions.sort_unstable_by_key(|&position| view.column(position));
        for position in positions {
            out.columns.push(view.column(position) as u32);
            out.values.push(view.block(position));
        }
        out.row_start.push(out.columns.len() as u32);
    }
    out
}
