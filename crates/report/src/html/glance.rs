//! The answer at a glance: one row a finding.

use consult::answer::{Choice, FindingAnswer};
use consult::case::Side;
use maud::{Markup, html};

use super::Page;
use crate::words::{self, State};

pub(super) fn section(page: &Page) -> Markup {
    html! {
        section #glance aria-labelledby="glance-title" {
            h2 #glance-title { "The answer at a glance" }
            table.glance {
                thead {
                    tr {
                        th scope="col" { "Finding" }
                        th scope="col" { "Today" }
                        th scope="col" { "Wish" }
                        th scope="col" { "Answer" }
                        th scope="col" { "In a sentence" }
                    }
                }
                tbody {
                    @for (i, finding) in page.answer.findings.iter().enumerate() {
                        (row(i, finding))
                    }
                }
            }
        }
    }
}

fn row(index: usize, finding: &FindingAnswer) -> Markup {
    html! {
        tr {
            th scope="row" data-label="Finding" {
                a href={ "#finding-" (index + 1) } { (finding.title) }
                @if finding.side != Side::Both { span.sub { (words::side(finding.side)) " side" } }
            }
            td data-label="Today" { (today(finding)) }
            td data-label="Wish" { (words::wish(finding.wish)) }
            td data-label="Answer" {
                (chip(finding.answer))
                @if finding.disagreement { span.sub.disagree { "a published rule disagrees" } }
            }
            td data-label="In a sentence" { (finding.headline) }
        }
    }
}

fn today(finding: &FindingAnswer) -> Markup {
    let scale = &finding.scale;
    html! {
        @for state in words::states(finding) {
            @if let Some(grade) = state.observed(finding) {
                span.today {
                    b { (words::observed_word(scale, grade)) }
                    @if state != State::Grade { " " span.muted { (state.short()) } }
                }
            }
        }
        span.sub { (scale.title) }
    }
}

/// The answer as a chip: word and shape, not colour alone.
pub(super) fn chip(choice: Choice) -> Markup {
    html! { span.chip.(words::choice_class(choice)) { (words::choice(choice)) } }
}
