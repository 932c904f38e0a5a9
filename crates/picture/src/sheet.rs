//! Puts a chart together: frame, anatomy, findings, vessels, sites, key.

use crate::chart::{FaceChart, View};
use crate::complexion::Complexion;
use crate::geometry::Point;
use crate::landmarks::Registration;
use crate::marks::{areas, creases, legend, sites, vessels};
use crate::palette::MUTED;
use crate::plate::{Frame, Plate, num};

/// The part of the frame that a view shows (left, right, top, bottom, mm) and its px per mm.
pub(crate) struct Window {
    pub scale: f64,
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

impl Window {
    pub(crate) fn size_px(&self) -> Point {
        [
            (self.right - self.left) * self.scale,
            (self.top - self.bottom) * self.scale,
        ]
    }

    pub(crate) fn frame(&self, flipped: bool) -> Frame {
        let width_px = self.size_px()[0];
        Frame {
            scale: self.scale,
            top_left_mm: [self.left, self.top],
            flipped,
            width_px,
        }
    }
}

/// Draws a face chart.
///
/// - `chart`: what to draw; severities outside 0..1 are clamped, sites off the chart are
///   brought to its edge, names that the drawing does not know draw nothing
/// - returns: one SVG element, the same bytes for the same chart
pub fn face_chart(chart: &FaceChart) -> String {
    face_chart_on_skin(chart, None)
}

/// Draws a face chart in the tone of a Fitzpatrick type.
///
/// - `chart`: as for [`face_chart`]
/// - `fitzpatrick`: 1 to 6; anything else, and `None`, is drawn as type II
/// - returns: one SVG element, the same bytes for the same chart and type
pub fn face_chart_on_skin(chart: &FaceChart, fitzpatrick: Option<u8>) -> String {
    let complexion = Complexion::of(fitzpatrick);
    match chart.view {
        View::Front | View::FrontWithNeck | View::Neck => front(chart, complexion),
        View::ProfileRight | View::ProfileLeft => crate::profile::chart(chart, complexion),
        View::Axilla => crate::axilla::chart(chart, complexion),
        View::Hands => crate::hands::chart(chart, complexion),
    }
}

fn front(chart: &FaceChart, complexion: Complexion) -> String {
    let window = match chart.view {
        View::FrontWithNeck => Window {
            scale: 3.4,
            left: -112.0,
            right: 112.0,
            top: 123.0,
            bottom: -214.0,
        },
        View::Neck => Window {
            scale: 3.4,
            left: -112.0,
            right: 112.0,
            top: -44.0,
            bottom: -214.0,
        },
        _ => Window {
            scale: 4.0,
            left: -92.0,
            right: 92.0,
            top: 123.0,
            bottom: -146.0,
        },
    };
    let look = chart.look();
    let registration = Registration::new(&chart.landmarks, look.man);
    let mut plate = Plate::new(
        &chart.id_prefix,
        window.frame(false),
        registration.face_from_drawing,
    );
    fade(
        &mut plate,
        &window,
        if chart.view == View::Neck { 14.0 } else { 0.0 },
        if chart.view == View::Front {
            18.0
        } else {
            30.0
        },
    );
    let mask = plate.url("fade");
    plate.open(&format!(r#"mask="{mask}""#));
    crate::front::draw(&mut plate, look);
    plate.close();
    plate.tint(complexion);
    let carry = |points: &[Point]| Some(points.to_vec());
    plate.open(&format!(r#"mask="{mask}""#));
    findings(&mut plate, chart, &carry);
    plate.close();
    let spots: Vec<Point> = chart
        .sites
        .iter()
        .map(|site| {
            plate.place(
                registration
                    .drawing_from_given
                    .apply([site.x_mm, site.y_mm]),
            )
        })
        .collect();
    sides(
        &mut plate,
        ["patient’s right", "patient’s left"],
        window.size_px(),
    );
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
pub(crate) fn finish(
    mut plate: Plate,
    chart: &FaceChart,
    window: &Window,
    spots: &[Point],
) -> String {
    let size = window.size_px();
    let safe: Vec<Point> = spots
        .iter()
        .map(|p| p.map(|v| if v.is_finite() { v } else { 0.0 }))
        .collect();
    let mut marked = chart.sites.clone();
    for site in &mut marked {
        if legend::shared_label(chart, site.agent).is_some() {
            site.label.clear();
        }
    }
    sites::draw(&mut plate, &marked, &safe, size);
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

/// Short words for the patient's sides at the left and the right edge.
pub(crate) fn sides(plate: &mut Plate, letters: [&str; 2], size: Point) {
    for (letter, (x, anchor)) in letters
        .into_iter()
        .zip([(8.0, "start"), (size[0] - 8.0, "end")])
    {
        if !letter.is_empty() {
            plate.text(
                [x, 20.0],
                &format!(
                    r#"font-size="14" font-weight="600" text-anchor="{anchor}" fill="{MUTED}""#
                ),
                letter,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::front::{Look, face_outline};
    use crate::geometry::contains;
    use crate::landmarks::Landmarks;

    /// The reference face of `data/landmarks.toml`.
    fn reference() -> Vec<(String, Point)> {
        let text = include_str!("../../../data/landmarks.toml");
        let table: toml::Table = text.parse().expect("the landmarks are TOML");
        let number =
            |landmark: &toml::Value, key: &str| landmark.get(key)?.get("value")?.as_float();
        let all = table["landmark"].as_array().expect("a list of landmarks");
        all.iter()
            .filter_map(|l| {
                let at = [number(l, "x_mm")?, number(l, "y_mm")?];
                Some((l["name"].as_str()?.to_owned(), at))
            })
            .collect()
    }

    #[test]
    fn sites_at_the_landmarks_of_the_face_land_inside_its_outline() {
        let reference = reference();
        let landmarks: Landmarks = reference.iter().cloned().collect();
        for man in [false, true] {
            let registration = Registration::new(&landmarks, man);
            let outline = face_outline(Look { man, aged: false }).polygon();
            for (name, at) in reference
                .iter()
                .filter(|(_, at)| at[1] > -117.0 && at[0] < 90.0)
            {
                let drawn = registration.drawing_from_given.apply(*at);
                let inwards = [drawn[0] * 0.985, drawn[1] * 0.985];
                assert!(contains(&outline, inwards), "{name} lands at {drawn:?}");
            }
        }
    }

    #[test]
    fn a_landmark_handed_in_is_drawn_where_it_was_measured_up_to_the_sexes_difference() {
        let landmarks: Landmarks = reference().into_iter().collect();
        for man in [false, true] {
            let registration = Registration::new(&landmarks, man);
            for name in ["alare", "cheilion", "exocanthion", "menton", "brow-peak"] {
                let given = landmarks.get(name).expect("it is in the table");
                let drawn = registration.drawing_from_given.apply(given);
                let on_face = registration.face_from_drawing.apply(drawn);
                assert!(
                    crate::geometry::distance(given, on_face) < 5.0,
                    "{name}: {on_face:?}"
                );
            }
        }
    }
}
