//! A face in the studio: its skin, eyes and hairs as a scene, and where the camera stands.

use face::lines::FaceLines;
use face::{Complexion, Eye, EyePart, Face, Hair, Mesh, Refinement};
use glam::{DVec3, Vec3};
use tissue::lines::Frame;

use super::{Camera, Finish, Scene, Strand, Surface};

/// Distance of the camera from the middle of the head, mm.
const DISTANCE_MM: f32 = 1400.0;

/// From where a face is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pose {
    /// From straight ahead.
    Front,
    /// Turned half way, the left side towards the camera.
    ThreeQuarter,
    /// From the left side.
    Profile,
}

impl Pose {
    /// The camera for this pose.
    pub fn camera(self) -> Camera {
        let (degrees, ahead) = match self {
            Self::Front => (0.0_f32, 0.0),
            Self::ThreeQuarter => (40.0, 6.0),
            Self::Profile => (90.0, 14.0),
        };
        let (sine, cosine) = degrees.to_radians().sin_cos();
        let target = Vec3::new(0.0, -4.0, 30.0 - ahead);
        Camera {
            eye: target + DISTANCE_MM * Vec3::new(sine, 0.02, cosine),
            target,
            up: Vec3::Y,
            field_of_view_deg: 13.6,
        }
    }
}

/// The scene of a face.
///
/// - `levels`: subdivisions of the skin
pub fn portrait(face: &Face, levels: usize) -> Scene {
    let refinement = Refinement::new(&face.cage.mesh, levels);
    let skin = face.skin(&refinement);
    portrait_moved(face, &refinement, &skin)
}

/// The scene of a face whose skin has moved, as in an expression.
///
/// - `skin`: the moved skin, refined by `refinement`
pub fn portrait_moved(face: &Face, refinement: &Refinement, skin: &Mesh) -> Scene {
    let complexion = Complexion::of(&face.person);
    let colors = complexion.colors(&face.cage, refinement);
    let hairs = Hair::of(face, refinement, skin);
    let mut surfaces = vec![Surface::of(skin, &colors, Finish::Skin)];
    for bead in face.caruncles(skin) {
        let pink = vec![DVec3::new(0.50, 0.27, 0.22); bead.points.len()];
        surfaces.push(Surface::of(&bead, &pink, Finish::Moist));
    }
    let eyes = face.eyes.iter();
    surfaces.extend(eyes.flat_map(|eye| eye_surfaces(eye, &complexion)));
    let strand = |hair: &Hair| Strand {
        points: hair.points.iter().map(DVec3::as_vec3).collect(),
        width_mm: hair.width_mm as f32,
        color: complexion.hair.as_vec3(),
    };
    Scene {
        surfaces,
        strands: hairs.iter().map(strand).collect(),
    }
}

/// Puts the folded skin in the place of the skin of a face's scene.
///
/// - `scene`: of the same face, its skin refined as the lines' anatomy is
pub fn fold_skin(scene: &mut Scene, lines: &FaceLines, folded: &Frame) {
    let Some(skin) = scene.surfaces.first_mut() else {
        return;
    };
    let place = |point: &[f64; 3]| DVec3::from_array(*point).as_vec3();
    let color = |fine: usize| {
        let (corners, weights) = lines.field.mean(fine);
        let parts = corners.iter().zip(weights);
        parts
            .filter_map(|(corner, weight)| {
                Some(*skin.colors.get(*corner as usize)? * weight as f32)
            })
            .sum::<Vec3>()
    };
    let colors = (0..lines.field.n_fine()).map(color).collect();
    skin.points = folded.points.iter().map(place).collect();
    skin.normals = folded.normals.iter().map(place).collect();
    skin.triangles = lines.field.triangles().to_vec();
    skin.colors = colors;
}

/// The ball and the clear cornea of an eye.
pub(crate) fn eye_surfaces(eye: &Eye, complexion: &Complexion) -> [Surface; 2] {
    let (ball, parts) = eye.ball();
    let colors: Vec<DVec3> = parts
        .iter()
        .map(|part| eye_color(*part, complexion))
        .collect();
    let cornea = eye.cornea();
    let none = vec![DVec3::ZERO; cornea.points.len()];
    [
        Surface::of(&ball, &colors, Finish::Eye),
        Surface::of(&cornea, &none, Finish::Clear),
    ]
}

/// Colour of a place on the eyeball: fibres run across the iris, vessels redden the corners.
fn eye_color((part, out, around): (EyePart, f64, f64), complexion: &Complexion) -> DVec3 {
    match part {
        EyePart::Pupil => DVec3::splat(0.006),
        EyePart::Iris => {
            let fibres = 1.0 + 0.22 * (9.0 * around + 3.0 * out).sin() * (31.0 * around).sin();
            let ring = 1.25 - 1.6 * (out - 0.55).abs();
            complexion.iris * fibres * ring.max(0.35)
        }
        EyePart::Limbus => complexion.iris * 0.45 + DVec3::splat(0.02),
        EyePart::White => {
            let corner = ((out - 1.5) / 1.6).clamp(0.0, 1.0);
            DVec3::new(0.66, 0.615, 0.58).lerp(DVec3::new(0.52, 0.30, 0.25), 0.7 * corner)
        }
    }
}
