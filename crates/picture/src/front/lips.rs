//! Lips: cupid's bow, the line between, fine vertical lines and a moist light.

use super::Look;
use crate::geometry::{Point, Taper, along, lerp, mirrored, sampled, scatter};
use crate::palette::{GLOW, LINE, LINE_DARK};
use crate::plate::{Plate, Shape, num2};

/// Upper vermilion border from the midline to the corner, mm.
#[rustfmt::skip]
const UPPER: &[Point] = &[
    [0.0, -64.9], [2.4, -64.0], [5.0, -63.1], [7.6, -63.7], [12.0, -66.0], [17.0, -68.8],
    [22.0, -71.3], [25.6, -72.6],
];
/// Line between the lips, mm.
#[rustfmt::skip]
const MIDDLE: &[Point] = &[
    [0.0, -73.0], [3.0, -72.5], [6.5, -71.9], [11.0, -72.4], [16.0, -72.7], [21.0, -72.3],
    [25.6, -72.6],
];
/// Lower vermilion border, mm.
#[rustfmt::skip]
const LOWER: &[Point] = &[
    [0.0, -83.4], [5.0, -83.2], [10.5, -81.9], [16.0, -79.3], [21.0, -75.8], [25.6, -72.6],
];

fn whole(half: &[Point]) -> Vec<Point> {
    let left = mirrored(half).into_iter().rev();
    left.chain(half[1..].iter().copied()).collect()
}

fn backwards(points: Vec<Point>) -> Vec<Point> {
    points.into_iter().rev().collect()
}

pub(super) fn draw(plate: &mut Plate, look: Look) {
    let colours = if look.man {
        ["#cfa594", "#d8b09f"]
    } else {
        ["#cf958b", "#dba598"]
    };
    let upper = Shape::curve(&whole(UPPER))
        .then(&backwards(whole(MIDDLE)))
        .closed();
    let lower = Shape::curve(&whole(MIDDLE))
        .then(&backwards(whole(LOWER)))
        .closed();
    glow(plate, &upper, &lower);
    plate.shape(
        &upper,
        &format!(r#"fill="{}" fill-opacity=".86""#, colours[0]),
    );
    plate.shape(
        &lower,
        &format!(r#"fill="{}" fill-opacity=".80""#, colours[1]),
    );
    modelling(plate, &upper, &lower);
    grain(plate);
    lines(plate, look);
}

/// The vermilion fades into the skin instead of ending in an edge.
fn glow(plate: &mut Plate, upper: &Shape, lower: &Shape) {
    let filter = plate.url("blur1");
    let attributes = format!(r##"filter="{filter}" fill="#c98f82" fill-opacity=".55""##);
    plate.shape(upper, &attributes);
    plate.shape(lower, &attributes);
}

fn modelling(plate: &mut Plate, upper: &Shape, lower: &Shape) {
    for (name, shape) in [("lip-u", upper), ("lip-l", lower)] {
        let (id, d) = (plate.id(name), plate.data(shape));
        plate.define(&format!(
            r#"<clipPath id="{id}"><path d="{d}"/></clipPath>"#
        ));
    }
    let (blur, upper, lower) = (plate.url("blur1"), plate.url("lip-u"), plate.url("lip-l"));
    plate.open(&format!(r#"clip-path="{upper}""#));
    let shade = Shape::curve(&whole(MIDDLE))
        .then(&backwards(whole(&[
            [0.0, -70.2],
            [8.0, -69.4],
            [16.0, -70.6],
            [25.6, -72.6],
        ])))
        .closed();
    plate.shape(
        &shade,
        &format!(r##"filter="{blur}" fill="#7d3d3a" fill-opacity=".42""##),
    );
    plate.pair(
        &Shape::blob(&[[2.5, -65.6], [6.0, -64.6], [11.0, -67.0], [6.0, -67.4]]),
        &format!(r#"filter="{blur}" fill="{GLOW}" fill-opacity=".26""#),
    );
    plate.close();
    plate.open(&format!(r#"clip-path="{lower}""#));
    let under = Shape::curve(&whole(LOWER))
        .then(&backwards(whole(&[
            [0.0, -80.6],
            [9.0, -79.4],
            [17.0, -76.6],
            [25.6, -72.6],
        ])))
        .closed();
    plate.shape(
        &under,
        &format!(r##"filter="{blur}" fill="#8a4a44" fill-opacity=".34""##),
    );
    let top = Shape::curve(&whole(MIDDLE))
        .then(&backwards(whole(&[
            [0.0, -74.8],
            [9.0, -74.3],
            [18.0, -74.0],
            [25.6, -72.6],
        ])))
        .closed();
    plate.shape(
        &top,
        &format!(r##"filter="{blur}" fill="#7d3d3a" fill-opacity=".26""##),
    );
    plate.pair(
        &Shape::blob(&[
            [2.0, -76.2],
            [7.5, -75.8],
            [12.0, -76.4],
            [8.0, -78.6],
            [3.0, -78.8],
        ]),
        &format!(r#"filter="{blur}" fill="{GLOW}" fill-opacity=".42""#),
    );
    plate.close();
}

/// Fine lines that run across the vermilion.
fn grain(plate: &mut Plate) {
    let mut d = String::new();
    let (upper, middle, lower) = (
        sampled(&whole(UPPER), 5, false),
        sampled(&whole(MIDDLE), 5, false),
        sampled(&whole(LOWER), 5, false),
    );
    for k in 0..44 {
        let t = 0.08 + 0.84 * (f64::from(k) + 0.4 * scatter(k as usize, 21)) / 43.0;
        for (edge, salt) in [(&upper, 22), (&lower, 23)] {
            let (from, to) = (along(&middle, t), along(edge, t));
            let reach = 0.55 + 0.3 * scatter(k as usize, salt);
            let tip = lerp(from, to, reach);
            let bow = (t - 0.5) * 1.2;
            let bend = [lerp(from, tip, 0.5)[0] + bow, lerp(from, tip, 0.5)[1]];
            d.push_str(&plate.hair_data(lerp(from, to, 0.1), bend, tip, 0.2));
        }
    }
    plate.raw(&format!(
        r##"<path d="{d}" fill="#8f4d47" fill-opacity=".24"/>"##
    ));
}

fn lines(plate: &mut Plate, look: Look) {
    plate.stroke(&whole(MIDDLE), 0.85, Taper::Both, "#5d2f2c");
    plate.stroke(&whole(MIDDLE)[2..11], 0.55, Taper::Both, LINE_DARK);
    plate.stroke_pair(
        &[[22.8, -72.3], [25.2, -72.6], [26.6, -73.1]],
        0.7,
        Taper::Both,
        "#7d4d44",
    );
    let border = num2(if look.man { 0.25 } else { 0.45 });
    plate.open(&format!(r#"fill-opacity="{border}""#));
    plate.stroke(&whole(UPPER)[1..15], 0.5, Taper::Both, LINE);
    plate.stroke(&whole(LOWER)[3..8], 0.55, Taper::Both, LINE);
    plate.close();
}
