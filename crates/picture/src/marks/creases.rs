//! Draws graded lines: solid as they stand at rest, dashed where only expression shows them.

use super::rhytids::{Crease, creases};
use crate::chart::{ChartLine, Side, severity};
use crate::geometry::{Point, Taper, mirrored, part};
use crate::plate::{Plate, Shape, num2};

const AT_REST: &str = "#713f32";
const IN_EXPRESSION: &str = "#8a5546";

/// Inks of lines: at rest, their soft groove, in expression.
fn inks(plate: &Plate) -> [&'static str; 3] {
    if plate.complexion.is_dark() {
        ["#2a120b", "#3a1a10", "#2f150d"]
    } else {
        [AT_REST, "#9c5f4b", IN_EXPRESSION]
    }
}

/// Carries points of the front drawing into the view; `None` = not seen there.
pub(crate) type Carry<'a> = &'a dyn Fn(&[Point]) -> Option<Vec<Point>>;

/// Draws all lines that the view shows.
pub(crate) fn draw(plate: &mut Plate, lines: &[ChartLine], carry: Carry) {
    for line in lines {
        let (rest, expression) = (severity(line.rest), severity(line.expression));
        for crease in creases(&line.rhytid) {
            for points in sided(crease, line.side) {
                if let Some(points) = carry(&points) {
                    one(plate, crease, &points, rest, expression.max(rest));
                }
            }
        }
    }
}

/// Whether any of the lines is drawn (at rest, in expression).
pub(crate) fn in_use(lines: &[ChartLine]) -> (bool, bool) {
    let known = || {
        lines
            .iter()
            .filter(|line| !creases(&line.rhytid).is_empty())
    };
    (
        known().any(|line| severity(line.rest) > 0.0),
        known().any(|line| severity(line.expression) > severity(line.rest)),
    )
}

fn sided(crease: &Crease, side: Side) -> Vec<Vec<Point>> {
    if crease.midline {
        let whole = crease.points.to_vec();
        let middle = whole.len() / 2;
        return vec![match side {
            Side::Both => whole,
            Side::Left => whole[middle..].to_vec(),
            Side::Right => whole[..=middle].to_vec(),
        }];
    }
    let points = |&sign: &f64| {
        if sign > 0.0 {
            crease.points.to_vec()
        } else {
            mirrored(crease.points)
        }
    };
    side.signs().iter().map(points).collect()
}

/// How far a crease of an order has come at a severity, 0..1.
fn presence(order: u8, severity: f64) -> f64 {
    if severity <= 0.0 {
        return 0.0;
    }
    ((severity - 0.22 * f64::from(order)) / 0.45).clamp(0.0, 1.0)
}

fn one(plate: &mut Plate, crease: &Crease, points: &[Point], rest: f64, expression: f64) {
    let (solid, full) = (
        presence(crease.order, rest),
        presence(crease.order, expression),
    );
    if solid <= 0.0 {
        if full > 0.0 {
            dashed(plate, crease, points, expression);
        }
        return;
    }
    // What stands at rest is the middle of what expression folds; the ends show the rest of it.
    let share = (0.45 + 0.55 * rest / expression.max(rest)) * (0.7 + 0.3 * solid);
    let reach = 0.5 * (1.0 - share.min(1.0));
    let n = points.len().max(5);
    if reach > 0.03 {
        dashed(plate, crease, &part(points, 0.0, reach, n), expression);
        dashed(
            plate,
            crease,
            &part(points, 1.0 - reach, 1.0, n),
            expression,
        );
    }
    etched(plate, crease, &part(points, reach, 1.0 - reach, n), rest);
}

/// A crease that stays: a soft groove and a line that swells in its middle.
fn etched(plate: &mut Plate, crease: &Crease, points: &[Point], rest: f64) {
    let blur = plate.url("blur1");
    let [ink, groove, _] = inks(plate);
    let depth = 0.25 + 0.75 * rest;
    plate.shape(
        &Shape::curve(points),
        &format!(
            r#"fill="none" stroke="{groove}" stroke-linecap="round" stroke-width="{}" stroke-opacity="{}" filter="{blur}""#,
            num2((0.8 + 1.1 * rest) * crease.weight * plate.frame.scale),
            num2(0.14 + 0.22 * rest)
        ),
    );
    plate.open(&format!(r#"fill-opacity="{}""#, num2(0.6 + 0.3 * rest)));
    plate.stroke(
        points,
        (0.36 + 0.62 * depth) * crease.weight,
        Taper::Both,
        ink,
    );
    plate.close();
}

/// A crease that only movement makes.
fn dashed(plate: &mut Plate, crease: &Crease, points: &[Point], expression: f64) {
    let ink = inks(plate)[2];
    plate.shape(
        &Shape::curve(points),
        &format!(
            r#"fill="none" stroke="{ink}" stroke-linecap="round" stroke-width="{}" stroke-opacity="{}" stroke-dasharray="4.4 3.4""#,
            num2((0.24 + 0.26 * expression) * crease.weight.max(0.6) * plate.frame.scale),
            num2(0.5 + 0.4 * expression)
        ),
    );
}
