//! Puts a chart together: frame, anatomy, findings, vessels, sites, key.

use crate::chart::{FaceChart, View};
use crate::geometry::Point;
use crate::landmarks::Registration;
use crate::marks::{areas, creases, legend, sites, vessels};
use crate::palette::MUTED;
use crate::plate::{Frame, Plate, num};

/// px per mm of all charts.
const SCALE: f64 = 4.0;

/// The part of the frame that a view shows, mm: left, right, top, bottom.
pub(crate) struct Window {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

impl Window {
    pub(crate) fn size_px(&self) -> Point {
        [(self.right - self.left) * SCALE, (self.top - self.bottom) * SCALE]
    }

    pub(crate) fn frame(&self, flipped: bool) -> Frame {
        let width_px = self.size_px()[0];
        Frame { scale: SCALE, top_left_mm: [self.left, self.top], flipped, width_px }
    }
}

/// Draws a face chart.
///
/// - `chart`: what to draw; severities outside 0..1 are clamped, sites off the chart are
///   brought to its edge, names that the drawing does not know draw nothing
/// - returns: one SVG element, the same bytes for the same chart
pub fn face_chart(chart: &FaceChart) -> String {
    match chart.view {
        View::Front | View::FrontWithNeck | View::Neck => front(chart),
        View::ProfileRight | View::ProfileLeft => crate::profile::chart(chart),
        View::Axilla => crate::axilla::chart(chart),
        View::Hands => crate::hands::chart(chart),
    }
}

fn front(chart: &FaceChart) -> String {
    let window = match chart.view {
        View::FrontWithNeck => Window { left: -112.0, right: 112.0, top: 123.0, bottom: -214.0 },
        View::Neck => Window { left: -112.0, right: 112.0, top: -44.0, bottom: -214.0 },
        _ => Window { left: -92.0, right: 92.0, top: 123.0, bottom: -146.0 },
    };
    let look = chart.look();
    let registration = Registration::new(&chart.landmarks, look.man);
    let mut plate = Plate::new(&chart.id_prefix, window.frame(false), registration.face_from_drawing);
    fade(&mut plate, &window, if chart.view == View::Neck { 14.0 } else { 0.0 }, if chart.view == View::Front { 18.0 } else { 30.0 });
    let mask = plate.url("fade");
    plate.open(&format!(r#"mask="{mask}""#));
    crate::front::draw(&mut plate, look);
    plate.close();
    let carry = |points: &[Point]| Some(points.to_vec());
    findings(&mut plate, chart, &carry);
    let spots: Vec<Point> = chart
        .sites
        .iter()
        .map(|site| plate.frame.to_px(registration.face_from_given.apply([site.x_mm, site.y_mm])))
        .collect();
    sides(&mut plate, ["patient’s right", "patient’s left"], window.size_px());
    finish(plate, chart, &window, &spots)
}

/// Areas, vessels and lines, carried from the front drawing into a view.
pub(crate) fn findings(plate: &mut Plate, chart: &FaceChart, carry: creases::Carry) {
    areas::define(plate);
    areas::draw(plate, &chart.areas, carry);
    if chart.vessels {
        vessels::draw(plate, carry);
    }
    creases::draw(plate, &chart.lines, carry);
}

/// Sites and key, then the closed SVG.
pub(crate) fn finish(mut plate: Plate, chart: &FaceChart, window: &Window, spots: &[Point]) -> String {
    let size = window.size_px();
    let safe: Vec<Point> = spots
        .iter()
        .map(|p| p.map(|v| if v.is_finite() { v } else { 0.0 }))
        .collect();
    sites::draw(&mut plate, &chart.sites, &safe, size);
    legend::draw(&mut plate, chart, size[1], size[0]);
    let height = size[1] + legend::height(chart, size[0]);
    plate.finish([size[0], height], &chart.title, &chart.desc)
}

/// A mask `fade` that lets the drawing dissolve at top and bottom, mm.
pub(crate) fn fade(plate: &mut Plate, window: &Window, top_mm: f64, bottom_mm: f64) {
    let height = window.top - window.bottom;
    let (gradient, mask) = (plate.id("fade-g"), plate.id("fade"));
    let url = plate.url("fade-g");
    let [w, h] = window.size_px().map(num);
    let share = |mm: f64| crate::plate::num2(mm / height);
    plate.define(&format!(
        concat!(
            r#"<linearGradient id="{}" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="0" y2="{}">"#,
            r##"<stop offset="0" stop-color="{}"/><stop offset="{}" stop-color="#fff"/>"##,
            r##"<stop offset="{}" stop-color="#fff"/><stop offset="1" stop-color="#000"/></linearGradient>"##,
            r#"<mask id="{}" maskUnits="userSpaceOnUse" x="0" y="0" width="{}" height="{}">"#,
            r#"<rect width="{}" height="{}" fill="{}"/></mask>"#
        ),
        gradient, h, if top_mm > 0.0 { "#000" } else { "#fff" }, share(top_mm),
        share(height - bottom_mm), mask, w, h, w, h, url
    ));
}

/// A mask `fade` that lets the drawing dissolve towards all edges: an ellipse, mm.
pub(crate) fn vignette(plate: &mut Plate, window: &Window, centre: Point, radii: Point) {
    let (gradient, mask) = (plate.id("fade-g"), plate.id("fade"));
    let url = plate.url("fade-g");
    let [w, h] = window.size_px().map(num);
    let c = plate.frame.to_px(centre);
    let (rx, ry) = (radii[0] * SCALE, radii[1] * SCALE);
    plate.define(&format!(
        concat!(
            r#"<radialGradient id="{}" gradientUnits="userSpaceOnUse" cx="0" cy="0" r="1" gradientTransform="translate({} {}) scale({} {})">"#,
            r##"<stop offset=".72" stop-color="#fff"/><stop offset="1" stop-color="#000"/></radialGradient>"##,
            r#"<mask id="{}" maskUnits="userSpaceOnUse" x="0" y="0" width="{}" height="{}">"#,
            r#"<rect width="{}" height="{}" fill="{}"/></mask>"#
        ),
        gradient, num(c[0]), num(c[1]), num(rx), num(ry), mask, w, h, w, h, url
    ));
}

/// Short words for the patient's sides at the left and the right edge.
pub(crate) fn sides(plate: &mut Plate, letters: [&str; 2], size: Point) {
    for (letter, (x, anchor)) in letters.into_iter().zip([(8.0, "start"), (size[0] - 8.0, "end")]) {
        if !letter.is_empty() {
            plate.text(
                [x, 20.0],
                &format!(r#"font-size="13" font-weight="600" text-anchor="{anchor}" fill="{MUTED}""#),
                letter,
            );
        }
    }
}
