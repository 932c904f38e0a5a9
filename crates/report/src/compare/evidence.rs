//! Published medians from the catalog's table of evidence, when it is there.

use std::collections::BTreeMap;

use catalog::Catalog;
use consult::answer::{Reason, SourceNote};
use serde::Deserialize;

use super::subject::Subject;
use crate::words;

const FILE: &str = "evidence/clinical_endpoints.csv";

/// One published number; the other columns of the table are not needed here.
#[derive(Debug, Clone, Deserialize)]
struct Published {
    trial_id: String,
    agent: String,
    product: String,
    area: String,
    endpoint: String,
    value: Option<f64>,
    value_kind: String,
    source: String,
    url: String,
    checked: String,
}

/// The rows that are times.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    rows: Vec<Published>,
}

/// Kinds of numbers that are bounds, not times.
const BOUNDS: [&str; 2] = ["lower-bound", "upper-bound"];

impl Evidence {
    pub(super) fn read(catalog: &Catalog) -> Self {
        let Some(bytes) = catalog.tables.get(FILE) else {
            return Self::default();
        };
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let rows = reader.deserialize().filter_map(Result::ok);
        let is_time = |r: &Published| {
            r.endpoint.starts_with("days-to-") && !BOUNDS.contains(&r.value_kind.as_str())
        };
        Self {
            rows: rows.filter(is_time).collect(),
        }
    }

    /// `Glabella: 117–185 d (9 arms)`: the range of published medians, area by area.
    pub(super) fn medians(
        &self,
        catalog: &Catalog,
        endpoint: &str,
        what: &str,
        subject: &Subject,
    ) -> Vec<Reason> {
        let mut areas: BTreeMap<&str, Vec<&Published>> = BTreeMap::new();
        let mine = self
            .rows
            .iter()
            .filter(|r| r.endpoint == endpoint && is_of(subject, r));
        for row in mine.filter(|r| r.value.is_some()) {
            areas.entry(&row.area).or_default().push(row);
        }
        areas
            .into_iter()
            .map(|(area, rows)| sentence(catalog, area, what, &rows))
            .collect()
    }

    /// The source of a row as cited.
    pub(super) fn source(&self, id: &str) -> Option<SourceNote> {
        let row = self.rows.iter().find(|r| key(r) == id)?;
        Some(SourceNote {
            id: id.to_owned(),
            citation: row.source.clone(),
            locator: (!row.url.is_empty()).then(|| row.url.clone()),
            kind: "trial".to_owned(),
            checked: row.checked.clone(),
        })
    }
}

fn key(row: &Published) -> String {
    format!("evidence:{}", row.trial_id)
}

fn is_of(subject: &Subject, row: &Published) -> bool {
    let toxin = row.agent == "toxin" && subject.toxins.iter().any(|t| t.name == row.product);
    toxin || row.agent == "filler" && subject.gels.iter().any(|g| g.name == row.product)
}

fn sentence(catalog: &Catalog, area: &str, what: &str, rows: &[&Published]) -> Reason {
    let values: Vec<f64> = rows.iter().filter_map(|r| r.value).collect();
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let span = if low == high {
        words::fixed(low, 0)
    } else {
        format!("{}–{}", words::fixed(low, 0), words::fixed(high, 0))
    };
    let arms = crate::html::count(values.len(), "published arm");
    let mut sources: Vec<String> = rows.iter().map(|r| key(r)).collect();
    sources.sort_unstable();
    sources.dedup();
    Reason {
        text: format!(
            "{}: {what} day {span} ({arms}).",
            words::area(catalog, area)
        ),
        sources,
    }
}
