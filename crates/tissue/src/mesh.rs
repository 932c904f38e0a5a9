//! Meshes of hexahedra, wedges and tetrahedra.

use std::collections::BTreeMap;

use crate::shape::TET_EDGES;

/// What an element is. Nodes are in VTK's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Trilinear hexahedron, 2×2×2 Gauss points.
    Hex8,
    /// Linear wedge, 3×2 points; the first triangle looks away from the second.
    Wedge6,
    /// Linear tetrahedron, one point. Locks when nearly incompressible: use [`Kind::Tet10`].
    Tet4,
    /// Quadratic tetrahedron, four points.
    Tet10,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Hex8, Self::Wedge6, Self::Tet4, Self::Tet10];

    /// Number of nodes.
    pub fn n_nodes(self) -> usize {
        match self {
            Self::Hex8 => 8,
            Self::Wedge6 => 6,
            Self::Tet4 => 4,
            Self::Tet10 => 10,
        }
    }

    /// Nodes of each face: corners counter-clockwise seen from outside, then the middles of the
    /// edges that start at each corner.
    pub fn faces(self) -> &'static [&'static [usize]] {
        match self {
            Self::Hex8 => &[
                &[0, 3, 2, 1],
                &[4, 5, 6, 7],
                &[0, 1, 5, 4],
                &[1, 2, 6, 5],
                &[2, 3, 7, 6],
                &[3, 0, 4, 7],
            ],
            Self::Wedge6 => &[
                &[0, 2, 1],
                &[3, 4, 5],
                &[0, 1, 4, 3],
                &[1, 2, 5, 4],
                &[2, 0, 3, 5],
            ],
            Self::Tet4 => &[&[0, 2, 1], &[0, 1, 3], &[1, 2, 3], &[2, 0, 3]],
            Self::Tet10 => &[
                &[0, 2, 1, 6, 5, 4],
                &[0, 1, 3, 4, 8, 7],
                &[1, 2, 3, 5, 9, 8],
                &[2, 0, 3, 6, 7, 9],
            ],
        }
    }
}

/// Points and elements.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mesh {
    /// Nodes, (n_nodes × 3), reference configuration.
    pub points: Vec<[f64; 3]>,
    kinds: Vec<Kind>,
    starts: Vec<u32>,
    nodes: Vec<u32>,
}

impl Mesh {
    /// Points without elements.
    pub fn new(points: Vec<[f64; 3]>) -> Self {
        Self {
            points,
            ..Self::default()
        }
    }

    /// Adds an element; its number is returned.
    ///
    /// - `nodes`: (kind.n_nodes()), 0-based, VTK's order
    ///
    /// Numbers out of range are found by [`crate::Model::check`], a wrong count is cut or
    /// refused there too.
    pub fn push(&mut self, kind: Kind, nodes: &[u32]) -> usize {
        self.starts.push(self.nodes.len() as u32);
        self.kinds.push(kind);
        self.nodes.extend_from_slice(nodes);
        self.kinds.len() - 1
    }

    /// Number of nodes.
    pub fn n_nodes(&self) -> usize {
        self.points.len()
    }

    /// Number of elements.
    pub fn n_elements(&self) -> usize {
        self.kinds.len()
    }

    /// What element `element` is.
    pub fn kind(&self, element: usize) -> Kind {
        self.kinds[element]
    }

    /// Nodes of element `element`.
    pub fn nodes(&self, element: usize) -> &[u32] {
        let start = self.starts[element] as usize;
        let end = self
            .starts
            .get(element + 1)
            .map_or(self.nodes.len(), |&end| end as usize);
        &self.nodes[start..end]
    }

    /// Mean of the element's nodes.
    pub fn centroid(&self, element: usize) -> [f64; 3] {
        let nodes = self.nodes(element);
        let mut sum = [0.0; 3];
        for &node in nodes {
            for (sum, x) in sum.iter_mut().zip(self.points[node as usize]) {
                *sum += x / nodes.len() as f64;
            }
        }
        sum
    }

    /// Nodes of which `chosen` holds, by their position.
    pub fn nodes_where(&self, chosen: impl Fn([f64; 3]) -> bool) -> Vec<u32> {
        (0..self.n_nodes() as u32)
            .filter(|&node| chosen(self.points[node as usize]))
            .collect()
    }

    /// Elements of which `chosen` holds, by their centroid.
    pub fn elements_where(&self, chosen: impl Fn([f64; 3]) -> bool) -> Vec<u32> {
        (0..self.n_elements() as u32)
            .filter(|&element| chosen(self.centroid(element as usize)))
            .collect()
    }

    /// Faces that belong to one element only, corner nodes counter-clockwise from outside, in
    /// the order of the elements.
    pub fn boundary(&self) -> Vec<Face> {
        let mut count: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
        let faces: Vec<Face> = (0..self.n_elements())
            .flat_map(|element| self.faces_of(element))
            .collect();
        for face in &faces {
            *count.entry(face.key()).or_default() += 1;
        }
        faces
            .into_iter()
            .filter(|face| count[&face.key()] == 1)
            .collect()
    }

    fn faces_of(&self, element: usize) -> Vec<Face> {
        let nodes = self.nodes(element);
        self.kind(element)
            .faces()
            .iter()
            .map(|face| Face {
                element: element as u32,
                nodes: face.iter().map(|&local| nodes[local]).collect(),
            })
            .collect()
    }
}

/// Structured meshes.
impl Mesh {
    /// n₀ × n₁ × n₂ hexahedra, the image of the unit cube under `map`; nodes and elements count
    /// fastest along the first axis.
    pub fn grid(n: [usize; 3], map: impl Fn([f64; 3]) -> [f64; 3]) -> Self {
        let share = |i: usize, axis: usize| i as f64 / n[axis] as f64;
        let mut mesh = Self::default();
        for k in 0..=n[2] {
            for j in 0..=n[1] {
                for i in 0..=n[0] {
                    mesh.points
                        .push(map([share(i, 0), share(j, 1), share(k, 2)]));
                }
            }
        }
        let node = |i: usize, j: usize, k: usize| ((k * (n[1] + 1) + j) * (n[0] + 1) + i) as u32;
        for k in 0..n[2] {
            for j in 0..n[1] {
                for i in 0..n[0] {
                    let ring = |k| {
                        [
                            node(i, j, k),
                            node(i + 1, j, k),
                            node(i + 1, j + 1, k),
                            node(i, j + 1, k),
                        ]
                    };
                    mesh.push(Kind::Hex8, &[ring(k), ring(k + 1)].concat());
                }
            }
        }
        mesh
    }

    /// A block [0, width] × [0, depth] × [0, Σ thickness] of layers, from the bottom up, each
    /// evenly divided.
    ///
    /// - `layers`: thickness and number of elements through it
    pub fn layered_block(
        [width, depth]: [f64; 2],
        [nx, ny]: [usize; 2],
        layers: &[(f64, usize)],
    ) -> Self {
        let mut levels = vec![0.0];
        for &(thickness, n) in layers {
            let bottom = levels[levels.len() - 1];
            levels.extend((1..=n).map(|i| bottom + thickness * i as f64 / n as f64));
        }
        let nz = levels.len() - 1;
        Self::grid([nx, ny, nz], |[x, y, z]| {
            let level = (z * nz as f64).round() as usize;
            [width * x, depth * y, levels[level]]
        })
    }

    /// The same body with each hexahedron split into six tetrahedra along its diagonal 0–6;
    /// elements of other kinds stay.
    #[must_use]
    pub fn into_tetrahedra(&self) -> Self {
        self.split(Kind::Tet4, &HEX_TO_TETRAHEDRA)
    }

    /// The same body with each hexahedron split into two wedges along its diagonal 0–2;
    /// elements of other kinds stay.
    #[must_use]
    pub fn into_wedges(&self) -> Self {
        self.split(Kind::Wedge6, &HEX_TO_WEDGES)
    }

    /// The same body with each hexahedron made of elements of `kind`; elements of other kinds
    /// stay.
    #[must_use]
    pub fn into_kind(&self, kind: Kind) -> Self {
        match kind {
            Kind::Hex8 => self.clone(),
            Kind::Wedge6 => self.into_wedges(),
            Kind::Tet4 => self.into_tetrahedra(),
            Kind::Tet10 => self.into_tetrahedra().into_quadratic(),
        }
    }

    fn split(&self, kind: Kind, pieces: &[&[usize]]) -> Self {
        let mut mesh = Self::new(self.points.clone());
        for element in 0..self.n_elements() {
            let nodes = self.nodes(element);
            if self.kind(element) != Kind::Hex8 {
                mesh.push(self.kind(element), nodes);
                continue;
            }
            for piece in pieces {
                let nodes: Vec<u32> = piece.iter().map(|&local| nodes[local]).collect();
                mesh.push(kind, &nodes);
            }
        }
        mesh
    }

    /// The same body with each linear tetrahedron made quadratic, edges straight; elements of
    /// other kinds stay.
    #[must_use]
    pub fn into_quadratic(&self) -> Self {
        let mut mesh = Self::new(self.points.clone());
        let mut middles: BTreeMap<[u32; 2], u32> = BTreeMap::new();
        for element in 0..self.n_elements() {
            let mut nodes = self.nodes(element).to_vec();
            if self.kind(element) != Kind::Tet4 {
                mesh.push(self.kind(element), &nodes);
                continue;
            }
            for [a, b] in TET_EDGES {
                let (a, b) = (nodes[a], nodes[b]);
                let key = [a.min(b), a.max(b)];
                let middle = *middles.entry(key).or_insert_with(|| {
                    let (p, q) = (self.points[a as usize], self.points[b as usize]);
                    mesh.points
                        .push(std::array::from_fn(|i| 0.5 * (p[i] + q[i])));
                    mesh.points.len() as u32 - 1
                });
                nodes.push(middle);
            }
            mesh.push(Kind::Tet10, &nodes);
        }
        mesh
    }
}

/// Six tetrahedra around the diagonal 0–6 of a hexahedron.
const HEX_TO_TETRAHEDRA: [&[usize]; 6] = [
    &[0, 1, 2, 6],
    &[0, 2, 3, 6],
    &[0, 3, 7, 6],
    &[0, 7, 4, 6],
    &[0, 4, 5, 6],
    &[0, 5, 1, 6],
];

/// Two wedges on either side of the face 0–2–6–4 of a hexahedron.
const HEX_TO_WEDGES: [&[usize]; 2] = [&[0, 1, 2, 4, 5, 6], &[0, 2, 3, 4, 6, 7]];

/// A face of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// The element it belongs to.
    pub element: u32,
    /// Three or four corners, counter-clockwise seen from outside the element; for a quadratic
    /// element three corners and the middles of their edges.
    pub nodes: Vec<u32>,
}

impl Face {
    /// The corners alone.
    pub fn corners(&self) -> &[u32] {
        let n = if self.nodes.len() == 4 { 4 } else { 3 };
        &self.nodes[..n]
    }

    fn key(&self) -> Vec<u32> {
        let mut key = self.corners().to_vec();
        key.sort_unstable();
        key
    }
}
