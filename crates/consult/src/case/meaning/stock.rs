//! Products in the cupboard: measures that fit the product.

use catalog::{Catalog, Material};

use super::settle;
use crate::case::names::Names;
use crate::case::problem::{Code, Problem};
use crate::case::tree::{Node, Table};

/// What a product is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// Units, made up with a diluent.
    Units,
    /// Millilitres, ready in the syringe.
    Gel,
    /// Millilitres, made up or thinned with a diluent.
    DilutedGel,
}

pub(super) fn measure(catalog: &Catalog, product: &str) -> Measure {
    match catalog.gels.get(product).map(|gel| gel.material) {
        None => Measure::Units,
        Some(Material::PLLA | Material::CaHA) => Measure::DilutedGel,
        Some(_) => Measure::Gel,
    }
}

pub(super) fn check(stock: &mut [Node], catalog: &Catalog, problems: &mut Vec<Problem>) {
    let names = Names::products(catalog);
    for (i, node) in stock.iter_mut().enumerate() {
        let path = format!("stock[{i}]");
        let Some(item) = node.table_mut() else {
            continue;
        };
        let Some(product) = settle(item, "product", &path, &names, problems) else {
            continue;
        };
        let unfit: &[&str] = match measure(catalog, product) {
            Measure::Units => &["volume_ml", "syringe_ml"],
            Measure::Gel => &["vial_units", "diluent_ml"],
            Measure::DilutedGel => &["vial_units"],
        };
        for key in unfit {
            problems.extend(wrong_measure(item, key, &path, product, catalog));
        }
    }
}

/// The problem of a measure that the product does not have, if the key is there.
pub(super) fn wrong_measure(
    table: &Table,
    key: &str,
    path: &str,
    product: &str,
    catalog: &Catalog,
) -> Option<Problem> {
    let entry = table.get(key)?;
    let counted = match measure(catalog, product) {
        Measure::Units => "units",
        Measure::Gel | Measure::DilutedGel => "mL",
    };
    let message = format!("{product} is counted in {counted}; {key} does not fit it");
    let path = format!("{path}.{key}");
    Some(Problem::new(
        Code::WrongMeasure,
        entry.key_span.clone(),
        &path,
        message,
    ))
}
