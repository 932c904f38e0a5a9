//! The face from the side: drawn facing right, z forward and y up in mm, origin nasion.

mod contour;
mod ear;
mod features;
mod hair;

use crate::chart::{FaceChart, View};
use crate::complexion::Complexion;
use crate::geometry::Point;
use crate::landmarks::Registration;
use crate::plate::Plate;
use crate::sheet::{Window, fade, findings, finish, sides};
use crate::warp::Warp;

/// Where points of the front drawing (x, y) lie from the side (z, y), mm.
///
/// Depths follow the canonical face of the landmark table, fitted by eye to this drawing.
#[rustfmt::skip]
const SIDE_FROM_FRONT: &[(Point, Point)] = &[
    ([0.0, 62.5], [-16.0, 62.5]),
    ([0.0, 35.0], [-1.0, 35.0]),
    ([0.0, 12.0], [2.0, 12.0]),
    ([0.0, 0.0], [-0.8, 0.0]),
    ([0.0, -20.0], [7.0, -20.0]),
    ([0.0, -41.0], [24.0, -41.0]),
    ([0.0, -50.2], [8.0, -50.2]),
    ([0.0, -64.9], [10.6, -64.9]),
    ([0.0, -73.0], [6.0, -73.0]),
    ([0.0, -83.4], [7.6, -83.4]),
    ([0.0, -91.5], [2.6, -91.5]),
    ([0.0, -104.0], [5.8, -104.0]),
    ([0.0, -115.0], [-6.0, -115.0]),
    ([10.0, -15.0], [-3.0, -15.0]),
    ([17.2, -42.5], [2.0, -42.5]),
    ([15.8, -8.7], [-10.0, -8.7]),
    ([30.9, -5.6], [-12.0, -5.6]),
    ([45.2, -6.9], [-22.0, -6.9]),
    ([12.0, 8.6], [-1.5, 8.6]),
    ([37.3, 15.6], [-13.0, 15.6]),
    ([53.6, 7.6], [-31.0, 7.6]),
    ([24.0, 35.0], [-6.0, 35.0]),
    ([42.0, 35.0], [-20.0, 35.0]),
    ([36.0, 55.0], [-26.0, 55.0]),
    ([52.0, 30.0], [-34.0, 30.0]),
    ([58.0, 21.0], [-46.0, 21.0]),
    ([62.5, 8.0], [-55.0, 8.0]),
    ([62.5, -3.0], [-47.0, -3.0]),
    ([64.5, 14.0], [-70.0, 14.0]),
    ([66.0, -16.0], [-66.0, -16.0]),
    ([30.0, -25.0], [-11.0, -25.0]),
    ([48.0, -24.0], [-27.0, -24.0]),
    ([58.0, -27.0], [-44.0, -27.0]),
    ([24.0, -46.0], [-3.0, -46.0]),
    ([31.0, -62.0], [-12.0, -62.0]),
    ([25.6, -72.6], [-10.0, -72.6]),
    ([35.0, -97.0], [-36.0, -97.0]),
    ([29.0, -85.0], [-16.0, -85.0]),
    ([27.0, -97.0], [-19.0, -97.0]),
    ([15.0, -104.0], [-1.0, -104.0]),
    ([16.0, -130.0], [-54.0, -130.0]),
    ([36.0, -122.0], [-76.0, -122.0]),
    ([12.0, -170.0], [-64.0, -170.0]),
    ([56.0, -36.0], [-50.0, -33.0]),
    ([60.0, -40.0], [-66.0, -38.0]),
    ([58.6, -52.0], [-70.0, -54.0]),
    ([54.6, -65.0], [-68.0, -68.0]),
    ([51.5, -73.5], [-65.0, -76.0]),
    ([49.0, -74.6], [-59.0, -83.0]),
    ([43.6, -74.0], [-47.0, -83.0]),
    ([42.6, -64.0], [-41.0, -69.0]),
    ([45.6, -51.0], [-38.0, -51.0]),
    ([50.0, -41.0], [-39.0, -39.0]),
    ([43.2, -88.0], [-46.0, -96.0]),
    ([38.0, -66.0], [-29.0, -67.0]),
    ([40.0, -42.0], [-22.0, -42.0]),
    ([18.6, -36.6], [2.0, -36.6]),
    ([28.2, -54.2], [-8.0, -54.2]),
    ([34.2, -63.6], [-18.0, -63.6]),
    ([32.0, -56.0], [-14.0, -56.0]),
];

/// A man's profile differs from the one drawn by these shifts, mm.
#[rustfmt::skip]
const MAN: &[(Point, Point)] = &[
    ([-16.0, 64.0], [-1.0, 3.0]),
    ([1.8, 14.0], [1.8, -0.5]),
    ([-0.8, -2.0], [-0.4, -1.0]),
    ([24.3, -42.0], [1.6, -1.6]),
    ([8.0, -51.0], [0.4, -2.0]),
    ([10.6, -65.0], [-0.4, -3.0]),
    ([6.0, -73.0], [0.0, -3.2]),
    ([7.6, -83.0], [-0.3, -3.6]),
    ([2.6, -91.0], [-0.6, -4.6]),
    ([5.8, -104.0], [1.6, -5.6]),
    ([-6.0, -115.4], [1.0, -6.4]),
    ([-36.0, -102.0], [0.0, -5.4]),
    ([-68.0, -73.0], [-2.5, -5.0]),
    ([-10.0, -73.5], [0.0, -3.0]),
    ([-22.0, -7.0], [0.0, 0.0]),
    ([-31.0, 8.0], [-1.0, -1.4]),
    ([-13.0, 15.0], [1.0, -1.8]),
    ([-84.0, -20.0], [0.0, 0.0]),
    ([-100.0, 60.0], [0.0, 0.0]),
    ([-180.0, 0.0], [0.0, 0.0]),
    ([-48.0, -120.0], [5.0, -5.0]),
    ([-52.0, -160.0], [4.0, -4.0]),
    ([-138.0, -100.0], [-7.0, 0.0]),
];

/// Draws the chart of one side.
pub(crate) fn chart(chart: &FaceChart, complexion: Complexion) -> String {
    let left = chart.view == View::ProfileLeft;
    let window = Window {
        scale: 3.3,
        left: -196.0,
        right: 38.0,
        top: 123.0,
        bottom: -152.0,
    };
    let look = chart.look();
    let shifts: Vec<(Point, Point)> = MAN
        .iter()
        .map(|(at, by)| (*at, [at[0] + by[0], at[1] + by[1]]))
        .collect();
    let warp = if look.man {
        Warp::through(&shifts)
    } else {
        Warp::identity()
    };
    let mut plate = Plate::new(&chart.id_prefix, window.frame(left), warp);
    fade(&mut plate, &window, 0.0, 22.0);
    let mask = plate.url("fade");
    plate.open(&format!(r#"mask="{mask}""#));
    contour::define(&mut plate);
    contour::draw(&mut plate, look);
    features::draw(&mut plate, look);
    hair::draw(&mut plate, look);
    ear::draw(&mut plate);
    plate.close();
    plate.tint(complexion);
    let side = side_from_front();
    let seen = if left { 1.0 } else { -1.0 };
    let carry = |points: &[Point]| carried(points, seen, &side);
    findings(&mut plate, chart, &carry);
    let registration = Registration::new(&chart.landmarks, look.man);
    let seen_sites = chart.sites.iter().filter(|site| site.x_mm * seen >= -1.0);
    let shown: Vec<_> = seen_sites.cloned().collect();
    let spots: Vec<Point> = shown
        .iter()
        .map(|site| {
            let on_drawing = registration
                .drawing_from_given
                .apply([site.x_mm.abs(), site.y_mm]);
            plate.place(side.apply(on_drawing))
        })
        .collect();
    let letters = if left {
        ["patient’s left", ""]
    } else {
        ["", "patient’s right"]
    };
    sides(&mut plate, letters, window.size_px());
    let chart = FaceChart {
        sites: shown,
        ..chart.clone()
    };
    finish(plate, &chart, &window, &spots)
}

/// The map from the front drawing (one side, x positive) to the side drawing.
fn side_from_front() -> Warp {
    Warp::through(SIDE_FROM_FRONT)
}

/// Points of the front drawing seen from the side; `None` for the side turned away.
fn carried(points: &[Point], seen: f64, side: &Warp) -> Option<Vec<Point>> {
    let near: Vec<Point> = points
        .iter()
        .filter(|p| p[0] * seen >= 0.0)
        .copied()
        .collect();
    if near.is_empty() || near.len() * 2 < points.len() {
        return None;
    }
    Some(
        near.iter()
            .map(|p| side.apply([p[0].abs(), p[1]]))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn landmarks_of_the_front_are_found_from_the_side() {
        let side = side_from_front();
        for (front, expected) in SIDE_FROM_FRONT {
            let at = side.apply(*front);
            let miss = crate::geometry::distance(at, *expected);
            assert!(miss < 2.0, "{front:?} lands at {at:?}");
        }
    }
}
