//! Earlier treatments: products, areas, measures.

use super::finding::Subjects;
use super::settle;
use super::stock::{Measure, measure, wrong_measure};
use crate::case::names::Names;
use crate::case::problem::{Code, Problem};
use crate::case::tree::{Node, Table, Value};

pub(super) fn check(history: &mut [Node], subjects: &Subjects<'_>, problems: &mut Vec<Problem>) {
    let products = Names::products(subjects.catalog);
    let toxins = Names::toxins(subjects.catalog);
    for (i, node) in history.iter_mut().enumerate() {
        let path = format!("history[{i}]");
        let Some(item) = node.table_mut() else {
            continue;
        };
        subjects.settle_area(item, &path, problems);
        units_of(item, &path, &products, &toxins, problems);
        let Some(product) = settle(item, "product", &path, &products, problems) else {
            continue;
        };
        let unfit: &[&str] = match measure(subjects.catalog, product) {
            Measure::Units => &["volume_ml"],
            Measure::Gel | Measure::DilutedGel => &["dose_units", "units_of"],
        };
        for key in unfit {
            problems.extend(wrong_measure(item, key, &path, product, subjects.catalog));
        }
    }
}

/// `units_of` names a toxin, and says of which dose.
fn units_of(
    item: &mut Table,
    path: &str,
    products: &Names<'_>,
    toxins: &Names<'_>,
    problems: &mut Vec<Problem>,
) {
    let Some(node) = item.node_mut("units_of") else {
        return;
    };
    let Some(word) = node.text() else {
        return;
    };
    if let ([product], []) = (products.find(word), toxins.find(word)) {
        let message = format!("{product} has no toxin units");
        let path = format!("{path}.units_of");
        problems.push(
            Problem::new(Code::WrongMeasure, node.span.clone(), &path, message)
                .allowed(toxins.keys().join(", ")),
        );
        node.value = Value::Faulty;
        return;
    }
    settle(item, "units_of", path, toxins, problems);
}
