//! The second page: together, undoing, risks, training, questions.

use maud::{Markup, html};

use super::Leaflet;

pub(super) fn content(leaflet: &Leaflet) -> Markup {
    html! {
        div.columns {
            (together(leaflet))
            (undo(leaflet))
            (wrong(leaflet))
            (training())
        }
        (at_once())
        (ask(leaflet))
        (handed())
    }
}

fn together(leaflet: &Leaflet) -> Markup {
    let both = leaflet.toxin() && leaflet.filler();
    html! {
        section aria-labelledby="together" {
            h2 #together { "How the two work together" }
            p {
                "Toxin is for lines that move. Filler is for hollows and for lines that stay. Many "
                "people need only one of them. Some need none."
            }
            p {
                @if both {
                    "For you each may have its own job. Where a muscle rests, a gel near it may last longer."
                } @else {
                    "If one of them solves your problem, the other adds only cost and risk."
                }
                " Toxin used early can keep a line from being pressed in. Filler serves lines that are "
                "already there."
            }
        }
    }
}

fn undo(leaflet: &Leaflet) -> Markup {
    html! {
        section aria-labelledby="undo" {
            h2 #undo { "What can be undone, and what cannot" }
            ul {
                li { b { "Toxin: no." } " There is no antidote. You can only wait until it wears off." }
                li {
                    b { "Hyaluronic acid gel: mostly yes." }
                    " An enzyme can dissolve it. Results differ from gel to gel."
                }
                li {
                    b { "Other fillers: no." }
                    " Calcium, polylactic acid and PMMA fillers have no enzyme. PMMA stays for good."
                }
            }
            @if leaflet.complaints().next().is_some() {
                p { "If you want less, not more: wait, or dissolve, before anything new goes in." }
            }
        }
    }
}

fn wrong(leaflet: &Leaflet) -> Markup {
    html! {
        section aria-labelledby="wrong" {
            h2 #wrong { "What can go wrong" }
            p { b { "Often, and gone in days: " } "a bruise, swelling, a sore spot, a headache." }
            p {
                b { "With toxin, now and then: " }
                "a heavy brow, a drooping lid or an uneven smile. It looks like the opposite of what you "
                "wanted. It lasts for weeks, then goes."
            }
            p {
                b { "With filler, now and then: " }
                "lumps, a bluish tint, too much volume, swelling that comes back weeks later. "
                b { "Rarely: " } "gel gets into a blood vessel. Then skin can die, and sight can be lost."
            }
            (planned(leaflet))
        }
    }
}

/// More than these are read by nobody.
const MOST_RISKS: usize = 6;

/// Risks that the plan names at its points, in the catalog's plain words.
fn planned(leaflet: &Leaflet) -> Markup {
    let sites = leaflet.answer.plan.iter().flat_map(|p| &p.sites);
    let mut names: Vec<&str> = sites
        .flat_map(|s| &s.risks)
        .filter_map(|r| leaflet.catalog.complications.get(&r.name))
        .map(|c| c.plain.as_str())
        .filter(|plain| !plain.is_empty())
        .collect();
    names.sort_unstable();
    names.dedup();
    names.truncate(MOST_RISKS);
    html! {
        @if !names.is_empty() {
            p { b { "At your own points, ask about: " } (names.join(" ")) }
        }
    }
}

fn training() -> Markup {
    html! {
        section aria-labelledby="training" {
            h2 #training { "Why training matters" }
            p {
                "A few millimetres decide between a rested brow and a drooping lid, or between a cheek "
                "and an artery. Someone trained knows where the vessels run, can tell an accident early, "
                "and has the enzyme at hand. Who may inject differs from country to country."
            }
        }
    }
}

fn at_once() -> Markup {
    html! {
        aside.urgent aria-label="When to get help at once" {
            h2 { "Get help at once" }
            ul {
                li { b { "After filler: " } "strong pain, skin that turns white, grey or blotchy, or any change in your sight. Minutes count." }
                li { b { "After toxin: " } "trouble breathing, swallowing or speaking, or weak muscles far from the points. It can come hours or weeks later." }
            }
        }
    }
}

fn ask(leaflet: &Leaflet) -> Markup {
    html! {
        section aria-labelledby="ask" {
            h2 #ask { "Questions to ask" }
            ul.questions {
                li { "What happens if I do nothing?" }
                li { "What is your training for this, and how often do you do it?" }
                li { "Which product is it, and is it approved for this place in my country?" }
                li { "What will it not change?" }
                @if leaflet.filler() { li { "Can this gel be dissolved, and is the enzyme here in the room?" } }
                @if leaflet.toxin() { li { "When will it start, and who looks at me after two weeks?" } }
                li { "Whom do I call at night if something looks wrong?" }
                li { "What will it cost to keep this up for some years?" }
                li { "What should you know about my health and my medicines?" }
            }
        }
    }
}

fn handed() -> Markup {
    html! {
        div.handed {
            p { "Handed to you by" span.blank {} }
            p { "Phone" span.blank {} }
            p { "Date" span.blank.short {} }
        }
    }
}
