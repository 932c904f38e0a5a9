//! Eyes: lids with crease, iris, pupil, lashes, inner canthus.

use super::Look;
use crate::geometry::{Point, Taper, along, lerp, mirrored, part, sampled};
use crate::palette::{LINE, LINE_DARK};
use crate::plate::{Plate, Shape, num};

/// Upper lid margin from the inner to the outer canthus (right of the screen), mm.
#[rustfmt::skip]
const UPPER: &[Point] = &[
    [15.8, -8.7], [17.6, -7.4], [20.0, -5.3], [23.2, -3.0], [27.0, -1.6], [31.0, -1.2],
    [35.0, -1.8], [39.0, -3.3], [42.4, -5.1], [45.2, -6.9],
];
/// Lower lid margin from the outer to the inner canthus, mm.
#[rustfmt::skip]
const LOWER: &[Point] = &[
    [45.2, -6.9], [43.4, -8.3], [40.0, -10.0], [36.0, -11.1], [31.5, -11.5], [27.0, -11.1],
    [23.0, -10.3], [19.6, -9.7], [17.4, -9.6], [15.8, -8.7],
];
/// Fold of the upper lid, mm.
#[rustfmt::skip]
const CREASE: &[Point] = &[
    [16.6, -5.4], [19.0, -2.2], [22.6, 0.7], [27.0, 2.6], [31.5, 3.1], [36.0, 2.4], [40.5, 0.5],
    [44.6, -2.4], [47.6, -5.2],
];
const IRIS_CENTRE: Point = [30.9, -5.6];
const IRIS_RADIUS_MM: f64 = 5.85;

pub(super) fn draw(plate: &mut Plate, look: Look) {
    define(plate);
    sockets(plate);
    for side in [1.0, -1.0] {
        eye(plate, look, side);
    }
}

fn sided(points: &[Point], side: f64) -> Vec<Point> {
    if side > 0.0 {
        points.to_vec()
    } else {
        mirrored(points)
    }
}

fn opening(side: f64) -> Shape {
    Shape::curve(&sided(UPPER, side))
        .then(&sided(LOWER, side))
        .closed()
}

fn define(plate: &mut Plate) {
    for (name, side) in [("eye-r", 1.0), ("eye-l", -1.0)] {
        let (id, d) = (plate.id(name), plate.data(&opening(side)));
        plate.define(&format!(
            r#"<clipPath id="{id}"><path d="{d}"/></clipPath>"#
        ));
    }
    let id = plate.id("iris");
    plate.define(&format!(
        concat!(
            r#"<radialGradient id="{}"><stop offset="0" stop-color="{}"/>"#,
            r#"<stop offset=".45" stop-color="{}"/><stop offset=".78" stop-color="{}"/>"#,
            r#"<stop offset="1" stop-color="{}"/></radialGradient>"#
        ),
        id, "#8a7a5e", "#7f8f8a", "#5f7a83", "#33474f"
    ));
}

/// Soft shade around the lids, so that the eye sits in its socket.
fn sockets(plate: &mut Plate) {
    let filter = plate.url("blur1");
    plate.open(&format!(r##"filter="{filter}" fill="#a8705a""##));
    let lid: Vec<Point> = CREASE
        .iter()
        .copied()
        .chain(UPPER.iter().rev().copied())
        .collect();
    plate.pair(&Shape::curve(&lid).closed(), r#"fill-opacity=".16""#);
    let under: Vec<Point> = LOWER.iter().map(|p| [p[0], p[1] - 1.6]).collect();
    let band = Shape::curve(LOWER)
        .then(&under.into_iter().rev().collect::<Vec<_>>())
        .closed();
    plate.pair(&band, r#"fill-opacity=".22""#);
    plate.close();
}

fn eye(plate: &mut Plate, look: Look, side: f64) {
    let clip = plate.url(if side > 0.0 { "eye-r" } else { "eye-l" });
    plate.shape(&opening(side), r##"fill="#f6f1ec""##);
    plate.open(&format!(r#"clip-path="{clip}""#));
    ball(plate, side);
    iris(plate, side);
    lid_shadow(plate, side);
    plate.close();
    caruncle(plate, side);
    margins(plate, look, side);
    lashes(plate, look, side);
}

/// The white turns away at both corners.
fn ball(plate: &mut Plate, side: f64) {
    let filter = plate.url("blur1");
    plate.open(&format!(r##"filter="{filter}" fill="#b9a5a0""##));
    for points in [
        [[14.0, -2.0], [19.5, -5.0], [21.0, -9.0], [15.0, -13.0]],
        [[46.5, -2.0], [41.0, -4.0], [40.5, -9.5], [46.5, -13.0]],
    ] {
        plate.shape(&Shape::blob(&sided(&points, side)), r#"fill-opacity=".6""#);
    }
    plate.close();
}

fn iris(plate: &mut Plate, side: f64) {
    let centre = [IRIS_CENTRE[0] * side, IRIS_CENTRE[1]];
    let (c, r) = (plate.place(centre), IRIS_RADIUS_MM * plate.frame.scale);
    let fill = plate.url("iris");
    let circle = |radius: f64, rest: &str| {
        format!(
            r#"<circle cx="{}" cy="{}" r="{}" {rest}/>"#,
            num(c[0]),
            num(c[1]),
            num(radius)
        )
    };
    plate.raw(&circle(r, &format!(r#"fill="{fill}""#)));
    plate.raw(&fibres(c, r));
    plate.raw(&circle(
        r - 0.6,
        r##"fill="none" stroke="#26363d" stroke-width="1.5" stroke-opacity=".75""##,
    ));
    plate.raw(&circle(r * 0.36, r##"fill="#14191c""##));
    let glint = [c[0] - r * 0.3, c[1] - r * 0.36];
    plate.raw(&format!(
        r##"<circle cx="{}" cy="{}" r="{}" fill="#fff" fill-opacity=".95"/>"##,
        num(glint[0]),
        num(glint[1]),
        num(r * 0.17)
    ));
    plate.raw(&format!(
        r##"<ellipse cx="{}" cy="{}" rx="{}" ry="{}" fill="#fff" fill-opacity=".12"/>"##,
        num(c[0] + r * 0.3),
        num(c[1] + r * 0.45),
        num(r * 0.34),
        num(r * 0.22)
    ));
}

fn fibres(c: Point, r: f64) -> String {
    let mut d = String::new();
    for k in 0..40 {
        let angle = f64::from(k) * std::f64::consts::TAU / 40.0;
        let (inner, outer) = (
            r * 0.42,
            r * (0.72 + 0.16 * crate::geometry::scatter(k as usize, 3)),
        );
        let at = |radius: f64| [c[0] + radius * angle.cos(), c[1] + radius * angle.sin()];
        d.push_str(
            &[
                "M",
                &crate::plate::xy(at(inner)),
                "L",
                &crate::plate::xy(at(outer)),
            ]
            .concat(),
        );
    }
    format!(
        r##"<path d="{d}" stroke="#dfe6e2" stroke-opacity=".32" stroke-width=".6" fill="none"/>"##
    )
}

/// The upper lid and its lashes shade the ball.
fn lid_shadow(plate: &mut Plate, side: f64) {
    let filter = plate.url("blur1");
    let low: Vec<Point> = UPPER.iter().map(|p| [p[0], p[1] - 2.3]).rev().collect();
    let high: Vec<Point> = UPPER.iter().map(|p| [p[0], p[1] + 2.0]).collect();
    let band = Shape::curve(&sided(&high, side))
        .then(&sided(&low, side))
        .closed();
    plate.shape(
        &band,
        &format!(r##"filter="{filter}" fill="#3b2c2a" fill-opacity=".42""##),
    );
}

fn caruncle(plate: &mut Plate, side: f64) {
    let pink = [[16.1, -8.6], [18.2, -7.6], [19.3, -8.6], [18.0, -9.4]];
    plate.shape(
        &Shape::blob(&sided(&pink, side)),
        r##"fill="#d99a8f" fill-opacity=".85""##,
    );
}

fn margins(plate: &mut Plate, look: Look, side: f64) {
    let width = if look.man { 0.85 } else { 1.15 };
    let upper = sided(UPPER, side);
    plate.stroke(&upper, width, Taper::Both, LINE_DARK);
    plate.stroke(
        &part(&upper, 0.35, 1.0, 8),
        width * 0.8,
        Taper::Both,
        LINE_DARK,
    );
    // Water line of the lower lid: a light rim, then its edge.
    let rim: Vec<Point> = sided(LOWER, side)
        .iter()
        .map(|p| [p[0], p[1] + 0.25])
        .collect();
    plate.shape(
        &Shape::curve(&rim),
        r##"fill="none" stroke="#f3d3c4" stroke-width="2" stroke-opacity=".9""##,
    );
    let edge: Vec<Point> = sided(LOWER, side)
        .iter()
        .map(|p| [p[0], p[1] - 0.35])
        .collect();
    plate.stroke(&edge, 0.5, Taper::Start, LINE);
    plate.stroke(&part(&edge, 0.0, 0.5, 6), 0.5, Taper::End, LINE_DARK);
    plate.stroke(&sided(CREASE, side), 0.62, Taper::Both, LINE);
    if look.aged {
        let hood: Vec<Point> = CREASE
            .iter()
            .skip(3)
            .map(|p| [p[0] + 0.6, p[1] + 1.6])
            .collect();
        plate.stroke(&sided(&hood, side), 0.45, Taper::Both, LINE);
    }
}

/// Lashes fan outwards; the woman's are longer.
fn lashes(plate: &mut Plate, look: Look, side: f64) {
    let (upper, lower) = if look.man { (1.7, 0.9) } else { (3.1, 1.5) };
    let mut d = String::new();
    let line = sampled(UPPER, 6, false);
    for k in 0..34 {
        let t =
            0.12 + 0.86 * (f64::from(k) + 0.35 * crate::geometry::scatter(k as usize, 4)) / 33.0;
        let root = along(&line, t);
        let lean = -0.45 + 1.5 * t;
        let length =
            upper * (0.55 + 0.6 * t) * (1.0 + 0.2 * crate::geometry::scatter(k as usize, 5));
        let tip = [
            root[0] + length * lean * 0.85,
            root[1] + length * (0.95 - 0.35 * t),
        ];
        let bend = [
            root[0] + (tip[0] - root[0]) * 0.62,
            root[1] + (tip[1] - root[1]) * 0.3,
        ];
        push_hair(plate, &mut d, [root, bend, tip], 0.3, side);
    }
    let line = sampled(LOWER, 6, false);
    for k in 0..20 {
        let t = 0.04 + 0.68 * f64::from(k) / 19.0;
        let root = lerp(along(&line, t), [31.0, -14.0], 0.06);
        let length = lower * (1.0 + 0.2 * crate::geometry::scatter(k as usize, 7));
        let lean = 0.9 - 1.5 * t;
        let tip = [root[0] + length * lean * 0.7, root[1] - length * 0.85];
        let bend = [
            root[0] + (tip[0] - root[0]) * 0.4,
            root[1] + (tip[1] - root[1]) * 0.7,
        ];
        push_hair(plate, &mut d, [root, bend, tip], 0.2, side);
    }
    plate.raw(&format!(
        r#"<path d="{d}" fill="{LINE_DARK}" fill-opacity=".9"/>"#
    ));
}

fn push_hair(plate: &Plate, d: &mut String, hair: [Point; 3], width_mm: f64, side: f64) {
    let [root, bend, tip] = hair.map(|p| [p[0] * side, p[1]]);
    d.push_str(&plate.hair_data(root, bend, tip, width_mm));
}
