//! The patient's pages.

use consult::answer::{AlertLevel, Answer, Choice};
use consult::case::Wish;
use scraper::{Html, Selector};

use crate::{catalog, support};

/// Highest Flesch–Kincaid grade that a reader of about twelve manages.
const READING_GRADE: f64 = 6.5;

fn text(answer: &Answer) -> String {
    let page = report::patient_html(answer, &catalog());
    let document = Html::parse_document(&page);
    let main = Selector::parse("p, li, dd").expect("a valid selector");
    let blocks = document.select(&main).map(|e| e.text().collect::<String>());
    blocks.map(|b| b.trim().to_owned() + "\n").collect()
}

/// Flesch–Kincaid grade: 0.39 words a sentence + 11.8 syllables a word − 15.59.
///
/// # Source
/// Kincaid JP et al. 1975, Derivation of new readability formulas for Navy enlisted personnel.
fn reading_grade(text: &str) -> f64 {
    let sentences = text
        .split(['.', '?', '!', ':', ';', '\n'])
        .filter(|s| s.trim().len() > 2);
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|w| w.chars().any(char::is_alphabetic))
        .collect();
    let syllables: usize = words.iter().map(|w| syllables(w)).sum();
    let n = words.len() as f64;
    0.39 * n / sentences.count() as f64 + 11.8 * syllables as f64 / n - 15.59
}

fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let vowel = |c: char| "aeiouy".contains(c);
    let groups = letters
        .windows(2)
        .filter(|w| vowel(w[1]) && !vowel(w[0]))
        .count()
        + usize::from(letters.first().is_some_and(|&c| vowel(c)));
    let silent = word
        .trim_end_matches(|c: char| !c.is_alphabetic())
        .ends_with('e')
        && groups > 1;
    groups.saturating_sub(usize::from(silent)).max(1)
}

#[test]
fn a_twelve_year_old_can_read_it() {
    let grade = reading_grade(&text(&support::sample()));
    assert!(grade < READING_GRADE, "Flesch–Kincaid grade {grade:.1}");
}

#[test]
fn it_names_no_dose_and_no_product() {
    let text = text(&support::sample());
    for word in ["onabotulinumtoxinA", "voluma", "20 U", "mL"] {
        assert!(!text.contains(word), "{word}");
    }
}

#[test]
fn times_come_from_the_forecasts() {
    let text = text(&support::sample());
    assert!(
        text.contains("3 to 5 months in 8 of 10 people like you"),
        "{text}"
    );
}

#[test]
fn pregnancy_is_told_kindly_and_first() {
    let mut answer = support::sample();
    answer.plan = None;
    answer.alerts[1].level = AlertLevel::Stop;
    answer.alerts[1].code = "pregnant".into();
    let text = text(&answer);
    assert!(text.contains("You are pregnant"));
    assert!(text.find("You are pregnant") < text.find("Your face muscles"));
}

#[test]
fn an_untrained_injector_is_named_as_the_reason() {
    let mut answer = support::sample();
    answer.plan = None;
    answer.alerts[1].code = "gate-untrained".into();
    assert!(text(&answer).contains("training"));
    assert!(text(&answer).contains("No injection is planned"));
}

#[test]
fn a_line_to_keep_is_left_alone() {
    let mut answer = support::sample();
    answer.findings.truncate(1);
    answer.findings[0].answer = Choice::Neither;
    answer.findings[0].wish = Some(Wish::Keep);
    assert!(text(&answer).contains("leave it as it is"));
}

#[test]
fn a_drooping_lid_is_told_to_wait_with_its_time() {
    assert!(text(&support::sample()).contains("3 to 8 weeks from now"));
}

#[test]
fn a_stop_offers_no_other_treatment_in_its_place() {
    let mut answer = support::sample();
    answer.plan = None;
    answer.alerts[1].code = "pregnant".into();
    answer.findings.retain(|f| f.answer == Choice::Refer);
    let text = text(&answer);
    assert!(!text.contains("You may ask about"), "{text}");
}
