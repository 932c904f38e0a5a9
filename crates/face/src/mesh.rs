//! A surface of quadrilaterals.

use std::collections::BTreeMap;

use glam::DVec3;

/// A surface of quadrilaterals.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mesh {
    /// Points, (n × 3), mm.
    pub points: Vec<DVec3>,
    /// Corners of each quadrilateral, counter-clockwise seen from outside.
    pub quads: Vec<[u32; 4]>,
}

/// The four directed edges of a quadrilateral.
pub(crate) fn edges_of(quad: [u32; 4]) -> [(u32, u32); 4] {
    [
        (quad[0], quad[1]),
        (quad[1], quad[2]),
        (quad[2], quad[3]),
        (quad[3], quad[0]),
    ]
}

/// An edge whichever way it runs.
pub(crate) fn undirected((a, b): (u32, u32)) -> (u32, u32) {
    (a.min(b), a.max(b))
}

/// Area vector of a quadrilateral by its corners, outward, in the square of their unit.
pub(crate) fn area_vector([a, b, c, d]: [DVec3; 4]) -> DVec3 {
    0.5 * (c - a).cross(d - b)
}

impl Mesh {
    /// Edge → number of quadrilaterals at it.
    pub fn edges(&self) -> BTreeMap<(u32, u32), usize> {
        let mut edges = BTreeMap::new();
        for edge in self.quads.iter().flat_map(|quad| edges_of(*quad)) {
            *edges.entry(undirected(edge)).or_insert(0) += 1;
        }
        edges
    }

    /// Points less edges plus faces: 2 less the number of openings of a sphere.
    pub fn euler_characteristic(&self) -> isize {
        let (vertices, faces) = (self.points.len(), self.quads.len());
        (vertices + faces).cast_signed() - self.edges().len().cast_signed()
    }

    /// Points along each opening, one list an opening.
    pub fn openings(&self) -> Vec<Vec<u32>> {
        let edges = self.edges();
        let mut next: BTreeMap<u32, u32> = self
            .quads
            .iter()
            .flat_map(|quad| edges_of(*quad))
            .filter(|edge| edges[&undirected(*edge)] == 1)
            .map(|(from, to)| (to, from))
            .collect();
        let mut openings = Vec::new();
        while let Some((&first, _)) = next.iter().next() {
            let mut opening = vec![first];
            let mut here = next.remove(&first);
            while let Some(point) = here.filter(|point| *point != first) {
                opening.push(point);
                here = next.remove(&point);
            }
            openings.push(opening);
        }
        openings
    }

    /// Area vector of a quadrilateral, mm², outward.
    pub(crate) fn area_vector(&self, quad: [u32; 4]) -> DVec3 {
        area_vector(quad.map(|corner| self.points[corner as usize]))
    }

    /// Outward unit normal at each point, (n × 3), weighted by area.
    pub fn normals(&self) -> Vec<DVec3> {
        let mut normals = vec![DVec3::ZERO; self.points.len()];
        for quad in &self.quads {
            let area = self.area_vector(*quad);
            for corner in quad {
                normals[*corner as usize] += area;
            }
        }
        normals.iter().map(|n| n.normalize_or_zero()).collect()
    }

    /// The quadrilaterals cut along a diagonal.
    pub fn triangles(&self) -> Vec<[u32; 3]> {
        self.quads
            .iter()
            .flat_map(|[a, b, c, d]| [[*a, *b, *c], [*a, *c, *d]])
            .collect()
    }
}
