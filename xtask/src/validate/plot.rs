//! Plots of the page as SVG.

use std::fmt::Write as _;

use cohort::validate::{Record, Validation};

use super::is_share;

/// One arm, endpoint and rater over days.
pub struct Curve {
    /// `TRIAL|ARM|ENDPOINT RATER`.
    pub name: String,
    /// Predictions between the visits.
    pub line: Vec<Record>,
    /// The published rows.
    pub published: Vec<Record>,
}

/// Side of a square panel, px.
const PANEL: f64 = 330.0;
/// Room around it, px.
const MARGIN: f64 = 54.0;
/// Colours told apart also by people who see red and green alike: active, control.
const ACTIVE: &str = "#0b6e99";
const CONTROL: &str = "#b8650b";
/// Curves a line.
const COLUMNS: usize = 3;
/// Size of a small panel, px.
const SMALL: (f64, f64) = (220.0, 120.0);
/// Room of a small panel: left, top, right, bottom, px.
const ROOM: (f64, f64, f64, f64) = (36.0, 44.0, 12.0, 34.0);

const STYLE: &str = "<style>text{font:12px system-ui,sans-serif;fill:#333}.s{font-size:10.5px}.b{font-weight:600}line,path,polyline{fill:none}</style>";

fn open(width: f64, height: f64, title: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"{title}\">{STYLE}<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    )
}

/// Predicted against published shares: the fit, and without the row's trial.
pub fn scatter(fitted: &Validation, left_out: &Validation, agents: &[&str]) -> String {
    let width = 2.0 * PANEL + 3.0 * MARGIN;
    let height = PANEL + 2.0 * MARGIN + 20.0;
    let mut svg = open(
        width,
        height,
        "Predicted against published shares of people, percent",
    );
    for (i, (name, validation)) in [("Fit", fitted), ("Trial left out", left_out)]
        .iter()
        .enumerate()
    {
        let left = MARGIN + i as f64 * (PANEL + MARGIN);
        axes(&mut svg, left, name);
        let rows = validation
            .records
            .iter()
            .filter(|r| r.simulated && is_share(r) && agents.contains(&r.agent.as_str()));
        for r in rows {
            dot(&mut svg, left, r);
        }
    }
    let y = height - 10.0;
    for (x, colour, word) in [
        (MARGIN, ACTIVE, "treated"),
        (MARGIN + 90.0, CONTROL, "placebo or untreated"),
    ] {
        let _ = writeln!(
            svg,
            "<circle cx=\"{x}\" cy=\"{:.1}\" r=\"3.5\" fill=\"{colour}\"/><text x=\"{}\" y=\"{y:.1}\">{word}</text>",
            y - 4.0,
            x + 9.0
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{y:.1}\">bars: 80 % interval; band: ± 10 points</text>",
        MARGIN + 250.0
    );
    svg.push_str("</svg>\n");
    svg
}

fn place(left: f64, x: f64, y: f64) -> (f64, f64) {
    let scale = |v: f64| v.clamp(0.0, 100.0) / 100.0 * PANEL;
    (left + scale(x), MARGIN + PANEL - scale(y))
}

fn axes(svg: &mut String, left: f64, name: &str) {
    let corner = |x, y| {
        let (x, y) = place(left, x, y);
        format!("{x:.1},{y:.1}")
    };
    let band = [
        (0.0, 0.0),
        (0.0, 10.0),
        (90.0, 100.0),
        (100.0, 100.0),
        (100.0, 90.0),
        (10.0, 0.0),
    ];
    let band: Vec<String> = band.iter().map(|(x, y)| corner(*x, *y)).collect();
    let _ = writeln!(
        svg,
        "<polygon points=\"{}\" fill=\"#eef3f5\"/>",
        band.join(" ")
    );
    let _ = writeln!(
        svg,
        "<polyline points=\"{} {}\" stroke=\"#999\"/>",
        corner(0.0, 0.0),
        corner(100.0, 100.0)
    );
    let _ = writeln!(
        svg,
        "<rect x=\"{left}\" y=\"{MARGIN}\" width=\"{PANEL}\" height=\"{PANEL}\" fill=\"none\" stroke=\"#bbb\"/>"
    );
    for tick in [0.0, 25.0, 50.0, 75.0, 100.0] {
        let (x, y) = place(left, tick, tick);
        let _ = writeln!(
            svg,
            "<text class=\"s\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{tick}</text><text class=\"s\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{tick}</text>",
            MARGIN + PANEL + 15.0,
            left - 5.0,
            y + 4.0
        );
    }
    let middle = left + PANEL / 2.0;
    let _ = writeln!(
        svg,
        "<text class=\"b\" x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{name}</text><text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">published, % of people</text>",
        MARGIN - 14.0,
        MARGIN + PANEL + 32.0
    );
    let (x, y) = (left - 34.0, MARGIN + PANEL / 2.0);
    let _ = writeln!(
        svg,
        "<text transform=\"translate({x},{y}) rotate(-90)\" text-anchor=\"middle\">predicted, %</text>"
    );
}

fn dot(svg: &mut String, left: f64, r: &Record) {
    let (Some(predicted), Some(lower), Some(upper)) = (r.predicted, r.lower, r.upper) else {
        return;
    };
    let colour = if r.arm == "control" { CONTROL } else { ACTIVE };
    let (x, y) = place(left, r.published, predicted);
    let (_, low) = place(left, r.published, lower);
    let (_, high) = place(left, r.published, upper);
    let _ = writeln!(
        svg,
        "<line x1=\"{x:.1}\" y1=\"{low:.1}\" x2=\"{x:.1}\" y2=\"{high:.1}\" stroke=\"{colour}\" stroke-opacity=\".18\"/><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.6\" fill=\"{colour}\" fill-opacity=\".75\"><title>{}: {predicted:.1} against {}</title></circle>",
        r.record_id, r.published
    );
}

/// Small panels of curves over days.
pub fn curves(curves: &[Curve]) -> String {
    let (cell_x, cell_y) = (SMALL.0 + ROOM.0 + ROOM.2, SMALL.1 + ROOM.1 + ROOM.3);
    let lines = curves.len().div_ceil(COLUMNS);
    let mut svg = open(
        cell_x * COLUMNS as f64,
        cell_y * lines as f64 + 6.0,
        "Shares over days by trial, predicted and published",
    );
    for (i, curve) in curves.iter().enumerate() {
        let left = (i % COLUMNS) as f64 * cell_x + ROOM.0;
        let top = (i / COLUMNS) as f64 * cell_y + ROOM.1;
        panel(&mut svg, curve, left, top);
    }
    svg.push_str("</svg>\n");
    svg
}

fn panel(svg: &mut String, curve: &Curve, left: f64, top: f64) {
    let last = curve.line.iter().filter_map(|r| r.day).fold(1.0, f64::max);
    let x = |day: f64| left + day / last * SMALL.0;
    let y = |share: f64| top + SMALL.1 * (1.0 - share.clamp(0.0, 100.0) / 100.0);
    for (k, part) in curve.name.split('|').enumerate() {
        let class = if k == 0 { "s b" } else { "s" };
        let _ = writeln!(
            svg,
            "<text class=\"{class}\" x=\"{left:.1}\" y=\"{:.1}\">{part}</text>",
            top - 31.0 + 12.0 * k as f64
        );
    }
    let _ = writeln!(
        svg,
        "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#ccc\"/>",
        SMALL.0, SMALL.1
    );
    for tick in [0.0, 50.0, 100.0] {
        let _ = writeln!(
            svg,
            "<text class=\"s\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{tick}</text>",
            left - 4.0,
            y(tick) + 4.0
        );
    }
    for part in [0.0, 0.5, 1.0] {
        let anchor = if part == 1.0 { "end" } else { "middle" };
        let unit = if part == 1.0 { " d" } else { "" };
        let _ = writeln!(
            svg,
            "<text class=\"s\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{:.0}{unit}</text>",
            x(part * last),
            top + SMALL.1 + 13.0,
            part * last
        );
    }
    let point = |r: &Record, value: Option<f64>| Some(format!("{:.1},{:.1}", x(r.day?), y(value?)));
    let upper: Vec<String> = curve
        .line
        .iter()
        .filter_map(|r| point(r, r.upper))
        .collect();
    let lower: Vec<String> = curve
        .line
        .iter()
        .rev()
        .filter_map(|r| point(r, r.lower))
        .collect();
    let middle: Vec<String> = curve
        .line
        .iter()
        .filter_map(|r| point(r, r.predicted))
        .collect();
    let _ = writeln!(
        svg,
        "<polygon points=\"{} {}\" fill=\"{ACTIVE}\" fill-opacity=\".14\"/><polyline points=\"{}\" stroke=\"{ACTIVE}\" stroke-width=\"1.6\"/>",
        upper.join(" "),
        lower.join(" "),
        middle.join(" ")
    );
    for r in &curve.published {
        if let Some(day) = r.day {
            let _ = writeln!(
                svg,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.2\" fill=\"#fff\" stroke=\"#222\" stroke-width=\"1.4\"/>",
                x(day),
                y(r.published)
            );
        }
    }
}
