//! Nose: bridge, tip, wings, nostrils and the shadow beneath.

use super::Look;
use crate::geometry::{Point, Taper};
use crate::palette::{LINE, SKIN_DEEP};
use crate::plate::{Plate, Shape};

/// Wing from its groove round to the nostril's sill, mm.
#[rustfmt::skip]
const WING: &[Point] = &[
    [14.2, -36.2], [16.2, -38.6], [17.2, -42.0], [16.7, -45.6], [14.6, -48.2], [11.8, -48.6],
];
#[rustfmt::skip]
const NOSTRIL: &[Point] = &[
    [4.9, -48.2], [5.9, -47.1], [8.1, -46.5], [10.4, -47.0], [11.4, -48.1], [10.0, -48.8],
    [7.4, -49.0],
];
/// Lower rim of tip and columella from the midline outwards, mm.
#[rustfmt::skip]
const TIP: &[Point] = &[
    [0.0, -49.6], [2.0, -49.4], [3.8, -48.0], [4.6, -46.4],
];

pub(super) fn draw(plate: &mut Plate, look: Look) {
    shadows(plate);
    let soft = plate.url("blur0");
    plate.pair(
        &Shape::blob(NOSTRIL),
        &format!(r##"fill="#5a352c" fill-opacity=".78" filter="{soft}""##),
    );
    plate.stroke_pair(&WING[1..], 0.46, Taper::Both, "#93695a");
    plate.stroke_pair(
        &[
            [12.4, -48.2],
            [10.6, -46.7],
            [8.0, -46.1],
            [5.8, -46.8],
            [4.6, -48.2],
        ],
        0.4,
        Taper::Both,
        "#8a5d4d",
    );
    plate.stroke_pair(TIP, 0.4, Taper::Both, LINE);
    plate.stroke_pair(
        &[[7.9, -38.6], [9.2, -40.6], [9.5, -42.8], [8.8, -44.6]],
        0.32,
        Taper::Both,
        "#cda28e",
    );
    let bridge: &[Point] = &[
        [8.2, 5.0],
        [6.6, 0.0],
        [6.2, -8.0],
        [6.9, -18.0],
        [7.9, -27.0],
    ];
    plate.stroke_pair(
        bridge,
        if look.man { 0.42 } else { 0.32 },
        Taper::End,
        "#c79c88",
    );
    plate.stroke_pair(
        &[[4.6, -52.8], [5.0, -57.0], [5.4, -61.0]],
        0.26,
        Taper::Both,
        "#c79c88",
    );
}

fn shadows(plate: &mut Plate) {
    let filter = plate.url("blur1");
    plate.open(&format!(r#"filter="{filter}" fill="{SKIN_DEEP}""#));
    // Groove above the wing.
    plate.pair(
        &Shape::blob(&[
            [11.0, -35.0],
            [14.6, -36.6],
            [13.0, -40.0],
            [11.4, -44.6],
            [10.2, -41.0],
        ]),
        r#"fill-opacity=".42""#,
    );
    // Outside of the wing.
    plate.pair(
        &Shape::blob(&[
            [15.0, -35.5],
            [18.0, -38.5],
            [19.2, -43.0],
            [18.0, -48.0],
            [15.0, -50.0],
            [17.2, -45.5],
            [17.4, -41.5],
        ]),
        r#"fill-opacity=".42""#,
    );
    // Cast shadow on the upper lip.
    plate.shape(
        &Shape::blob(&[
            [-15.5, -49.4],
            [-8.0, -49.6],
            [0.0, -50.6],
            [8.0, -49.6],
            [15.5, -49.4],
            [9.0, -53.4],
            [0.0, -55.2],
            [-9.0, -53.4],
        ]),
        r#"fill-opacity=".50""#,
    );
    // Underside of the tip.
    plate.shape(
        &Shape::blob(&[
            [-9.5, -44.6],
            [-4.0, -45.6],
            [0.0, -46.0],
            [4.0, -45.6],
            [9.5, -44.6],
            [7.0, -49.0],
            [0.0, -50.0],
            [-7.0, -49.0],
        ]),
        r#"fill-opacity=".36""#,
    );
    plate.close();
}
