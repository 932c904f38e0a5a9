//! Refusals: what is no face, is not all there, or is not at rest.

use glam::DVec3;

use super::error::{Marked, Refusal, ScanError};
use super::partner::Target;
use super::report::Distances;
use super::template::Template;
use crate::mesh::Mesh;

/// Fewest triangles of a scan and of a face on it.
const FEWEST_TRIANGLES: usize = 1500;
/// Share of the compared face that must lie on the scan.
pub(crate) const LEAST_SHARE: f64 = 0.5;
/// Share of a part of the face that must be there.
const LEAST_PART: f64 = 0.6;
/// A place has scan before it within this distance, mm.
const THERE_MM: f64 = 7.0;
/// Widest gap between the lips of a face at rest, mm.
const GAP_MM: f64 = 6.0;
/// The lips are within this distance of the middle of the mouth, mm.
const MOUTH_MM: f64 = 22.0;
/// A measure of a person differs from the means by this share and length (mm) at most.
const HUMAN: (f64, f64) = (0.35, 8.0);
/// Median and 95th percentile of a fit that is of use, mm.
const CLOSE_MM: (f64, f64) = (1.5, 6.0);
/// Parts of the face that must be there: area of the catalog, whether it has two sides.
const PARTS: [(&str, bool); 8] = [
    ("nose", true),
    ("midface", true),
    ("infraorbital", true),
    ("cheek-skin", true),
    ("brow", true),
    ("lips", false),
    ("chin", false),
    ("glabella", false),
];

/// Refuses a scan of too few triangles.
pub(crate) fn fineness(triangles: usize, area_mm2: f64) -> Result<(), ScanError> {
    if triangles >= FEWEST_TRIANGLES {
        return Ok(());
    }
    // Edge of an equilateral triangle of the mean area.
    let edge_mm = (4.0 / 3.0_f64.sqrt() * area_mm2 / triangles.max(1) as f64).sqrt();
    Err(ScanError::TooCoarse {
        triangles,
        fewest: FEWEST_TRIANGLES,
        edge_mm,
    })
}

/// Whether a pose is that of a face.
pub(crate) fn is_face(share: f64) -> bool {
    share >= LEAST_SHARE
}

/// Refuses a face of which parts are missing.
///
/// - `surface`: our face, posed on the scan
pub(crate) fn completeness(
    template: &Template,
    target: &Target,
    surface: &Mesh,
) -> Result<(), Refusal> {
    let normals = surface.normals();
    let is_there: Vec<bool> = surface
        .points
        .iter()
        .zip(&normals)
        .map(|(place, normal)| {
            let is_alike = |t: u32, w: [f64; 3]| target.surface.normal_at(t, w).dot(*normal) > 0.0;
            let hit = target.tree.nearest(*place, THERE_MM, is_alike);
            hit.is_some_and(|hit| !target.surface.is_on_border(hit.triangle, hit.weights))
        })
        .collect();
    let mut missing = Vec::new();
    let mut marks = vec![0.0; surface.points.len()];
    for (area, points) in template.cage.regions() {
        let Some((_, is_paired)) = PARTS.iter().find(|(name, _)| *name == area) else {
            continue;
        };
        for (side, sign) in [("left ", 1.0), ("right ", -1.0)] {
            if !is_paired && sign < 0.0 {
                continue;
            }
            let of_side = |point: &&u32| {
                !is_paired || sign * template.cage.mesh.points[**point as usize].x >= 0.0
            };
            let of_side: Vec<u32> = points.iter().filter(of_side).copied().collect();
            let there = of_side
                .iter()
                .filter(|point| is_there[**point as usize])
                .count();
            let share = there as f64 / of_side.len().max(1) as f64;
            if share < LEAST_PART {
                let side = if *is_paired { side } else { "" };
                missing.push(format!("{side}{area} ({:.0} % there)", 100.0 * share));
            }
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    for point in template.near_nose(&surface.points, super::template::FACE_MM) {
        marks[point as usize] = f64::from(!is_there[point as usize]);
    }
    Err(Refusal {
        reason: ScanError::Incomplete {
            missing: missing.join(", "),
        },
        place: Some(Box::new(Marked {
            points: surface.points.clone(),
            triangles: surface.triangles(),
            marks,
        })),
    })
}

/// Refuses a mouth that is wide open: the lips are apart, or span a gap of the scan.
///
/// - `surface`: the fitted skin
/// - `from_face`: points of it with their distances from the scan, mm
pub(crate) fn lips(
    template: &Template,
    surface: &[DVec3],
    from_face: &[(u32, Option<f64>)],
) -> Result<(), ScanError> {
    let line = |name: &str| {
        template
            .cage
            .named("net.txt", name)
            .map(|p| surface[p as usize])
    };
    let (upper, lower) = (line("mouth.2.0")?, line("mouth.2.12")?);
    let middle = 0.5 * (upper + lower);
    let near = from_face
        .iter()
        .filter(|(point, _)| surface[*point as usize].distance(middle) < MOUTH_MM);
    let spanned = near
        .filter_map(|(_, distance)| *distance)
        .fold(0.0, f64::max);
    let gap_mm = upper.distance(lower).max(spanned);
    if gap_mm <= GAP_MM {
        return Ok(());
    }
    Err(ScanError::MouthOpen { gap_mm })
}

/// Refuses measures that no person has.
pub(crate) fn measures(template: &Template, surface: &[DVec3]) -> Result<(), ScanError> {
    let taken = template.caliper.take(&template.cage, surface)?;
    for measure in &template.caliper.measures {
        let found_mm = taken.0[&measure.name];
        let (low, high) = (
            measure.woman_mm.min(measure.man_mm),
            measure.woman_mm.max(measure.man_mm),
        );
        let reach = HUMAN.0 * high.abs() + HUMAN.1;
        if !(low - reach..=high + reach).contains(&found_mm) {
            return Err(ScanError::NotHuman {
                name: measure.name.clone(),
                found_mm,
                low_mm: low - reach,
                high_mm: high + reach,
            });
        }
    }
    Ok(())
}

/// Refuses a fit that is not close.
pub(crate) fn closeness(from_scan: &Distances, from_face: &Distances) -> Result<(), ScanError> {
    let median_mm = from_scan.median_mm.max(from_face.median_mm);
    let p95_mm = from_scan.p95_mm.max(from_face.p95_mm);
    if median_mm <= CLOSE_MM.0 && p95_mm <= CLOSE_MM.1 {
        return Ok(());
    }
    Err(ScanError::PoorFit { median_mm, p95_mm })
}
