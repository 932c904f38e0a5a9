//! Muscles that were not meant.

use course::{OffTarget, Seen, Who, off_target};

use crate::{MODELS, frown, ona};

/// A lid that droops by `grade` twelve days after a treatment of the glabella.
fn drooping(grade: f64) -> OffTarget {
    let doses = ona(-12.0, 20.0).toxin;
    let days = [0.0, 14.0, 28.0, 56.0, 84.0];
    let seen = Seen::Grade(grade);
    let who = Who::default();
    off_target(
        &MODELS,
        "lid-levator",
        &frown(),
        &who,
        seen,
        &doses,
        &days,
        200,
        7,
    )
    .expect("fits")
}

#[test]
fn weak_droop_goes_within_weeks_and_a_strong_one_takes_longer() {
    let (weak, strong) = (drooping(1.0), drooping(3.0));
    assert!(
        weak.gone_d.mean > 5.0 && weak.gone_d.mean < 70.0,
        "{:?}",
        weak.gone_d
    );
    assert!(
        strong.gone_d.mean > weak.gone_d.mean + 14.0,
        "{:?}",
        strong.gone_d
    );
    assert!(strong.gone_d.upper < 250.0, "{:?}", strong.gone_d);
}

#[test]
fn droop_begins_as_seen_and_fades() {
    for grade in [1.0, 2.0, 3.0] {
        let course = drooping(grade);
        assert!(
            (course.severity[0].mean - grade).abs() < 0.5,
            "{grade}: {:?}",
            course.severity[0]
        );
        assert!(course.severity[4].mean < course.severity[0].mean);
    }
}

#[test]
fn no_dose_nearby_leaves_the_prior_without_a_droop() {
    let who = Who::default();
    let course = off_target(
        &MODELS,
        "lid-levator",
        &frown(),
        &who,
        Seen::Unknown,
        &[],
        &[0.0],
        50,
        7,
    );
    assert!(course.expect("fits").severity[0].mean < 1e-9);
}
