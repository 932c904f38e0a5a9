//! Numbered sources: every claim carries the number of what it stands on.

use std::cell::RefCell;

use catalog::{Catalog, Source};
use consult::answer::SourceNote;
use maud::{Markup, html};

use crate::words::capital;

/// Sources and assumptions of one page, numbered in the order of first mention.
///
/// Assumptions are counted apart and shown as `A1`, so that no reader takes one for a finding.
pub(crate) struct Citations<'a> {
    catalog: Option<&'a Catalog>,
    notes: RefCell<Vec<SourceNote>>,
}

impl<'a> Citations<'a> {
    pub(crate) fn new(catalog: &'a Catalog, notes: &[SourceNote]) -> Self {
        Self {
            catalog: Some(catalog),
            notes: RefCell::new(notes.to_vec()),
        }
    }

    /// Citations of a closed list.
    pub(crate) fn of_notes(notes: &[SourceNote]) -> Self {
        Self {
            catalog: None,
            notes: RefCell::new(notes.to_vec()),
        }
    }

    /// Adds a source that the catalog does not hold as a record, once.
    pub(crate) fn add(&self, note: SourceNote) {
        let mut notes = self.notes.borrow_mut();
        if notes.iter().all(|n| n.id != note.id) {
            notes.push(note);
        }
    }

    /// All notes in the order of mention.
    pub(crate) fn all(&self) -> Vec<SourceNote> {
        self.notes.borrow().clone()
    }

    /// Marks such as `3` or `A1` of the ids, sources before assumptions, without repeats.
    pub(crate) fn marks<S: AsRef<str>>(&self, ids: &[S]) -> Vec<Mark> {
        let mut marks: Vec<Mark> = ids.iter().map(|id| self.mark(id.as_ref())).collect();
        marks.sort_unstable();
        marks.dedup();
        marks
    }

    fn mark(&self, id: &str) -> Mark {
        let mut notes = self.notes.borrow_mut();
        let index = notes.iter().position(|n| n.id == id).unwrap_or_else(|| {
            notes.push(self.lookup(id));
            notes.len() - 1
        });
        let assumption = is_assumption(&notes[index]);
        let number = notes[..=index]
            .iter()
            .filter(|n| is_assumption(n) == assumption)
            .count();
        Mark { assumption, number }
    }

    fn lookup(&self, id: &str) -> SourceNote {
        let source = self.catalog.and_then(|c| c.source(id));
        source.map_or_else(|| without_record(id), note)
    }

    /// Superscript links to the list at the end of the page.
    pub(crate) fn sup<S: AsRef<str>>(&self, ids: &[S]) -> Markup {
        let runs = runs(&self.marks(ids));
        html! {
            @if !runs.is_empty() {
                sup.cite {
                    @for (i, (first, last)) in runs.iter().enumerate() {
                        @if i > 0 { "," }
                        (link(*first))
                        @if first != last { "–" (link(*last)) }
                    }
                }
            }
        }
    }

    /// `1–3,7,A1`: the marks as plain text.
    pub(crate) fn text<S: AsRef<str>>(&self, ids: &[S]) -> String {
        let one = |(first, last): &(Mark, Mark)| {
            if first == last {
                first.text()
            } else {
                format!("{}–{}", first.text(), last.text())
            }
        };
        runs(&self.marks(ids))
            .iter()
            .map(one)
            .collect::<Vec<_>>()
            .join(",")
    }

    /// All sources (false) or all assumptions (true) with their marks.
    pub(crate) fn list(&self, assumptions: bool) -> Vec<(Mark, SourceNote)> {
        let notes = self.notes.borrow();
        let of_kind = notes.iter().filter(|n| is_assumption(n) == assumptions);
        of_kind
            .enumerate()
            .map(|(i, note)| {
                (
                    Mark {
                        assumption: assumptions,
                        number: i + 1,
                    },
                    note.clone(),
                )
            })
            .collect()
    }
}

/// The number of a source, or of an assumption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    assumption: bool,
    number: usize,
}

impl Mark {
    pub(crate) fn text(self) -> String {
        if self.assumption {
            format!("A{}", self.number)
        } else {
            self.number.to_string()
        }
    }

    pub(crate) fn anchor(self) -> String {
        let kind = if self.assumption {
            "assumption"
        } else {
            "source"
        };
        format!("{kind}-{}", self.number)
    }

    fn precedes(self, next: Self) -> bool {
        self.assumption == next.assumption && self.number + 1 == next.number
    }

    fn spoken(self) -> String {
        let kind = if self.assumption {
            "assumption"
        } else {
            "source"
        };
        format!("{kind} {}", self.number)
    }
}

fn link(mark: Mark) -> Markup {
    html! { a href={ "#" (mark.anchor()) } aria-label=(mark.spoken()) { (mark.text()) } }
}

/// Sorted marks as runs; only three or more in a row are drawn together.
fn runs(marks: &[Mark]) -> Vec<(Mark, Mark)> {
    let mut runs: Vec<(Mark, Mark)> = Vec::new();
    for &mark in marks {
        match runs.last_mut() {
            Some((_, last)) if last.precedes(mark) => *last = mark,
            _ => runs.push((mark, mark)),
        }
    }
    let split = |(first, last): (Mark, Mark)| {
        if first.precedes(last) {
            vec![(first, first), (last, last)]
        } else {
            vec![(first, last)]
        }
    };
    runs.into_iter().flat_map(split).collect()
}

fn is_assumption(note: &SourceNote) -> bool {
    note.kind == "assumption"
}

/// A source of the catalog as cited.
pub(crate) fn note(source: &Source) -> SourceNote {
    SourceNote {
        id: source.id.clone(),
        citation: source.citation.clone(),
        locator: source.locator.clone(),
        kind: word(&source.kind),
        checked: word(&source.checked),
    }
}

fn without_record(id: &str) -> SourceNote {
    SourceNote {
        id: id.to_owned(),
        citation: format!("{id} (no record of this source)"),
        locator: None,
        kind: "unknown".to_owned(),
        checked: "no".to_owned(),
    }
}

fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => "unknown".to_owned(),
    }
}

/// How far a source was read, in words.
pub(crate) fn checked(note: &SourceNote) -> &'static str {
    match note.checked.as_str() {
        "yes" => "read",
        "secondary" => "read second-hand",
        _ => "not read: unverified",
    }
}

/// Kind of source as shown.
pub(crate) fn kind(note: &SourceNote) -> String {
    match note.kind.as_str() {
        "fit" => "Our fit".to_owned(),
        other => capital(&other.replace('-', " ")),
    }
}
