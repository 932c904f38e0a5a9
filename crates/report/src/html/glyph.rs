//! Small vector signs of the report: alert icons, grade strips, stacked bars, a syringe.
//!
//! They take their colours from the page's style sheet, so that they follow light, dark and print.

use std::fmt::Write as _;

use consult::answer::{AlertLevel, Band, Parts, ScaleNote};
use maud::{Markup, PreEscaped, html};

use crate::words;

/// The sign of rhytid: three skin lines.
pub(crate) fn mark() -> Markup {
    PreEscaped(
        r#"<svg class="mark" viewBox="0 0 20 20" aria-hidden="true"><path d="M2 5.5c4-3 12-3 16 0M2 10.5c4-3 12-3 16 0M2 15.5c4-3 12-3 16 0" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/></svg>"#
            .to_owned(),
    )
}

/// Octagon, triangle or circle with its sign.
pub(crate) fn alert(level: AlertLevel) -> Markup {
    let (shape, sign) = match level {
        AlertLevel::Stop => ("M6.5 1.5h7l5 5v7l-5 5h-7l-5-5v-7z", "M6 10h8"),
        AlertLevel::Warn => ("M10 1.8 19 18H1z", "M10 7v5.2M10 14.6v.8"),
        AlertLevel::Note => (
            "M10 1.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 1 1 0-17",
            "M10 9v5.4M10 5.8v.8",
        ),
    };
    PreEscaped(format!(
        r#"<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="{shape}" fill="currentColor"/><path d="{sign}" fill="none" stroke="var(--paper)" stroke-width="2" stroke-linecap="round"/></svg>"#
    ))
}

const STRIP_WIDTH: f64 = 150.0;
const STRIP_MARGIN: f64 = 8.0;

/// A grade strip: the scale as a ruler, today as a ring, the forecast as a dot on its band.
pub(crate) fn strip(scale: &ScaleNote, today: Option<i64>, forecast: Band) -> Markup {
    let span = (scale.max - scale.min).max(1) as f64;
    let x = |grade: f64| {
        let share = ((grade - scale.min as f64) / span).clamp(0.0, 1.0);
        words::amount(STRIP_MARGIN + share * (STRIP_WIDTH - 2.0 * STRIP_MARGIN))
    };
    let mut svg = String::new();
    let (start, end) = (x(scale.min as f64), x(scale.max as f64));
    let _ = write!(svg, r#"<path class="axis" d="M{start} 12H{end}"/>"#);
    for grade in scale.min..=scale.max {
        let at = x(grade as f64);
        let _ = write!(svg, r#"<path class="axis" d="M{at} 9v6"/>"#);
        let _ = write!(svg, r#"<text x="{at}" y="25">{grade}</text>"#);
    }
    let (low, high) = (x(forecast.lower), x(forecast.upper));
    let _ = write!(svg, r#"<path class="band" d="M{low} 12H{high}"/>"#);
    if let Some(grade) = today {
        let at = x(grade as f64);
        let _ = write!(svg, r#"<circle class="now" cx="{at}" cy="12" r="5"/>"#);
    }
    let at = x(forecast.mean);
    let _ = write!(svg, r#"<circle class="dot" cx="{at}" cy="12" r="3.6"/>"#);
    framed("strip", STRIP_WIDTH, 27.0, &svg)
}

/// The parts of a severity as one bar whose full width is the worst grade of the scale.
pub(crate) fn parts(parts: &[Part; 4], worst: f64) -> Markup {
    const WIDTH: f64 = 400.0;
    let total: f64 = parts.iter().map(|(_, _, b)| b.mean.max(0.0)).sum();
    let unit = WIDTH / worst.max(total).max(1e-9);
    let mut svg = format!(r#"<rect class="rest" width="{WIDTH}" height="16" rx="3"/>"#);
    let mut x = 0.0;
    for (name, _, band) in parts {
        let width = band.mean.max(0.0) * unit;
        if width > 0.0 {
            let (at, wide) = (words::amount(x), words::amount(width));
            let _ = write!(
                svg,
                r#"<rect class="part-{name}" x="{at}" width="{wide}" height="16"/>"#
            );
        }
        x += width;
    }
    framed("bar", WIDTH, 16.0, &svg)
}

/// Class name, title and severity of a part.
pub(crate) type Part = (&'static str, &'static str, Band);

/// Parts by class name and title, in the order in which they are drawn.
///
/// Of sweating the part that yields to toxin is driven by the nerve; no muscle holds it.
pub(crate) fn part_list(parts: &Parts, kind: &str) -> [Part; 4] {
    let tone = if kind == "sweat" {
        "Driven by the nerve"
    } else {
        "Kept up by resting tone"
    };
    [
        ("dynamic", "Goes when the muscle rests", parts.dynamic),
        ("tone", tone, parts.tone),
        ("etched", "Etched into the skin", parts.etched),
        ("volume", "Lost volume or descent", parts.volume),
    ]
}

/// A horizontal bar filled to a percentage.
pub(crate) fn meter(percent: f64) -> Markup {
    let wide = words::amount(percent.clamp(0.0, 100.0));
    let svg = format!(
        r#"<rect class="rest" width="100" height="6" rx="3"/><rect class="fill" width="{wide}" height="6" rx="3"/>"#
    );
    framed("meter", 100.0, 6.0, &svg)
}

fn framed(class: &str, width: f64, height: f64, content: &str) -> Markup {
    html! {
        (PreEscaped(format!(
            r#"<svg class="{class}" viewBox="0 0 {width} {height}" aria-hidden="true">{content}</svg>"#
        )))
    }
}
