//! Every law against its own energy, against exact solutions, and in several lanes at once.

mod exact;
mod properties;
mod soundness;

use super::*;

const MU: f64 = 1.3;
const KAPPA: f64 = 17.0;
const IDENTITY: [f64; 9] = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0];

/// A law that a user could write: neo-Hookean, with its volumetric part.
#[derive(Debug)]
struct Borrowed;

impl Borrowed {
    const LAW: Law = Law::NeoHookean(NeoHookean {
        mu: MU,
        lambda: KAPPA,
    });
}

impl UserLaw for Borrowed {
    fn distortion(&self, f: &[f64; 9]) -> Evaluation {
        Self::LAW.evaluate_distortion(f)
    }

    fn volumetric(&self, j: f64) -> [f64; 3] {
        Self::LAW.evaluate_volumetric(j)
    }

    fn shear_modulus(&self) -> f64 {
        MU
    }
}

fn fibres(dispersion: f64, families: Families) -> HolzapfelGasserOgden {
    HolzapfelGasserOgden {
        mu: MU,
        k1: 2.1,
        k2: 0.8,
        dispersion,
        families,
        kappa: KAPPA,
    }
}

const MOONEY_RIVLIN: MooneyRivlin = MooneyRivlin {
    c10: 0.4,
    c01: 0.25,
    kappa: KAPPA,
};
const YEOH: Yeoh = Yeoh {
    c: [0.65, -0.1, 0.05],
    kappa: KAPPA,
};
const GUCCIONE: Guccione = Guccione {
    c: 2.0,
    bf: 8.0,
    bt: 2.0,
    bfs: 4.0,
    kappa: KAPPA,
};

/// One of each kind.
fn laws() -> Vec<Law> {
    vec![
        Borrowed::LAW,
        Law::IsochoricNeoHookean(IsochoricNeoHookean {
            mu: MU,
            kappa: KAPPA,
        }),
        Law::MooneyRivlin(MOONEY_RIVLIN),
        Law::Yeoh(YEOH),
        Law::BlatzKo(BlatzKo { mu: MU }),
        Law::HolzapfelGasserOgden(fibres(0.0, Families::ONE)),
        Law::HolzapfelGasserOgden(fibres(0.22, Families::two(0.7))),
        Law::Guccione(GUCCIONE),
        Law::Custom(Custom(&Borrowed)),
    ]
}

fn diagonal(a: f64, b: f64, c: f64) -> [f64; 9] {
    [a, 0.0, 0.0, 0.0, b, 0.0, 0.0, 0.0, c]
}

fn product(a: &[f64; 9], b: &[f64; 9]) -> [f64; 9] {
    std::array::from_fn(|e| (0..3).map(|k| a[e / 3 * 3 + k] * b[3 * k + e % 3]).sum())
}

fn transposed(a: &[f64; 9]) -> [f64; 9] {
    std::array::from_fn(|e| a[3 * (e % 3) + e / 3])
}

fn largest<'a>(values: impl IntoIterator<Item = &'a f64>) -> f64 {
    values.into_iter().fold(0.0, |most, x| x.abs().max(most))
}

/// `found` is `expected` to `tolerance` of the largest entry of `expected`, or of `scale`.
#[track_caller]
fn check(what: &str, found: &[f64], expected: &[f64], scale: f64, tolerance: f64) {
    let scale = largest(expected).max(scale);
    for (a, b) in found.iter().zip(expected) {
        assert!(
            (a - b).abs() <= tolerance * scale,
            "{what}: {a} instead of {b}, of {scale}"
        );
    }
}
