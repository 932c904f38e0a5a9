//! Cases as text: examples, equivalence of TOML and JSON, names, unknowns.

use std::sync::LazyLock;

use catalog::Catalog;
use consult::case::{Case, Code, Format, LARGEST_FILE, Problems, read, schema, to_json, to_toml};

use crate::examples;

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::embedded().expect("the shipped facts load"));

fn toml(text: &str) -> Result<Case, Problems> {
    read(text.as_bytes(), "case.toml", Format::Toml, &CATALOG)
}

/// A case with one finding, the keys of which are given.
fn finding(keys: &str) -> Result<Case, Problems> {
    toml(&format!("[patient]\nage_years = 47\n[[finding]]\n{keys}\n"))
}

/// The codes of the problems.
fn codes(result: Result<Case, Problems>) -> Vec<Code> {
    let problems = result.err().map(|problems| problems.problems);
    problems.into_iter().flatten().map(|p| p.code).collect()
}

#[test]
fn every_example_is_read() {
    for (name, text) in examples() {
        let case = toml(&text);
        assert!(case.is_ok(), "{name}:\n{}", case.unwrap_err());
    }
}

#[test]
fn toml_and_json_of_a_case_are_the_same_case() {
    for (name, text) in examples() {
        let case = toml(&text).expect(&name);
        let json = read(
            to_json(&case).as_bytes(),
            "case.json",
            Format::Json,
            &CATALOG,
        );
        assert_eq!(json.as_ref(), Ok(&case), "{name}: JSON");
        let again = read(
            to_toml(&case).as_bytes(),
            "case.toml",
            Format::Toml,
            &CATALOG,
        );
        assert_eq!(again.as_ref(), Ok(&case), "{name}: TOML");
    }
}

#[test]
fn every_example_fits_the_schema_by_an_independent_validator() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is one");
    for (name, text) in examples() {
        let case = serde_json::to_value(toml(&text).expect(&name)).expect(&name);
        let errors: Vec<String> = validator
            .iter_errors(&case)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
}

#[test]
fn what_is_not_stated_stays_unknown() {
    let case = toml("[patient]\n[[finding]]\nrhytid = \"glabellar\"\n").expect("a case");
    assert_eq!(case.patient, consult::case::Patient::default());
    assert_eq!(case.finding[0].at_rest, None);
    assert_eq!(case.finding[0].scale, None);
    assert_eq!(case.injector, None);
}

#[test]
fn an_empty_list_is_not_an_absent_one() {
    let case = toml("[patient]\nallergies = []\n[[finding]]\nrhytid = \"glabellar\"\n");
    let patient = case.expect("a case").patient;
    assert_eq!(patient.allergies, Some(Vec::new()));
    assert_eq!(patient.medications, None);
}

#[test]
fn names_are_accepted_in_any_case_and_by_brand() {
    let case = toml(
        "[patient]\nsex = \"Female\"\n[injector]\nprofession = \"Physician\"\njurisdiction = \"us\"\n\
         [[stock]]\nproduct = \"botox cosmetic\"\n\
         [[finding]]\nrhytid = \"GLABELLAR\"\nscale = \"fws\"\nat_rest = 1\nat_expression = 3\n\
         [[history]]\nday = -200\nproduct = \"Dysport\"\narea = \"Glabella\"\nunits_of = \"Botox\"\n\
         dose_units = 20\n",
    )
    .expect("a case");
    assert_eq!(case.stock[0].product, "onabotulinumtoxinA");
    assert_eq!(case.finding[0].rhytid.as_deref(), Some("glabellar"));
    assert_eq!(case.finding[0].scale.as_deref(), Some("FWS"));
    assert_eq!(case.history[0].product, "abobotulinumtoxinA");
    assert_eq!(case.history[0].area, "glabella");
    assert_eq!(
        case.history[0].units_of.as_deref(),
        Some("onabotulinumtoxinA")
    );
    let injector = case.injector.expect("an injector");
    assert_eq!(injector.jurisdiction.as_deref(), Some("US"));
    assert_eq!(injector.profession.as_deref(), Some("physician"));
}

#[test]
fn an_earlier_dose_without_a_number_is_accepted() {
    let case = finding(
        "rhytid = \"glabellar\"\n[[history]]\nday = -100\nproduct = \"onabotulinumtoxinA\"\n\
         area = \"glabella\"",
    );
    assert_eq!(case.expect("a case").history[0].dose_units, None);
}

#[test]
fn worse_at_rest_is_asked_about_and_accepted_when_confirmed() {
    let keys = "rhytid = \"glabellar\"\nat_rest = 3\nat_expression = 1";
    assert_eq!(codes(finding(keys)), [Code::RestWorse]);
    let confirmed = finding(&format!("{keys}\nrest_worse_confirmed = true"));
    assert!(confirmed.is_ok(), "{}", confirmed.unwrap_err());
    let denied = finding(&format!("{keys}\nrest_worse_confirmed = false"));
    assert_eq!(codes(denied), [Code::RestWorse]);
}

#[test]
fn whole_numbers_may_be_written_with_a_point() {
    let case = finding("rhytid = \"glabellar\"\nat_rest = 1.0\nat_expression = 3.0");
    assert_eq!(case.expect("a case").finding[0].at_expression, Some(3));
}

#[test]
fn left_and_right_are_two_findings() {
    let both = |side: &str| {
        finding(&format!(
            "rhytid = \"nasolabial\"\nside = \"left\"\ngrade = 3\n\
             [[finding]]\nrhytid = \"nasolabial\"\nside = \"{side}\"\ngrade = 3"
        ))
    };
    assert_eq!(codes(both("right")), []);
    assert_eq!(codes(both("left")), [Code::FindingTwice]);
    assert_eq!(codes(both("both")), [Code::FindingTwice]);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_tolerated() {
    let text = "\u{feff}[patient]\r\nage_years = 47\r\n[[finding]]\r\nrhytid = \"glabellar\"\r\n";
    assert!(toml(text).is_ok());
    let json = "\u{feff}{\"patient\":{},\"finding\":[{\"rhytid\":\"glabellar\"}]}";
    assert!(read(json.as_bytes(), "-", Format::Guess, &CATALOG).is_ok());
}

#[test]
fn the_largest_file_is_read_and_a_larger_one_refused() {
    let mut text = "[patient]\n[[finding]]\nrhytid = \"glabellar\"\n#".to_owned();
    text += &" ".repeat(LARGEST_FILE - text.len());
    assert_eq!(codes(toml(&text)), []);
    text.push(' ');
    assert_eq!(codes(toml(&text)), [Code::TooLarge]);
}

#[test]
fn two_hundred_findings_are_the_most() {
    let many = |count: usize| {
        let one = "[[finding]]\nrhytid = \"glabellar\"\n";
        codes(toml(&format!("[patient]\n{}", one.repeat(count))))
    };
    assert!(many(200).iter().all(|code| *code == Code::FindingTwice));
    assert_eq!(many(201), [Code::WrongLength]);
}

#[test]
fn a_flood_of_problems_is_cut_and_counted() {
    let lines: Vec<String> = (0..2000).map(|i| format!("k{i} = 1")).collect();
    let text = lines.join("\n");
    let problems = toml(&text).unwrap_err();
    assert_eq!(problems.problems.len(), 100);
    assert!(problems.more > 0);
}

#[test]
fn problems_come_in_the_order_of_the_lines() {
    let text = "[[finding]]\nrhytid = \"x\"\n[patient]\nage_years = -1\nsex = \"y\"\n";
    let lines: Vec<usize> = toml(text)
        .unwrap_err()
        .problems
        .iter()
        .map(|p| p.line)
        .collect();
    assert_eq!(lines, [2, 4, 5]);
}
