//! The sheet that is drawn on: SVG text in px, written in order, with mm as the drawing unit.

use std::fmt::Write as _;

use crate::complexion::Complexion;
use crate::geometry::{Point, Taper, add, sampled, spline, sub, tapered};
use crate::warp::Warp;

/// Maps mm of a drawing frame (y up) to px of the sheet (y down).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// px per mm.
    pub scale: f64,
    /// The mm point that lies at the sheet's upper left corner.
    pub top_left_mm: Point,
    /// Left and right exchanged (for the other profile).
    pub flipped: bool,
    /// Width of the sheet, px.
    pub width_px: f64,
}

impl Frame {
    /// Where a mm point lies on the sheet, px.
    pub(crate) fn to_px(self, p: Point) -> Point {
        let x = (p[0] - self.top_left_mm[0]) * self.scale;
        let x = if self.flipped { self.width_px - x } else { x };
        [x, (self.top_left_mm[1] - p[1]) * self.scale]
    }
}

/// A shape of one or more smooth runs that meet in corners.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape {
    runs: Vec<Vec<Point>>,
    loops: bool,
    closed: bool,
}

impl Shape {
    /// An open curve through the points.
    pub(crate) fn curve(points: &[Point]) -> Self {
        Self {
            runs: vec![points.to_vec()],
            loops: false,
            closed: false,
        }
    }

    /// A closed smooth curve through the points.
    pub(crate) fn blob(points: &[Point]) -> Self {
        Self {
            runs: vec![points.to_vec()],
            loops: true,
            closed: true,
        }
    }

    /// Goes on with a further run; the two meet in a corner.
    pub(crate) fn then(mut self, points: &[Point]) -> Self {
        self.runs.push(points.to_vec());
        self
    }

    /// Closes the outline with a straight line.
    pub(crate) fn closed(mut self) -> Self {
        self.closed = true;
        self
    }

    /// The shape mirrored across the midline, turning the same way, so that the two unite.
    pub(crate) fn mirrored(&self) -> Self {
        let back = |run: &Vec<Point>| run.iter().rev().map(|p| [-p[0], p[1]]).collect();
        let runs = self.runs.iter().rev().map(back).collect();
        Self {
            runs,
            loops: self.loops,
            closed: self.closed,
        }
    }

    /// The outline as a polygon, mm.
    pub(crate) fn polygon(&self) -> Vec<Point> {
        self.runs
            .iter()
            .flat_map(|run| sampled(run, 8, self.loops))
            .collect()
    }

    fn data(&self, place: impl Fn(Point) -> Point) -> String {
        let mut d = String::new();
        for (i, run) in self.runs.iter().enumerate() {
            let run: Vec<Point> = run.iter().map(|&p| place(p)).collect();
            let Some(first) = run.first() else { continue };
            let _ = write!(d, "{}{}", if i == 0 { "M" } else { "L" }, xy(*first));
            for c in spline(&run, self.loops) {
                let _ = write!(d, "C{} {} {}", xy(c[1]), xy(c[2]), xy(c[3]));
            }
        }
        if self.closed {
            d.push('Z');
        }
        d
    }
}

/// Rounds to a tenth of a px and drops a needless ".0"; anything not finite becomes 0.
pub(crate) fn num(value: f64) -> String {
    let value = if value.is_finite() {
        value.clamp(-1e5, 1e5)
    } else {
        0.0
    };
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").map(str::to_owned).unwrap_or(text);
    if text == "-0" { "0".to_owned() } else { text }
}

/// Two decimals, for opacities and widths.
pub(crate) fn num2(value: f64) -> String {
    let value = if value.is_finite() {
        value.clamp(-1e5, 1e5)
    } else {
        0.0
    };
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.').to_owned();
    if text == "-0" { "0".to_owned() } else { text }
}

/// "x y" in px.
pub(crate) fn xy(p: Point) -> String {
    let y = num(p[1]);
    let gap = if y.starts_with('-') { "" } else { " " };
    format!("{}{gap}{y}", num(p[0]))
}

/// Escapes text for element content and attribute values, and drops characters XML forbids.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || c == '\u{fffe}' || c == '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

/// Keeps of a prefix what may stand in an XML id.
pub(crate) fn safe_id(prefix: &str) -> String {
    let kept: String = prefix
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_')
        .collect();
    format!("p{kept}")
}

/// The sheet: body and definitions of one SVG.
pub(crate) struct Plate {
    body: String,
    defs: String,
    prefix: String,
    pub(crate) frame: Frame,
    pub(crate) warp: Warp,
    pub(crate) complexion: Complexion,
}

impl Plate {
    pub(crate) fn new(prefix: &str, frame: Frame, warp: Warp) -> Self {
        Self {
            body: String::new(),
            defs: String::new(),
            prefix: safe_id(prefix),
            frame,
            warp,
            complexion: Complexion::of(None),
        }
    }

    /// Gives all that is drawn so far the colours of a complexion.
    pub(crate) fn tint(&mut self, complexion: Complexion) {
        self.complexion = complexion;
        self.body = complexion.recoloured(&self.body);
        self.defs = complexion.recoloured(&self.defs);
    }

    /// Where a mm point of the drawing lies on the sheet, px.
    pub(crate) fn place(&self, p: Point) -> Point {
        self.frame.to_px(self.warp.apply(p))
    }

    /// A full id of this sheet.
    pub(crate) fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.prefix)
    }

    /// `url(#…)` of a definition of this sheet.
    pub(crate) fn url(&self, name: &str) -> String {
        format!("url(#{})", self.id(name))
    }

    /// Adds raw markup to the definitions.
    pub(crate) fn define(&mut self, markup: &str) {
        self.defs.push_str(markup);
        self.defs.push('\n');
    }

    /// Adds raw markup to the body.
    pub(crate) fn raw(&mut self, markup: &str) {
        self.body.push_str(markup);
        self.body.push('\n');
    }

    /// Opens a group.
    pub(crate) fn open(&mut self, attributes: &str) {
        let _ = writeln!(self.body, "<g {attributes}>");
    }

    /// Closes the last group.
    pub(crate) fn close(&mut self) {
        self.body.push_str("</g>\n");
    }

    /// Path data of a shape, px.
    pub(crate) fn data(&self, shape: &Shape) -> String {
        shape.data(|p| self.place(p))
    }

    /// Draws a shape.
    pub(crate) fn shape(&mut self, shape: &Shape, attributes: &str) {
        let d = self.data(shape);
        let _ = writeln!(self.body, r#"<path d="{d}" {attributes}/>"#);
    }

    /// Draws a shape and its mirror image.
    pub(crate) fn pair(&mut self, shape: &Shape, attributes: &str) {
        let (right, left) = (self.data(shape), self.data(&shape.mirrored()));
        let _ = writeln!(self.body, r#"<path d="{right}{left}" {attributes}/>"#);
    }

    /// Path data of a stroke that swells to `width_mm` and tapers.
    pub(crate) fn stroke_data(&self, points: &[Point], width_mm: f64, taper: Taper) -> String {
        let px: Vec<Point> = points.iter().map(|&p| self.place(p)).collect();
        let outline = tapered(&px, width_mm * self.frame.scale, taper);
        polygon_data(&outline)
    }

    /// A tapered stroke.
    pub(crate) fn stroke(&mut self, points: &[Point], width_mm: f64, taper: Taper, colour: &str) {
        let d = self.stroke_data(points, width_mm, taper);
        let _ = writeln!(self.body, r#"<path d="{d}" fill="{colour}"/>"#);
    }

    /// A tapered stroke and its mirror image.
    pub(crate) fn stroke_pair(
        &mut self,
        points: &[Point],
        width_mm: f64,
        taper: Taper,
        colour: &str,
    ) {
        self.stroke(points, width_mm, taper, colour);
        self.stroke(&crate::geometry::mirrored(points), width_mm, taper, colour);
    }

    /// Path data of one hair: a sliver from root over a bend to a fine tip.
    pub(crate) fn hair_data(&self, root: Point, bend: Point, tip: Point, width_mm: f64) -> String {
        let (root, bend, tip) = (self.place(root), self.place(bend), self.place(tip));
        let across = crate::geometry::unit([-(tip[1] - root[1]), tip[0] - root[0]]);
        let half = crate::geometry::scale(across, width_mm * self.frame.scale / 2.0);
        let (start, end) = (add(root, half), sub(root, half));
        // Relative numbers are short, and there are thousands of hairs.
        let from = |origin: Point, p: Point| xy(sub(p, origin));
        format!(
            "M{}q{} {}q{} {}z",
            xy(start),
            from(start, add(bend, half)),
            from(start, tip),
            from(tip, sub(bend, half)),
            from(tip, end)
        )
    }

    /// Text at a px position.
    pub(crate) fn text(&mut self, at_px: Point, attributes: &str, text: &str) {
        let (x, y, text) = (num(at_px[0]), num(at_px[1]), escape(text));
        let _ = writeln!(
            self.body,
            r#"<text x="{x}" y="{y}" {attributes}>{text}</text>"#
        );
    }

    /// The finished SVG.
    pub(crate) fn finish(self, size_px: Point, title: &str, desc: &str) -> String {
        let (w, h) = (num(size_px[0]), num(size_px[1]));
        let (title_id, desc_id) = (self.id("title"), self.id("desc"));
        format!(
            concat!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" "#,
                r#"aria-labelledby="{} {}" font-family="{}">"#,
                "\n<title id=\"{}\">{}</title>\n<desc id=\"{}\">{}</desc>\n",
                "<defs>\n{}</defs>\n{}</svg>\n"
            ),
            w,
            h,
            title_id,
            desc_id,
            crate::palette::FONT,
            title_id,
            escape(title),
            desc_id,
            escape(desc),
            self.defs,
            self.body
        )
    }
}

/// Straight-sided closed path data through px points.
pub(crate) fn polygon_data(points: &[Point]) -> String {
    let mut d = String::new();
    for (i, p) in points.iter().enumerate() {
        let _ = write!(d, "{}{}", if i == 0 { "M" } else { "L" }, xy(*p));
    }
    if !points.is_empty() {
        d.push('Z');
    }
    d
}
