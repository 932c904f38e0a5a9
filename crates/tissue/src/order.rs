//! An order of points in which neighbours are near: recursive bisection along the longest side.

/// Positions → points: a permutation in which compact groups are contiguous.
///
/// - `points`: (n × 3)
pub(crate) fn spatial_order(points: &[[f64; 3]]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..points.len() as u32).collect();
    bisect(points, &mut order);
    order
}

/// Points in a group that is not divided further.
const LEAF: usize = 24;

fn bisect(points: &[[f64; 3]], group: &mut [u32]) {
    if group.len() <= LEAF {
        group.sort_unstable();
        return;
    }
    let axis = longest_side(points, group);
    let middle = group.len() / 2;
    group.select_nth_unstable_by(middle, |&a, &b| {
        let (x, y) = (points[a as usize][axis], points[b as usize][axis]);
        x.total_cmp(&y).then(a.cmp(&b))
    });
    let (left, right) = group.split_at_mut(middle);
    bisect(points, left);
    bisect(points, right);
}

fn longest_side(points: &[[f64; 3]], group: &[u32]) -> usize {
    let mut low = [f64::INFINITY; 3];
    let mut high = [f64::NEG_INFINITY; 3];
    for &at in group {
        for axis in 0..3 {
            low[axis] = low[axis].min(points[at as usize][axis]);
            high[axis] = high[axis].max(points[at as usize][axis]);
        }
    }
    (0..3)
        .max_by(|&a, &b| {
            (high[a] - low[a])
                .total_cmp(&(high[b] - low[b]))
                .then(b.cmp(&a))
        })
        .unwrap_or(0)
}
