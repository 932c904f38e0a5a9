//! The scale of a finding and its grades.

use catalog::{Scale, States, Worse};

use super::finding::{Subject, Subjects};
use super::settle;
use crate::case::problem::{Code, Problem};
use crate::case::tree::{Entry, Table, Value};

/// Keys of the grades of a scale with two states.
const TWO: [&str; 2] = ["at_rest", "at_expression"];
/// Key of the grade of a scale with one state.
const ONE: [&str; 1] = ["grade"];
/// Keys of the grades of a scale that allows both.
const EITHER: [&str; 3] = ["at_rest", "at_expression", "grade"];

pub(super) fn check(
    finding: &mut Table,
    subject: Subject<'_>,
    subjects: &Subjects<'_>,
    path: &str,
    problems: &mut Vec<Problem>,
) {
    let Some(scale) = scale(finding, subject, subjects, path, problems) else {
        return;
    };
    let (fit, unfit): (&[&str], &[&str]) = match scale.states {
        States::Two => (&TWO, &ONE),
        States::One => (&ONE, &TWO),
        States::Either if finding.get("grade").is_some() => (&ONE, &TWO),
        States::Either => (&EITHER, &[]),
    };
    for key in unfit {
        let entry = finding.get(key);
        problems.extend(entry.map(|entry| wrong_state(entry, scale, fit, path)));
    }
    for key in fit {
        let entry = finding.get(key);
        problems.extend(entry.and_then(|entry| off_scale(entry, scale, path)));
    }
    problems.extend(rest_worse(finding, scale, path));
}

/// The scale named, or the usual one of the subject.
fn scale<'a>(
    finding: &mut Table,
    subject: Subject<'a>,
    subjects: &Subjects<'a>,
    path: &str,
    problems: &mut Vec<Problem>,
) -> Option<&'a Scale> {
    let catalog = subjects.catalog;
    if finding.get("scale").is_none() {
        let usual = subject.scales().first();
        if usual.is_none() {
            let key = ["rhytid", "complaint", "area"];
            let entry = key.iter().find_map(|key| finding.get(key))?;
            let message = format!("no scale is usual for {}; name one", subject.name());
            let path = format!("{path}.scale");
            let span = entry.node.span.clone();
            problems.push(
                Problem::new(Code::MissingKey, span, &path, message)
                    .allowed(fitting(subject, subjects).join(", ")),
            );
        }
        return catalog.scales.get(usual?);
    }
    let name = settle(finding, "scale", path, &subjects.scales, problems)?;
    let scale = catalog.scales.get(name)?;
    let entry = finding.get("scale")?;
    let meant = subject.scales().iter().any(|known| known == name)
        || scale.for_.iter().any(|target| target == subject.name());
    if meant && !scale.outcome_only {
        return Some(scale);
    }
    let message = if scale.outcome_only {
        format!("the scale {name} grades the outcome of a treatment, not a finding")
    } else {
        format!("the scale {name} does not grade {}", subject.name())
    };
    let path = format!("{path}.scale");
    problems.push(
        Problem::new(Code::WrongScale, entry.node.span.clone(), &path, message)
            .allowed(fitting(subject, subjects).join(", ")),
    );
    None
}

/// Scales that grade a subject, the usual one first.
fn fitting<'a>(subject: Subject<'a>, subjects: &Subjects<'a>) -> Vec<&'a str> {
    let mut names: Vec<&str> = subject.scales().iter().map(String::as_str).collect();
    for scale in subjects.catalog.scales.values() {
        let meant = scale.for_.iter().any(|target| target == subject.name());
        if meant && !scale.outcome_only && !names.contains(&scale.name.as_str()) {
            names.push(&scale.name);
        }
    }
    names
}

fn wrong_state(entry: &Entry, scale: &Scale, fit: &[&str], path: &str) -> Problem {
    let states = match scale.states {
        States::One => "has one grade",
        States::Two => "is graded at rest and in expression",
        States::Either => "takes one grade, or one at rest and one in expression",
    };
    let message = format!(
        "the scale {} {states}; {} does not fit it",
        scale.name, entry.key
    );
    let path = format!("{path}.{}", entry.key);
    Problem::new(Code::WrongState, entry.key_span.clone(), &path, message).allowed(fit.join(", "))
}

fn off_scale(entry: &Entry, scale: &Scale, path: &str) -> Option<Problem> {
    let Value::Integer(grade) = entry.node.value else {
        return None;
    };
    if scale.grade.iter().any(|known| known.grade == grade) {
        return None;
    }
    let message = format!("the scale {} has no grade {grade}", scale.name);
    let grades = scale
        .grade
        .iter()
        .map(|g| format!("{} {}", g.grade, g.name));
    let path = format!("{path}.{}", entry.key);
    Some(
        Problem::new(Code::OffScale, entry.node.span.clone(), &path, message)
            .allowed(grades.collect::<Vec<_>>().join(", ")),
    )
}

/// The question about a finding that is worse at rest than in expression.
fn rest_worse(finding: &Table, scale: &Scale, path: &str) -> Option<Problem> {
    let (rest, expression) = (
        finding.integer("at_rest")?,
        finding.integer("at_expression")?,
    );
    let worse = match scale.worse {
        Worse::Higher => rest > expression,
        Worse::Lower => rest < expression,
    };
    let confirmed = finding
        .get("rest_worse_confirmed")
        .map(|entry| &entry.node.value);
    if !worse || confirmed == Some(&Value::Bool(true)) {
        return None;
    }
    let entry = finding.get("at_rest")?;
    let word = |grade| {
        scale
            .word(grade)
            .map_or(String::new(), |word| format!(" ({word})"))
    };
    let message = format!(
        "is it really worse at rest, {rest}{}, than in expression, {expression}{}?",
        word(rest),
        word(expression)
    );
    let path = format!("{path}.at_rest");
    Some(
        Problem::new(Code::RestWorse, entry.node.span.clone(), &path, message).hint(
            "if the two are swapped, change them; if it is so, add rest_worse_confirmed = true",
        ),
    )
}
