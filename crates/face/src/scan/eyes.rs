//! The eyeballs behind the lids of a fitted face.

use glam::DVec3;

use super::pose::Similarity;
use super::template::Template;
use crate::error::FaceError;
use crate::eye::Eye;

/// Rings whose change of place and size the eyeball follows: the edges of the lids and the lids.
const LIDS: [&str; 3] = ["eye.1.", "eye.2.", "eye.3."];

/// Left and right eyeball, moved and scaled as their lids are.
///
/// - `cage`: points of the fitted cage, mm
pub(crate) fn eyes(template: &Template, cage: &[DVec3]) -> Result<[Eye; 2], FaceError> {
    let left = Eye::left()?;
    let mirrored = left.center * DVec3::new(-1.0, 1.0, 1.0);
    let lids = template.cage.loops(&LIDS);
    let start = &template.cage.mesh.points;
    let eye = |center: DVec3| {
        let ring = (0..cage.len())
            .filter(|point| lids[*point] && (start[*point].x > 0.0) == (center.x > 0.0));
        let pairs: Vec<(DVec3, DVec3)> = ring.map(|point| (start[point], cage[point])).collect();
        let by = Similarity::of_pairs(&pairs, true);
        Eye {
            center: by.apply(center),
            radius_mm: by.scale * left.radius_mm,
            iris_mm: left.iris_mm,
            pupil_mm: left.pupil_mm,
            cornea_radius_mm: left.cornea_radius_mm,
        }
    };
    Ok([eye(left.center), eye(mirrored)])
}
