//! Every example of the repository as its readers see it.

use std::path::PathBuf;

use consult::answer::Answer;
use consult::case::{Format, read};
use scraper::{Html, Selector};

use crate::catalog;

fn examples() -> Vec<(String, Answer)> {
    let catalog = catalog();
    let models = course::Models::from_catalog(&catalog).expect("the shipped constants load");
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples"));
    let files = std::fs::read_dir(folder).expect("the folder of examples");
    let mut paths: Vec<PathBuf> = files.filter_map(Result::ok).map(|f| f.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    paths.sort();
    let answer = |path: &PathBuf| {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).expect("a readable example");
        let case = read(&bytes, &name, Format::Toml, &catalog).expect("a good example");
        let options = consult::Options::default();
        let answer = consult::consult(&catalog, &models, &case, options).expect("an answer");
        (name, answer)
    };
    paths.iter().map(answer).collect()
}

fn check(name: &str, page: &str) {
    let document = Html::parse_document(page);
    assert!(document.errors.is_empty(), "{name}: {:?}", document.errors);
    assert!(!page.contains("NaN"), "{name}");
    let ids = Selector::parse("[id]").expect("a valid selector");
    let ids: Vec<&str> = document
        .select(&ids)
        .filter_map(|e| e.value().attr("id"))
        .collect();
    let links = Selector::parse("a[href]").expect("a valid selector");
    for href in document
        .select(&links)
        .filter_map(|a| a.value().attr("href"))
    {
        assert!(
            ids.contains(&href.trim_start_matches('#')),
            "{name}: {href}"
        );
    }
    assert!(!page.contains("(no record of this source)"), "{name}");
}

#[test]
fn every_example_makes_whole_pages() {
    let catalog = catalog();
    let examples = examples();
    assert!(!examples.is_empty());
    for (name, answer) in examples {
        check(&name, &report::report_html(&answer, &catalog));
        check(&name, &report::patient_html(&answer, &catalog));
        assert!(
            !report::summary_text(&answer, &catalog, 80).contains("NaN"),
            "{name}"
        );
    }
}
