//! The phase of a family: a number on the surface that grows by 2π from line to line.
//!
//! It is the least-squares field of
//!
//! Σ A w [ (∇θ·f − 2π/L)² + c (∇θ·(n × f))² ] + Σ anchors Σ 8 A s (2π/L)² (θ − 2πn − (2π/L) f·(x − a))²
//!
//! with f along the fibres and s falling from 1 at an anchor a to 0.05 at 0.35 L from it. A number, not an angle: it has no vortices, so that lines neither fork
//! nor end in scars; where fibres diverge their distance gives way before their direction does.

use std::collections::BTreeMap;
use std::f64::consts::TAU;
use std::sync::Arc;

use super::family::{Carrier, Facet, Family};
use crate::linear::{BlockMatrix, BlockPattern, Preconditioner, Symbolic};
use crate::vector::{add, cross, dot, norm, scale, sub, unit};

/// Weight c of direction against distance: lines run across the fibres first of all.
const DIRECTION: f64 = 6.0;
/// Reach of an anchor, in wavelengths.
const REACH: f64 = 0.35;
/// Hold of an anchor over its reach, against the pull of fibres over the same.
const HOLD: f64 = 8.0;
/// Share of the diagonal that keeps the system definite where nothing is anchored.
const AFLOAT: f64 = 1e-9;

/// Phase of one family on a carrier.
#[derive(Debug, Clone)]
pub(super) struct Phase {
    /// At each point of the carrier; meaningless outside `inside`.
    pub(super) values: Vec<f64>,
    /// Its gradient at each point.
    pub(super) gradients: Vec<[f64; 3]>,
    /// Triangles on which the family is present.
    pub(super) inside: Vec<u32>,
    /// Connected part that each point belongs to: a number that its points share.
    pub(super) islands: Vec<Option<u32>>,
}

/// Unit vector along the fibres on a triangle, in its plane.
pub(super) fn along(family: &Family, triangle: [u32; 3], facet: &Facet) -> [f64; 3] {
    let sum = triangle.iter().fold([0.0; 3], |sum, &corner| {
        let corner = corner as usize;
        add(
            sum,
            scale(family.directions[corner], family.weights[corner]),
        )
    });
    let flat = sub(sum, scale(facet.normal, dot(sum, facet.normal)));
    unit(flat)
}

fn mean(values: &[f64], triangle: [u32; 3]) -> f64 {
    triangle
        .iter()
        .map(|corner| values[*corner as usize])
        .sum::<f64>()
        / 3.0
}

/// Solves for the phase of a family.
pub(super) fn solve(carrier: &Carrier, family: &Family) -> Phase {
    let mut system = System::new(carrier, family);
    system.add_fibres();
    system.add_anchors();
    let of_row = system.hold_islands();
    let values = system.solve();
    let gradients = gradients(carrier, &system.facets, &values);
    let inside = system.facets.iter().map(|(triangle, _)| *triangle);
    let mut islands = vec![None; carrier.points.len()];
    for (point, row) in &system.rows {
        islands[*point as usize] = Some(of_row[*row as usize]);
    }
    Phase {
        inside: inside.collect(),
        islands,
        values,
        gradients,
    }
}

/// Gradients at the points: means over the triangles around, by area.
fn gradients(carrier: &Carrier, facets: &[(u32, Facet)], values: &[f64]) -> Vec<[f64; 3]> {
    let mut sums = vec![([0.0; 3], 0.0); carrier.points.len()];
    for (triangle, facet) in facets {
        let corners = carrier.triangles[*triangle as usize];
        let gradient = facet.gradient(corners.map(|corner| values[corner as usize]));
        for corner in corners {
            let (sum, area) = &mut sums[corner as usize];
            *sum = add(*sum, scale(gradient, facet.area));
            *area += facet.area;
        }
    }
    let means = sums.into_iter();
    means
        .map(|(sum, area)| scale(sum, 1.0 / f64::max(area, f64::MIN_POSITIVE)))
        .collect()
}

struct System<'a> {
    carrier: &'a Carrier,
    family: &'a Family,
    /// Triangles of the family with their geometry.
    facets: Vec<(u32, Facet)>,
    /// Row of each point of the family.
    rows: BTreeMap<u32, u32>,
    pattern: Arc<BlockPattern>,
    matrix: BlockMatrix,
    right: Vec<f64>,
    /// Area around each row.
    areas: Vec<f64>,
}

impl Phase {
    /// Whether the family is present on each triangle of the carrier.
    pub(super) fn is_inside(&self, carrier: &Carrier) -> Vec<bool> {
        let mut is_inside = vec![false; carrier.triangles.len()];
        for triangle in &self.inside {
            is_inside[*triangle as usize] = true;
        }
        is_inside
    }

    /// Phase at a place of a triangle: each corner's own linear continuation, weighted by the
    /// square of its share, so that lines run round over the edges of the triangles.
    pub(super) fn at(&self, carrier: &Carrier, triangle: [u32; 3], weights: [f64; 3]) -> f64 {
        let corners = carrier.corners(triangle);
        let place = (0..3).fold([0.0; 3], |sum, i| add(sum, scale(corners[i], weights[i])));
        let (mut sum, mut whole) = (0.0, 0.0);
        for i in 0..3 {
            let point = triangle[i] as usize;
            let share = weights[i] * weights[i];
            let step = dot(self.gradients[point], sub(place, corners[i]));
            sum += share * (self.values[point] + step);
            whole += share;
        }
        sum / whole
    }
}

impl<'a> System<'a> {
    fn new(carrier: &'a Carrier, family: &'a Family) -> Self {
        let present = |triangle: &[u32; 3]| {
            let has = |corner: &u32| norm(family.directions[*corner as usize]) > 0.5;
            mean(&family.weights, *triangle) > 0.0 && triangle.iter().any(has)
        };
        let triangles = carrier.triangles.iter().enumerate();
        let facets: Vec<(u32, Facet)> = triangles
            .filter(|(_, triangle)| present(triangle))
            .filter_map(|(number, triangle)| {
                Some((number as u32, Facet::of(carrier.corners(*triangle))?))
            })
            .collect();
        let mut rows = BTreeMap::new();
        for (triangle, _) in &facets {
            for corner in carrier.triangles[*triangle as usize] {
                rows.insert(corner, 0);
            }
        }
        for (row, value) in rows.values_mut().enumerate() {
            *value = row as u32;
        }
        let mut neighbours: Vec<Vec<u32>> = (0..rows.len() as u32).map(|row| vec![row]).collect();
        let mut areas = vec![0.0; rows.len()];
        for (triangle, facet) in &facets {
            let corners = carrier.triangles[*triangle as usize].map(|corner| rows[&corner]);
            for row in corners {
                neighbours[row as usize].extend(corners);
                areas[row as usize] += facet.area / 3.0;
            }
        }
        let pattern = Arc::new(BlockPattern::of_neighbours(neighbours));
        Self {
            carrier,
            family,
            facets,
            right: vec![0.0; rows.len()],
            rows,
            matrix: BlockMatrix::zeros(pattern.clone()),
            pattern,
            areas,
        }
    }

    /// The system has one number a point; the solver takes blocks, so that each stands thrice.
    fn add(&mut self, row: u32, column: u32, value: f64) {
        if let Some(block) = self.pattern.find(row as usize, column as usize) {
            for diagonal in [0, 4, 8] {
                self.matrix.values[block][diagonal] += value;
            }
        }
    }

    fn add_fibres(&mut self) {
        for index in 0..self.facets.len() {
            let (triangle, facet) = self.facets[index];
            let corners = self.carrier.triangles[triangle as usize];
            let f = along(self.family, corners, &facet);
            let g = cross(facet.normal, f);
            let asked = TAU / mean(&self.family.wavelengths, corners).max(f64::MIN_POSITIVE);
            let weight = facet.area * mean(&self.family.weights, corners).max(1e-3);
            let [along, across] = [f, g].map(|way| facet.gradients.map(|b| dot(b, way)));
            let rows = corners.map(|corner| self.rows[&corner]);
            for (i, &row) in rows.iter().enumerate() {
                self.right[row as usize] += weight * asked * along[i];
                for (j, &column) in rows.iter().enumerate() {
                    let both = along[i] * along[j] + DIRECTION * across[i] * across[j];
                    self.add(row, column, weight * both);
                }
            }
        }
    }

    fn add_anchors(&mut self) {
        for index in 0..self.family.anchors.len() {
            let anchor = self.family.anchors[index];
            let Some(centre) = self.nearest(anchor.point) else {
                continue;
            };
            let wavelength = self.family.wavelengths[centre as usize];
            let f = self.family.directions[centre as usize];
            let reach = REACH * wavelength;
            let wave = TAU / wavelength;
            let near: Vec<(u32, u32, f64)> = self
                .rows
                .iter()
                .map(|(point, row)| {
                    let away = sub(self.carrier.points[*point as usize], anchor.point);
                    let share = norm(away) / reach;
                    (*point, *row, (1.0 - share * share).max(0.0))
                })
                .filter(|(point, _, share)| *share > 0.0 || *point == centre)
                .collect();
            for (point, row, share) in near {
                let away = sub(self.carrier.points[point as usize], anchor.point);
                let there = TAU * f64::from(anchor.line) + wave * dot(away, f);
                let weight = HOLD * wave * wave * self.areas[row as usize] * share.max(0.05);
                self.add(row, row, weight);
                self.right[row as usize] += weight * there;
            }
        }
    }

    /// The point of the family nearest to a place, among those with fibres.
    fn nearest(&self, place: [f64; 3]) -> Option<u32> {
        let points = self.rows.keys().copied();
        let with_fibres = points.filter(|p| norm(self.family.directions[*p as usize]) > 0.5);
        let apart = |point: &u32| norm(sub(self.carrier.points[*point as usize], place));
        with_fibres.min_by(|a, b| apart(a).total_cmp(&apart(b)))
    }

    /// Gives every connected part without an anchor a line at its heaviest point; answers the part
    /// of each row.
    fn hold_islands(&mut self) -> Vec<u32> {
        let islands = self.islands();
        let mut anchored = vec![false; self.areas.len()];
        for anchor in &self.family.anchors {
            if let Some(point) = self.nearest(anchor.point) {
                anchored[islands[self.rows[&point] as usize] as usize] = true;
            }
        }
        let mut heaviest: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        for (point, row) in &self.rows {
            let entry = heaviest
                .entry(islands[*row as usize])
                .or_insert((*point, *row));
            if self.family.weights[*point as usize] > self.family.weights[entry.0 as usize] {
                *entry = (*point, *row);
            }
        }
        for (island, (point, row)) in heaviest {
            if !anchored[island as usize] {
                let wave = TAU / self.family.wavelengths[point as usize];
                self.add(row, row, wave * wave * self.areas[row as usize]);
            }
        }
        for row in 0..self.areas.len() as u32 {
            if let Some(block) = self.pattern.find(row as usize, row as usize) {
                let diagonal = self.matrix.values[block][0];
                self.add(row, row, AFLOAT * diagonal + f64::MIN_POSITIVE);
            }
        }
        islands
    }

    /// Number of the connected part of each row: its least row.
    fn islands(&self) -> Vec<u32> {
        let mut island: Vec<u32> = (0..self.areas.len() as u32).collect();
        loop {
            let mut changed = false;
            for row in 0..island.len() {
                let columns = self.pattern.row(row).iter();
                let least = columns.map(|column| island[*column as usize]).min();
                let least = least.unwrap_or(island[row]);
                changed |= least != island[row];
                island[row] = least;
            }
            if !changed {
                return island;
            }
        }
    }

    /// Values at all points of the carrier, zero outside the family.
    fn solve(&self) -> Vec<f64> {
        let mut values = vec![0.0; self.carrier.points.len()];
        let points: Vec<[f64; 3]> = self
            .rows
            .keys()
            .map(|point| self.carrier.points[*point as usize])
            .collect();
        if points.is_empty() {
            return values;
        }
        let factor = Symbolic::analyse(&self.pattern, Some(&points)).factorise(&self.matrix);
        // Positive definite by its making; without a factor the family has no lines.
        if let Ok(factor) = factor {
            let right: Vec<f64> = self.right.iter().flat_map(|r| [*r, 0.0, 0.0]).collect();
            let mut solution = vec![0.0; right.len()];
            factor.apply(&right, &mut solution);
            for (point, row) in &self.rows {
                values[*point as usize] = solution[3 * *row as usize];
            }
        }
        values
    }
}
