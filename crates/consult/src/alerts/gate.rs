//! Who may do it: profession, training and experience.

use catalog::{Agent, Catalog, Experience, Gate, Level, Profession};

use super::{Screening, rule_out};
use crate::case::{Case, Injector, Training};

const AGENTS: [(Agent, Training, &str); 3] = [
    (Agent::Toxin, Training::Toxin, "toxin"),
    (Agent::Gel, Training::Filler, "gel"),
    (Agent::Enzyme, Training::Enzyme, "enzyme"),
];

pub(super) fn screen(catalog: &Catalog, case: &Case, screening: &mut Screening) {
    let Some(injector) = &case.injector else {
        screening.not_stated(
            "injector",
            "Profession, training and jurisdiction decide whether a plan is shown; without them \
             the plan is only for a reader who is qualified.",
        );
        return;
    };
    training(catalog, injector, screening);
    profession(catalog, injector, screening);
    for gate in &catalog.professions.gate {
        if concerns(gate, injector) {
            apply(catalog, gate, screening);
        }
    }
    if injector.jurisdiction.is_none() {
        screening.not_stated(
            "injector.jurisdiction",
            "Labels and the law on who may inject differ; uses are marked \"label unknown\".",
        );
    }
    if injector.years_injecting.is_none() {
        screening.not_stated(
            "injector.years_injecting",
            "Little experience raises warnings at risky sites.",
        );
    }
}

fn training(catalog: &Catalog, injector: &Injector, screening: &mut Screening) {
    let Some(trained) = &injector.trained else {
        screening.not_stated(
            "injector.trained",
            "Without training no plan should be followed.",
        );
        return;
    };
    for (agent, training, word) in AGENTS {
        // Dissolving belongs to the training in fillers.
        let enough = trained.contains(&training)
            || (agent == Agent::Enzyme && trained.contains(&Training::Filler));
        if enough {
            continue;
        }
        let shown = shown(agent);
        let reason = format!("The injector states no training in {shown}.");
        rule_out(catalog, &mut screening.injector, word, &reason);
        let message = format!(
            "{reason} The assessment stands; a plan with {shown} is for a trained injector."
        );
        let code = format!("not-trained-{word}");
        screening.gate(agent, &code, word, &message, "assumption-training-gate");
    }
}

fn shown(agent: Agent) -> &'static str {
    match agent {
        Agent::Toxin => "toxin",
        Agent::Gel => "fillers",
        Agent::Enzyme => "hyaluronidase",
    }
}

fn profession(catalog: &Catalog, injector: &Injector, screening: &mut Screening) {
    let Some(name) = &injector.profession else {
        screening.not_stated("injector.profession", "It decides who may inject what.");
        return;
    };
    let Some(profession) = catalog
        .professions
        .profession
        .iter()
        .find(|p| named(p, name))
    else {
        return;
    };
    for (agent, _, word) in AGENTS {
        if !profession.may.contains(&agent) {
            let shown = shown(agent);
            let reason = format!("{}: may not inject {shown} on their own.", profession.title);
            rule_out(catalog, &mut screening.injector, word, &reason);
            let code = format!("profession-{word}");
            screening.gate(agent, &code, word, &reason, &profession.source);
        }
    }
    if profession.under_supervision && injector.supervised_by.is_none() {
        let message = format!(
            "{}: works under a prescriber or supervisor, and none was stated (supervised_by).",
            profession.title
        );
        let sources = [profession.source.as_str()];
        screening.raise(
            Level::Warn,
            "supervision-unknown",
            "any",
            &message,
            &sources,
        );
    }
}

fn named(profession: &Profession, said: &str) -> bool {
    profession.name.eq_ignore_ascii_case(said)
        || profession
            .aliases
            .iter()
            .any(|alias| alias.eq_ignore_ascii_case(said))
}

fn concerns(gate: &Gate, injector: &Injector) -> bool {
    let here = injector.jurisdiction.as_deref();
    let placed = gate.jurisdiction == "any"
        || here.is_some_and(|here| here.eq_ignore_ascii_case(&gate.jurisdiction));
    let said = injector.profession.as_deref();
    let professional = gate.professions.is_empty()
        || said.is_some_and(|said| {
            gate.professions
                .iter()
                .any(|p| p.eq_ignore_ascii_case(said))
        });
    placed && professional
}

fn apply(catalog: &Catalog, gate: &Gate, screening: &mut Screening) {
    for (agent, _, word) in AGENTS {
        let concerned = gate.agents.is_empty() || gate.agents.contains(&agent);
        if gate.level == Level::Stop && concerned {
            rule_out(catalog, &mut screening.injector, word, &gate.message);
        }
    }
    let sources = [gate.source.as_str()];
    screening.raise(gate.level, &gate.name, "any", &gate.message, &sources);
}

/// Warnings of little experience for the areas that a plan would inject.
pub(crate) fn experience<'a>(
    catalog: &'a Catalog,
    injector: &'a Injector,
    planned: &'a [(Agent, String)],
) -> impl Iterator<Item = &'a Experience> {
    catalog.professions.experience.iter().filter(move |rule| {
        let years = injector.years_injecting;
        years.is_some_and(|years| years < rule.below.central())
            && planned
                .iter()
                .any(|(agent, area)| *agent == rule.agent && risky(catalog, rule, area))
    })
}

fn risky(catalog: &Catalog, rule: &Experience, area: &str) -> bool {
    let risk = catalog.areas.get(area).and_then(|a| a.risk.as_ref());
    let anywhere = rule.areas.is_empty() && rule.risks.is_empty();
    anywhere
        || rule.areas.iter().any(|a| a == area)
        || risk.is_some_and(|risk| rule.risks.contains(risk))
}
