//! A case as text again.

use super::Case;

/// The case as a TOML file.
///
/// # Panics
/// Never for a case that was read: its numbers are finite.
pub fn to_toml(case: &Case) -> String {
    toml::to_string(case).expect("a case has only keys and values that TOML has")
}

/// The case as a JSON file.
///
/// # Panics
/// Never for a case that was read: its numbers are finite.
pub fn to_json(case: &Case) -> String {
    let mut text = serde_json::to_string_pretty(case).expect("a case has only text keys");
    text.push('\n');
    text
}
