//! Totals against the label, and how each vial is made up.

use consult::answer::{Dilution, Plan, Total};
use maud::{Markup, PreEscaped, html};
use picture::{Syringe, syringe};

use super::{Page, glyph};
use crate::words;

pub(super) fn totals(page: &Page, plan: &Plan) -> Markup {
    html! {
        @if !plan.totals.is_empty() {
            table.totals {
                caption { h3 { "Totals against the label" } }
                thead { tr {
                    th scope="col" { "Product" } th.amount scope="col" { "This session" }
                    th scope="col" { "By area" } th.amount scope="col" { "Counted from before" }
                    th scope="col" { "Largest amount of the label" } th scope="col" { "To open" }
                } }
                tbody { @for total in &plan.totals { (total_row(page, total)) } }
            }
        }
    }
}

fn total_row(page: &Page, total: &Total) -> Markup {
    html! {
        tr {
            th scope="row" { (total.title) (page.cites.sup(&total.sources)) }
            td.amount { b.num { (words::amount(total.amount)) " " (total.unit) } }
            td { (by_area(page, total)) }
            td.amount { (words::amount(total.earlier)) " " (total.unit) }
            td { (maximum(total)) }
            td { (total.packs.as_deref().unwrap_or("not known")) }
        }
    }
}

fn by_area(page: &Page, total: &Total) -> String {
    let each = |(area, amount): &(String, f64)| {
        format!(
            "{} {}",
            words::lower_first(&words::area(page.catalog, area)),
            words::amount(*amount)
        )
    };
    total
        .by_area
        .iter()
        .map(each)
        .collect::<Vec<_>>()
        .join(", ")
}

fn maximum(total: &Total) -> Markup {
    html! {
        @match total.maximum {
            Some(maximum) => {
                b.num { (words::amount(maximum)) " " (total.unit) }
                @if let Some(percent) = total.percent_of_maximum {
                    " · " (words::fixed(percent, 0)) " % used" (glyph::meter(percent))
                }
                @if let Some(scope) = &total.maximum_scope { span.sub { (scope) } }
            }
            None => span.muted { "not known" }
        }
    }
}

pub(super) fn dilutions(page: &Page, plan: &Plan) -> Markup {
    html! {
        @if !plan.dilutions.is_empty() {
            div.dilutions {
                h3 { "Dilution" }
                @for dilution in &plan.dilutions { (vial(page, plan, dilution)) }
            }
        }
    }
}

fn vial(page: &Page, plan: &Plan, dilution: &Dilution) -> Markup {
    let of_product = plan.sites.iter().filter(|s| s.product == dilution.product);
    let marks = of_product
        .filter_map(|s| s.syringe_marks)
        .fold(0.0, f64::max);
    let unit = words::product(page.catalog, &dilution.product);
    html! {
        div.vial {
            dl.facts {
                div { dt { (unit) (page.cites.sup(&dilution.sources)) }
                    dd { (words::amount(dilution.vial_units)) " U + " (words::amount(dilution.diluent_ml)) " mL diluent" } }
                div { dt { "Concentration" } dd { (words::amount(dilution.units_per_ml)) " U/mL" } }
                div { dt { "One mark of a 1 mL, 100-mark syringe" }
                    dd { (words::amount(dilution.units_per_mark)) " U in 0.01 mL" } }
                div { dt { "From" } dd { (dilution.from) } }
            }
            @if marks > 0.0 {
                figure.syringe-figure {
                    (PreEscaped(syringe(&Syringe {
                        scale_units: 100.0,
                        filled_units: marks,
                        label: format!("largest point: {} marks", words::amount(marks)),
                        id_prefix: format!("syringe-{}", dilution.product),
                    })))
                }
            }
        }
    }
}
