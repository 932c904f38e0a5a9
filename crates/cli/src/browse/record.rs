//! One record as text: numbers with unit and source, and the sources at the end.

use std::fmt::Write;

use catalog::{Catalog, Checked, Fact};
use serde_json::{Map, Value};

use super::Record;

/// Widest line of the text, characters.
const WIDTH: usize = 100;

/// A record with all it holds, then the sources it names.
pub fn record(record: &Record, catalog: &Catalog) -> String {
    let mut page = Page::default();
    let _ = writeln!(page.text, "{}  ({})", record.name, record.class);
    if let Value::Object(body) = &record.body {
        page.table(body, 1);
    }
    page.sources(catalog);
    page.text
}

/// What is said of a source that was not read itself.
pub fn checked_mark(checked: Checked) -> &'static str {
    match checked {
        Checked::Yes => "",
        Checked::Secondary => "read in another's report",
        Checked::No => "not read",
    }
}

#[derive(Default)]
struct Page {
    text: String,
    /// Ids in the order of first mention.
    sources: Vec<String>,
}

impl Page {
    fn table(&mut self, table: &Map<String, Value>, depth: usize) {
        for (key, value) in table {
            if !(depth == 1 && key == "name") {
                self.entry(&label(key), key, value, depth);
            }
        }
    }

    fn entry(&mut self, label: &str, key: &str, value: &Value, depth: usize) {
        let indent = "  ".repeat(depth);
        match value {
            Value::Null => {}
            Value::Array(items) if items.is_empty() => {}
            Value::Object(table) => {
                if let Some(fact) = self.fact(table) {
                    self.line(&indent, label, &fact);
                } else if let Some(parameter) = self.parameter(table) {
                    self.line(&indent, label, &parameter);
                } else {
                    let _ = writeln!(self.text, "{indent}{label}");
                    self.table(table, depth + 1);
                }
            }
            Value::Array(items) if items.iter().all(|item| !item.is_object()) => {
                let words: Vec<String> = items.iter().map(plain).collect();
                if key == "sources" {
                    for id in &words {
                        self.mention(id);
                    }
                }
                self.line(&indent, label, &words.join(", "));
            }
            Value::Array(items) => {
                for (i, item) in items.iter().enumerate() {
                    self.entry(&format!("{label} {}", i + 1), key, item, depth);
                }
            }
            simple => {
                let word = plain(simple);
                if key == "source" || key == "risk_source" {
                    self.mention(&word);
                }
                self.line(&indent, label, &word);
            }
        }
    }

    /// `20 U (sd 1.2, n 50) [source], unverified: note`.
    fn fact(&mut self, table: &Map<String, Value>) -> Option<String> {
        let fact: Fact = serde_json::from_value(Value::Object(table.clone())).ok()?;
        let sd = fact.sd.map(|sd| format!("sd {}", catalog::trim(sd)));
        let n = fact.n.map(|n| format!("n {}", catalog::trim(n)));
        let spread: Vec<String> = sd.into_iter().chain(n).collect();
        let mut text = fact.text();
        if !spread.is_empty() {
            let _ = write!(text, " ({})", spread.join(", "));
        }
        let _ = write!(text, " [{}]", fact.source);
        if !fact.status.label().is_empty() {
            let _ = write!(text, ", {}", fact.status.label());
        }
        if let Some(note) = &fact.note {
            let _ = write!(text, ": {note}");
        }
        self.mention(&fact.source);
        Some(text)
    }

    fn parameter(&mut self, table: &Map<String, Value>) -> Option<String> {
        let read = serde_json::from_value(Value::Object(table.clone()));
        let parameter: catalog::Parameter = read.ok()?;
        let sd = parameter.sd.map(|sd| format!(" (sd {sd})"));
        self.mention(&parameter.source);
        Some(format!(
            "{} {}{} [{}]: {}",
            parameter.value,
            parameter.unit,
            sd.unwrap_or_default(),
            parameter.source,
            parameter.meaning
        ))
    }

    fn line(&mut self, indent: &str, label: &str, text: &str) {
        let first = format!("{indent}{label}: ");
        let rest = format!("{indent}    ");
        let options = textwrap::Options::new(WIDTH)
            .initial_indent(&first)
            .subsequent_indent(&rest)
            .break_words(false);
        let _ = writeln!(self.text, "{}", textwrap::fill(text, options));
    }

    fn mention(&mut self, id: &str) {
        if !self.sources.iter().any(|known| known == id) {
            self.sources.push(id.to_owned());
        }
    }

    fn sources(&mut self, catalog: &Catalog) {
        if self.sources.is_empty() {
            return;
        }
        self.text.push_str("\n  sources\n");
        for id in std::mem::take(&mut self.sources) {
            let Some(source) = catalog.source(&id) else {
                continue;
            };
            let mut text = source.citation.clone();
            if let Some(locator) = &source.locator {
                let _ = write!(text, " {locator}");
            }
            let mark = checked_mark(source.checked);
            if !mark.is_empty() {
                let _ = write!(text, " ({mark})");
            }
            self.line("    ", &format!("[{id}]"), &text);
        }
    }
}

/// A key as people read it; the unit stands at the number itself.
fn label(key: &str) -> String {
    let key = key.strip_suffix("_ml").unwrap_or(key);
    let key = key.strip_suffix("_mm").unwrap_or(key);
    key.replace('_', " ")
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => other.to_string(),
    }
}
