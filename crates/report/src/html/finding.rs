//! One finding: what it is made of, options, courses, reasons, second voice, alternatives.

use consult::answer::{Dissolution, FindingAnswer, Reason, SecondVoice};
use maud::{Markup, html};

use super::{Page, glance, glyph, options, time};
use crate::words;

pub(super) fn section(page: &Page, index: usize, finding: &FindingAnswer) -> Markup {
    let number = index + 1;
    html! {
        section.finding id={ "finding-" (number) } aria-labelledby={ "finding-title-" (number) } {
            (head(page, number, finding))
            (made_of(finding))
            @if let Some(dissolution) = &finding.dissolution { (dissolve(page, number, finding, dissolution)) }
            (options::table(page, finding))
            (time::charts(page, number, finding))
            (arguments(page, finding))
        }
    }
}

fn head(page: &Page, number: usize, finding: &FindingAnswer) -> Markup {
    html! {
        header.finding-head {
            p.eyebrow { "Finding " (number) " · " (words::spaced(&finding.kind)) " · " (words::side(finding.side)) }
            h2 id={ "finding-title-" (number) } { (finding.title) " " (glance::chip(finding.answer)) }
            p.headline { (finding.headline) }
            dl.facts {
                div { dt { "Today" } dd { (words::observed(finding)) } }
                div { dt { "Wish" } dd { (words::wish(finding.wish)) } }
                div { dt { "Scale" } dd { (scale(finding)) } }
                @if finding.complaint.is_none() {
                    div { dt { "Muscles" } dd { (muscles(page, finding)) } }
                }
                @if let Some(gone) = finding.gone_day {
                    div { dt { "Expected to be gone" } dd { (words::when_band(gone)) " from today" } }
                }
            }
        }
    }
}

fn scale(finding: &FindingAnswer) -> String {
    let scale = &finding.scale;
    let grades: Vec<String> = (scale.min..=scale.max)
        .map(|g| words::observed_word(scale, g))
        .collect();
    let way = if scale.higher_is_worse {
        ""
    } else {
        "; lower is worse"
    };
    format!("{}: {}{way}", scale.title, grades.join(", "))
}

fn muscles(page: &Page, finding: &FindingAnswer) -> String {
    if finding.muscles.is_empty() {
        return "no muscle makes it".to_owned();
    }
    let titles: Vec<String> = finding
        .muscles
        .iter()
        .map(|m| words::muscle(page.catalog, m))
        .collect();
    titles.join(", ")
}

fn made_of(finding: &FindingAnswer) -> Markup {
    let scale = &finding.scale;
    let worst = (scale.max - scale.min) as f64;
    let parts = glyph::part_list(&finding.parts, &finding.kind);
    if finding.complaint.is_some() || parts.iter().all(|(_, _, b)| b.upper <= 0.0) {
        return html! {};
    }
    html! {
        div.made-of {
            h3 { "What it is made of" }
            (glyph::parts(&parts, worst))
            ul.legend {
                @for (name, title, band) in parts.into_iter().filter(|(_, _, b)| b.upper >= 0.05) {
                    li { span.swatch.(name) {} (title) " " b.num { (words::band(band, 1)) } }
                }
            }
            p.fine { "Grades of the scale above its best grade; the bar’s full width is the worst grade." }
        }
    }
}

fn arguments(page: &Page, finding: &FindingAnswer) -> Markup {
    html! {
        div.arguments {
            (block(page, "Why", &finding.reasons))
            (block(page, "What it will not do", &finding.will_not))
            (second_voice(page, finding))
            (block(page, "What else exists", &finding.alternatives))
        }
    }
}

fn block(page: &Page, title: &str, reasons: &[Reason]) -> Markup {
    html! {
        @if !reasons.is_empty() {
            div.block { h3 { (title) } (page.reasons(reasons)) }
        }
    }
}

fn second_voice(page: &Page, finding: &FindingAnswer) -> Markup {
    html! {
        @if !finding.second_voice.is_empty() {
            div.block.voice {
                h3 { "Second voice: published consensus" }
                ul.reasons { @for voice in &finding.second_voice { (rule(page, voice)) } }
            }
        }
    }
}

fn rule(page: &Page, voice: &SecondVoice) -> Markup {
    let (class, word) = if voice.agrees {
        ("yes", "agrees")
    } else {
        ("no", "disagrees")
    };
    html! {
        li {
            span.verdict.(class) { @if voice.agrees { "✓ " } @else { "≠ " } (word) }
            " " b { (words::choice(voice.advises)) } ": " (voice.says)
            (page.cites.sup(&[&voice.source]))
            span.sub { (voice.set) }
        }
    }
}

fn dissolve(page: &Page, number: usize, finding: &FindingAnswer, course: &Dissolution) -> Markup {
    html! {
        div.dissolution {
            h3 { "Dissolving it" }
            dl.facts {
                div { dt { "Gel" } dd { (gel(page, course)) } }
                div { dt { "Dissolvable" } dd { (dissolvable(course.dissolvable)) } }
                @if let Some(units) = course.units {
                    div { dt { "Enzyme to consider" } dd { (words::band(units, 0)) " U " (words::product(page.catalog, &course.enzyme)) } }
                }
                @if let Some(left) = course.left_percent {
                    div { dt { "Gel left after a session" } dd { (words::band(left, 0)) " %" } }
                }
            }
            (time::dissolution(page, number, finding, course))
            (page.reasons(&course.notes))
        }
    }
}

fn gel(page: &Page, course: &Dissolution) -> String {
    match &course.gel {
        Some(name) => words::product(page.catalog, name),
        None => "not known".to_owned(),
    }
}

fn dissolvable(known: Option<bool>) -> &'static str {
    match known {
        Some(true) => "yes, by hyaluronidase",
        Some(false) => "no enzyme dissolves it",
        None => "not known until the gel is known",
    }
}
