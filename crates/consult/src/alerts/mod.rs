//! Stops, warnings and notes, and what they rule out.

mod gate;
mod history;
mod safety;

pub(crate) use gate::experience;
pub(crate) use history::Earlier;

use std::collections::BTreeSet;

use catalog::{Agent, Catalog, Gel, Level};

use crate::answer::{Alert, Unknown};
use crate::case::Case;
use crate::constraints::Constraints;

/// What the case raises before anything is simulated.
#[derive(Debug, Default)]
pub(crate) struct Screening {
    /// Messages.
    pub alerts: Vec<Alert>,
    /// What is ruled out by the patient (contraindications).
    pub patient: Constraints,
    /// What is ruled out by the injector (training, profession).
    pub injector: Constraints,
    /// Facts that were not stated.
    pub unknown: Vec<Unknown>,
    /// Stops by training and profession, raised only for an agent that a finding would want.
    pub gates: Vec<(Agent, Alert)>,
    /// Warnings and notes on one product, raised only where it is considered or in stock.
    pub on_products: Vec<Alert>,
    /// Earlier injections to simulate.
    pub earlier: Vec<Earlier>,
}

impl Screening {
    /// Screens a case.
    pub fn of(catalog: &Catalog, case: &Case) -> Self {
        let mut screening = Self::default();
        safety::screen(catalog, case, &mut screening);
        gate::screen(catalog, case, &mut screening);
        history::screen(catalog, case, &mut screening);
        screening
    }

    /// Everything that rules something out, whoever is its reason.
    pub fn constraints(&self) -> Constraints {
        let mut all = self.patient.clone();
        all.toxin = all.toxin.or_else(|| self.injector.toxin.clone());
        all.gel = all.gel.or_else(|| self.injector.gel.clone());
        all.enzyme = all.enzyme.or_else(|| self.injector.enzyme.clone());
        all
    }

    /// Holds a stop of the injector back until a finding wants the agent.
    fn gate(&mut self, agent: Agent, code: &str, concerns: &str, message: &str, source: &str) {
        self.raise(Level::Stop, code, concerns, message, &[source]);
        self.gates
            .extend(self.alerts.pop().map(|alert| (agent, alert)));
    }

    /// Holds the last message back until its product is considered.
    fn hold_for_product(&mut self, level: Level) {
        if let Some(alert) = self.alerts.pop() {
            if level == Level::Warn {
                self.patient.warned.insert(alert.concerns.clone());
            }
            self.on_products.push(alert);
        }
    }

    /// Raises the held messages on products that are considered.
    pub fn considered(&mut self, products: &BTreeSet<&str>) {
        let held = std::mem::take(&mut self.on_products);
        let now = held.into_iter();
        let now = now.filter(|alert| products.contains(alert.concerns.as_str()));
        self.alerts.extend(now);
    }

    /// Raises the held stops of an agent.
    pub fn wanted(&mut self, agent: Agent) {
        let (now, later) = std::mem::take(&mut self.gates)
            .into_iter()
            .partition(|(gated, _)| *gated == agent);
        self.gates = later;
        let now: Vec<(Agent, Alert)> = now;
        self.alerts.extend(now.into_iter().map(|(_, alert)| alert));
    }

    /// Why no enzyme, if so.
    pub fn no_enzyme(&self) -> Option<&str> {
        self.patient
            .enzyme
            .as_deref()
            .or(self.injector.enzyme.as_deref())
    }

    /// Adds a message.
    pub fn raise(
        &mut self,
        level: Level,
        code: &str,
        concerns: &str,
        message: &str,
        sources: &[&str],
    ) {
        self.alerts.push(Alert {
            level: level.into(),
            code: code.to_owned(),
            message: message.to_owned(),
            concerns: concerns.to_owned(),
            sources: sources.iter().map(|&s| s.to_owned()).collect(),
        });
    }

    fn not_stated(&mut self, key: &str, matters: &str) {
        self.unknown.push(Unknown {
            key: key.to_owned(),
            matters: matters.to_owned(),
        });
    }
}

/// Marks as ruled out what a stop concerns: an agent, a material, an ingredient or a product.
fn rule_out(catalog: &Catalog, constraints: &mut Constraints, concerns: &str, reason: &str) {
    let reason = || Some(reason.to_owned());
    match concerns {
        "any" => {
            constraints.toxin = constraints.toxin.take().or_else(reason);
            constraints.gel = constraints.gel.take().or_else(reason);
            constraints.enzyme = constraints.enzyme.take().or_else(reason);
        }
        "toxin" => constraints.toxin = constraints.toxin.take().or_else(reason),
        "gel" => constraints.gel = constraints.gel.take().or_else(reason),
        "enzyme" => constraints.enzyme = constraints.enzyme.take().or_else(reason),
        other => {
            for gel in catalog.gels.values().filter(|gel| concerns_gel(other, gel)) {
                let name = gel.name.clone();
                constraints
                    .products
                    .entry(name)
                    .or_insert_with(|| reason().unwrap_or_default());
            }
            for toxin in catalog.toxins.values() {
                if toxin.name == other || toxin.contains.iter().any(|c| c == other) {
                    let name = toxin.name.clone();
                    constraints
                        .products
                        .entry(name)
                        .or_insert_with(|| reason().unwrap_or_default());
                }
            }
        }
    }
}

fn concerns_gel(word: &str, gel: &Gel) -> bool {
    gel.name == word
        || gel.contains.iter().any(|c| c == word)
        || (word == "HA" && gel.dissolvable)
        || (word == "lidocaine" && gel.lidocaine.is_some())
}
