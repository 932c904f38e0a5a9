//! The key below a chart: only what the chart shows.

use super::sites::{symbol, text_width};
use crate::chart::{Agent, FaceChart, View};
use crate::geometry::Point;
use crate::palette::{INK, VESSEL};
use crate::plate::{Plate, num};

const ROW: f64 = 25.0;
const SIZE: f64 = 13.5;

/// One entry of the key.
#[derive(Clone)]
enum Entry {
    Mark(Agent, String),
    AtRest,
    InExpression,
    Area,
    Vessels,
}

impl Entry {
    fn text(&self) -> &str {
        match self {
            Self::Mark(_, text) => text,
            Self::AtRest => "line at rest",
            Self::InExpression => "in expression only",
            Self::Area => "area graded",
            Self::Vessels => "arteries, usual course",
        }
    }
}

/// The label that all sites of an agent share, where it is told once in the key instead of
/// beside each of many equal marks in a grid.
pub(crate) fn shared_label(chart: &FaceChart, agent: Agent) -> Option<&str> {
    if chart.view != View::Axilla || !chart.legend {
        return None;
    }
    let mut labels = chart
        .sites
        .iter()
        .filter(|s| s.agent == agent)
        .map(|s| s.label.as_str());
    let first = labels.next().filter(|label| !label.is_empty())?;
    (chart.sites.len() > 4 && labels.all(|label| label == first)).then_some(first)
}

fn entries(chart: &FaceChart) -> Vec<Entry> {
    let mut all = Vec::new();
    for (agent, text) in [
        (Agent::Toxin, "toxin"),
        (Agent::Gel, "filler"),
        (Agent::Enzyme, "hyaluronidase"),
    ] {
        if chart.sites.iter().any(|site| site.agent == agent) {
            let text = match shared_label(chart, agent) {
                Some(label) => format!("{text}, {label} each point"),
                None => text.to_owned(),
            };
            all.push(Entry::Mark(agent, text));
        }
    }
    let face = !matches!(chart.view, View::Axilla | View::Hands);
    let (rest, expression) = super::creases::in_use(&chart.lines);
    all.extend((face && rest).then_some(Entry::AtRest));
    all.extend((face && expression).then_some(Entry::InExpression));
    all.extend(super::areas::in_use(chart).then_some(Entry::Area));
    all.extend((face && chart.vessels).then_some(Entry::Vessels));
    all
}

/// Rows of entries that fit the width, each with its total width, px.
fn rows(chart: &FaceChart, width: f64) -> Vec<(f64, Vec<Entry>)> {
    let mut rows: Vec<(f64, Vec<Entry>)> = Vec::new();
    for entry in entries(chart) {
        let wide = 28.0 + text_width(entry.text(), SIZE) + 20.0;
        match rows.last_mut() {
            Some((used, row)) if *used + wide <= width - 20.0 => {
                *used += wide;
                row.push(entry);
            }
            _ => rows.push((wide, vec![entry])),
        }
    }
    rows
}

/// Height of the key, px.
pub(crate) fn height(chart: &FaceChart, width: f64) -> f64 {
    if !chart.legend {
        return 0.0;
    }
    let rows = rows(chart, width).len() as f64;
    if rows == 0.0 { 0.0 } else { rows * ROW + 12.0 }
}

/// Draws the key centred below `top`, px.
pub(crate) fn draw(plate: &mut Plate, chart: &FaceChart, top: f64, width: f64) {
    if !chart.legend {
        return;
    }
    for (i, (used, row)) in rows(chart, width).into_iter().enumerate() {
        let y = top + 12.0 + ROW * i as f64 + ROW / 2.0 - 6.0;
        let mut x = f64::midpoint(width - used, 20.0);
        for entry in row {
            glyph(plate, &entry, [x, y]);
            plate.text(
                [x + 28.0, y + SIZE * 0.36],
                &format!(r#"font-size="{SIZE}" fill="{INK}""#),
                entry.text(),
            );
            x += 28.0 + text_width(entry.text(), SIZE) + 20.0;
        }
    }
}

fn glyph(plate: &mut Plate, entry: &Entry, at: Point) {
    let line = |style: &str| {
        format!(
            r#"<path d="M{} {y}H{}" fill="none" stroke-linecap="round" {style}/>"#,
            num(at[0]),
            num(at[0] + 21.0),
            y = num(at[1])
        )
    };
    match entry {
        Entry::Mark(agent, _) => symbol(plate, *agent, [at[0] + 13.0, at[1]], 7.4),
        Entry::AtRest => plate.raw(&line(r##"stroke="#6a3a2e" stroke-width="2.6""##)),
        Entry::InExpression => plate.raw(&line(
            r##"stroke="#8a5546" stroke-width="1.8" stroke-dasharray="4.4 3.4""##,
        )),
        Entry::Vessels => plate.raw(&line(&format!(
            r#"stroke="{VESSEL}" stroke-width="1.6" stroke-opacity=".7""#
        ))),
        Entry::Area => {
            let (hatch, tint) = (plate.url("hatch"), super::areas::FINDING);
            let rect = |fill: &str| {
                format!(
                    r#"<rect x="{}" y="{}" width="21" height="13" rx="3" {fill}/>"#,
                    num(at[0]),
                    num(at[1] - 6.5)
                )
            };
            plate.raw(&rect(&format!(r#"fill="{tint}" fill-opacity=".22""#)));
            plate.raw(&rect(&format!(
                r#"fill="{hatch}" stroke="{tint}" stroke-opacity=".6""#
            )));
        }
    }
}
