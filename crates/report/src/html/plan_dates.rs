//! Reviews and windows for a repeat.

use consult::answer::Plan;
use maud::{Markup, html};

use super::Page;
use crate::words;

/// Day from which weeks or months are told beside the day.
const WORTH_WEEKS: f64 = 21.0;

pub(super) fn reviews(page: &Page, plan: &Plan) -> Markup {
    html! {
        @if !plan.reviews.is_empty() {
            table.dates {
                caption { h3 { "Reviews" } }
                thead { tr { th scope="col" { "When" } th scope="col" { "What for" } } }
                tbody { @for review in &plan.reviews { tr {
                    th scope="row" { (words::day(review.day))
                        @if review.day >= WORTH_WEEKS { span.sub { (words::when(review.day)) } } }
                    td { (review.what) (page.cites.sup(&review.sources)) }
                } } }
            }
        }
    }
}

pub(super) fn windows(page: &Page, plan: &Plan) -> Markup {
    html! {
        @if !plan.windows.is_empty() {
            table.dates {
                caption { h3 { "When it may be repeated" } }
                thead { tr {
                    th scope="col" { "Treatment" } th scope="col" { "Not before (label)" }
                    th scope="col" { "Effect gone (forecast)" } th scope="col" { "Window" }
                } }
                tbody { @for window in &plan.windows { tr {
                    th scope="row" {
                        (words::area(page.catalog, &window.area))
                        span.sub { (words::product(page.catalog, &window.product)) }
                    }
                    td { (window.not_before_day.map_or_else(|| "not known".to_owned(), words::day)) }
                    td { (window.effect_gone_day.map_or_else(|| "not known".to_owned(), words::when_band)) }
                    td { (window.text) (page.cites.sup(&window.sources)) }
                } } }
            }
        }
    }
}
