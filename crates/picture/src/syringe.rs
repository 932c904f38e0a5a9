//! An insulin syringe with a number of its units marked, for the dilution table.

use std::fmt::Write as _;

use crate::geometry::Point;
use crate::palette::{INK, MUTED, TOXIN};
use crate::plate::{Frame, Plate, num, num2};
use crate::warp::Warp;

/// A syringe to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Syringe {
    /// Full scale, syringe units (100 units = 1 mL; 30, 50 and 100 are sold).
    pub scale_units: f64,
    /// Filled to here, syringe units.
    pub filled_units: f64,
    /// Words at the mark ("4 U = 10 marks").
    pub label: String,
    /// Makes the ids of this glyph unique in its page.
    pub id_prefix: String,
}

const LEFT: f64 = 46.0;
const RIGHT: f64 = 246.0;
const MIDDLE: f64 = 26.0;
const HALF: f64 = 9.0;

/// Draws an insulin syringe, needle to the left, filled to the mark.
///
/// - returns: one SVG element of 320 × 52 px
pub fn syringe(syringe: &Syringe) -> String {
    let frame = Frame {
        scale: 1.0,
        top_left_mm: [0.0, 0.0],
        flipped: false,
        width_px: 320.0,
    };
    let mut plate = Plate::new(&syringe.id_prefix, frame, Warp::identity());
    let scale = if syringe.scale_units.is_finite() {
        syringe.scale_units.clamp(10.0, 300.0)
    } else {
        100.0
    };
    let filled = if syringe.filled_units.is_finite() {
        syringe.filled_units.clamp(0.0, scale)
    } else {
        0.0
    };
    let x = |units: f64| LEFT + (RIGHT - LEFT) * units / scale;
    barrel(&mut plate, x(filled));
    marks(&mut plate, scale, x);
    pointer(&mut plate, x(filled), &syringe.label);
    let title = format!(
        "Insulin syringe filled to {} of {} units",
        num2(filled),
        num2(scale)
    );
    plate.finish([320.0, 58.0], &title, &syringe.label)
}

fn barrel(plate: &mut Plate, stopper: f64) {
    let (top, height) = (num(MIDDLE - HALF), num(2.0 * HALF));
    // Needle, hub, plunger rod and thumb rest.
    plate.raw(&format!(r#"<path d="M6 {m}H36" stroke="{MUTED}" stroke-width="1.4"/><path d="M34 {a}h7l5 -3v12l-5 -3h-7z" fill="{MUTED}" fill-opacity=".55"/>"#, m = num(MIDDLE), a = num(MIDDLE - 3.0)));
    plate.raw(&format!(r##"<rect x="{}" y="{}" width="{}" height="6" fill="#e6eaee" stroke="{MUTED}" stroke-width=".8"/>"##, num(stopper + 8.0), num(MIDDLE - 3.0), num(RIGHT + 44.0 - stopper - 8.0)));
    plate.raw(&format!(r##"<rect x="{}" y="{}" width="5" height="28" rx="2" fill="#e6eaee" stroke="{MUTED}" stroke-width=".8"/>"##, num(RIGHT + 44.0), num(MIDDLE - 14.0)));
    plate.raw(&format!(r#"<rect x="{LEFT}" y="{top}" width="{}" height="{height}" fill="{TOXIN}" fill-opacity=".22"/>"#, num(stopper - LEFT)));
    plate.raw(&format!(
        r#"<rect x="{}" y="{top}" width="7" height="{height}" rx="1.5" fill="{INK}"/>"#,
        num(stopper)
    ));
    plate.raw(&format!(r#"<rect x="{LEFT}" y="{top}" width="{}" height="{height}" rx="2.5" fill="none" stroke="{INK}" stroke-width="1.2"/>"#, num(RIGHT + 12.0 - LEFT)));
    plate.raw(&format!(r##"<rect x="{}" y="{}" width="5" height="34" rx="2" fill="#fff" stroke="{INK}" stroke-width="1.2"/>"##, num(RIGHT + 12.0), num(MIDDLE - 17.0)));
}

fn marks(plate: &mut Plate, scale: f64, x: impl Fn(f64) -> f64) {
    let step = if scale > 60.0 { 2.0 } else { 1.0 };
    let every = step * 5.0;
    let mut d = String::new();
    let count = (scale / step).floor() as usize;
    for k in 0..=count {
        let units = k as f64 * step;
        let long = (units / every).fract() < 1e-9;
        let _ = write!(
            d,
            "M{} {}v{}",
            num(x(units)),
            num(MIDDLE - HALF),
            if long { 8 } else { 4 }
        );
    }
    plate.raw(&format!(
        r#"<path d="{d}" stroke="{INK}" stroke-width=".8" fill="none"/>"#
    ));
    let label_every = if scale > 60.0 { 20.0 } else { 10.0 };
    for k in 1..=(scale / label_every).floor() as usize {
        let units = k as f64 * label_every;
        plate.text(
            [x(units), MIDDLE - HALF - 4.0],
            &format!(r#"font-size="8.5" fill="{MUTED}" text-anchor="middle""#),
            &format!("{units:.0}"),
        );
    }
}

fn pointer(plate: &mut Plate, at: f64, label: &str) {
    let tip: Point = [at, MIDDLE + HALF + 1.0];
    plate.raw(&format!(
        r#"<path d="M{} {}l4 6h-8z" fill="{TOXIN}"/>"#,
        num(tip[0]),
        num(tip[1])
    ));
    let wide = crate::marks::sites::text_width(label, 10.5);
    let x = (at - wide / 2.0).clamp(2.0, (318.0 - wide).max(2.0));
    plate.text(
        [x, MIDDLE + HALF + 18.0],
        &format!(r#"font-size="10.5" font-weight="600" fill="{INK}""#),
        label,
    );
}
