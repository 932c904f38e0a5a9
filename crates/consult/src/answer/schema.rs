//! JSON Schema of the answer, from the types.

use schemars::generate::SchemaSettings;

use super::Answer;

/// JSON Schema (draft 2020-12) of `consult.json`.
pub fn schema() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings
        .into_generator()
        .into_root_schema_for::<Answer>()
        .into()
}
