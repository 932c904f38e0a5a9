//! Nearest places and obstacles on a surface of triangles, found through a tree of boxes.

use glam::DVec3;

/// Triangles in a leaf.
const LEAF: usize = 4;

/// A place on a triangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The triangle.
    pub triangle: u32,
    /// Weights of its corners, they sum to 1.
    pub weights: [f64; 3],
    /// The place, mm.
    pub point: DVec3,
    /// Distance from where the search began, mm.
    pub distance: f64,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    low: DVec3,
    high: DVec3,
    /// First triangle of a leaf, or second child; the first child follows its parent.
    start: u32,
    /// Triangles of a leaf; 0 for an inner node.
    count: u32,
}

impl Node {
    fn distance_squared(&self, place: DVec3) -> f64 {
        place.distance_squared(place.clamp(self.low, self.high))
    }

    /// Whether a ray meets the box before `reach`.
    fn is_met(&self, from: DVec3, inverse: DVec3, reach: f64) -> bool {
        let (a, b) = ((self.low - from) * inverse, (self.high - from) * inverse);
        let near = a.min(b).max_element().max(0.0);
        let far = a.max(b).min_element().min(reach);
        near <= far
    }
}

/// A tree of boxes around the triangles of a surface.
#[derive(Debug, Clone)]
pub struct Tree {
    nodes: Vec<Node>,
    /// Triangles in the order of the leaves.
    order: Vec<u32>,
    corners: Vec<[DVec3; 3]>,
}

impl Tree {
    /// The tree of a surface.
    ///
    /// - `triangles`: corners by their numbers in `points`
    pub fn new(points: &[DVec3], triangles: &[[u32; 3]]) -> Self {
        let corners: Vec<[DVec3; 3]> = triangles
            .iter()
            .map(|triangle| triangle.map(|corner| points[corner as usize]))
            .collect();
        let centers: Vec<DVec3> = corners
            .iter()
            .map(|[a, b, c]| (*a + *b + *c) / 3.0)
            .collect();
        let mut order: Vec<u32> = (0..corners.len() as u32).collect();
        let mut nodes = Vec::with_capacity(corners.len());
        if !order.is_empty() {
            build(&mut nodes, &mut order, 0, &centers, &corners);
        }
        Self {
            nodes,
            order,
            corners,
        }
    }

    /// The nearest place that is accepted and nearer than `reach`.
    ///
    /// - `accept`: whether a triangle at these weights will do
    pub fn nearest(
        &self,
        place: DVec3,
        reach: f64,
        accept: impl Fn(u32, [f64; 3]) -> bool,
    ) -> Option<Hit> {
        let mut best: Option<Hit> = None;
        let mut limit = reach * reach;
        let mut stack = Vec::with_capacity(64);
        if let Some(root) = self.nodes.first() {
            stack.push((0_u32, root.distance_squared(place)));
        }
        while let Some((index, distance)) = stack.pop() {
            if distance >= limit {
                continue;
            }
            let node = &self.nodes[index as usize];
            if node.count == 0 {
                let (one, two) = (index + 1, node.start);
                let far = |child: u32| (child, self.nodes[child as usize].distance_squared(place));
                let (one, two) = (far(one), far(two));
                let (near, far) = if one.1 < two.1 {
                    (one, two)
                } else {
                    (two, one)
                };
                stack.push(far);
                stack.push(near);
                continue;
            }
            for slot in node.start..node.start + node.count {
                let triangle = self.order[slot as usize];
                let corners = &self.corners[triangle as usize];
                let weights = nearest_on_triangle(place, corners);
                let point =
                    corners[0] * weights[0] + corners[1] * weights[1] + corners[2] * weights[2];
                let distance = place.distance_squared(point);
                if distance < limit && accept(triangle, weights) {
                    limit = distance;
                    best = Some(Hit {
                        triangle,
                        weights,
                        point,
                        distance,
                    });
                }
            }
        }
        best.map(|hit| Hit {
            distance: hit.distance.sqrt(),
            ..hit
        })
    }

    /// Whether something stands in the way.
    ///
    /// - `way`: unit vector
    pub fn is_blocked(&self, from: DVec3, way: DVec3, reach: f64) -> bool {
        let inverse = way.recip();
        let mut stack = vec![0_u32];
        while let Some(index) = stack.pop() {
            let Some(node) = self.nodes.get(index as usize) else {
                return false;
            };
            if !node.is_met(from, inverse, reach) {
                continue;
            }
            if node.count == 0 {
                stack.extend([node.start, index + 1]);
                continue;
            }
            let slots = node.start as usize..(node.start + node.count) as usize;
            let mut triangles = self.order[slots].iter();
            if triangles.any(|t| crosses(from, way, reach, &self.corners[*t as usize])) {
                return true;
            }
        }
        false
    }
}

fn build(
    nodes: &mut Vec<Node>,
    order: &mut [u32],
    offset: u32,
    centers: &[DVec3],
    corners: &[[DVec3; 3]],
) {
    let all = order
        .iter()
        .flat_map(|triangle| corners[*triangle as usize]);
    let (low, high) = all.fold(
        (DVec3::INFINITY, DVec3::NEG_INFINITY),
        |(low, high), point| (low.min(point), high.max(point)),
    );
    let here = nodes.len();
    nodes.push(Node {
        low,
        high,
        start: offset,
        count: order.len() as u32,
    });
    if order.len() <= LEAF {
        return;
    }
    let size = high - low;
    let axis = (0..3)
        .max_by(|a, b| size[*a].total_cmp(&size[*b]))
        .unwrap_or(0);
    let middle = order.len() / 2;
    order.select_nth_unstable_by(middle, |a, b| {
        let (p, q) = (centers[*a as usize][axis], centers[*b as usize][axis]);
        p.total_cmp(&q).then(a.cmp(b))
    });
    let (left, right) = order.split_at_mut(middle);
    build(nodes, left, offset, centers, corners);
    nodes[here].start = nodes.len() as u32;
    nodes[here].count = 0;
    build(nodes, right, offset + middle as u32, centers, corners);
}

/// Weights of the place on a triangle that is nearest to `p`.
///
/// # Source
/// ericson-2005, section 5.1.5
fn nearest_on_triangle(p: DVec3, [a, b, c]: &[DVec3; 3]) -> [f64; 3] {
    let (ab, ac, ap) = (*b - *a, *c - *a, p - *a);
    let (d1, d2) = (ab.dot(ap), ac.dot(ap));
    if d1 <= 0.0 && d2 <= 0.0 {
        return [1.0, 0.0, 0.0];
    }
    let bp = p - *b;
    let (d3, d4) = (ab.dot(bp), ac.dot(bp));
    if d3 >= 0.0 && d4 <= d3 {
        return [0.0, 1.0, 0.0];
    }
    let vc = d1 * d4 - d3 * d2;
    if vc <= 0.0 && d1 >= 0.0 && d3 <= 0.0 {
        let v = d1 / (d1 - d3);
        return [1.0 - v, v, 0.0];
    }
    let cp = p - *c;
    let (d5, d6) = (ab.dot(cp), ac.dot(cp));
    if d6 >= 0.0 && d5 <= d6 {
        return [0.0, 0.0, 1.0];
    }
    let vb = d5 * d2 - d1 * d6;
    if vb <= 0.0 && d2 >= 0.0 && d6 <= 0.0 {
        let w = d2 / (d2 - d6);
        return [1.0 - w, 0.0, w];
    }
    let va = d3 * d6 - d5 * d4;
    if va <= 0.0 && d4 - d3 >= 0.0 && d5 - d6 >= 0.0 {
        let w = (d4 - d3) / ((d4 - d3) + (d5 - d6));
        return [0.0, 1.0 - w, w];
    }
    let scale = 1.0 / (va + vb + vc);
    let (v, w) = (vb * scale, vc * scale);
    [1.0 - v - w, v, w]
}

/// Whether a ray crosses a triangle before `reach`.
///
/// # Source
/// Möller and Trumbore, Fast, minimum storage ray/triangle intersection, J. Graphics Tools 1997; 2:21
fn crosses(from: DVec3, way: DVec3, reach: f64, [a, b, c]: &[DVec3; 3]) -> bool {
    let (ab, ac) = (*b - *a, *c - *a);
    let p = way.cross(ac);
    let determinant = ab.dot(p);
    if determinant == 0.0 {
        return false;
    }
    let s = (from - *a) / determinant;
    let u = s.dot(p);
    let q = s.cross(ab);
    let v = way.dot(q);
    let t = ac.dot(q);
    u >= 0.0 && v >= 0.0 && u + v <= 1.0 && t > 0.0 && t < reach
}
