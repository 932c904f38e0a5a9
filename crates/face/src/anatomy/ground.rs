//! The refined skin of the reference face, on which everything is placed.

use catalog::Place;
use glam::DVec3;

use crate::cage::Cage;
use crate::error::FaceError;
use crate::mesh::Mesh;
use crate::refine::Refinement;

/// Subdivisions at which anatomy is placed.
pub const LEVELS: usize = 2;
/// Side of a cell of the search grid, mm.
const CELL_MM: f64 = 8.0;

/// A spot of the skin: a mean of three points of the refined surface.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Points of the surface refined [`LEVELS`] times.
    pub corners: [u32; 3],
    /// Weights of the points, sum 1.
    pub weights: [f64; 3],
}

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
    grid: Grid,
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
        let grid = Grid::new(&skin.points, triangles);
        Ok(Self {
            cage,
            refinement,
            skin,
            covered,
            grid,
        })
    }

    /// The spot of the skin nearest to a point of the reference face.
    pub(crate) fn nearest(&self, point: DVec3) -> Spot {
        self.grid.nearest(&self.skin.points, point)
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

/// Triangles by the cells of a grid in space.
#[derive(Debug, Clone)]
struct Grid {
    low: DVec3,
    size: [usize; 3],
    cells: Vec<Vec<u32>>,
    triangles: Vec<[u32; 3]>,
}

impl Grid {
    fn new(points: &[DVec3], triangles: Vec<[u32; 3]>) -> Self {
        let low = points
            .iter()
            .copied()
            .reduce(DVec3::min)
            .unwrap_or_default();
        let high = points
            .iter()
            .copied()
            .reduce(DVec3::max)
            .unwrap_or_default();
        let size = ((high - low) / CELL_MM)
            .to_array()
            .map(|cells| cells as usize + 1);
        let mut grid = Self {
            low,
            size,
            cells: vec![Vec::new(); size.iter().product()],
            triangles,
        };
        for number in 0..grid.triangles.len() {
            let corners = grid.triangles[number].map(|corner| points[corner as usize]);
            let from = grid.cell(corners[0].min(corners[1]).min(corners[2]));
            let to = grid.cell(corners[0].max(corners[1]).max(corners[2]));
            for cell in cells_between(from, to) {
                let place = grid.place(cell);
                grid.cells[place].push(number as u32);
            }
        }
        grid
    }

    /// The cell of a point, moved into the grid.
    fn cell(&self, point: DVec3) -> [usize; 3] {
        let cell = ((point - self.low) / CELL_MM).to_array();
        std::array::from_fn(|axis| (cell[axis].max(0.0) as usize).min(self.size[axis] - 1))
    }

    fn place(&self, [x, y, z]: [usize; 3]) -> usize {
        (z * self.size[1] + y) * self.size[0] + x
    }

    fn nearest(&self, points: &[DVec3], point: DVec3) -> Spot {
        let middle = self.cell(point);
        let mut best: Option<(f64, Spot)> = None;
        let furthest = self.size.iter().copied().max().unwrap_or(1);
        for reach in 0..=furthest {
            // Cells of a further shell are at least this far away.
            let least = (reach as f64 - 1.0) * CELL_MM;
            if best.is_some_and(|(distance, _)| distance < least) {
                break;
            }
            for cell in self.shell(middle, reach) {
                for number in &self.cells[self.place(cell)] {
                    let corners = self.triangles[*number as usize];
                    let places = corners.map(|corner| points[corner as usize]);
                    let weights = closest(places, point);
                    let spot = Spot { corners, weights };
                    let distance = spot.of(points).distance(point);
                    if best.is_none_or(|(least, _)| distance < least) {
                        best = Some((distance, spot));
                    }
                }
            }
        }
        let none = Spot {
            corners: [0; 3],
            weights: [1.0, 0.0, 0.0],
        };
        best.map_or(none, |(_, spot)| spot)
    }

    /// Cells at a distance of exactly so many cells from the middle.
    fn shell(&self, middle: [usize; 3], reach: usize) -> impl Iterator<Item = [usize; 3]> {
        let from = middle.map(|at| at.saturating_sub(reach));
        let to = std::array::from_fn(|axis| (middle[axis] + reach).min(self.size[axis] - 1));
        cells_between(from, to).filter(move |cell| {
            let away = cell
                .iter()
                .zip(middle)
                .map(|(at, middle)| at.abs_diff(middle));
            away.max() == Some(reach)
        })
    }
}

fn cells_between(from: [usize; 3], to: [usize; 3]) -> impl Iterator<Item = [usize; 3]> {
    (from[2]..=to[2]).flat_map(move |z| {
        (from[1]..=to[1]).flat_map(move |y| (from[0]..=to[0]).map(move |x| [x, y, z]))
    })
}

/// Weights of the point of a triangle that is nearest to a point.
///
/// # Source
/// ericson-2005, chapter 5.1.5
fn closest([a, b, c]: [DVec3; 3], p: DVec3) -> [f64; 3] {
    let (ab, ac) = (b - a, c - a);
    let (d1, d2) = (ab.dot(p - a), ac.dot(p - a));
    if d1 <= 0.0 && d2 <= 0.0 {
        return [1.0, 0.0, 0.0];
    }
    let (d3, d4) = (ab.dot(p - b), ac.dot(p - b));
    if d3 >= 0.0 && d4 <= d3 {
        return [0.0, 1.0, 0.0];
    }
    let vc = d1 * d4 - d3 * d2;
    if vc <= 0.0 && d1 >= 0.0 && d3 <= 0.0 {
        let v = d1 / (d1 - d3);
        return [1.0 - v, v, 0.0];
    }
    let (d5, d6) = (ab.dot(p - c), ac.dot(p - c));
    if d6 >= 0.0 && d5 <= d6 {
        return [0.0, 0.0, 1.0];
    }
    let vb = d5 * d2 - d1 * d6;
    if vb <= 0.0 && d2 >= 0.0 && d6 <= 0.0 {
        let w = d2 / (d2 - d6);
        return [1.0 - w, 0.0, w];
    }
    let va = d3 * d6 - d5 * d4;
    if va <= 0.0 && d4 >= d3 && d5 >= d6 {
        let w = (d4 - d3) / ((d4 - d3) + (d5 - d6));
        return [0.0, 1.0 - w, w];
    }
    let sum = va + vb + vc;
    [va / sum, vb / sum, vc / sum]
}
