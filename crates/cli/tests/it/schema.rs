//! The committed schemas are those of the types.

use crate::{here, run};

fn check(which: &str) {
    let path = format!("schema/{which}.schema.json");
    let run = run(&["schema", which]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let committed = std::fs::read_to_string(here("../..").join(&path)).unwrap_or_default();
    assert!(
        committed == run.out,
        "{path} is not that of the types; renew it with\n  \
         cargo run -- schema {which} > {path}"
    );
}

#[test]
fn the_schema_of_a_case_is_up_to_date() {
    check("case");
}

#[test]
fn the_schema_of_an_answer_is_up_to_date() {
    check("consult");
}

#[test]
fn the_schema_of_a_validation_is_up_to_date() {
    check("validate");
}

#[test]
fn the_schemas_of_a_trial_are_up_to_date() {
    check("trial");
    check("trial-summary");
}

#[test]
fn the_schemas_are_schemas() {
    for which in ["case", "consult", "validate", "trial", "trial-summary"] {
        let schema: serde_json::Value = serde_json::from_str(&run(&["schema", which]).out).unwrap();
        assert!(jsonschema::meta::is_valid(&schema), "{which}");
    }
}
