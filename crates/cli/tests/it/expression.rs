//! The face in an expression.

use super::run;

#[test]
fn unknown_expressions_and_muscles_are_listed_with_the_choices() {
    let found = run(&[
        "face",
        "show",
        "--expression",
        "grin",
        "--activate",
        "corugator.left=0.5",
    ]);
    assert_eq!(found.code, Some(1));
    assert!(
        found
            .err
            .contains("unknown expression \"grin\"; there are brow-raise")
    );
    assert!(found.err.contains("unknown muscle \"corugator\""));
}

#[test]
fn a_share_above_one_is_refused() {
    let found = run(&["face", "show", "--expression", "frown=1.5"]);
    assert_ne!(found.code, Some(0));
    assert!(found.err.contains("a share from 0 to 1"), "{}", found.err);
}

#[test]
fn an_opened_face_does_not_move() {
    let found = run(&["face", "show", "--expression", "frown", "--muscles"]);
    assert_ne!(found.code, Some(0));
    assert!(found.err.contains("cannot be used with"), "{}", found.err);
}

#[test]
fn a_frown_tells_how_far_the_brows_move() {
    let found = run(&["face", "show", "--expression", "frown=0.5", "--json"]);
    assert_eq!(found.code, Some(0), "{}", found.err);
    let report: serde_json::Value = serde_json::from_str(&found.out).expect("JSON");
    let brow = &report["expression"]["moves_mm"]["brow-peak"];
    assert!(brow[0].as_f64().expect("a number") < -1.0, "{brow}");
}
