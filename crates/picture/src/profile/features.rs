//! Eye, brow, nose and lips from the side.

use crate::front::Look;
use crate::geometry::{Point, Taper, along, lerp, sampled, scatter, unit};
use crate::palette::{GLOW, HAIR_DARK, LINE, LINE_DARK};
use crate::plate::{Plate, Shape, num};

#[rustfmt::skip]
const LID_UPPER: &[Point] = &[
    [-21.8, -8.0], [-19.2, -5.6], [-15.6, -3.4], [-11.8, -2.2], [-8.8, -2.4],
];
#[rustfmt::skip]
const LID_LOWER: &[Point] = &[
    [-10.8, -11.6], [-14.0, -11.6], [-17.6, -10.6], [-20.2, -9.2], [-21.8, -8.0],
];
#[rustfmt::skip]
const BALL: &[Point] = &[
    [-8.8, -2.4], [-7.9, -4.4], [-7.8, -6.8], [-8.6, -9.2], [-10.8, -11.6],
];

pub(super) fn draw(plate: &mut Plate, look: Look) {
    nose(plate);
    lips(plate, look);
    eye(plate, look);
    brow(plate, look);
}

fn eye(plate: &mut Plate, look: Look) {
    let opening = Shape::curve(LID_UPPER).then(BALL).then(LID_LOWER).closed();
    let (id, d) = (plate.id("eye"), plate.data(&opening));
    plate.define(&format!(
        r#"<clipPath id="{id}"><path d="{d}"/></clipPath>"#
    ));
    let (clip, blur) = (plate.url("eye"), plate.url("blur1"));
    plate.shape(&opening, r##"fill="#f6f1ec""##);
    plate.open(&format!(r#"clip-path="{clip}""#));
    plate.shape(
        &Shape::blob(&[[-23.0, -3.0], [-18.0, -5.0], [-17.5, -10.0], [-23.0, -12.0]]),
        &format!(r##"fill="#b9a5a0" fill-opacity=".7" filter="{blur}""##),
    );
    iris(plate);
    let shadow: Vec<Point> = LID_UPPER.iter().rev().map(|p| [p[0], p[1] - 2.0]).collect();
    plate.shape(
        &Shape::curve(LID_UPPER).then(&shadow).closed(),
        &format!(r##"fill="#3b2c2a" fill-opacity=".42" filter="{blur}""##),
    );
    plate.close();
    plate.stroke(BALL, 0.35, Taper::Both, LINE);
    plate.stroke(
        LID_UPPER,
        if look.man { 0.9 } else { 1.2 },
        Taper::Both,
        LINE_DARK,
    );
    plate.stroke(&LID_UPPER[1..], 0.9, Taper::Both, LINE_DARK);
    plate.stroke(LID_LOWER, 0.5, Taper::Both, LINE);
    plate.stroke(
        &[
            [-24.4, -6.6],
            [-21.6, -3.0],
            [-17.4, 0.2],
            [-12.4, 1.6],
            [-8.4, 0.8],
            [-7.0, -0.8],
        ],
        0.6,
        Taper::Both,
        LINE,
    );
    // Front edge of the upper lid.
    plate.stroke(
        &[[-7.0, -0.6], [-7.4, -1.8], [-8.8, -2.5]],
        0.5,
        Taper::Both,
        LINE,
    );
    if look.aged {
        plate.stroke(
            &[[-26.0, -3.6], [-21.0, 0.6], [-15.0, 3.2]],
            0.4,
            Taper::Both,
            LINE,
        );
    }
    lashes(plate, look);
}

fn iris(plate: &mut Plate) {
    let centre = plate.place([-9.6, -6.4]);
    let s = plate.frame.scale;
    let ellipse = |rx: f64, ry: f64, rest: &str| {
        format!(
            r#"<ellipse cx="{}" cy="{}" rx="{}" ry="{}" {rest}/>"#,
            num(centre[0]),
            num(centre[1]),
            num(rx * s),
            num(ry * s)
        )
    };
    plate.raw(&ellipse(
        2.5,
        5.5,
        r##"fill="#6d848b" stroke="#26363d" stroke-width="1.4" stroke-opacity=".8""##,
    ));
    let toward = if plate.frame.flipped { -0.5 } else { 0.5 } * s;
    plate.raw(&format!(
        r##"<ellipse cx="{}" cy="{}" rx="{}" ry="{}" fill="#14191c"/>"##,
        num(centre[0] + toward),
        num(centre[1]),
        num(0.9 * s),
        num(2.1 * s)
    ));
    plate.raw(&format!(
        r##"<circle cx="{}" cy="{}" r="{}" fill="#fff" fill-opacity=".95"/>"##,
        num(centre[0] + toward * 0.8),
        num(centre[1] - 2.0 * s),
        num(0.7 * s)
    ));
}

fn lashes(plate: &mut Plate, look: Look) {
    let (long, short) = if look.man { (2.6, 1.2) } else { (4.8, 2.0) };
    let mut d = String::new();
    let line = sampled(LID_UPPER, 6, false);
    for k in 0..22 {
        let t = 0.25 + 0.75 * f64::from(k) / 21.0;
        let root = along(&line, t);
        let length = long * (0.5 + 0.5 * t) * (1.0 + 0.1 * scatter(k as usize, 71));
        let tip = [
            root[0] + length * (0.35 + 0.55 * t),
            root[1] + length * (0.75 - 0.35 * t),
        ];
        let bend = [
            root[0] + (tip[0] - root[0]) * 0.75,
            root[1] + (tip[1] - root[1]) * 0.2,
        ];
        d.push_str(&plate.hair_data(root, bend, tip, 0.32));
    }
    let line = sampled(LID_LOWER, 6, false);
    for k in 0..12 {
        let root = along(&line, 0.6 * f64::from(k) / 11.0);
        let length = short * (1.0 + 0.2 * scatter(k as usize, 72));
        let tip = [root[0] + length * 0.8, root[1] - length * 0.8];
        d.push_str(&plate.hair_data(root, lerp(root, [tip[0], root[1]], 0.5), tip, 0.22));
    }
    plate.raw(&format!(
        r#"<path d="{d}" fill="{LINE_DARK}" fill-opacity=".9"/>"#
    ));
}

fn brow(plate: &mut Plate, look: Look) {
    let (upper, lower): (&[Point], &[Point]) = if look.man {
        (
            &[
                [1.0, 12.6],
                [-4.0, 14.8],
                [-11.0, 16.4],
                [-18.0, 16.4],
                [-25.0, 13.6],
                [-32.0, 8.6],
            ],
            &[
                [0.6, 6.4],
                [-4.0, 8.2],
                [-11.0, 10.4],
                [-18.0, 11.4],
                [-25.0, 10.6],
                [-32.0, 8.6],
            ],
        )
    } else {
        (
            &[
                [0.4, 12.4],
                [-4.0, 15.4],
                [-10.0, 17.6],
                [-16.0, 17.6],
                [-23.0, 14.4],
                [-31.0, 8.6],
            ],
            &[
                [0.0, 8.2],
                [-4.0, 10.2],
                [-10.0, 12.8],
                [-16.0, 13.6],
                [-23.0, 12.0],
                [-31.0, 8.6],
            ],
        )
    };
    let body: Vec<Point> = lower.iter().rev().copied().collect();
    let blur = plate.url("blur1");
    plate.shape(
        &Shape::curve(upper).then(&body).closed(),
        &format!(r#"fill="{HAIR_DARK}" fill-opacity=".34" filter="{blur}""#),
    );
    let (upper, lower) = (sampled(upper, 6, false), sampled(lower, 6, false));
    let mut d = String::new();
    for k in 0..210_usize {
        let t = ((k % 35) as f64 + 0.5 + 0.5 * scatter(k, 81)) / 35.0;
        let across = ((k / 35) as f64 + 0.5 + 0.4 * scatter(k, 82)) / 6.0;
        let root = lerp(along(&lower, t), along(&upper, t), across);
        let ahead = along(&upper, (t + 0.06).min(1.0));
        let behind = along(&upper, (t - 0.06).max(0.0));
        let tangent = unit([ahead[0] - behind[0], ahead[1] - behind[1]]);
        let rise = (1.0 - 1.9 * t).max(0.0) + 0.5 * (0.5 - across) + 0.1 * scatter(k, 83);
        let way = unit([
            tangent[0] + tangent[1] * rise,
            tangent[1] - tangent[0] * rise,
        ]);
        let length = (3.0 - 0.7 * t) * (1.0 + 0.2 * scatter(k, 84));
        let tip = [root[0] + way[0] * length, root[1] + way[1] * length];
        d.push_str(&plate.hair_data(root, lerp(root, tip, 0.5), tip, 0.3));
    }
    plate.raw(&format!(
        r#"<path d="{d}" fill="{HAIR_DARK}" fill-opacity=".8"/>"#
    ));
}

fn nose(plate: &mut Plate) {
    let blur = plate.url("blur1");
    plate.open(&format!(r##"filter="{blur}" fill="#a8705a""##));
    plate.shape(
        &Shape::blob(&[
            [9.0, -36.0],
            [4.0, -37.0],
            [0.0, -42.0],
            [0.6, -48.0],
            [3.0, -47.0],
            [3.6, -42.0],
        ]),
        r#"fill-opacity=".34""#,
    );
    plate.shape(
        &Shape::blob(&[
            [19.0, -47.4],
            [12.0, -48.6],
            [7.0, -50.2],
            [7.4, -54.0],
            [12.0, -50.4],
        ]),
        r#"fill-opacity=".4""#,
    );
    plate.shape(
        &Shape::blob(&[[10.4, -37.6], [13.6, -40.0], [14.6, -44.0], [12.2, -42.4]]),
        r#"fill-opacity=".3""#,
    );
    plate.close();
    plate.shape(
        &Shape::blob(&[
            [8.6, -48.0],
            [10.6, -46.4],
            [14.2, -46.0],
            [17.0, -46.8],
            [14.6, -48.0],
            [11.4, -48.8],
        ]),
        r##"fill="#5a352c" fill-opacity=".75""##,
    );
    plate.stroke(
        &[
            [8.0, -36.6],
            [4.2, -38.4],
            [1.9, -41.6],
            [1.9, -45.2],
            [4.0, -48.0],
            [7.0, -48.8],
            [9.4, -47.6],
            [11.4, -45.8],
        ],
        0.6,
        Taper::Both,
        LINE,
    );
}

fn lips(plate: &mut Plate, look: Look) {
    let colours = if look.man {
        ["#cfa594", "#d8b09f"]
    } else {
        ["#cf958b", "#dba598"]
    };
    let line: &[Point] = &[
        [6.2, -72.9],
        [2.0, -71.9],
        [-2.6, -72.2],
        [-6.6, -73.2],
        [-10.2, -73.6],
    ];
    let back: Vec<Point> = line.iter().rev().copied().collect();
    let upper = Shape::curve(&[
        [9.9, -63.4],
        [10.9, -65.4],
        [11.3, -68.4],
        [10.0, -71.2],
        [6.2, -72.9],
    ])
    .then(line)
    .then(&[
        [-10.2, -73.6],
        [-5.0, -71.0],
        [0.0, -68.0],
        [5.0, -64.8],
        [8.0, -63.2],
        [9.9, -63.4],
    ])
    .closed();
    let lower = Shape::curve(&back)
        .then(&[
            [6.2, -72.9],
            [8.9, -74.6],
            [9.9, -77.6],
            [9.2, -80.8],
            [7.6, -83.2],
        ])
        .then(&[
            [7.6, -83.2],
            [3.0, -82.8],
            [-2.0, -80.2],
            [-6.4, -76.6],
            [-10.2, -73.6],
        ])
        .closed();
    let blur = plate.url("blur1");
    for (shape, colour) in [(&upper, colours[0]), (&lower, colours[1])] {
        plate.shape(
            shape,
            &format!(r#"fill="{colour}" fill-opacity=".6" filter="{blur}""#),
        );
        plate.shape(shape, &format!(r#"fill="{colour}" fill-opacity=".82""#));
    }
    plate.shape(
        &Shape::blob(&[[8.2, -75.6], [4.0, -75.2], [3.0, -78.0], [7.0, -79.4]]),
        &format!(r#"fill="{GLOW}" fill-opacity=".4" filter="{blur}""#),
    );
    plate.stroke(line, 0.8, Taper::Both, "#5d2f2c");
    plate.stroke(
        &[[-8.6, -73.2], [-10.6, -73.8], [-11.6, -74.8]],
        0.6,
        Taper::Both,
        "#7d4d44",
    );
}
