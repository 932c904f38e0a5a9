//! The vessels that matter when filler is injected, as thin red lines.
//!
//! Courses are typical ones; every vessel varies. Supratrochlear artery 8–17 mm and
//! supraorbital artery 21–26 mm from the midline at the brow, infraorbital foramen 26–28 mm
//! from the midline and 8 mm below the rim, labial arteries along the vermilion border,
//! frontal branch of the superficial temporal artery about 15 mm above the brow's tail.

use crate::geometry::{Point, mirrored};
use crate::palette::VESSEL;
use crate::plate::{Plate, Shape};

/// Course on the patient's left, mm of the front drawing, and width in px.
#[rustfmt::skip]
const COURSES: &[(f64, &[Point])] = &[
    // Facial artery over the jaw to the corner of the mouth, then angular artery to the inner canthus.
    (1.6, &[[43.6, -87.0], [40.6, -80.0], [35.6, -75.6], [32.6, -70.0], [31.4, -62.0],
        [27.0, -52.6], [21.6, -44.6], [19.6, -36.6], [17.4, -27.0], [14.4, -17.0], [12.6, -8.0]]),
    // Superior and inferior labial.
    (1.1, &[[32.0, -67.6], [28.6, -69.4], [23.0, -69.4], [16.6, -66.4], [10.6, -63.8],
        [5.0, -61.8], [0.0, -63.0]]),
    (1.1, &[[34.0, -73.0], [29.6, -77.6], [24.0, -78.0], [17.0, -80.8], [9.0, -84.6],
        [0.0, -85.4]]),
    // Lateral nasal.
    (1.0, &[[20.4, -41.0], [17.6, -37.4], [12.8, -35.6], [8.0, -37.0]]),
    // Dorsal nasal.
    (1.1, &[[12.6, -6.6], [8.6, -6.0], [5.0, -9.6], [4.4, -18.0], [4.6, -28.0]]),
    // Supratrochlear and supraorbital.
    (1.2, &[[12.6, -5.0], [12.6, 3.6], [11.6, 12.0], [12.2, 24.0], [11.4, 36.0], [13.0, 49.0]]),
    (1.2, &[[23.4, 4.6], [23.0, 11.0], [24.4, 22.0], [27.0, 34.0], [27.0, 46.0]]),
    // Infraorbital, from its foramen.
    (1.0, &[[27.0, -25.4], [25.0, -31.0], [24.4, -37.6]]),
    (1.0, &[[27.0, -25.4], [28.6, -31.6], [31.0, -38.0]]),
    (1.0, &[[27.0, -25.4], [22.0, -27.0], [18.0, -26.4]]),
    // Superficial temporal with frontal and parietal branch.
    (1.6, &[[66.0, -20.0], [65.8, -8.0], [64.8, 4.0], [63.0, 14.0]]),
    (1.2, &[[63.0, 14.0], [58.6, 20.6], [54.8, 26.4], [50.0, 31.6], [45.4, 40.6], [41.0, 48.0]]),
    (1.2, &[[63.0, 14.0], [63.6, 26.0], [62.4, 38.0], [63.0, 50.0]]),
    // Transverse facial.
    (1.1, &[[65.0, -22.0], [58.0, -27.6], [50.0, -30.0], [42.0, -33.0]]),
];

const INFRAORBITAL_FORAMEN: Point = [27.0, -25.4];

/// Draws the vessels of both sides.
pub(crate) fn draw(plate: &mut Plate, carry: super::creases::Carry) {
    let (colour, opacity) = if plate.complexion.is_dark() {
        ("#ff6b6b", ".62")
    } else {
        (VESSEL, ".46")
    };
    plate.open(&format!(
        r#"fill="none" stroke="{colour}" stroke-linecap="round" stroke-opacity="{opacity}""#
    ));
    for (width, course) in COURSES {
        for points in [course.to_vec(), mirrored(course)] {
            if let Some(points) = carry(&points) {
                plate.shape(
                    &Shape::curve(&points),
                    &format!(r#"stroke-width="{width}""#),
                );
            }
        }
    }
    plate.close();
    for sign in [1.0, -1.0] {
        if let Some(points) = carry(&[[INFRAORBITAL_FORAMEN[0] * sign, INFRAORBITAL_FORAMEN[1]]]) {
            let at = plate.place(points[0]);
            plate.raw(&format!(
                r#"<circle cx="{}" cy="{}" r="2.2" fill="{VESSEL}" fill-opacity=".55"/>"#,
                crate::plate::num(at[0]),
                crate::plate::num(at[1])
            ));
        }
    }
}
