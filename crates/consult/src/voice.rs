//! The second voice: published consensus rules that match a finding.

use catalog::{Advice, Catalog, Rule};

use crate::answer::{Choice, SecondVoice};
use crate::case::Case;
use crate::target::Target;

/// Rules that match, with whether each agrees with the answer of the forecasts.
pub(crate) fn of(
    catalog: &Catalog,
    case: &Case,
    target: &Target<'_>,
    answer: Choice,
) -> Vec<SecondVoice> {
    let mut voices = Vec::new();
    for set in catalog.rules.values() {
        for rule in set.rule.iter().filter(|rule| matches(rule, case, target)) {
            let advises = choice(rule.advises);
            voices.push(SecondVoice {
                rule: rule.id.clone(),
                set: set.title.clone(),
                advises,
                says: rule.says.clone(),
                source: rule.source.clone(),
                agrees: advises == answer,
            });
        }
    }
    voices
}

fn choice(advice: Advice) -> Choice {
    match advice {
        Advice::Toxin => Choice::Toxin,
        Advice::Filler => Choice::Filler,
        Advice::Both => Choice::Both,
        Advice::Neither => Choice::Neither,
        Advice::Refer => Choice::Refer,
    }
}

fn matches(rule: &Rule, case: &Case, target: &Target<'_>) -> bool {
    let finding = target.finding;
    let share = |grade: Option<i64>| grade.map(|grade| target.severity_share(grade));
    rule.targets.iter().any(|name| name == target.name())
        && within(case.patient.age_years, rule.age_min, rule.age_max)
        && within(share(finding.at_rest), rule.at_rest_min, rule.at_rest_max)
        && within(
            share(finding.at_expression),
            rule.at_expression_min,
            rule.at_expression_max,
        )
        && within(share(finding.grade), rule.grade_min, rule.grade_max)
        && wished(rule, finding.wish)
}

fn wished(rule: &Rule, wish: Option<crate::case::Wish>) -> bool {
    let word = wish.and_then(|wish| serde_json::to_value(wish).ok());
    let word = word.as_ref().and_then(|word| word.as_str());
    rule.wish.is_empty() || word.is_some_and(|word| rule.wish.iter().any(|w| w == word))
}

/// A rule with a bound does not match what is unknown.
fn within(value: Option<f64>, min: Option<f64>, max: Option<f64>) -> bool {
    const SLACK: f64 = 1e-9;
    match value {
        None => min.is_none() && max.is_none(),
        Some(value) => {
            min.is_none_or(|min| value >= min - SLACK) && max.is_none_or(|max| value <= max + SLACK)
        }
    }
}
