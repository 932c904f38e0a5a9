//! Backs of both hands as they lie before the clinician: fingers down, thumbs inwards.
//!
//! One hand in mm: origin in the middle of its back, x towards the little finger, y to the wrist.

mod finger;

use finger::{FINGERS, edges, finger_details, finger_outline, rounding};

use crate::chart::{FaceChart, severity};
use crate::complexion::Complexion;
use crate::geometry::{Point, Taper, add, lerp};
use crate::landmarks::offset_from;
use crate::marks::areas;
use crate::palette::{GLOW, LINE, SKIN_DEEP, SKIN_SHADE};
use crate::plate::{Plate, Shape};
use crate::sheet::{Window, fade, finish, sides};
use crate::warp::Warp;

/// Distance of the middle of each hand's back from the midline, mm.
const APART: f64 = 78.0;

/// The back of the hand from the wrist round the little finger's side, mm.
#[rustfmt::skip]
const BACK: &[Point] = &[
    [-25.0, 92.0], [-26.0, 66.0], [-27.0, 50.0], [-33.0, 34.0], [-43.0, 14.0], [-48.6, -2.0],
    [-49.0, -16.0], [-44.6, -18.2], [-40.2, -21.0], [-37.6, -28.0], [-36.8, -40.0], [-36.8, -52.0],
    [-27.0, -58.0], [-17.6, -54.6], [-6.0, -59.0], [4.0, -56.6], [14.0, -56.0], [24.4, -47.6],
    [32.0, -46.0], [40.6, -32.0], [41.4, -14.0], [39.0, 8.0], [33.6, 32.0], [28.0, 52.0],
    [26.0, 70.0], [26.0, 92.0],
];
/// The area that is graded and filled, mm.
#[rustfmt::skip]
const DORSUM: &[Point] = &[
    [-22.0, 38.0], [-30.0, 16.0], [-33.0, -6.0], [-30.0, -24.0], [-14.0, -31.0], [6.0, -31.0],
    [24.0, -24.0], [33.0, -10.0], [31.0, 12.0], [25.0, 36.0], [2.0, 42.0],
];

/// Draws the chart of both hands.
pub(crate) fn chart(chart: &FaceChart, complexion: Complexion) -> String {
    let window = Window {
        scale: 2.7,
        left: -156.0,
        right: 156.0,
        top: 96.0,
        bottom: -146.0,
    };
    let mut plate = Plate::new(&chart.id_prefix, window.frame(false), Warp::identity());
    fade(&mut plate, &window, 30.0, 0.1);
    crate::tone::define(&mut plate);
    let mask = plate.url("fade");
    plate.open(&format!(r#"mask="{mask}""#));
    for side in [1.0, -1.0] {
        hand(&mut plate, side);
    }
    plate.close();
    plate.tint(complexion);
    areas::define(&mut plate);
    for area in chart.areas.iter().filter(|area| area.area == "hands") {
        for &side in area.side.signs() {
            areas::shade(
                &mut plate,
                &placed(DORSUM, side),
                severity(area.severity),
                false,
            );
        }
    }
    let spots: Vec<Point> = chart
        .sites
        .iter()
        .map(|site| {
            let side = if site.x_mm < 0.0 { -1.0 } else { 1.0 };
            let offset = offset_from(&chart.landmarks, "hand-dorsum", [site.x_mm, site.y_mm]);
            plate.place(placed(&[offset], side)[0])
        })
        .collect();
    sides(
        &mut plate,
        ["patient’s right", "patient’s left"],
        window.size_px(),
    );
    finish(plate, chart, &window, &spots)
}

/// Points of one hand on the sheet.
fn placed(points: &[Point], side: f64) -> Vec<Point> {
    points
        .iter()
        .map(|p| [(p[0] + APART) * side, p[1]])
        .collect()
}

fn hand(plate: &mut Plate, side: f64) {
    let skin = r##"fill="#f9e9de""##;
    for (i, finger) in FINGERS.iter().enumerate() {
        let outline = Shape::blob(&placed(&finger_outline(finger), side));
        plate.shape(&outline, skin);
        let (one, other) = edges(finger);
        let distal: Vec<Point> = one[9..]
            .iter()
            .copied()
            .chain(other[9..].iter().rev().skip(1).copied())
            .collect();
        let rim = Shape::curve(&placed(&distal, side));
        rounding(
            plate,
            [&outline, &rim],
            &format!("finger-{i}{}", if side > 0.0 { "l" } else { "r" }),
        );
    }
    let back = Shape::curve(&placed(BACK, side)).closed();
    plate.shape(&back, skin);
    shade(plate, side);
    for finger in &FINGERS {
        finger_details(plate, finger, side);
    }
    contours(plate, side);
    tendons(plate, side);
}

fn shade(plate: &mut Plate, side: f64) {
    let (far, near) = (plate.url("blur3"), plate.url("blur2"));
    let blob = |plate: &mut Plate, points: &[Point], opacity: f64| {
        plate.shape(
            &Shape::blob(&placed(points, side)),
            &format!(r#"fill-opacity="{}""#, crate::plate::num2(opacity)),
        );
    };
    let (id, mut d) = (
        plate.id(if side > 0.0 { "hand-l" } else { "hand-r" }),
        String::new(),
    );
    d.push_str(&plate.data(&Shape::curve(&placed(BACK, side)).closed()));
    plate.define(&format!(
        r#"<clipPath id="{id}"><path d="{d}"/></clipPath>"#
    ));
    plate.open(&format!(r#"clip-path="url(#{id})""#));
    plate.open(&format!(r#"filter="{far}" fill="{SKIN_SHADE}""#));
    blob(
        plate,
        &[
            [42.0, -40.0],
            [32.0, -6.0],
            [26.0, 36.0],
            [22.0, 90.0],
            [50.0, 90.0],
            [56.0, 0.0],
        ],
        0.7,
    );
    blob(
        plate,
        &[[-30.0, 90.0], [-20.0, 60.0], [-24.0, 40.0], [-40.0, 44.0]],
        0.5,
    );
    plate.close();
    plate.open(&format!(r#"filter="{near}" fill="{SKIN_DEEP}""#));
    for x in [-16.0, 4.0, 23.0] {
        blob(
            plate,
            &[
                [x - 3.0, -44.0],
                [x, -26.0],
                [x - 1.0, -4.0],
                [x + 3.0, -26.0],
                [x + 3.0, -46.0],
            ],
            0.34,
        );
    }
    plate.close();
    plate.open(&format!(r#"filter="{near}" fill="{GLOW}""#));
    for finger in &FINGERS[..4] {
        let [x, y] = finger.joints[0];
        blob(
            plate,
            &[[x - 5.0, y], [x, y + 6.0], [x + 5.0, y], [x, y - 6.0]],
            0.7,
        );
    }
    plate.close();
    plate.close();
}

fn contours(plate: &mut Plate, side: f64) {
    let stroke = |plate: &mut Plate, points: &[Point], width: f64, colour: &str| {
        plate.stroke(&placed(points, side), width, Taper::Both, colour);
    };
    stroke(plate, &BACK[..4], 0.7, LINE);
    stroke(plate, &BACK[19..], 0.75, LINE);
    // Web between thumb and index, and the webs of the fingers.
    stroke(
        plate,
        &[
            [-49.6, -22.0],
            [-44.6, -18.0],
            [-40.0, -20.6],
            [-37.4, -28.0],
            [-36.6, -40.0],
            [-37.4, -52.0],
        ],
        0.6,
        LINE,
    );
    for web in [[-17.6, -55.0], [4.0, -57.0], [24.4, -48.0]] {
        stroke(
            plate,
            &[
                [web[0] - 2.6, web[1] - 5.0],
                [web[0] - 1.0, web[1] - 1.0],
                [web[0] + 1.0, web[1] - 0.8],
                [web[0] + 2.6, web[1] - 5.0],
            ],
            0.5,
            LINE,
        );
    }
    for finger in &FINGERS[..4] {
        let [x, y] = finger.joints[0];
        stroke(
            plate,
            &[
                [x - 5.4, y + 1.0],
                [x - 3.0, y + 4.6],
                [x + 1.0, y + 5.4],
                [x + 4.6, y + 3.4],
            ],
            0.36,
            "#b58873",
        );
        stroke(
            plate,
            &[[x - 4.0, y - 2.0], [x, y - 0.8], [x + 4.0, y - 2.2]],
            0.3,
            "#b58873",
        );
    }
}

/// Extensor tendons and the veins of the back.
fn tendons(plate: &mut Plate, side: f64) {
    for (finger, x) in FINGERS[..4].iter().zip([-8.0, -2.0, 4.0, 10.0]) {
        let knuckle = finger.joints[0];
        let wrist = [x, 54.0];
        let line = [
            add(knuckle, [0.0, 9.0]),
            lerp(knuckle, wrist, 0.4),
            lerp(knuckle, wrist, 0.8),
        ];
        plate.stroke(&placed(&line, side), 0.42, Taper::Both, "#cfa591");
    }
    let veins: [&[Point]; 4] = [
        &[
            [-18.0, -20.0],
            [-16.0, -4.0],
            [-20.0, 14.0],
            [-16.0, 32.0],
            [-18.0, 54.0],
        ],
        &[
            [6.0, -22.0],
            [9.0, -4.0],
            [2.0, 12.0],
            [-4.0, 22.0],
            [-16.0, 32.0],
        ],
        &[
            [24.0, -14.0],
            [20.0, 4.0],
            [22.0, 22.0],
            [16.0, 40.0],
            [18.0, 58.0],
        ],
        &[[9.0, -4.0], [15.0, 2.0], [20.6, 12.0]],
    ];
    plate.open(r##"fill="none" stroke="#7f93a8" stroke-opacity=".34" stroke-width="4.4" stroke-linecap="round""##);
    for vein in veins {
        plate.shape(&Shape::curve(&placed(vein, side)), "");
    }
    plate.close();
}
