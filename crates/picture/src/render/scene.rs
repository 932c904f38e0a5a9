//! What is drawn, and from where.

use face::Mesh;
use glam::{DVec3, Vec2, Vec3};

/// How a surface answers light.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// Skin: soft gloss, light that scatters below the surface.
    Skin,
    /// Moist lip or lid rim: skin with more gloss.
    Moist,
    /// White and iris of the eye.
    Eye,
    /// Clear layer over the eye: it adds reflections only.
    Clear,
    /// No gloss at all.
    Matte,
}

/// A surface of triangles.
#[derive(Debug, Clone, PartialEq)]
pub struct Surface {
    /// Points, (n × 3), mm, the frame of the camera's eye and target.
    pub points: Vec<Vec3>,
    /// Outward unit normals, (n × 3), one a point.
    pub normals: Vec<Vec3>,
    /// Reflected share of light, (n × 3), red, green and blue, linear, one a point.
    pub colors: Vec<Vec3>,
    /// Corners of each triangle, counter-clockwise seen from outside.
    pub triangles: Vec<[u32; 3]>,
    /// How it answers light.
    pub finish: Finish,
}

impl Surface {
    /// A mesh as a surface.
    ///
    /// - `colors`: (n × 3), one a point
    pub fn of(mesh: &Mesh, colors: &[DVec3], finish: Finish) -> Self {
        let single = |vectors: &[DVec3]| vectors.iter().map(DVec3::as_vec3).collect();
        Self {
            points: single(&mesh.points),
            normals: single(&mesh.normals()),
            colors: single(colors),
            triangles: mesh.triangles(),
            finish,
        }
    }
}

/// A hair: a tapering line that always shows its width to the camera.
#[derive(Debug, Clone, PartialEq)]
pub struct Strand {
    /// Points from root to tip, (n × 3), mm.
    pub points: Vec<Vec3>,
    /// Width at the root, mm; it tapers to nothing at the tip.
    pub width_mm: f32,
    /// Reflected share of light, linear.
    pub color: Vec3,
}

/// Everything in front of the camera.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// Surfaces.
    pub surfaces: Vec<Surface>,
    /// Hairs.
    pub strands: Vec<Strand>,
}

/// A perspective camera.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    /// Where it stands, mm.
    pub eye: Vec3,
    /// What stands in the middle of the picture, mm.
    pub target: Vec3,
    /// Direction that is up in the picture.
    pub up: Vec3,
    /// Angle from the lower to the upper edge of the picture, degrees.
    pub field_of_view_deg: f32,
}

impl Camera {
    /// Unit vectors to the right, up and forward of the picture.
    pub(super) fn axes(&self) -> [Vec3; 3] {
        let forward = (self.target - self.eye).normalize();
        let right = forward.cross(self.up).normalize();
        [right, right.cross(forward), forward]
    }

    /// Where a point appears in a picture, pixels from its upper left corner.
    pub fn project(&self, picture: &Picture, point: Vec3) -> Vec2 {
        let [right, up, forward] = self.axes();
        let half = picture.height as f32 / 2.0;
        let scale = half / (self.field_of_view_deg.to_radians() / 2.0).tan();
        let seen = point - self.eye;
        let ahead = seen.dot(forward).max(f32::MIN_POSITIVE);
        Vec2::new(
            picture.width as f32 / 2.0 + scale * seen.dot(right) / ahead,
            half - scale * seen.dot(up) / ahead,
        )
    }
}

/// Size and fineness of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    /// Width, pixels.
    pub width: usize,
    /// Height, pixels.
    pub height: usize,
    /// Samples along each side of a pixel: 2 means four samples a pixel.
    pub samples_per_side: usize,
}
