//! Hair from the side: drawn back over the ear; a woman's is gathered low at the nape.

use crate::front::Look;
use crate::geometry::{Point, Taper, add, along, lerp, sampled, scatter};
use crate::palette::{HAIR, HAIR_DARK};
use crate::plate::{Plate, Shape};

/// Hairline from the forehead to the nape, mm.
#[rustfmt::skip]
const LINE: &[Point] = &[
    [-18.0, 65.0], [-26.0, 62.0], [-34.0, 56.0], [-40.0, 47.0], [-43.6, 37.0], [-47.0, 28.0],
    [-54.0, 22.0], [-63.0, 17.0], [-70.6, 9.0], [-75.0, -2.0], [-78.0, -14.0], [-80.4, -8.0],
    [-84.0, 4.0], [-92.0, 13.0], [-104.0, 13.4], [-113.0, 7.0], [-116.4, -4.0], [-115.0, -18.0],
    [-113.0, -32.0], [-116.0, -46.0], [-124.0, -58.0], [-134.0, -66.0],
];
/// Silhouette from the forehead over the crown to the nape, mm.
#[rustfmt::skip]
const OUTSIDE: &[Point] = &[
    [-18.0, 65.0], [-23.0, 75.0], [-33.0, 87.0], [-47.0, 97.2], [-64.0, 104.4], [-84.0, 108.5],
    [-102.9, 108.5], [-121.3, 104.4], [-138.8, 95.9], [-154.4, 82.0], [-166.4, 63.0],
    [-173.7, 41.0], [-176.5, 18.0], [-175.6, -4.0], [-170.6, -24.0], [-161.8, -42.0],
    [-149.8, -56.0], [-138.8, -64.0], [-130.5, -66.0],
];
const KNOT: Point = [-164.0, -33.0];

pub(super) fn draw(plate: &mut Plate, look: Look) {
    let mass = Shape::curve(LINE)
        .then(&OUTSIDE.iter().rev().copied().collect::<Vec<_>>())
        .closed();
    define(plate);
    if !look.man {
        knot(plate);
    }
    let blur = plate.url("blur2");
    let shade: Vec<Point> = LINE[..11]
        .iter()
        .rev()
        .map(|p| [p[0] + 2.6, p[1] - 1.6])
        .collect();
    let side = plate.url("side");
    plate.open(&format!(r#"clip-path="{side}""#));
    plate.shape(
        &Shape::curve(&LINE[..11]).then(&shade).closed(),
        &format!(r##"filter="{blur}" fill="#8a6553" fill-opacity=".4""##),
    );
    plate.close();
    let fill = plate.url("hair");
    plate.shape(&mass, &format!(r#"fill="{fill}""#));
    let (id, d) = (plate.id("hair-clip"), plate.data(&mass));
    plate.define(&format!(
        r#"<clipPath id="{id}"><path d="{d}"/></clipPath>"#
    ));
    let clip = plate.url("hair-clip");
    plate.open(&format!(r#"clip-path="{clip}""#));
    crown(plate);
    strands(plate, look);
    nape(plate);
    plate.close();
    edge(plate);
    plate.stroke(OUTSIDE, 0.75, Taper::Both, HAIR_DARK);
}

fn define(plate: &mut Plate) {
    let (id, top, low) = (
        plate.id("hair"),
        plate.place([0.0, 112.0]),
        plate.place([0.0, -70.0]),
    );
    plate.define(&format!(
        concat!(
            r#"<linearGradient id="{}" gradientUnits="userSpaceOnUse" x1="0" y1="{}" x2="0" y2="{}">"#,
            r##"<stop offset="0" stop-color="#a18b7c"/><stop offset=".3" stop-color="#b7a294"/>"##,
            r##"<stop offset="1" stop-color="#8f7a6c"/></linearGradient>"##
        ),
        id, crate::plate::num(top[1]), crate::plate::num(low[1])
    ));
}

/// Strands run from the hairline back to the knot (or down the back of a short cut).
fn strands(plate: &mut Plate, look: Look) {
    let (line, outside) = (sampled(&LINE[..11], 8, false), sampled(OUTSIDE, 8, false));
    for (salt, colour, opacity, width) in [
        (91, HAIR_DARK, 0.5, 0.45),
        (92, "#d8c8bb", 0.5, 0.42),
        (93, HAIR, 0.7, 0.5),
        (94, HAIR_DARK, 0.4, 0.35),
    ] {
        let mut d = String::new();
        for k in 0..170_usize {
            let t = (k as f64 + 0.5 + 0.5 * scatter(k, salt)) / 170.0;
            d.push_str(&strand(plate, [&line, &outside], t, k, salt, look, width));
        }
        plate.raw(&format!(
            r#"<path d="{d}" fill="{colour}" fill-opacity="{opacity}"/>"#
        ));
    }
}

fn strand(
    plate: &Plate,
    curves: [&[Point]; 2],
    t: f64,
    k: usize,
    salt: u32,
    look: Look,
    width: f64,
) -> String {
    let [line, outside] = curves;
    let end = if look.man {
        [-150.0 - 10.0 * t, -40.0 + 60.0 * (1.0 - t)]
    } else {
        KNOT
    };
    let root = along(line, t);
    // The nearer the forehead, the higher the strand arches under the silhouette.
    let chord = lerp(root, end, 0.5);
    let crest = lerp(along(outside, 0.44), chord, -0.02 + 0.96 * t.powf(0.62));
    let middle = lerp(chord, crest, 2.0);
    let from = 0.02 + 0.3 * (1.0 + scatter(k, salt + 7));
    let to = (from + 0.38 + 0.25 * scatter(k, salt + 8).abs()).min(1.0);
    let at = |s: f64| {
        let (a, b) = (lerp(root, middle, s), lerp(middle, end, s));
        lerp(a, b, s)
    };
    let (start, tip) = (at(from), at(to));
    let mid = at(f64::midpoint(from, to));
    let bend = [
        2.0 * mid[0] - f64::midpoint(start[0], tip[0]),
        2.0 * mid[1] - f64::midpoint(start[1], tip[1]),
    ];
    plate.hair_data(start, bend, tip, width)
}

/// Strands that follow the silhouette over the crown.
fn crown(plate: &mut Plate) {
    let outside = sampled(OUTSIDE, 8, false);
    for (salt, colour, opacity) in [
        (121, HAIR_DARK, 0.42),
        (122, "#d8c8bb", 0.5),
        (123, HAIR, 0.6),
    ] {
        let mut d = String::new();
        for k in 0..170_usize {
            let s = 0.41 + 0.42 * scatter(k, salt);
            let depth = 0.015 + 0.26 * (1.0 + scatter(k, salt + 5)) * (0.3 + s);
            let at = |s: f64| lerp(along(&outside, s.min(0.93)), KNOT, depth);
            let (from, to) = (at(s), at(s + 0.17));
            let middle = at(s + 0.085);
            let bend = lerp(lerp(from, to, 0.5), middle, 2.0);
            d.push_str(&plate.hair_data(from, bend, to, 0.42));
        }
        plate.raw(&format!(
            r#"<path d="{d}" fill="{colour}" fill-opacity="{opacity}"/>"#
        ));
    }
}

/// Short strands from the nape's hairline upwards.
fn nape(plate: &mut Plate) {
    let line = sampled(&LINE[15..], 8, false);
    let mut d = String::new();
    for k in 0..90_usize {
        let root = along(&line, (k as f64 + 0.5) / 90.0);
        let from = lerp(root, KNOT, 0.05 + 0.3 * (1.0 + scatter(k, 131)));
        let to = lerp(from, KNOT, 0.45);
        let bend = add(lerp(from, to, 0.5), [1.5, -1.5]);
        d.push_str(&plate.hair_data(from, bend, to, 0.42));
    }
    plate.raw(&format!(
        r#"<path d="{d}" fill="{HAIR_DARK}" fill-opacity=".4"/>"#
    ));
}

/// A low knot of hair.
fn knot(plate: &mut Plate) {
    let ring: Vec<Point> = (0..16)
        .map(|k| {
            let a = f64::from(k) * std::f64::consts::TAU / 16.0;
            [
                KNOT[0] - 8.0 + 20.0 * a.cos(),
                KNOT[1] - 6.0 + 21.0 * a.sin(),
            ]
        })
        .collect();
    plate.shape(&Shape::blob(&ring), r##"fill="#9a8475""##);
    let mut d = String::new();
    for k in 0..70_usize {
        let a = 0.9 * scatter(k, 95) * std::f64::consts::PI;
        let r = 6.0 + 13.0 * scatter(k, 96).abs();
        let at = |a: f64, r: f64| {
            [
                KNOT[0] - 8.0 + r * a.cos(),
                KNOT[1] - 6.0 + r * 1.05 * a.sin(),
            ]
        };
        d.push_str(&plate.hair_data(at(a, r), at(a + 0.35, r * 1.08), at(a + 0.75, r), 0.45));
    }
    plate.raw(&format!(
        r#"<path d="{d}" fill="{HAIR_DARK}" fill-opacity=".5"/>"#
    ));
    let closed: Vec<Point> = ring.iter().chain(ring.first()).copied().collect();
    plate.stroke(&closed[2..], 0.6, Taper::Both, HAIR_DARK);
}

fn edge(plate: &mut Plate) {
    let line = sampled(LINE, 8, false);
    let mut d = String::new();
    for k in 0..150_usize {
        let t = (k as f64 + 0.5 + 0.5 * scatter(k, 97)) / 150.0;
        let root = along(&line, t);
        let root = [
            root[0] + 1.2 * scatter(k, 98).abs(),
            root[1] - 0.8 * scatter(k, 99).abs(),
        ];
        let length = 5.0 + 2.0 * scatter(k, 100);
        let rise = if t < 0.35 {
            0.9 - 1.6 * t
        } else if t < 0.52 {
            0.2
        } else {
            -0.35
        };
        let tip = [root[0] - length, root[1] + length * rise];
        d.push_str(&plate.hair_data(root, lerp(root, [tip[0], root[1] + 0.2], 0.4), tip, 0.3));
    }
    plate.raw(&format!(
        r#"<path d="{d}" fill="{HAIR_DARK}" fill-opacity=".55"/>"#
    ));
}
