//! The plan: sites, totals, dilution, order of work, dates, reversibility.

use consult::answer::{Plan, Reason};
use maud::{Markup, html};

use super::{Page, plan_dates, plan_sites, plan_totals};

pub(super) fn section(page: &Page) -> Markup {
    html! {
        section #plan aria-labelledby="plan-title" {
            h2 #plan-title { "Plan to consider" }
            @match &page.answer.plan {
                Some(plan) => (content(page, plan)),
                None => (withheld(page)),
            }
        }
    }
}

fn withheld(page: &Page) -> Markup {
    let why = page.answer.plan_withheld.as_deref();
    html! {
        p.withheld {
            b { "No plan. " }
            (why.unwrap_or("The answers above do not call for an injection."))
        }
    }
}

fn content(page: &Page, plan: &Plan) -> Markup {
    html! {
        (plan_sites::tables(page, plan))
        (plan_sites::vessels(page, plan))
        (plan_sites::risks(page, plan))
        (plan_totals::totals(page, plan))
        (plan_totals::dilutions(page, plan))
        (order(page, &plan.order_of_work))
        (plan_dates::reviews(page, plan))
        (plan_dates::windows(page, plan))
        @if !plan.reversibility.is_empty() {
            div.block { h3 { "What can be undone" } (page.reasons(&plan.reversibility)) }
        }
    }
}

fn order(page: &Page, steps: &[Reason]) -> Markup {
    html! {
        @if !steps.is_empty() {
            div.block {
                h3 { "Order of work" }
                ol.reasons { @for step in steps { li { (page.reason(step)) } } }
            }
        }
    }
}
