//! Soft edges shared by all views.

use crate::geometry::Point;
use crate::plate::{Plate, Shape, num, num2};

/// Blurs of four strengths, named `blur0` to `blur3`.
pub(crate) fn define(plate: &mut Plate) {
    for (name, radius_mm) in [
        ("blur0", 0.25),
        ("blur1", 0.7),
        ("blur2", 1.9),
        ("blur3", 4.8),
    ] {
        let id = plate.id(name);
        let deviation = num(radius_mm * plate.frame.scale);
        plate.define(&format!(
            concat!(
                r#"<filter id="{}" x="-20%" y="-20%" width="140%" height="140%">"#,
                r#"<feGaussianBlur stdDeviation="{}"/></filter>"#
            ),
            id, deviation
        ));
    }
}

/// One soft plane of a body: where it turns from the light or to it, and how much.
pub(crate) struct Plane {
    /// Outline, mm.
    pub points: &'static [Point],
    /// 0..1.
    pub opacity: f64,
}

pub(crate) const fn plane(opacity: f64, points: &'static [Point]) -> Plane {
    Plane { points, opacity }
}

/// Draws planes of one colour with soft edges; `place` brings each outline to its place.
pub(crate) fn planes(
    plate: &mut Plate,
    (blur, colour): (&str, &str),
    planes: &[Plane],
    place: impl Fn(&[Point]) -> Vec<Vec<Point>>,
) {
    let filter = plate.url(blur);
    plate.open(&format!(r#"filter="{filter}" fill="{colour}""#));
    for plane in planes {
        let opacity = format!(r#"fill-opacity="{}""#, num2(plane.opacity));
        for points in place(plane.points) {
            plate.shape(&Shape::blob(&points), &opacity);
        }
    }
    plate.close();
}

/// Outlines that stay where they are.
pub(crate) fn here(points: &[Point]) -> Vec<Vec<Point>> {
    vec![points.to_vec()]
}
