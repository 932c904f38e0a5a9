//! Words about the patient and the jurisdiction.

use catalog::{Catalog, SafetyWord};

use crate::case::names::Names;
use crate::case::problem::Problem;
use crate::case::tree::{Node, Table, Value};

/// A list of the patient, what its words are, and the words.
type Words<'a> = (&'static str, &'static str, &'a [SafetyWord]);

pub(super) fn check(patient: &mut Table, catalog: &Catalog, problems: &mut Vec<Problem>) {
    let safety = &catalog.safety;
    let lists: [Words<'_>; 3] = [
        ("conditions", "a condition", &safety.condition),
        ("medications", "a medication", &safety.medication),
        ("allergies", "an allergy", &safety.allergy),
    ];
    for (key, what, words) in lists {
        let names = Names::safety(what, words);
        let items = patient.node_mut(key).map_or(&mut [][..], Node::list_mut);
        for (i, item) in items.iter_mut().enumerate() {
            if item.text().is_none() {
                continue;
            }
            if let Err(problem) = names.settle(item, &format!("patient.{key}[{i}]")) {
                let word = item.text().unwrap_or_default();
                problems.push(elsewhere(*problem, word, key, &lists, &safety.state));
                item.value = Value::Faulty;
            }
        }
    }
}

/// Says where a word belongs when another list or key knows it.
fn elsewhere(
    problem: Problem,
    word: &str,
    here: &str,
    lists: &[Words<'_>],
    states: &[SafetyWord],
) -> Problem {
    for (key, what, words) in lists.iter().filter(|(key, _, _)| *key != here) {
        if !Names::safety(what, words).find(word).is_empty() {
            return problem.hint(format!("it is {what}: write it under {key}"));
        }
    }
    match Names::safety("a state", states).find(word) {
        [state]
            if states
                .iter()
                .any(|s| s.name == *state && s.age_from.is_none() && s.age_below.is_none()) =>
        {
            problem.hint(format!("write {state} = true"))
        }
        _ => problem,
    }
}

/// Writes a jurisdiction as the labels do; one that they do not know stays as it is.
pub(super) fn jurisdiction(injector: &mut Table, catalog: &Catalog) {
    let Some(node) = injector.node_mut("jurisdiction") else {
        return;
    };
    let Some(word) = node.text().map(str::trim) else {
        return;
    };
    let gates = catalog.professions.gate.iter().map(|g| &g.jurisdiction);
    let toxins = catalog.toxins.values().flat_map(|t| &t.jurisdictions);
    let uses = catalog.gels.values().flat_map(|g| &g.uses);
    let gels = uses.flat_map(|u| &u.jurisdictions);
    let mut known = gates.chain(toxins).chain(gels);
    let known = known.find(|known| known.eq_ignore_ascii_case(word));
    node.value = Value::Text(known.map_or_else(|| word.to_owned(), Clone::clone));
}
