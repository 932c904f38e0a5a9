//! Totals against label maxima, and how each vial is made up.

use std::collections::BTreeMap;

use catalog::{Agent, Catalog, Fact, Toxin};

use super::Order;
use super::places::thousandths;
use crate::answer::{Dilution, Site, Total};
use crate::case::{Case, Stock};

/// Marks of a 1 mL insulin syringe.
const MARKS_PER_ML: f64 = 100.0;
/// Span over which a toxin's maximum counts where its label states none, d.
/// Assumption: `assumption-maximum-window`.
const MAXIMUM_WINDOW_DAYS: f64 = 91.0;

pub(super) fn dilutions(catalog: &Catalog, case: &Case, orders: &[Order]) -> Vec<Dilution> {
    let mut products: Vec<&str> = orders
        .iter()
        .filter(|order| order.agent == Agent::Toxin)
        .map(|order| order.offer.product.as_str())
        .collect();
    products.sort_unstable();
    products.dedup();
    let toxins = products
        .into_iter()
        .filter_map(|name| catalog.toxins.get(name));
    toxins
        .filter_map(|toxin| {
            let stock = case.stock.iter().find(|s| s.product == toxin.name);
            stock
                .and_then(|stock| from_stock(toxin, stock))
                .or_else(|| from_label(toxin, orders))
        })
        .collect()
}

fn from_stock(toxin: &Toxin, stock: &Stock) -> Option<Dilution> {
    let label_units = toxin.vial.first().map(|vial| vial.units.central());
    let vial_units = stock.vial_units.or(label_units)?;
    let diluent_ml = stock.diluent_ml?;
    (vial_units > 0.0 && diluent_ml > 0.0)
        .then(|| dilution(toxin, vial_units, diluent_ml, "the cupboard", Vec::new()))
}

/// The label's vial and diluent: those that give the label's volume a point, else the first.
fn from_label(toxin: &Toxin, orders: &[Order]) -> Option<Dilution> {
    if let Some(vial) = toxin.vial.iter().find(|vial| vial.concentration.is_some()) {
        let concentration = vial.concentration.as_ref()?;
        let units = vial.units.central();
        let ml = units / concentration.central();
        let sources = vec![concentration.source.clone()];
        return Some(dilution(toxin, units, ml, "the label (liquid)", sources));
    }
    let wanted = orders
        .iter()
        .filter(|order| order.offer.product == toxin.name)
        .find_map(|order| concentration_of_label(toxin, &order.offer.area));
    let pairs = toxin
        .vial
        .iter()
        .flat_map(|vial| toxin.diluent_ml.iter().map(move |ml| (&vial.units, ml)));
    let off = |(units, ml): &(&Fact, &Fact)| {
        let here = units.central() / ml.central();
        wanted.map_or(0.0, |wanted| (here / wanted).ln().abs())
    };
    let (units, ml) = pairs.min_by(|a, b| off(a).total_cmp(&off(b)))?;
    let sources = vec![units.source.clone(), ml.source.clone()];
    Some(dilution(
        toxin,
        units.central(),
        ml.central(),
        "the label",
        sources,
    ))
}

fn concentration_of_label(toxin: &Toxin, area: &str) -> Option<f64> {
    let dose = toxin.dose.iter().find(|dose| dose.area == area)?;
    let units = dose.units_per_point.as_ref()?.central();
    Some(units / dose.volume_per_point.as_ref()?.central())
}

fn dilution(
    toxin: &Toxin,
    vial_units: f64,
    diluent_ml: f64,
    from: &str,
    mut sources: Vec<String>,
) -> Dilution {
    sources.dedup();
    let units_per_ml = vial_units / diluent_ml;
    Dilution {
        product: toxin.name.clone(),
        vial_units,
        diluent_ml,
        units_per_ml: thousandths(units_per_ml),
        units_per_mark: thousandths(units_per_ml / MARKS_PER_ML),
        from: from.to_owned(),
        sources,
    }
}

/// Totals by product, from the points themselves.
pub(super) fn totals(
    catalog: &Catalog,
    case: &Case,
    orders: &[Order],
    sites: &[Site],
) -> Vec<Total> {
    let mut products: BTreeMap<(&str, &str), BTreeMap<&str, f64>> = BTreeMap::new();
    for site in sites {
        let areas = products.entry((&site.product, &site.unit)).or_default();
        *areas.entry(&site.area).or_default() += site.amount;
    }
    products
        .into_iter()
        .map(|((product, unit), areas)| total(catalog, case, orders, product, unit, &areas))
        .collect()
}

fn total(
    catalog: &Catalog,
    case: &Case,
    orders: &[Order],
    product: &str,
    unit: &str,
    areas: &BTreeMap<&str, f64>,
) -> Total {
    let amount = thousandths(areas.values().sum());
    let toxin = catalog.toxins.get(product);
    let (maximum, scope, sources) = most(toxin, orders, product);
    let earlier = toxin.map_or(0.0, |toxin| earlier(case, toxin));
    Total {
        product: product.to_owned(),
        title: title(catalog, product),
        amount,
        unit: unit.to_owned(),
        by_area: areas
            .iter()
            .map(|(a, x)| ((*a).to_owned(), thousandths(*x)))
            .collect(),
        maximum,
        maximum_scope: scope,
        earlier,
        percent_of_maximum: maximum
            .filter(|most| *most > 0.0)
            .map(|most| ((amount + earlier) / most * 1000.0).round() / 10.0),
        packs: packs(catalog, case, product, amount),
        sources,
    }
}

fn title(catalog: &Catalog, product: &str) -> String {
    let toxin = catalog.toxins.get(product).map(|t| &t.title);
    let gel = catalog.gels.get(product).map(|g| &g.title);
    let enzyme = catalog.enzymes.get(product).map(|e| &e.title);
    toxin
        .or(gel)
        .or(enzyme)
        .cloned()
        .unwrap_or_else(|| product.to_owned())
}

type Most = (Option<f64>, Option<String>, Vec<String>);

fn most(toxin: Option<&Toxin>, orders: &[Order], product: &str) -> Most {
    if let Some(maximum) = toxin.and_then(|toxin| toxin.maximum_dose.as_ref()) {
        let most = maximum.dose.highest();
        return (
            Some(most),
            Some(maximum.scope.clone()),
            vec![maximum.dose.source.clone()],
        );
    }
    let gel = orders
        .iter()
        .filter(|order| order.offer.product == product)
        .find_map(|order| {
            order
                .offer
                .maximum
                .as_ref()
                .map(|most| (most, &order.offer))
        });
    match gel {
        Some(((most, scope), offer)) => (Some(*most), Some(scope.clone()), offer.sources.clone()),
        None => (None, None, Vec::new()),
    }
}

/// Units of the same product in its own units within the span of its maximum.
fn earlier(case: &Case, toxin: &Toxin) -> f64 {
    let window = toxin
        .maximum_dose
        .as_ref()
        .and_then(|maximum| maximum.window.as_ref())
        .map_or(MAXIMUM_WINDOW_DAYS, Fact::central);
    case.history
        .iter()
        .filter(|past| past.product == toxin.name && past.day > -window)
        .filter(|past| {
            past.units_of
                .as_ref()
                .is_none_or(|units| *units == toxin.name)
        })
        .filter_map(|past| past.dose_units)
        .sum()
}

fn packs(catalog: &Catalog, case: &Case, product: &str, amount: f64) -> Option<String> {
    let stock = case.stock.iter().find(|stock| stock.product == product);
    if let Some(toxin) = catalog.toxins.get(product) {
        let label = toxin.vial.first().map(|vial| vial.units.central());
        let units = stock.and_then(|s| s.vial_units).or(label)?;
        return Some(count(
            amount / units,
            "vial",
            &format!("{} U", catalog::trim(units)),
        ));
    }
    let gel = catalog.gels.get(product)?;
    let label = gel.syringe.first().map(Fact::central);
    let ml = stock.and_then(|s| s.syringe_ml).or(label)?;
    Some(count(
        amount / ml,
        "syringe",
        &format!("{} mL", catalog::trim(ml)),
    ))
}

fn count(packs: f64, word: &str, size: &str) -> String {
    let packs = (packs - 1e-9).ceil().max(1.0);
    let plural = if packs > 1.0 { "s" } else { "" };
    format!("{packs:.0} {word}{plural} of {size}")
}
