//! Charts on the patient's face.

use consult::case::{Format, read};
use consult::{ScanFiles, Surface};
use scraper::{Html, Selector};

use crate::catalog;

/// Largest picture of a page, characters of base64.
const LARGEST: usize = 400_000;

const CASE: &str = r#"
[patient]
age_years = 45
sex = "female"
[[finding]]
rhytid = "crows-feet"
at_rest = 1
at_expression = 3
wish = "soften"
[[finding]]
area = "axilla"
grade = 4
wish = "soften"
"#;

fn page() -> String {
    let catalog = catalog();
    let models = course::Models::from_catalog(&catalog).expect("the shipped constants load");
    let case = read(CASE.as_bytes(), "case.toml", Format::Toml, &catalog).expect("a good case");
    let surface = Surface::of(&catalog, &case, &ScanFiles::new()).expect("a face");
    let options = consult::Options::default();
    let answer = consult::consult(&catalog, &models, &case, Some(&surface), options);
    report::report_html(&answer.expect("an answer"), &catalog, Some(&surface))
}

#[test]
fn charts_hold_small_pictures_and_are_described() {
    let page = page();
    let document = Html::parse_document(&page);
    assert!(document.errors.is_empty(), "{:?}", document.errors);
    let select = |query: &str| Selector::parse(query).expect("a valid selector");
    let images: Vec<&str> = document
        .select(&select("#chart svg image"))
        .filter_map(|image| image.value().attr("href"))
        .collect();
    assert_eq!(images.len(), 3, "front, right and left");
    for image in &images {
        assert!(image.starts_with("data:image/png;base64,"));
        assert!(image.len() < LARGEST, "{}", image.len());
    }
    let charts = select("#chart svg[role=img]");
    assert_eq!(
        document.select(&charts).count(),
        4,
        "and the armpits, drawn"
    );
    for chart in document.select(&charts) {
        for words in ["title", "desc"] {
            let text: String = chart
                .select(&select(words))
                .flat_map(|e| e.text())
                .collect();
            assert!(!text.trim().is_empty(), "{words}");
        }
    }
    assert!(page.contains("built-in face of a mean woman of 45 years"));
    assert!(page.contains("Under the points"));
}
