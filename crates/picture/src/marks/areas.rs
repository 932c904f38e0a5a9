//! Shades graded areas: hollows, bulk, skin and sweat.

use crate::chart::{ChartArea, FaceChart, View, severity};
use crate::geometry::Point;
use crate::plate::{Plate, Shape, num2};

/// The tint of a finding: slate, apart from all agents.
pub(crate) const FINDING: &str = "#4a6178";

/// Outline of each area on the patient's left, mm of the front drawing.
#[rustfmt::skip]
const OUTLINES: &[(&[&str], &[Point])] = &[
    (&["midface"], &[[30.0, -24.0], [40.0, -23.0], [51.0, -23.0], [57.0, -27.0], [53.0, -37.0],
        [45.0, -47.0], [37.0, -52.0], [31.0, -44.0], [27.5, -33.0]]),
    (&["cheek-skin"], &[[36.0, -26.0], [48.0, -24.0], [58.0, -28.0], [58.0, -42.0],
        [51.0, -58.0], [41.0, -66.0], [35.0, -56.0], [33.0, -40.0]]),
    (&["temple"], &[[52.0, 30.0], [57.0, 22.5], [62.2, 10.0], [62.6, 1.0], [57.6, 3.0],
        [54.0, 9.0], [51.6, 16.0], [49.6, 24.0]]),
    (&["infraorbital"], &[[13.6, -12.0], [18.0, -15.0], [25.0, -18.2], [32.0, -19.6],
        [40.0, -18.0], [45.0, -14.6], [41.0, -21.4], [32.0, -25.0], [24.0, -23.4],
        [17.0, -19.0]]),
    (&["lips"], &[[0.0, -64.9], [5.0, -63.1], [12.0, -66.0], [19.0, -69.9], [25.6, -72.6],
        [19.0, -77.4], [10.5, -81.9], [0.0, -83.4]]),
    (&["upper-lip"], &[[0.0, -54.0], [10.0, -54.0], [19.0, -59.0], [24.0, -68.0], [12.0, -66.0],
        [5.0, -63.1], [0.0, -64.6]]),
    (&["perioral", "perioral-lines"], &[[0.0, -53.0], [14.0, -54.0], [25.0, -61.0],
        [30.0, -72.0], [26.0, -83.0], [14.0, -89.0], [0.0, -90.5]]),
    (&["chin"], &[[0.0, -94.0], [9.0, -94.6], [15.4, -99.0], [15.6, -106.0], [9.4, -111.4],
        [0.0, -112.6]]),
    (&["jawline"], &[[26.0, -97.0], [34.0, -90.6], [42.0, -81.6], [48.6, -71.0], [53.0, -60.0],
        [57.2, -57.0], [53.0, -68.4], [47.0, -79.4], [40.0, -88.4], [31.6, -97.0],
        [24.6, -102.6]]),
    (&["masseter"], &[[56.0, -36.0], [60.0, -40.0], [58.6, -52.0], [54.6, -65.0], [49.0, -74.6],
        [43.6, -74.0], [42.6, -64.0], [45.6, -51.0], [50.0, -41.0]]),
    (&["nasolabial-fold"], &[[18.6, -36.0], [24.6, -44.0], [30.0, -55.0], [33.4, -68.0],
        [30.4, -73.6], [27.6, -62.0], [22.4, -50.0]]),
    (&["marionette"], &[[26.6, -75.0], [31.0, -80.0], [32.6, -89.0], [29.6, -98.0],
        [25.4, -94.0], [25.2, -84.0]]),
    (&["dao"], &[[26.0, -75.6], [29.6, -79.0], [34.6, -92.0], [30.0, -99.0], [24.6, -96.0],
        [25.2, -85.0]]),
    (&["nose"], &[[0.0, 2.0], [5.0, -2.0], [6.4, -18.0], [9.0, -32.0], [16.0, -41.0],
        [12.0, -48.0], [0.0, -49.0]]),
    (&["forehead"], &[[0.0, 22.0], [16.0, 24.0], [32.0, 28.0], [46.0, 25.0], [45.0, 40.0],
        [36.0, 54.0], [18.0, 58.0], [0.0, 57.0]]),
    (&["glabella"], &[[0.0, -3.0], [8.0, 0.0], [14.6, 8.0], [16.0, 18.0], [8.0, 24.0],
        [0.0, 24.0]]),
    (&["lateral-canthus"], &[[48.6, -7.0], [53.0, 1.6], [60.0, 4.6], [63.0, -6.0], [61.0, -19.0],
        [52.0, -17.6]]),
    (&["brow"], &[[12.0, 5.4], [24.0, 9.6], [37.0, 12.6], [53.0, 6.6], [50.0, 14.0],
        [38.0, 19.8], [24.0, 17.6], [12.0, 12.4]]),
    (&["platysma", "neck"], &[[0.0, -122.0], [20.0, -119.0], [38.0, -110.0], [37.0, -132.0],
        [30.0, -152.0], [16.0, -172.0], [0.0, -176.0]]),
];

/// The outline of an area by its catalog name; `None` for one that has none.
pub(crate) fn outline(area: &str) -> Option<&'static [Point]> {
    OUTLINES
        .iter()
        .find(|(names, _)| names.contains(&area))
        .map(|(_, points)| *points)
}

/// The tint on dark skin.
const FINDING_ON_DARK: &str = "#d5e2ee";

/// Hatching of the findings: `hatch` on paper, `hatch-on` on this skin.
pub(crate) fn define(plate: &mut Plate) {
    let on_skin = tint(plate);
    for (name, colour) in [("hatch", FINDING), ("hatch-on", on_skin)] {
        let id = plate.id(name);
        plate.define(&format!(
            concat!(
                r#"<pattern id="{}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">"#,
                r#"<path d="M0 3H6" stroke="{}" stroke-width="1.1" stroke-opacity=".55"/></pattern>"#
            ),
            id, colour
        ));
    }
}

fn tint(plate: &Plate) -> &'static str {
    if plate.complexion.is_dark() {
        FINDING_ON_DARK
    } else {
        FINDING
    }
}

/// Whether the view draws any of the areas.
pub(crate) fn in_use(chart: &FaceChart) -> bool {
    let seen = |area: &str| match chart.view {
        View::Axilla => area == "axilla",
        View::Hands => area == "hands",
        _ => outline(area).is_some(),
    };
    chart
        .areas
        .iter()
        .any(|area| severity(area.severity) > 0.0 && seen(&area.area))
}

/// Shades the areas that a view shows; `carry` brings an outline into the view.
pub(crate) fn draw(plate: &mut Plate, areas: &[ChartArea], carry: super::creases::Carry) {
    for area in areas {
        if let Some(outline) = outline(&area.area) {
            for &sign in area.side.signs() {
                let points: Vec<Point> = outline.iter().map(|p| [p[0] * sign, p[1]]).collect();
                if let Some(points) = carry(&points) {
                    let on_midline = outline[0][0] == 0.0;
                    shade(plate, &points, severity(area.severity), on_midline);
                }
            }
        }
    }
}

/// One area: a soft tint, hatching over it, a fine edge.
pub(crate) fn shade(plate: &mut Plate, points: &[Point], severity: f64, open_end: bool) {
    if severity <= 0.0 || points.len() < 3 {
        return;
    }
    let shape = if open_end {
        Shape::curve(points).closed()
    } else {
        Shape::blob(points)
    };
    let edge = if open_end {
        Shape::curve(points)
    } else {
        shape.clone()
    };
    let tint = tint(plate);
    let (blur, hatch) = (plate.url("blur1"), plate.url("hatch-on"));
    let opacity = |low: f64, high: f64| num2(low + (high - low) * severity);
    plate.shape(
        &shape,
        &format!(
            r#"fill="{tint}" fill-opacity="{}" filter="{blur}""#,
            opacity(0.10, 0.34)
        ),
    );
    plate.shape(
        &shape,
        &format!(r#"fill="{hatch}" fill-opacity="{}""#, opacity(0.35, 1.0)),
    );
    plate.shape(
        &edge,
        &format!(r#"fill="none" stroke="{tint}" stroke-width="1" stroke-opacity="{}" stroke-dasharray="1.5 2.5" stroke-linecap="round""#, opacity(0.5, 0.9)),
    );
}
