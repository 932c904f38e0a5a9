//! The shipped facts load, and broken facts do not.

use catalog::{Catalog, Error, Files, nearest};

/// Problems of the shipped facts after a change.
fn problems(change: impl FnOnce(&mut Files)) -> Vec<String> {
    let mut files = Catalog::embedded_files();
    change(&mut files);
    match Catalog::from_files(&files) {
        Ok(_) => Vec::new(),
        Err(Error::Invalid { problems }) => problems.iter().map(ToString::to_string).collect(),
    }
}

/// Replaces text in one file; the text must be there.
fn replace(files: &mut Files, path: &str, from: &str, to: &str) {
    let text = String::from_utf8(files[path].clone()).unwrap();
    assert!(text.contains(from), "{path} does not hold {from:?}");
    files.insert(path.to_owned(), text.replacen(from, to, 1).into_bytes());
}

/// One change must raise exactly one problem that names all of `words`.
fn check(change: impl FnOnce(&mut Files), words: &[&str]) {
    let problems = problems(change);
    let fits = |p: &&String| words.iter().all(|word| p.contains(word));
    assert!(
        problems.iter().any(|p| fits(&p)),
        "no problem names {words:?}; got:\n{}",
        problems.join("\n")
    );
}

const TOXIN: &str = "products/toxins/onabotulinumtoxinA.toml";

#[test]
fn shipped_facts_load_without_a_problem() {
    let problems = problems(|_| {});
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn number_without_a_known_source_does_not_load() {
    check(
        |files| replace(files, TOXIN, "botox-cosmetic-pi\"", "botox-cosmetic-pj\""),
        &[
            TOXIN,
            "unknown source",
            "botox-cosmetic-pj",
            "botox-cosmetic-pi",
        ],
    );
}

#[test]
fn number_without_a_known_unit_does_not_load() {
    check(
        |files| replace(files, TOXIN, "unit = \"U\"", "unit = \"IU\""),
        &[TOXIN, "unit \"IU\" is not one of"],
    );
}

#[test]
fn assumption_must_be_called_one() {
    check(
        |files| {
            let assumed = "source = \"assumption-wish\"";
            replace(files, TOXIN, "source = \"botox-cosmetic-pi\"", assumed);
        },
        &[TOXIN, "assumption"],
    );
}

#[test]
fn unknown_key_is_named_with_its_line() {
    check(
        |files| replace(files, TOXIN, "serotype", "serotyp"),
        &[TOXIN, "serotyp", "line 5"],
    );
}

#[test]
fn broken_file_does_not_hide_problems_of_another() {
    let problems = problems(|files| {
        files.insert("muscles/broken.toml".to_owned(), b"name = ".to_vec());
        files.insert("muscles/latin.toml".to_owned(), vec![0xff, 0xfe]);
        replace(files, TOXIN, "unit = \"U\"", "unit = \"IU\"");
    });
    for part in [
        "muscles/broken.toml",
        "muscles/latin.toml: is not UTF-8",
        "IU",
    ] {
        assert!(
            problems.iter().any(|p| p.contains(part)),
            "{part}: {problems:?}"
        );
    }
}

#[test]
fn shares_of_a_pattern_must_sum_to_one() {
    check(
        |files| replace(files, "areas/glabella.toml", "share = 0.2", "share = 0.3"),
        &["areas/glabella.toml", "sum to"],
    );
}

#[test]
fn record_must_carry_the_name_of_its_file() {
    check(
        |files| {
            let bytes = files[TOXIN].clone();
            files.insert("products/toxins/other.toml".to_owned(), bytes);
        },
        &["products/toxins/other.toml", "not that of the file"],
    );
}

#[test]
fn hash_follows_every_byte_of_the_facts() {
    let files = Catalog::embedded_files();
    let shipped = Catalog::from_files(&files).unwrap().hash;
    let mut changed = files;
    changed.get_mut(TOXIN).unwrap().push(b'\n');
    assert_ne!(shipped, Catalog::from_files(&changed).unwrap().hash);
}

#[test]
fn every_assumption_states_itself() {
    let catalog = Catalog::embedded().unwrap();
    for source in catalog.sources.values() {
        if source.kind == catalog::SourceKind::Assumption {
            assert!(source.citation.len() > 30, "{} says too little", source.id);
        }
    }
}

#[test]
fn every_area_that_can_be_treated_says_where() {
    let catalog = Catalog::embedded().unwrap();
    for toxin in catalog.toxins.values() {
        for dose in &toxin.dose {
            let area = &catalog.areas[&dose.area];
            let placed = area
                .pattern
                .iter()
                .any(|p| p.agent == catalog::Agent::Toxin);
            assert!(placed, "{}: {} has no toxin pattern", toxin.name, area.name);
        }
    }
}

#[test]
fn nearest_names_come_best_first() {
    let names = ["glabellar", "forehead", "platysma-bands", "nasolabial"];
    assert_eq!(
        nearest("glabela", names).first().map(String::as_str),
        Some("glabellar")
    );
    assert_eq!(
        nearest("platysma", names).first().map(String::as_str),
        Some("platysma-bands")
    );
    assert!(nearest("xyz", names).is_empty());
}
