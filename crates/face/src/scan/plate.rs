//! The thin plate that keeps the moves of the cage smooth.

use std::collections::BTreeMap;

use glam::DVec3;

use super::template::Template;
use crate::mesh::Mesh;

/// Length below which parts that a scanner hardly sees – ears, inside of the mouth, behind the
/// lids – are held, mm.
const HELD_MM: f64 = 12.0;
/// Those parts.
const HELD: [&str; 5] = ["ear.", "mouth.0.", "mouth.1.", "eye.0.", "eye.1."];
/// Pull of every point to the place of the coarse fit, against one that lies on the scan.
const PULL: f64 = 1e-3;
/// Edges shorter than this count as this long, mm: the plate of a crumpled place stays solvable.
const SHORTEST_MM: f64 = 1.5;
/// Resistance to stretch, as a share of ℓ².
const STRETCH: f64 = 1e-3;

/// Energies of the plate as sums over pairs of points.
pub(crate) struct Plate {
    /// Σ A |Δd|² where the plate softens.
    soft: BTreeMap<(u32, u32), f64>,
    /// The same where it does not.
    held: BTreeMap<(u32, u32), f64>,
    /// Σ |d_i − d_j|².
    stretch: BTreeMap<(u32, u32), f64>,
    /// Area of each point, mm².
    areas: Vec<f64>,
}

impl Plate {
    pub(crate) fn new(template: &Template, start: &[DVec3]) -> Self {
        let mesh = Mesh {
            points: start.to_vec(),
            quads: template.cage.mesh.quads.clone(),
        };
        let is_held = template.cage.loops(&HELD);
        let areas = areas(&mesh);
        let neighbours = neighbours(&mesh);
        let mut plate = Self {
            soft: BTreeMap::new(),
            held: BTreeMap::new(),
            stretch: BTreeMap::new(),
            areas,
        };
        for (point, around) in neighbours.iter().enumerate() {
            let row = laplacian(&mesh.points, point as u32, around);
            let area = plate.areas[point];
            let sum = if is_held[point] {
                &mut plate.held
            } else {
                &mut plate.soft
            };
            for (i, a) in &row {
                for (j, b) in &row {
                    *sum.entry((*i, *j)).or_insert(0.0) += area * a * b;
                }
            }
            for other in around {
                let (i, j) = (point as u32, *other);
                *plate.stretch.entry((i, i)).or_insert(0.0) += 1.0;
                *plate.stretch.entry((i, j)).or_insert(0.0) -= 1.0;
            }
        }
        plate
    }

    /// All pairs, with unspecified values.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (u32, u32, f64)> + '_ {
        self.scaled(1.0)
    }

    /// Blocks of the energy's matrix: (row, column, factor of the identity).
    pub(crate) fn scaled(&self, plate_mm: f64) -> impl Iterator<Item = (u32, u32, f64)> + '_ {
        let soft = plate_mm.powi(4);
        let held = plate_mm.max(HELD_MM).powi(4);
        let stretch = STRETCH * plate_mm.powi(2);
        let scaled = |sums: &'_ BTreeMap<(u32, u32), f64>, by: f64| {
            sums.iter()
                .map(move |((i, j), value)| (*i, *j, by * value))
                .collect::<Vec<_>>()
        };
        let pull = self
            .areas
            .iter()
            .zip(0..)
            .map(|(area, i)| (i, i, PULL * area));
        let sums = [
            (&self.soft, soft),
            (&self.held, held),
            (&self.stretch, stretch),
        ];
        let sums = sums
            .into_iter()
            .flat_map(move |(sums, by)| scaled(sums, by));
        sums.chain(pull)
    }
}

/// Points joined with each point; along an opening only those of the opening.
fn neighbours(mesh: &Mesh) -> Vec<Vec<u32>> {
    let mut all: Vec<Vec<u32>> = vec![Vec::new(); mesh.points.len()];
    let mut border: Vec<Vec<u32>> = vec![Vec::new(); mesh.points.len()];
    for ((a, b), faces) in mesh.edges() {
        for (i, j) in [(a, b), (b, a)] {
            all[i as usize].push(j);
            if faces == 1 {
                border[i as usize].push(j);
            }
        }
    }
    let pairs = all.into_iter().zip(border);
    pairs
        .map(|(all, border)| if border.is_empty() { all } else { border })
        .collect()
}

/// Weights of the Laplacian at a point by the inverse lengths of its edges.
///
/// # Source
/// fujiwara-1995
fn laplacian(points: &[DVec3], point: u32, around: &[u32]) -> Vec<(u32, f64)> {
    let length = |other: &u32| {
        points[*other as usize]
            .distance(points[point as usize])
            .max(SHORTEST_MM)
    };
    let whole: f64 = around.iter().map(length).sum();
    let mut row: Vec<(u32, f64)> = around
        .iter()
        .map(|other| (*other, 2.0 / (whole * length(other))))
        .collect();
    let sum: f64 = row.iter().map(|(_, weight)| weight).sum();
    row.push((point, -sum));
    row
}

fn areas(mesh: &Mesh) -> Vec<f64> {
    let mut areas = vec![0.0; mesh.points.len()];
    for quad in &mesh.quads {
        let area = mesh.area_vector(*quad).length();
        for corner in quad {
            areas[*corner as usize] += area / 4.0;
        }
    }
    areas
}
