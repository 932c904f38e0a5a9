//! Scans: from the file of any scanner to a face of our own net.
//!
//! [`Scan::read`] takes bytes, [`fit`] finds the face on the scan, turns it into our frame, fits
//! measures and then every point of the cage, and says how well it did. What cannot be fitted is
//! refused with the reason and its place. [`Fitted::expression`] gives the moves to an expression.

mod check;
mod error;
mod expression;
mod eyes;
mod find;
mod import;
mod landmarks;
mod partner;
mod pieces;
mod plate;
mod pose;
mod register;
mod report;
mod search;
mod shape;
mod surface;
mod template;

use std::fmt;

use glam::DVec3;

use crate::cage::Cage;
use crate::error::FaceError;
use crate::eye::Eye;
use crate::measures::Measures;
use crate::mesh::Mesh;
use crate::person::{self, Face, Person};
use crate::refine::Refinement;

pub use error::{Flaw, Marked, Refusal, ScanError};
pub use expression::Expression;
pub use import::{Format, MAX_POINTS, MAX_TRIANGLES, Scan};
pub use landmarks::Landmarks;
pub use pose::Similarity;
pub use report::Distances;

use find::Posed;
use partner::Target;
use shape::Anchor;
use surface::Surface;
use template::Template;

/// Unit of length of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Millimetre.
    Millimetre,
    /// Centimetre.
    Centimetre,
    /// Metre.
    Metre,
}

impl Unit {
    /// All units.
    pub const ALL: [Self; 3] = [Self::Millimetre, Self::Centimetre, Self::Metre];

    /// Length of the unit, mm.
    pub fn mm(self) -> f64 {
        match self {
            Self::Millimetre => 1.0,
            Self::Centimetre => 10.0,
            Self::Metre => 1000.0,
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Millimetre => "mm",
            Self::Centimetre => "cm",
            Self::Metre => "m",
        })
    }
}

/// What is known of a scan.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Unit of its coordinates; without it, it is recognised.
    pub unit: Option<Unit>,
    /// Landmarks on it.
    pub landmarks: Option<Landmarks>,
}

/// How well a fit follows the scan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Report {
    /// Unit of the file.
    pub unit: Unit,
    /// Points of the scan.
    pub scan_points: usize,
    /// From the skin of the scan to the fitted surface.
    pub from_scan: Distances,
    /// From the fitted surface to the scan.
    pub from_face: Distances,
    /// Share of the fitted face before which there is scan, 0 to 1.
    pub covered: f64,
    /// Mean distance of landmarks that were withheld from the fit, mm.
    pub withheld_mm: Option<f64>,
    /// Number of those landmarks.
    pub withheld: usize,
}

impl Report {
    /// The larger median of both directions, mm.
    pub fn median_mm(&self) -> f64 {
        self.from_scan.median_mm.max(self.from_face.median_mm)
    }

    /// The larger 95th percentile of both directions, mm.
    pub fn p95_mm(&self) -> f64 {
        self.from_scan.p95_mm.max(self.from_face.p95_mm)
    }
}

/// A scan fitted by the cage.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// Points of the cage, (n × 3), mm, in the order of [`crate::Cage::built_in`].
    pub cage: Vec<DVec3>,
    /// Left and right eyeball.
    pub eyes: [Eye; 2],
    /// Measures of the fitted face, mm.
    pub measures: Measures,
    /// From the file's frame and unit to that of the face.
    pub face_from_scan: Similarity,
    /// The scan in the frame of the face; its marks are the distances to the fit, mm, and NaN
    /// where it is no skin of the face.
    pub scan: Marked,
    /// How well it follows the scan.
    pub report: Report,
}

impl Fitted {
    /// The fitted face as that of a person, whose sex and age give the complexion.
    ///
    /// # Errors
    /// Facts of the built-in face that cannot be read.
    pub fn face(&self, person: &Person) -> Result<Face, FaceError> {
        let mut cage = Cage::built_in()?;
        cage.mesh.points.clone_from(&self.cage);
        Ok(Face {
            person: person.clone(),
            cage,
            measures: self.measures.clone(),
            eyes: self.eyes,
        })
    }

    /// The fitted skin, its lids clear of the eyeballs.
    pub fn skin(&self, refinement: &Refinement) -> Mesh {
        person::skin(&self.cage, &self.eyes, refinement)
    }
}

/// Fits the face to a scan of a face at rest.
///
/// # Errors
/// [`Refusal`]: the reason and, if it has one, its place.
pub fn fit(scan: &Scan, known: &Known) -> Result<Fitted, Refusal> {
    let template = Template::new()?;
    let surface = Surface::new(scan)?;
    check::fineness(surface.triangles.len(), surface.area())?;
    let posed = find::pose(&template, &surface, known)?;
    let shaped = shape::shape(&template, &posed.target, &posed.guides);
    let posed = posed.moved(&shaped.by);
    let start = template.refinement.surface(&shaped.cage);
    check::completeness(&template, &posed.target, &start)?;
    let (target, guides) = (&posed.target, &posed.guides);
    let cage = register::register(&template, target, guides, &shaped.cage, &register::STAGES);
    finish(&template, &posed, cage)
}

/// Judges a fit and puts it together.
fn finish(template: &Template, posed: &Posed, cage: Vec<DVec3>) -> Result<Fitted, Refusal> {
    let eyes = eyes::eyes(template, &cage)?;
    let skin = person::skin(&cage, &eyes, &template.refinement).points;
    let fitted = Target::new(template.triangles(skin));
    let Judged {
        report,
        marks,
        from_face,
    } = judge(template, posed, &cage, &fitted);
    let scan = Marked {
        points: posed.target.surface.points.clone(),
        triangles: posed.target.surface.triangles.clone(),
        marks,
    };
    let refused = |reason: ScanError| Refusal {
        reason,
        place: Some(Box::new(scan.as_refused())),
    };
    let points = &fitted.surface.points;
    check::lips(template, points, &from_face).map_err(refused)?;
    check::measures(template, points).map_err(refused)?;
    check::closeness(&report.from_scan, &report.from_face).map_err(refused)?;
    Ok(Fitted {
        measures: template.caliper.take(&template.cage, points)?,
        cage,
        eyes,
        face_from_scan: posed.face_from_scan,
        scan,
        report,
    })
}

/// A fit and how far off it is.
struct Judged {
    report: Report,
    /// Distance of each point of the scan, NaN where it is no skin, mm.
    marks: Vec<f64>,
    /// Points of the fitted skin with their distances, mm.
    from_face: Vec<(u32, Option<f64>)>,
}

/// Measures the distances of a fit.
fn judge(template: &Template, posed: &Posed, cage: &[DVec3], fitted: &Target) -> Judged {
    let target = &posed.target;
    let tip = fitted.surface.points[template.nose_tip as usize];
    let is_skin = report::is_skin(target, tip);
    let from_scan = report::from_scan(target, fitted, &is_skin);
    let from_face = report::from_face(template, target, &fitted.surface);
    let covered = from_face
        .iter()
        .filter(|(_, distance)| distance.is_some())
        .count();
    let off = |anchor: &Anchor| anchor.on(cage).distance(anchor.place);
    let withheld = posed.withheld.len();
    let mean = posed.withheld.iter().map(off).sum::<f64>() / withheld as f64;
    let report = Report {
        unit: posed.unit,
        scan_points: posed.scan_points,
        covered: covered as f64 / from_face.len().max(1) as f64,
        from_scan: Distances::of(from_scan.iter().flatten().copied()),
        from_face: Distances::of(from_face.iter().filter_map(|(_, distance)| *distance)),
        withheld_mm: (withheld > 0).then_some(mean),
        withheld,
    };
    let marks = from_scan
        .into_iter()
        .map(|distance| distance.unwrap_or(f64::NAN));
    Judged {
        report,
        marks: marks.collect(),
        from_face,
    }
}
