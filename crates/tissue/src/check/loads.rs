//! Loads and displacements.

use std::collections::BTreeMap;

use super::lists::{check_index, check_length};
use super::{List, Problem, Problems, Thing};
use crate::model::{Loads, Model};

/// Volume ratio of growth beyond which a number is taken for an error, and its reciprocal for
/// shrinking.
const MOST_GROWTH: f64 = 100.0;

pub(super) fn check(model: &Model, loads: &Loads, problems: &mut Problems) {
    let lengths = [
        (
            List::Tension,
            loads.tension.len(),
            model.fibres.len(),
            Thing::Fibres,
        ),
        (
            List::Growth,
            loads.growth.len(),
            model.mesh.n_elements(),
            Thing::Element,
        ),
        (
            List::Prescribed,
            loads.prescribed.len(),
            model.supports.len(),
            Thing::Support,
        ),
        (
            List::Pressure,
            loads.pressure.len(),
            model.surfaces.len(),
            Thing::Surface,
        ),
    ];
    for (list, found, expected, what) in lengths {
        if found > 0 {
            check_length(list, found, expected, what, problems);
        }
    }
    check_finite(List::Tension, &loads.tension, problems);
    check_finite(List::Pressure, &loads.pressure, problems);
    check_growth(&loads.growth, problems);
    check_finite_vectors(List::Prescribed, &loads.prescribed, problems);
    check_prescribed(model, loads, problems);
    check_forces(model, loads, problems);
}

pub(super) fn check_displacement(
    model: &Model,
    displacement: &[[f64; 3]],
    problems: &mut Problems,
) {
    let list = List::Displacement;
    if !displacement.is_empty() {
        let (found, expected) = (displacement.len(), model.mesh.n_nodes());
        check_length(list, found, expected, Thing::Node, problems);
    }
    check_finite_vectors(list, displacement, problems);
}

fn check_finite(list: List, values: &[f64], problems: &mut Problems) {
    for (index, _) in values.iter().enumerate().filter(|(_, x)| !x.is_finite()) {
        problems.push(Problem::NotFinite { list, index });
    }
}

fn check_finite_vectors(list: List, values: &[[f64; 3]], problems: &mut Problems) {
    for (index, value) in values.iter().enumerate() {
        if value.iter().any(|x| !x.is_finite()) {
            problems.push(Problem::NotFinite { list, index });
        }
    }
}

fn check_growth(growth: &[f64], problems: &mut Problems) {
    for (index, &found) in growth.iter().enumerate() {
        if !(1.0 / MOST_GROWTH..=MOST_GROWTH).contains(&found) {
            problems.push(Problem::OutOfBounds {
                list: List::Growth,
                index,
                found,
                expected: "a volume ratio from 0.01 to 100",
            });
        }
    }
}

/// Displacements of free components, and two of one component that differ.
fn check_prescribed(model: &Model, loads: &Loads, problems: &mut Problems) {
    let mut given: BTreeMap<(u32, usize), (usize, f64)> = BTreeMap::new();
    for (index, support) in model.supports.iter().enumerate() {
        let Some(values) = loads.prescribed.get(index) else {
            return;
        };
        for (axis, &value) in values.iter().enumerate() {
            let node = support.node;
            if !support.held[axis] {
                if value != 0.0 {
                    problems.push(Problem::PrescribedWhereFree {
                        support: index,
                        node,
                        axis,
                        value,
                    });
                }
                continue;
            }
            let &mut (first, other) = given.entry((node, axis)).or_insert((index, value));
            if other != value {
                problems.push(Problem::Contradiction {
                    first,
                    second: index,
                    node,
                    axis,
                    values: [other, value],
                });
            }
        }
    }
}

fn check_forces(model: &Model, loads: &Loads, problems: &mut Problems) {
    let list = List::Forces;
    for (index, (node, force)) in loads.forces.iter().enumerate() {
        let named = (Thing::Node, *node as usize, model.mesh.n_nodes());
        check_index(list, index, named, problems);
        if force.iter().any(|x| !x.is_finite()) {
            problems.push(Problem::NotFinite { list, index });
        }
    }
}
