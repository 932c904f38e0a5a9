//! The pages as documents.

use std::collections::BTreeSet;

use consult::answer::{Answer, Band};
use scraper::{Html, Selector};

use crate::{catalog, support};

fn pages(answer: &Answer) -> Vec<(&'static str, String)> {
    let catalog = catalog();
    vec![
        ("report", report::report_html(answer, &catalog)),
        ("patient", report::patient_html(answer, &catalog)),
        (
            "comparison",
            report::compare(&catalog, &[])
                .expect("the classes exist")
                .to_html(),
        ),
    ]
}

fn select(query: &str) -> Selector {
    Selector::parse(query).expect("a valid selector")
}

#[test]
fn pages_are_well_formed() {
    for (name, page) in pages(&support::sample()) {
        let document = Html::parse_document(&page);
        assert!(document.errors.is_empty(), "{name}: {:?}", document.errors);
    }
}

#[test]
fn pages_load_nothing() {
    for (name, page) in pages(&support::sample()) {
        let document = Html::parse_document(&page);
        let loaders = select("script, link, img, iframe, object, embed, video, audio, base, form");
        assert_eq!(document.select(&loaders).count(), 0, "{name}");
        for element in document.select(&select("[src], [href], [srcset], [style]")) {
            let element = element.value();
            for attribute in ["src", "href", "srcset", "style"] {
                let value = element.attr(attribute).unwrap_or_default();
                assert!(
                    value.is_empty() || value.starts_with('#'),
                    "{name}: {attribute}={value}"
                );
            }
        }
        for style in document.select(&select("style")) {
            let text: String = style.text().collect();
            assert!(
                !text.contains("@import") && !text.contains("url("),
                "{name}"
            );
        }
    }
}

#[test]
fn every_link_into_the_page_resolves_and_no_id_stands_twice() {
    for (name, page) in pages(&support::sample()) {
        let document = Html::parse_document(&page);
        let mut ids = BTreeSet::new();
        for element in document.select(&select("[id]")) {
            let id = element.value().attr("id").unwrap_or_default();
            assert!(ids.insert(id), "{name}: {id} stands twice");
        }
        let links = select("a[href]");
        for href in document
            .select(&links)
            .filter_map(|a| a.value().attr("href"))
        {
            assert!(ids.contains(href.trim_start_matches('#')), "{name}: {href}");
        }
    }
}

#[test]
fn assumptions_are_numbered_apart_from_sources() {
    let page = report::report_html(&support::sample(), &catalog());
    let document = Html::parse_document(&page);
    let text: String = document
        .select(&select("#assumption-1"))
        .flat_map(|e| e.text())
        .collect();
    assert!(text.starts_with("A1"), "{text}");
    assert!(text.contains("Assumption"), "{text}");
}

#[test]
fn headings_never_skip_a_level() {
    for (name, page) in pages(&support::sample()) {
        let document = Html::parse_document(&page);
        let mut last = 0;
        for heading in document.select(&select("h1, h2, h3, h4")) {
            let level: u32 = heading.value().name()[1..]
                .parse()
                .expect("a heading's level");
            assert!(level <= last + 1, "{name}: h{level} after h{last}");
            last = level;
        }
    }
}

const HOSTILE: &str = "</style><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\u{1b}[31m";

fn hostile() -> Answer {
    let json = serde_json::to_value(support::sample()).expect("the sample is JSON");
    let keep = [
        "format", "side", "option", "answer", "level", "label", "sex", "wish", "advises",
    ];
    serde_json::from_value(poisoned(json, "", &keep)).expect("only texts were changed")
}

fn poisoned(value: serde_json::Value, key: &str, keep: &[&str]) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::String(text) if keep.contains(&key) => Value::String(text),
        Value::String(text) => Value::String(text + HOSTILE),
        Value::Array(all) => all.into_iter().map(|v| poisoned(v, key, keep)).collect(),
        Value::Object(map) => map
            .into_iter()
            .map(|(k, v)| (k.clone(), poisoned(v, &k, keep)))
            .collect(),
        other => other,
    }
}

#[test]
fn hostile_texts_stay_texts() {
    let answer = hostile();
    for (name, page) in pages(&answer) {
        let document = Html::parse_document(&page);
        assert_eq!(document.select(&select("script, img")).count(), 0, "{name}");
        assert_eq!(document.select(&select("[onerror]")).count(), 0, "{name}");
    }
    assert!(!report::summary_text(&answer, &catalog(), 80).contains('\u{1b}'));
}

#[test]
fn a_number_that_is_none_is_never_shown() {
    let mut answer = support::sample();
    let none = Band {
        mean: f64::NAN,
        lower: f64::NEG_INFINITY,
        upper: f64::INFINITY,
    };
    for finding in &mut answer.findings {
        finding.parts.dynamic = none;
        finding.gone_day = Some(none);
        for option in &mut finding.options {
            option.improvement = none;
            option.wish_met_percent = f64::NAN;
            option.gone_day = Some(none);
            option.days.iter_mut().for_each(|d| d.at_rest = Some(none));
        }
    }
    let summary = report::summary_text(&answer, &catalog(), 100);
    let all = pages(&answer).into_iter().chain([("summary", summary)]);
    for (name, text) in all {
        assert!(!text.contains("NaN"), "{name}");
        assert!(!text.contains(">inf") && !text.contains(" inf "), "{name}");
    }
}

#[test]
fn the_same_answer_gives_the_same_bytes() {
    assert_eq!(pages(&support::sample()), pages(&support::sample()));
}
