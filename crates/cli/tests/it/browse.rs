//! `rhytid catalog`.

use crate::run;

const KINDS: [&str; 14] = [
    "products",
    "areas",
    "rhytids",
    "muscles",
    "vessels",
    "landmarks",
    "scales",
    "rules",
    "sources",
    "complaints",
    "complications",
    "safety",
    "professions",
    "models",
];

#[test]
fn every_kind_is_listed_and_every_record_shown() {
    for kind in KINDS {
        let list = run(&["catalog", kind, "--json"]);
        assert_eq!(list.code, Some(0), "{kind}: {}", list.err);
        let records: Vec<serde_json::Value> = serde_json::from_str(&list.out).expect(kind);
        assert!(!records.is_empty(), "{kind}");
        let text = run(&["catalog", kind]);
        let lines = text.out.lines().count();
        assert_eq!(lines, records.len() + 2, "{kind}");
        let first = text.out.split_whitespace().next().expect("a name");
        let one = run(&["catalog", kind, first]);
        assert_eq!(one.code, Some(0), "{kind} {first}: {}", one.err);
        assert!(one.out.starts_with(first));
    }
}

#[test]
fn a_record_is_found_by_brand_in_any_case() {
    let brand = run(&["catalog", "products", "dysport"]);
    assert!(brand.out.starts_with("abobotulinumtoxinA"), "{}", brand.err);
}

#[test]
fn one_record_is_json_on_request() {
    let json = run(&["catalog", "scales", "fws", "--json"]).out;
    let record: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(record["name"], "FWS");
}

#[test]
fn numbers_stand_with_unit_and_source() {
    let record = run(&["catalog", "products", "onabotulinumtoxinA"]).out;
    assert!(
        record.contains("units per point: 4 U [botox-cosmetic-pi]"),
        "{record}"
    );
    assert!(record.contains("\n  sources\n"));
}

#[test]
fn an_unknown_record_is_answered_with_the_nearest() {
    let unknown = run(&["catalog", "rhytids", "glabelar"]);
    assert_eq!(unknown.code, Some(1));
    assert!(
        unknown.err.contains("nearest: glabellar"),
        "{}",
        unknown.err
    );
    assert_eq!(run(&["catalog", "nonsense"]).code, Some(1));
}
