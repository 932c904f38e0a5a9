//! The plan of an answer, or why there is none, and what it raises.

use catalog::{Agent, Catalog, Level};

use super::Asked;
use crate::alerts::{Screening, experience};
use crate::answer::{AlertLevel, Choice, FindingAnswer, Label, Plan};
use crate::case::Case;
use crate::plan::{self, Order};

/// The plan, or why there is none.
pub(super) fn plan(
    asked: &Asked<'_>,
    orders: &[Order],
    findings: &[FindingAnswer],
    screening: &mut Screening,
) -> (Option<Plan>, Option<String>) {
    let (catalog, case) = (asked.catalog, asked.case);
    if screening
        .alerts
        .iter()
        .any(|a| a.level == AlertLevel::Stop && a.concerns == "any")
    {
        let why = "A stop concerns everything that could be injected; see the alerts.";
        return (None, Some(why.to_owned()));
    }
    if orders.is_empty() {
        return (None, Some(nothing_to_inject(findings, screening)));
    }
    let drawn = plan::draw(catalog, case, orders, asked.surface);
    for (agent, area) in &drawn.unplaced {
        let message = format!(
            "No injection pattern is on file for {area} ({}): the amount stands, the points are \
             the injector's.",
            plan::agent_word(*agent)
        );
        screening.raise(Level::Warn, "no-pattern", area, &message, &[]);
    }
    warn_of_experience(catalog, case, orders, screening);
    warn_of_label(orders, screening);
    warn_of_stock(orders, screening);
    if over_maximum(&drawn.plan, screening) {
        let why = "The doses of this session and the ones before exceed the label's largest dose.";
        return (None, Some(why.to_owned()));
    }
    if drawn.plan.sites.is_empty() {
        let why = "No point of the plan could be placed.";
        return (None, Some(why.to_owned()));
    }
    (Some(drawn.plan), None)
}

fn nothing_to_inject(findings: &[FindingAnswer], screening: &Screening) -> String {
    let stopped = screening.alerts.iter().any(|a| a.level == AlertLevel::Stop);
    let referred = findings.iter().any(|f| f.answer == Choice::Refer);
    match (findings.is_empty(), stopped, referred) {
        (true, _, _) => "The case holds no finding.",
        (_, true, _) => "Nothing is to be injected now; see the answers and the alerts.",
        (_, _, true) => "Nothing is to be injected: consider referring.",
        _ => "Nothing is to be injected.",
    }
    .to_owned()
}

fn warn_of_experience(catalog: &Catalog, case: &Case, orders: &[Order], screening: &mut Screening) {
    let Some(injector) = &case.injector else {
        return;
    };
    let planned: Vec<(Agent, String)> = orders
        .iter()
        .map(|o| (o.agent, o.offer.area.clone()))
        .collect();
    for rule in experience(catalog, injector, &planned) {
        let concerns = plan::agent_word(rule.agent);
        let sources = [rule.source.as_str()];
        screening.raise(rule.level, &rule.name, concerns, &rule.message, &sources);
    }
}

fn warn_of_label(orders: &[Order], screening: &mut Screening) {
    for order in orders.iter().filter(|o| o.offer.label == Label::Off) {
        let message = format!(
            "{} in {}: off label here. Consider the evidence, consent and your insurance.",
            order.offer.product, order.offer.area
        );
        let sources: Vec<&str> = order.offer.sources.iter().map(String::as_str).collect();
        screening.raise(
            Level::Note,
            "off-label",
            &order.offer.product,
            &message,
            &sources,
        );
    }
}

fn warn_of_stock(orders: &[Order], screening: &mut Screening) {
    for order in orders.iter().filter(|o| o.offer.in_stock == Some(false)) {
        let message = format!(
            "{} for {} is not in the stated stock: nothing in it has a published amount there, \
             or it is ruled out.",
            order.offer.product, order.offer.area
        );
        screening.raise(
            Level::Note,
            "not-in-stock",
            &order.offer.product,
            &message,
            &[],
        );
    }
}

/// Raises a stop for every product over its largest dose.
fn over_maximum(plan: &Plan, screening: &mut Screening) -> bool {
    let mut over = false;
    for total in &plan.totals {
        if total
            .percent_of_maximum
            .is_some_and(|percent| percent > 100.0)
        {
            over = true;
            let message = format!(
                "{}: {} {} with {} {} before exceed the largest dose ({}, {}).",
                total.title,
                catalog::trim(total.amount),
                total.unit,
                catalog::trim(total.earlier),
                total.unit,
                total.maximum.map_or_else(String::new, catalog::trim),
                total.maximum_scope.as_deref().unwrap_or("scope unknown"),
            );
            let sources: Vec<&str> = total.sources.iter().map(String::as_str).collect();
            let code = "dose-over-maximum";
            screening.raise(Level::Stop, code, &total.product, &message, &sources);
        }
    }
    over
}
