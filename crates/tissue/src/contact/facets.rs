//! A surface as triangles whose corners are nodes or middles of faces.

use std::collections::BTreeMap;

use super::closest::Feature;
use super::tree::{Bounds, Tree};
use crate::mesh::Face;
use crate::vector::{add, cross, dot, norm, scale, sub, unit};

/// Nodes of a face that a triangle of it can depend on.
pub(super) const MOST_NODES: usize = 4;

/// Cosine between two normals up to which their faces look at each other.
const FACING: f64 = -0.3;

/// Triangles of a surface and how they hang together.
#[derive(Debug)]
#[allow(
    clippy::struct_field_names,
    reason = "the facets among what is known of them"
)]
pub(super) struct Facets {
    pub(super) facets: Vec<Facet>,
    /// Triangles around each corner.
    around: Vec<Vec<u32>>,
    /// Whether a corner is on the surface's border.
    border: Vec<bool>,
    tree: Tree,
    /// The triangles in the reference configuration.
    pub(super) at_rest: Vec<[[f64; 3]; 3]>,
}

/// A triangle: a quadrilateral is four around its middle, a quadratic triangle four between its
/// corners and the middles of its edges.
#[derive(Debug, Clone)]
pub(super) struct Facet {
    /// The face it is part of, by its place in the list.
    pub(super) face: u32,
    /// Positions of the nodes that it depends on.
    pub(super) nodes: [u32; MOST_NODES],
    /// How many of `nodes` are in use.
    pub(super) n_nodes: usize,
    /// Share of each node in each corner.
    pub(super) shares: [[f64; MOST_NODES]; 3],
    /// Corners, shared with neighbours.
    corners: [u32; 3],
    /// The triangle across each edge.
    neighbours: [Option<u32>; 3],
}

/// A corner before corners are numbered.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
enum Key {
    Node(u32),
    Middle(u32),
}

/// Where a surface is now.
pub(super) struct Placed {
    pub(super) triangles: Vec<[[f64; 3]; 3]>,
    /// Unit normals of the triangles.
    pub(super) normals: Vec<[f64; 3]>,
    bounds: Vec<Bounds>,
}

impl Facets {
    /// - `faces`: corners counter-clockwise from outside, nodes by position
    /// - `points`: reference positions, by position
    pub(super) fn new(faces: &[Face], points: &[[f64; 3]]) -> Self {
        let mut facets = Vec::new();
        let mut keys = Vec::new();
        for (at, face) in faces.iter().enumerate() {
            split(at as u32, face, &mut facets, &mut keys);
        }
        let n_corners = number(&keys, &mut facets);
        let border = link(&mut facets, n_corners);
        let mut around = vec![Vec::new(); n_corners];
        for (at, facet) in facets.iter().enumerate() {
            for corner in facet.corners {
                around[corner as usize].push(at as u32);
            }
        }
        let at_rest: Vec<[[f64; 3]; 3]> = facets
            .iter()
            .map(|facet| facet.place(|node| points[node as usize]))
            .collect();
        let middle = |t: &[[f64; 3]; 3]| scale(add(add(t[0], t[1]), t[2]), 1.0 / 3.0);
        let tree = Tree::new(&at_rest.iter().map(middle).collect::<Vec<_>>());
        Self {
            facets,
            around,
            border,
            tree,
            at_rest,
        }
    }

    /// The surface with its nodes at `node`.
    pub(super) fn place(&self, node: impl Fn(u32) -> [f64; 3]) -> Placed {
        let triangles: Vec<[[f64; 3]; 3]> = self.facets.iter().map(|f| f.place(&node)).collect();
        let normals = triangles.iter().map(normal).collect();
        let bounds = self.tree.bounds(|at| triangles[at as usize]);
        Placed {
            triangles,
            normals,
            bounds,
        }
    }

    /// See [`Tree::visit`].
    pub(super) fn visit(
        &self,
        placed: &Placed,
        p: [f64; 3],
        radius: f64,
        look: impl FnMut(u32, f64) -> f64,
    ) {
        self.tree.visit(&placed.bounds, p, radius, look);
    }

    /// Outward direction at a part of a triangle, which tells inside from outside there; nothing
    /// on the surface's border, or on that of what faces a point of normal `point`.
    ///
    /// # Source
    /// Bærentzen and Aanæs, Signed distance computation using the angle weighted pseudonormal,
    /// IEEE Trans. Vis. Comput. Graph. 2005; 11:243.
    pub(super) fn outward(
        &self,
        placed: &Placed,
        facet: u32,
        feature: Feature,
        point: [f64; 3],
    ) -> Option<[f64; 3]> {
        let own = placed.normals[facet as usize];
        match feature {
            Feature::Inside => Some(own),
            Feature::Edge(k) => {
                let other = self.facets[facet as usize].neighbours[k]?;
                let faces = placed.faces(other, point);
                faces.then(|| add(own, placed.normals[other as usize]))
            }
            Feature::Corner(k) => {
                let corner = self.facets[facet as usize].corners[k];
                let around = &self.around[corner as usize];
                let whole = around.iter().all(|&at| placed.faces(at, point));
                if self.border[corner as usize] || !whole {
                    return None;
                }
                Some(around.iter().fold([0.0; 3], |sum, &at| {
                    let angle = self.angle(placed, at, corner);
                    add(sum, scale(placed.normals[at as usize], angle))
                }))
            }
        }
    }

    fn angle(&self, placed: &Placed, facet: u32, corner: u32) -> f64 {
        let corners = self.facets[facet as usize].corners;
        let k = (0..3).find(|&k| corners[k] == corner).unwrap_or(0);
        let at = &placed.triangles[facet as usize];
        let (a, b) = (sub(at[(k + 1) % 3], at[k]), sub(at[(k + 2) % 3], at[k]));
        norm(cross(a, b)).atan2(dot(a, b))
    }
}

impl Placed {
    /// Whether a triangle and something of normal `normal` look at each other.
    pub(super) fn faces(&self, facet: u32, normal: [f64; 3]) -> bool {
        dot(self.normals[facet as usize], normal) <= FACING
    }
}

impl Facet {
    fn place(&self, node: impl Fn(u32) -> [f64; 3]) -> [[f64; 3]; 3] {
        let nodes = &self.nodes[..self.n_nodes];
        self.shares.map(|shares| {
            nodes
                .iter()
                .zip(shares)
                .filter(|(_, share)| *share != 0.0)
                .fold([0.0; 3], |sum, (&n, share)| add(sum, scale(node(n), share)))
        })
    }
}

fn normal(at: &[[f64; 3]; 3]) -> [f64; 3] {
    unit(cross(sub(at[1], at[0]), sub(at[2], at[0])))
}

fn split(index: u32, face: &Face, facets: &mut Vec<Facet>, keys: &mut Vec<[Key; 3]>) {
    let nodes = &face.nodes;
    if nodes.len() == 4 {
        for k in 0..4 {
            let next = (k + 1) % 4;
            let mut shares = [[0.0; MOST_NODES], [0.0; MOST_NODES], [0.25; MOST_NODES]];
            shares[0][k] = 1.0;
            shares[1][next] = 1.0;
            facets.push(facet(index, nodes, shares));
            keys.push([
                Key::Node(nodes[k]),
                Key::Node(nodes[next]),
                Key::Middle(index),
            ]);
        }
        return;
    }
    let pieces: &[[usize; 3]] = if nodes.len() == 6 {
        &[[0, 3, 5], [3, 1, 4], [5, 4, 2], [3, 4, 5]]
    } else {
        &[[0, 1, 2]]
    };
    for piece in pieces {
        let nodes = piece.map(|local| nodes[local]);
        let shares = std::array::from_fn(|k| std::array::from_fn(|a| f64::from(u8::from(a == k))));
        facets.push(facet(index, &nodes, shares));
        keys.push(nodes.map(Key::Node));
    }
}

fn facet(face: u32, nodes: &[u32], shares: [[f64; MOST_NODES]; 3]) -> Facet {
    let mut list = [0; MOST_NODES];
    list[..nodes.len()].copy_from_slice(nodes);
    Facet {
        face,
        nodes: list,
        n_nodes: nodes.len(),
        shares,
        corners: [0; 3],
        neighbours: [None; 3],
    }
}

fn number(keys: &[[Key; 3]], facets: &mut [Facet]) -> usize {
    let mut numbers = BTreeMap::new();
    for (facet, keys) in facets.iter_mut().zip(keys) {
        for (corner, key) in facet.corners.iter_mut().zip(keys) {
            let next = numbers.len() as u32;
            *corner = *numbers.entry(*key).or_insert(next);
        }
    }
    numbers.len()
}

/// Finds neighbours; answers which corners are on the border.
fn link(facets: &mut [Facet], n_corners: usize) -> Vec<bool> {
    let mut edges: BTreeMap<[u32; 2], Vec<(usize, usize)>> = BTreeMap::new();
    for (at, facet) in facets.iter().enumerate() {
        for k in 0..3 {
            let (a, b) = (facet.corners[k], facet.corners[(k + 1) % 3]);
            edges.entry([a.min(b), a.max(b)]).or_default().push((at, k));
        }
    }
    let mut border = vec![false; n_corners];
    for (corners, users) in edges {
        if let [(a, i), (b, j)] = users[..] {
            facets[a].neighbours[i] = Some(b as u32);
            facets[b].neighbours[j] = Some(a as u32);
        } else {
            for corner in corners {
                border[corner as usize] = true;
            }
        }
    }
    border
}
