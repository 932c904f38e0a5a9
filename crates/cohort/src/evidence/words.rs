//! Words that a column may hold: those of `data/evidence/README.md`.

/// Columns without which a row says nothing.
pub(super) const NEEDED: [&str; 8] = [
    "record_id",
    "trial_id",
    "agent",
    "product",
    "area",
    "endpoint",
    "value",
    "unit",
];

/// All columns that are read.
pub(super) const READ: [&str; 23] = [
    "record_id",
    "trial_id",
    "agent",
    "product",
    "area",
    "state",
    "sex",
    "dose_units",
    "dose_basis",
    "volume_ml",
    "sessions",
    "endpoint",
    "scale",
    "assessor",
    "day",
    "n",
    "value",
    "unit",
    "value_kind",
    "checked",
    "entry_rule",
    "baseline_mean",
    "dose_split",
];

/// Columns for people.
pub(super) const UNREAD: [&str; 3] = ["source", "url", "notes"];

/// Columns that hold one of a few words, an empty cell standing for unknown.
pub(super) const CODED: [(&str, &[&str]); 7] = [
    ("agent", &["toxin", "filler", "enzyme", "combination"]),
    ("state", &["max-contraction", "rest", "none"]),
    ("sex", &["f", "m", "all"]),
    ("dose_basis", &["total", "per-side", "per-axilla"]),
    (
        "assessor",
        &[
            "investigator",
            "subject",
            "blinded-evaluator",
            "composite",
            "instrument",
            "none",
        ],
    ),
    (
        "value_kind",
        &[
            "tabulated",
            "approximate",
            "read-off-graph",
            "computed",
            "lower-bound",
            "upper-bound",
        ],
    ),
    ("checked", &["yes", "secondary", "no"]),
];

/// The word that was probably meant.
pub(super) fn nearest<'a>(word: &str, words: &[&'a str]) -> Option<&'a str> {
    let scored = words
        .iter()
        .map(|w| (strsim::jaro_winkler(word, w), *w))
        .max_by(|a, b| a.0.total_cmp(&b.0))?;
    (scored.0 > 0.8).then_some(scored.1)
}
