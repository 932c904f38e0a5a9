//! `report.html`: one self-contained page for the injector.

mod alerts;
mod ending;
mod face;
mod finding;
mod glance;
pub(crate) mod glyph;
mod options;
mod plan;
mod plan_dates;
mod plan_sites;
mod plan_totals;
mod time;

use catalog::Catalog;
use consult::answer::{Answer, Reason};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::cite::Citations;
use crate::words;

pub(crate) use ending::source_list;

/// Rules of the report page; no address in it leads outside.
const STYLE: &str = include_str!("report.css");

/// What every part of the page is made from.
pub(crate) struct Page<'a> {
    pub answer: &'a Answer,
    pub catalog: &'a Catalog,
    pub cites: Citations<'a>,
}

impl Page<'_> {
    /// A sentence with its sources.
    pub(crate) fn reason(&self, reason: &Reason) -> Markup {
        html! { (reason.text) (self.cites.sup(&reason.sources)) }
    }

    /// A bulleted list of sentences with their sources.
    pub(crate) fn reasons(&self, reasons: &[Reason]) -> Markup {
        html! { ul.reasons { @for reason in reasons { li { (self.reason(reason)) } } } }
    }
}

/// The report of an answer: alerts, the answer at a glance, charts, each finding with its
/// options, the plan, what is unknown, limits and numbered sources.
///
/// The page is complete in itself: no script, no request, no file beside it.
pub fn report_html(answer: &Answer, catalog: &Catalog) -> String {
    let cites = Citations::new(catalog, &answer.sources);
    let page = Page {
        answer,
        catalog,
        cites,
    };
    let body = body(&page);
    document("Consultation report", STYLE, &body).into_string()
}

/// A complete HTML document around a body.
pub(crate) fn document(title: &str, style: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" dir="ltr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (title) " · rhytid" }
                style { (PreEscaped(style)) }
            }
            body { (body) }
        }
    }
}

fn body(page: &Page) -> Markup {
    // Order matters: the list of sources comes last because citing may add to it.
    let main = html! {
        (alerts::section(page))
        (glance::section(page))
        (face::section(page))
        (findings(page))
        (plan::section(page))
        (ending::inputs(page))
        (ending::unknown(page))
        (ending::limits(page))
    };
    html! {
        a.skip href="#findings" { "Skip to the findings" }
        (masthead(page))
        main { (main) (ending::sources(page)) }
        (ending::footer(page))
    }
}

fn masthead(page: &Page) -> Markup {
    let answer = page.answer;
    html! {
        header.masthead {
            p.brand { (glyph::mark()) "rhytid" span.kind { "Consultation report for the injector" } }
            h1 { (words::patient(&answer.patient)) }
            p.lead {
                (count(answer.findings.len(), "finding"))
                @match &answer.plan {
                    Some(plan) => {
                        " · plan of " (count(plan.sites.len(), "point")) " to consider"
                    }
                    None => " · no plan"
                }
                " · day 0 is the day of treatment · " (words::amount(answer.provenance.band_percent))
                " % bands over people like this one and their raters"
            }
            (contents(page))
        }
    }
}

fn contents(page: &Page) -> Markup {
    html! {
        nav.contents aria-label="Contents" {
            a href="#glance" { "At a glance" }
            a href="#chart" { "Chart" }
            @for (i, finding) in page.answer.findings.iter().enumerate() {
                a href={ "#finding-" (i + 1) } { (finding.title) }
            }
            a href="#plan" { "Plan" }
            a href="#unknown" { "Unknown" }
            a href="#sources" { "Sources" }
        }
    }
}

fn findings(page: &Page) -> Markup {
    html! {
        div #findings {
            @for (i, answer) in page.answer.findings.iter().enumerate() {
                (finding::section(page, i, answer))
            }
        }
    }
}

/// `1 finding`, `3 findings`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    if n == 1 {
        format!("1 {noun}")
    } else {
        format!("{n} {noun}s")
    }
}
