//! Options side by side: for one finding, the forecast grade of each option with its band.

use crate::marks::sites::text_width;
use crate::palette::{HAIRLINE, INK, MUTED, SERIES};
use crate::plate::{Frame, Plate, num, num2};
use crate::time_chart::Hue;
use crate::warp::Warp;

/// A forecast grade with its band.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GradeBand {
    /// Middle, grades.
    pub mean: f64,
    /// Lower end, grades.
    pub lower: f64,
    /// Upper end, grades.
    pub upper: f64,
}

/// One row: an option, with its forecast in each column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OptionRow {
    /// Name of the option.
    pub name: String,
    /// Its colour.
    pub hue: Hue,
    /// One forecast a column; `None` = not forecast.
    pub forecasts: Vec<Option<GradeBand>>,
    /// The option that the answer takes.
    pub chosen: bool,
}

/// A strip to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OptionStrip {
    /// Headings of the columns ("at rest, day 30" …).
    pub columns: Vec<String>,
    /// The options.
    pub rows: Vec<OptionRow>,
    /// Names of the grades from 0 up.
    pub grades: Vec<String>,
    /// Grade today, one a column.
    pub today: Vec<Option<f64>>,
    /// The grade that the patient wishes not to exceed.
    pub wish_grade: Option<f64>,
    /// Short name for assistive technology.
    pub title: String,
    /// One or two sentences for assistive technology.
    pub desc: String,
    /// Makes the ids of this strip unique in its page.
    pub id_prefix: String,
}

const WIDTH: f64 = 860.0;
const ROW: f64 = 30.0;
const HEAD: f64 = 46.0;
const GAP: f64 = 40.0;

/// One column's place, px.
struct Column {
    left: f64,
    right: f64,
    top_grade: f64,
}

impl Column {
    fn x(&self, grade: f64) -> f64 {
        let share = (grade / self.top_grade).clamp(-0.02, 1.02);
        self.left + (self.right - self.left) * share
    }
}

/// Draws the options of one finding side by side.
///
/// - returns: one SVG element, the same bytes for the same strip
pub fn option_strip(strip: &OptionStrip) -> String {
    let height = HEAD + ROW * strip.rows.len() as f64 + foot(strip);
    let frame = Frame {
        scale: 1.0,
        top_left_mm: [0.0, 0.0],
        flipped: false,
        width_px: WIDTH,
    };
    let mut plate = Plate::new(&strip.id_prefix, frame, Warp::identity());
    let columns = columns(strip);
    let bottom = height - foot(strip);
    for (i, column) in columns.iter().enumerate() {
        head(&mut plate, strip, column, i, bottom);
    }
    for (i, row) in strip.rows.iter().enumerate() {
        draw_row(
            &mut plate,
            row,
            &columns,
            HEAD + ROW * (i as f64 + 0.5),
            SERIES[row.hue.index(i)],
        );
    }
    key(
        &mut plate,
        strip,
        columns.first().map_or(12.0, |c| c.left),
        height - 6.0,
    );
    plate.finish([WIDTH, height], &strip.title, &strip.desc)
}

fn has_today(strip: &OptionStrip) -> bool {
    strip.today.iter().flatten().any(|t| t.is_finite())
}

fn has_wish(strip: &OptionStrip) -> bool {
    strip.wish_grade.is_some_and(f64::is_finite)
}

/// Height below the rows, px: room for the key where there is one.
fn foot(strip: &OptionStrip) -> f64 {
    if has_today(strip) || has_wish(strip) {
        26.0
    } else {
        8.0
    }
}

/// What the marks mean: today's grade, the wish.
fn key(plate: &mut Plate, strip: &OptionStrip, left: f64, baseline: f64) {
    let style = format!(r#"font-size="10.5" fill="{MUTED}""#);
    let mut x = left;
    if has_today(strip) {
        plate.raw(&format!(
            r#"<path d="M{} {}l4 -5h-8z" fill="{MUTED}"/>"#,
            num(x + 4.0),
            num(baseline - 1.5)
        ));
        plate.text([x + 13.0, baseline], &style, "today");
        x += 62.0;
    }
    if has_wish(strip) {
        plate.raw(&format!(
            r#"<path d="M{} {}v11" stroke="{INK}" stroke-width="1.2" stroke-dasharray="1.5 3" stroke-linecap="round"/>"#,
            num(x), num(baseline - 10.0)
        ));
        plate.text([x + 8.0, baseline], &style, "wish, met to its left");
    }
}

fn columns(strip: &OptionStrip) -> Vec<Column> {
    let names = strip
        .rows
        .iter()
        .map(|r| text_width(&r.name, 12.5))
        .fold(60.0, f64::max);
    let start = names.min(200.0) + 34.0;
    let count = strip.columns.len().max(1) as f64;
    let each = (WIDTH - start - 30.0 - (count - 1.0) * GAP) / count;
    let top_grade = (strip.grades.len().max(2) - 1) as f64;
    (0..strip.columns.len())
        .map(|i| {
            let left = start + i as f64 * (each + GAP);
            Column {
                left,
                right: left + each,
                top_grade,
            }
        })
        .collect()
}

fn head(plate: &mut Plate, strip: &OptionStrip, column: &Column, index: usize, bottom: f64) {
    plate.text(
        [column.left, 14.0],
        &format!(r#"font-size="12.5" font-weight="600" fill="{INK}""#),
        &strip.columns[index],
    );
    let mut free_from = f64::NEG_INFINITY;
    for (grade, name) in strip.grades.iter().enumerate() {
        let x = column.x(grade as f64);
        plate.raw(&format!(
            r#"<path d="M{} {}V{}" stroke="{HAIRLINE}" stroke-width="1"/>"#,
            num(x),
            num(HEAD - 6.0),
            num(bottom)
        ));
        let wide = text_width(name, 10.5);
        if x - wide / 2.0 >= free_from {
            free_from = x + wide / 2.0 + 4.0;
            plate.text(
                [x, HEAD - 11.0],
                &format!(r#"font-size="10.5" fill="{MUTED}" text-anchor="middle""#),
                name,
            );
        }
    }
    if let Some(wish) = strip.wish_grade.filter(|w| w.is_finite()) {
        let x = column.x(wish);
        plate.raw(&format!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{}" fill-opacity=".07"/>"#,
            num(column.left),
            num(HEAD - 6.0),
            num(x - column.left),
            num(bottom - HEAD + 6.0),
            crate::palette::TOXIN
        ));
        plate.raw(&format!(r#"<path d="M{} {}V{}" stroke="{INK}" stroke-width="1.2" stroke-dasharray="1.5 3" stroke-linecap="round"/>"#, num(x), num(HEAD - 6.0), num(bottom)));
    }
    if let Some(today) = strip
        .today
        .get(index)
        .copied()
        .flatten()
        .filter(|t| t.is_finite())
    {
        let x = column.x(today);
        plate.raw(&format!(
            r#"<path d="M{} {}V{}" stroke="{MUTED}" stroke-width="1.2"/>"#,
            num(x),
            num(HEAD - 6.0),
            num(bottom)
        ));
        plate.raw(&format!(
            r#"<path d="M{} {}l4 -5h-8z" fill="{MUTED}"/>"#,
            num(x),
            num(HEAD - 2.0)
        ));
    }
}

fn draw_row(plate: &mut Plate, row: &OptionRow, columns: &[Column], y: f64, colour: &str) {
    if row.chosen {
        plate.raw(&format!(
            r#"<rect x="0" y="{}" width="{WIDTH}" height="{}" rx="4" fill="{colour}" fill-opacity=".08"/>"#,
            num(y - ROW / 2.0 + 2.0), num(ROW - 4.0)
        ));
    }
    let weight = if row.chosen { "700" } else { "500" };
    plate.text(
        [12.0, y + 4.4],
        &format!(r#"font-size="12.5" font-weight="{weight}" fill="{colour}""#),
        &row.name,
    );
    for (column, forecast) in columns.iter().zip(&row.forecasts) {
        match forecast {
            Some(band) if band.mean.is_finite() => bar(plate, column, *band, y, colour),
            _ => plate.text(
                [column.left, y + 4.0],
                &format!(r#"font-size="11" fill="{MUTED}""#),
                "not forecast",
            ),
        }
    }
}

fn bar(plate: &mut Plate, column: &Column, band: GradeBand, y: f64, colour: &str) {
    let finite = |v: f64| if v.is_finite() { v } else { band.mean };
    let (low, high, mean) = (
        column.x(finite(band.lower)),
        column.x(finite(band.upper)),
        column.x(band.mean),
    );
    plate.raw(&format!(
        r#"<path d="M{} {y}H{}" stroke="{colour}" stroke-opacity="{}" stroke-width="9" stroke-linecap="round"/>"#,
        num(low), num(high.max(low + 0.1)), num2(0.32), y = num(y)
    ));
    plate.raw(&format!(
        r##"<circle cx="{}" cy="{}" r="5.4" fill="{colour}" stroke="#fff" stroke-width="1.6"/>"##,
        num(mean),
        num(y)
    ));
    let text = format!("{:.1}", band.mean);
    let x = if high + 34.0 < column.right + GAP {
        high + 10.0
    } else {
        low - 10.0 - text_width(&text, 11.0)
    };
    plate.text(
        [x, y + 4.0],
        &format!(r#"font-size="11" fill="{INK}""#),
        &text,
    );
}
