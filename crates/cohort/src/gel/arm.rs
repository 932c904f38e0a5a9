//! What a row says of its arm, in the words of the evidence table.

use super::raters::Reading;
use crate::evidence::Row;

/// Days between repeat treatments when a trial only says that there were some.
///
/// # Source
/// assumed-gel-retreatment
const REPEAT_EVERY_D: f64 = 274.0;

/// Repeat treatments before the visit.
pub(super) fn repeats(row: &Row, day: f64) -> u32 {
    match row.sessions {
        Some(n) if n >= 1.0 => n as u32 - 1,
        _ if row
            .notes
            .contains("repeat treatments; day counts from the first") =>
        {
            (day / REPEAT_EVERY_D).floor() as u32 - 1
        }
        _ => 0,
    }
}

/// Area whose response holds for the row.
pub(super) fn area(row: &Row) -> &str {
    match row.area.as_str() {
        "chin-jawline" => "jawline",
        other => other,
    }
}

pub(super) fn untreated(row: &Row) -> bool {
    matches!(row.product.as_str(), "no-treatment" | "placebo")
}

/// Whether the rater knew of the treatment and thought well of it; an "evaluating"
/// investigator is the blinded one.
pub(super) fn is_open(row: &Row) -> bool {
    let knows = matches!(
        row.assessor.as_str(),
        "investigator" | "subject" | "composite"
    );
    knows && !untreated(row) && !row.notes.contains("evaluating investigator")
}

pub(super) fn reading(row: &Row) -> Reading {
    let notes = &row.notes;
    Reading {
        photograph: notes.contains("photographic") || notes.contains("rated on photographs"),
        open: is_open(row),
        both_sides: ["both sides", "both cheeks", "both temples"]
            .iter()
            .any(|words| notes.contains(words)),
    }
}
