//! What stands before everything else: no injection now, and why.

use consult::answer::{Alert, AlertLevel};
use maud::{Markup, html};

use super::Leaflet;

/// Why nothing is injected, as a patient needs to know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    Pregnancy,
    Breastfeeding,
    Age,
    TooSoon,
    Training,
    Health,
}

pub(super) fn boxes(leaflet: &Leaflet) -> Markup {
    let mut reasons: Vec<Why> = stops(leaflet).map(why).collect();
    reasons.sort_unstable();
    reasons.dedup();
    html! {
        @if !reasons.is_empty() {
            aside.notice aria-label="Before you read on" {
                p { b { (title(leaflet)) } }
                @for reason in reasons { p { (text(reason)) } }
            }
        }
    }
}

/// Whether something speaks against an injection now.
pub(super) fn is_stopped(leaflet: &Leaflet) -> bool {
    stops(leaflet).next().is_some()
}

fn stops<'a>(leaflet: &'a Leaflet) -> impl Iterator<Item = &'a Alert> {
    leaflet
        .answer
        .alerts
        .iter()
        .filter(|a| a.level == AlertLevel::Stop)
}

fn title(leaflet: &Leaflet) -> &'static str {
    if leaflet.answer.plan.is_none() {
        "No injection is planned for you now."
    } else {
        "One treatment is not for you now."
    }
}

fn why(alert: &Alert) -> Why {
    let code = alert.code.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|w| code.contains(w));
    if says(&["pregnan"]) {
        Why::Pregnancy
    } else if says(&["breast", "lactat"]) {
        Why::Breastfeeding
    } else if says(&["under-", "minor", "age-"]) {
        Why::Age
    } else if says(&["interval", "soon", "repeat"]) {
        Why::TooSoon
    } else if says(&[
        "gate",
        "profession",
        "train",
        "injector",
        "supervis",
        "prescri",
    ]) {
        Why::Training
    } else {
        Why::Health
    }
}

fn text(why: Why) -> &'static str {
    match why {
        Why::Pregnancy => {
            "You are pregnant. Nobody has tested well enough what these products do to an unborn \
             child. Lines can wait. You can ask again after the birth."
        }
        Why::Breastfeeding => {
            "You are breastfeeding. Nobody has tested well enough whether these products reach the \
             milk. Lines can wait. You can ask again later."
        }
        Why::Age => "The product is not meant for your age. Ask what else there is.",
        Why::TooSoon => {
            "You were treated not long ago. The label asks for a longer gap. Wait before anything new \
             goes in."
        }
        Why::Training => {
            "This treatment needs training that your injector has not shown for it. A good injector \
             will send you to someone who has it. That is a sign of care."
        }
        Why::Health => {
            "Something in your health or your medicines makes a treatment unsafe for you. Ask your \
             injector to explain it. Do not go to another place and leave it out."
        }
    }
}
