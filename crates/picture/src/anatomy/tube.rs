//! Tubes and curtains along lines.

use glam::DVec3;

use crate::render::{Finish, Surface};

/// Points around a tube.
const AROUND: usize = 7;

/// One point of a tube's middle line.
#[derive(Clone, Copy)]
pub(super) struct Knot {
    /// Place, mm.
    pub(super) at: DVec3,
    /// Unit vector out of the face.
    pub(super) outward: DVec3,
    /// Half of its width along the face, mm.
    pub(super) half_width: f64,
    /// Half of its height out of the face, mm.
    pub(super) half_height: f64,
    /// Colour, linear.
    pub(super) color: DVec3,
}

/// An empty surface.
pub(super) fn empty(finish: Finish) -> Surface {
    Surface {
        points: Vec::new(),
        normals: Vec::new(),
        colors: Vec::new(),
        triangles: Vec::new(),
        finish,
    }
}

/// Adds a tube of elliptical section to a surface; its ends taper to a point.
pub(super) fn add(surface: &mut Surface, knots: &[Knot]) {
    let first = surface.points.len() as u32;
    let last = knots.len() - 1;
    for (number, knot) in knots.iter().enumerate() {
        let before = knots[number.saturating_sub(1)].at;
        let after = knots[(number + 1).min(last)].at;
        let along = (after - before).normalize_or(DVec3::Y);
        let aside = along.cross(knot.outward).normalize_or(DVec3::X);
        let up = aside.cross(along);
        let end = number.min(last - number);
        let taper = [0.35, 0.8].get(end).copied().unwrap_or(1.0);
        for k in 0..AROUND {
            let angle = std::f64::consts::TAU * k as f64 / AROUND as f64;
            let (sine, cosine) = angle.sin_cos();
            let (width, height) = (taper * knot.half_width, taper * knot.half_height);
            let place = knot.at + cosine * width * aside + sine * height * up;
            let normal = (cosine / width.max(0.05)) * aside + (sine / height.max(0.05)) * up;
            surface.points.push(place.as_vec3());
            surface.normals.push(normal.normalize_or(up).as_vec3());
            surface.colors.push(knot.color.as_vec3());
        }
    }
    let around = AROUND as u32;
    for ring in 0..last as u32 {
        for k in 0..around {
            let (a, b) = (
                first + ring * around + k,
                first + ring * around + (k + 1) % around,
            );
            let (c, d) = (a + around, b + around);
            surface.triangles.push([a, d, b]);
            surface.triangles.push([a, c, d]);
        }
    }
}

/// A curtain between two lines, seen from both sides.
pub(super) fn curtain(roots: &[DVec3], ends: &[DVec3], color: DVec3) -> Surface {
    let mut surface = empty(Finish::Matte);
    for turned in [false, true] {
        let first = surface.points.len() as u32;
        for (number, (root, end)) in roots.iter().zip(ends).enumerate() {
            let next = roots
                .get(number + 1)
                .or(number.checked_sub(1).map(|i| &roots[i]));
            let along = next.map_or(DVec3::Y, |next| *next - *root);
            let mut normal = along.cross(*end - *root).normalize_or(DVec3::Z);
            if number + 1 == roots.len() {
                normal = -normal;
            }
            if turned {
                normal = -normal;
            }
            surface.points.extend([root.as_vec3(), end.as_vec3()]);
            surface.normals.extend([normal.as_vec3(); 2]);
            surface.colors.extend([color.as_vec3(); 2]);
        }
        for i in 0..roots.len().saturating_sub(1) as u32 {
            let [a, b, c, d] = [0, 1, 2, 3].map(|k| first + 2 * i + k);
            let sides = [[a, c, d], [a, d, b]];
            surface
                .triangles
                .extend(sides.map(|[x, y, z]| if turned { [x, z, y] } else { [x, y, z] }));
        }
    }
    surface
}
