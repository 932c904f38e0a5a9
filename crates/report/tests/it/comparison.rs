//! The comparison of products and classes.

use report::Error;

use crate::catalog;

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|n| (*n).to_owned()).collect()
}

#[test]
fn without_names_toxin_and_filler_stand_side_by_side() {
    let comparison = report::compare(&catalog(), &[]).expect("the classes exist");
    let columns: Vec<&str> = comparison.columns.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(columns, ["toxin", "filler"]);
    let rows: Vec<&str> = comparison.rows.iter().map(|r| r.name.as_str()).collect();
    let asked = [
        "mechanism",
        "for",
        "onset",
        "duration",
        "reversibility",
        "other-uses",
        "risks",
    ];
    assert!(asked.iter().all(|row| rows.contains(row)), "{rows:?}");
}

#[test]
fn every_statement_has_a_source_in_the_list() {
    let catalog = catalog();
    for words in [
        names(&[]),
        names(&["HA", "CaHA", "PLLA", "PMMA"]),
        names(&["Dysport", "voluma"]),
    ] {
        let comparison = report::compare(&catalog, &words).expect("they exist");
        let known = |id: &String| {
            comparison
                .sources
                .iter()
                .any(|s| &s.id == id && s.kind != "unknown")
        };
        for row in &comparison.rows {
            for statement in row.cells.iter().flat_map(|c| &c.statements) {
                assert!(!statement.sources.is_empty(), "{}", statement.text);
                assert!(
                    statement.sources.iter().all(known),
                    "{}: {:?}",
                    statement.text,
                    statement.sources
                );
            }
        }
    }
}

#[test]
fn a_brand_finds_its_product() {
    let comparison = report::compare(&catalog(), &names(&["botox cosmetic"])).expect("it exists");
    assert_eq!(comparison.columns[0].name, "onabotulinumtoxinA");
}

#[test]
fn every_product_can_be_compared() {
    let catalog = catalog();
    for name in catalog.toxins.keys().chain(catalog.gels.keys()) {
        let comparison = report::compare(&catalog, std::slice::from_ref(name)).expect("it exists");
        assert!(!comparison.rows.is_empty(), "{name}");
    }
}

#[test]
fn an_unknown_product_names_the_nearest() {
    let error = report::compare(&catalog(), &names(&["botx"])).expect_err("there is none");
    let Error::UnknownProduct { nearest, .. } = &error else {
        panic!("{error}")
    };
    assert!(
        nearest.iter().any(|n| n.to_lowercase().contains("botox")),
        "{nearest:?}"
    );
}

#[test]
fn toxin_is_never_said_to_be_undone() {
    let comparison = report::compare(&catalog(), &[]).expect("the classes exist");
    let row = comparison
        .rows
        .iter()
        .find(|r| r.name == "reversibility")
        .expect("the row");
    assert!(row.cells[0].statements[0].text.starts_with("None."));
}

#[test]
fn json_reads_back_the_same() {
    let comparison = report::compare(&catalog(), &[]).expect("the classes exist");
    let json = comparison.to_json().expect("it is JSON");
    let back: report::Comparison = serde_json::from_str(&json).expect("its own JSON");
    assert_eq!(back, comparison);
}
