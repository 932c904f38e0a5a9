//! One block a finding.

use std::fmt::Write as _;

use catalog::Catalog;
use consult::answer::{FindingAnswer, OptionForecast};

use super::layout::Sheet;
use crate::words::{self, State};

const INDENT: &str = "   ";

pub(super) fn block(sheet: &mut Sheet, catalog: &Catalog, number: usize, finding: &FindingAnswer) {
    let title = format!(
        "{number}  {} ({})",
        finding.title,
        words::side(finding.side)
    );
    sheet.spread(&title, &words::choice(finding.answer).to_uppercase());
    let today = format!(
        "{} on {}; wish: {}",
        words::observed(finding),
        finding.scale.title,
        words::wish(finding.wish)
    );
    sheet.paragraph(INDENT, &today);
    sheet.paragraph(INDENT, &finding.headline);
    if !finding.options.is_empty() {
        sheet.table(INDENT, &options(finding));
        unavailable(sheet, finding);
    }
    endings(sheet, catalog, finding);
    for not in &finding.will_not {
        sheet.hanging("   will not:  ", &not.text);
    }
    for voice in finding.second_voice.iter().filter(|v| !v.agrees) {
        let text = format!(
            "{} says {}: {}",
            voice.set,
            words::choice(voice.advises).to_lowercase(),
            voice.says
        );
        sheet.hanging("   disagrees: ", &text);
    }
    sheet.blank();
}

fn options(finding: &FindingAnswer) -> Vec<Vec<String>> {
    let states = words::states(finding);
    let shown: Vec<&OptionForecast> = finding.options.iter().filter(|o| is_listed(o)).collect();
    let mut heads = vec![String::new(), "option".to_owned()];
    let day = shown.iter().map(|o| o.judged_day).fold(0.0, f64::max);
    heads.extend(
        states
            .iter()
            .map(|s| format!("{}, {}", s.short(), words::day(day))),
    );
    heads.extend(["wish met", "starts", "gone"].map(str::to_owned));
    let chosen = words::chosen(finding.answer);
    let rows = shown.iter().map(|o| row(o, &states, o.option == chosen));
    std::iter::once(heads).chain(rows).collect()
}

fn row(option: &OptionForecast, states: &[State], chosen: bool) -> Vec<String> {
    let day = words::forecast_on(option, option.judged_day);
    let mut row = vec![if chosen { ">" } else { "" }.to_owned()];
    row.push(words::intervention(option.option).to_lowercase());
    for state in states {
        let band = day.and_then(|d| state.of(d));
        row.push(band.map_or_else(dash, |b| words::band(b, 1)));
    }
    row.push(format!("{} %", words::fixed(option.wish_met_percent, 0)));
    row.push(option.onset_day.map_or_else(dash, words::when_band));
    row.push(option.gone_day.map_or_else(dash, words::when_band));
    row
}

/// An option without a product stays out of the table; why not stands below it.
fn is_listed(option: &OptionForecast) -> bool {
    option.available && !option.days.is_empty()
}

fn dash() -> String {
    "–".to_owned()
}

fn unavailable(sheet: &mut Sheet, finding: &FindingAnswer) {
    for option in finding
        .options
        .iter()
        .filter(|o| !is_listed(o) && finding.complaint.is_none())
    {
        if let Some(why) = &option.why_not {
            sheet.hanging(
                &format!(
                    "     {}: ",
                    words::intervention(option.option).to_lowercase()
                ),
                why,
            );
        }
    }
}

fn endings(sheet: &mut Sheet, catalog: &Catalog, finding: &FindingAnswer) {
    if let Some(gone) = finding.gone_day {
        sheet.paragraph(
            INDENT,
            &format!(
                "Expected to be gone: {} from today.",
                words::when_band(gone)
            ),
        );
    }
    let Some(course) = &finding.dissolution else {
        return;
    };
    let gel = course.gel.as_ref().map_or_else(
        || "gel not known".to_owned(),
        |g| words::product(catalog, g),
    );
    let mut text = format!("Gel: {gel}");
    if let Some(units) = course.units {
        let _ = write!(text, "; enzyme to consider: {} U", words::band(units, 0));
    }
    if let Some(left) = course.left_percent {
        let _ = write!(text, "; left after a session: {} %", words::band(left, 0));
    }
    sheet.paragraph(INDENT, &text);
}
