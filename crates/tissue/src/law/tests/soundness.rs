//! Moduli at rest, and constants that no solid has.

use super::*;

/// Stiffness of an isotropic linear solid with bulk modulus κ and shear modulus μ.
fn linear(kappa: f64, mu: f64) -> [[f64; 9]; 9] {
    let delta = |a: usize, b: usize| if a == b { 1.0 } else { 0.0 };
    std::array::from_fn(|p| {
        std::array::from_fn(|q| {
            let (i, j, k, l) = (p / 3, p % 3, q / 3, q % 3);
            (kappa - 2.0 / 3.0 * mu) * delta(i, j) * delta(k, l)
                + mu * (delta(i, k) * delta(j, l) + delta(i, l) * delta(j, k))
        })
    })
}

#[track_caller]
fn check_isotropic(law: &Law, kappa: f64) {
    let expected = linear(kappa, law.shear_modulus());
    let found = law.evaluate(&IDENTITY).tangent;
    check(
        &format!("{law:?}"),
        found.as_flattened(),
        expected.as_flattened(),
        0.0,
        1e-14,
    );
}

#[test]
fn isotropic_laws_have_the_stated_moduli_at_rest() {
    for law in laws() {
        let kappa = match law {
            Law::NeoHookean(_) | Law::Custom(_) => KAPPA + 2.0 / 3.0 * MU,
            Law::BlatzKo(_) => 5.0 / 3.0 * MU,
            Law::Guccione(_) => continue,
            _ => KAPPA,
        };
        check_isotropic(&law, kappa);
    }
    check_isotropic(&Law::Guccione(Guccione::isotropic(2.0, 3.0, KAPPA)), KAPPA);
}

#[test]
fn guccione_shears_at_rest_as_stated() {
    let tangent = Law::Guccione(GUCCIONE).evaluate(&IDENTITY).tangent;
    let [along, across] = [0.5 * 2.0 * 4.0, 0.5 * 2.0 * 2.0];
    check(
        "12, 13, 23",
        &[tangent[1][1], tangent[2][2], tangent[5][5]],
        &[along, along, across],
        0.0,
        1e-14,
    );
}

#[test]
fn constructors_reach_the_given_moduli() {
    let (young, poisson) = (3.0, 0.48);
    let kappa = young / (3.0 * (1.0 - 2.0 * poisson));
    let mu = young / (2.0 * (1.0 + poisson));
    for law in [
        Law::NeoHookean(NeoHookean::from_young(young, poisson)),
        Law::IsochoricNeoHookean(IsochoricNeoHookean::from_young(young, poisson)),
        Law::MooneyRivlin(MooneyRivlin::with_poisson(0.3 * mu, 0.2 * mu, poisson)),
        Law::Yeoh(Yeoh::with_poisson([0.5 * mu, 0.1, 0.02], poisson)),
        Law::HolzapfelGasserOgden(HolzapfelGasserOgden::aligned(
            mu,
            1.0,
            1.0,
            Families::ONE,
            poisson,
        )),
    ] {
        check("shear modulus", &[law.shear_modulus()], &[mu], 0.0, 1e-14);
        check_isotropic(&law, kappa);
    }
    check_isotropic(&Law::BlatzKo(BlatzKo::from_young(young)), young / 1.5);
}

#[test]
fn sound_constants_have_no_problem() {
    for law in laws() {
        assert_eq!(law.problem(), None);
    }
}

#[test]
fn constants_that_no_solid_has_are_named() {
    let hgo = fibres(0.1, Families::ONE);
    let unsound = [
        Law::IsochoricNeoHookean(IsochoricNeoHookean {
            mu: MU,
            kappa: f64::INFINITY,
        }),
        Law::IsochoricNeoHookean(IsochoricNeoHookean::from_shear(1.0, 0.5)),
        Law::MooneyRivlin(MooneyRivlin {
            c10: -0.1,
            ..MOONEY_RIVLIN
        }),
        Law::MooneyRivlin(MooneyRivlin {
            c01: f64::NAN,
            ..MOONEY_RIVLIN
        }),
        Law::Yeoh(Yeoh {
            c: [0.65, -0.4, 0.05],
            ..YEOH
        }),
        Law::Yeoh(Yeoh {
            c: [0.65, 0.1, -0.05],
            ..YEOH
        }),
        Law::BlatzKo(BlatzKo { mu: 0.0 }),
        Law::HolzapfelGasserOgden(HolzapfelGasserOgden {
            dispersion: 0.4,
            ..hgo
        }),
        Law::HolzapfelGasserOgden(HolzapfelGasserOgden { k2: 0.0, ..hgo }),
        Law::HolzapfelGasserOgden(HolzapfelGasserOgden {
            families: Families::two(f64::NAN),
            ..hgo
        }),
        Law::Guccione(Guccione {
            bt: -1.0,
            ..GUCCIONE
        }),
    ];
    for law in unsound {
        let problem = law.problem().unwrap_or_default();
        assert!(problem.contains("expected"), "{law:?}: {problem}");
    }
}
