//! The fine fit: the points of the cage move so that its surface follows the scan, as a thin
//! plate that becomes softer.
//!
//! E = Σ_f a_f w_f (n_f · (y_f − q_f))² + Σ_i A_i ℓ_i⁴ |Δd_i|² + …,   y = W (x₀ + d)
//!
//! Waves shorter than about 2πℓ are held back by the plate.

use std::sync::Arc;

use glam::DVec3;
use rayon::prelude::*;
use tissue::linear::{BlockMatrix, BlockPattern, Cholesky, Symbolic};

use super::partner::{Partner, Seeking, Target};
use super::plate::Plate;
use super::shape::Anchor;
use super::template::Template;
use crate::mesh::Mesh;

/// Full weight within this distance of the tip of the nose, mm, and least weight beyond.
const FULL_MM: (f64, f64) = (105.0, 130.0);
/// Weight of the surface far from the nose.
const FAR_WEIGHT: f64 = 0.2;
/// Area that a landmark stands for, mm².
const LANDMARK_MM2: f64 = 40.0;
/// Area that a point inside the nose stands for, mm².
const INSIDE_MM2: f64 = 4.0;
/// Points inside the nose are at most this far from its tip, mm.
const INSIDE_MM: f64 = 40.0;

/// One softness of the plate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stage {
    /// Length ℓ below which the plate holds, mm.
    pub(crate) plate_mm: f64,
    pub(crate) seeking: Seeking,
    /// Whether all points of the surface take part, or those of the first subdivision.
    pub(crate) is_fine: bool,
    pub(crate) steps: usize,
}

/// The stages from stiff to soft.
pub(crate) const STAGES: [Stage; 6] = [
    stage(40.0, (12.0, 6.0), false, 4),
    stage(20.0, (10.0, 4.0), false, 4),
    stage(12.0, (8.0, 3.0), false, 4),
    stage(7.0, (8.0, 3.0), true, 4),
    stage(4.0, (6.0, 3.0), true, 4),
    stage(2.5, (6.0, 3.0), true, 4),
];

const fn stage(
    plate_mm: f64,
    (reach_mm, spread_mm): (f64, f64),
    is_fine: bool,
    steps: usize,
) -> Stage {
    Stage {
        plate_mm,
        seeking: Seeking {
            reach_mm,
            alike: 0.5,
            spread_mm,
        },
        is_fine,
        steps,
    }
}

/// Points of the cage that follow a scan.
///
/// - `start`: points of the cage, mm; the plate is flat there
pub(crate) fn register(
    template: &Template,
    target: &Target,
    anchors: &[Anchor],
    start: &[DVec3],
    stages: &[Stage],
) -> Vec<DVec3> {
    let system = System::new(template, start);
    let mut moves = vec![DVec3::ZERO; start.len()];
    for stage in stages {
        for _ in 0..stage.steps {
            let cage: Vec<DVec3> = start.iter().zip(&moves).map(|(p, d)| *p + *d).collect();
            let face = template.refinement.surface(&cage);
            let partners = system.partners(target, &face, *stage);
            let mut pulls: Vec<(Anchor, f64)> = anchors
                .iter()
                .map(|anchor| (anchor.clone(), LANDMARK_MM2))
                .collect();
            if stage.is_fine {
                pulls.extend(inside_nose(template, target, &face));
            }
            let Some(next) = system.solve(&partners, &pulls, stage.plate_mm, &cage, &moves) else {
                return cage;
            };
            moves = next;
        }
    }
    start.iter().zip(&moves).map(|(p, d)| *p + *d).collect()
}

/// Points of the cage that follow pulls on its surface.
///
/// - `pulls`: places of the surface with where they shall be, and the area they stand for, mm²
pub(crate) fn follow(
    template: &Template,
    pulls: &[(Anchor, f64)],
    start: &[DVec3],
    plate_mm: f64,
) -> Vec<DVec3> {
    let system = System::new(template, start);
    let still = vec![DVec3::ZERO; start.len()];
    let moves = system
        .solve(&[], pulls, plate_mm, start, &still)
        .unwrap_or(still);
    start.iter().zip(&moves).map(|(p, d)| *p + *d).collect()
}

struct System<'a> {
    template: &'a Template,
    plate: Plate,
    pattern: Arc<BlockPattern>,
    symbolic: Symbolic,
    /// Fine points by the support they share, (support, points).
    groups: Vec<(Vec<u32>, Vec<u32>)>,
}

impl<'a> System<'a> {
    fn new(template: &'a Template, start: &[DVec3]) -> Self {
        let plate = Plate::new(template, start);
        let groups = groups(template);
        let mut neighbours: Vec<Vec<u32>> = vec![Vec::new(); start.len()];
        for (support, _) in &groups {
            for point in support {
                neighbours[*point as usize].extend(support);
            }
        }
        for (row, column, _) in plate.entries() {
            neighbours[row as usize].push(column);
        }
        let pattern = BlockPattern::of_neighbours(neighbours);
        let places: Vec<[f64; 3]> = start.iter().map(DVec3::to_array).collect();
        let symbolic = Symbolic::analyse(&pattern, Some(&places));
        Self {
            template,
            plate,
            pattern: Arc::new(pattern),
            symbolic,
            groups,
        }
    }

    fn partners(&self, target: &Target, face: &Mesh, stage: Stage) -> Vec<Partner> {
        let last = if stage.is_fine {
            face.points.len()
        } else {
            self.template.coarse_points
        };
        let chosen: Vec<u32> = (0..last as u32)
            .filter(|point| !self.template.is_inner[*point as usize])
            .collect();
        let areas = areas(face, stage.is_fine, last);
        let tip = face.points[self.template.nose_tip as usize];
        let normals = face.normals();
        let mut partners = target.partners(&face.points, &normals, &chosen, stage.seeking);
        for partner in &mut partners {
            let point = partner.point as usize;
            let away = face.points[point].distance(tip);
            let beyond = ((away - FULL_MM.0) / (FULL_MM.1 - FULL_MM.0)).clamp(0.0, 1.0);
            partner.weight *= areas[point] * (1.0 - (1.0 - FAR_WEIGHT) * beyond);
        }
        partners
    }

    /// The moves of least energy.
    fn solve(
        &self,
        partners: &[Partner],
        pulls: &[(Anchor, f64)],
        plate_mm: f64,
        cage: &[DVec3],
        moves: &[DVec3],
    ) -> Option<Vec<DVec3>> {
        let mut matrix = BlockMatrix::zeros(self.pattern.clone());
        let mut force = vec![DVec3::ZERO; cage.len()];
        self.add_partners(partners, cage, &mut matrix, &mut force);
        add_pulls(pulls, cage, &mut matrix, &mut force);
        for (row, column, value) in self.plate.scaled(plate_mm) {
            force[row as usize] -= value * moves[column as usize];
            add(&mut matrix, row, column, &scaled_identity(value));
        }
        let factor: Cholesky = self.symbolic.factorise(&matrix).ok()?;
        let right: Vec<f64> = force.iter().flat_map(DVec3::to_array).collect();
        let mut change = vec![0.0; right.len()];
        tissue::linear::Preconditioner::apply(&factor, &right, &mut change);
        if !change.iter().all(|value| value.is_finite()) {
            return None;
        }
        let change = change.chunks_exact(3).map(DVec3::from_slice);
        Some(moves.iter().zip(change).map(|(d, by)| *d + by).collect())
    }

    fn add_partners(
        &self,
        partners: &[Partner],
        cage: &[DVec3],
        matrix: &mut BlockMatrix,
        force: &mut [DVec3],
    ) {
        let refinement = &self.template.refinement;
        let mut of_point = vec![None; self.template.surface.points.len()];
        for partner in partners {
            of_point[partner.point as usize] = Some(*partner);
        }
        for (support, points) in &self.groups {
            let n = support.len();
            let mut local = vec![[0.0; 9]; n * n];
            let mut is_touched = false;
            for point in points {
                let Some(partner) = of_point[*point as usize] else {
                    continue;
                };
                is_touched = true;
                let weights = refinement.weights(*point as usize);
                let here: DVec3 = weights.iter().map(|(i, w)| *w * cage[*i as usize]).sum();
                let normal = partner.normal;
                let off = partner.weight * (partner.place - here).dot(normal);
                let tensor = outer(normal, partner.weight);
                let slots: Vec<(usize, f64)> = weights
                    .iter()
                    .filter_map(|(i, w)| support.binary_search(i).ok().map(|slot| (slot, *w)))
                    .collect();
                for (a, wa) in &slots {
                    force[support[*a] as usize] += wa * off * normal;
                    for (b, wb) in &slots {
                        let block = &mut local[a * n + b];
                        let weight = wa * wb;
                        for k in 0..9 {
                            block[k] += weight * tensor[k];
                        }
                    }
                }
            }
            if is_touched {
                for (a, row) in support.iter().enumerate() {
                    for (b, column) in support.iter().enumerate() {
                        add(matrix, *row, *column, &local[a * n + b]);
                    }
                }
            }
        }
    }
}

fn add_pulls(
    pulls: &[(Anchor, f64)],
    cage: &[DVec3],
    matrix: &mut BlockMatrix,
    force: &mut [DVec3],
) {
    for (anchor, area) in pulls {
        let off = anchor.place - anchor.on(cage);
        for (i, wi) in &anchor.weights {
            force[*i as usize] += area * wi * off;
            for (j, wj) in &anchor.weights {
                add(matrix, *i, *j, &scaled_identity(area * wi * wj));
            }
        }
    }
}

/// Pulls of the scan's points inside the nose on the nearest places of our nostrils, whose rings
/// so reach as deep as the scan does.
fn inside_nose(template: &Template, target: &Target, face: &Mesh) -> Vec<(Anchor, f64)> {
    let fitted = Target::new(template.triangles(face.points.clone()));
    let tip = face.points[template.nose_tip as usize];
    let near = target
        .surface
        .points
        .par_iter()
        .zip(&target.surface.normals);
    near.filter(|(point, _)| point.distance(tip) < INSIDE_MM)
        .filter_map(|(point, normal)| {
            let is_alike = |t: u32, w: [f64; 3]| fitted.surface.normal_at(t, w).dot(*normal) > 0.0;
            let hit = fitted.tree.nearest(*point, INSIDE_MM, is_alike)?;
            let corners = fitted.surface.triangles[hit.triangle as usize];
            let is_inside = corners
                .iter()
                .all(|corner| template.is_nostril[*corner as usize]);
            is_inside.then(|| {
                let anchor = Anchor {
                    weights: template.mean_of(corners, hit.weights),
                    place: *point,
                };
                (anchor, INSIDE_MM2)
            })
        })
        .collect()
}

fn outer(normal: DVec3, weight: f64) -> [f64; 9] {
    let n = normal.to_array();
    std::array::from_fn(|k| weight * n[k / 3] * n[k % 3])
}

fn scaled_identity(value: f64) -> [f64; 9] {
    [value, 0.0, 0.0, 0.0, value, 0.0, 0.0, 0.0, value]
}

fn add(matrix: &mut BlockMatrix, row: u32, column: u32, block: &[f64; 9]) {
    if let Some(at) = matrix.pattern.find(row as usize, column as usize) {
        for (value, more) in matrix.values[at].iter_mut().zip(block) {
            *value += more;
        }
    }
}

/// Area that each point of the surface stands for, mm².
fn areas(face: &Mesh, is_fine: bool, last: usize) -> Vec<f64> {
    let mut areas = vec![0.0; face.points.len()];
    for quad in &face.quads {
        let area = face.area_vector(*quad).length();
        for corner in quad {
            areas[*corner as usize] += area / 4.0;
        }
    }
    if !is_fine {
        // A quarter of the points stand for all.
        areas.iter_mut().take(last).for_each(|area| *area *= 4.0);
    }
    areas
}

/// Fine points by the quadrilateral of the cage that they lie in, with all cage points on which
/// one of them depends.
fn groups(template: &Template) -> Vec<(Vec<u32>, Vec<u32>)> {
    let refinement = &template.refinement;
    let per_quad = refinement.quads.len() / template.cage.mesh.quads.len();
    let mut is_taken = vec![false; template.surface.points.len()];
    let group = |quads: &[[u32; 4]]| {
        let mut points: Vec<u32> = quads.iter().flatten().copied().collect();
        points.sort_unstable();
        points.dedup();
        let support = points
            .iter()
            .flat_map(|point| refinement.weights(*point as usize));
        let mut support: Vec<u32> = support.map(|(i, _)| *i).collect();
        support.sort_unstable();
        support.dedup();
        points.retain(|point| !std::mem::replace(&mut is_taken[*point as usize], true));
        (support, points)
    };
    refinement.quads.chunks(per_quad).map(group).collect()
}
