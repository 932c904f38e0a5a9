//! Meshes of the cases.

use std::collections::BTreeMap;

use tissue::{Kind, Mesh};

use super::tensor::{norm, scale};

/// How an element is called in the tables.
pub fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Hex8 => "hex8",
        Kind::Wedge6 => "wedge6",
        Kind::Tet4 => "tet4",
        Kind::Tet10 => "tet10",
    }
}

/// A sheared cube of n³ hexahedra, its inner nodes moved irregularly.
pub fn distorted(n: usize) -> Mesh {
    Mesh::grid([n; 3], |[x, y, z]| {
        let bubble = 64.0 * x * (1.0 - x) * y * (1.0 - y) * z * (1.0 - z);
        let move_by =
            |k: f64| 0.3 / n as f64 * bubble * (k * (41.0 * x + 23.0 * y + 67.0 * z)).sin();
        let (x, y, z) = (x + move_by(1.0), y + move_by(1.7), z + move_by(2.3));
        [x + 0.2 * y, y + 0.1 * z, z + 0.15 * x]
    })
}

/// A cube of n³ hexahedra under a smooth distortion that keeps its faces.
pub fn wavy(n: usize) -> Mesh {
    Mesh::grid([n; 3], |[x, y, z]| {
        let wave = |c: f64| (std::f64::consts::PI * c).sin();
        let bend = 0.1 * wave(x) * wave(y) * wave(z);
        [x + bend, y - bend, z + 0.5 * bend]
    })
}

/// An eighth of a sphere between radii `a` and `b`: three patches of n² columns, `through`
/// hexahedra along each radius, their thickness in proportion to it.
pub fn octant(n: usize, through: usize, a: f64, b: f64) -> Mesh {
    let axis = |i: usize| std::array::from_fn(|j| f64::from(u8::from(i % 3 == j)));
    let mut merged = Merged::default();
    for i in 0..3 {
        let (first, second, third): ([f64; 3], [f64; 3], [f64; 3]) =
            (axis(i), axis(i + 1), axis(i + 2));
        let patch = Mesh::grid([n, n, through], |[s, t, r]| {
            // Corner, middles of the two edges that start there, centre, all on the unit sphere.
            let corner = |w: [f64; 3]| -> [f64; 3] {
                let sum =
                    std::array::from_fn(|k| w[0] * first[k] + w[1] * second[k] + w[2] * third[k]);
                scale(sum, 1.0 / norm(sum))
            };
            let corners = [
                corner([1.0, 0.0, 0.0]),
                corner([1.0, 1.0, 0.0]),
                corner([1.0, 1.0, 1.0]),
                corner([1.0, 0.0, 1.0]),
            ];
            let weights = [(1.0 - s) * (1.0 - t), s * (1.0 - t), s * t, (1.0 - s) * t];
            let at: [f64; 3] =
                std::array::from_fn(|k| (0..4).map(|c| weights[c] * corners[c][k]).sum());
            scale(at, a * (b / a).powf(r) / norm(at))
        });
        merged.add(&patch);
    }
    merged.mesh
}

/// A quarter of a cylinder of height `height` between radii `a` and `b`.
pub fn quarter_tube([through, around, up]: [usize; 3], a: f64, b: f64, height: f64) -> Mesh {
    Mesh::grid([through, around, up], |[r, t, z]| {
        let radius = a * (b / a).powf(r);
        let (sin, cos) = (t * std::f64::consts::FRAC_PI_2).sin_cos();
        [radius * cos, radius * sin, height * z].map(|x| if x.abs() < 1e-12 { 0.0 } else { x })
    })
}

/// A mesh whose points are merged where they coincide.
#[derive(Default)]
pub struct Merged {
    pub mesh: Mesh,
    known: BTreeMap<[i64; 3], u32>,
}

impl Merged {
    /// The number of the point at `at`.
    pub fn point(&mut self, at: [f64; 3]) -> u32 {
        let key = at.map(|x| (x * 1e7).round() as i64);
        *self.known.entry(key).or_insert_with(|| {
            self.mesh.points.push(at);
            self.mesh.points.len() as u32 - 1
        })
    }

    /// Adds an element by the places of its nodes; where the four corners of a side of a
    /// hexahedron fall together to an edge, a wedge.
    pub fn add(&mut self, patch: &Mesh) {
        for element in 0..patch.n_elements() {
            let nodes: Vec<u32> = patch
                .nodes(element)
                .iter()
                .map(|&node| self.point(patch.points[node as usize]))
                .collect();
            self.push(patch.kind(element), &nodes);
        }
    }

    fn push(&mut self, kind: Kind, nodes: &[u32]) {
        if kind == Kind::Hex8 && nodes[0] == nodes[3] {
            // Triangles 0–1–2 and 4–5–6 remain.
            let wedge = [0, 1, 2, 4, 5, 6].map(|local| nodes[local]);
            self.mesh.push(Kind::Wedge6, &wedge);
        } else {
            self.mesh.push(kind, nodes);
        }
    }
}
