//! The page in Markdown.

use std::fmt::Write;

use super::omitted;
use super::section::{Check, Measure, Section};

/// Errors below this are rounding and differ from machine to machine.
const ROUNDING: f64 = 1e-9;

/// The whole page.
pub fn page(sections: &[Section], date: &str) -> String {
    let mut page = format!("{INTRODUCTION}\nRun on {date} by `cargo xtask verify`.\n\n");
    page += &overview(sections);
    for section in sections {
        let _ = write!(
            page,
            "\n## {}\n\n{}\n\nSource: {}\n\n{}",
            section.title,
            section.text.trim(),
            section.source,
            table(section)
        );
    }
    page + "\n" + omitted::TEXT
}

const INTRODUCTION: &str = "\
# Verification of the mechanics

Does the engine (`tissue`) solve its equations right? Each table below puts a computed number \
beside one that somebody else found: a closed formula, a published benchmark, or independent \
codes on the same mesh. The page is written by a program; numbers are those of the mesh that is \
named, without extrapolation. A tolerance is the accuracy that the method really has on that \
mesh, not a wish, and a run with one miss fails.

*Error* is relative where the tolerance is given in % or as \"rel.\", else absolute in the unit \
of the quantity; ≥ and ≤ mark one-sided checks. Differences under 10⁻⁹ are rounding and shown as \
such, so that the page is the same on every machine. Expected values and where they come from \
stand in `reference/`; ids such as B083 are theirs. The quick rows are recomputed by the ordinary \
tests, which hold them to the same tolerances; the rest only by the command.

Whether the equations are the right ones for skin and muscle (validation) is another question, \
for other pages. Laws are tested by themselves (stress against energy, tangent against stress, \
objectivity, nothing at rest): see [Laws of soft tissue](theory/tissue-laws.md).
";

fn overview(sections: &[Section]) -> String {
    let mut text =
        "| subject | checks | missed | nearest to its tolerance |\n|---|---|---|---|\n".to_owned();
    for section in sections {
        let share = |check: &&Check| check.error() / check.tolerance.max(f64::MIN_POSITIVE);
        let worst = section
            .checks
            .iter()
            .max_by(|a, b| share(a).total_cmp(&share(b)));
        let worst = worst.map_or_else(String::new, |check| {
            format!(
                "{}, {}: {} of {}",
                check.case,
                check.quantity,
                error(check),
                tolerance(check)
            )
        });
        let _ = writeln!(
            text,
            "| {} | {} | {} | {worst} |",
            section.title,
            section.checks.len(),
            section.missed()
        );
    }
    text
}

/// The checks of a section.
pub fn table(section: &Section) -> String {
    let mut text = "| case | quantity | computed | expected | error | tolerance |\n|---|---|--:|--:|--:|--:|\n"
        .to_owned();
    for check in &section.checks {
        text += &row(check);
        text.push('\n');
    }
    text
}

/// One row of a table.
pub fn row(check: &Check) -> String {
    let miss = if check.holds() { "" } else { " **missed**" };
    let sign = match check.measure {
        Measure::AtLeast => "≥ ",
        Measure::AtMost => "≤ ",
        Measure::Absolute | Measure::Relative => "",
    };
    format!(
        "| {} | {} | {} | {sign}{} | {}{miss} | {} |",
        check.case,
        check.quantity,
        computed(check),
        number(check.expected),
        error(check),
        tolerance(check)
    )
}

fn computed(check: &Check) -> String {
    if check.computed.abs() < ROUNDING && check.expected.abs() < ROUNDING {
        "< 10⁻⁹".to_owned()
    } else {
        number(check.computed)
    }
}

/// Six significant digits.
fn number(x: f64) -> String {
    if x == 0.0 {
        return "0".to_owned();
    }
    let magnitude = x.abs().log10().floor() as i32;
    if !(-4..7).contains(&magnitude) {
        return power_of_ten(x, 3);
    }
    let digits = (5 - magnitude).max(0) as usize;
    let text = format!("{x:.digits$}");
    if text.contains('.') {
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    text
}

/// 1.2·10⁻³, with `digits` after the point.
fn power_of_ten(x: f64, digits: usize) -> String {
    let text = format!("{x:.digits$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let raised: String = exponent
        .chars()
        .map(|c| match c.to_digit(10) {
            Some(digit) => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][digit as usize],
            None => '⁻',
        })
        .collect();
    if mantissa == "1" {
        format!("10{raised}")
    } else {
        format!("{mantissa}·10{raised}")
    }
}

fn error(check: &Check) -> String {
    let error = check.error();
    if error == 0.0 {
        return "0".to_owned();
    }
    if error < ROUNDING {
        return "< 10⁻⁹".to_owned();
    }
    match check.measure {
        Measure::Relative if check.tolerance >= 1e-4 => percent(error, 2),
        _ if error < 1e-3 => power_of_ten(error, 1),
        _ => two_digits(error),
    }
}

fn two_digits(x: f64) -> String {
    let digits = (1 - x.log10().floor() as i32).clamp(0, 6) as usize;
    format!("{x:.digits$}")
}

fn tolerance(check: &Check) -> String {
    match check.measure {
        Measure::Relative if check.tolerance >= 1e-4 => percent(check.tolerance, 1),
        Measure::Relative => format!("{} rel.", power_of_ten(check.tolerance, 0)),
        _ if check.tolerance > 0.0 && check.tolerance < 1e-3 => power_of_ten(check.tolerance, 0),
        _ => number(check.tolerance),
    }
}

fn percent(share: f64, significant: i32) -> String {
    let value = 100.0 * share;
    let digits = (significant - 1 - value.log10().floor() as i32).clamp(0, 6) as usize;
    format!("{value:.digits$} %")
}
