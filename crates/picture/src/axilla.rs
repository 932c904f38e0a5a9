//! The armpit with the arm raised: mm, origin at its apex, the patient's left side.

use crate::chart::{FaceChart, severity};
use crate::geometry::{Point, Taper, scatter};
use crate::landmarks::offset_from;
use crate::marks::areas;
use crate::palette::{LINE, SKIN_DEEP, SKIN_SHADE};
use crate::plate::{Frame, Plate, Shape};
use crate::sheet::{Window, finish, sides, vignette};
use crate::warp::Warp;

/// Outer contour from the flank up to the raised arm, mm.
const FLANK: &[Point] = &[
    [58.0, -160.0], [57.0, -128.0], [56.4, -98.0], [54.0, -68.0], [49.6, -38.0], [45.6, -10.0], [45.4, 12.0],
    [50.4, 38.0], [59.0, 66.0], [67.0, 92.0], [72.0, 122.0], [74.0, 150.0],
];
/// Shoulder up to the raised arm, mm.
const SHOULDER: &[Point] = &[
    [-16.0, 152.0], [-18.0, 128.0], [-25.0, 108.0], [-38.0, 93.0], [-56.0, 83.0], [-80.0, 76.0], [-110.0, 70.0],
    [-140.0, 66.0],
];
/// Anterior fold: border of the pectoral muscle, running into the arm, mm.
const PECTORAL: &[Point] = &[
    [-92.0, -66.0], [-74.0, -58.0], [-56.0, -44.0], [-42.0, -24.0], [-33.0, 0.0], [-26.0, 24.0], [-17.0, 48.0],
    [-6.0, 74.0], [4.0, 98.0],
];
/// Posterior fold: latissimus, running into the arm, mm.
const LATISSIMUS: &[Point] = &[
    [46.0, -84.0], [40.0, -58.0], [33.0, -30.0], [29.0, -6.0], [30.0, 16.0], [35.0, 40.0], [42.0, 64.0],
];
/// The hair-bearing skin, mm.
const HOLLOW: &[Point] = &[
    [-20.0, -28.0], [-24.0, -6.0], [-17.0, 18.0], [-5.0, 40.0], [10.0, 50.0], [21.0, 42.0], [24.0, 18.0],
    [23.0, -8.0], [18.0, -34.0], [4.0, -47.0], [-11.0, -43.0],
];

/// Draws the chart of one armpit.
pub(crate) fn chart(chart: &FaceChart) -> String {
    let window = Window { left: -108.0, right: 92.0, top: 132.0, bottom: -118.0 };
    let mut plate = Plate::new(&chart.id_prefix, window.frame(false), Warp::identity());
    vignette(&mut plate, &window, [-6.0, 6.0], [106.0, 128.0]);
    crate::tone::define(&mut plate);
    let mask = plate.url("fade");
    plate.open(&format!(r#"mask="{mask}""#));
    skin(&mut plate);
    lines(&mut plate);
    hair(&mut plate);
    plate.close();
    areas::define(&mut plate);
    plate.shape(&Shape::blob(HOLLOW), &format!(r#"fill="none" stroke="{}" stroke-width="1.2" stroke-dasharray="2 3" stroke-linecap="round" stroke-opacity=".7""#, areas::FINDING));
    for area in chart.areas.iter().filter(|area| area.area == "axilla") {
        areas::shade(&mut plate, HOLLOW, severity(area.severity), false);
    }
    sides(&mut plate, ["", "armpit, arm raised"], window.size_px());
    let spots = spots(chart, plate.frame);
    finish(plate, chart, &window, &spots)
}

fn spots(chart: &FaceChart, frame: Frame) -> Vec<Point> {
    let offset = |x: f64, y: f64| offset_from(&chart.landmarks, "axilla-apex", [x, y]);
    chart.sites.iter().map(|site| frame.to_px(offset(site.x_mm, site.y_mm))).collect()
}

fn body() -> Shape {
    Shape::curve(FLANK).then(SHOULDER).then(&[[-140.0, 66.0], [-140.0, -160.0], [58.0, -160.0]]).closed()
}

fn skin(plate: &mut Plate) {
    let (id, d) = (plate.id("body"), plate.data(&body()));
    plate.define(&format!(r#"<clipPath id="{id}"><path d="{d}"/></clipPath>"#));
    plate.shape(&body(), r##"fill="#faece2""##);
    let clip = plate.url("body");
    plate.open(&format!(r#"clip-path="{clip}""#));
    let far = plate.url("blur3");
    plate.open(&format!(r#"filter="{far}" fill="{SKIN_SHADE}""#));
    blob(plate, &[[64.0, -150.0], [46.0, -110.0], [44.0, -60.0], [36.0, -10.0], [42.0, 40.0], [60.0, 100.0], [84.0, 140.0], [80.0, 0.0]], 0.7);
    blob(plate, &[[-100.0, -76.0], [-70.0, -70.0], [-48.0, -52.0], [-34.0, -24.0], [-30.0, -60.0], [-60.0, -100.0]], 0.6);
    blob(plate, &[[-30.0, 150.0], [-30.0, 112.0], [-60.0, 84.0], [-120.0, 74.0], [-120.0, 100.0]], 0.5);
    plate.close();
    plate.open(&format!(r#"filter="{far}" fill="{SKIN_DEEP}""#));
    // The hollow between the two folds, deepest under the pectoral border.
    blob(plate, &[[-36.0, -34.0], [-30.0, 2.0], [-20.0, 34.0], [-4.0, 60.0], [14.0, 56.0], [22.0, 26.0], [24.0, -12.0], [16.0, -50.0], [-8.0, -62.0]], 0.55);
    blob(plate, &[[-40.0, -26.0], [-30.0, 4.0], [-20.0, 32.0], [-8.0, 58.0], [-6.0, 30.0], [-14.0, 0.0], [-24.0, -30.0]], 0.5);
    plate.close();
    plate.open(&format!(r##"filter="{far}" fill="#fff""##));
    blob(plate, &[[-86.0, -48.0], [-62.0, -34.0], [-48.0, -8.0], [-40.0, 24.0], [-28.0, 56.0], [-44.0, 40.0], [-60.0, 4.0], [-84.0, -26.0]], 0.75);
    blob(plate, &[[40.0, -64.0], [35.0, -30.0], [33.0, 0.0], [38.0, 34.0], [44.0, 30.0], [40.0, 0.0], [44.0, -30.0]], 0.55);
    blob(plate, &[[10.0, 110.0], [24.0, 80.0], [40.0, 100.0], [40.0, 140.0], [16.0, 140.0]], 0.6);
    plate.close();
    plate.close();
}

fn blob(plate: &mut Plate, points: &[Point], opacity: f64) {
    plate.shape(&Shape::blob(points), &format!(r#"fill-opacity="{}""#, crate::plate::num2(opacity)));
}

fn lines(plate: &mut Plate) {
    plate.stroke(FLANK, 0.9, Taper::Both, LINE);
    plate.stroke(SHOULDER, 0.9, Taper::Both, LINE);
    plate.stroke(PECTORAL, 0.8, Taper::Both, LINE);
    plate.stroke(LATISSIMUS, 0.55, Taper::Both, "#a0715f");
    let soft = "#b58873";
    plate.stroke(&[[-120.0, 50.0], [-98.0, 55.0], [-76.0, 58.0], [-58.0, 66.0]], 0.5, Taper::Both, soft);
    plate.stroke(&[[-44.0, 74.0], [-38.0, 58.0], [-40.0, 40.0], [-50.0, 22.0]], 0.4, Taper::Both, soft);
    // Creases of the hollow.
    for crease in [
        [[-24.0, -16.0], [-10.0, -12.0], [6.0, -14.0], [20.0, -20.0]],
        [[-20.0, 4.0], [-6.0, 7.0], [8.0, 6.0], [22.0, 2.0]],
        [[-14.0, 24.0], [-2.0, 27.0], [10.0, 26.0], [23.0, 21.0]],
    ] {
        plate.stroke(&crease, 0.42, Taper::Both, "#a8786a");
    }
}

/// A few fine short hairs.
fn hair(plate: &mut Plate) {
    let mut d = String::new();
    let polygon = Shape::blob(HOLLOW).polygon();
    for k in 0..150_usize {
        let root = [24.0 * scatter(k, 111), 2.0 + 48.0 * scatter(k, 112)];
        if !crate::geometry::contains(&polygon, root) {
            continue;
        }
        let (dx, dy) = (1.6 * scatter(k, 113), -2.6 + 0.8 * scatter(k, 114));
        let bend = [root[0] + dx * 0.3, root[1] + dy * 0.6];
        d.push_str(&plate.hair_data(root, bend, [root[0] + dx, root[1] + dy], 0.24));
    }
    plate.raw(&format!(r##"<path d="{d}" fill="#6b5648" fill-opacity=".4"/>"##));
}
