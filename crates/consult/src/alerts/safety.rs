//! Contraindications and interactions from conditions, medications, allergies and states.

use catalog::{Catalog, Level, SafetyWord};

use super::{Screening, rule_out};
use crate::case::{Case, Patient, Sex};

/// Age from which pregnancy is not asked about, years.
/// Assumption: `assumption-pregnancy-age`.
const NO_PREGNANCY_FROM_YEARS: f64 = 60.0;

pub(super) fn screen(catalog: &Catalog, case: &Case, screening: &mut Screening) {
    let present = present(catalog, &case.patient);
    for word in &present {
        for alert in &word.alert {
            let code = format!("{}-{}", word.name, alert.applies_to);
            if alert.level == Level::Stop {
                let said = alert.message.starts_with(word.title.as_str());
                let title = if said {
                    String::new()
                } else {
                    format!("{}: ", word.title)
                };
                let reason = format!("{title}{}", alert.message);
                rule_out(catalog, &mut screening.patient, &alert.applies_to, &reason);
            }
            let sources = [alert.source.as_str()];
            screening.raise(
                alert.level,
                &code,
                &alert.applies_to,
                &alert.message,
                &sources,
            );
            if alert.level != Level::Stop && is_product(catalog, &alert.applies_to) {
                screening.hold_for_product(alert.level);
            }
        }
    }
    for interaction in &catalog.safety.interaction {
        if interaction
            .all
            .iter()
            .all(|name| present.iter().any(|w| &w.name == name))
        {
            if interaction.level == Level::Stop {
                let (concerns, reason) = (&interaction.applies_to, &interaction.message);
                rule_out(catalog, &mut screening.patient, concerns, reason);
            }
            screening.raise(
                interaction.level,
                &interaction.name,
                &interaction.applies_to,
                &interaction.message,
                &[interaction.source.as_str()],
            );
        }
    }
    unknown(&case.patient, screening);
}

fn is_product(catalog: &Catalog, name: &str) -> bool {
    catalog.toxins.contains_key(name) || catalog.gels.contains_key(name)
}

/// Words of the catalog that hold for this patient.
fn present<'a>(catalog: &'a Catalog, patient: &Patient) -> Vec<&'a SafetyWord> {
    let safety = &catalog.safety;
    let mut present = Vec::new();
    let mut add = |words: &'a [SafetyWord], said: &Option<Vec<String>>| {
        for said in said.iter().flatten() {
            present.extend(words.iter().find(|word| named(word, said)));
        }
    };
    add(&safety.condition, &patient.conditions);
    add(&safety.medication, &patient.medications);
    add(&safety.allergy, &patient.allergies);
    present.extend(safety.state.iter().filter(|state| holds(state, patient)));
    present.dedup_by(|a, b| a.name == b.name);
    present
}

fn named(word: &SafetyWord, said: &str) -> bool {
    word.name.eq_ignore_ascii_case(said)
        || word.aliases.iter().any(|a| a.eq_ignore_ascii_case(said))
}

fn holds(state: &SafetyWord, patient: &Patient) -> bool {
    let aged = state.age_from.is_some() || state.age_below.is_some();
    match state.name.as_str() {
        "pregnant" => patient.pregnant == Some(true),
        "breastfeeding" => patient.breastfeeding == Some(true),
        _ if aged => patient.age_years.is_some_and(|age| {
            state.age_from.is_none_or(|from| age >= from)
                && state.age_below.is_none_or(|below| age < below)
        }),
        _ => false,
    }
}

fn unknown(patient: &Patient, screening: &mut Screening) {
    let could_be = patient.sex != Some(Sex::Male)
        && patient
            .age_years
            .is_none_or(|age| age < NO_PREGNANCY_FROM_YEARS);
    if patient.pregnant.is_none() && could_be {
        screening.not_stated("patient.pregnant", "Pregnancy would stop toxin and filler.");
        screening.raise(
            Level::Warn,
            "pregnancy-unknown",
            "any",
            "Pregnancy was not stated. Ask before anything is injected; it would stop the plan.",
            &[],
        );
    }
    if patient.age_years.is_none() {
        screening.not_stated(
            "patient.age_years",
            "Age limits of law and labels, healing of creases and the published rules depend on \
             it; the forecast runs over all adult ages.",
        );
    }
    if patient.sex.is_none() {
        screening.not_stated(
            "patient.sex",
            "Muscle mass and some doses depend on it; the forecast runs over both.",
        );
    }
    let lists = [
        (
            "patient.conditions",
            patient.conditions.is_none(),
            "Neuromuscular disease, infection and bleeding disorders could stop the plan.",
        ),
        (
            "patient.medications",
            patient.medications.is_none(),
            "Aminoglycosides, muscle relaxants and anticoagulants interact.",
        ),
        (
            "patient.allergies",
            patient.allergies.is_none(),
            "Allergies to a toxin, albumin, milk protein, lidocaine or bacterial protein rule products out.",
        ),
    ];
    for (key, missing, matters) in lists {
        if missing {
            screening.not_stated(key, matters);
        }
    }
}
