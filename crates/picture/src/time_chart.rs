//! Severity over time: curves with bands, from the first day to years.

use crate::geometry::Point;
use crate::marks::sites::text_width;
use crate::palette::{INK, MUTED, SERIES};
use crate::plate::{Frame, Plate, num, num2, xy};
use crate::time_axes::{Axes, day_axis, grade_lines, markers};
use crate::warp::Warp;

/// One day of a forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimePoint {
    /// Day after treatment.
    pub day: f64,
    /// Middle of the forecast, grades.
    pub mean: f64,
    /// Lower end of the band, grades.
    pub lower: f64,
    /// Upper end of the band, grades.
    pub upper: f64,
}

/// The colour of a series, the same for one option in all charts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Hue {
    /// By the place in the list.
    #[default]
    Auto,
    /// Grey: nothing done.
    Nothing,
    /// Teal.
    Toxin,
    /// Amber.
    Gel,
    /// Violet: both together.
    Both,
    /// Green.
    Extra,
}

impl Hue {
    /// Place in the palette and among the dash patterns.
    pub(crate) fn index(self, place: usize) -> usize {
        match self {
            Self::Auto => place % SERIES.len(),
            Self::Nothing => 0,
            Self::Toxin => 1,
            Self::Gel => 2,
            Self::Both => 3,
            Self::Extra => 4,
        }
    }
}

/// One curve: an option.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeSeries {
    /// Name at the curve's end.
    pub name: String,
    /// Colour and dash pattern.
    pub hue: Hue,
    /// Days in rising order.
    pub points: Vec<TimePoint>,
    /// Drawn stronger than the others, with the darkest band.
    pub chosen: bool,
}

/// One of the panels that stand side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimePanel {
    /// Heading ("at rest", "in expression").
    pub title: String,
    /// Curves.
    pub series: Vec<TimeSeries>,
}

/// A day worth marking.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeMarker {
    /// Day after treatment.
    pub day: f64,
    /// End of a window; `None` = a single day.
    pub until_day: Option<f64>,
    /// A word or two ("review", "re-treat").
    pub label: String,
}

/// A time chart to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeChart {
    /// One or two panels.
    pub panels: Vec<TimePanel>,
    /// Names of the grades from 0 up ("none", "mild" …); its length sets the axis.
    pub grades: Vec<String>,
    /// Last day shown.
    pub last_day: f64,
    /// Days worth marking.
    pub markers: Vec<TimeMarker>,
    /// The grade that the patient wishes not to exceed.
    pub wish_grade: Option<f64>,
    /// What the band holds ("80 % of people like this one"); empty = no note.
    pub band_note: String,
    /// Short name for assistive technology.
    pub title: String,
    /// One or two sentences for assistive technology.
    pub desc: String,
    /// Makes the ids of this chart unique in its page.
    pub id_prefix: String,
}

/// Dash patterns, told apart without colour.
const DASHES: [&str; 6] = ["2 3", "", "8 3.5", "11 3.5 2.5 3.5", "14 5", "5 2.5"];

/// Length of the dash sample before a name, px.
const SAMPLE: f64 = 18.0;
const PLOT_HEIGHT: f64 = 210.0;
const TOP: f64 = 46.0;
const BELOW: f64 = 62.0;
const GAP: f64 = 34.0;
const WIDTH: f64 = 860.0;

/// Draws a time chart.
///
/// - `chart`: what to draw; points that are not finite are left out
/// - returns: one SVG element, the same bytes for the same chart
pub fn time_chart(chart: &TimeChart) -> String {
    let height = TOP + PLOT_HEIGHT + BELOW;
    let frame = Frame {
        scale: 1.0,
        top_left_mm: [0.0, 0.0],
        flipped: false,
        width_px: WIDTH,
    };
    let mut plate = Plate::new(&chart.id_prefix, frame, Warp::identity());
    let grade_room = grade_room(&chart.grades);
    let name_room = name_room(chart);
    let count = chart.panels.len().max(1) as f64;
    let each = (WIDTH - grade_room - count * name_room - (count - 1.0) * GAP) / count;
    for (i, panel) in chart.panels.iter().enumerate() {
        let left = grade_room + i as f64 * (each + name_room + GAP);
        let axes = Axes {
            left,
            right: left + each.max(40.0),
            top: TOP,
            bottom: TOP + PLOT_HEIGHT,
            last_day: if chart.last_day.is_finite() {
                chart.last_day.max(7.0)
            } else {
                180.0
            },
            top_grade: (chart.grades.len().max(2) - 1) as f64,
        };
        draw_panel(&mut plate, chart, panel, &axes, i);
    }
    note(&mut plate, chart, height);
    plate.finish([WIDTH, height], &chart.title, &chart.desc)
}

fn grade_room(grades: &[String]) -> f64 {
    let widest = grades
        .iter()
        .map(|g| text_width(g, 12.0))
        .fold(20.0, f64::max);
    widest.min(190.0) + 18.0
}

fn name_room(chart: &TimeChart) -> f64 {
    let names = chart
        .panels
        .iter()
        .flat_map(|p| &p.series)
        .map(|s| text_width(&s.name, 12.0));
    names.fold(20.0, f64::max).min(150.0) + SAMPLE + 15.0
}

fn draw_panel(plate: &mut Plate, chart: &TimeChart, panel: &TimePanel, axes: &Axes, index: usize) {
    let text = |size: f64, colour: &str, rest: &str| {
        format!(r#"font-size="{size}" fill="{colour}" {rest}"#)
    };
    plate.text(
        [axes.left, 18.0],
        &text(13.0, INK, r#"font-weight="600""#),
        &panel.title,
    );
    grade_lines(plate, chart, axes, index == 0);
    day_axis(plate, axes);
    markers(plate, chart, axes);
    if let Some(wish) = chart.wish_grade.filter(|w| w.is_finite()) {
        let y = num(axes.y(wish));
        plate.raw(&format!(
            r#"<path d="M{} {y}H{}" stroke="{INK}" stroke-width="1" stroke-dasharray="1.5 3" stroke-linecap="round" fill="none"/>"#,
            num(axes.left), num(axes.right)
        ));
        plate.text(
            [axes.right - 4.0, axes.y(wish) - 4.0],
            &text(
                10.5,
                INK,
                r##"text-anchor="end" stroke="#fff" stroke-width="3" stroke-opacity=".8" paint-order="stroke""##,
            ),
            "wish",
        );
    }
    for (i, series) in panel.series.iter().enumerate() {
        band(plate, series, axes, SERIES[series.hue.index(i)]);
    }
    for (i, series) in panel.series.iter().enumerate() {
        curve(plate, series, axes, series.hue.index(i));
    }
    names(plate, panel, axes);
}

fn shown<'a>(series: &'a TimeSeries, axes: &'a Axes) -> impl Iterator<Item = &'a TimePoint> {
    series
        .points
        .iter()
        .filter(|p| p.day.is_finite() && p.mean.is_finite() && p.day <= axes.last_day)
}

fn band(plate: &mut Plate, series: &TimeSeries, axes: &Axes, colour: &str) {
    let points: Vec<&TimePoint> = shown(series, axes)
        .filter(|p| p.lower.is_finite() && p.upper.is_finite())
        .collect();
    if points.len() < 2 {
        return;
    }
    let upper = points.iter().map(|p| axes.at(p.day, p.upper));
    let lower = points.iter().rev().map(|p| axes.at(p.day, p.lower));
    let outline: Vec<Point> = upper.chain(lower).collect();
    let opacity = num2(if series.chosen { 0.22 } else { 0.06 });
    plate.raw(&format!(
        r#"<path d="{}" fill="{colour}" fill-opacity="{opacity}"/>"#,
        crate::plate::polygon_data(&outline)
    ));
}

fn curve(plate: &mut Plate, series: &TimeSeries, axes: &Axes, index: usize) {
    let colour = SERIES[index];
    let mut d = String::new();
    for (i, p) in shown(series, axes).enumerate() {
        d.push(if i == 0 { 'M' } else { 'L' });
        d.push_str(&xy(axes.at(p.day, p.mean)));
    }
    if d.is_empty() {
        return;
    }
    let dash = dash_of(index);
    let width = num2(if series.chosen { 2.8 } else { 1.9 });
    plate.raw(&format!(
        r#"<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round" {dash}/>"#
    ));
}

fn dash_of(index: usize) -> String {
    match DASHES[index] {
        "" => String::new(),
        dash => format!(r#"stroke-dasharray="{dash}""#),
    }
}

/// Names at the right ends of the curves, moved apart where they would touch.
fn names(plate: &mut Plate, panel: &TimePanel, axes: &Axes) {
    let mut ends: Vec<(f64, usize)> = panel
        .series
        .iter()
        .enumerate()
        .filter_map(|(i, s)| shown(s, axes).last().map(|p| (axes.y(p.mean), i)))
        .collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let wanted: Vec<f64> = ends.iter().map(|e| e.0).collect();
    let placed = spread(&wanted, 15.0, axes.top, axes.bottom);
    for (&(end, i), &y) in ends.iter().zip(&placed) {
        let series = &panel.series[i];
        let index = series.hue.index(i);
        let colour = SERIES[index];
        plate.raw(&format!(
            r#"<path d="M{} {}L{} {y}h{SAMPLE}" stroke="{colour}" stroke-width="{}" fill="none" {}/>"#,
            num(axes.right + 1.0),
            num(end),
            num(axes.right + 6.0),
            if series.chosen { "2.6" } else { "1.8" },
            dash_of(index),
            y = num(y),
        ));
        let weight = if series.chosen { "700" } else { "500" };
        plate.text(
            [axes.right + SAMPLE + 11.0, y + 4.0],
            &format!(r#"font-size="12" font-weight="{weight}" fill="{colour}""#),
            &series.name,
        );
    }
}

/// Moves sorted positions at least `gap` apart, staying as near as possible to where they were.
fn spread(wanted: &[f64], gap: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut placed = wanted.to_vec();
    for _ in 0..50 {
        for i in 1..placed.len() {
            let missing = gap - (placed[i] - placed[i - 1]);
            if missing > 0.0 {
                placed[i] += missing / 2.0;
                placed[i - 1] -= missing / 2.0;
            }
        }
        if let Some(last) = placed.last_mut() {
            *last = last.min(bottom);
        }
        if let Some(first) = placed.first_mut() {
            *first = first.max(top);
        }
    }
    placed
}

fn note(plate: &mut Plate, chart: &TimeChart, height: f64) {
    if chart.band_note.is_empty() {
        return;
    }
    plate.text(
        [grade_room(&chart.grades), height - 6.0],
        &format!(r#"font-size="10.5" fill="{MUTED}""#),
        &format!(
            "Band: {}. The time axis is stretched at its beginning.",
            chart.band_note
        ),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_curves_that_end_together_stand_apart() {
        let placed = spread(&[100.0, 100.0, 101.0], 15.0, 0.0, 200.0);
        assert!(placed.windows(2).all(|w| w[1] - w[0] > 14.5));
    }
}
