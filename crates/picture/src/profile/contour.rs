//! Contour, skin and modelling of the profile.

use crate::front::Look;
use crate::geometry::{Point, Taper};
use crate::palette::{GLOW, LINE, SKIN_DEEP, SKIN_SHADE};
use crate::plate::{Plate, Shape};
use crate::tone::{Plane, here, plane, planes};

/// Forehead to chin, mm.
#[rustfmt::skip]
const FACE: &[Point] = &[
    [-20.0, 69.0], [-14.6, 61.0], [-8.8, 52.0], [-4.0, 42.0], [-0.8, 31.0], [1.2, 21.0],
    [1.9, 13.0], [1.0, 6.0], [-0.7, 0.0], [-0.9, -4.0], [1.2, -10.0], [4.9, -17.5], [9.4, -25.5],
    [14.2, -32.6], [19.2, -37.8], [22.9, -40.2], [24.4, -42.4], [23.8, -45.2], [21.0, -47.4],
    [16.4, -48.8], [11.4, -49.9], [8.6, -51.4], [7.9, -55.0], [8.4, -59.6], [9.7, -63.0],
];
/// Lips, mm.
#[rustfmt::skip]
const UPPER_LIP: &[Point] = &[
    [9.7, -63.0], [10.9, -65.4], [11.3, -68.4], [10.0, -71.2], [6.2, -72.9],
];
#[rustfmt::skip]
const LOWER_LIP: &[Point] = &[
    [6.2, -72.9], [8.9, -74.6], [9.9, -77.6], [9.2, -80.8], [7.4, -83.6],
];
/// Chin and floor of the mouth to the throat, mm.
#[rustfmt::skip]
const CHIN: &[Point] = &[
    [7.4, -83.6], [4.4, -87.2], [2.7, -91.0], [3.2, -95.2], [5.0, -99.8], [5.8, -104.4],
    [4.6, -109.4], [0.8, -113.4], [-6.0, -115.6], [-16.0, -115.0], [-30.0, -114.4],
    [-41.0, -115.6], [-46.4, -119.6], [-48.6, -127.0], [-49.4, -138.0], [-50.4, -150.0],
    [-52.0, -164.0],
];
#[rustfmt::skip]
const NAPE: &[Point] = &[
    [-150.0, -170.0], [-141.0, -150.0], [-136.4, -132.0], [-134.8, -112.0], [-136.0, -90.0],
    [-141.0, -68.0], [-152.0, -44.0], [-160.0, 0.0], [-140.0, 70.0], [-70.0, 92.0], [-20.0, 69.0],
];
/// Border of the jaw from chin to ear, mm.
#[rustfmt::skip]
pub(super) const JAW: &[Point] = &[
    [-7.0, -114.9], [-20.0, -110.6], [-36.0, -103.4], [-50.0, -94.6], [-60.4, -85.0],
    [-66.8, -74.6], [-70.6, -63.0], [-73.4, -50.0], [-76.0, -40.0],
];

pub(super) fn define(plate: &mut Plate) {
    crate::tone::define(plate);
    let (id, d) = (plate.id("side"), plate.data(&outline()));
    plate.define(&format!(
        r#"<clipPath id="{id}"><path d="{d}"/></clipPath>"#
    ));
}

fn outline() -> Shape {
    Shape::curve(FACE)
        .then(UPPER_LIP)
        .then(LOWER_LIP)
        .then(CHIN)
        .then(NAPE)
        .closed()
}

pub(super) fn draw(plate: &mut Plate, look: Look) {
    plate.shape(&outline(), r##"fill="#fbefe6""##);
    let clip = plate.url("side");
    plate.open(&format!(r#"clip-path="{clip}""#));
    shade(plate, look);
    plate.close();
    plate.stroke(FACE, 0.75, Taper::Both, LINE);
    plate.stroke(&FACE[14..22], 0.6, Taper::Both, LINE);
    plate.stroke(UPPER_LIP, 0.7, Taper::Both, LINE);
    plate.stroke(LOWER_LIP, 0.7, Taper::Both, LINE);
    plate.stroke(CHIN, 0.85, Taper::Both, LINE);
    plate.stroke(&CHIN[10..], 0.7, Taper::Both, LINE);
    plate.stroke(&NAPE[..7], 0.75, Taper::Both, LINE);
    plate.stroke(JAW, 0.5, Taper::Both, "#a0715f");
    let muscle: &[Point] = &[
        [-100.0, -58.0],
        [-90.0, -82.0],
        [-78.0, -108.0],
        [-68.0, -132.0],
        [-58.0, -160.0],
    ];
    plate.stroke(muscle, 0.5, Taper::Both, "#b58873");
    let back: &[Point] = &[
        [-112.0, -70.0],
        [-104.0, -96.0],
        [-93.0, -122.0],
        [-80.0, -150.0],
    ];
    plate.stroke(back, 0.36, Taper::Both, "#c79c88");
    if look.man {
        plate.stroke(
            &[[-52.0, -136.0], [-56.0, -141.0], [-55.0, -148.0]],
            0.4,
            Taper::Both,
            "#b58873",
        );
    }
}

/// Planes turned from the light, mm: broad, in the jaw's shade, small.
#[rustfmt::skip]
const BROAD: &[Plane] = &[
    // The side of the head turns away towards the ear.
    plane(0.55, &[[-60.0, 40.0], [-72.0, 0.0], [-74.0, -50.0], [-58.0, -92.0], [-90.0, -90.0],
        [-150.0, -40.0], [-150.0, 60.0], [-90.0, 80.0]]),
    // Under the cheekbone, and the hollow before the masseter.
    plane(0.42, &[[-66.0, -26.0], [-48.0, -31.0], [-32.0, -40.0], [-24.0, -56.0], [-30.0, -70.0],
        [-42.0, -62.0], [-54.0, -46.0]]),
    // Temple.
    plane(0.5, &[[-36.0, 30.0], [-32.0, 14.0], [-40.0, 0.0], [-54.0, 2.0], [-60.0, 18.0],
        [-50.0, 34.0]]),
    // Along the jaw's border.
    plane(0.5, &[[-10.0, -112.0], [-36.0, -101.0], [-58.0, -85.0], [-70.0, -60.0],
        [-64.0, -84.0], [-40.0, -108.0]]),
];
#[rustfmt::skip]
const NECK: &[Plane] = &[
    plane(0.52, &[[-8.0, -118.0], [-40.0, -106.0], [-64.0, -88.0], [-74.0, -60.0],
        [-92.0, -66.0], [-88.0, -98.0], [-70.0, -126.0], [-44.0, -134.0]]),
    plane(0.34, &[[-130.0, -60.0], [-112.0, -90.0], [-104.0, -140.0], [-140.0, -150.0],
        [-150.0, -80.0]]),
];
#[rustfmt::skip]
const SMALL: &[Plane] = &[
    // Socket, side of the nose, fold, corner of the mouth, under the lip, under the eye, chin.
    plane(0.46, &[[-1.6, 4.0], [-8.0, 8.0], [-20.0, 8.6], [-29.0, 3.0], [-24.0, -1.0],
        [-14.0, 1.4], [-6.0, -1.0], [-3.6, -7.0]]),
    plane(0.32, &[[-4.0, -9.0], [0.0, -18.0], [4.0, -27.0], [9.0, -34.6], [4.0, -35.6],
        [-1.0, -28.0], [-5.0, -18.0]]),
    plane(0.3, &[[0.6, -36.0], [-2.6, -43.0], [-5.0, -52.0], [-9.0, -62.0], [-12.0, -72.0],
        [-8.0, -62.0], [-1.0, -51.0]]),
    plane(0.4, &[[-9.0, -70.0], [-13.6, -73.0], [-13.0, -79.0], [-8.0, -80.0]]),
    plane(0.34, &[[4.6, -86.0], [-1.0, -86.6], [-6.0, -89.0], [-1.0, -93.0], [3.0, -93.6]]),
    plane(0.26, &[[-10.0, -13.0], [-16.0, -17.0], [-24.0, -16.0], [-18.0, -21.0], [-9.0, -18.0]]),
    plane(0.4, &[[3.0, -112.0], [-8.0, -112.6], [-10.0, -117.0], [2.0, -116.0]]),
    // Behind and below the ear.
    plane(0.3, &[[-84.0, -46.0], [-94.0, -50.0], [-106.0, -32.0], [-114.0, -14.0],
        [-116.0, -34.0], [-104.0, -56.0], [-86.0, -58.0]]),
];
const BLUSH: &[Plane] = &[plane(
    0.18,
    &[
        [-14.0, -30.0],
        [-28.0, -25.0],
        [-44.0, -28.0],
        [-40.0, -42.0],
        [-22.0, -46.0],
    ],
)];
#[rustfmt::skip]
const BROAD_LIGHTS: &[Plane] = &[
    plane(0.7, &[[-18.0, -22.0], [-30.0, -19.0], [-44.0, -20.0], [-42.0, -28.0], [-26.0, -32.0]]),
    plane(0.55, &[[-4.0, 24.0], [-16.0, 28.0], [-22.0, 44.0], [-14.0, 56.0], [-6.0, 42.0]]),
];
#[rustfmt::skip]
const LIGHTS: &[Plane] = &[
    plane(0.6, &[[1.0, -4.0], [3.0, -14.0], [10.0, -28.0], [18.0, -38.0], [13.0, -37.0],
        [5.0, -26.0]]),
    plane(0.7, &[[20.0, -39.6], [23.0, -42.0], [21.0, -45.0], [17.0, -43.0]]),
    plane(0.45, &[[4.0, -99.0], [0.0, -97.0], [-6.0, -103.0], [0.0, -109.0]]),
    plane(0.4, &[[-62.0, -62.0], [-56.0, -78.0], [-44.0, -90.0], [-42.0, -82.0], [-52.0, -66.0]]),
    plane(0.35, &[[-92.0, -66.0], [-80.0, -92.0], [-64.0, -132.0], [-70.0, -132.0],
        [-86.0, -96.0]]),
];
const BEARD: &[Plane] = &[plane(
    0.22,
    &[
        [10.0, -54.0],
        [-6.0, -54.0],
        [-16.0, -66.0],
        [-40.0, -66.0],
        [-70.0, -36.0],
        [-72.0, -66.0],
        [-56.0, -96.0],
        [-10.0, -120.0],
        [8.0, -112.0],
    ],
)];

fn shade(plate: &mut Plate, look: Look) {
    planes(plate, ("blur3", SKIN_SHADE), BROAD, here);
    planes(plate, ("blur3", SKIN_DEEP), NECK, here);
    planes(plate, ("blur2", SKIN_DEEP), SMALL, here);
    planes(plate, ("blur3", "#e08f7c"), BLUSH, here);
    planes(plate, ("blur3", GLOW), BROAD_LIGHTS, here);
    planes(plate, ("blur2", GLOW), LIGHTS, here);
    if look.man {
        planes(plate, ("blur3", "#8f827a"), BEARD, here);
    }
}
