//! What every law must do at any deformation.

use proptest::prelude::*;
use pulp::{Arch, Simd, WithSimd};

use super::*;
use crate::real::{MAX_LANES, Wide};

/// Step of the finite differences, which are good to its fourth power.
const STEP: f64 = 3e-4;

/// A rotation from four numbers that are not all small.
fn rotation() -> impl Strategy<Value = [f64; 9]> {
    prop::array::uniform4(-1.0..1.0_f64)
        .prop_filter("a quaternion with a length", |q| {
            q.iter().map(|x| x * x).sum::<f64>() > 0.01
        })
        .prop_map(|q| {
            let length = q.iter().map(|x| x * x).sum::<f64>().sqrt();
            let [w, x, y, z] = q.map(|x| x / length);
            [
                1.0 - 2.0 * (y * y + z * z),
                2.0 * (x * y - w * z),
                2.0 * (x * z + w * y),
                2.0 * (x * y + w * z),
                1.0 - 2.0 * (x * x + z * z),
                2.0 * (y * z - w * x),
                2.0 * (x * z - w * y),
                2.0 * (y * z + w * x),
                1.0 - 2.0 * (x * x + y * y),
            ]
        })
}

/// Principal stretches between 0.67 and 1.44 in any directions: J from 0.3 to 3.
fn deformation() -> impl Strategy<Value = [f64; 9]> {
    let stretches = prop::array::uniform3(0.67..1.44_f64);
    (rotation(), stretches, rotation())
        .prop_map(|(u, [a, b, c], v)| product(&u, &product(&diagonal(a, b, c), &v)))
}

/// Whether a family of fibres goes slack nearby, where the tangent jumps.
fn at_slack(law: &Law, f: &[f64; 9]) -> bool {
    let Law::HolzapfelGasserOgden(law) = law else {
        return false;
    };
    let at = Kinematics::new(*f);
    let (c, r) = (at.right_cauchy_green(), at.power_of_j(-2.0 / 3.0)[0]);
    [law.families.sin, -law.families.sin].iter().any(|&sin| {
        let h = law.structure(sin);
        let x = c[0] * h[0] + c[1] * h[1] + c[2] * h[2] + 2.0 * c[5] * h[5];
        (r * x - 1.0).abs() < 20.0 * STEP
    })
}

/// Central difference of the fourth order.
fn slope(step: f64, function: impl Fn(f64) -> f64) -> f64 {
    let near = function(step) - function(-step);
    let far = function(2.0 * step) - function(-2.0 * step);
    (8.0 * near - far) / (12.0 * step)
}

fn moved(f: &[f64; 9], entry: usize, by: f64) -> [f64; 9] {
    let mut f = *f;
    f[entry] += by;
    f
}

fn check_derivatives(
    law: &Law,
    f: &[f64; 9],
    step: f64,
    evaluate: impl Fn(&[f64; 9]) -> Evaluation,
) {
    let here = evaluate(f);
    let stress: [f64; 9] =
        std::array::from_fn(|entry| slope(step, |by| evaluate(&moved(f, entry, by)).energy));
    check(
        &format!("stress of {law:?}"),
        &here.stress,
        &stress,
        MU,
        1e-7,
    );
    for column in 0..9 {
        let tangent: [f64; 9] = std::array::from_fn(|row| {
            slope(step, |by| evaluate(&moved(f, column, by)).stress[row])
        });
        check(
            &format!("tangent of {law:?}"),
            &here.tangent.map(|row| row[column]),
            &tangent,
            MU,
            1e-6,
        );
        check(
            &format!("symmetry of {law:?}"),
            &here.tangent[column],
            &here.tangent.map(|row| row[column]),
            MU,
            1e-13,
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn stress_is_the_slope_of_energy_and_the_tangent_that_of_stress(f in deformation()) {
        for law in laws().iter().filter(|law| !at_slack(law, &f)) {
            check_derivatives(law, &f, STEP, |f| law.evaluate(f));
            check_derivatives(law, &f, STEP, |f| law.evaluate_distortion(f));
        }
    }

    #[test]
    fn pressure_is_the_slope_of_the_volumetric_energy(j in 0.3..3.0_f64) {
        for law in laws() {
            let here = law.evaluate_volumetric(j);
            for k in 0..2 {
                let expected = slope(STEP, |by| law.evaluate_volumetric(j + by)[k]);
                check(&format!("U of {law:?}"), &[here[k + 1]], &[expected], MU, 1e-7);
            }
        }
    }

    #[test]
    fn a_rotation_of_space_turns_the_stress_and_leaves_the_energy(
        f in deformation(),
        q in rotation(),
    ) {
        for law in laws().iter().filter(|law| !at_slack(law, &f)) {
            let (here, turned) = (law.evaluate(&f), law.evaluate(&product(&q, &f)));
            let what = format!("objectivity of {law:?}");
            check(&what, &[turned.energy], &[here.energy], MU, 1e-12);
            check(&what, &turned.stress, &product(&q, &here.stress), MU, 1e-12);
        }
    }

    #[test]
    fn the_moment_of_the_stress_vanishes(f in deformation()) {
        for law in laws() {
            let kirchhoff = product(&law.evaluate(&f).stress, &transposed(&f));
            check(&format!("{law:?}"), &kirchhoff, &transposed(&kirchhoff), MU, 1e-12);
        }
    }

    #[test]
    fn lanes_hold_what_single_numbers_give(
        many in prop::collection::vec(deformation(), MAX_LANES),
    ) {
        for law in laws() {
            Arch::new().dispatch(Lanes { law, many: &many });
        }
    }
}

/// The law in all lanes of the machine at once, compared lane by lane.
struct Lanes<'a> {
    law: Law,
    many: &'a [[f64; 9]],
}

impl WithSimd for Lanes<'_> {
    type Output = ();

    fn with_simd<S: Simd>(self, simd: S) {
        let zero = Wide::splat(simd, 0.0);
        let wide_f = std::array::from_fn(|entry| {
            Wide::load(simd, &std::array::from_fn(|lane| self.many[lane][entry]))
        });
        let mut wide = Rest {
            stress: [zero; 9],
            tangent: [[zero; 9]; 9],
        };
        let at = Kinematics::new(wide_f);
        let found = self.law.distortion(&at, &mut wide);
        let pressure = self.law.volumetric(at.j);
        for (lane, f) in self.many.iter().take(S::F64_LANES).enumerate() {
            let mut rest = Rest {
                stress: [0.0; 9],
                tangent: [[0.0; 9]; 9],
            };
            let at = Kinematics::new(*f);
            let expected = self.law.distortion(&at, &mut rest);
            let of = |x: Wide<S>| x.store()[lane];
            let same = |found: &[f64], expected: &[f64]| {
                check(&format!("{:?}", self.law), found, expected, MU, 1e-12);
            };
            let [first, second] = found.by_j.map(of);
            same(
                &[of(found.energy), of(found.shear), first, second],
                &[
                    expected.energy,
                    expected.shear,
                    expected.by_j[0],
                    expected.by_j[1],
                ],
            );
            same(&pressure.map(of), &self.law.volumetric(at.j));
            assert_eq!(found.has_rest, expected.has_rest);
            same(&wide.stress.map(of), &rest.stress);
            for (row, expected) in wide.tangent.iter().zip(&rest.tangent) {
                same(&row.map(of), expected);
            }
        }
    }
}

#[test]
fn energy_and_stress_vanish_at_rest() {
    for law in laws() {
        for at in [law.evaluate(&IDENTITY), law.evaluate_distortion(&IDENTITY)] {
            check(&format!("{law:?}"), &[at.energy], &[0.0], MU, 1e-15);
            check(&format!("{law:?}"), &at.stress, &[0.0; 9], MU, 1e-15);
        }
    }
}

#[test]
fn a_point_is_continued_smoothly_through_inversion() {
    let squeezed = |j: f64| {
        product(
            &[0.8, 0.3, 0.1, -0.2, 1.1, 0.4, 0.0, 0.2, 1.2],
            &diagonal(1.0, 1.0, j),
        )
    };
    let unit = Kinematics::new(squeezed(1.0)).j;
    for law in laws() {
        let at = |j: f64| law.evaluate(&squeezed(j / unit));
        let above = at(J_CONTINUED * (1.0 + 1e-11));
        let below = at(J_CONTINUED * (1.0 - 1e-11));
        let what = format!("{law:?}");
        check(&what, &[below.energy], &[above.energy], MU, 1e-9);
        check(&what, &below.stress, &above.stress, MU, 1e-9);
        check(
            &what,
            below.tangent.as_flattened(),
            above.tangent.as_flattened(),
            MU,
            1e-9,
        );
        for j in [0.05, -0.05, -0.5] {
            // The exponentials are steep here.
            check_derivatives(&law, &squeezed(j / unit), 2e-5, |f| law.evaluate(f));
        }
        let inverted = at(-0.5);
        assert!(inverted.energy > above.energy, "{law:?} resists inversion");
    }
}
