//! Bytes of a trial file → checked [`Design`], or everything that is wrong with it.

use std::collections::BTreeSet;

use catalog::{Catalog, nearest, trim};
use consult::case::{Code, Format, Problem, Problems, read_document};
use course::Models;
use serde_json::Value as Json;

use super::design::{Design, schema};
use super::rated;
use crate::defaults::Defaults;

/// Most numbers kept for the comparison: replications × sizes × arms × endpoints.
const MOST_TALLIES: f64 = 4e6;

/// Reads and checks the design of a trial.
///
/// - `name`: the file as the user named it, for the messages
///
/// # Errors
/// [`Problems`]: everything that is wrong, in the order of the lines.
pub fn read(
    bytes: &[u8],
    name: &str,
    catalog: &Catalog,
    models: &Models,
    defaults: &Defaults,
) -> Result<Design, Problems> {
    let format = Format::of_name(name);
    read_document(bytes, name, format, &schema(), &|root| {
        let mut check = Check {
            catalog,
            models,
            defaults,
            root,
            problems: Vec::new(),
        };
        check.all();
        check.problems
    })
}

/// What the values of a design mean; keys that are absent or faulty are not asked about.
struct Check<'a> {
    catalog: &'a Catalog,
    models: &'a Models,
    defaults: &'a Defaults,
    root: &'a Json,
    problems: Vec<Problem>,
}

impl<'a> Check<'a> {
    fn all(&mut self) {
        self.rated();
        self.arms();
        self.visits();
        self.endpoints();
        self.comparison();
    }

    fn add(&mut self, code: Code, key: &str, message: String) {
        self.problems.push(Problem::at(code, key, message));
    }

    /// A name that is not among those known.
    fn unknown(&mut self, key: &str, word: &str, what: &str, known: &[&str]) {
        let near = nearest(word, known.iter().copied());
        let problem = Problem::at(
            Code::UnknownName,
            key,
            format!("\"{word}\" is not {what} that can stand here"),
        );
        let allowed = known.join(", ");
        self.problems.push(problem.allowed(allowed).nearest(near));
    }

    fn text(&self, pointer: &str) -> Option<&'a str> {
        self.root.pointer(pointer)?.as_str()
    }

    fn numbers(&self, pointer: &str) -> Option<Vec<f64>> {
        let list = self.root.pointer(pointer)?.as_array()?;
        list.iter().map(Json::as_f64).collect()
    }

    fn list(&self, pointer: &str) -> &'a [Json] {
        let list = self.root.pointer(pointer).and_then(Json::as_array);
        list.map_or(&[], Vec::as_slice)
    }

    fn rated(&mut self) {
        let Some(area) = self.text("/rated/area") else {
            return;
        };
        let known = rated::areas(self.models);
        if !known.contains(&area) {
            self.unknown("rated.area", area, "an area with a response", &known);
            return;
        }
        let scale = self.text("/rated/scale");
        let usual = rated::usual_scale(self.catalog, self.defaults, area);
        let Some(record) = scale.or(usual).and_then(|s| self.catalog.scales.get(s)) else {
            match scale {
                Some(word) => {
                    let known: Vec<&str> = self.catalog.scales.keys().map(String::as_str).collect();
                    self.unknown("rated.scale", word, "a scale", &known);
                }
                None => {
                    self.add(
                        Code::MissingKey,
                        "rated.scale",
                        format!("the catalog has no usual scale for the {area}; name one"),
                    );
                }
            }
            return;
        };
        let (low, high) = (record.min() as f64, record.max() as f64);
        self.grades("at_expression", low, high);
        self.grades("at_rest", low, high);
        let span = high - low;
        for (i, endpoint) in self.list("/endpoint").iter().enumerate() {
            for key in ["grades", "at_most"] {
                let value = endpoint.get(key).and_then(Json::as_f64);
                if let Some(value) = value.filter(|v| *v > span) {
                    let message = format!("{} is more than the scale spans", trim(value));
                    let path = format!("endpoint[{i}].{key}");
                    let allowed = format!("up to {}", trim(span));
                    self.problems
                        .push(Problem::at(Code::OffScale, &path, message).allowed(allowed));
                }
            }
        }
        let folds = rated::folds(self.defaults, self.models, area);
        if !folds && self.root.pointer("/entry/at_expression").is_some() {
            self.one_state("entry.at_expression", area);
        }
        for (i, endpoint) in self.list("/endpoint").iter().enumerate() {
            if !folds && endpoint.get("state").and_then(Json::as_str) == Some("expression") {
                self.one_state(&format!("endpoint[{i}].state"), area);
            }
        }
    }

    fn one_state(&mut self, key: &str, area: &str) {
        let message = format!("the {area} is graded in one state, at rest");
        self.problems.push(
            Problem::at(Code::WrongState, key, message).hint("use at_rest, or leave the state out"),
        );
    }

    fn grades(&mut self, key: &str, low: f64, high: f64) {
        let Some(limits) = self.numbers(&format!("/entry/{key}")) else {
            return;
        };
        let path = format!("entry.{key}");
        let allowed = format!("{} to {}", trim(low), trim(high));
        let off = |g: &&f64| **g < low || **g > high;
        if let Some(grade) = limits.iter().find(off) {
            let message = format!("the scale has no grade {}", trim(*grade));
            self.problems
                .push(Problem::at(Code::OffScale, &path, message).allowed(allowed));
        } else if let [from, to] = limits[..]
            && from > to
        {
            self.backwards(&path, from, to);
        }
    }

    fn backwards(&mut self, path: &str, from: f64, to: f64) {
        let message = format!("from {} to {} lets nobody in", trim(from), trim(to));
        self.add(Code::Contradiction, path, message);
    }

    fn arms(&mut self) {
        if let Some([from, to]) = self.numbers("/entry/age_years").as_deref()
            && from > to
        {
            self.backwards("entry.age_years", *from, *to);
        }
        self.twice("arm");
        for (i, arm) in self.list("/arm").iter().enumerate() {
            let doses = arm.get("dose").and_then(Json::as_array);
            for (j, dose) in doses.into_iter().flatten().enumerate() {
                self.dose(dose, &format!("arm[{i}].dose[{j}]"));
            }
        }
    }

    /// Names of a list that stand twice.
    fn twice(&mut self, list: &str) {
        let mut seen = BTreeSet::new();
        for (i, item) in self.list(&format!("/{list}")).iter().enumerate() {
            let Some(name) = item.get("name").and_then(Json::as_str) else {
                continue;
            };
            if !seen.insert(name) {
                let message = format!("the name \"{name}\" stands twice");
                self.add(Code::KeyTwice, &format!("{list}[{i}].name"), message);
            }
        }
    }

    fn dose(&mut self, dose: &Json, path: &str) {
        let text = |key: &str| dose.get(key).and_then(Json::as_str);
        let rated = self.text("/rated/area");
        let known = rated::areas(self.models);
        let mut area = text("area").or(rated);
        if let Some(word) = text("area")
            && !known.contains(&word)
        {
            let path = format!("{path}.area");
            self.unknown(&path, word, "an area with a response", &known);
            area = None;
        }
        let Some(product) = text("product") else {
            return;
        };
        let toxin = self.models.toxin.products.contains_key(product);
        let gel = self.models.gel.product(product).is_ok();
        let enzyme = self.catalog.enzymes.contains_key(product);
        if !(toxin || gel || enzyme) {
            self.unknown_product(product, path);
            return;
        }
        self.amount(dose, path, product, gel);
        let Some(area) = area.filter(|a| known.contains(a)) else {
            return;
        };
        let place = if toxin {
            self.models.toxin.places.contains_key(area)
        } else {
            rated::has_gel(self.models, area)
        };
        if !place {
            let message = format!("the models have no response of the {area} to {product}");
            self.add(Code::Contradiction, &format!("{path}.product"), message);
        }
    }

    fn unknown_product(&mut self, product: &str, path: &str) {
        let toxins = self.models.toxin.products.keys();
        let known: Vec<&str> = toxins
            .chain(self.catalog.gels.keys())
            .chain(self.catalog.enzymes.keys())
            .map(String::as_str)
            .collect();
        let near = nearest(product, known.iter().copied());
        let message = format!("\"{product}\" is not a product that the models know");
        self.problems.push(
            Problem::at(Code::UnknownName, &format!("{path}.product"), message)
                .nearest(near)
                .hint("`rhytid catalog products` lists those of the catalog"),
        );
    }

    fn amount(&mut self, dose: &Json, path: &str, product: &str, gel: bool) {
        let (needed, other) = if gel {
            ("volume_ml", "dose_units")
        } else {
            ("dose_units", "volume_ml")
        };
        if dose.get(other).is_some_and(|v| !v.is_null()) {
            let message = format!("{product} is not given by {other}");
            self.problems.push(
                Problem::at(Code::WrongMeasure, &format!("{path}.{other}"), message)
                    .hint(format!("write {needed}")),
            );
        }
        if dose.get(needed).is_none() {
            let message = format!("the key {needed} is missing");
            self.add(Code::MissingKey, &format!("{path}.{needed}"), message);
        }
    }

    fn visits(&mut self) {
        let Some(days) = self.numbers("/visits/days") else {
            return;
        };
        if let Some(i) = (1..days.len()).find(|i| days[*i] <= days[*i - 1]) {
            let message = format!(
                "day {} does not come after day {}",
                trim(days[i]),
                trim(days[i - 1])
            );
            self.add(Code::Contradiction, &format!("visits.days[{i}]"), message);
        }
    }

    fn endpoints(&mut self) {
        self.twice("endpoint");
        let days = self.numbers("/visits/days");
        let raters = self.list("/visits/raters");
        for (i, endpoint) in self.list("/endpoint").iter().enumerate() {
            let path = format!("endpoint[{i}]");
            let day = endpoint.get("day").and_then(Json::as_f64);
            if let (Some(day), Some(days)) = (day, &days)
                && !days.contains(&day)
            {
                let message = format!("nobody is seen on day {}", trim(day));
                let allowed = days.iter().map(|d| trim(*d)).collect::<Vec<_>>().join(", ");
                let key = format!("{path}.day");
                self.problems
                    .push(Problem::at(Code::Contradiction, &key, message).allowed(allowed));
            }
            self.measure(endpoint, &path);
            let graders = endpoint.get("raters").and_then(Json::as_array);
            for (j, rater) in graders.into_iter().flatten().enumerate() {
                let usual = raters.is_empty() && rater == "investigator";
                if !(rater.is_null() || usual || raters.contains(rater)) {
                    let word = rater.as_str().unwrap_or_default();
                    let message = format!("the {word} does not grade at the visits");
                    let key = format!("{path}.raters[{j}]");
                    self.problems.push(
                        Problem::at(Code::Contradiction, &key, message)
                            .hint("name the rater in visits.raters as well"),
                    );
                }
            }
        }
    }

    fn measure(&mut self, endpoint: &Json, path: &str) {
        let Some(measure) = endpoint.get("measure").and_then(Json::as_str) else {
            return;
        };
        let needed = match measure {
            "improved" => Some("grades"),
            "at-most" => Some("at_most"),
            _ => None,
        };
        for key in ["grades", "at_most"] {
            let there = endpoint.get(key).is_some();
            if needed == Some(key) && !there {
                let message = format!("the measure {measure} needs the key {key}");
                self.add(Code::MissingKey, &format!("{path}.{key}"), message);
            } else if needed != Some(key) && there {
                let message = format!("the measure {measure} does not ask for {key}");
                self.add(Code::Contradiction, &format!("{path}.{key}"), message);
            }
        }
        let failure = endpoint.get("missing").and_then(Json::as_str) == Some("failure");
        if needed.is_none() && failure {
            let message = "a missing grade of a mean cannot be a failure".to_owned();
            let key = format!("{path}.missing");
            self.problems
                .push(Problem::at(Code::Contradiction, &key, message).hint("write \"excluded\""));
        }
    }

    fn comparison(&mut self) {
        let people = self.list("/arm").iter().map(|a| a.get("n")?.as_f64());
        let smallest = people.flatten().fold(f64::INFINITY, f64::min);
        let sizes = self.numbers("/comparison/n_per_arm").unwrap_or_default();
        for (i, size) in sizes.iter().enumerate() {
            if *size > smallest {
                let message = format!(
                    "{} people are more than the smallest arm has, {}",
                    trim(*size),
                    trim(smallest)
                );
                let key = format!("comparison.n_per_arm[{i}]");
                self.add(Code::Contradiction, &key, message);
            }
        }
        let replications = self.root.get("replications").and_then(Json::as_f64);
        let tallies = replications.unwrap_or(1.0)
            * (sizes.len().max(1) * self.list("/arm").len() * self.list("/endpoint").len()) as f64;
        if tallies > MOST_TALLIES {
            let message = format!(
                "replications × sizes × arms × endpoints are {tallies:.0}, more than {MOST_TALLIES:.0}"
            );
            self.add(Code::TooLarge, "replications", message);
        }
    }
}
