//! Records of the catalog as text and JSON.

mod record;

use catalog::{Catalog, nearest};
use clap::ValueEnum;
use serde::Serialize;
use serde_json::Value;

pub use record::record;

use crate::failure::Failure;

/// Kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Toxins, gels and the enzyme.
    Products,
    /// Parts of the face and body.
    Areas,
    /// Lines, folds, bands and textures.
    Rhytids,
    /// Muscles.
    Muscles,
    /// Vessels and nerves.
    Vessels,
    /// Named points of the face.
    Landmarks,
    /// Grading scales.
    Scales,
    /// Published consensus rules.
    Rules,
    /// Sources and named assumptions.
    Sources,
    /// Unwanted results that a finding can name.
    Complaints,
    /// What can go wrong, with rates.
    Complications,
    /// Conditions, medications, allergies, states and combinations.
    Safety,
    /// Professions, gates and experience.
    Professions,
    /// Parameters of the models.
    Models,
}

/// A record of any kind.
pub struct Record {
    /// Key.
    pub name: String,
    /// What it is, in a few words.
    pub class: String,
    /// Name as shown.
    pub title: String,
    /// Everything it holds.
    pub body: Value,
}

/// All records of a kind.
pub fn records(catalog: &Catalog, kind: Kind) -> Result<Vec<Record>, Failure> {
    let mut list = List::default();
    match kind {
        Kind::Products => products(&mut list, catalog)?,
        Kind::Areas => list.add_map(&catalog.areas, |area| format!("{} view", area.view))?,
        Kind::Rhytids => list.add_map(&catalog.rhytids, |rhytid| rhytid.area.clone())?,
        Kind::Muscles => list.add_map(&catalog.muscles, |muscle| muscle.side.clone())?,
        Kind::Vessels => list.add_map(&catalog.vessels, |vessel| vessel.kind.clone())?,
        Kind::Landmarks => list.add_map(&catalog.landmarks, |_| String::new())?,
        Kind::Scales => list.add_map(&catalog.scales, |scale| {
            format!("{} to {}", scale.min(), scale.max())
        })?,
        Kind::Rules => rules(&mut list, catalog)?,
        Kind::Sources => sources(&mut list, catalog)?,
        Kind::Complaints => list.add_map(&catalog.complaints, |c| word(&c.agent))?,
        Kind::Complications => list.add_map(&catalog.complications, |c| {
            c.agents.iter().map(word).collect::<Vec<_>>().join(", ")
        })?,
        Kind::Safety => safety(&mut list, catalog)?,
        Kind::Professions => professions(&mut list, catalog)?,
        Kind::Models => models(&mut list, catalog)?,
    }
    Ok(list.records)
}

#[derive(Default)]
struct List {
    records: Vec<Record>,
}

impl List {
    fn add(&mut self, name: &str, class: &str, record: &impl Serialize) -> Result<(), Failure> {
        let body = serde_json::to_value(record);
        let body = body.map_err(|error| Failure::Ours(format!("the record {name}: {error}")))?;
        let title = ["title", "citation", "says", "message"]
            .iter()
            .find_map(|key| body.get(key).and_then(Value::as_str))
            .unwrap_or_default()
            .to_owned();
        self.records.push(Record {
            name: name.to_owned(),
            class: class.to_owned(),
            title,
            body,
        });
        Ok(())
    }

    fn add_map<T: Serialize>(
        &mut self,
        map: &std::collections::BTreeMap<String, T>,
        class: impl Fn(&T) -> String,
    ) -> Result<(), Failure> {
        map.iter()
            .try_for_each(|(name, record)| self.add(name, &class(record), record))
    }
}

/// The word that a value has in the files.
fn word(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    let word = value.as_ref().and_then(Value::as_str);
    word.unwrap_or_default().to_owned()
}

fn products(list: &mut List, catalog: &Catalog) -> Result<(), Failure> {
    list.add_map(&catalog.toxins, |toxin| {
        format!(
            "toxin, {}",
            if toxin.research_only {
                "research"
            } else {
                &toxin.form
            }
        )
    })?;
    list.add_map(&catalog.gels, |gel| {
        format!("filler, {}", word(&gel.material))
    })?;
    list.add_map(&catalog.enzymes, |_| "enzyme".to_owned())
}

fn rules(list: &mut List, catalog: &Catalog) -> Result<(), Failure> {
    let all = catalog.rules.values().flat_map(|set| &set.rule);
    all.into_iter()
        .try_for_each(|rule| list.add(&rule.id, &word(&rule.advises), rule))
}

fn sources(list: &mut List, catalog: &Catalog) -> Result<(), Failure> {
    list.add_map(&catalog.sources, |source| {
        let mark = record::checked_mark(source.checked);
        let kind = word(&source.kind);
        if mark.is_empty() {
            kind
        } else {
            format!("{kind}, {mark}")
        }
    })
}

fn safety(list: &mut List, catalog: &Catalog) -> Result<(), Failure> {
    let safety = &catalog.safety;
    let lists = [
        ("condition", &safety.condition),
        ("medication", &safety.medication),
        ("allergy", &safety.allergy),
        ("state", &safety.state),
    ];
    for (class, words) in lists {
        words
            .iter()
            .try_for_each(|word| list.add(&word.name, class, word))?;
    }
    let together = safety.interaction.iter();
    together
        .into_iter()
        .try_for_each(|record| list.add(&record.name, "combination", record))
}

fn professions(list: &mut List, catalog: &Catalog) -> Result<(), Failure> {
    let all = &catalog.professions;
    for record in &all.profession {
        list.add(&record.name, "profession", record)?;
    }
    for record in &all.gate {
        list.add(&record.name, "gate", record)?;
    }
    for record in &all.experience {
        list.add(&record.name, "experience", record)?;
    }
    Ok(())
}

fn models(list: &mut List, catalog: &Catalog) -> Result<(), Failure> {
    list.add_map(&catalog.parameters, |table| {
        format!("{} parameters", table.len())
    })
}

/// The record of a name, brand or alias, in any case.
pub fn find<'r>(kind: Kind, records: &'r [Record], name: &str) -> Result<&'r Record, Failure> {
    let same = |other: &str| other.to_lowercase() == name.trim().to_lowercase();
    let exact = records.iter().find(|record| same(&record.name));
    let found = exact.or_else(|| records.iter().find(|r| ways(r).any(same)));
    found.ok_or_else(|| {
        let kind = kind_name(kind);
        let names = records
            .iter()
            .flat_map(|r| std::iter::once(r.name.as_str()).chain(ways(r)));
        let near = nearest(name, names);
        let failure = Failure::user(format!("\"{name}\" is not among the {kind}"));
        match near.as_slice() {
            [] => failure.hint(format!("`rhytid catalog {kind}` lists them")),
            near => failure.hint(format!("nearest: {}", near.join(", "))),
        }
    })
}

/// Other ways of naming a record.
fn ways(record: &Record) -> impl Iterator<Item = &str> {
    let lists = ["brands", "aliases"].into_iter();
    let lists = lists.filter_map(|key| record.body.get(key)?.as_array());
    let title = std::iter::once(record.title.as_str());
    title.chain(lists.flatten().filter_map(Value::as_str))
}

fn kind_name(kind: Kind) -> String {
    let value = kind.to_possible_value();
    value.map_or_else(String::new, |value| value.get_name().to_owned())
}

/// A list with one line a record.
pub fn list(kind: Kind, records: &[Record]) -> String {
    let width = |of: fn(&Record) -> &str| {
        let widths = records.iter().map(|r| of(r).chars().count());
        widths.max().unwrap_or(0)
    };
    let (names, classes) = (width(|r| &r.name), width(|r| &r.class));
    let mut text = String::new();
    for record in records {
        let line = format!(
            "{:names$}  {:classes$}  {}",
            record.name, record.class, record.title
        );
        text += line.trim_end();
        text.push('\n');
    }
    let kind = kind_name(kind);
    text + &format!(
        "\n{} {kind}; `rhytid catalog {kind} NAME` shows one\n",
        records.len()
    )
}

/// A value as JSON text.
pub fn json(value: &Value) -> String {
    format!("{value:#}\n")
}
