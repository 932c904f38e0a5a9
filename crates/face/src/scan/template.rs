//! The built-in face as a scan is compared with it.

use std::collections::BTreeMap;

use glam::DVec3;

use crate::ageing::Ageing;
use crate::cage::Cage;
use crate::error::FaceError;
use crate::measures::Caliper;
use crate::mesh::Mesh;
use crate::refine::Refinement;

use super::surface::Surface;

/// Subdivisions of the surface that is fitted.
pub(crate) const LEVELS: usize = 2;
/// Distance from the tip of the nose within which a fit is judged, mm.
pub(crate) const FACE_MM: f64 = 95.0;
/// A standard deviation of a measure, as a share of its mean and a length, mm: a quarter of the
/// range that the built-in face covers.
const DEVIATION: (f64, f64) = (0.05, 1.0);
/// Age whose moves are the field of ageing, years.
const OLD_YEARS: f64 = 70.0;

/// The built-in face and what a fit needs to know of it.
pub(crate) struct Template {
    pub(crate) cage: Cage,
    pub(crate) caliper: Caliper,
    pub(crate) refinement: Refinement,
    /// The surface of the cage, mm.
    pub(crate) surface: Mesh,
    /// Points of the first subdivision, which come first among those of all.
    pub(crate) coarse_points: usize,
    /// Whether a point of the surface lies behind the lids or within the mouth.
    pub(crate) is_inner: Vec<bool>,
    /// Whether a point of the surface lies inside a nostril.
    pub(crate) is_nostril: Vec<bool>,
    /// Moves of the cage's points by one standard deviation of a measure, and by ageing to
    /// [`OLD_YEARS`], (fields × points), mm.
    pub(crate) fields: Vec<Vec<DVec3>>,
    /// Tip of the nose among the points.
    pub(crate) nose_tip: u32,
}

impl Template {
    pub(crate) fn new() -> Result<Self, FaceError> {
        let cage = Cage::built_in()?;
        let refinement = Refinement::new(&cage.mesh, LEVELS);
        let coarse_points = Refinement::new(&cage.mesh, LEVELS - 1)
            .carry_numbers(&vec![0.0; cage.mesh.points.len()])
            .len();
        let surface = refinement.surface(&cage.mesh.points);
        let caliper = Caliper::new(&cage, &refinement)?;
        let within = |loops: &[&str]| -> Vec<bool> {
            let shares: Vec<f64> = cage.loops(loops).into_iter().map(f64::from).collect();
            let shares = refinement.carry_numbers(&shares);
            shares.into_iter().map(|share| share > 0.5).collect()
        };
        let is_inner = within(&["mouth.0.", "mouth.1.", "eye.0.", "eye.1."]);
        let is_nostril = within(&["nostril.1.", "nostril.2.", "nostril.3."]);
        let nose_tip = cage.named("landmarks.txt", "nose.6.0")?;
        let fields = fields(&cage, &caliper)?;
        Ok(Self {
            cage,
            caliper,
            refinement,
            surface,
            coarse_points,
            is_inner,
            is_nostril,
            fields,
            nose_tip,
        })
    }

    /// Points of the surface within a distance of the tip of the nose, the inner ones left out.
    pub(crate) fn near_nose(&self, points: &[DVec3], within_mm: f64) -> Vec<u32> {
        let tip = points[self.nose_tip as usize];
        let is_near = |point: &u32| {
            let point = *point as usize;
            !self.is_inner[point] && points[point].distance(tip) < within_mm
        };
        (0..points.len() as u32).filter(is_near).collect()
    }

    /// A mean of points of the surface as a mean of points of the cage.
    pub(crate) fn mean_of(&self, corners: [u32; 3], weights: [f64; 3]) -> Vec<(u32, f64)> {
        let mut mean = BTreeMap::new();
        for (corner, weight) in corners.into_iter().zip(weights) {
            for (point, share) in self.refinement.weights(corner as usize) {
                *mean.entry(*point).or_insert(0.0) += weight * share;
            }
        }
        mean.into_iter().collect()
    }

    /// A surface of the same net as triangles; its pieces tell the inner triangles (1) apart.
    pub(crate) fn triangles(&self, points: Vec<DVec3>) -> Surface {
        let mesh = Mesh {
            points,
            quads: self.refinement.quads.clone(),
        };
        let triangles = mesh.triangles();
        let is_inner = |triangle: &[u32; 3]| triangle.iter().all(|c| self.is_inner[*c as usize]);
        Surface {
            pieces: triangles
                .iter()
                .map(|triangle| u32::from(is_inner(triangle)))
                .collect(),
            normals: mesh.normals(),
            is_border: vec![false; mesh.points.len()],
            points: mesh.points,
            triangles,
        }
    }
}

fn fields(cage: &Cage, caliper: &Caliper) -> Result<Vec<Vec<DVec3>>, FaceError> {
    let points = &cage.mesh.points;
    let mut fields = Vec::new();
    for (number, measure) in caliper.measures.iter().enumerate() {
        let mean = 0.5 * (measure.woman_mm + measure.man_mm);
        let deviation = DEVIATION.0 * mean.abs() + DEVIATION.1;
        let mut shares = vec![0.0; caliper.measures.len()];
        shares[number] = deviation;
        let moves = points
            .iter()
            .map(|point| caliper.moved(&shares, *point) - *point);
        fields.push(moves.collect());
    }
    let ageing = Ageing::new(cage, OLD_YEARS)?;
    fields.push(
        points
            .iter()
            .map(|point| ageing.moved(*point) - *point)
            .collect(),
    );
    Ok(fields)
}
