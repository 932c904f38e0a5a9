//! `rhytid face fit`, and scans in a case. The scan is the built-in face, exported.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{Run, finish, rhytid};

const PATIENT: &str = "[patient]\nage_years = 45\nsex = \"female\"\n";
const FINDING: &str = "[[finding]]\nrhytid = \"glabellar\"\nat_rest = 1\nat_expression = 3\n\
                       wish = \"soften\"\n";
const TETRAHEDRON: &str = "v 0 0 0\nv 100 0 0\nv 0 100 0\nv 0 0 100\n\
                           f 1 3 2\nf 1 2 4\nf 2 3 4\nf 3 1 4\n";

fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    finish(rhytid().current_dir(folder).args(arguments))
}

/// The built-in face of a man as a file.
fn scan(folder: &Path) -> PathBuf {
    let path = folder.join("man.glb");
    let show = ["face", "show", "--sex", "male", "--out", "man.glb"];
    let run = run_in(folder, &show);
    assert_eq!(run.code, Some(0), "{}", run.err);
    path
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn a_scan_is_fitted_and_reported() {
    let folder = tempfile::tempdir().unwrap();
    scan(folder.path());
    let run = run_in(
        folder.path(),
        &["face", "fit", "man.glb", "--json", "--out", "fit.png"],
    );
    assert_eq!(run.code, Some(0), "{}", run.err);
    let report = json(&run.out);
    assert!(report["median_mm"].as_f64().unwrap() < 0.5, "{report}");
    for key in ["p95_mm", "unit", "points", "time_s"] {
        assert!(!report[key].is_null(), "{key}");
    }
    let picture = fs::read(folder.path().join("fit.png")).unwrap();
    assert!(picture.starts_with(b"\x89PNG"));
}

#[test]
fn a_scan_that_is_no_face_is_refused_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("four.obj"), TETRAHEDRON).unwrap();
    let told = run_in(folder.path(), &["face", "fit", "four.obj"]);
    assert_eq!(told.code, Some(1));
    assert!(told.err.contains("too coarse"), "{}", told.err);
    let run = run_in(folder.path(), &["face", "fit", "four.obj", "--json"]);
    assert_eq!(run.code, Some(1));
    let reason = json(&run.out)["reason"].as_str().map(str::to_owned);
    assert!(reason.is_some_and(|reason| reason.contains("triangles")));
}

#[test]
fn a_file_that_is_no_mesh_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("photo.jpg"), b"\xff\xd8\xff\xe0 no mesh").unwrap();
    let run = run_in(folder.path(), &["face", "fit", "photo.jpg"]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("neither OBJ nor PLY"), "{}", run.err);
    let absent = run_in(folder.path(), &["face", "fit", "absent.ply"]);
    assert_eq!(absent.code, Some(1));
    assert!(
        absent.err.contains("there is no such file"),
        "{}",
        absent.err
    );
}

#[test]
fn a_case_names_its_scan_from_its_own_folder() {
    let folder = tempfile::tempdir().unwrap();
    let cases = folder.path().join("cases");
    fs::create_dir(&cases).unwrap();
    scan(&cases);
    let case = format!("{PATIENT}[face]\nscan = \"man.glb\"\n{FINDING}");
    fs::write(cases.join("case.toml"), case).unwrap();
    let check = run_in(folder.path(), &["check", "cases/case.toml"]);
    assert_eq!(check.code, Some(0), "{}", check.err);
    let run = run_in(folder.path(), &["consult", "cases/case.toml", "--json"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let answer = json(&run.out);
    assert_eq!(answer["face"]["origin"], "scan");
    assert!(answer["face"]["fit"]["median_mm"].as_f64().unwrap() < 0.5);
    assert!(answer["plan"]["sites"][0]["on_face"]["depth_mm"].is_number());
    assert!(
        !run.out.contains("man.glb"),
        "no name of a file enters an answer"
    );
}

#[test]
fn files_of_a_case_that_cannot_be_used_are_all_told_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("marks.csv"), "a,b\n1,2\n").unwrap();
    let case = format!(
        "{PATIENT}[face]\nscan = \"absent.ply\"\nlandmarks = \"marks.csv\"\n\
         [face.expressions]\nfrown = \".\"\n{FINDING}"
    );
    fs::write(folder.path().join("case.toml"), case).unwrap();
    for verb in ["check", "consult"] {
        let run = run_in(folder.path(), &[verb, "case.toml"]);
        assert_eq!(run.code, Some(1), "{verb}");
        for told in [
            "face.scan: absent.ply: there is no such file",
            "face.landmarks: marks.csv: the landmarks cannot be read",
            "face.expressions.frown: .: it is a folder",
        ] {
            assert!(run.err.contains(told), "{verb}: {}", run.err);
        }
    }
    assert!(!folder.path().join("case-rhytid").exists());
}
