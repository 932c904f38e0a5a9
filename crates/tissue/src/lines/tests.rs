//! Folding of stacks against tables of others.

use super::*;
use crate::law::{IsochoricNeoHookean, Law, NeoHookean};

fn solid(shear: f64) -> Solid {
    Solid::Incompressible { shear }
}

fn table(name: &str) -> Vec<Vec<f64>> {
    let text = include_str!("../../../../reference/lines/expected.csv");
    let rows = text.lines().filter(|line| line.starts_with(name));
    rows.map(|line| {
        let numbers = line.split(',').skip(1);
        numbers.filter_map(|word| word.parse().ok()).collect()
    })
    .collect()
}

fn near(found: f64, expected: f64, relative: f64) {
    assert!(
        (found / expected - 1.0).abs() < relative,
        "{found}, expected {expected}"
    );
}

#[test]
fn a_film_on_a_half_space_folds_as_tabulated() {
    let rows = table("film");
    assert_eq!(rows.len(), 12);
    for row in rows {
        let onset = Stack::film_on_half_space(1.0, solid(row[0]), solid(1.0))
            .onset()
            .expect("it folds");
        near(onset.strain, row[1], 1e-3);
        near(onset.wavelength, row[2], 2e-3);
    }
}

#[test]
fn a_film_on_a_held_layer_folds_as_tabulated() {
    let rows = table("layer");
    assert_eq!(rows.len(), 20);
    for row in rows {
        let layer = |thickness, shear| Layer {
            thickness,
            solid: solid(shear),
            pre_stretch: 1.0,
        };
        let stack = Stack {
            layers: vec![layer(1.0, row[0]), layer(row[1], 1.0)],
            base: Base::Rigid,
            lateral: Lateral::Held,
        };
        let onset = stack.onset().expect("it folds");
        near(onset.strain, row[2], 1e-3);
        near(onset.wavelength, row[3], 2e-3);
    }
}

#[test]
fn a_growing_film_folds_as_tabulated() {
    let rows = table("growth");
    assert_eq!(rows.len(), 7);
    for row in rows {
        let (growth, wavelength) = (row[1], row[2]);
        let grown = |growth: f64| {
            let mut stack = Stack::film_on_half_space(1.0, solid(row[0]), solid(1.0));
            stack.layers[0].pre_stretch = 1.0 / growth;
            stack
        };
        let least = |growth: f64| {
            let waves = (-20..=20).map(|i| wavelength * 1.01_f64.powi(i));
            let at = |wave: f64| (grown(growth).resistance(0.0, wave).expect("layers"), wave);
            let lowest = waves.map(at).min_by(|a, b| a.0.total_cmp(&b.0));
            lowest.expect("waves")
        };
        let excess = growth - 1.0;
        assert!(least(1.0 + 0.998 * excess).0 > 0.0);
        assert!(least(1.0 + 1.002 * excess).0 < 0.0);
    }
}

#[test]
fn a_half_space_loses_its_surface_at_biots_strain() {
    for (lateral, strain) in [
        (Lateral::Held, 0.45631),
        (Lateral::Free, 0.5562),
        (Lateral::Equal, 0.3339),
    ] {
        let stack = Stack {
            layers: Vec::new(),
            base: Base::HalfSpace(solid(1.0)),
            lateral,
        };
        near(stack.onset().expect("it folds").strain, strain, 2e-4);
    }
}

#[test]
fn nearly_incompressible_laws_fold_as_incompressible_ones() {
    let near_law = |shear: f64| {
        Solid::Compressible(Law::NeoHookean(NeoHookean {
            mu: shear,
            lambda: 1e4 * shear,
        }))
    };
    let stack = Stack::film_on_half_space(1.0, near_law(10.0), near_law(1.0));
    let onset = stack.onset().expect("it folds");
    near(onset.strain, 0.105_223, 1e-3);
    near(onset.wavelength, 11.457, 2e-3);
    let isochoric = |shear: f64| {
        let law = IsochoricNeoHookean {
            mu: shear,
            kappa: 1e4 * shear,
        };
        Solid::Compressible(Law::IsochoricNeoHookean(law))
    };
    let stack = Stack::film_on_half_space(1.0, isochoric(10.0), isochoric(1.0));
    near(stack.onset().expect("it folds").strain, 0.105_223, 1e-3);
}

#[test]
fn a_layer_cut_in_two_folds_as_one() {
    let layer = |thickness, shear| Layer {
        thickness,
        solid: solid(shear),
        pre_stretch: 1.0,
    };
    let stack = |layers: Vec<Layer>| {
        let stack = Stack {
            layers,
            base: Base::Sliding,
            lateral: Lateral::Held,
        };
        stack.onset().expect("it folds")
    };
    let whole = stack(vec![layer(1.0, 12.0), layer(5.0, 1.0)]);
    let cut = stack(vec![
        layer(0.3, 12.0),
        layer(0.7, 12.0),
        layer(2.0, 1.0),
        layer(3.0, 1.0),
    ]);
    near(cut.strain, whole.strain, 1e-6);
    near(cut.wavelength, whole.wavelength, 1e-4);
}

#[test]
fn scale_changes_the_wavelength_alone() {
    let one = Stack::film_on_half_space(1.0, solid(20.0), solid(1.0));
    let large = Stack::film_on_half_space(1.3, solid(4.0), solid(0.2));
    let (one, large) = (
        one.onset().expect("it folds"),
        large.onset().expect("it folds"),
    );
    near(large.strain, one.strain, 1e-6);
    near(large.wavelength, 1.3 * one.wavelength, 1e-4);
}

#[test]
fn tension_in_the_film_puts_folds_off() {
    let mut stack = Stack::film_on_half_space(1.0, solid(20.0), solid(1.0));
    let slack = stack.onset().expect("it folds").strain;
    stack.layers[0].pre_stretch = 1.05;
    let tight = stack.onset().expect("it folds").strain;
    assert!((0.04..0.06).contains(&(tight - slack)), "{}", tight - slack);
}

#[test]
fn layers_that_are_none_are_refused() {
    let stack = Stack::film_on_half_space(0.0, solid(20.0), solid(1.0));
    assert!(matches!(stack.onset(), Err(LinesError::Layer { .. })));
    let stack = Stack::film_on_half_space(1.0, solid(f64::NAN), solid(1.0));
    assert!(matches!(stack.onset(), Err(LinesError::Layer { .. })));
}
