//! The coarse fit: pose, measures and ageing.

use glam::{DQuat, DVec3};

use super::partner::{Seeking, Target};
use super::pose::Similarity;
use super::template::Template;
use crate::mesh::Mesh;
use crate::numbers::solve;

/// Steps of the coarse fit.
const STEPS: usize = 12;
/// Points of the face that take part: within this distance of the tip of the nose, mm.
const REACH_MM: f64 = 105.0;
/// Weight of one standard deviation of a measure against one point that is 1 mm off.
const PRIOR: f64 = 4.0;
/// Weight of a landmark against a point of the surface.
const LANDMARK: f64 = 12.0;

/// A landmark on the face and where it is on the scan.
#[derive(Debug, Clone)]
pub(crate) struct Anchor {
    /// Weights of the cage's points, they sum to 1.
    pub(crate) weights: Vec<(u32, f64)>,
    /// Place on the scan, mm, frame of the face.
    pub(crate) place: DVec3,
}

impl Anchor {
    /// The same landmark of a moved scan.
    pub(crate) fn moved(self, by: &Similarity) -> Self {
        Self {
            place: by.apply(self.place),
            ..self
        }
    }

    pub(crate) fn on(&self, cage: &[DVec3]) -> DVec3 {
        let all = self.weights.iter();
        all.map(|(point, weight)| *weight * cage[*point as usize])
            .sum()
    }
}

/// The coarse fit.
pub(crate) struct Shaped {
    /// Points of the cage, mm.
    pub(crate) cage: Vec<DVec3>,
    /// How the scan has to be moved for it.
    pub(crate) by: Similarity,
    /// Shares of the template's fields, standard deviations.
    pub(crate) shares: Vec<f64>,
}

/// Fits pose and measures to a scan.
pub(crate) fn shape(template: &Template, target: &Target, anchors: &[Anchor]) -> Shaped {
    let mut shaped = Shaped {
        cage: template.cage.mesh.points.clone(),
        by: Similarity::IDENTITY,
        shares: vec![0.0; template.fields.len()],
    };
    let fine_fields: Vec<Vec<DVec3>> = template
        .fields
        .iter()
        .map(|field| template.refinement.carry(field))
        .collect();
    for step in 0..STEPS {
        let seeking = Seeking {
            reach_mm: (16.0 - step as f64).max(8.0),
            alike: 0.5,
            spread_mm: (8.0 - step as f64).max(3.0),
        };
        let problem = Problem {
            template,
            target,
            anchors,
            fine_fields: &fine_fields,
        };
        problem.improve(&mut shaped, seeking);
    }
    shaped
}

struct Problem<'a> {
    template: &'a Template,
    target: &'a Target,
    anchors: &'a [Anchor],
    fine_fields: &'a [Vec<DVec3>],
}

/// A least-squares system that grows row by row.
struct Normal {
    matrix: Vec<Vec<f64>>,
    right: Vec<Vec<f64>>,
}

impl Normal {
    fn add(&mut self, row: &[f64], off: f64, weight: f64) {
        for (i, a) in row.iter().enumerate() {
            self.right[i][0] += weight * a * off;
            for (j, b) in row.iter().enumerate().take(i + 1) {
                self.matrix[i][j] += weight * a * b;
            }
        }
    }

    fn solve(mut self) -> Vec<f64> {
        for i in 0..self.matrix.len() {
            for j in 0..i {
                self.matrix[j][i] = self.matrix[i][j];
            }
        }
        solve(self.matrix, self.right)
            .into_iter()
            .map(|row| row[0])
            .collect()
    }
}

impl Problem<'_> {
    /// One step of Gauss and Newton; the scan stays, its pose is what `by` undoes.
    fn improve(&self, shaped: &mut Shaped, seeking: Seeking) {
        let template = self.template;
        let face = Mesh {
            points: template.refinement.carry(&shaped.cage),
            quads: template.refinement.quads.clone(),
        };
        let back = shaped.by.inverse();
        let place = |point: DVec3| back.apply(point);
        let points: Vec<DVec3> = face.points.iter().map(|point| place(*point)).collect();
        let normals: Vec<DVec3> = face.normals().iter().map(|n| back.turn * *n).collect();
        let near = template.near_nose(&face.points, REACH_MM);
        let near: Vec<u32> = near
            .into_iter()
            .filter(|point| (*point as usize) < template.coarse_points)
            .collect();
        let n = 6 + shaped.shares.len();
        let mut normal = Normal {
            matrix: vec![vec![0.0; n]; n],
            right: vec![vec![0.0]; n],
        };
        for partner in self.target.partners(&points, &normals, &near, seeking) {
            let point = partner.point as usize;
            let ahead = shaped.by.turn * partner.normal;
            let off = (partner.place - points[point]).dot(partner.normal);
            let fields = self.fine_fields.iter().map(|field| field[point].dot(ahead));
            normal.add(&row(face.points[point], ahead, fields), off, partner.weight);
        }
        for anchor in self.anchors {
            let here = anchor.on(&shaped.cage);
            let there = shaped.by.apply(anchor.place);
            for axis in DVec3::AXES {
                let fields = template
                    .fields
                    .iter()
                    .map(|field| anchor.on(field).dot(axis));
                normal.add(&row(here, axis, fields), (there - here).dot(axis), LANDMARK);
            }
        }
        for (number, share) in shaped.shares.iter().enumerate() {
            normal.right[6 + number][0] -= PRIOR * share;
            normal.matrix[6 + number][6 + number] += PRIOR;
        }
        for i in 0..6 {
            normal.matrix[i][i] += 1e-6;
        }
        apply(&normal.solve(), template, shaped);
    }
}

/// How the distance along a direction answers a turn, a shift and the fields.
fn row(point: DVec3, ahead: DVec3, fields: impl Iterator<Item = f64>) -> Vec<f64> {
    let turning = point.cross(ahead);
    let pose = turning.to_array().into_iter().chain(ahead.to_array());
    pose.chain(fields).collect()
}

fn apply(x: &[f64], template: &Template, shaped: &mut Shaped) {
    if !x.iter().all(|value| value.is_finite()) {
        return;
    }
    let turn = DQuat::from_scaled_axis(DVec3::new(x[0], x[1], x[2]).clamp_length_max(0.2));
    let face_moves = Similarity {
        scale: 1.0,
        turn,
        shift: DVec3::new(x[3], x[4], x[5]).clamp_length_max(10.0),
    };
    shaped.by = face_moves.inverse().after(&shaped.by);
    for (share, change) in shaped.shares.iter_mut().zip(&x[6..]) {
        *share += change;
    }
    for (number, point) in shaped.cage.iter_mut().enumerate() {
        let fields = template.fields.iter().zip(&shaped.shares);
        let moves: DVec3 = fields.map(|(field, share)| *share * field[number]).sum();
        *point = template.cage.mesh.points[number] + moves;
    }
}
