//! The summary that the terminal shows.

mod findings;
mod layout;
mod plan;

use catalog::Catalog;
use consult::answer::{Alert, Answer};

use crate::words;
use layout::Sheet;

/// Narrowest width at which the tables still read, columns.
const NARROWEST: usize = 60;
/// Widest line that is still read with ease, columns.
const WIDEST: usize = 120;

/// The answer as plain text: alerts, one block a finding, the plan, what is unknown.
///
/// - `width`: columns of the terminal; taken as 60 to 120
pub fn summary_text(answer: &Answer, catalog: &Catalog, width: usize) -> String {
    let mut sheet = Sheet::new(width.clamp(NARROWEST, WIDEST));
    sheet.line(&words::patient(&answer.patient));
    sheet.rule();
    alerts(&mut sheet, answer);
    for (i, finding) in answer.findings.iter().enumerate() {
        findings::block(&mut sheet, catalog, i + 1, finding);
    }
    plan::block(&mut sheet, catalog, answer);
    unknown(&mut sheet, answer);
    ending(&mut sheet, answer);
    sheet.finish()
}

fn alerts(sheet: &mut Sheet, answer: &Answer) {
    let mut alerts: Vec<&Alert> = answer.alerts.iter().collect();
    alerts.sort_by_key(|a| a.level);
    for alert in &alerts {
        let word = words::level(alert.level).to_uppercase();
        sheet.hanging(&format!("{word:<8} "), &alert.message);
    }
    if !alerts.is_empty() {
        sheet.blank();
    }
}

fn unknown(sheet: &mut Sheet, answer: &Answer) {
    if answer.unknown.is_empty() {
        return;
    }
    sheet.heading("Unknown");
    for fact in &answer.unknown {
        sheet.hanging("   ", &format!("{}: {}", fact.key, fact.matters));
    }
    sheet.blank();
}

fn ending(sheet: &mut Sheet, answer: &Answer) {
    let made = &answer.provenance;
    sheet.rule();
    sheet.paragraph(
        "",
        &format!(
            "Brackets: {} % of people like this one and their raters ({} virtual people, seed {}). \
             A forecast, never a promise.",
            words::amount(made.band_percent),
            made.people,
            made.seed
        ),
    );
    sheet.paragraph("", &made.intended_use);
}
