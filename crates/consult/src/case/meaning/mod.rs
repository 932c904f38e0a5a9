//! Tree against the catalog: names, scales, grades, measures, and what contradicts itself.
//!
//! Names that are found are replaced by their key in the catalog.

mod finding;
mod grades;
mod history;
mod patient;
mod stock;

use catalog::Catalog;

use super::names::Names;
use super::problem::Problem;
use super::tree::{Node, Table, Value};

/// Checks the tree and reports all that the catalog does not bear out.
pub(crate) fn check(root: &mut Node, catalog: &Catalog, problems: &mut Vec<Problem>) {
    let Some(case) = root.table_mut() else {
        return;
    };
    if let Some(patient) = table(case, "patient") {
        patient::check(patient, catalog, problems);
    }
    if let Some(injector) = table(case, "injector") {
        let professions = Names::professions(catalog);
        for key in ["profession", "supervised_by"] {
            settle(injector, key, "injector", &professions, problems);
        }
        patient::jurisdiction(injector, catalog);
    }
    let subjects = finding::Subjects::new(catalog);
    finding::check(list(case, "finding"), &subjects, problems);
    stock::check(list(case, "stock"), catalog, problems);
    history::check(list(case, "history"), &subjects, problems);
}

fn table<'t>(case: &'t mut Table, key: &str) -> Option<&'t mut Table> {
    case.node_mut(key).and_then(Node::table_mut)
}

fn list<'t>(case: &'t mut Table, key: &str) -> &'t mut [Node] {
    case.node_mut(key).map_or(&mut [], Node::list_mut)
}

/// Settles the name under a key; none when it is absent or a problem.
fn settle<'a>(
    table: &mut Table,
    key: &str,
    path: &str,
    names: &Names<'a>,
    problems: &mut Vec<Problem>,
) -> Option<&'a str> {
    let node = table.node_mut(key)?;
    node.text()?;
    match names.settle(node, &super::read::join(path, key)) {
        Ok(name) => Some(name),
        Err(problem) => {
            problems.push(*problem);
            node.value = Value::Faulty;
            None
        }
    }
}
