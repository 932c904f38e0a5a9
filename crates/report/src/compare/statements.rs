//! Statements that are no number of a record: `comparison.toml` of the catalog.

use catalog::Catalog;
use consult::answer::Reason;
use serde::Deserialize;

use super::subject::Subject;
use crate::Error;

const FILE: &str = "comparison.toml";

/// All statements; none when the file is absent.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Statements {
    #[serde(default)]
    statement: Vec<Statement>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statement {
    #[serde(rename = "for")]
    for_: String,
    row: String,
    text: String,
    sources: Vec<String>,
}

impl Statements {
    pub(super) fn read(catalog: &Catalog) -> Result<Self, Error> {
        let Some(bytes) = catalog.tables.get(FILE) else {
            return Ok(Self::default());
        };
        let wrong = |message: String| Error::Statements {
            file: FILE.to_owned(),
            message,
        };
        let text = std::str::from_utf8(bytes).map_err(|e| wrong(e.to_string()))?;
        let read: Self = toml::from_str(text).map_err(|e| wrong(e.to_string()))?;
        read.without_source(catalog).map_or(Ok(read), |id| {
            Err(wrong(format!("no source record is called \"{id}\"")))
        })
    }

    /// The first source id that leads nowhere.
    fn without_source(&self, catalog: &Catalog) -> Option<String> {
        let ids = self.statement.iter().flat_map(|s| &s.sources);
        ids.into_iter()
            .find(|id| catalog.source(id).is_none())
            .cloned()
    }

    pub(super) fn of(&self, row: &str, subject: &Subject) -> Vec<Reason> {
        let mine = self
            .statement
            .iter()
            .filter(|s| s.row == row && subject.is_called(&s.for_));
        mine.map(|s| Reason {
            text: s.text.clone(),
            sources: s.sources.clone(),
        })
        .collect()
    }
}
