//! `patient.html`: two plain-language pages that the injector hands out.
//!
//! The sentences are our own and general; spans of time come from the answer's forecasts. It
//! names no dose, decides nothing and promises nothing.

mod notice;
mod second;
mod yours;

use catalog::Catalog;
use consult::answer::{Answer, Choice, FindingAnswer};
use maud::{Markup, PreEscaped, html};

use crate::html::{document, glyph};
use crate::words;

const STYLE: &str = include_str!("patient.css");

/// What the pages are about.
pub(crate) struct Leaflet<'a> {
    answer: &'a Answer,
    catalog: &'a Catalog,
}

impl Leaflet<'_> {
    fn any(&self, choices: &[Choice]) -> bool {
        self.answer
            .findings
            .iter()
            .any(|f| choices.contains(&f.answer))
    }

    /// Whether toxin is an answer to something.
    fn toxin(&self) -> bool {
        self.any(&[Choice::Toxin, Choice::Both])
    }

    /// Whether filler is an answer to something.
    fn filler(&self) -> bool {
        self.any(&[Choice::Filler, Choice::Both])
    }

    /// `8 of 10 people like you`: the share of people that a band holds.
    fn most(&self) -> String {
        let of_ten = words::fixed(self.answer.provenance.band_percent / 10.0, 0);
        format!("{of_ten} of 10 people like you")
    }

    /// Findings that an earlier treatment left.
    fn complaints(&self) -> impl Iterator<Item = &FindingAnswer> {
        self.answer
            .findings
            .iter()
            .filter(|f| f.complaint.is_some())
    }
}

/// The patient's pages of an answer: what toxin and filler are, which of the lines and hollows
/// each concerns and why, what it will not do, times, what can be undone, what can go wrong,
/// why training matters and what to ask.
pub fn patient_html(answer: &Answer, catalog: &Catalog) -> String {
    let leaflet = Leaflet { answer, catalog };
    document("For you, from your injector", STYLE, &body(&leaflet)).into_string()
}

fn body(leaflet: &Leaflet) -> Markup {
    html! {
        main {
            section.sheet.(room(leaflet)) aria-label="First page" {
                (head())
                (notice::boxes(leaflet))
                (two_tools())
                (yours::section(leaflet))
                (page_foot(1))
            }
            section.sheet aria-label="Second page" {
                (second::content(leaflet))
                (page_foot(2))
            }
        }
    }
}

/// Few findings are set larger.
fn room(leaflet: &Leaflet) -> &'static str {
    if leaflet.answer.findings.len() <= 2 {
        "roomy"
    } else {
        "full"
    }
}

fn head() -> Markup {
    html! {
        header.top {
            p.brand { (glyph::mark()) "For you, from your injector" }
            h1 { "Your lines and hollows: what may help, and what will not" }
            p.lead {
                "These two pages are yours to keep. They do not tell you what to do. A line is only a "
                "problem if it bothers you."
            }
        }
    }
}

fn two_tools() -> Markup {
    html! {
        section.tools aria-labelledby="tools" {
            h2 #tools { "Two tools that do two different jobs" }
            div.pair {
                div.tool.toxin {
                    (picture_of_toxin())
                    h3 { "Toxin relaxes a muscle" }
                    p {
                        "Your face muscles fold the skin when you frown, squint or smile. Toxin blocks "
                        "the nerve signal, so the muscle rests. The fold gets softer. It adds nothing "
                        "under the skin. It works slowly, over days, and it wears off."
                    }
                }
                div.tool.filler {
                    (picture_of_filler())
                    h3 { "Filler adds volume" }
                    p {
                        "A filler is a gel. It lies under the skin and lifts or fills what is hollow or "
                        "thin. You see it at once, with some swelling at first. It does not relax a "
                        "muscle. Your body breaks most gels down over time."
                    }
                }
            }
        }
    }
}

/// A fold above a muscle, once drawn together and once at rest.
fn picture_of_toxin() -> Markup {
    PreEscaped(
        concat!(
            r#"<svg class="sign" viewBox="0 0 120 40" aria-hidden="true">"#,
            r#"<path class="skin" d="M4 14h14c5 0 5 9 9 9s4-9 9-9h14"/><path class="muscle" d="M10 31h34"/>"#,
            r#"<path class="arrow" d="M57 22h8m-3-3 3 3-3 3"/>"#,
            r#"<path class="skin" d="M70 14h14c5 0 6 2 9 2s4-2 9-2h14"/><path class="muscle calm" d="M74 31h38"/></svg>"#
        )
        .to_owned(),
    )
}

/// A hollow, and the same lifted by a deposit under it.
fn picture_of_filler() -> Markup {
    PreEscaped(
        concat!(
            r#"<svg class="sign" viewBox="0 0 120 40" aria-hidden="true">"#,
            r#"<path class="skin" d="M4 12c14 0 12 11 23 11s9-11 23-11"/><path class="bone" d="M4 35h46"/>"#,
            r#"<path class="arrow" d="M57 22h8m-3-3 3 3-3 3"/>"#,
            r#"<path class="skin" d="M70 12c14 0 12 2 23 2s9-2 23-2"/><path class="gel" d="M80 27c4-9 22-9 26 0 1 5-27 5-26 0"/><path class="bone" d="M70 35h46"/></svg>"#
        )
        .to_owned(),
    )
}

fn page_foot(number: u32) -> Markup {
    html! {
        footer.page-foot {
            @if number == 1 {
                span { "Times are forecasts for people like you. They are not a promise." }
            } @else {
                span { "The studies behind these pages are listed in your injector’s report." }
            }
            span { "page " (number) " of 2" }
        }
    }
}
