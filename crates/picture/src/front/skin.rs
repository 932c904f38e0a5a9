//! Skin tone and the soft modelling of the face: planes that turn from the light.

use super::{Look, face_outline};
use crate::palette::{GLOW, SKIN, SKIN_DEEP, SKIN_LIGHT, SKIN_SHADE};
use crate::plate::{Plate, Shape, num};
use crate::tone::{Plane, plane};

/// Filters, gradients and clips of the drawing.
pub(super) fn define(plate: &mut Plate, look: Look) {
    crate::tone::define(plate);
    let d = plate.data(&face_outline(look));
    let id = plate.id("face");
    plate.define(&format!(
        r#"<clipPath id="{id}"><path d="{d}"/></clipPath>"#
    ));
    let (centre, rim) = (plate.place([0.0, -5.0]), 108.0 * plate.frame.scale);
    let markup = format!(
        concat!(
            r#"<radialGradient id="{}" gradientUnits="userSpaceOnUse" cx="{}" cy="{}" r="{}">"#,
            r#"<stop offset="0" stop-color="{}"/><stop offset=".52" stop-color="{}"/>"#,
            r##"<stop offset=".82" stop-color="#efd7c7"/><stop offset="1" stop-color="#e4c4b1"/>"##,
            "</radialGradient>"
        ),
        plate.id("skin"),
        num(centre[0]),
        num(centre[1]),
        num(rim),
        SKIN_LIGHT,
        SKIN,
    );
    plate.define(&markup);
}

/// Broad planes turned from the light (right half), mm.
#[rustfmt::skip]
const BROAD: &[Plane] = &[
    // Side of the face from temple to jaw.
    plane(0.62, &[[67.0, 30.0], [60.5, 22.0], [58.5, 6.0], [60.5, -12.0], [57.0, -28.0],
        [49.5, -50.0], [45.0, -68.0], [36.0, -86.0], [24.0, -101.0], [12.0, -111.0],
        [14.0, -117.0], [40.0, -100.0], [62.0, -72.0], [72.0, -30.0], [74.0, 10.0]]),
    // Hollow under the cheekbone.
    plane(0.30, &[[63.0, -22.0], [52.0, -31.0], [40.0, -45.0], [34.5, -60.0], [40.0, -68.0],
        [50.0, -62.0], [60.0, -46.0]]),
    // Temple.
    plane(0.42, &[[68.0, 50.0], [58.0, 42.0], [54.5, 26.0], [55.5, 11.0], [62.0, 4.0],
        [70.0, 14.0]]),
    // Side of the forehead.
    plane(0.30, &[[66.0, 80.0], [52.0, 66.0], [47.0, 46.0], [52.0, 28.0], [70.0, 30.0]]),
];

/// Middle-sized planes (right half), mm.
#[rustfmt::skip]
const MIDDLE: &[Plane] = &[
    // Eye socket between brow and lid, deepest at the nose.
    plane(0.42, &[[9.5, 6.5], [18.0, 8.0], [30.0, 11.0], [42.0, 11.0], [52.0, 5.5], [50.0, 0.5],
        [42.0, 4.5], [30.0, 6.0], [20.0, 2.0], [15.0, -5.0], [11.0, -10.0], [8.0, -3.0]]),
    plane(0.22, &[[7.6, 7.0], [12.5, 5.0], [16.5, -1.0], [14.5, -7.5], [10.5, -11.0],
        [7.8, -4.0]]),
    // Under the eye: the lid's lower edge and the tear trough.
    plane(0.30, &[[13.0, -11.0], [20.0, -14.5], [30.0, -17.5], [40.0, -15.5], [47.0, -10.5],
        [41.0, -19.0], [30.0, -22.0], [20.0, -19.5], [13.5, -15.0]]),
    // Side wall of the nose.
    plane(0.40, &[[6.2, 2.0], [7.6, -12.0], [8.8, -26.0], [10.2, -36.0], [16.5, -39.0],
        [17.0, -34.0], [13.5, -24.0], [11.5, -12.0], [10.0, 0.0]]),
    // Beside the nasal wing, and the beginning of the nasolabial fold.
    plane(0.30, &[[18.0, -37.0], [21.5, -42.0], [26.0, -49.5], [30.0, -59.0], [31.5, -68.0],
        [28.0, -66.0], [24.5, -56.0], [19.5, -48.0]]),
    // Under the lower lip.
    plane(0.30, &[[-14.0, -86.5], [-7.0, -88.5], [0.0, -89.0], [7.0, -88.5], [14.0, -86.5],
        [10.0, -91.5], [0.0, -93.8], [-10.0, -91.5]]),
    // Corner of the mouth.
    plane(0.34, &[[26.0, -70.0], [30.0, -73.0], [30.0, -79.0], [25.0, -81.0], [24.0, -75.5]]),
    // Under the chin's edge.
    plane(0.36, &[[-4.0, -112.0], [14.0, -109.0], [28.0, -99.0], [26.0, -110.0], [-4.0, -121.0]]),
    // Groove of the upper lip.
    plane(0.22, &[[-1.0, -52.5], [2.2, -53.5], [3.2, -61.0], [-1.0, -62.5]]),
];

/// Lights (right half), mm.
#[rustfmt::skip]
const LIGHTS: &[Plane] = &[
    plane(0.42, &[[-3.0, 20.0], [14.0, 22.0], [30.0, 30.0], [32.0, 42.0], [20.0, 51.0],
        [-3.0, 53.0]]),
    plane(0.5, &[[33.0, -22.0], [43.0, -19.0], [53.0, -17.0], [54.0, -23.0], [44.0, -30.0],
        [34.0, -32.0]]),
    plane(0.7, &[[-2.0, 0.0], [2.2, -6.0], [2.6, -30.0], [-2.0, -36.0]]),
    plane(0.85, &[[-2.0, -37.0], [3.4, -38.5], [3.4, -42.0], [-2.0, -43.5]]),
    plane(0.4, &[[-3.0, -97.0], [8.0, -98.0], [9.0, -103.0], [-3.0, -106.0]]),
    plane(0.4, &[[6.0, -54.0], [8.0, -61.0], [13.0, -64.0], [14.0, -58.0]]),
    plane(0.4, &[[27.0, 9.0], [38.0, 10.0], [48.0, 5.8], [40.0, 7.0], [30.0, 7.0]]),
    plane(0.3, &[[30.0, -72.0], [38.0, -70.0], [40.0, -80.0], [30.0, -90.0], [26.0, -84.0]]),
];

/// The skin of head and face with its modelling.
pub(super) fn head(plate: &mut Plate, look: Look) {
    let skin = plate.url("skin");
    plate.shape(&face_outline(look), &format!(r#"fill="{skin}""#));
    let clip = plate.url("face");
    plate.open(&format!(r#"clip-path="{clip}""#));
    planes(plate, ("blur3", SKIN_SHADE), BROAD, 1.0);
    planes(
        plate,
        ("blur2", SKIN_DEEP),
        MIDDLE,
        if look.aged { 1.15 } else { 0.9 },
    );
    blush(plate);
    planes(plate, ("blur3", GLOW), &LIGHTS[..2], 1.1);
    let last = LIGHTS.len() - usize::from(look.man);
    planes(plate, ("blur2", GLOW), &LIGHTS[2..last], 0.9);
    if look.man {
        beard_shadow(plate);
    }
    plate.close();
}

/// Both sides of the face as one shape, so that they unite on the midline.
fn planes(plate: &mut Plate, (blur, colour): (&str, &str), planes: &[Plane], strength: f64) {
    let filter = plate.url(blur);
    plate.open(&format!(r#"filter="{filter}" fill="{colour}""#));
    for plane in planes {
        let opacity = crate::plate::num2(plane.opacity * strength);
        plate.pair(
            &Shape::blob(plane.points),
            &format!(r#"fill-opacity="{opacity}""#),
        );
    }
    plate.close();
}

/// Warm colour of cheeks and nose tip.
fn blush(plate: &mut Plate) {
    let filter = plate.url("blur3");
    plate.open(&format!(
        r##"filter="{filter}" fill="#e08f7c" fill-opacity=".17""##
    ));
    plate.pair(
        &Shape::blob(&[
            [30.0, -30.0],
            [42.0, -25.0],
            [55.0, -24.0],
            [54.0, -36.0],
            [42.0, -46.0],
            [31.0, -42.0],
        ]),
        "",
    );
    plate.shape(
        &Shape::blob(&[[-7.0, -40.0], [0.0, -35.0], [7.0, -40.0], [0.0, -46.0]]),
        "",
    );
    plate.shape(
        &Shape::blob(&[[-12.0, -104.0], [0.0, -98.0], [12.0, -104.0], [0.0, -110.0]]),
        "",
    );
    plate.close();
}

/// The cool tone of a shaved beard.
fn beard_shadow(plate: &mut Plate) {
    let filter = plate.url("blur3");
    plate.open(&format!(
        r##"filter="{filter}" fill="#8f827a" fill-opacity=".24""##
    ));
    plate.shape(
        &Shape::blob(&[
            [-60.0, -40.0],
            [-50.0, -62.0],
            [-30.0, -66.0],
            [-22.0, -56.0],
            [0.0, -55.0],
            [22.0, -56.0],
            [30.0, -66.0],
            [50.0, -62.0],
            [60.0, -40.0],
            [60.0, -75.0],
            [35.0, -105.0],
            [0.0, -120.0],
            [-35.0, -105.0],
            [-60.0, -75.0],
        ]),
        "",
    );
    plate.close();
}
