//! The studio: a large key light, light from all around, a rim light, a grey backdrop.
//!
//! The lights stand with the camera, as in a photographer's studio.

use glam::Vec3;

use super::Camera;

/// A soft light: a square in the far distance.
pub(super) struct SoftLight {
    /// Unit vector to its middle.
    pub(super) towards: Vec3,
    /// Unit vectors along its sides.
    pub(super) sides: [Vec3; 2],
    /// Half of its side seen from the scene, tangent of an angle.
    pub(super) half: f32,
    /// Light it sends, linear.
    pub(super) color: Vec3,
}

impl SoftLight {
    fn new(towards: Vec3, up: Vec3, half: f32, color: Vec3) -> Self {
        let towards = towards.normalize();
        let across = up.cross(towards).normalize();
        Self {
            towards,
            sides: [across, towards.cross(across)],
            half,
            color,
        }
    }

    /// Unit vector to a point of the light.
    ///
    /// - `u`, `v`: place on the square, −1 to 1
    pub(super) fn direction(&self, u: f32, v: f32) -> Vec3 {
        let [across, along] = self.sides;
        (self.towards + self.half * (u * across + v * along)).normalize()
    }

    /// How much of the light a mirror in this direction shows, 0 to 1, with a soft edge.
    pub(super) fn mirrored(&self, direction: Vec3) -> f32 {
        let ahead = direction.dot(self.towards);
        if ahead <= 0.0 {
            return 0.0;
        }
        let edge = |side: Vec3| {
            let place = (direction.dot(side) / ahead / self.half).abs();
            smooth_step(1.15, 0.85, place)
        };
        edge(self.sides[0]) * edge(self.sides[1])
    }
}

/// All lights.
pub(super) struct Studio {
    /// The main light, from above and one side.
    pub(super) key: SoftLight,
    /// Light from behind that draws the contour.
    pub(super) rim: SoftLight,
    /// Up in the picture.
    up: Vec3,
    /// From the scene to the camera.
    back: Vec3,
    right: Vec3,
}

impl Studio {
    pub(super) fn new(camera: &Camera) -> Self {
        let [right, up, forward] = camera.axes();
        let back = -forward;
        let from = |x: f32, y: f32, z: f32| x * right + y * up + z * back;
        Self {
            key: SoftLight::new(
                from(-0.55, 0.62, 1.0),
                up,
                0.30,
                Vec3::new(1.0, 0.965, 0.92) * 2.05,
            ),
            rim: SoftLight::new(
                from(0.9, 0.5, -0.75),
                up,
                0.3,
                Vec3::new(0.92, 0.96, 1.0) * 0.85,
            ),
            up,
            back,
            right,
        }
    }

    /// Light of the surroundings from a direction: brighter above and in front.
    pub(super) fn surroundings(&self, direction: Vec3) -> Vec3 {
        let above = 0.5 + 0.5 * direction.dot(self.up);
        let front = 0.5 + 0.5 * direction.dot(self.back);
        let fill = direction
            .dot((self.right + 0.6 * self.back).normalize())
            .max(0.0);
        let strength = 0.24 + 0.42 * above * above + 0.30 * front * front + 0.22 * fill * fill;
        let warm = Vec3::new(1.0, 0.985, 0.965);
        let cool = Vec3::new(0.96, 0.985, 1.0);
        strength * (cool * above + warm * (1.0 - above))
    }

    /// The backdrop at a height of the picture, linear.
    ///
    /// - `x`, `y`: place in the picture, −1 to 1, upward
    pub(super) fn backdrop(x: f32, y: f32) -> Vec3 {
        let distance = (x * x + (y - 0.1) * (y - 0.1)).sqrt();
        let glow = smooth_step(1.7, 0.0, distance);
        Vec3::new(0.36, 0.37, 0.385) * (0.55 + 0.6 * glow)
    }
}

/// 0 at `from`, 1 at `to`, smooth between.
pub(super) fn smooth_step(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
