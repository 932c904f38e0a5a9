//! What is unknown, limits, sources and what made the answer.

use consult::answer::SourceNote;
use maud::{Markup, html};

use super::Page;
use crate::cite::{self, Mark};
use crate::words;

/// The rest of the case, so that the reader sees what the answer is about.
pub(super) fn inputs(page: &Page) -> Markup {
    let inputs = &page.answer.inputs;
    html! {
        @if !inputs.is_empty() {
            section #inputs aria-labelledby="inputs-title" {
                h2 #inputs-title { "As entered" }
                table {
                    thead { tr { th scope="col" { "Key" } th scope="col" { "Entered" } } }
                    tbody { @for input in inputs { tr {
                        th scope="row" { code { (input.key) } }
                        td { (input.name) ": " (input.value) }
                    } } }
                }
            }
        }
    }
}

pub(super) fn unknown(page: &Page) -> Markup {
    let unknown = &page.answer.unknown;
    html! {
        section #unknown aria-labelledby="unknown-title" {
            h2 #unknown-title { "What is unknown" }
            @if unknown.is_empty() {
                p { "Everything that the answer asks for was stated." }
            } @else {
                table {
                    thead { tr { th scope="col" { "Not stated" } th scope="col" { "What it would decide" } } }
                    tbody { @for fact in unknown { tr { th scope="row" { code { (fact.key) } } td { (fact.matters) } } } }
                }
            }
        }
    }
}

pub(super) fn limits(page: &Page) -> Markup {
    html! {
        section.limits aria-labelledby="limits-title" {
            h2 #limits-title { "Limits" }
            ul.reasons { @for limit in &page.answer.limits { li { (limit) } } }
            p.intended { (page.answer.provenance.intended_use) }
        }
    }
}

pub(super) fn sources(page: &Page) -> Markup {
    let assumptions = page.cites.list(true);
    html! {
        section #sources aria-labelledby="sources-title" {
            h2 #sources-title { "Sources" }
            (source_list(&page.cites.list(false)))
            @if !assumptions.is_empty() {
                h3 { "Assumptions" }
                p.fine { "Chosen by the authors of rhytid where no published number was found." }
                (source_list(&assumptions))
            }
        }
    }
}

/// A numbered list; each entry is the target of its superscripts.
pub(crate) fn source_list(entries: &[(Mark, SourceNote)]) -> Markup {
    html! {
        ul.sources {
            @for (mark, note) in entries {
                li id=(mark.anchor()) {
                    span.source-number { (mark.text()) }
                    span.source-text {
                        (note.citation)
                        @if let Some(locator) = &note.locator { " " span.locator { (locator) } }
                        " " span.source-kind.(checked_class(note)) {
                            (cite::kind(note))
                            @if note.kind != "assumption" && note.kind != "fit" { ", " (cite::checked(note)) }
                        }
                    }
                }
            }
        }
    }
}

fn checked_class(note: &SourceNote) -> &'static str {
    match note.checked.as_str() {
        "yes" => "read",
        _ => "unread",
    }
}

pub(super) fn footer(page: &Page) -> Markup {
    let made = &page.answer.provenance;
    html! {
        footer.made {
            p {
                "rhytid " (made.version) " · " (page.answer.format) " · facts "
                code { (short(&made.data_sha256)) } " · case " code { (short(&made.case_sha256)) }
                " · seed " (made.seed) " · " (made.people) " virtual people a finding · "
                (words::amount(made.band_percent)) " % bands"
            }
        }
    }
}

fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}
