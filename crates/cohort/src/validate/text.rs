//! The table for people.

use std::fmt::Write as _;

use super::groups::{Errors, Summary};
use super::record::{Record, Validation};

/// Predicted against published as text for a terminal.
pub fn table(validation: &Validation) -> String {
    let mut text = String::new();
    records(&mut text, &validation.records);
    groups(&mut text, validation);
    summaries(&mut text, &validation.summary);
    left_out(&mut text, &validation.records);
    text
}

/// Number with as many decimals as it deserves.
fn number(x: f64) -> String {
    match x.abs() {
        a if a >= 100.0 => format!("{x:.0}"),
        a if a >= 10.0 => format!("{x:.1}"),
        a if !(1e-9..0.095).contains(&a) => format!("{x:.2}"),
        _ => format!("{x:.3}"),
    }
}

fn maybe(x: Option<f64>) -> String {
    x.map_or_else(|| "–".to_owned(), number)
}

fn records(text: &mut String, records: &[Record]) {
    text.push_str(
        "PREDICTED AGAINST PUBLISHED, with the interval that holds 80 % of such trials\n",
    );
    text.push_str("  * outside the interval   ~ something assumed   ! beyond what was studied\n");
    let mut trial = "";
    for r in records.iter().filter(|r| r.simulated) {
        if r.trial_id != trial {
            trial = &r.trial_id;
            let _ = writeln!(text, "\n{trial}");
            let _ = writeln!(
                text,
                "    {:<58} {:>9} {:>19} {:>9} {:>9} unit",
                "", "predicted", "interval", "published", "difference"
            );
        }
        let bound = match r.published_as.as_str() {
            "lower-bound" => "≥",
            "upper-bound" => "≤",
            _ => "",
        };
        let interval = format!("{} to {}", maybe(r.lower), maybe(r.upper));
        let _ = writeln!(
            text,
            "{:1}{:1}{:1} {:<58} {:>9} {:>19} {:>9} {:>10} {}",
            if r.inside == Some(false) { "*" } else { "" },
            if r.assumed.is_empty() { "" } else { "~" },
            if r.extrapolated.is_empty() { "" } else { "!" },
            what(r),
            maybe(r.predicted),
            interval,
            format!("{bound}{}", number(r.published)),
            maybe(r.difference),
            r.unit
        );
    }
}

/// What a record is about, in at most 58 columns.
fn what(r: &Record) -> String {
    let mut words = format!("{} {} {}", r.area, r.product, r.endpoint);
    if r.assessor != "none" {
        let _ = write!(words, " {}", r.assessor);
    }
    if r.state == "rest" {
        words.push_str(" rest");
    }
    if let Some(day) = r.day {
        let _ = write!(words, " d{day}");
    }
    if words.chars().count() > 58 {
        words = words.chars().take(57).collect::<String>() + "…";
    }
    words
}

fn groups(text: &mut String, validation: &Validation) {
    text.push_str("\nERRORS BY ENDPOINT\n");
    heading(text, "agent, arm, endpoint, assessor, state (unit)", 74);
    for g in &validation.groups {
        let name = format!(
            "{} {} {} {} {} ({})",
            g.agent, g.arm, g.endpoint, g.assessor, g.state, g.unit
        );
        errors(text, &name, 74, (g.n, g.not_simulated), &g.errors);
    }
}

fn summaries(text: &mut String, summaries: &[Summary]) {
    text.push_str("\nIN ALL\n");
    heading(text, "what (unit of the errors)", 50);
    for s in summaries {
        let name = format!("{} ({})", s.name, s.unit);
        errors(text, &name, 50, (s.n, s.not_simulated), &s.errors);
    }
}

fn heading(text: &mut String, name: &str, width: usize) {
    let _ = writeln!(
        text,
        "{name:<width$} {:>4} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>8}",
        "n", "not sim", "error", "bias", "inside", "width", "RMSE", "sampling"
    );
}

fn errors(text: &mut String, name: &str, width: usize, (n, not): (usize, usize), e: &Errors) {
    let inside = e
        .inside_interval
        .map_or_else(|| "–".to_owned(), |i| format!("{:.0} %", 100.0 * i));
    let _ = writeln!(
        text,
        "{name:<width$} {n:>4} {not:>7} {:>7} {:>7} {inside:>7} {:>7} {:>7} {:>8}",
        maybe(e.mean_absolute_error),
        maybe(e.bias),
        maybe(e.mean_interval_width),
        maybe(e.root_mean_square_error),
        maybe(e.root_mean_square_sampling_error),
    );
}

fn left_out(text: &mut String, records: &[Record]) {
    let left: Vec<&Record> = records.iter().filter(|r| !r.simulated).collect();
    if left.is_empty() {
        text.push_str("\nEvery row was simulated.\n");
        return;
    }
    let _ = writeln!(
        text,
        "\nNOT SIMULATED: {} of {} rows",
        left.len(),
        records.len()
    );
    for r in left {
        let reason = r.reason.as_deref().unwrap_or("no reason is known");
        let _ = writeln!(text, "    {}: {reason}", r.record_id);
    }
}
