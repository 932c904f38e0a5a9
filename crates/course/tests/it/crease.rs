//! Crease memory over days and years.

use course::{Habit, Person, Population, Who, long_term, trajectory};

use crate::{MODELS, frown, ona};

/// Mean etched part of the glabella at an age, grades.
fn etched_at(age_years: f64) -> f64 {
    let population = Population::new(400, 3);
    let who = Who {
        age_years: Some(age_years),
        sex: None,
    };
    let sum: f64 = (0..400)
        .map(|i| {
            population
                .person(&MODELS, &frown(), &who, i)
                .baseline
                .etched
        })
        .sum();
    sum / 400.0
}

fn person(age_years: f64, etched: f64, dynamic: f64) -> Person {
    let who = Who {
        age_years: Some(age_years),
        sex: None,
    };
    let mut person = Population::new(1, 1).person(&MODELS, &frown(), &who, 0);
    person.baseline.etched = etched;
    person.baseline.dynamic = dynamic;
    person
}

#[test]
fn mean_glabella_has_no_line_at_rest_before_forty() {
    for age in [25.0, 30.0, 35.0, 39.0] {
        assert!(etched_at(age) < 0.5, "age {age}: {}", etched_at(age));
    }
}

#[test]
fn lines_at_rest_rise_sharply_after_forty_and_level_off_near_sixty() {
    let before = etched_at(38.0) - etched_at(28.0);
    let rise = etched_at(52.0) - etched_at(42.0);
    let late = etched_at(75.0) - etched_at(65.0);
    assert!(rise > 3.0 * before, "{before}, then {rise}");
    assert!(late < 0.5 * rise, "{rise}, then {late}");
}

#[test]
fn early_toxin_prevents_and_late_toxin_does_not_undo() {
    let habit = Habit {
        product: "onabotulinumtoxinA".to_owned(),
        units: 20.0,
        interval_d: 120.0,
    };
    let years = [1.0, 5.0, 10.0, 20.0, 30.0];
    let young = person(28.0, 0.1, 2.2);
    let without = long_term(&MODELS, &frown(), &young, None, &years).expect("known");
    let with = long_term(&MODELS, &frown(), &young, Some(&habit), &years).expect("known");
    assert!(without[4] > 0.8, "untreated: {without:?}");
    assert!(with[4] < 0.5 * without[4], "{with:?} against {without:?}");
    let old = person(68.0, 2.5, 1.5);
    let with = long_term(&MODELS, &frown(), &old, Some(&habit), &years).expect("known");
    assert!(with[1] > 1.9, "a deep crease stays: {with:?}");
}

#[test]
fn shallow_creases_relax_within_months_and_deep_ones_barely() {
    let relaxed = |etched: f64, day: f64| {
        let p = person(50.0, etched, 2.0);
        let course = trajectory(&MODELS, &frown(), &p, &ona(0.0, 20.0), &[day]).expect("known");
        100.0 * (1.0 - course.etched[0] / etched)
    };
    // Published: irregularity at rest −17 % at 30 d and −24 % at 90 d.
    assert!(
        (relaxed(1.0, 30.0) - 17.0).abs() < 6.0,
        "{}",
        relaxed(1.0, 30.0)
    );
    assert!(
        (relaxed(1.0, 90.0) - 24.0).abs() < 6.0,
        "{}",
        relaxed(1.0, 90.0)
    );
    assert!(relaxed(3.0, 90.0) < 0.5 * relaxed(1.0, 90.0));
}

#[test]
fn crease_depth_is_never_negative() {
    let mut models = MODELS.clone();
    models.what_if.crease_depth_shift = -5.0;
    let p = person(50.0, 1.0, 2.0);
    let course = trajectory(&models, &frown(), &p, &ona(0.0, 20.0), &[0.0, 90.0]).expect("known");
    assert!(course.etched.iter().all(|c| *c >= 0.0));
}
