//! The fine surface: the carrier's triangles cut again where lines run.

use super::family::Carrier;
use crate::vector::{add, norm, scale, sub};

/// Rounds in which every edge that is too long is halved once.
const ROUNDS: usize = 9;
/// Most rounds of marking the longest edges of triangles of which an edge is marked.
const CLOSURES: usize = 12;
/// Most triangles: 4 GiB would hold eight times as many.
const MOST: usize = 6_000_000;

/// A point of the fine surface as a mean of the carrier's points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spot {
    /// Points of the carrier, ascending or repeated.
    pub(super) corners: [u32; 3],
    /// Their weights, sum 1.
    pub(super) weights: [f64; 3],
}

/// A triangle of the fine surface.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Piece {
    pub(super) spots: [u32; 3],
    /// Triangle of the carrier that it lies in.
    pub(super) parent: u32,
}

/// The carrier cut again.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Fine {
    pub(super) spots: Vec<Spot>,
    pub(super) pieces: Vec<Piece>,
}

impl Spot {
    /// The place of the spot, given those of the carrier's points.
    pub(super) fn of(&self, points: &[[f64; 3]]) -> [f64; 3] {
        let parts = self.corners.iter().zip(self.weights);
        parts.fold([0.0; 3], |sum, (corner, weight)| {
            add(sum, scale(points[*corner as usize], weight))
        })
    }

    /// Weights at the corners of a triangle that holds the spot.
    pub(super) fn within(&self, triangle: [u32; 3]) -> [f64; 3] {
        triangle.map(|corner| {
            let own = self.corners.iter().zip(self.weights);
            own.filter(|(own, _)| **own == corner).map(|(_, w)| w).sum()
        })
    }

    fn of_corner(corner: u32) -> Self {
        Self {
            corners: [corner; 3],
            weights: [1.0, 0.0, 0.0],
        }
    }

    /// Half way between two spots of a triangle.
    fn between(triangle: [u32; 3], a: &Self, b: &Self) -> Self {
        let (a, b) = (a.within(triangle), b.within(triangle));
        Self {
            corners: triangle,
            weights: std::array::from_fn(|i| 0.5 * (a[i] + b[i])),
        }
    }
}

impl Fine {
    /// Cuts the edges of a carrier until none is longer than asked.
    ///
    /// - `longest`: greatest length of an edge whose middle is the spot of a triangle and which is
    ///   so long
    pub(super) fn new(carrier: &Carrier, longest: impl Fn(u32, &Spot, f64) -> f64) -> Self {
        let spots = (0..carrier.points.len() as u32).map(Spot::of_corner);
        let pieces = carrier.triangles.iter().enumerate();
        let mut fine = Self {
            spots: spots.collect(),
            pieces: pieces
                .map(|(parent, spots)| Piece {
                    spots: *spots,
                    parent: parent as u32,
                })
                .collect(),
        };
        for _ in 0..ROUNDS {
            if fine.pieces.len() > MOST / 4 || !fine.cut(carrier, &longest) {
                break;
            }
        }
        fine
    }

    /// Halves the edges that are too long; whether there were any.
    fn cut(&mut self, carrier: &Carrier, longest: &impl Fn(u32, &Spot, f64) -> f64) -> bool {
        let edges = Edges::of(&self.pieces);
        let places: Vec<[f64; 3]> = self.spots.iter().map(|s| s.of(&carrier.points)).collect();
        let length = |[a, b]: [u32; 2]| norm(sub(places[a as usize], places[b as usize]));
        let lengths: Vec<f64> = edges.ends.iter().map(|ends| length(*ends)).collect();
        let middles: Vec<Spot> = (0..edges.ends.len())
            .map(|edge| {
                let [a, b] = edges.ends[edge].map(|spot| self.spots[spot as usize]);
                let triangle = carrier.triangles[edges.parents[edge] as usize];
                Spot::between(triangle, &a, &b)
            })
            .collect();
        let mut marked: Vec<bool> = (0..edges.ends.len())
            .map(|edge| {
                let most = longest(edges.parents[edge], &middles[edge], lengths[edge]);
                lengths[edge] > most
            })
            .collect();
        if !marked.contains(&true) {
            return false;
        }
        edges.close(&lengths, &mut marked);
        let mut halves = vec![u32::MAX; marked.len()];
        for edge in 0..marked.len() {
            if marked[edge] {
                halves[edge] = self.spots.len() as u32;
                self.spots.push(middles[edge]);
            }
        }
        let pieces = std::mem::take(&mut self.pieces);
        for (piece, edges) in pieces.iter().zip(&edges.of_piece) {
            let halves = edges.map(|edge| {
                let half = halves[edge as usize];
                (half != u32::MAX).then_some(half)
            });
            let apart = |a: u32, b: u32| {
                norm(sub(
                    self.spots[a as usize].of(&carrier.points),
                    self.spots[b as usize].of(&carrier.points),
                ))
            };
            split(piece, halves, apart, &mut self.pieces);
        }
        true
    }
}

/// Cuts a triangle at the middles of its edges (spot 0–1, 1–2, 2–0).
fn split(
    piece: &Piece,
    halves: [Option<u32>; 3],
    apart: impl Fn(u32, u32) -> f64,
    into: &mut Vec<Piece>,
) {
    let parent = piece.parent;
    let mut push = |spots: [u32; 3]| into.push(Piece { spots, parent });
    // Turned so that the first edge is cut and, of two, the third one is whole.
    let turn = match halves.map(|half| half.is_some()) {
        [true, _, false] | [true, true, true] => 0,
        [_, true, _] if halves[0].is_none() => 1,
        [_, _, true] => 2,
        _ => 0,
    };
    let [a, b, c] = std::array::from_fn(|i| piece.spots[(i + turn) % 3]);
    let turned: [Option<u32>; 3] = std::array::from_fn(|i| halves[(i + turn) % 3]);
    match turned {
        [None, _, _] => push([a, b, c]),
        // The turn leaves no edge whole between two cut ones.
        [Some(d), None, _] => {
            push([a, d, c]);
            push([d, b, c]);
        }
        [Some(d), Some(e), Some(f)] => {
            push([a, d, f]);
            push([d, b, e]);
            push([f, e, c]);
            push([d, e, f]);
        }
        [Some(d), Some(e), None] => {
            push([d, b, e]);
            if apart(a, e) < apart(d, c) {
                push([a, d, e]);
                push([a, e, c]);
            } else {
                push([a, d, c]);
                push([d, e, c]);
            }
        }
    }
}

/// Edges of the pieces.
struct Edges {
    ends: Vec<[u32; 2]>,
    /// A triangle of the carrier that holds the edge.
    parents: Vec<u32>,
    /// Edges 0–1, 1–2, 2–0 of each piece.
    of_piece: Vec<[u32; 3]>,
}

impl Edges {
    fn of(pieces: &[Piece]) -> Self {
        let mut all: Vec<([u32; 2], u32, u8)> = Vec::with_capacity(3 * pieces.len());
        for (number, piece) in pieces.iter().enumerate() {
            for side in 0..3_u8 {
                let (a, b) = (
                    piece.spots[usize::from(side)],
                    piece.spots[(usize::from(side) + 1) % 3],
                );
                all.push(([a.min(b), a.max(b)], number as u32, side));
            }
        }
        all.sort_unstable();
        let mut edges = Self {
            ends: Vec::new(),
            parents: Vec::new(),
            of_piece: vec![[0; 3]; pieces.len()],
        };
        for (ends, piece, side) in all {
            if edges.ends.last() != Some(&ends) {
                edges.ends.push(ends);
                edges.parents.push(pieces[piece as usize].parent);
            }
            edges.of_piece[piece as usize][usize::from(side)] = edges.ends.len() as u32 - 1;
        }
        edges
    }

    /// Marks the longest edge of every piece of which an edge is marked, so that angles stay open.
    fn close(&self, lengths: &[f64], marked: &mut [bool]) {
        for _ in 0..CLOSURES {
            let mut changed = false;
            for edges in &self.of_piece {
                let edges = edges.map(|edge| edge as usize);
                if edges.iter().any(|edge| marked[*edge]) {
                    let longest = edges
                        .into_iter()
                        .max_by(|a, b| lengths[*a].total_cmp(&lengths[*b]).then(b.cmp(a)));
                    if let Some(longest) = longest.filter(|edge| !marked[*edge]) {
                        marked[longest] = true;
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
    }
}
