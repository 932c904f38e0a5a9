//! The ear from the side.

use crate::geometry::{Point, Taper};
use crate::palette::LINE;
use crate::plate::{Plate, Shape};

#[rustfmt::skip]
const OUTER: &[Point] = &[
    [-83.0, -8.0], [-83.6, 0.0], [-87.0, 7.0], [-94.0, 11.4], [-102.6, 11.0], [-109.6, 6.0],
    [-112.8, -2.6], [-112.2, -12.0], [-108.6, -22.0], [-103.0, -31.0], [-98.4, -39.6],
    [-92.6, -46.2], [-86.2, -47.8], [-82.0, -43.6], [-81.0, -36.0], [-82.2, -28.0],
    [-82.4, -18.0],
];

pub(super) fn draw(plate: &mut Plate) {
    plate.shape(&Shape::blob(OUTER), r##"fill="#f4ddcf""##);
    let blur = plate.url("blur1");
    plate.open(&format!(r##"filter="{blur}" fill="#a8705a""##));
    plate.shape(
        &Shape::blob(&[
            [-88.0, -13.0],
            [-94.0, -9.0],
            [-98.0, -15.0],
            [-97.0, -24.0],
            [-91.0, -29.0],
            [-87.0, -24.0],
        ]),
        r#"fill-opacity=".55""#,
    );
    plate.shape(
        &Shape::blob(&[
            [-88.0, 2.0],
            [-95.0, 5.6],
            [-103.0, 4.0],
            [-107.0, -4.0],
            [-105.0, -14.0],
            [-102.0, -8.0],
            [-98.0, 0.0],
        ]),
        r#"fill-opacity=".4""#,
    );
    plate.close();
    plate.stroke(&OUTER[..15], 0.85, Taper::Both, LINE);
    // Inner rim of the helix, antihelix with its crura, tragus and antitragus.
    plate.stroke(
        &[
            [-88.6, -9.0],
            [-88.0, -2.0],
            [-91.4, 4.0],
            [-97.0, 7.0],
            [-103.6, 5.4],
            [-107.8, 0.0],
            [-108.4, -8.0],
            [-105.6, -18.0],
            [-101.0, -27.0],
        ],
        0.55,
        Taper::Both,
        LINE,
    );
    plate.stroke(
        &[
            [-94.0, 0.8],
            [-99.0, -3.0],
            [-101.4, -10.0],
            [-100.4, -18.0],
            [-97.0, -26.0],
            [-93.0, -31.0],
        ],
        0.55,
        Taper::Both,
        LINE,
    );
    plate.stroke(
        &[[-90.0, -6.4], [-95.4, -5.0], [-99.6, -6.6]],
        0.45,
        Taper::Both,
        LINE,
    );
    plate.stroke(
        &[
            [-84.0, -12.0],
            [-87.4, -16.0],
            [-88.2, -20.4],
            [-86.0, -24.6],
            [-86.4, -28.6],
            [-90.0, -31.0],
            [-94.0, -29.6],
        ],
        0.6,
        Taper::Both,
        LINE,
    );
    plate.stroke(
        &[[-86.0, -10.0], [-90.0, -12.6], [-95.0, -13.4]],
        0.45,
        Taper::Both,
        LINE,
    );
}
