//! What can be compared: a product, or a class of products.

use catalog::{Catalog, Gel, Material, Toxin, nearest};

use super::Column;
use crate::Error;
use crate::words;

/// Words for classes; the first is the name, the rest are other words for it.
const CLASSES: [(&[&str], &str); 7] = [
    (
        &["toxin", "toxins", "neurotoxin", "botulinum-toxin"],
        "Botulinum toxin type A",
    ),
    (&["filler", "fillers", "gel", "gels"], "Dermal filler"),
    (&["HA", "hyaluronic-acid"], "Hyaluronic acid filler"),
    (
        &["CaHA", "calcium-hydroxylapatite"],
        "Calcium hydroxylapatite filler",
    ),
    (&["PLLA", "poly-L-lactic-acid"], "Poly-L-lactic acid filler"),
    (&["PMMA", "polymethylmethacrylate"], "PMMA filler"),
    (&["collagen"], "Collagen filler"),
];

/// Products that one column stands for.
pub(super) struct Subject<'a> {
    name: String,
    title: String,
    pub(super) toxins: Vec<&'a Toxin>,
    pub(super) gels: Vec<&'a Gel>,
    /// Whether the column is a class, not one product.
    pub(super) is_class: bool,
}

impl<'a> Subject<'a> {
    pub(super) fn find(catalog: &'a Catalog, word: &str) -> Result<Self, Error> {
        class(catalog, word)
            .or_else(|| toxin(catalog, word))
            .or_else(|| gel(catalog, word))
            .ok_or_else(|| unknown(catalog, word))
    }

    /// Words that statements may use for this subject.
    pub(super) fn is_called(&self, word: &str) -> bool {
        let is_toxin = !self.toxins.is_empty();
        let materials = || self.gels.iter().map(|g| material(g.material));
        match word {
            "toxin" => is_toxin,
            "filler" => !self.gels.is_empty(),
            _ if word == self.name => true,
            _ => !is_toxin && self.name != "filler" && materials().all(|m| m == word),
        }
    }

    pub(super) fn column(&self) -> Column {
        let members = |n: usize| format!("{n} products of the catalog");
        let about = match (self.toxins.as_slice(), self.gels.as_slice()) {
            ([one], _) if !self.is_class => list(one.brands.clone(), one.manufacturer.clone()),
            (_, [one]) if !self.is_class => {
                let material = words::capital(one.material.label());
                list(vec![material], one.manufacturer.clone())
            }
            (toxins, gels) => members(toxins.len() + gels.len()),
        };
        Column {
            name: self.name.clone(),
            title: self.title.clone(),
            about,
        }
    }
}

fn list(mut words: Vec<String>, maker: Option<String>) -> String {
    words.extend(maker);
    words.join(", ")
}

pub(super) fn material(material: Material) -> &'static str {
    match material {
        Material::HA => "HA",
        Material::CaHA => "CaHA",
        Material::PLLA => "PLLA",
        Material::PMMA => "PMMA",
        Material::Collagen => "collagen",
    }
}

fn same(a: &str, b: &str) -> bool {
    let plain = |s: &str| s.to_lowercase().replace([' ', '_'], "-");
    plain(a) == plain(b)
}

fn class<'a>(catalog: &'a Catalog, word: &str) -> Option<Subject<'a>> {
    let (names, title) = CLASSES
        .iter()
        .find(|(names, _)| names.iter().any(|n| same(n, word)))?;
    let name = names[0];
    let toxins = if name == "toxin" {
        catalog.toxins.values().collect()
    } else {
        Vec::new()
    };
    let is_member = |g: &&Gel| name == "filler" || material(g.material) == name;
    let gels = catalog.gels.values().filter(is_member).collect();
    Some(Subject {
        name: name.to_owned(),
        title: (*title).to_owned(),
        gels: if name == "toxin" { Vec::new() } else { gels },
        toxins,
        is_class: true,
    })
}

fn toxin<'a>(catalog: &'a Catalog, word: &str) -> Option<Subject<'a>> {
    let is_it = |t: &&Toxin| {
        same(&t.name, word) || same(&t.title, word) || t.brands.iter().any(|b| same(b, word))
    };
    catalog.toxins.values().find(is_it).map(|t| Subject {
        name: t.name.clone(),
        title: t.title.clone(),
        toxins: vec![t],
        gels: Vec::new(),
        is_class: false,
    })
}

fn gel<'a>(catalog: &'a Catalog, word: &str) -> Option<Subject<'a>> {
    let is_it = |g: &&Gel| {
        same(&g.name, word) || same(&g.title, word) || g.aliases.iter().any(|a| same(a, word))
    };
    catalog.gels.values().find(is_it).map(|g| Subject {
        name: g.name.clone(),
        title: g.title.clone(),
        toxins: Vec::new(),
        gels: vec![g],
        is_class: false,
    })
}

fn unknown(catalog: &Catalog, word: &str) -> Error {
    let classes = CLASSES.iter().map(|(names, _)| names[0]);
    let toxins = catalog
        .toxins
        .values()
        .flat_map(|t| std::iter::once(t.name.as_str()).chain(t.brands.iter().map(String::as_str)));
    let gels = catalog
        .gels
        .values()
        .flat_map(|g| [g.name.as_str(), g.title.as_str()]);
    Error::UnknownProduct {
        found: word.to_owned(),
        choices: classes.clone().collect::<Vec<_>>().join(", "),
        nearest: nearest(word, classes.chain(toxins).chain(gels)),
    }
}
