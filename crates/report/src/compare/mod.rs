//! Toxin and filler, or any products and classes, side by side from the catalog's records.

mod cells;
mod evidence;
mod page;
mod statements;
mod subject;
mod text;

use catalog::Catalog;
use consult::answer::{Reason, SourceNote};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::cite::Citations;
use statements::Statements;
use subject::Subject;

/// A comparison: one column a product or class, one row a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// What is compared.
    pub columns: Vec<Column>,
    /// The questions with one cell a column.
    pub rows: Vec<Row>,
    /// Sources of every cell.
    pub sources: Vec<SourceNote>,
    /// SHA-256 of the facts.
    pub data_sha256: String,
}

/// A product or class.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Name of the product in the catalog, or of the class.
    pub name: String,
    /// As shown.
    pub title: String,
    /// Maker, brands or members.
    pub about: String,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Key.
    pub name: String,
    /// As shown.
    pub title: String,
    /// Answers, one a column.
    pub cells: Vec<Cell>,
}

/// What the catalog holds on a question; empty = not known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Statements with their sources.
    pub statements: Vec<Reason>,
}

/// Questions in the order of the table.
const ROWS: [(&str, &str); 10] = [
    ("mechanism", "How it works"),
    ("for", "What it is for"),
    ("not-for", "What it does little for"),
    ("onset", "When it starts"),
    ("duration", "How long it lasts, by area"),
    ("reversibility", "Whether it can be undone"),
    ("other-uses", "Other uses"),
    ("limits", "Limits of dose and interval"),
    ("risks", "What can go wrong, with published rates"),
    ("together", "Together with the other"),
];

/// The comparison of products or classes by name or brand; of toxin and filler when none is named.
///
/// # Errors
/// [`Error::UnknownProduct`] with the nearest names; [`Error::Statements`] when a replaced
/// data folder holds statements that cannot be read.
pub fn compare(catalog: &Catalog, names: &[String]) -> Result<Comparison, Error> {
    let default = ["toxin".to_owned(), "filler".to_owned()];
    let names = if names.is_empty() {
        &default[..]
    } else {
        names
    };
    let subjects: Vec<Subject> = names
        .iter()
        .map(|n| Subject::find(catalog, n))
        .collect::<Result<_, _>>()?;
    let facts = cells::Facts {
        catalog,
        statements: Statements::read(catalog)?,
        evidence: evidence::Evidence::read(catalog),
    };
    let rows: Vec<Row> = ROWS
        .iter()
        .map(|(name, title)| Row {
            name: (*name).to_owned(),
            title: (*title).to_owned(),
            cells: subjects
                .iter()
                .map(|s| Cell {
                    statements: facts.cell(name, s),
                })
                .collect(),
        })
        .filter(|row| row.cells.iter().any(|c| !c.statements.is_empty()))
        .collect();
    Ok(Comparison {
        columns: subjects.iter().map(Subject::column).collect(),
        sources: sources(catalog, &rows, &facts.evidence),
        rows,
        data_sha256: catalog.hash.clone(),
    })
}

fn sources(catalog: &Catalog, rows: &[Row], evidence: &evidence::Evidence) -> Vec<SourceNote> {
    let cites = Citations::new(catalog, &[]);
    let cells = rows.iter().flat_map(|r| &r.cells);
    let statements = cells.flat_map(|c| &c.statements);
    for id in statements.flat_map(|s| &s.sources) {
        match evidence.source(id) {
            Some(note) => cites.add(note),
            None => {
                cites.marks(&[id]);
            }
        }
    }
    cites.all()
}

impl Comparison {
    /// The comparison as JSON, with a line feed at its end.
    ///
    /// # Errors
    /// Never for a comparison made by [`compare`]; the serializer's error otherwise.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}
