//! JSON Schema of a case, from the types.

use super::Case;

/// JSON Schema (draft 2020-12) of a case file in JSON or TOML.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Case).into()
}
