//! Names of the catalog as people write them: any case, aliases, titles and brands.

use std::collections::BTreeMap;

use catalog::{Catalog, SafetyWord, nearest};

use super::problem::{Code, Problem};
use super::tree::{Node, Value, quoted};

/// Names of one kind of record.
pub(crate) struct Names<'a> {
    /// What is named, with its article: `a product`.
    what: &'static str,
    /// Word under which `rhytid catalog` lists them.
    listed: &'static str,
    /// Keys in the order of the catalog.
    keys: Vec<&'a str>,
    /// Any way of writing → keys that it may mean.
    ways: BTreeMap<String, Vec<&'a str>>,
    /// Ways as written in the catalog, with their key.
    written: Vec<(&'a str, &'a str)>,
}

impl<'a> Names<'a> {
    fn new(what: &'static str, listed: &'static str) -> Self {
        Self {
            what,
            listed,
            keys: Vec::new(),
            ways: BTreeMap::new(),
            written: Vec::new(),
        }
    }

    fn add(&mut self, key: &'a str, others: impl IntoIterator<Item = &'a str>) {
        self.keys.push(key);
        for way in std::iter::once(key).chain(others) {
            self.written.push((way, key));
            let keys = self.ways.entry(plain(way)).or_default();
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
    }

    /// Rhytids, by name, title and alias.
    pub fn rhytids(catalog: &'a Catalog) -> Self {
        let mut names = Self::new("a rhytid", "rhytids");
        for (key, rhytid) in &catalog.rhytids {
            let title = std::iter::once(rhytid.title.as_str());
            names.add(key, title.chain(rhytid.aliases.iter().map(String::as_str)));
        }
        names
    }

    /// Areas, by name and title.
    pub fn areas(catalog: &'a Catalog) -> Self {
        let mut names = Self::new("an area", "areas");
        for (key, area) in &catalog.areas {
            names.add(key, [area.title.as_str()]);
        }
        names
    }

    /// Complaints, by name, title and alias.
    pub fn complaints(catalog: &'a Catalog) -> Self {
        let mut names = Self::new("a complaint", "complaints");
        for (key, complaint) in &catalog.complaints {
            let title = std::iter::once(complaint.title.as_str());
            let aliases = complaint.aliases.iter().map(String::as_str);
            names.add(key, title.chain(aliases));
        }
        names
    }

    /// Scales, by name, title and alias.
    pub fn scales(catalog: &'a Catalog) -> Self {
        let mut names = Self::new("a scale", "scales");
        for (key, scale) in &catalog.scales {
            let title = std::iter::once(scale.title.as_str());
            names.add(key, title.chain(scale.aliases.iter().map(String::as_str)));
        }
        names
    }

    /// Toxins, by name, title and brand.
    pub fn toxins(catalog: &'a Catalog) -> Self {
        let mut names = Self::new("a toxin", "products");
        names.add_toxins(catalog);
        names
    }

    /// Toxins, gels and enzymes, by name, title, brand and alias.
    pub fn products(catalog: &'a Catalog) -> Self {
        let mut names = Self::new("a product", "products");
        names.add_toxins(catalog);
        for (key, gel) in &catalog.gels {
            let title = std::iter::once(gel.title.as_str());
            names.add(key, title.chain(gel.aliases.iter().map(String::as_str)));
        }
        for (key, enzyme) in &catalog.enzymes {
            let title = std::iter::once(enzyme.title.as_str());
            names.add(key, title.chain(enzyme.brands.iter().map(String::as_str)));
        }
        names
    }

    fn add_toxins(&mut self, catalog: &'a Catalog) {
        for (key, toxin) in &catalog.toxins {
            let title = std::iter::once(toxin.title.as_str());
            self.add(key, title.chain(toxin.brands.iter().map(String::as_str)));
        }
    }

    /// Professions, by name, title and alias.
    pub fn professions(catalog: &'a Catalog) -> Self {
        let mut names = Self::new("a profession", "professions");
        for profession in &catalog.professions.profession {
            let title = std::iter::once(profession.title.as_str());
            let aliases = profession.aliases.iter().map(String::as_str);
            names.add(&profession.name, title.chain(aliases));
        }
        names
    }

    /// Coded words of one list of the patient.
    pub fn safety(what: &'static str, words: &'a [SafetyWord]) -> Self {
        let mut names = Self::new(what, "safety");
        for word in words {
            let title = std::iter::once(word.title.as_str());
            let aliases = word.aliases.iter().map(String::as_str);
            names.add(&word.name, title.chain(aliases));
        }
        names
    }

    /// All keys.
    pub fn keys(&self) -> &[&'a str] {
        &self.keys
    }

    /// The keys that a word may mean.
    pub fn find(&self, word: &str) -> &[&'a str] {
        self.ways.get(&plain(word)).map_or(&[], Vec::as_slice)
    }

    /// Puts the key in place of the way in which it was written, or says why it cannot.
    pub fn settle(&self, node: &mut Node, path: &str) -> Result<&'a str, Box<Problem>> {
        let word = node.text().unwrap_or_default().to_owned();
        match self.find(&word) {
            [key] => {
                node.value = Value::Text((*key).to_owned());
                Ok(key)
            }
            [] => {
                let message = format!("{} is not {} of the catalog", quoted(&word), self.what);
                let problem = Problem::new(Code::UnknownName, node.span.clone(), path, message);
                let near = self.near(&word);
                Err(Box::new(if near.is_empty() {
                    problem.hint(format!(
                        "`rhytid catalog {}` lists those it knows",
                        self.listed
                    ))
                } else {
                    problem.nearest(near)
                }))
            }
            several => {
                let message = format!("{} may mean several things", quoted(&word));
                let problem = Problem::new(Code::AmbiguousName, node.span.clone(), path, message);
                Err(Box::new(problem.allowed(several.join(", "))))
            }
        }
    }

    /// Nearest keys; one found by another way of writing says which.
    fn near(&self, word: &str) -> Vec<String> {
        let ways = nearest(word, self.written.iter().map(|(way, _)| *way));
        let mut near: Vec<String> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for way in &ways {
            for (_, key) in self.written.iter().filter(|(written, _)| written == way) {
                if seen.contains(key) {
                    continue;
                }
                seen.push(key);
                let by_key = ways.iter().any(|way| plain(way) == plain(key));
                near.push(if by_key {
                    (*key).to_owned()
                } else {
                    format!("{key} ({way})")
                });
            }
        }
        near
    }
}

/// A way of writing without case, accents of typing and signs: `Crow’s feet` = `crows-feet`.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.trim().chars() {
        match c {
            '\'' | '’' | '‘' | '®' | '™' => {}
            ' ' | '_' | '-' | '–' | '\u{a0}' => {
                if !plain.ends_with('-') {
                    plain.push('-');
                }
            }
            _ => plain.extend(c.to_lowercase()),
        }
    }
    plain
}
