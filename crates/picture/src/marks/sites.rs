//! Injection sites: numbered marks by agent, with labels that keep out of each other's way.

use crate::chart::{Agent, ChartSite};
use crate::geometry::{Point, add, distance, scale, sub, unit};
use crate::palette::{ENZYME, GEL, INK, TOXIN};
use crate::plate::{Plate, num, xy};

/// Radius of a mark, px.
pub(crate) const RADIUS: f64 = 11.6;
const LABEL_SIZE: f64 = 13.5;

/// A mark on the sheet, px.
#[derive(Clone, Copy)]
struct Mark {
    true_spot: Point,
    at: Point,
}

/// A rectangle: left, top, width, height, px.
#[derive(Clone, Copy)]
struct Box4([f64; 4]);

impl Box4 {
    fn overlap(self, other: Self) -> f64 {
        let [x, y, w, h] = self.0;
        let [ox, oy, ow, oh] = other.0;
        let wide = (x + w).min(ox + ow) - x.max(ox);
        let high = (y + h).min(oy + oh) - y.max(oy);
        if wide > 0.0 && high > 0.0 {
            wide * high
        } else {
            0.0
        }
    }
}

/// Draws the sites at their px positions; `width` is the sheet's, so that labels stay on it.
pub(crate) fn draw(plate: &mut Plate, sites: &[ChartSite], spots: &[Point], size: Point) {
    let marks = apart(sites, spots, size);
    let labels = labels(sites, &marks, size);
    for mark in marks
        .iter()
        .filter(|mark| distance(mark.at, mark.true_spot) > 3.0)
    {
        plate.raw(&leader(mark.at, mark.true_spot));
    }
    for (site, (at, connected)) in sites.iter().zip(&labels) {
        label(plate, site, *at, *connected);
    }
    for (site, mark) in sites.iter().zip(&marks) {
        symbol(plate, site.agent, mark.at, RADIUS);
        number(plate, site, mark.at);
    }
}

/// Moves marks that would cover each other apart, and keeps all on the sheet.
fn apart(sites: &[ChartSite], spots: &[Point], size: Point) -> Vec<Mark> {
    let inside = |p: Point| {
        let at = |axis: usize| {
            p[axis].clamp(RADIUS + 2.0, (size[axis] - RADIUS - 2.0).max(RADIUS + 2.0))
        };
        [at(0), at(1)]
    };
    let mut marks: Vec<Mark> = spots
        .iter()
        .map(|&p| Mark {
            true_spot: inside(p),
            at: inside(p),
        })
        .collect();
    for _ in 0..40 {
        for i in 0..marks.len() {
            for j in 0..i {
                let gap = sub(marks[i].at, marks[j].at);
                // A drop is taller than a disc.
                let tall = [i, j].iter().any(|&k| sites[k].agent == Agent::Gel);
                let wanted = 2.0 * RADIUS + if tall { 5.0 } else { 1.5 };
                let missing = wanted - distance(marks[i].at, marks[j].at);
                if missing > 0.0 {
                    let away = if distance(gap, [0.0; 2]) < 1e-6 {
                        [1.0, 0.0]
                    } else {
                        unit(gap)
                    };
                    marks[i].at = inside(add(marks[i].at, scale(away, missing / 2.0)));
                    marks[j].at = inside(sub(marks[j].at, scale(away, missing / 2.0)));
                }
            }
        }
    }
    marks
}

/// Left end of each label's baseline, and whether a leader joins it to its mark.
fn labels(
    sites: &[ChartSite],
    marks: &[Mark],
    size: Point,
) -> Vec<(Point, Option<(Point, Point)>)> {
    let r = RADIUS;
    let mut taken: Vec<Box4> = marks
        .iter()
        .map(|m| Box4([m.at[0] - r, m.at[1] - r, 2.0 * r, 2.0 * r]))
        .collect();
    let mut out = Vec::new();
    for (site, mark) in sites.iter().zip(marks) {
        let wide = text_width(&site.label, LABEL_SIZE);
        let high = LABEL_SIZE;
        let best = candidates(mark.at, wide, size[0])
            .into_iter()
            .enumerate()
            .map(|(rank, candidate)| {
                let frame = Box4([
                    candidate[0] - 1.0,
                    candidate[1] - 1.0,
                    wide + 2.0,
                    high + 1.0,
                ]);
                let off = (-candidate[0])
                    .max(candidate[0] + wide - size[0])
                    .max(-candidate[1])
                    .max(candidate[1] + high - size[1])
                    .max(0.0);
                let crowd: f64 = taken.iter().map(|t| t.overlap(frame)).sum();
                (crowd * 10.0 + off * 100.0 + rank as f64, candidate, frame)
            })
            .min_by(|a, b| a.0.total_cmp(&b.0));
        let Some((_, corner, frame)) = best else {
            out.push((mark.at, None));
            continue;
        };
        if !site.label.is_empty() {
            taken.push(frame);
        }
        let nearest = [
            mark.at[0].clamp(corner[0], corner[0] + wide),
            mark.at[1].clamp(corner[1], corner[1] + high),
        ];
        let far = distance(nearest, mark.at) > r + 7.0;
        out.push((
            [corner[0], corner[1] + high - 2.6],
            far.then_some((mark.at, nearest)),
        ));
    }
    out
}

/// Upper left corners to try, best first: outwards, below, above, inwards, then farther off.
fn candidates(at: Point, wide: f64, sheet: f64) -> Vec<Point> {
    let outwards = if at[0] > sheet / 2.0 + 1.0 {
        1.0
    } else if at[0] < sheet / 2.0 - 1.0 {
        -1.0
    } else {
        0.0
    };
    let mut all = Vec::new();
    for reach in [RADIUS + 2.5, RADIUS + 12.0, RADIUS + 23.0, RADIUS + 36.0] {
        let ways: [Point; 8] = if outwards == 0.0 {
            [
                [0.0, 1.0],
                [0.0, -1.0],
                [1.0, 0.0],
                [-1.0, 0.0],
                [0.8, 0.8],
                [-0.8, 0.8],
                [0.8, -0.8],
                [-0.8, -0.8],
            ]
        } else {
            let o = outwards;
            [
                [o, 0.0],
                [0.0, 1.0],
                [0.0, -1.0],
                [o * 0.8, 0.8],
                [o * 0.8, -0.8],
                [-o, 0.0],
                [-o * 0.8, 0.8],
                [-o * 0.8, -0.8],
            ]
        };
        for way in ways {
            let centre = [
                at[0] + way[0] * (reach + wide / 2.0),
                at[1] + way[1] * (reach + LABEL_SIZE / 2.0),
            ];
            all.push([centre[0] - wide / 2.0, centre[1] - LABEL_SIZE / 2.0]);
        }
    }
    all
}

/// Width of a text, px: a mean advance of a humanist sans at this size.
pub(crate) fn text_width(text: &str, size_px: f64) -> f64 {
    text.chars()
        .map(|c| match c {
            'i' | 'l' | 'j' | '.' | ',' | ' ' | '\'' | '|' | ':' => 0.28,
            'm' | 'w' | 'M' | 'W' => 0.86,
            c if c.is_uppercase() => 0.68,
            _ => 0.61,
        })
        .sum::<f64>()
        * size_px
}

fn leader(from: Point, to: Point) -> String {
    format!(
        r#"<path d="M{}L{}" stroke="{INK}" stroke-width=".8" stroke-opacity=".55" fill="none"/>"#,
        xy(from),
        xy(to)
    )
}

fn label(plate: &mut Plate, site: &ChartSite, at: Point, connected: Option<(Point, Point)>) {
    if site.label.is_empty() {
        return;
    }
    if let Some((from, to)) = connected {
        plate.raw(&leader(from, to));
    }
    plate.text(
        at,
        &format!(
            r##"font-size="{LABEL_SIZE}" font-weight="600" fill="{INK}" stroke="#fff" stroke-width="3.4" stroke-opacity=".84" stroke-linejoin="round" paint-order="stroke""##
        ),
        &site.label,
    );
}

/// The mark of an agent, centred, px.
pub(crate) fn symbol(plate: &mut Plate, agent: Agent, at: Point, r: f64) {
    let (x, y) = (num(at[0]), num(at[1]));
    let markup = match agent {
        Agent::Toxin => format!(
            r##"<circle cx="{x}" cy="{y}" r="{}" fill="{TOXIN}" stroke="#fff" stroke-width="1.4"/>"##,
            num(r)
        ),
        Agent::Gel => format!(
            r##"<path d="{}" fill="{GEL}" stroke="#fff" stroke-width="1.4" stroke-linejoin="round"/>"##,
            drop_data(at, r)
        ),
        Agent::Enzyme => format!(
            r##"<circle cx="{x}" cy="{y}" r="{}" fill="#fff" fill-opacity=".9" stroke="{ENZYME}" stroke-width="{}"/>"##,
            num(r - 1.2),
            num(r * 0.28)
        ),
    };
    plate.raw(&markup);
}

/// A drop whose point looks up.
fn drop_data(at: Point, r: f64) -> String {
    let p = |dx: f64, dy: f64| xy([at[0] + dx * r, at[1] + dy * r]);
    let right = format!(
        "C{} {} {}C{} {} {}",
        p(0.32, -0.86),
        p(1.04, -0.42),
        p(1.04, 0.18),
        p(1.04, 0.74),
        p(0.58, 1.14),
        p(0.0, 1.14)
    );
    let left = format!(
        "C{} {} {}C{} {} {}",
        p(-0.58, 1.14),
        p(-1.04, 0.74),
        p(-1.04, 0.18),
        p(-1.04, -0.42),
        p(-0.32, -0.86),
        p(0.0, -1.42)
    );
    format!("M{}{right}{left}Z", p(0.0, -1.42))
}

fn number(plate: &mut Plate, site: &ChartSite, at: Point) {
    let text = site.number.to_string();
    let size = if text.len() > 2 { 10.0 } else { 13.0 };
    let (fill, drop) = match site.agent {
        Agent::Toxin => ("#fff", 0.0),
        Agent::Gel => ("#fff", 1.2),
        Agent::Enzyme => (ENZYME, 0.0),
    };
    plate.text(
        [at[0], at[1] + size * 0.36 + drop],
        &format!(r#"font-size="{size}" font-weight="700" text-anchor="middle" fill="{fill}""#),
        &text,
    );
}
