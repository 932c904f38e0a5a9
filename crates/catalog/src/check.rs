//! Checks on loading: every number has a unit and a known source, every name leads somewhere.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::load::nearest;
use crate::{Agent, Catalog, Fact, Problem, SourceKind, Status};

/// Shares of a pattern sum to one within this.
const SHARE_TOLERANCE: f64 = 1e-6;

pub(crate) fn all(catalog: &Catalog, tree: &BTreeMap<String, Table>, problems: &mut Vec<Problem>) {
    for (file, table) in tree {
        let mut walk = Walk {
            catalog,
            file,
            problems,
        };
        walk.table("", table);
    }
    let mut names = Names { catalog, problems };
    names.products();
    names.anatomy();
    names.areas();
    names.rhytids();
    names.scales();
    names.outcomes();
    names.safety();
    names.rules();
}

/// Walks the text itself, so that no fact escapes whatever record holds it.
struct Walk<'a> {
    catalog: &'a Catalog,
    file: &'a str,
    problems: &'a mut Vec<Problem>,
}

impl Walk<'_> {
    fn table(&mut self, key: &str, table: &Table) {
        if table.contains_key("unit") && table.contains_key("source") {
            self.number(key, table);
        }
        for (name, value) in table {
            let path = if key.is_empty() {
                name.clone()
            } else {
                format!("{key}.{name}")
            };
            self.value(&path, name, value);
        }
    }

    fn value(&mut self, path: &str, name: &str, value: &Value) {
        match value {
            Value::String(id) if name == "source" || name == "risk_source" => {
                self.source(path, id);
            }
            Value::Array(ids) if name == "sources" => {
                for id in ids.iter().filter_map(Value::as_str) {
                    self.source(path, id);
                }
            }
            Value::Array(items) => {
                for (i, item) in items.iter().enumerate() {
                    self.value(&format!("{path}[{i}]"), "", item);
                }
            }
            Value::Table(table) => self.table(path, table),
            _ => {}
        }
    }

    fn source(&mut self, path: &str, id: &str) {
        if !self.catalog.sources.contains_key(id) {
            let names = self.catalog.sources.keys().map(String::as_str);
            self.push(path, unknown("source", id, names));
        }
    }

    fn number(&mut self, key: &str, table: &Table) {
        // A model parameter has a meaning and its own units; a fact has neither.
        if table.contains_key("meaning") {
            return;
        }
        let Ok(fact) = Value::Table(table.clone()).try_into::<Fact>() else {
            return; // The typed reader reports it.
        };
        if let Some(problem) = fact.problem() {
            self.push(key, problem);
        }
        let assumed = self
            .catalog
            .sources
            .get(&fact.source)
            .is_some_and(|s| s.kind == SourceKind::Assumption);
        if assumed != (fact.status == Status::Assumption) {
            self.push(
                key,
                format!(
                    "status \"assumption\" and a source of kind \"assumption\" go together; \
                     source \"{}\" and status do not agree",
                    fact.source
                ),
            );
        }
    }

    fn push(&mut self, key: &str, message: String) {
        self.problems.push(Problem {
            file: self.file.to_owned(),
            key: key.to_owned(),
            message,
        });
    }
}

fn unknown<'a>(kind: &str, name: &str, names: impl Iterator<Item = &'a str>) -> String {
    let near = nearest(name, names);
    if near.is_empty() {
        format!("unknown {kind} \"{name}\"")
    } else {
        format!("unknown {kind} \"{name}\"; nearest: {}", near.join(", "))
    }
}

/// Names of one record that must be keys of another.
struct Names<'a> {
    catalog: &'a Catalog,
    problems: &'a mut Vec<Problem>,
}

impl Names<'_> {
    fn push(&mut self, file: &str, key: &str, message: String) {
        self.problems.push(Problem {
            file: file.to_owned(),
            key: key.to_owned(),
            message,
        });
    }

    fn need<'n, T>(
        &mut self,
        file: &str,
        kind: &str,
        map: &BTreeMap<String, T>,
        names: impl IntoIterator<Item = &'n String>,
    ) {
        for name in names {
            if !map.contains_key(name) {
                let message = unknown(kind, name, map.keys().map(String::as_str));
                self.push(file, kind, message);
            }
        }
    }

    fn products(&mut self) {
        let catalog = self.catalog;
        for (name, toxin) in &catalog.toxins {
            let file = format!("products/toxins/{name}.toml");
            self.need(
                &file,
                "area",
                &catalog.areas,
                toxin.dose.iter().map(|d| &d.area),
            );
            let also = toxin.dose.iter().flat_map(|d| &d.needs_also);
            self.need(&file, "area", &catalog.areas, also);
        }
        for (name, gel) in &catalog.gels {
            let file = format!("products/gels/{name}.toml");
            self.need(
                &file,
                "area",
                &catalog.areas,
                gel.uses.iter().map(|u| &u.area),
            );
        }
    }

    fn anatomy(&mut self) {
        let catalog = self.catalog;
        for (name, muscle) in &catalog.muscles {
            let file = format!("muscles/{name}.toml");
            self.need(&file, "rhytid", &catalog.rhytids, &muscle.makes);
            self.need(&file, "muscle", &catalog.muscles, &muscle.antagonists);
        }
        for (name, expression) in &catalog.expressions {
            let file = format!("expressions/{name}.toml");
            let muscles = expression.activation.keys();
            self.need(&file, "muscle", &catalog.muscles, muscles);
            for (muscle, share) in &expression.activation {
                if !(0.0..=1.0).contains(share) {
                    let message = format!("activation is {share}, expected 0 to 1");
                    self.push(&file, &format!("activation.{muscle}"), message);
                }
            }
        }
        for (name, vessel) in &catalog.vessels {
            let file = format!("vessels/{name}.toml");
            self.need(&file, "area", &catalog.areas, &vessel.areas);
            let marks = vessel.position.iter().map(|p| &p.landmark);
            self.need(&file, "landmark", &catalog.landmarks, marks);
        }
    }

    fn areas(&mut self) {
        let catalog = self.catalog;
        for (name, area) in &catalog.areas {
            let file = format!("areas/{name}.toml");
            self.need(&file, "muscle", &catalog.muscles, &area.muscles);
            self.need(&file, "vessel", &catalog.vessels, &area.vessels);
            if let Some(finding) = &area.finding {
                self.need(&file, "scale", &catalog.scales, &finding.scales);
            }
            for pattern in &area.pattern {
                self.pattern(&file, pattern);
            }
        }
    }

    fn pattern(&mut self, file: &str, pattern: &crate::Pattern) {
        let catalog = self.catalog;
        let mut sum = 0.0;
        for site in &pattern.site {
            sum += site.share * if site.side == "each" { 2.0 } else { 1.0 };
            if site.side != "each" && site.side != "midline" {
                let message = format!("side is \"{}\", not each or midline", site.side);
                self.push(file, &site.name, message);
            }
            self.need(file, "muscle", &catalog.muscles, &site.muscle);
            self.need(file, "vessel", &catalog.vessels, &site.vessels);
            self.need(file, "landmark", &catalog.landmarks, [&site.landmark]);
            self.need(
                file,
                "complication",
                &catalog.complications,
                &site.complications,
            );
        }
        self.need(file, "rhytid", &catalog.rhytids, &pattern.for_);
        let shares_matter = pattern.agent != Agent::Enzyme || sum > 0.0;
        if shares_matter && (sum - 1.0).abs() > SHARE_TOLERANCE {
            let message = format!("the shares of all points sum to {sum}, not 1");
            self.push(file, &pattern.name, message);
        }
    }

    fn rhytids(&mut self) {
        let catalog = self.catalog;
        for (name, rhytid) in &catalog.rhytids {
            let file = format!("rhytids/{name}.toml");
            self.need(&file, "area", &catalog.areas, [&rhytid.area]);
            self.need(&file, "area", &catalog.areas, &rhytid.toxin_area);
            self.need(&file, "area", &catalog.areas, &rhytid.gel_area);
            self.need(&file, "muscle", &catalog.muscles, &rhytid.muscles);
            self.need(&file, "scale", &catalog.scales, &rhytid.scales);
            if rhytid.scales.is_empty() {
                self.push(&file, "scales", "needs at least one scale".to_owned());
            }
        }
    }

    fn scales(&mut self) {
        let catalog = self.catalog;
        for (name, scale) in &catalog.scales {
            let file = format!("scales/{name}.toml");
            let rising = scale.grade.windows(2).all(|w| w[0].grade + 1 == w[1].grade);
            if !scale.outcome_only && (scale.grade.len() < 2 || !rising) {
                self.push(&file, "grade", "grades must rise by one".to_owned());
            }
            for target in &scale.for_ {
                self.target(&file, target);
            }
        }
    }

    fn outcomes(&mut self) {
        let catalog = self.catalog;
        for (name, complaint) in &catalog.complaints {
            let file = format!("complaints/{name}.toml");
            let areas = complaint.areas.iter().chain(&complaint.caused_by_areas);
            self.need(&file, "area", &catalog.areas, areas);
            self.need(&file, "scale", &catalog.scales, &complaint.scales);
            self.need(&file, "muscle", &catalog.muscles, &complaint.muscle);
        }
        for (name, complication) in &catalog.complications {
            let file = format!("complications/{name}.toml");
            let areas = complication.rate.iter().filter_map(|r| r.area.as_ref());
            self.need(&file, "area", &catalog.areas, areas);
            for product in complication.rate.iter().filter_map(|r| r.product.as_ref()) {
                self.product(&file, product);
            }
        }
    }

    fn product(&mut self, file: &str, product: &str) {
        let catalog = self.catalog;
        if !catalog.toxins.contains_key(product) && !catalog.gels.contains_key(product) {
            let names = catalog.toxins.keys().chain(catalog.gels.keys());
            let message = unknown("product", product, names.map(String::as_str));
            self.push(file, "product", message);
        }
    }

    fn safety(&mut self) {
        let safety = &self.catalog.safety;
        let words = || {
            safety
                .condition
                .iter()
                .chain(&safety.medication)
                .chain(&safety.allergy)
                .chain(&safety.state)
        };
        for interaction in &safety.interaction {
            for word in &interaction.all {
                if !words().any(|w| &w.name == word) {
                    let message = unknown("word", word, words().map(|w| w.name.as_str()));
                    self.push("safety.toml", &interaction.name, message);
                }
            }
        }
    }

    fn rules(&mut self) {
        let catalog = self.catalog;
        for (name, set) in &catalog.rules {
            let file = format!("rules/{name}.toml");
            for target in set.rule.iter().flat_map(|r| &r.targets) {
                self.target(&file, target);
            }
        }
    }

    fn target(&mut self, file: &str, target: &str) {
        let catalog = self.catalog;
        let known = catalog.rhytids.contains_key(target)
            || catalog.areas.contains_key(target)
            || catalog.complaints.contains_key(target);
        if !known {
            let names = catalog
                .rhytids
                .keys()
                .chain(catalog.areas.keys())
                .chain(catalog.complaints.keys());
            let message = unknown(
                "rhytid, area or complaint",
                target,
                names.map(String::as_str),
            );
            self.push(file, "target", message);
        }
    }
}
