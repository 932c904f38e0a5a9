//! One finger of the hands' chart.

use super::placed;
use crate::geometry::{Point, Taper, add, scale, sub, unit};
use crate::palette::{LINE, NAIL, SKIN_DEEP};
use crate::plate::{Plate, Shape};

/// A finger: knuckle, first joint, second joint, tip, and its width at the base, mm.
pub(super) struct Finger {
    pub(super) joints: [Point; 4],
    width: f64,
}

#[rustfmt::skip]
/// Index to little finger, then the thumb.
pub(super) const FINGERS: [Finger; 5] = [
    Finger { joints: [[-26.0, -34.0], [-31.0, -78.0], [-33.5, -102.0], [-35.0, -122.0]],
        width: 18.0, },
    Finger { joints: [[-6.0, -39.0], [-7.0, -88.0], [-7.4, -115.0], [-7.6, -138.0]],
        width: 18.4, },
    Finger { joints: [[14.0, -35.0], [17.6, -81.0], [19.6, -107.0], [21.0, -128.0]],
        width: 17.4, },
    Finger { joints: [[31.5, -26.0], [39.6, -61.0], [43.8, -80.0], [47.0, -97.0]], width: 15.4, },
    Finger { joints: [[-27.0, 32.0], [-52.0, -17.0], [-59.6, -41.0], [-62.6, -61.0]],
        width: 21.0, },
];

/// Shade along both edges of a finger.
pub(super) fn rounding(plate: &mut Plate, [outline, rim]: [&Shape; 2], name: &str) {
    let (id, d, blur) = (plate.id(name), plate.data(outline), plate.url("blur2"));
    plate.define(&format!(
        r#"<clipPath id="{id}"><path d="{d}"/></clipPath>"#
    ));
    plate.open(&format!(r#"clip-path="url(#{id})""#));
    let rim = plate.data(rim);
    plate.raw(&format!(
        r#"<path d="{rim}" fill="none" stroke="{SKIN_DEEP}" stroke-width="{}" stroke-opacity=".6" filter="{blur}"/>"#,
        crate::plate::num(3.2 * plate.frame.scale)
    ));
    plate.close();
}

/// Half width of a finger at a fraction of its length: joints stand out a little.
fn half_width(finger: &Finger, t: f64) -> f64 {
    let bulge =
        0.6 * ((-((t - 0.46) / 0.08).powi(2)).exp() + 0.6 * (-((t - 0.74) / 0.07).powi(2)).exp());
    // The tip is a full round.
    let past = ((t - 0.91) / 0.09).max(0.0);
    let end = (1.0 - past.powf(2.3)).max(0.0).powf(1.0 / 2.3);
    // The thumb grows out of the wrist, the fingers out of the knuckles.
    let root = if finger.width > 19.0 {
        0.3 + 0.7 * (t / 0.3).min(1.0)
    } else {
        1.0
    };
    (finger.width / 2.0 * (1.0 - 0.24 * t) + bulge) * end * root
}

/// Both edges of a finger from its base to its tip, at even steps.
pub(super) fn edges(finger: &Finger) -> (Vec<Point>, Vec<Point>) {
    let line = crate::geometry::sampled(&finger.joints, 8, false);
    // Even steps along the shaft, finer ones round the tip.
    let steps: Vec<f64> = (0..=23)
        .map(|k| f64::from(k) / 26.0)
        .chain(
            (1..=10)
                .map(|k| 1.0 - (23.0 / 26.0 - 1.0_f64).abs() * (1.0 - f64::from(k) / 10.0).powi(2)),
        )
        .collect();
    let edge = |sign: f64| -> Vec<Point> {
        steps
            .iter()
            .map(|&t| {
                let at = crate::geometry::along(&line, t);
                let ahead = crate::geometry::along(&line, (t + 0.03).min(1.0));
                let behind = crate::geometry::along(&line, (t - 0.03).max(0.0));
                let along = unit(sub(ahead, behind));
                add(
                    at,
                    scale([-along[1], along[0]], sign * half_width(finger, t)),
                )
            })
            .collect()
    };
    (edge(1.0), edge(-1.0))
}

pub(super) fn finger_outline(finger: &Finger) -> Vec<Point> {
    let (one, other) = edges(finger);
    one.into_iter()
        .chain(other.into_iter().rev().skip(1))
        .collect()
}

pub(super) fn finger_details(plate: &mut Plate, finger: &Finger, side: f64) {
    let (one, other) = edges(finger);
    // The thumb's outer side runs on to the wrist.
    let (inner, outer) = if finger.width > 19.0 { (14, 2) } else { (6, 6) };
    let tip = other[outer..].iter().rev().skip(1).copied();
    let around: Vec<Point> = one[inner..].iter().copied().chain(tip).collect();
    plate.stroke(&placed(&around, side), 0.6, Taper::Both, LINE);
    let [_, first, second, tip] = finger.joints;
    wrinkles(plate, finger, first, second, side, 5);
    wrinkles(plate, finger, second, tip, side, 3);
    nail(plate, finger, side);
}

/// Fine cross lines over a joint.
fn wrinkles(plate: &mut Plate, finger: &Finger, joint: Point, next: Point, side: f64, count: i32) {
    let along = unit(sub(next, joint));
    let across = [-along[1], along[0]];
    for k in 0..count {
        let shift = f64::from(k) - f64::from(count - 1) / 2.0;
        let centre = add(joint, scale(along, shift * 2.1));
        let reach = finger.width * (0.30 - 0.035 * shift.abs());
        let bow = scale(along, 0.5 * shift);
        let line = [
            sub(centre, scale(across, reach)),
            add(centre, bow),
            add(centre, scale(across, reach)),
        ];
        plate.stroke(&placed(&line, side), 0.32, Taper::Both, "#b08a78");
    }
}

fn nail(plate: &mut Plate, finger: &Finger, side: f64) {
    let [_, _, second, tip] = finger.joints;
    let along = unit(sub(tip, second));
    let across = [-along[1], along[0]];
    let w = finger.width * 0.29;
    let at = |l: f64, a: f64| add(add(tip, scale(along, l)), scale(across, a));
    let shape = [
        at(-13.6, 0.0),
        at(-12.8, w * 0.8),
        at(-9.2, w),
        at(-3.8, w * 0.92),
        at(-2.0, 0.0),
        at(-3.8, -w * 0.92),
        at(-9.2, -w),
        at(-12.8, -w * 0.8),
    ];
    plate.shape(
        &Shape::blob(&placed(&shape, side)),
        &format!(r##"fill="{NAIL}" stroke="#a87c6b" stroke-width="1""##),
    );
    let shine = [
        at(-10.8, w * 0.1),
        at(-9.2, w * 0.5),
        at(-4.8, w * 0.5),
        at(-5.8, w * 0.1),
    ];
    plate.shape(
        &Shape::blob(&placed(&shine, side)),
        r##"fill="#fff" fill-opacity=".3""##,
    );
}
