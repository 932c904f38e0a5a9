//! The case as entered, in words, so that a reader can check what the answer is about.

use serde::Serialize;

use crate::answer::Input;
use crate::case::{Case, History, Injector, Patient, Stock};

/// Everything entered apart from the findings; what is unknown is left out.
pub(crate) fn of(case: &Case) -> Vec<Input> {
    let mut inputs = Inputs::default();
    inputs.patient(&case.patient);
    if let Some(injector) = &case.injector {
        inputs.injector(injector);
    }
    for (i, stock) in case.stock.iter().enumerate() {
        inputs.add(
            &format!("stock[{}]", i + 1),
            "In stock",
            Some(stocked(stock)),
        );
    }
    for (i, past) in case.history.iter().enumerate() {
        inputs.add(
            &format!("history[{}]", i + 1),
            "Earlier",
            Some(treated(past)),
        );
    }
    inputs.0
}

#[derive(Default)]
struct Inputs(Vec<Input>);

impl Inputs {
    fn add(&mut self, key: &str, name: &str, value: Option<String>) {
        self.0.extend(value.map(|value| Input {
            key: key.to_owned(),
            name: name.to_owned(),
            value,
        }));
    }

    fn patient(&mut self, patient: &Patient) {
        let mass = patient
            .body_mass_kg
            .map(|kg| format!("{} kg", catalog::trim(kg)));
        self.add("patient.body_mass_kg", "Body mass", mass);
        self.add(
            "patient.conditions",
            "Conditions",
            listed(patient.conditions.as_ref()),
        );
        self.add(
            "patient.medications",
            "Medications",
            listed(patient.medications.as_ref()),
        );
        self.add(
            "patient.allergies",
            "Allergies",
            listed(patient.allergies.as_ref()),
        );
        self.add(
            "patient.pregnant",
            "Pregnant",
            patient.pregnant.map(yes_or_no),
        );
        self.add(
            "patient.breastfeeding",
            "Breastfeeding",
            patient.breastfeeding.map(yes_or_no),
        );
    }

    fn injector(&mut self, injector: &Injector) {
        self.add(
            "injector.profession",
            "Profession",
            injector.profession.clone(),
        );
        let trained = injector
            .trained
            .as_ref()
            .map(|all| all.iter().map(word).collect());
        self.add("injector.trained", "Trained in", listed(trained.as_ref()));
        let years = injector.years_injecting;
        let years = years.map(|years| format!("{} years", catalog::trim(years)));
        self.add("injector.years_injecting", "Injecting for", years);
        self.add(
            "injector.jurisdiction",
            "Jurisdiction",
            injector.jurisdiction.clone(),
        );
        self.add(
            "injector.supervised_by",
            "Supervised by",
            injector.supervised_by.clone(),
        );
    }
}

/// A list in words; an empty one was asked about and is none.
fn listed(words: Option<&Vec<String>>) -> Option<String> {
    words.map(|words| {
        if words.is_empty() {
            "none".to_owned()
        } else {
            words.join(", ")
        }
    })
}

fn yes_or_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

/// The word by which an enum is written in a file.
pub(crate) fn word(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value
        .as_ref()
        .and_then(|v| v.as_str())
        .unwrap_or_default()
        .to_owned()
}

fn stocked(stock: &Stock) -> String {
    let mut parts = vec![stock.product.clone()];
    parts.extend(
        stock
            .vial_units
            .map(|units| format!("vial of {} U", catalog::trim(units))),
    );
    parts.extend(
        stock
            .diluent_ml
            .map(|ml| format!("in {} mL", catalog::trim(ml))),
    );
    parts.extend(
        stock
            .syringe_ml
            .map(|ml| format!("syringes of {} mL", catalog::trim(ml))),
    );
    parts.extend(
        stock
            .volume_ml
            .map(|ml| format!("{} mL at hand", catalog::trim(ml))),
    );
    parts.join(", ")
}

fn treated(past: &History) -> String {
    let units_of = past.units_of.as_deref().unwrap_or(&past.product);
    let amount = match (past.dose_units, past.volume_ml) {
        (Some(units), _) => format!("{} U of {units_of}", catalog::trim(units)),
        (None, Some(ml)) => format!("{} mL", catalog::trim(ml)),
        (None, None) => "amount unknown".to_owned(),
    };
    let days = catalog::trim(-past.day);
    format!("{days} days ago: {}, {}, {amount}", past.product, past.area)
}
