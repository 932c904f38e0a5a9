//! A scan as a sound surface: points joined, triangles turned alike, pieces told apart.

use glam::DVec3;

use super::error::ScanError;
use super::import::Scan;

/// Points nearer than this share of the diagonal are one.
const WELD: f64 = 1e-6;
/// Edges with more than two triangles, as a share of all, that a scanner may leave.
const NON_MANIFOLD_SHARE: f64 = 0.02;

/// A surface of triangles.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Surface {
    /// Points, (n × 3).
    pub points: Vec<DVec3>,
    /// Corners of each triangle, alike within a piece.
    pub triangles: Vec<[u32; 3]>,
    /// Unit normal at each point.
    pub normals: Vec<DVec3>,
    /// Whether a point lies on an edge with one triangle.
    pub is_border: Vec<bool>,
    /// Piece of each triangle, numbered from the largest by area.
    pub pieces: Vec<u32>,
}

impl Surface {
    /// Joins the points of a scan and turns its triangles alike.
    ///
    /// # Errors
    /// [`ScanError::NonManifold`], [`ScanError::NoTriangles`] where all triangles are points or
    /// lines.
    pub fn new(scan: &Scan) -> Result<Self, ScanError> {
        let (points, triangles) = weld(scan);
        let edges = Edges::new(&triangles);
        let all = edges.ranges.len();
        let bad = edges.ranges.iter().filter(|range| range.len() > 2).count();
        if bad as f64 > NON_MANIFOLD_SHARE * all as f64 {
            return Err(ScanError::NonManifold { edges: bad, all });
        }
        let mut surface = Self {
            points,
            triangles,
            ..Self::default()
        };
        surface.turn_alike(&edges);
        surface.is_border = vec![false; surface.points.len()];
        for range in edges.ranges.iter().filter(|range| range.len() == 1) {
            let (a, b, _) = edges.sorted[range.start];
            surface.is_border[a as usize] = true;
            surface.is_border[b as usize] = true;
        }
        surface.normals = normals(&surface.points, &surface.triangles);
        Ok(surface)
    }

    /// A surface whose triangles are taken as they are.
    pub fn of_triangles(points: Vec<DVec3>, triangles: Vec<[u32; 3]>) -> Self {
        Self {
            normals: normals(&points, &triangles),
            is_border: vec![false; points.len()],
            pieces: vec![0; triangles.len()],
            points,
            triangles,
        }
    }

    /// The surface of some of the triangles.
    pub fn part(&self, keep: impl Fn(usize) -> bool) -> Self {
        let mut number = vec![u32::MAX; self.points.len()];
        let mut part = Self::default();
        for (index, triangle) in self.triangles.iter().enumerate() {
            if !keep(index) {
                continue;
            }
            let corners = triangle.map(|corner| {
                let slot = &mut number[corner as usize];
                if *slot == u32::MAX {
                    *slot = part.points.len() as u32;
                    part.points.push(self.points[corner as usize]);
                    part.normals.push(self.normals[corner as usize]);
                    part.is_border.push(self.is_border[corner as usize]);
                }
                *slot
            });
            part.triangles.push(corners);
            part.pieces.push(self.pieces[index]);
        }
        part
    }

    /// The surface with every point moved.
    pub fn moved(&self, place: impl Fn(DVec3) -> DVec3) -> Self {
        let points: Vec<DVec3> = self.points.iter().map(|point| place(*point)).collect();
        Self {
            normals: normals(&points, &self.triangles),
            points,
            ..self.clone()
        }
    }

    /// The surface seen from the other side.
    pub fn turned_over(&self) -> Self {
        Self {
            triangles: self
                .triangles
                .iter()
                .map(|[a, b, c]| [*a, *c, *b])
                .collect(),
            normals: self.normals.iter().map(|normal| -*normal).collect(),
            ..self.clone()
        }
    }

    /// Smallest and largest coordinates.
    pub fn bounds(&self) -> (DVec3, DVec3) {
        let points = self.points.iter();
        points.fold(
            (DVec3::INFINITY, DVec3::NEG_INFINITY),
            |(low, high), point| (low.min(*point), high.max(*point)),
        )
    }

    /// Diagonal of the box around the surface.
    pub fn extent(&self) -> f64 {
        let (low, high) = self.bounds();
        (high - low).length()
    }

    /// Area of all triangles.
    pub fn area(&self) -> f64 {
        (0..self.triangles.len())
            .map(|triangle| self.area_vector(triangle).length())
            .sum()
    }

    /// Area vector of a triangle.
    pub fn area_vector(&self, triangle: usize) -> DVec3 {
        let [a, b, c] = self.triangles[triangle].map(|corner| self.points[corner as usize]);
        0.5 * (b - a).cross(c - a)
    }

    /// Normal at weights of a triangle's corners, not of unit length.
    pub fn normal_at(&self, triangle: u32, weights: [f64; 3]) -> DVec3 {
        let corners = self.triangles[triangle as usize].into_iter().zip(weights);
        corners
            .map(|(corner, weight)| weight * self.normals[corner as usize])
            .sum()
    }

    /// Whether a place on a triangle lies on the border of the surface.
    pub fn is_on_border(&self, triangle: u32, weights: [f64; 3]) -> bool {
        let corners = self.triangles[triangle as usize].into_iter().zip(weights);
        let mut touched = corners.filter(|(_, weight)| *weight > 1e-9);
        touched.all(|(corner, _)| self.is_border[corner as usize])
            && weights.iter().any(|weight| *weight <= 1e-9)
    }

    /// Turns the triangles of each piece alike, as most of them were, and numbers the pieces.
    fn turn_alike(&mut self, edges: &Edges) {
        const NONE: u32 = u32::MAX;
        let n = self.triangles.len();
        let neighbours = edges.neighbours(n);
        let mut piece = vec![NONE; n];
        let mut turned = vec![false; n];
        let mut areas: Vec<(f64, f64)> = Vec::new();
        for first in 0..n {
            if piece[first] != NONE {
                continue;
            }
            let number = areas.len() as u32;
            let (mut kept, mut other) = (0.0, 0.0);
            piece[first] = number;
            let mut stack = vec![first as u32];
            while let Some(here) = stack.pop() {
                let here = here as usize;
                let area = self.area_vector(here).length();
                *(if turned[here] { &mut other } else { &mut kept }) += area;
                for next in neighbours[here].into_iter().filter(|next| *next != NONE) {
                    let next = next as usize;
                    if piece[next] == NONE {
                        piece[next] = number;
                        let alike = runs_opposite(self.triangles[here], self.triangles[next]);
                        turned[next] = turned[here] == alike;
                        stack.push(next as u32);
                    }
                }
            }
            areas.push((kept, other));
        }
        for (index, triangle) in self.triangles.iter_mut().enumerate() {
            let (kept, other) = areas[piece[index] as usize];
            if turned[index] != (other > kept) {
                triangle.swap(1, 2);
            }
        }
        let mut order: Vec<usize> = (0..areas.len()).collect();
        let area = |number: &usize| areas[*number].0 + areas[*number].1;
        order.sort_by(|a, b| area(b).total_cmp(&area(a)));
        let mut rank = vec![0; areas.len()];
        for (place, number) in order.into_iter().enumerate() {
            rank[number] = place as u32;
        }
        self.pieces = piece
            .into_iter()
            .map(|number| rank[number as usize])
            .collect();
    }
}

/// Whether the common edge of two triangles runs opposite ways in them.
fn runs_opposite(one: [u32; 3], two: [u32; 3]) -> bool {
    let edges = |[a, b, c]: [u32; 3]| [(a, b), (b, c), (c, a)];
    !edges(one).iter().any(|edge| edges(two).contains(edge))
}

/// Edges of triangles, sorted.
struct Edges {
    /// Lower point, higher point, triangle.
    sorted: Vec<(u32, u32, u32)>,
    /// Entries of `sorted` of each edge.
    ranges: Vec<std::ops::Range<usize>>,
}

impl Edges {
    fn new(triangles: &[[u32; 3]]) -> Self {
        let edge = |(index, [a, b, c]): (usize, &[u32; 3])| {
            [(*a, *b), (*b, *c), (*c, *a)].map(|(a, b)| (a.min(b), a.max(b), index as u32))
        };
        let mut sorted: Vec<_> = triangles.iter().enumerate().flat_map(edge).collect();
        sorted.sort_unstable();
        let mut ranges = Vec::with_capacity(sorted.len() / 2);
        let mut start = 0;
        for group in sorted.chunk_by(|one, two| (one.0, one.1) == (two.0, two.1)) {
            ranges.push(start..start + group.len());
            start += group.len();
        }
        Self { sorted, ranges }
    }

    /// Triangles beside each triangle, over edges that join two.
    fn neighbours(&self, triangles: usize) -> Vec<[u32; 3]> {
        let mut neighbours = vec![[u32::MAX; 3]; triangles];
        let mut add = |here: u32, next: u32| {
            let free = neighbours[here as usize]
                .iter_mut()
                .find(|slot| **slot == u32::MAX);
            if let Some(slot) = free {
                *slot = next;
            }
        };
        for range in self.ranges.iter().filter(|range| range.len() == 2) {
            let (one, two) = (self.sorted[range.start].2, self.sorted[range.start + 1].2);
            add(one, two);
            add(two, one);
        }
        neighbours
    }
}

/// Points joined where they coincide; triangles that are points or lines, or there twice, left
/// out.
fn weld(scan: &Scan) -> (Vec<DVec3>, Vec<[u32; 3]>) {
    let (low, high) = scan.points.iter().fold(
        (DVec3::INFINITY, DVec3::NEG_INFINITY),
        |(low, high), point| (low.min(*point), high.max(*point)),
    );
    let step = (WELD * (high - low).length()).max(f64::MIN_POSITIVE);
    let key = |point: &DVec3| ((*point - low) / step).round().to_array().map(|x| x as i64);
    let mut order: Vec<(_, u32)> = scan.points.iter().map(key).zip(0..).collect();
    order.sort_unstable();
    let mut first = vec![0; scan.points.len()];
    for group in order.chunk_by(|one, two| one.0 == two.0) {
        for (_, point) in group {
            first[*point as usize] = group[0].1;
        }
    }
    let mut number = vec![u32::MAX; scan.points.len()];
    let mut points = Vec::new();
    let mut triangles = Vec::new();
    for triangle in &scan.triangles {
        let [a, b, c] = triangle.map(|corner| first[corner as usize]);
        if a == b || b == c || c == a {
            continue;
        }
        triangles.push([a, b, c].map(|corner| {
            let slot = &mut number[corner as usize];
            if *slot == u32::MAX {
                *slot = points.len() as u32;
                points.push(scan.points[corner as usize]);
            }
            *slot
        }));
    }
    let mut seen: Vec<([u32; 3], u32)> = triangles
        .iter()
        .zip(0..)
        .map(|(triangle, index)| {
            let mut sorted = *triangle;
            sorted.sort_unstable();
            (sorted, index)
        })
        .collect();
    seen.sort_unstable();
    seen.dedup_by_key(|(sorted, _)| *sorted);
    let mut kept: Vec<u32> = seen.into_iter().map(|(_, index)| index).collect();
    kept.sort_unstable();
    let triangles = kept
        .into_iter()
        .map(|index| triangles[index as usize])
        .collect();
    (points, triangles)
}

/// Unit normals of points, weighted by area.
fn normals(points: &[DVec3], triangles: &[[u32; 3]]) -> Vec<DVec3> {
    let mut normals = vec![DVec3::ZERO; points.len()];
    for triangle in triangles {
        let [a, b, c] = triangle.map(|corner| points[corner as usize]);
        let area = (b - a).cross(c - a);
        for corner in triangle {
            normals[*corner as usize] += area;
        }
    }
    normals
        .iter()
        .map(|normal| normal.normalize_or_zero())
        .collect()
}
