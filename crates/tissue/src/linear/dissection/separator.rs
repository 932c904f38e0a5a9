//! Separators: small sets of nodes whose removal leaves two parts of similar size.

use super::graph::Graph;
use super::refine::refine;

/// Where a cut puts a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
    Between,
}

impl Side {
    /// The other part.
    pub fn opposite(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
            Self::Between => Self::Between,
        }
    }
}

/// Share of the nodes that each part and the separator beside it must at least have together.
const SMALLEST_SHARE: f64 = 0.35;
/// Weight of imbalance against the size of the separator.
const IMBALANCE: f64 = 2.0;
/// Part of the nodes above which a separator separates nothing worth having.
const LARGEST_SEPARATOR: f64 = 0.5;
/// Extent, relative to the largest, from which an axis is tried.
const LONG_ENOUGH: f64 = 0.6;

/// What a cut costs: the size of its separator, more where the parts differ in size.
pub(super) fn cost(left: usize, right: usize, between: usize) -> f64 {
    let total = (left + right + between) as f64;
    let imbalance = (left as f64 - right as f64) / total;
    between as f64 * (1.0 + IMBALANCE * imbalance * imbalance)
}

/// A cut of a graph.
#[derive(Debug, Clone)]
pub(super) struct Cut {
    /// Side of each node.
    pub side: Vec<Side>,
}

impl Cut {
    /// The best cut found by sweeping over the graph in several directions, refined; none where
    /// none separates.
    pub fn best(graph: &Graph, points: Option<&[[f64; 3]]>) -> Option<Self> {
        let directions = points.map_or_else(Vec::new, directions);
        let along = directions
            .iter()
            .map(|&axis| sorted_along(points.unwrap_or_default(), axis));
        let sweeps = along.chain(std::iter::once_with(|| graph.end_to_end()));
        let best = sweeps
            .filter_map(|order| Sweep::over(graph, &order))
            .min_by(|a, b| a.cost.total_cmp(&b.cost))?;
        let mut cut = best.cut(graph);
        refine(graph, &mut cut.side);
        let count = |side| cut.side.iter().filter(|&&s| s == side).count();
        let between = count(Side::Between) as f64;
        let useful = between <= LARGEST_SEPARATOR * graph.len() as f64
            && count(Side::Left) > 0
            && count(Side::Right) > 0;
        useful.then_some(cut)
    }
}

/// A place to cut an order of the nodes.
struct Sweep {
    /// Rank of each node.
    rank: Vec<u32>,
    /// Ranks below this are left of the cut.
    at: usize,
    /// Whether the separator is taken from the left or from the right.
    from: Side,
    cost: f64,
}

impl Sweep {
    /// The cheapest place near the middle of `order`.
    fn over(graph: &Graph, order: &[u32]) -> Option<Self> {
        let n = graph.len();
        let mut rank = vec![0; n];
        for (place, &v) in order.iter().enumerate() {
            rank[v as usize] = place as u32;
        }
        // How the number of left nodes with a neighbour on the right changes from cut to cut,
        // and the converse.
        let mut change = vec![[0_i32; 2]; n + 2];
        for v in 0..n {
            let own = rank[v];
            let (mut low, mut high) = (own, own);
            for &u in graph.of_node(v) {
                low = low.min(rank[u as usize]);
                high = high.max(rank[u as usize]);
            }
            change[own as usize + 1][0] += 1;
            change[high as usize + 1][0] -= 1;
            change[low as usize + 1][1] += 1;
            change[own as usize + 1][1] -= 1;
        }
        let mut best: Option<(f64, usize, Side)> = None;
        let mut border = [0_i32; 2];
        let smallest = (SMALLEST_SHARE * n as f64) as usize;
        for (at, change) in change.iter().enumerate().take(n).skip(1) {
            border[0] += change[0];
            border[1] += change[1];
            if at < smallest || n - at < smallest {
                continue;
            }
            for (from, between) in [Side::Left, Side::Right].into_iter().zip(border) {
                let between = between as usize;
                let (left, right) = match from {
                    Side::Left => (at - between, n - at),
                    _ => (at, n - at - between),
                };
                let cost = cost(left, right, between);
                if left > 0 && right > 0 && best.is_none_or(|(least, ..)| cost < least) {
                    best = Some((cost, at, from));
                }
            }
        }
        best.map(|(cost, at, from)| Self {
            rank,
            at,
            from,
            cost,
        })
    }

    fn cut(&self, graph: &Graph) -> Cut {
        let of = |v: usize| {
            if (self.rank[v] as usize) < self.at {
                Side::Left
            } else {
                Side::Right
            }
        };
        let side = (0..graph.len()).map(|v| {
            let own = of(v);
            let touches = || graph.of_node(v).iter().any(|&u| of(u as usize) != own);
            if own == self.from && touches() {
                Side::Between
            } else {
                own
            }
        });
        Cut {
            side: side.collect(),
        }
    }
}

/// Directions to sweep in: the long axes, and that of the largest inertia where it is another.
fn directions(points: &[[f64; 3]]) -> Vec<[f64; 3]> {
    let extent = extent(points);
    let largest = extent.iter().copied().fold(0.0, f64::max);
    let mut directions = Vec::new();
    for axis in 0..3 {
        if extent[axis] >= LONG_ENOUGH * largest {
            let mut direction = [0.0; 3];
            direction[axis] = 1.0;
            directions.push(direction);
        }
    }
    let principal = principal_direction(points, extent);
    if principal.iter().all(|x| x.abs() < 0.99) {
        directions.push(principal);
    }
    directions
}

fn extent(points: &[[f64; 3]]) -> [f64; 3] {
    std::array::from_fn(|axis| {
        let values = points.iter().map(|p| p[axis]);
        let low = values.clone().fold(f64::INFINITY, f64::min);
        let extent = values.fold(f64::NEG_INFINITY, f64::max) - low;
        if extent.is_finite() { extent } else { 0.0 }
    })
}

/// Direction of the largest spread, by power iteration.
fn principal_direction(points: &[[f64; 3]], start: [f64; 3]) -> [f64; 3] {
    let n = points.len() as f64;
    let mean: [f64; 3] =
        std::array::from_fn(|axis| points.iter().map(|p| p[axis]).sum::<f64>() / n);
    let mut spread = [[0.0; 3]; 3];
    for p in points {
        for i in 0..3 {
            for j in 0..3 {
                spread[i][j] += (p[i] - mean[i]) * (p[j] - mean[j]);
            }
        }
    }
    let mut direction = start;
    for _ in 0..20 {
        let next: [f64; 3] =
            std::array::from_fn(|i| (0..3).map(|j| spread[i][j] * direction[j]).sum());
        let size = next.iter().map(|x| x * x).sum::<f64>().sqrt();
        if !(size.is_finite() && size > 0.0) {
            return [1.0, 0.0, 0.0];
        }
        direction = next.map(|x| x / size);
    }
    direction
}

fn sorted_along(points: &[[f64; 3]], direction: [f64; 3]) -> Vec<u32> {
    let mut keyed: Vec<(u64, u32)> = points
        .iter()
        .zip(0..)
        .map(|(p, v)| {
            let along = p.iter().zip(direction).map(|(x, d)| x * d).sum();
            (ascending_bits(along), v)
        })
        .collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, v)| v).collect()
}

/// Integers that ascend as the numbers do.
fn ascending_bits(x: f64) -> u64 {
    // −0 and 0 are one place.
    let bits = (x + 0.0).to_bits();
    if bits >> 63 == 0 {
        bits | 1 << 63
    } else {
        !bits
    }
}
