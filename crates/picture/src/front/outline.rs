//! The contour of the head: skull, cheekbone, jaw and chin.

use super::Look;
use crate::geometry::{Point, Taper, mirrored};
use crate::palette::LINE;
use crate::plate::{Plate, Shape};

/// Right half of a woman's head from the chin's midline up to the vertex, mm.
#[rustfmt::skip]
const WOMAN: &[Point] = &[
    [0.0, -115.0], [5.6, -114.6], [11.0, -113.2], [16.4, -110.5], [22.8, -106.4], [30.6, -100.6],
    [38.8, -93.0], [46.0, -84.2], [51.4, -74.4], [55.7, -63.6], [58.9, -52.6], [62.2, -40.0],
    [64.7, -28.0], [66.1, -16.0], [66.0, -4.0], [64.7, 9.0], [64.5, 24.0], [65.6, 38.0],
    [65.2, 52.0], [62.0, 66.0], [55.5, 79.0], [45.5, 90.0], [32.0, 98.5], [16.5, 103.5],
    [0.0, 105.0],
];

/// The same of a man: fuller jaw angle, broader chin.
#[rustfmt::skip]
const MAN: &[Point] = &[
    [0.0, -115.0], [8.0, -114.7], [15.6, -113.1], [22.6, -109.8], [30.0, -104.6], [38.4, -97.8],
    [46.2, -89.6], [52.4, -80.0], [56.6, -69.0], [59.6, -56.4], [62.4, -42.0], [64.8, -28.8],
    [66.3, -16.0], [66.4, -4.0], [65.4, 9.0], [65.2, 24.0], [66.0, 38.0], [65.6, 52.0],
    [62.4, 66.0], [56.0, 79.0], [46.0, 90.0], [32.0, 98.5], [16.5, 103.5], [0.0, 105.0],
];

fn half(look: Look) -> &'static [Point] {
    if look.man { MAN } else { WOMAN }
}

/// The whole head outline, closed.
pub(crate) fn face_outline(look: Look) -> Shape {
    let right = half(look);
    let left: Vec<Point> = mirrored(right).into_iter().rev().skip(1).collect();
    let ring: Vec<Point> = right
        .iter()
        .copied()
        .chain(left)
        .take(2 * right.len() - 2)
        .collect();
    Shape::blob(&ring)
}

/// The visible contour line: jaw and cheek, from ear to ear, swelling at chin and jaw angle.
pub(super) fn contour(plate: &mut Plate, look: Look) {
    let right: Vec<Point> = half(look)[..13].to_vec();
    plate.stroke_pair(&right[6..], 0.55, Taper::Both, LINE);
    let left: Vec<Point> = mirrored(&right[..9]).into_iter().rev().collect();
    let chin: Vec<Point> = left
        .into_iter()
        .chain(right[1..9].iter().copied())
        .collect();
    plate.stroke(&chin, 0.75, Taper::Both, LINE);
}
