//! Both armpits with the arms raised.
//!
//! One armpit in mm: origin at its apex, x away from the midline, y up.

use std::fmt::Write as _;

use crate::chart::{FaceChart, severity};
use crate::complexion::Complexion;
use crate::geometry::{Point, Taper, scatter};
use crate::landmarks::offset_from;
use crate::marks::areas;
use crate::palette::{GLOW, LINE, SKIN_DEEP, SKIN_SHADE};
use crate::plate::{Plate, Shape, num};
use crate::sheet::{Window, finish, sides};
use crate::tone::{Plane, plane, planes};
use crate::warp::Warp;

/// Outer contour from the flank up to the raised arm, mm.
#[rustfmt::skip]
const FLANK: &[Point] = &[
    [58.0, -160.0], [57.0, -128.0], [56.4, -98.0], [54.0, -68.0], [49.6, -38.0], [45.6, -10.0],
    [45.4, 12.0], [50.4, 38.0], [59.0, 66.0], [67.0, 92.0], [72.0, 122.0], [74.0, 150.0],
];
/// Shoulder up to the raised arm, mm.
#[rustfmt::skip]
const SHOULDER: &[Point] = &[
    [-16.0, 152.0], [-18.0, 128.0], [-25.0, 108.0], [-38.0, 93.0], [-56.0, 83.0], [-80.0, 76.0],
    [-105.0, 71.0],
];
/// Anterior fold: border of the pectoral muscle, running into the arm, mm.
#[rustfmt::skip]
const PECTORAL: &[Point] = &[
    [-92.0, -66.0], [-74.0, -58.0], [-56.0, -44.0], [-42.0, -24.0], [-33.0, 0.0], [-26.0, 24.0],
    [-17.0, 48.0], [-6.0, 74.0], [4.0, 98.0],
];
/// Posterior fold: latissimus, running into the arm, mm.
#[rustfmt::skip]
const LATISSIMUS: &[Point] = &[
    [46.0, -84.0], [40.0, -58.0], [33.0, -30.0], [29.0, -6.0], [30.0, 16.0], [35.0, 40.0],
    [42.0, 64.0],
];
/// The hair-bearing skin, mm.
#[rustfmt::skip]
const HOLLOW: &[Point] = &[
    [-20.0, -28.0], [-24.0, -6.0], [-17.0, 18.0], [-5.0, 40.0], [10.0, 50.0], [21.0, 42.0],
    [24.0, 18.0], [23.0, -8.0], [18.0, -34.0], [4.0, -47.0], [-11.0, -43.0],
];

/// Distance of each apex from the midline of the sheet, mm.
const APART: f64 = 106.0;

/// Draws the chart of both armpits.
pub(crate) fn chart(chart: &FaceChart, complexion: Complexion) -> String {
    let window = Window {
        scale: 2.3,
        left: -190.0,
        right: 190.0,
        top: 132.0,
        bottom: -118.0,
    };
    let mut plate = Plate::new(&chart.id_prefix, window.frame(false), Warp::identity());
    vignette(&mut plate, &window);
    crate::tone::define(&mut plate);
    let mask = plate.url("fade");
    plate.open(&format!(r#"mask="{mask}""#));
    for side in [1.0, -1.0] {
        let mut half = Half {
            plate: &mut plate,
            side,
        };
        half.skin();
        half.lines();
        half.hair();
    }
    plate.close();
    plate.tint(complexion);
    areas::define(&mut plate);
    for side in [1.0, -1.0] {
        let hollow = placed(HOLLOW, side);
        plate.shape(&Shape::blob(&hollow), &format!(r#"fill="none" stroke="{}" stroke-width="1.2" stroke-dasharray="2 3" stroke-linecap="round" stroke-opacity=".7""#, areas::FINDING));
        for area in chart.areas.iter().filter(|area| area.area == "axilla") {
            if area.side.signs().contains(&side) {
                areas::shade(&mut plate, &hollow, severity(area.severity), false);
            }
        }
    }
    sides(
        &mut plate,
        ["patient’s right", "patient’s left"],
        window.size_px(),
    );
    let spots = spots(chart, &plate);
    finish(plate, chart, &window, &spots)
}

fn spots(chart: &FaceChart, plate: &Plate) -> Vec<Point> {
    let at = |x: f64, y: f64| {
        let side = if x < 0.0 { -1.0 } else { 1.0 };
        placed(
            &[offset_from(&chart.landmarks, "axilla-apex", [x, y])],
            side,
        )[0]
    };
    chart
        .sites
        .iter()
        .map(|site| plate.place(at(site.x_mm, site.y_mm)))
        .collect()
}

/// Points of one armpit on the sheet.
fn placed(points: &[Point], side: f64) -> Vec<Point> {
    points
        .iter()
        .map(|p| [(p[0] + APART) * side, p[1]])
        .collect()
}

/// A mask `fade`: the drawing dissolves around each armpit.
fn vignette(plate: &mut Plate, window: &Window) {
    let [w, h] = window.size_px().map(num);
    let (gradient, mask) = (plate.id("fade-g"), plate.id("fade"));
    let mut ovals = String::new();
    for side in [1.0, -1.0] {
        let c = plate.place([(APART - 8.0) * side, 6.0]);
        let (rx, ry) = (num(100.0 * window.scale), num(124.0 * window.scale));
        let (x, y) = (num(c[0]), num(c[1]));
        let url = plate.url("fade-g");
        let _ = write!(
            ovals,
            r#"<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="{url}"/>"#
        );
    }
    plate.define(&format!(
        concat!(
            r##"<radialGradient id="{}"><stop offset=".7" stop-color="#fff"/><stop offset="1" stop-color="#000"/></radialGradient>"##,
            r#"<mask id="{}" maskUnits="userSpaceOnUse" x="0" y="0" width="{}" height="{}">{}</mask>"#
        ),
        gradient, mask, w, h, ovals
    ));
}

/// One armpit being drawn.
struct Half<'a> {
    plate: &'a mut Plate,
    side: f64,
}

impl Half<'_> {
    fn stroke(&mut self, points: &[Point], width: f64, colour: &str) {
        self.plate
            .stroke(&placed(points, self.side), width, Taper::Both, colour);
    }

    fn body(&self) -> Shape {
        let far = [[-105.0, 70.0], [-105.0, -160.0], [58.0, -160.0]];
        Shape::curve(&placed(FLANK, self.side))
            .then(&placed(SHOULDER, self.side))
            .then(&placed(&far, self.side))
            .closed()
    }
}

#[rustfmt::skip]
const TURNED: &[Plane] = &[
    plane(0.7, &[[64.0, -150.0], [46.0, -110.0], [44.0, -60.0], [36.0, -10.0], [42.0, 40.0],
        [60.0, 100.0], [84.0, 140.0], [80.0, 0.0]]),
    plane(0.6, &[[-100.0, -76.0], [-70.0, -70.0], [-48.0, -52.0], [-34.0, -24.0], [-30.0, -60.0],
        [-60.0, -100.0]]),
    plane(0.5, &[[-30.0, 150.0], [-30.0, 112.0], [-60.0, 84.0], [-104.0, 74.0], [-104.0, 100.0]]),
];
/// The hollow between the two folds, deepest under the pectoral border.
#[rustfmt::skip]
const DEEP: &[Plane] = &[
    plane(0.55, &[[-36.0, -34.0], [-30.0, 2.0], [-20.0, 34.0], [-4.0, 60.0], [14.0, 56.0],
        [22.0, 26.0], [24.0, -12.0], [16.0, -50.0], [-8.0, -62.0]]),
    plane(0.5, &[[-40.0, -26.0], [-30.0, 4.0], [-20.0, 32.0], [-8.0, 58.0], [-6.0, 30.0],
        [-14.0, 0.0], [-24.0, -30.0]]),
];
#[rustfmt::skip]
const LIGHTS: &[Plane] = &[
    plane(0.75, &[[-86.0, -48.0], [-62.0, -34.0], [-48.0, -8.0], [-40.0, 24.0], [-28.0, 56.0],
        [-44.0, 40.0], [-60.0, 4.0], [-84.0, -26.0]]),
    plane(0.55, &[[40.0, -64.0], [35.0, -30.0], [33.0, 0.0], [38.0, 34.0], [44.0, 30.0],
        [40.0, 0.0], [44.0, -30.0]]),
    plane(0.6, &[[10.0, 110.0], [24.0, 80.0], [40.0, 100.0], [40.0, 140.0], [16.0, 140.0]]),
];

impl Half<'_> {
    fn skin(&mut self) {
        let body = self.body();
        let id = self
            .plate
            .id(if self.side > 0.0 { "body-l" } else { "body-r" });
        let d = self.plate.data(&body);
        self.plate.define(&format!(
            r#"<clipPath id="{id}"><path d="{d}"/></clipPath>"#
        ));
        self.plate.shape(&body, r##"fill="#faece2""##);
        self.plate.open(&format!(r#"clip-path="url(#{id})""#));
        let side = self.side;
        let place = |points: &[Point]| vec![placed(points, side)];
        planes(self.plate, ("blur3", SKIN_SHADE), TURNED, place);
        planes(self.plate, ("blur3", SKIN_DEEP), DEEP, place);
        planes(self.plate, ("blur3", GLOW), LIGHTS, place);
        self.plate.close();
    }

    fn lines(&mut self) {
        self.stroke(FLANK, 0.9, LINE);
        self.stroke(SHOULDER, 0.9, LINE);
        self.stroke(PECTORAL, 0.8, LINE);
        self.stroke(LATISSIMUS, 0.55, "#a0715f");
        let soft = "#b58873";
        self.stroke(
            &[[-120.0, 50.0], [-98.0, 55.0], [-76.0, 58.0], [-58.0, 66.0]],
            0.5,
            soft,
        );
        self.stroke(
            &[[-44.0, 74.0], [-38.0, 58.0], [-40.0, 40.0], [-50.0, 22.0]],
            0.4,
            soft,
        );
        // Creases of the hollow.
        for crease in [
            [[-24.0, -16.0], [-10.0, -12.0], [6.0, -14.0], [20.0, -20.0]],
            [[-20.0, 4.0], [-6.0, 7.0], [8.0, 6.0], [22.0, 2.0]],
            [[-14.0, 24.0], [-2.0, 27.0], [10.0, 26.0], [23.0, 21.0]],
        ] {
            self.stroke(&crease, 0.42, "#a8786a");
        }
    }

    /// A few fine short hairs.
    fn hair(&mut self) {
        let mut d = String::new();
        let polygon = Shape::blob(HOLLOW).polygon();
        for k in 0..150_usize {
            let root = [24.0 * scatter(k, 111), 2.0 + 48.0 * scatter(k, 112)];
            if !crate::geometry::contains(&polygon, root) {
                continue;
            }
            let (dx, dy) = (1.6 * scatter(k, 113), -2.6 + 0.8 * scatter(k, 114));
            let bend = [root[0] + dx * 0.3, root[1] + dy * 0.6];
            let hair = placed(&[root, bend, [root[0] + dx, root[1] + dy]], self.side);
            d.push_str(&self.plate.hair_data(hair[0], hair[1], hair[2], 0.24));
        }
        self.plate.raw(&format!(
            r##"<path d="{d}" fill="#6b5648" fill-opacity=".4"/>"##
        ));
    }
}
