//! `rhytid consult` and `rhytid compare`.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

use crate::{Run, files, finish, here, rhytid, run};

const FILES: [&str; 3] = ["consult.json", "patient.html", "report.html"];

fn example(name: &str) -> PathBuf {
    here("../../examples").join(format!("{name}.toml"))
}

/// A consult run in `folder`.
fn consult(folder: &Path, case: &Path, arguments: &[&str]) -> Run {
    let mut command: Command = rhytid();
    command.current_dir(folder).arg("consult").arg(case);
    finish(command.args(arguments))
}

/// Names of what stands in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        let name = entry.expect("an entry").file_name();
        name.to_string_lossy().into_owned()
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

#[test]
fn results_go_to_a_folder_named_after_the_case() {
    let folder = tempfile::tempdir().unwrap();
    let run = consult(folder.path(), &example("frown-and-cheeks"), &[]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("Frown lines"), "{}", run.out);
    assert_eq!(names(folder.path()), ["frown-and-cheeks-rhytid"]);
    assert_eq!(names(&folder.path().join("frown-and-cheeks-rhytid")), FILES);
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let case = example("frown-and-cheeks");
    let first = consult(folder.path(), &case, &["--out", "a"]);
    let second = consult(folder.path(), &case, &["--out", "b"]);
    assert_eq!(first.out, second.out);
    for name in FILES {
        let read = |out: &str| fs::read(folder.path().join(out).join(name)).unwrap();
        assert!(read("a") == read("b"), "{name} differs");
    }
}

#[test]
fn json_on_standard_output_is_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let run = consult(
        folder.path(),
        &example("overfilled-lips"),
        &["--json", "--out", "a/b"],
    );
    let written = fs::read_to_string(folder.path().join("a/b/consult.json")).unwrap();
    assert!(run.out == written);
}

#[test]
fn the_seed_is_that_of_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let run = consult(
        folder.path(),
        &example("prevention-at-28"),
        &["--json", "--seed", "7"],
    );
    let answer: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(answer["provenance"]["seed"], 7);
}

#[test]
fn every_answer_fits_the_published_schema_by_an_independent_validator() {
    let schema = fs::read_to_string(here("../../schema/consult.schema.json")).unwrap();
    let schema = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for case in files(&here("../../examples")) {
        let run = consult(folder.path(), &case, &["--json"]);
        assert_eq!(run.code, Some(0), "{}: {}", case.display(), run.err);
        let answer = serde_json::from_str(&run.out).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&answer)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{}: {errors:?}", case.display());
    }
}

#[test]
fn no_path_and_no_clock_enter_a_result() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().display().to_string();
    consult(folder.path(), &example("frown-and-cheeks"), &["--out", "a"]);
    for path in files(&folder.path().join("a")) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains(&place), "{}", path.display());
        assert!(!text.contains("frown-and-cheeks"), "{}", path.display());
    }
}

#[test]
fn a_case_in_json_gives_the_answer_of_the_same_case_in_toml() {
    let folder = tempfile::tempdir().unwrap();
    let json = r#"{
        "patient": {"age_years": 45, "sex": "female"},
        "finding": [{"rhytid": "glabellar", "at_rest": 1, "at_expression": 3, "wish": "soften"}]
    }"#;
    let toml = "[patient]\nage_years = 45\nsex = \"female\"\n[[finding]]\nrhytid = \"glabellar\"\n\
                at_rest = 1\nat_expression = 3\nwish = \"soften\"\n";
    let answer = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        consult(folder.path(), &path, &["--json"]).out
    };
    let from_json = answer("case.json", json);
    assert!(!from_json.is_empty());
    assert!(from_json == answer("case.toml", toml));
}

#[test]
fn earlier_results_are_replaced_and_foreign_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("consult.json"), "old").unwrap();
    fs::write(out.join("photo.jpg"), "foreign").unwrap();
    let run = consult(
        folder.path(),
        &example("frown-and-cheeks"),
        &["--out", "out"],
    );
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_ne!(fs::read_to_string(out.join("consult.json")).unwrap(), "old");
    assert_eq!(
        fs::read_to_string(out.join("photo.jpg")).unwrap(),
        "foreign"
    );
    assert_eq!(names(&out).len(), 4);
    assert_eq!(names(folder.path()), ["out"]);
}

#[test]
fn nothing_is_written_for_a_broken_case() {
    let folder = tempfile::tempdir().unwrap();
    let run = consult(folder.path(), &here("tests/broken/off-scale.toml"), &[]);
    assert_eq!(run.code, Some(1));
    assert_eq!(run.out, "");
    assert!(names(folder.path()).is_empty());
}

#[test]
fn nothing_is_half_written_where_a_result_cannot_stand() {
    let folder = tempfile::tempdir().unwrap();
    let case = example("frown-and-cheeks");
    fs::write(folder.path().join("file"), "").unwrap();
    let onto_file = consult(folder.path(), &case, &["--out", "file"]);
    assert_eq!(onto_file.code, Some(1));
    assert!(
        onto_file.err.contains("it is a file, not a folder"),
        "{}",
        onto_file.err
    );
    let below_file = consult(folder.path(), &case, &["--out", "file/out"]);
    assert_eq!(below_file.code, Some(1));
    fs::create_dir_all(folder.path().join("out/report.html")).unwrap();
    let onto_folder = consult(folder.path(), &case, &["--out", "out"]);
    assert_eq!(onto_folder.code, Some(1));
    assert!(
        onto_folder.err.contains("it is a folder"),
        "{}",
        onto_folder.err
    );
    assert_eq!(names(&folder.path().join("out")), ["report.html"]);
    assert_eq!(names(folder.path()), ["file", "out"]);
}

#[test]
fn a_stop_and_a_gate_are_answers() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["pregnancy", "untrained-injector"] {
        let run = consult(folder.path(), &example(name), &["--json"]);
        assert_eq!(run.code, Some(0), "{name}: {}", run.err);
        let answer: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        assert!(answer["plan"].is_null(), "{name}");
        assert_eq!(answer["alerts"][0]["level"], "stop", "{name}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("rhytid"))
        .args(["catalog", "sources"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

#[test]
fn the_comparison_comes_in_three_forms() {
    let text = run(&["compare"]);
    assert_eq!(text.code, Some(0), "{}", text.err);
    assert!(
        text.out.contains("WHETHER IT CAN BE UNDONE"),
        "{}",
        text.out
    );
    let html = run(&["compare", "Dysport", "voluma", "--format", "html"]);
    assert!(html.out.starts_with("<!DOCTYPE html>"), "{}", html.err);
    let json = run(&["compare", "--format", "json"]);
    assert!(serde_json::from_str::<serde_json::Value>(&json.out).is_ok());
    let unknown = run(&["compare", "botoxx"]);
    assert_eq!(unknown.code, Some(1));
    assert!(unknown.err.contains("botoxx"), "{}", unknown.err);
}
