//! People, raters and forecasts.

use course::{
    Error, Observation, Person, Rater, Seen, Treatment, Who, draw_people, forecast, milestones,
};

use crate::{MODELS, frown, ona};

fn drawn(rest: f64, expression: f64, age_years: f64) -> Vec<Person> {
    let seen = [Observation {
        rater: Rater::Investigator,
        rest: Seen::Grade(rest),
        expression: Seen::Grade(expression),
    }];
    let who = Who {
        age_years: Some(age_years),
        sex: None,
    };
    draw_people(
        &MODELS,
        &frown(),
        &who,
        &seen,
        &Treatment::default(),
        300,
        7,
    )
    .expect("fits")
}

fn mean(people: &[Person], of: impl Fn(&Person) -> f64) -> f64 {
    people.iter().map(of).sum::<f64>() / people.len() as f64
}

#[test]
fn same_seed_gives_the_same_people() {
    assert_eq!(drawn(1.0, 3.0, 45.0), drawn(1.0, 3.0, 45.0));
}

#[test]
fn people_look_as_they_were_seen() {
    for (rest, expression) in [(0.0, 2.0), (1.0, 3.0), (2.0, 3.0), (0.0, 1.0), (1.0, 2.0)] {
        let people = drawn(rest, expression, 48.0);
        let r = mean(&people, |p| p.baseline.rest());
        let e = mean(&people, |p| p.baseline.expression());
        // The best grade stands for everything up to half a grade, and readings err.
        assert!((r - rest).abs() < 0.65, "rest {rest}: {r}");
        // Beyond the worst grade the scale is blind.
        let above = if expression == 3.0 { 1.2 } else { 0.7 };
        let gap = e - expression;
        assert!(gap > -0.7 && gap < above, "expression {expression}: {e}");
        assert!(
            people
                .iter()
                .all(|p| p.baseline.expression() >= p.baseline.rest())
        );
    }
}

#[test]
fn worst_grade_may_truly_be_worse_than_the_scale() {
    let people = drawn(1.0, 3.0, 48.0);
    assert!(people.iter().any(|p| p.baseline.expression() > 3.2));
}

#[test]
fn treatment_moves_the_grade_at_once_seen_and_nothing_else_does() {
    let people = drawn(1.0, 3.0, 48.0);
    let days = [0.0, 14.0, 30.0, 90.0, 180.0, 365.0];
    let target = frown();
    let see = |treatment: &Treatment| {
        forecast(
            &MODELS,
            &target,
            &people,
            treatment,
            &days,
            Rater::Investigator,
        )
        .expect("known")
    };
    let (nothing, toxin) = (see(&Treatment::default()), see(&ona(0.0, 20.0)));
    for band in &nothing.expression {
        assert!((band.mean - nothing.expression[0].mean).abs() < 0.15);
    }
    assert!(nothing.expression[2].mean - toxin.expression[2].mean > 1.0);
    assert!((nothing.expression[5].mean - toxin.expression[5].mean).abs() < 0.4);
    for band in toxin.expression.iter().chain(&toxin.rest) {
        assert!(band.lower <= band.mean + 1e-9 && band.mean <= band.upper + 1e-9);
    }
}

#[test]
fn response_removed_or_doubled_changes_the_forecast() {
    let people = drawn(1.0, 3.0, 48.0);
    let at_30 = |response: f64| {
        let mut models = MODELS.clone();
        models.what_if.toxin_response = response;
        let days = [30.0];
        let rater = Rater::Investigator;
        let see = forecast(&models, &frown(), &people, &ona(0.0, 20.0), &days, rater);
        see.expect("known").true_expression[0].mean
    };
    let untreated = mean(&people, |p| p.baseline.expression());
    assert!((at_30(0.0) - untreated).abs() < 0.02);
    assert!(at_30(1.0) < untreated - 1.0);
    assert!(at_30(2.0) < at_30(1.0));
}

#[test]
fn earlier_treatment_hides_what_comes_back() {
    let seen = [Observation {
        rater: Rater::Investigator,
        rest: Seen::Grade(0.0),
        expression: Seen::Grade(1.0),
    }];
    let who = Who::default();
    let fresh = draw_people(
        &MODELS,
        &frown(),
        &who,
        &seen,
        &Treatment::default(),
        200,
        7,
    );
    let treated = draw_people(&MODELS, &frown(), &who, &seen, &ona(-42.0, 20.0), 200, 7);
    let untreated = |people: &[Person]| mean(people, |p| p.baseline.expression());
    let (fresh, treated) = (fresh.expect("fits"), treated.expect("fits"));
    assert!(untreated(&treated) > untreated(&fresh) + 0.5);
}

#[test]
fn effect_begins_within_days_and_goes_within_months() {
    let people = drawn(1.0, 3.0, 45.0);
    let none = Treatment::default();
    let m = milestones(&MODELS, &frown(), &people, &none, &ona(0.0, 20.0), 400.0).expect("known");
    assert!(m.onset_d.mean > 0.3 && m.onset_d.mean < 5.0, "{m:?}");
    assert!(m.peak_d.mean > 4.0 && m.peak_d.mean < 60.0, "{m:?}");
    assert!(m.gone_d.mean > 90.0 && m.gone_d.mean < 220.0, "{m:?}");
    assert!(m.gone_d.lower < m.gone_d.mean && m.gone_d.mean < m.gone_d.upper);
}

#[test]
fn unknown_product_is_named_with_those_that_exist() {
    let people = drawn(1.0, 3.0, 45.0);
    let mut treatment = ona(0.0, 20.0);
    treatment.toxin[0].product = "nonsense".to_owned();
    let error = forecast(
        &MODELS,
        &frown(),
        &people,
        &treatment,
        &[1.0],
        Rater::Investigator,
    );
    assert!(matches!(error, Err(Error::UnknownToxin { .. })));
    let mut treatment = ona(0.0, f64::NAN);
    treatment.toxin[0].units = f64::NAN;
    let error = forecast(
        &MODELS,
        &frown(),
        &people,
        &treatment,
        &[1.0],
        Rater::Investigator,
    );
    assert!(matches!(error, Err(Error::BadNumber { .. })));
}
