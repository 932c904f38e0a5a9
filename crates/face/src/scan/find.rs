//! The face on the scan: unit, pose, and what belongs to it.

use glam::DVec3;

use super::check;
use super::error::{Marked, Refusal, ScanError};
use super::landmarks;
use super::partner::Target;
use super::pieces;
use super::pose::Similarity;
use super::search::{self, Compared, Found};
use super::shape::Anchor;
use super::surface::Surface;
use super::template::{FACE_MM, Template};
use super::{Known, Unit};

/// Diagonal of a scan that may hold a face, mm.
const SIZES_MM: std::ops::RangeInclusive<f64> = 100.0..=2500.0;
/// A scale by landmarks may differ from a unit by this factor.
const SCALE_SLACK: f64 = 1.4;
/// Parts further than this from the tip of the nose are left out, mm.
const HEAD_MM: f64 = 260.0;
/// Share of the face from which on a scan is a face that is not all there.
const HALF_SHARE: f64 = 0.36;
/// A place of a scan this far from a face is no part of one, mm.
const OFF_MM: f64 = 15.0;

/// A scan in the frame of the face.
pub(crate) struct Posed {
    pub(crate) unit: Unit,
    pub(crate) face_from_scan: Similarity,
    /// Skin of the head, mm.
    pub(crate) target: Target,
    /// Landmarks that guide the fit, mm.
    pub(crate) guides: Vec<Anchor>,
    /// Landmarks that judge it, mm.
    pub(crate) withheld: Vec<Anchor>,
    /// Points of the whole scan.
    pub(crate) scan_points: usize,
}

impl Posed {
    /// The same, moved.
    pub(crate) fn moved(self, by: &Similarity) -> Self {
        let moved = |anchors: Vec<Anchor>| -> Vec<Anchor> {
            let anchors = anchors.into_iter();
            anchors.map(|anchor| anchor.moved(by)).collect()
        };
        Self {
            face_from_scan: by.after(&self.face_from_scan),
            target: Target::new(self.target.surface.moved(|point| by.apply(point))),
            guides: moved(self.guides),
            withheld: moved(self.withheld),
            ..self
        }
    }
}

/// Finds the face on a scan.
///
/// - `surface`: unit and frame of the file
pub(crate) fn pose(
    template: &Template,
    surface: &Surface,
    known: &Known,
) -> Result<Posed, Refusal> {
    let joined = known.landmarks.as_ref();
    let joined = joined
        .map(|marks| landmarks::join(template, marks))
        .transpose()?;
    let units = match &joined {
        Some(joined) => vec![unit_of(joined.scale, surface, known)?],
        None => units(surface, known)?,
    };
    let compared = Compared::new(template);
    let mut best: Option<(Unit, Found, Target)> = None;
    for unit in units {
        let (skin, _) = pieces::skin(&surface.moved(|point| unit.mm() * point));
        let target = Target::new(skin);
        let found = match &joined {
            Some(joined) => {
                let start = rigid(&joined.guides, unit, template);
                Some(search::draw(&target, &compared, start.inverse()))
            }
            None => search::search(&target, &compared, check::LEAST_SHARE),
        };
        let is_better = |found: &Found| best.as_ref().is_none_or(|best| best.1.share < found.share);
        if let Some(found) = found.filter(is_better) {
            best = Some((unit, found, target));
        }
    }
    let Some((unit, found, target)) = best else {
        return Err(ScanError::NoFace { share: 0.0 }.into());
    };
    if !check::is_face(found.share) {
        return Err(refusal(template, &compared, &target, &found));
    }
    let in_mm = Similarity {
        scale: unit.mm(),
        ..Similarity::IDENTITY
    };
    let posed = target
        .surface
        .moved(|point| found.face_from_scan.apply(point));
    let face_from_scan = found.face_from_scan.after(&in_mm);
    let (guides, withheld) = joined.map_or((Vec::new(), Vec::new()), |j| (j.guides, j.withheld));
    let moved = |anchors: Vec<Anchor>| -> Vec<Anchor> {
        let anchors = anchors.into_iter();
        anchors
            .map(|anchor| anchor.moved(&face_from_scan))
            .collect()
    };
    Ok(Posed {
        unit,
        target: Target::new(head(template, &posed)),
        guides: moved(guides),
        withheld: moved(withheld),
        face_from_scan,
        scan_points: surface.points.len(),
    })
}

/// The part of a posed scan that is near the face.
pub(crate) fn head(template: &Template, posed: &Surface) -> Surface {
    let tip = template.surface.points[template.nose_tip as usize];
    let is_near = |corner: &u32| posed.points[*corner as usize].distance(tip) < HEAD_MM;
    posed.part(|triangle| posed.triangles[triangle].iter().all(is_near))
}

/// The start of a pose by landmarks, its scale that of the unit.
fn rigid(guides: &[Anchor], unit: Unit, template: &Template) -> Similarity {
    let cage = &template.cage.mesh.points;
    let pairs: Vec<_> = guides
        .iter()
        .map(|anchor| (unit.mm() * anchor.place, anchor.on(cage)))
        .collect();
    Similarity::of_pairs(&pairs, false)
}

/// The unit in which landmarks are as far apart as on a face.
fn unit_of(scale: f64, surface: &Surface, known: &Known) -> Result<Unit, ScanError> {
    let is_near = |unit: &Unit| {
        let ratio = scale / unit.mm();
        (1.0 / SCALE_SLACK..SCALE_SLACK).contains(&ratio)
    };
    let units = known.unit.map_or(Unit::ALL.to_vec(), |unit| vec![unit]);
    let extent = surface.extent();
    units
        .into_iter()
        .find(is_near)
        .ok_or(ScanError::NoUnit { extent })
}

/// Units in which the scan has the size of a head.
fn units(surface: &Surface, known: &Known) -> Result<Vec<Unit>, ScanError> {
    let extent = surface.extent();
    let units = known.unit.map_or(Unit::ALL.to_vec(), |unit| vec![unit]);
    let fits = |unit: &Unit| SIZES_MM.contains(&(extent * unit.mm()));
    let units: Vec<Unit> = units.into_iter().filter(fits).collect();
    if units.is_empty() {
        return Err(ScanError::NoUnit { extent });
    }
    Ok(units)
}

/// Why the best pose is that of no face.
fn refusal(template: &Template, compared: &Compared, target: &Target, found: &Found) -> Refusal {
    let turned = Target::new(target.surface.turned_over());
    let other = search::search(&turned, compared, 0.0);
    if other.is_some_and(|other| check::is_face(other.share)) {
        return ScanError::InsideOut.into();
    }
    let posed = Target::new(
        target
            .surface
            .moved(|point| found.face_from_scan.apply(point)),
    );
    let is_half = found.share >= HALF_SHARE;
    let complete = check::completeness(template, &posed, &template.surface);
    if let (true, Err(incomplete)) = (is_half, complete) {
        return incomplete;
    }
    let face = Target::new(template.triangles(template.surface.points.clone()));
    let tip = template.surface.points[template.nose_tip as usize];
    let mark = |point: &DVec3| {
        let hit = face.tree.nearest(*point, OFF_MM, |_, _| true);
        let off = hit.map_or(1.0, |hit| hit.distance / OFF_MM);
        if point.distance(tip) < FACE_MM {
            off
        } else {
            0.0
        }
    };
    Refusal {
        reason: ScanError::NoFace { share: found.share },
        place: Some(Box::new(Marked {
            marks: posed.surface.points.iter().map(mark).collect(),
            points: posed.surface.points,
            triangles: posed.surface.triangles,
        })),
    }
}
