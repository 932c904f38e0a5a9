//! The refined skin of the reference face, on which everything is placed.

use catalog::Place;
use glam::DVec3;

use crate::cage::Cage;
use crate::error::FaceError;
use crate::mesh::Mesh;
use crate::refine::Refinement;
use crate::tree::Tree;

/// Subdivisions at which anatomy is placed.
pub const LEVELS: usize = 2;

/// A spot of the skin: a mean of three points of the refined surface.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Points of the surface refined [`LEVELS`] times.
    pub corners: [u32; 3],
    /// Weights of the points, sum 1.
    pub weights: [f64; 3],
}

/// The spot of a point that is not a number.
const NOWHERE: Spot = Spot {
    corners: [0; 3],
    weights: [1.0, 0.0, 0.0],
};

impl Spot {
    /// The mean of vectors given at the points of the refined surface.
    pub fn of(&self, values: &[DVec3]) -> DVec3 {
        let parts = self.corners.iter().zip(self.weights);
        parts.map(|(i, w)| w * values[*i as usize]).sum()
    }

    /// The mean of numbers given at the points of the refined surface.
    pub fn of_numbers(&self, values: &[f64]) -> f64 {
        let parts = self.corners.iter().zip(self.weights);
        parts.map(|(i, w)| w * values[*i as usize]).sum()
    }
}

/// The skin of the reference face.
#[derive(Debug, Clone)]
pub(crate) struct Ground {
    pub(crate) cage: Cage,
    pub(crate) refinement: Refinement,
    /// The refined skin, mm.
    pub(crate) skin: Mesh,
    /// Whether tissue lies below each quadrilateral: not inside mouth, lids, nostrils and ears.
    pub(crate) covered: Vec<bool>,
    /// Corners of the triangles with tissue below, and their tree.
    triangles: Vec<[u32; 3]>,
    tree: Tree,
}

impl Ground {
    pub(crate) fn new() -> Result<Self, FaceError> {
        let cage = Cage::built_in()?;
        let refinement = Refinement::new(&cage.mesh, LEVELS);
        let skin = refinement.surface(&cage.mesh.points);
        let covered = covered(&cage);
        let triangles = skin
            .quads
            .iter()
            .zip(&covered)
            .filter(|(_, covered)| **covered);
        let triangles: Vec<[u32; 3]> = triangles
            .flat_map(|([a, b, c, d], _)| [[*a, *b, *c], [*a, *c, *d]])
            .collect();
        let tree = Tree::new(&skin.points, &triangles);
        Ok(Self {
            cage,
            refinement,
            skin,
            covered,
            triangles,
            tree,
        })
    }

    /// The spot of the skin nearest to a point of the reference face.
    pub(crate) fn nearest(&self, point: DVec3) -> Spot {
        let hit = self.tree.nearest(point, f64::INFINITY, |_, _| true);
        hit.map_or(NOWHERE, |hit| Spot {
            corners: self.triangles[hit.triangle as usize],
            weights: hit.weights,
        })
    }

    /// The part of a refined skin that has tissue below.
    pub(crate) fn tissue(&self, skin: &Mesh) -> Mesh {
        let quads = skin.quads.iter().zip(&self.covered);
        Mesh {
            points: skin.points.clone(),
            quads: quads
                .filter(|(_, covered)| **covered)
                .map(|(quad, _)| *quad)
                .collect(),
        }
    }

    /// Point of the cage with the name of a landmark or of its own.
    pub(crate) fn named(&self, record: &str, name: &str) -> Result<u32, FaceError> {
        let found = self.cage.landmark(name).or_else(|| self.cage.point(name));
        found.ok_or_else(|| FaceError::UnknownPlace {
            record: record.to_owned(),
            name: name.to_owned(),
        })
    }

    /// Where a place of the left side or the midline meets the reference skin, mm.
    pub(crate) fn reach(&self, record: &str, place: &Place) -> Result<DVec3, FaceError> {
        let point = self.named(record, &place.at)?;
        let start = self.skin.points[point as usize];
        if place.by == [0.0; 3] {
            return Ok(start);
        }
        Ok(self
            .nearest(start + DVec3::from_array(place.by))
            .of(&self.skin.points))
    }
}

/// The mirror image of a point.
pub(crate) fn mirrored(point: DVec3) -> DVec3 {
    point * DVec3::new(-1.0, 1.0, 1.0)
}

/// Loop and ring of a name such as `mouth.4.6`.
pub(crate) fn ring_of(name: &str) -> (&str, usize) {
    let mut words = name.split('.');
    let head = words.next().unwrap_or_default();
    let ring = words.next().and_then(|word| word.parse().ok());
    (head, ring.unwrap_or(0))
}

/// Whether tissue lies below each quadrilateral of the surface refined [`LEVELS`] times.
fn covered(cage: &Cage) -> Vec<bool> {
    let mut lining = vec![false; cage.mesh.points.len()];
    for (name, point) in cage.names() {
        let inside = match ring_of(name) {
            // The lids meet in the outer corner of the eye and leave no room for tissue.
            ("mouth" | "eye", ring) => ring < 2 || name == "eye.2.8",
            ("nostril", ring) => ring > 0,
            ("ear", ring) => ring > 0 && !name.starts_with("ear.01"),
            _ => false,
        };
        lining[point as usize] = inside;
        lining[cage.mirror[point as usize] as usize] = inside;
    }
    let each = 4_usize.pow(LEVELS as u32);
    let whole = |quad: &[u32; 4]| !quad.iter().any(|corner| lining[*corner as usize]);
    let coarse = cage.mesh.quads.iter().map(whole);
    coarse
        .flat_map(|whole| std::iter::repeat_n(whole, each))
        .collect()
}
