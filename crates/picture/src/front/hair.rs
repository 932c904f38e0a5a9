//! Hair: drawn back from the hairline so that forehead and temples stay free for marks.

use super::Look;
use crate::geometry::{Point, Taper, along, lerp, mirrored, sampled, scatter};
use crate::palette::{HAIR, HAIR_DARK};
use crate::plate::{Plate, Shape};

struct Cut {
    /// Hairline from the midline to the ear, mm.
    line: &'static [Point],
    /// Silhouette from the vertex to the ear, mm.
    outside: &'static [Point],
}

const WOMAN: Cut = Cut {
    line: &[
        [0.0, 62.0],
        [9.0, 63.6],
        [19.0, 63.2],
        [29.0, 61.0],
        [38.0, 56.6],
        [45.5, 49.4],
        [50.5, 40.0],
        [54.0, 30.0],
        [58.0, 21.0],
        [62.0, 12.0],
        [64.6, 2.0],
        [65.6, -8.0],
        [65.4, -16.0],
    ],
    outside: &[
        [0.0, 112.0],
        [14.0, 111.0],
        [28.0, 107.4],
        [41.0, 101.0],
        [53.0, 91.0],
        [62.5, 78.0],
        [68.8, 63.0],
        [72.0, 47.0],
        [73.0, 32.0],
        [72.4, 18.0],
        [70.2, 6.0],
        [67.4, -4.0],
        [65.4, -16.0],
    ],
};
const MAN: Cut = Cut {
    line: &[
        [0.0, 64.0],
        [9.0, 65.0],
        [19.0, 66.4],
        [29.0, 67.4],
        [38.0, 65.0],
        [45.0, 57.0],
        [49.0, 46.0],
        [53.0, 37.0],
        [58.0, 29.0],
        [61.6, 18.0],
        [63.4, 6.0],
        [64.8, -8.0],
        [65.4, -22.0],
    ],
    outside: &[
        [0.0, 116.0],
        [14.0, 115.6],
        [28.0, 112.6],
        [41.0, 106.6],
        [52.5, 97.0],
        [61.5, 84.0],
        [67.0, 68.0],
        [69.4, 51.0],
        [69.8, 35.0],
        [69.0, 20.0],
        [67.8, 6.0],
        [66.8, -8.0],
        [65.4, -22.0],
    ],
};

fn cut(look: Look) -> &'static Cut {
    if look.man { &MAN } else { &WOMAN }
}

pub(super) fn draw(plate: &mut Plate, look: Look) {
    let cut = cut(look);
    let line = whole(cut.line);
    let outside = whole(cut.outside);
    let mass = Shape::curve(&line)
        .then(&outside.iter().rev().copied().collect::<Vec<_>>())
        .closed();
    define(plate);
    root_shade(plate, &line);
    let fill = plate.url("hair");
    plate.shape(&mass, &format!(r#"fill="{fill}""#));
    strands(plate, cut, look);
    sheen(plate, &mass);
    edge_hairs(plate, cut, look);
    plate.stroke(&outside, 0.7, Taper::Both, HAIR_DARK);
}

fn whole(half: &[Point]) -> Vec<Point> {
    mirrored(half)
        .into_iter()
        .rev()
        .chain(half[1..].iter().copied())
        .collect()
}

fn define(plate: &mut Plate) {
    let (id, top, low) = (
        plate.id("hair"),
        plate.place([0.0, 116.0]),
        plate.place([0.0, 0.0]),
    );
    plate.define(&format!(
        concat!(
            r#"<linearGradient id="{}" gradientUnits="userSpaceOnUse" x1="0" y1="{}" x2="0" y2="{}">"#,
            r##"<stop offset="0" stop-color="#a18b7c"/><stop offset=".35" stop-color="#b7a294"/>"##,
            r##"<stop offset="1" stop-color="#958072"/></linearGradient>"##
        ),
        id, crate::plate::num(top[1]), crate::plate::num(low[1])
    ));
}

/// Shade that the hair throws on the skin along its line.
fn root_shade(plate: &mut Plate, line: &[Point]) {
    let inner: Vec<Point> = line
        .iter()
        .rev()
        .map(|p| [p[0] * 0.965, p[1] - 2.4])
        .collect();
    let filter = plate.url("blur2");
    let band = Shape::curve(line).then(&inner).closed();
    plate.shape(
        &band,
        &format!(r##"filter="{filter}" fill="#8a6553" fill-opacity=".4""##),
    );
}

/// Long strands from the hairline to the silhouette.
fn strands(plate: &mut Plate, cut: &Cut, look: Look) {
    let (line, outside) = (sampled(cut.line, 8, false), sampled(cut.outside, 8, false));
    for (salt, colour, opacity, width) in [
        (31, HAIR_DARK, 0.5, 0.42),
        (32, "#d8c8bb", 0.5, 0.42),
        (33, HAIR, 0.7, 0.5),
    ] {
        for side in [1.0, -1.0] {
            let mut d = String::new();
            for k in 0..96_usize {
                let t = ((k as f64 + 0.5 + 0.5 * scatter(k, salt)) / 96.0).clamp(0.0, 0.995);
                let from = lerp(
                    along(&line, t),
                    along(&outside, t),
                    0.02 + 0.12 * (1.0 + scatter(k, salt + 40)),
                );
                let sweep = if look.man { 0.03 } else { 0.10 };
                let to = along(&outside, (t + sweep * 4.0 * t * (1.0 - t)).min(1.0));
                let reach = 0.72 + 0.27 * scatter(k, salt + 50).abs();
                let tip = lerp(from, to, reach);
                let bend = lerp(lerp(from, tip, 0.5), [0.0, 50.0], -0.07);
                let hair = [from, bend, tip].map(|p| [p[0] * side, p[1]]);
                d.push_str(&plate.hair_data(hair[0], hair[1], hair[2], width));
            }
            plate.raw(&format!(
                r#"<path d="{d}" fill="{colour}" fill-opacity="{opacity}"/>"#
            ));
        }
    }
}

/// A band of light over the crown.
fn sheen(plate: &mut Plate, mass: &Shape) {
    let (id, d, blur) = (plate.id("hair-clip"), plate.data(mass), plate.url("blur3"));
    plate.define(&format!(
        r#"<clipPath id="{id}"><path d="{d}"/></clipPath>"#
    ));
    plate.open(&format!(r#"clip-path="url(#{id})""#));
    let band = Shape::blob(&[
        [-60.0, 62.0],
        [-46.0, 80.0],
        [-24.0, 91.0],
        [0.0, 94.0],
        [24.0, 91.0],
        [46.0, 80.0],
        [60.0, 62.0],
        [44.0, 72.0],
        [22.0, 80.0],
        [0.0, 82.5],
        [-22.0, 80.0],
        [-44.0, 72.0],
    ]);
    plate.shape(
        &band,
        &format!(r##"fill="#f3e8df" fill-opacity=".30" filter="{blur}""##),
    );
    plate.pair(
        &Shape::blob(&[
            [76.0, 10.0],
            [70.0, 50.0],
            [56.0, 84.0],
            [64.0, 90.0],
            [84.0, 50.0],
        ]),
        &format!(r##"fill="#5f4b41" fill-opacity=".34" filter="{blur}""##),
    );
    plate.close();
}

/// Short fine hairs that break the edge of the hairline.
fn edge_hairs(plate: &mut Plate, cut: &Cut, look: Look) {
    let (line, outside) = (sampled(cut.line, 8, false), sampled(cut.outside, 8, false));
    for side in [1.0, -1.0] {
        let mut d = String::new();
        for k in 0..130_usize {
            let t = (k as f64 + 0.5 + 0.5 * scatter(k, 61)) / 130.0;
            let root = lerp(
                along(&line, t),
                along(&outside, t),
                -0.03 * (1.0 + scatter(k, 62)),
            );
            let to = along(&outside, (t + 0.1 * t * (1.0 - t)).min(1.0));
            let length = if look.man { 0.12 } else { 0.2 };
            let tip = lerp(root, to, length * (1.0 + 0.4 * scatter(k, 63)));
            let bend = lerp(root, tip, 0.5);
            let hair =
                [root, [bend[0] + 0.3 * scatter(k, 64), bend[1]], tip].map(|p| [p[0] * side, p[1]]);
            d.push_str(&plate.hair_data(hair[0], hair[1], hair[2], 0.28));
        }
        plate.raw(&format!(
            r#"<path d="{d}" fill="{HAIR_DARK}" fill-opacity=".6"/>"#
        ));
    }
}
