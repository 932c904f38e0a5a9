//! `rhytid trial`.

use std::collections::BTreeMap;
use std::path::Path;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;

use crate::{Run, files, here, run};

const DESIGN: &str = r#"
name = "frown lines"
replications = 40

[rated]
area = "glabella"

[entry]
at_expression = [2, 3]

[[arm]]
name = "placebo"
n = 300

[[arm]]
name = "active"
n = 300
[[arm.dose]]
product = "onabotulinumtoxinA"
dose_units = 20

[visits]
days = [30, 60, 90, 120]
drop_out_per_year = 0.1
missed_share = 0.02

[[endpoint]]
name = "mild"
measure = "at-most"
at_most = 1
day = 30
"#;

fn written(text: &str) -> (tempfile::TempDir, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let design = folder.path().join("trial.toml");
    std::fs::write(&design, text).expect("written");
    let out = folder.path().join("out");
    let name = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let (design, out) = (name(&design), name(&out));
    (folder, design, out)
}

fn trial(design: &str, out: &str, more: &[&str]) -> Run {
    let arguments = ["trial", design, "--out", out];
    run(&[&arguments[..], more].concat())
}

/// Every file below a folder.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for inner in ["", "people", "parts"] {
        for path in files(&folder.join(inner)) {
            all.insert(
                path.display().to_string(),
                std::fs::read(&path).expect("a file"),
            );
        }
    }
    all
}

#[test]
fn an_interrupted_trial_goes_on_and_ends_as_an_uninterrupted_one() {
    let (_folder, design, out) = written(DESIGN);
    let first = trial(&design, &out, &["--threads", "1"]);
    assert_eq!(first.code, Some(0), "{}", first.err);
    assert_eq!(first.err, "", "no progress where there is no terminal");
    let folder = Path::new(&out);
    let whole = contents(folder);
    let parts = files(&folder.join("parts"));
    assert!(parts.len() > 1, "{parts:?}");
    // As after a loss of power: one part is not marked as done, nothing is summed up.
    std::fs::remove_file(&parts[1]).expect("removed");
    std::fs::remove_file(folder.join("summary.json")).expect("removed");
    let kept = std::fs::metadata(&parts[0])
        .and_then(|m| m.modified())
        .expect("a time");
    let again = trial(&design, &out, &["--threads", "3"]);
    assert_eq!((again.code, again.out), (first.code, first.out));
    assert_eq!(contents(folder), whole);
    let now = std::fs::metadata(&parts[0])
        .and_then(|m| m.modified())
        .expect("a time");
    assert_eq!(now, kept, "what was done is not done again");
}

#[test]
fn people_are_one_row_a_visit_in_parquet() {
    let (_folder, design, out) = written(&DESIGN.replace("replications = 40", "replications = 1"));
    let run = trial(&design, &out, &[]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let path = Path::new(&out).join("people/part-00000.parquet");
    let file = std::fs::File::open(path).expect("the file");
    let reader = SerializedFileReader::new(file).expect("Parquet");
    let names: Vec<String> = reader
        .metadata()
        .file_metadata()
        .schema_descr()
        .columns()
        .iter()
        .map(|c| c.name().to_owned())
        .collect();
    let day = names.iter().position(|n| n == "day").expect("the column");
    let grade = "investigator_grade_at_expression";
    let grade = names.iter().position(|n| n == grade).expect("the column");
    let rows: Vec<_> = reader.get_row_iter(None).expect("rows").collect();
    assert_eq!(rows.len(), 600 * 5);
    for row in rows {
        let row = row.expect("a row");
        if row.get_double(day).expect("a day") == 0.0 {
            let before = row.get_int(grade).expect("graded at entry");
            assert!((2..=3).contains(&before), "{before}");
        }
    }
}

#[test]
fn a_folder_of_another_trial_is_refused() {
    let (_folder, design, out) = written(&DESIGN.replace("replications = 40", "replications = 1"));
    assert_eq!(trial(&design, &out, &["--summary-only"]).code, Some(0));
    assert!(!Path::new(&out).join("people").exists());
    std::fs::write(
        &design,
        DESIGN.replace("dose_units = 20", "dose_units = 10"),
    )
    .expect("written");
    let refused = trial(&design, &out, &["--summary-only"]);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.err.contains("holds another trial"),
        "{}",
        refused.err
    );
}

#[test]
fn a_design_with_problems_tells_all_of_them() {
    let broken = DESIGN
        .replace("\"glabella\"", "\"glabela\"")
        .replace("at_most = 1", "grades = 1")
        .replace("onabotulinumtoxinA", "onabotulinumtoxin");
    let (_folder, design, out) = written(&broken);
    let run = trial(&design, &out, &[]);
    assert_eq!(run.code, Some(1));
    for key in [
        "rated.area",
        "arm[1].dose[0].product",
        "endpoint[0].at_most",
        "endpoint[0].grades",
    ] {
        assert!(run.err.contains(key), "{key}: {}", run.err);
    }
    assert!(run.err.contains("4 problems"), "{}", run.err);
    assert!(!Path::new(&out).exists(), "nothing is written");
}

#[test]
fn the_example_runs_and_its_json_fits_its_schema() {
    let example = here("../../examples/trials/glabella-dose-ranging.toml");
    let text = std::fs::read_to_string(example).expect("the example");
    let (_folder, design, _) = written(&text.replace("replications = 200", "replications = 10"));
    let run = run(&["trial", &design, "--json"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let summary: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let schema = crate::run(&["schema", "trial-summary"]);
    let schema: serde_json::Value = serde_json::from_str(&schema.out).expect("JSON");
    assert!(jsonschema::is_valid(&schema, &summary));
    // Three active arms, three endpoints, four sizes.
    assert_eq!(summary["comparisons"].as_array().map(Vec::len), Some(36));
}
