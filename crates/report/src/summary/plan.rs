//! The plan as a compact table.

use std::fmt::Write as _;

use catalog::Catalog;
use consult::answer::{Answer, Plan, Site, Total};

use super::layout::Sheet;
use crate::words;

const INDENT: &str = "   ";

pub(super) fn block(sheet: &mut Sheet, catalog: &Catalog, answer: &Answer) {
    let Some(plan) = &answer.plan else {
        sheet.heading("No plan");
        let why = answer.plan_withheld.as_deref();
        sheet.paragraph(
            INDENT,
            why.unwrap_or("The answers do not call for an injection."),
        );
        sheet.blank();
        return;
    };
    sheet.heading("Plan to consider");
    sheet.table(INDENT, &sites(plan));
    for total in &plan.totals {
        sheet.hanging("   total:     ", &sum(total));
    }
    for dilution in &plan.dilutions {
        let text = format!(
            "{}: {} U + {} mL = {} U/mL; one mark of a 1 mL syringe holds {} U",
            words::product(catalog, &dilution.product),
            words::amount(dilution.vial_units),
            words::amount(dilution.diluent_ml),
            words::amount(dilution.units_per_ml),
            words::amount(dilution.units_per_mark)
        );
        sheet.hanging("   dilution:  ", &text);
    }
    for review in &plan.reviews {
        sheet.hanging(
            "   review:    ",
            &format!("{}: {}", words::day(review.day), review.what),
        );
    }
    for window in &plan.windows {
        let area = words::area(catalog, &window.area);
        sheet.hanging("   repeat:    ", &format!("{area}: {}", window.text));
    }
    sheet.blank();
}

fn sites(plan: &Plan) -> Vec<Vec<String>> {
    let heads = ["no", "point", "side", "amount", "mL", "marks", "plane"].map(str::to_owned);
    std::iter::once(heads.to_vec())
        .chain(plan.sites.iter().map(site))
        .collect()
}

fn site(site: &Site) -> Vec<String> {
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), words::amount);
    vec![
        site.number.to_string(),
        site.name.clone(),
        words::site_side(site.side).to_owned(),
        format!("{} {}", words::amount(site.amount), site.unit),
        number(site.volume_ml),
        number(site.syringe_marks),
        words::spaced(&site.plane),
    ]
}

fn sum(total: &Total) -> String {
    let mut text = format!(
        "{} {} {}",
        total.title,
        words::amount(total.amount),
        total.unit
    );
    if let (Some(maximum), Some(percent)) = (total.maximum, total.percent_of_maximum) {
        let _ = write!(
            text,
            " of at most {} {} ({} %)",
            words::amount(maximum),
            total.unit,
            words::fixed(percent, 0)
        );
    }
    text
}
