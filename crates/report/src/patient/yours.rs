//! Your lines and hollows: one card each.

use catalog::{Agent, Complaint};
use consult::answer::{Choice, FindingAnswer, OptionForecast};
use consult::case::{Side, Wish};
use maud::{Markup, html};

use super::Leaflet;
use super::notice::is_stopped;
use crate::words;

/// Share of the severity from which a part is worth a sentence.
const WORTH_SAYING: f64 = 0.2;
/// Share of the severity from which a part is called the most of it.
const MOST: f64 = 0.55;

pub(super) fn section(leaflet: &Leaflet) -> Markup {
    html! {
        section aria-labelledby="yours" {
            h2 #yours { "Your own lines and hollows" }
            div.cards.(density(leaflet.answer.findings.len())) {
                @for finding in &leaflet.answer.findings { (card(leaflet, finding)) }
            }
        }
    }
}

/// Many findings stand closer, so that all stay on one page.
fn density(findings: usize) -> &'static str {
    match findings {
        0..=4 => "few",
        5..=6 => "many",
        _ => "most",
    }
}

fn card(leaflet: &Leaflet, finding: &FindingAnswer) -> Markup {
    html! {
        article.card.(words::choice_class(finding.answer)) {
            h3 { (finding.title) (side(finding.side)) }
            p.verdict { (verdict(leaflet, finding)) }
            p { (sentence(&finding.plain)) }
            @if finding.complaint.is_some() {
                (complaint(leaflet, finding))
            } @else {
                p { (why(leaflet, finding)) }
                p { (will_not(leaflet, finding)) }
                (others(leaflet, finding))
                (times(leaflet, finding))
            }
        }
    }
}

/// Words of the catalog as a sentence.
fn sentence(text: &str) -> String {
    let text = words::capital(text.trim());
    if text.ends_with(['.', '!', '?']) || text.is_empty() {
        text
    } else {
        text + "."
    }
}

fn side(side: Side) -> &'static str {
    match side {
        Side::Both => "",
        Side::Left => " (left)",
        Side::Right => " (right)",
    }
}

fn verdict(leaflet: &Leaflet, finding: &FindingAnswer) -> &'static str {
    match (finding.answer, finding.wish) {
        (Choice::Toxin, Some(Wish::Prevent)) => "Toxin may slow it down",
        (Choice::Toxin, _) => "Toxin may help",
        (Choice::Filler, _) => "Filler may help",
        (Choice::Both, _) => "Both together may help",
        (Choice::Neither, Some(Wish::Keep)) => "You like it: leave it as it is",
        (Choice::Neither, _) if finding.complaint.is_some() => "No new toxin or filler for this",
        (Choice::Neither, _) => "Neither tool is needed",
        (Choice::Refer, _) if is_stopped(leaflet) => "Not now, or not here",
        (Choice::Refer, _) => "Someone else may help more",
    }
}

/// What makes it, from the parts of its severity.
fn why(leaflet: &Leaflet, finding: &FindingAnswer) -> String {
    let parts = &finding.parts;
    let still = parts.tone.mean + parts.etched.mean;
    let all = parts.dynamic.mean + still + parts.volume.mean;
    let share = |part: f64| if all > 0.0 { part / all } else { 0.0 };
    let mut text = Vec::new();
    match finding.kind.as_str() {
        "sweat" => {
            return "Your sweat glands get their signal from nerves. Toxin can block it.".into();
        }
        "bulk" => {
            return "A strong, thick muscle makes this. Toxin can rest it, so it gets thinner."
                .into();
        }
        _ => {}
    }
    if share(parts.dynamic.mean) >= WORTH_SAYING {
        let amount = if share(parts.dynamic.mean) >= MOST {
            "Most"
        } else {
            "Part"
        };
        text.push(format!(
            "{amount} of it comes {}, because a muscle folds the skin.",
            moving(leaflet, finding)
        ));
    }
    if share(still) >= WORTH_SAYING {
        text.push(
            "Part of it stays when your face is still. It is pressed into the skin.".to_owned(),
        );
    }
    if share(parts.volume.mean) >= WORTH_SAYING {
        let amount = if share(parts.volume.mean) >= MOST {
            "Most"
        } else {
            "Part"
        };
        text.push(format!(
            "{amount} of it comes from lost fullness under the skin."
        ));
    }
    if finding.muscles.is_empty() {
        text.push("No muscle makes it.".to_owned());
    }
    text.join(" ")
}

fn moving(leaflet: &Leaflet, finding: &FindingAnswer) -> String {
    let rhytid = finding
        .rhytid
        .as_ref()
        .and_then(|r| leaflet.catalog.rhytids.get(r));
    match rhytid.and_then(|r| r.expression.as_deref()) {
        Some(expression) if expression.split_whitespace().count() == 1 => {
            format!(
                "when you {}",
                expression
                    .replace('-', " ")
                    .replace(" brows", " your brows")
            )
        }
        _ => "when you move your face".to_owned(),
    }
}

fn will_not(leaflet: &Leaflet, finding: &FindingAnswer) -> &'static str {
    match (finding.answer, finding.kind.as_str()) {
        (Choice::Toxin, "sweat" | "bulk") => "It does not cure the cause. It comes back in time.",
        (Choice::Toxin, _) => {
            "Toxin will not fill a hollow. It does little for what stays when your face is still."
        }
        (Choice::Filler, _) => {
            "Filler will not rest a muscle. It does not change your skin’s colour or its fine texture."
        }
        (Choice::Both, _) => {
            "Toxin rests the muscle. Filler lifts what stays. Each leaves the other’s part alone, and a \
             trace may remain."
        }
        (Choice::Neither, _) => {
            "You lose nothing by waiting. You can change your mind at any time."
        }
        (Choice::Refer, _) if is_stopped(leaflet) => {
            "It can wait. Talk with your injector or your doctor about what fits later."
        }
        (Choice::Refer, _) => "Neither toxin nor filler is likely to give you what you want here.",
    }
}

fn others(leaflet: &Leaflet, finding: &FindingAnswer) -> Markup {
    let rhytid = finding
        .rhytid
        .as_ref()
        .and_then(|r| leaflet.catalog.rhytids.get(r));
    let area = finding
        .area
        .as_ref()
        .and_then(|a| leaflet.catalog.areas.get(a));
    let of_area = area
        .and_then(|a| a.finding.as_ref())
        .map(|f| &f.other_modality);
    let names: Vec<String> = rhytid
        .map(|r| &r.other_modality)
        .or(of_area)
        .into_iter()
        .flatten()
        .map(|m| m.name.to_lowercase())
        .take(3)
        .collect();
    html! {
        @if finding.answer == Choice::Refer && !names.is_empty() && !is_stopped(leaflet) {
            p { "You may ask about: " (names.join(", ")) "." }
        }
    }
}

fn times(leaflet: &Leaflet, finding: &FindingAnswer) -> Markup {
    let chosen = words::chosen(finding.answer);
    let option = finding.options.iter().find(|o| o.option == chosen);
    html! { @if let Some(option) = option { (span_of(leaflet, option)) } }
}

fn span_of(leaflet: &Leaflet, option: &OptionForecast) -> Markup {
    html! {
        @if option.onset_day.is_some() || option.gone_day.is_some() {
            dl.times {
                @if let Some(onset) = option.onset_day {
                    div { dt { "May start" } dd { (start(onset)) } }
                }
                @if let Some(gone) = option.gone_day {
                    div { dt { "May last" } dd { (words::plain_span(gone)) " in " (leaflet.most()) } }
                }
            }
        }
    }
}

fn start(onset: consult::answer::Band) -> String {
    if onset.upper < 1.0 {
        "at once".to_owned()
    } else {
        format!("after {}", words::plain_span(onset))
    }
}

fn complaint(leaflet: &Leaflet, finding: &FindingAnswer) -> Markup {
    let record = finding
        .complaint
        .as_ref()
        .and_then(|c| leaflet.catalog.complaints.get(c));
    html! {
        @if let Some(gone) = finding.gone_day {
            p {
                "Toxin caused this. Nothing can undo toxin. It goes by itself. In " (leaflet.most())
                " that takes " (words::plain_span(gone)) " from now."
            }
        }
        @if let Some(course) = &finding.dissolution {
            p { (dissolving(course.dissolvable)) }
        }
        @if let Some(record) = record { (see_a_doctor(record)) }
    }
}

fn see_a_doctor(record: &Complaint) -> Markup {
    let signs = match record.agent {
        Agent::Toxin => {
            "you see double, your eye hurts, or you have trouble swallowing or breathing"
        }
        _ => "it hurts, turns white or blotchy, or gets hot and red, or if your sight changes",
    };
    html! {
        @if record.emergency {
            p { b { "This may be an emergency. Get help now." } }
        } @else {
            p { "See a doctor the same day if " (signs) "." }
        }
    }
}

fn dissolving(dissolvable: Option<bool>) -> &'static str {
    match dissolvable {
        Some(true) => {
            "An enzyme can dissolve this gel, often in a day or two. More than one visit may be needed. \
             Some people are allergic to it, so say if you react to bee or wasp stings."
        }
        Some(false) => {
            "No enzyme dissolves this filler. It goes only with time, or a surgeon removes it."
        }
        None => {
            "First find out which filler it is. An enzyme dissolves some fillers and not others. Ask the \
             place that treated you."
        }
    }
}
