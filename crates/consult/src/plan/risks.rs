//! What could go wrong at a site: look, published rate, and whether it can be undone.

use catalog::{Agent, Area, Catalog, Complication, PatternSite, Rate};

use super::Order;
use crate::answer::SiteRisk;

pub(super) fn of(
    catalog: &Catalog,
    order: &Order,
    area: &Area,
    place: &PatternSite,
) -> Vec<SiteRisk> {
    place
        .complications
        .iter()
        .filter_map(|name| catalog.complications.get(name))
        .filter(|c| c.agents.is_empty() || c.agents.contains(&order.agent))
        .map(|complication| risk(catalog, order, area, complication))
        .collect()
}

fn risk(catalog: &Catalog, order: &Order, area: &Area, complication: &Complication) -> SiteRisk {
    let rate = best_rate(&complication.rate, order, &area.name);
    let mut sources = complication.sources.clone();
    sources.extend(rate.map(|r| r.percent.source.clone()));
    sources.dedup();
    SiteRisk {
        name: complication.name.clone(),
        title: complication.title.clone(),
        looks_like: complication.looks_like.clone(),
        rate: rate.map_or_else(|| "rate here unknown".to_owned(), rate_text),
        undo: undo(catalog, order, complication),
        sources,
    }
}

/// The published rate nearest to this area and product: both, then area, then product, then any.
fn best_rate<'a>(rates: &'a [Rate], order: &Order, area: &str) -> Option<&'a Rate> {
    let fits = |own: &Option<String>, here: &str| own.as_deref().is_none_or(|own| own == here);
    rates
        .iter()
        .filter(|rate| rate.agent.is_none_or(|agent| agent == order.agent))
        .filter(|rate| fits(&rate.area, area) && fits(&rate.product, &order.offer.product))
        .min_by_key(|rate| (rate.area.is_none(), rate.product.is_none()))
}

fn rate_text(rate: &Rate) -> String {
    let placebo = rate
        .placebo
        .as_ref()
        .map_or(String::new(), |p| format!(", placebo {}", percent(p)));
    let scope = match (&rate.area, &rate.product) {
        (None, None) => " (all areas)",
        (None, Some(_)) => " (this product, all areas)",
        (Some(_), None) => " (all products)",
        (Some(_), Some(_)) => "",
    };
    let mark = rate.percent.status.label();
    let mark = if mark.is_empty() {
        String::new()
    } else {
        format!("; {mark}")
    };
    format!(
        "{} per {}{scope}{placebo}{mark}",
        percent(&rate.percent),
        rate.per
    )
}

fn percent(fact: &catalog::Fact) -> String {
    fact.text().replace(" percent", " %")
}

fn undo(catalog: &Catalog, order: &Order, complication: &Complication) -> String {
    if let Some(undo) = &complication.undo {
        return undo.clone();
    }
    let dissolvable = catalog
        .gels
        .get(&order.offer.product)
        .is_some_and(|gel| gel.dissolvable);
    match order.agent {
        Agent::Toxin => "Nothing reverses it; it goes as the effect goes.".to_owned(),
        Agent::Gel if dissolvable => "Hyaluronidase can dissolve the gel.".to_owned(),
        Agent::Gel => "This gel cannot be dissolved.".to_owned(),
        Agent::Enzyme => "Goes by itself.".to_owned(),
    }
}
