//! Scans of expressions: how the face moves from rest.

use glam::DVec3;
use rayon::prelude::*;

use super::error::{Refusal, ScanError};
use super::import::Scan;
use super::partner::{Seeking, Target};
use super::pieces;
use super::pose::Similarity;
use super::register::{self, STAGES, Stage};
use super::report::{self, Distances};
use super::search::{self, Compared};
use super::shape::Anchor;
use super::surface::Surface;
use super::template::Template;
use super::{Fitted, check, find};
use crate::person;

/// Loops that expressions hardly move, by which the heads are laid over one another.
const STILL: [&str; 9] = [
    "nose.2.", "nose.3.", "nose.4.", "temple.", "ear.0.", "scalp.4.", "scalp.5.", "scalp.6.",
    "scalp.7.",
];
/// Partners of still points: an expression moves them by less than this, mm.
const STILL_MM: f64 = 3.0;
/// Furthest place of the scan at rest that a point of the face belongs to, mm.
const BELONGS_MM: f64 = 5.0;
/// Furthest partner of a moving face, mm.
const REACH_MM: f64 = 16.0;
/// Steps of a moving face for one of a face at rest: it slides along itself slowly.
const MORE: usize = 3;
/// Plate that carries moves given at points, mm.
const CARRYING_MM: f64 = 2.0;
/// Share of the still parts that must lie on the scan for the pose at rest to be taken over.
const SAME_POSE: f64 = 0.6;

/// An expression of a fitted face.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// Moves of the cage's points from rest, (n × 3), mm.
    pub moves: Vec<DVec3>,
    /// Whether the scans share their points, so that the moves were read rather than found.
    pub is_read: bool,
    /// From the skin of the scan to the moved surface.
    pub from_scan: Distances,
}

impl Fitted {
    /// The moves from rest to an expression.
    ///
    /// Scans with the same points and triangles tell the move of every point. Others are fitted
    /// from the face at rest on; of moves along smooth skin that finds a part only.
    ///
    /// - `rest`: the scan of this fit
    /// - `expression`: a scan in the same unit, turned as it may be
    ///
    /// # Errors
    /// [`Refusal`] where the face is not found on the scan.
    pub fn expression(&self, rest: &Scan, expression: &Scan) -> Result<Expression, Refusal> {
        let template = Template::new()?;
        let surface = Surface::new(expression)?;
        let is_read =
            rest.triangles == expression.triangles && rest.points.len() == expression.points.len();
        let rest_skin = self.skin(&template.refinement).points;
        let (target, face_from_scan) = self.posed(&template, &surface, &rest_skin)?;
        let cage = if is_read {
            self.read_moves(&template, rest, expression, face_from_scan)
        } else {
            register::register(&template, &target, &[], &self.cage, &moving())
        };
        let moved = person::skin(&cage, &self.eyes, &template.refinement).points;
        let tip = moved[template.nose_tip as usize];
        let fitted = Target::new(template.triangles(moved));
        let is_skin = report::is_skin(&target, tip);
        let from_scan = report::from_scan(&target, &fitted, &is_skin);
        Ok(Expression {
            moves: cage
                .iter()
                .zip(&self.cage)
                .map(|(to, from)| *to - *from)
                .collect(),
            is_read,
            from_scan: Distances::of(from_scan.into_iter().flatten()),
        })
    }

    /// The scan laid over the face at rest by its still parts.
    fn posed(
        &self,
        template: &Template,
        surface: &Surface,
        rest_skin: &[DVec3],
    ) -> Result<(Target, Similarity), Refusal> {
        let unit = self.report.unit.mm();
        let (skin, _) = pieces::skin(&surface.moved(|point| unit * point));
        let target = Target::new(skin);
        let compared = Compared::still(template, rest_skin, &STILL);
        let from_mm = Similarity {
            scale: unit,
            ..Similarity::IDENTITY
        };
        let start = from_mm.after(&self.face_from_scan.inverse());
        let mut found = search::lay_over(&target, &compared, start, STILL_MM);
        if found.share < SAME_POSE {
            let anywhere = search::search(&target, &Compared::new(template), check::LEAST_SHARE);
            let anywhere = anywhere.filter(|anywhere| check::is_face(anywhere.share));
            let anywhere = anywhere.ok_or(ScanError::NoFace { share: found.share })?;
            let start = anywhere.face_from_scan.inverse();
            found = search::lay_over(&target, &compared, start, STILL_MM);
        }
        let head = target
            .surface
            .moved(|point| found.face_from_scan.apply(point));
        let head = find::head(template, &head);
        Ok((Target::new(head), found.face_from_scan.after(&from_mm)))
    }

    /// The cage moved as the points of the scans move.
    fn read_moves(
        &self,
        template: &Template,
        rest: &Scan,
        expression: &Scan,
        face_from_scan: Similarity,
    ) -> Vec<DVec3> {
        let at_rest: Vec<DVec3> = rest
            .points
            .iter()
            .map(|p| self.face_from_scan.apply(*p))
            .collect();
        let moved: Vec<DVec3> = expression
            .points
            .iter()
            .map(|p| face_from_scan.apply(*p))
            .collect();
        let target = Target::new(Surface::of_triangles(at_rest, rest.triangles.clone()));
        let face = template.refinement.surface(&self.cage);
        let normals = face.normals();
        let pull = |point: usize| {
            let (place, normal) = (face.points[point], normals[point]);
            let is_alike = |t: u32, w: [f64; 3]| target.surface.normal_at(t, w).dot(normal) > 0.0;
            let hit = target.tree.nearest(place, BELONGS_MM, is_alike)?;
            let corners = rest.triangles[hit.triangle as usize]
                .into_iter()
                .zip(hit.weights);
            let there: DVec3 = corners
                .map(|(corner, weight)| weight * moved[corner as usize])
                .sum();
            let anchor = Anchor {
                weights: template.refinement.weights(point).to_vec(),
                place: place + there - hit.point,
            };
            Some((anchor, 1.0))
        };
        let points = (0..template.coarse_points).into_par_iter();
        let outer = points.filter(|point| !template.is_inner[*point]);
        let pulls: Vec<(Anchor, f64)> = outer.filter_map(pull).collect();
        register::follow(template, &pulls, &self.cage, CARRYING_MM)
    }
}

/// The stages of the fit, their partners sought further away.
fn moving() -> Vec<Stage> {
    let wider = |stage: &Stage| Stage {
        seeking: Seeking {
            reach_mm: REACH_MM.max(stage.seeking.reach_mm),
            ..stage.seeking
        },
        steps: MORE * stage.steps,
        ..*stage
    };
    STAGES[1..].iter().map(wider).collect()
}
