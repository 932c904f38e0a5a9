//! Ears, foreshortened as the front view shows them.

use super::Look;
use crate::geometry::{Point, Taper};
use crate::palette::LINE;
use crate::plate::{Plate, Shape};

#[rustfmt::skip]
const OUTER: &[Point] = &[
    [63.5, -3.0], [65.6, 4.0], [69.0, 8.2], [72.8, 8.6], [75.6, 5.0], [76.6, -2.0], [76.0, -11.0],
    [74.2, -20.0], [71.8, -28.0], [70.4, -36.0], [68.6, -42.6], [65.6, -45.0], [63.0, -42.0],
    [61.5, -34.0],
];

pub(super) fn draw(plate: &mut Plate, _look: Look) {
    plate.pair(&Shape::blob(OUTER), r##"fill="#efd4c3""##);
    let filter = plate.url("blur1");
    plate.open(&format!(r##"filter="{filter}" fill="#b07c68""##));
    plate.pair(
        &Shape::blob(&[
            [67.0, 1.0],
            [71.5, 5.0],
            [73.6, -2.0],
            [72.5, -14.0],
            [69.5, -24.0],
            [67.4, -14.0],
        ]),
        r#"fill-opacity=".36""#,
    );
    plate.pair(
        &Shape::blob(&[
            [66.0, -14.0],
            [69.0, -17.0],
            [69.5, -27.0],
            [67.0, -32.0],
            [65.0, -24.0],
        ]),
        r#"fill-opacity=".5""#,
    );
    plate.close();
    plate.stroke_pair(&OUTER[1..13], 0.62, Taper::Both, LINE);
    plate.stroke_pair(
        &[
            [68.0, 3.6],
            [71.6, 5.8],
            [74.2, 3.2],
            [74.8, -4.0],
            [73.8, -13.0],
            [71.6, -23.0],
            [69.6, -30.0],
        ],
        0.4,
        Taper::Both,
        LINE,
    );
    plate.stroke_pair(
        &[
            [69.0, -1.0],
            [71.4, -4.0],
            [71.6, -12.0],
            [70.2, -20.0],
            [68.0, -25.0],
        ],
        0.4,
        Taper::Both,
        LINE,
    );
    plate.stroke_pair(
        &[[66.8, -12.0], [68.6, -17.0], [68.0, -23.0], [66.2, -26.0]],
        0.45,
        Taper::Both,
        LINE,
    );
}
