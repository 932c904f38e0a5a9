//! Contact: patch test, Hertz, a slit whose sides slide on each other.

use tissue::contact::cases::{hertz, move_lips, patch};

#[test]
fn pressure_passes_between_meshes_that_do_not_match() {
    for (lower, upper) in [(3, 3), (3, 4), (4, 6), (2, 7)] {
        let patch = patch(lower, upper).expect("solves");
        eprintln!("{lower} {upper} {patch:?}");
    }
}

#[test]
fn a_paraboloid_on_a_plate_follows_hertz() {
    for n in [4, 6] {
        let hertz = hertz(n).expect("solves");
        eprintln!("{n} {hertz:?}");
    }
}

#[test]
fn lips_slide() {
    for by in [[0.0, 0.0, -0.8], [2.0, 0.0, -0.8], [3.0, 1.0, -1.0]] {
        let (slit, _) = move_lips(3, true, by).expect("solves");
        eprintln!("{by:?} {slit:?}");
    }
}

#[test]
fn lips_apart_behave_as_if_there_were_no_contact() {
    let by = [0.3, 0.0, 1.0];
    let (_, with) = move_lips(3, true, by).expect("solves");
    let (_, without) = move_lips(3, false, by).expect("solves");
    assert_eq!(with.displacement, without.displacement);
}
