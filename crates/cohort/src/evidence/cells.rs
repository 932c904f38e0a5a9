//! Cells of one line, each read with a word on what is wrong with it.

use std::collections::BTreeMap;

use super::problem::TableProblems;
use super::words;

/// One line of a table.
pub(super) struct Cells<'a> {
    pub line: u64,
    pub columns: &'a BTreeMap<String, usize>,
    pub record: &'a csv::ByteRecord,
    pub problems: &'a mut TableProblems,
}

impl Cells<'_> {
    /// A cell without the blanks around it; empty where the column or the cell is missing.
    pub fn text(&mut self, column: &str) -> String {
        let cell = self.columns.get(column).and_then(|i| self.record.get(*i));
        match cell.map(std::str::from_utf8) {
            None => String::new(),
            Some(Ok(text)) => text.trim().to_owned(),
            Some(Err(_)) => {
                self.problem(column, "is not UTF-8 text");
                String::new()
            }
        }
    }

    /// A cell that must not be empty.
    pub fn needed(&mut self, column: &str) -> String {
        let text = self.text(column);
        if text.is_empty() && self.columns.contains_key(column) {
            self.problem(column, "is empty; every row needs it");
        }
        text
    }

    /// A cell that holds one of the column's words.
    pub fn coded(&mut self, column: &str) -> String {
        let text = self.text(column);
        let Some((_, words)) = words::CODED.iter().find(|(name, _)| *name == column) else {
            return text;
        };
        if text.is_empty() || words.contains(&text.as_str()) {
            return text;
        }
        let mut message = format!(
            "\"{}\" is not known; expected {}",
            short(&text),
            words.join(", ")
        );
        if let Some(meant) = words::nearest(&text.to_lowercase(), words) {
            message = format!("{message}; did you mean \"{meant}\"?");
        }
        self.problem(column, &message);
        String::new()
    }

    /// A number within bounds; `None` where the cell is empty or wrong.
    pub fn number(&mut self, column: &str, low: f64, high: f64) -> Option<f64> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let Some(number) = text.parse::<f64>().ok().filter(|x| x.is_finite()) else {
            let hint = if text.contains(',') {
                " with a point before decimals and none between thousands"
            } else {
                ""
            };
            self.problem(
                column,
                &format!("\"{}\" is not a number{hint}", short(&text)),
            );
            return None;
        };
        if !(low..=high).contains(&number) {
            let wanted = match (low.is_finite(), high.is_finite()) {
                (true, true) => format!("expected {low} to {high}"),
                (true, false) => format!("expected {low} or more"),
                _ => "out of range".to_owned(),
            };
            self.problem(column, &format!("{number} is out of range; {wanted}"));
            return None;
        }
        Some(number)
    }

    /// An optional cell in a small language of its own.
    pub fn parsed<T>(
        &mut self,
        column: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        match parse(&text) {
            Ok(value) => Some(value),
            Err(message) => {
                self.problem(column, &message);
                None
            }
        }
    }

    pub fn problem(&mut self, column: &str, message: &str) {
        self.problems.add(self.line, column, message);
    }
}

/// A cell as it is quoted in a message.
pub(super) fn short(text: &str) -> String {
    let shown = |c: char| if c.is_control() { ' ' } else { c };
    let mut out: String = text.chars().take(40).map(shown).collect();
    if text.chars().count() > 40 {
        out.push('…');
    }
    out
}
