//! Stops, warnings and notes: icon, word and colour, loudest first.

use consult::answer::{Alert, AlertLevel};
use maud::{Markup, html};

use super::{Page, glyph};
use crate::words;

pub(super) fn section(page: &Page) -> Markup {
    let answer = page.answer;
    let mut alerts: Vec<&Alert> = answer.alerts.iter().collect();
    alerts.sort_by_key(|a| a.level);
    html! {
        section.alerts aria-labelledby="alerts-title" {
            h2 #alerts-title.quiet { "Alerts" }
            @if alerts.is_empty() {
                p.muted { "None raised by what was stated. What was not stated is listed under "
                    a href="#unknown" { "Unknown" } "." }
            } @else {
                ul.alert-list { @for alert in alerts { (card(page, alert)) } }
            }
        }
    }
}

fn card(page: &Page, alert: &Alert) -> Markup {
    html! {
        li.alert.(class(alert.level)) {
            span.alert-word { (glyph::alert(alert.level)) (words::level(alert.level)) }
            p { (alert.message) (page.cites.sup(&alert.sources)) }
            span.alert-scope { (concerns(page, &alert.concerns)) }
        }
    }
}

fn class(level: AlertLevel) -> &'static str {
    match level {
        AlertLevel::Stop => "stop",
        AlertLevel::Warn => "warn",
        AlertLevel::Note => "note",
    }
}

fn concerns(page: &Page, word: &str) -> String {
    match word {
        "any" | "" => "all treatment".to_owned(),
        "toxin" => "toxin".to_owned(),
        "gel" => "filler".to_owned(),
        "HA" => "hyaluronic acid filler".to_owned(),
        other => words::product(page.catalog, other),
    }
}
