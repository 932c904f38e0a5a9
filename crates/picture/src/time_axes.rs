//! The axes of a time chart: grades upwards, days and months along, days worth marking.

use crate::geometry::Point;
use crate::marks::sites::text_width;
use crate::palette::{FAINT, HAIRLINE, INK, MUTED};
use crate::plate::{Plate, num};
use crate::time_chart::TimeChart;

/// One panel's place and axes, px.
pub(crate) struct Axes {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    pub last_day: f64,
    pub top_grade: f64,
}

impl Axes {
    /// Days run with their square root, so that the first weeks and the last years both show.
    pub(crate) fn x(&self, day: f64) -> f64 {
        let share = (day.clamp(0.0, self.last_day) / self.last_day).sqrt();
        self.left + (self.right - self.left) * share
    }

    /// Height of a grade, px.
    pub(crate) fn y(&self, grade: f64) -> f64 {
        let low = -0.08;
        let share = (grade.clamp(low, self.top_grade + 0.12) - low) / (self.top_grade + 0.12 - low);
        self.bottom - (self.bottom - self.top) * share
    }

    /// Place of a grade on a day, px.
    pub(crate) fn at(&self, day: f64, grade: f64) -> Point {
        [self.x(day), self.y(grade)]
    }
}

/// Lines of the grades, with their names if `named`.
pub(crate) fn grade_lines(plate: &mut Plate, chart: &TimeChart, axes: &Axes, named: bool) {
    for (grade, name) in chart.grades.iter().enumerate() {
        let y = axes.y(grade as f64);
        plate.raw(&format!(
            r#"<path d="M{} {y}H{}" stroke="{HAIRLINE}" stroke-width="1" fill="none"/>"#,
            num(axes.left),
            num(axes.right),
            y = num(y)
        ));
        if named {
            plate.text(
                [axes.left - 10.0, y + 4.0],
                &format!(r#"font-size="12" fill="{INK}" text-anchor="end""#),
                name,
            );
        }
    }
}

/// Ticks: days below the line, months under them.
pub(crate) fn day_axis(plate: &mut Plate, axes: &Axes) {
    let base = axes.bottom + 4.0;
    plate.raw(&format!(
        r#"<path d="M{} {y}H{}" stroke="{MUTED}" stroke-width="1" fill="none"/>"#,
        num(axes.left),
        num(axes.right),
        y = num(base)
    ));
    let mut free_from = f64::NEG_INFINITY;
    for day in [
        0.0, 3.0, 7.0, 14.0, 30.0, 60.0, 90.0, 120.0, 180.0, 270.0, 365.0, 540.0, 730.0, 1095.0,
    ] {
        tick(plate, axes, base, day, 14.0, &mut free_from, &whole(day));
    }
    let mut free_from = f64::NEG_INFINITY;
    for months in [0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 9.0, 12.0, 18.0, 24.0, 36.0] {
        let day = months * 365.25 / 12.0;
        tick(plate, axes, base, day, 29.0, &mut free_from, &whole(months));
    }
    let style = format!(r#"font-size="10.5" fill="{MUTED}" text-anchor="end""#);
    plate.text([axes.left - 10.0, base + 14.0], &style, "days");
    plate.text([axes.left - 10.0, base + 29.0], &style, "months");
}

fn whole(value: f64) -> String {
    format!("{value:.0}")
}

fn tick(
    plate: &mut Plate,
    axes: &Axes,
    base: f64,
    day: f64,
    down: f64,
    free_from: &mut f64,
    text: &str,
) {
    if day > axes.last_day * 1.001 {
        return;
    }
    let (x, wide) = (axes.x(day), text_width(text, 11.0));
    if x - wide / 2.0 < *free_from {
        return;
    }
    *free_from = x + wide / 2.0 + 6.0;
    if down < 20.0 {
        plate.raw(&format!(
            r#"<path d="M{} {}v4" stroke="{MUTED}" stroke-width="1"/>"#,
            num(x),
            num(base)
        ));
    }
    plate.text(
        [x, base + down],
        &format!(r#"font-size="11" fill="{MUTED}" text-anchor="middle""#),
        text,
    );
}

/// Days and windows worth marking.
pub(crate) fn markers(plate: &mut Plate, chart: &TimeChart, axes: &Axes) {
    let mut free_from = [f64::NEG_INFINITY; 2];
    for marker in chart
        .markers
        .iter()
        .filter(|m| m.day.is_finite() && m.day <= axes.last_day)
    {
        let x = axes.x(marker.day);
        let mut centre = x;
        if let Some(until) = marker
            .until_day
            .filter(|d| d.is_finite() && *d > marker.day)
        {
            let end = axes.x(until);
            centre = f64::midpoint(x, end);
            plate.raw(&format!(
                r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{FAINT}" fill-opacity=".16"/>"#,
                num(x),
                num(axes.top),
                num(end - x),
                num(axes.bottom + 4.0 - axes.top)
            ));
        }
        plate.raw(&format!(
            r#"<path d="M{} {}V{}" stroke="{MUTED}" stroke-width="1" stroke-dasharray="3 3" fill="none"/>"#,
            num(x), num(axes.top - 4.0), num(axes.bottom + 4.0)
        ));
        let wide = text_width(&marker.label, 10.5);
        let start = (centre - wide / 2.0).clamp(axes.left, (axes.right - wide).max(axes.left));
        let row = usize::from(start < free_from[0]);
        free_from[row] = start + wide + 8.0;
        plate.text(
            [start, axes.top - 8.0 - 11.0 * row as f64 * 0.9],
            &format!(r#"font-size="10.5" fill="{MUTED}""#),
            &marker.label,
        );
    }
}
