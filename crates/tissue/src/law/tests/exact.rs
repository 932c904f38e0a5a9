//! Laws against solutions in closed form. Incompressible solids: J = 1, and the pressure is what
//! leaves a free face free.

#![allow(
    clippy::unreadable_literal,
    clippy::approx_constant,
    reason = "published tables, as printed"
)]

use super::*;

/// Nominal stress along axis 1 of an incompressible solid with principal stretches `stretch`
/// and no stress along axis 3.
fn nominal(law: &Law, stretch: [f64; 3]) -> f64 {
    let [a, b, c] = stretch;
    let at = law.evaluate_distortion(&diagonal(a, b, c));
    at.stress[0] - at.stress[8] * c / a
}

#[test]
fn incompressible_neo_hookean_bars_sheets_and_strips_have_the_exact_stress() {
    // λ; P/μ uniaxial, equibiaxial, pure shear.
    let table = [
        [0.5, -3.500000, -31.500000, -7.500000],
        [0.7, -1.340816, -5.249902, -2.215452],
        [0.8, -0.762500, -2.251758, -1.153125],
        [0.9, -0.334568, -0.793509, -0.471742],
        [1.1, 0.273554, 0.479079, 0.348685],
        [1.25, 0.610000, 0.922320, 0.738000],
        [1.5, 1.055556, 1.368313, 1.203704],
        [2.0, 1.750000, 1.968750, 1.875000],
        [3.0, 2.888889, 2.995885, 2.962963],
    ];
    let isochoric = Law::IsochoricNeoHookean(IsochoricNeoHookean { mu: MU, kappa: 1.0 });
    for law in [Borrowed::LAW, isochoric] {
        for [stretch, uniaxial, equibiaxial, pure_shear] in table {
            let side = stretch.sqrt().recip();
            let found = [
                nominal(&law, [stretch, side, side]),
                nominal(&law, [stretch, stretch, stretch.powi(-2)]),
                nominal(&law, [stretch, 1.0, stretch.recip()]),
            ];
            let expected = [uniaxial, equibiaxial, pure_shear];
            check("P/μ", &found.map(|p| p / MU), &expected, 1.0, 5.1e-7);
        }
    }
}

#[test]
fn a_blatz_ko_bar_has_the_exact_stress_and_lateral_stretch() {
    // λ; P/μ, lateral stretch, J.
    let table = [
        [0.5, -6.585786, 1.189207, 0.707107],
        [0.8, -0.835091, 1.057371, 0.894427],
        [1.25, 0.382427, 0.945742, 1.118034],
        [2.0, 0.582107, 0.840896, 1.414214],
    ];
    let law = Law::BlatzKo(BlatzKo { mu: MU });
    for [stretch, stress, lateral, j] in table {
        let mut side = 1.0;
        let mut at = law.evaluate(&diagonal(stretch, side, side));
        for _ in 0..20 {
            side -= at.stress[4] / (at.tangent[4][4] + at.tangent[4][8]);
            at = law.evaluate(&diagonal(stretch, side, side));
        }
        let found = [at.stress[0] / MU, side, stretch * side * side];
        check(
            "P/μ, stretch, J",
            &found,
            &[stress, lateral, j],
            1.0,
            5.1e-7,
        );
    }
}

#[test]
fn a_mooney_rivlin_or_yeoh_cube_in_plane_strain_has_the_exact_force() {
    for w in [-0.4, -0.1, 0.2, 0.7, 1.5] {
        let stretch: f64 = 1.0 + w;
        let x = (w * (2.0 + w) / stretch).powi(2);
        let factor = 2.0 * w * (2.0 + w) * (1.0 + stretch * stretch) / stretch.powi(3);
        let at = [stretch, 1.0, stretch.recip()];
        let [c1, c2, c3] = YEOH.c;
        check(
            "F/S",
            &[
                nominal(&Law::MooneyRivlin(MOONEY_RIVLIN), at),
                nominal(&Law::Yeoh(YEOH), at),
            ],
            &[
                factor * (MOONEY_RIVLIN.c10 + MOONEY_RIVLIN.c01),
                factor * (c1 + 2.0 * c2 * x + 3.0 * c3 * x * x),
            ],
            0.0,
            1e-13,
        );
    }
}

#[test]
fn fibres_pull_by_their_exponential_and_never_push() {
    let law = fibres(0.0, Families::ONE);
    for stretch in [0.7_f64, 0.9, 1.0, 1.1, 1.4] {
        let side = stretch.sqrt().recip();
        let strain = (stretch * stretch - 1.0).max(0.0);
        let matrix = MU * (stretch - stretch.powi(-2));
        let fibre = 2.0 * law.k1 * strain * (law.k2 * strain * strain).exp() * stretch;
        let found = nominal(&Law::HolzapfelGasserOgden(law), [stretch, side, side]);
        check("P", &[found], &[matrix + fibre], MU, 1e-13);
    }
}

#[test]
fn fully_dispersed_fibres_are_isotropic() {
    let along = |axes: [f64; 3]| {
        let law = Law::HolzapfelGasserOgden(fibres(1.0 / 3.0, Families::two(0.4)));
        law.evaluate(&diagonal(axes[0], axes[1], axes[2])).energy
    };
    let energy = along([1.3, 0.9, 0.8]);
    check(
        "W",
        &[along([0.8, 1.3, 0.9]), along([0.9, 0.8, 1.3])],
        &[energy; 2],
        MU,
        1e-14,
    );
}

#[test]
fn two_families_are_mirrored_in_the_fibre_axis() {
    let law = Law::HolzapfelGasserOgden(fibres(0.1, Families::two(0.6)));
    let sheared = |by: f64| law.evaluate(&[1.1, by, 0.0, 0.0, 1.2, 0.0, 0.0, 0.0, 0.8]);
    let (forth, back) = (sheared(0.3), sheared(-0.3));
    check("W", &[forth.energy], &[back.energy], MU, 1e-14);
    check("P₁₂", &[forth.stress[1]], &[-back.stress[1]], MU, 1e-14);
}

/// The source's law, on Green's strain of an incompressible solid.
fn guccione_stress_on_full_strain(f: &[f64; 9]) -> [f64; 9] {
    let b = [8.0, 4.0, 4.0, 4.0, 2.0, 2.0, 4.0, 2.0, 2.0];
    let c = product(&transposed(f), f);
    let strain: [f64; 9] = std::array::from_fn(|e| 0.5 * (c[e] - IDENTITY[e]));
    let q: f64 = b.iter().zip(strain).map(|(b, e)| b * e * e).sum();
    let second = std::array::from_fn(|e| 2.0 * q.exp() * b[e] * strain[e]);
    product(f, &second)
}

#[test]
fn guccione_without_change_of_volume_is_the_source_up_to_a_pressure() {
    let f = [1.1, 0.2, 0.05, -0.1, 0.9, 0.15, 0.03, -0.2, 1.0];
    let scale = Kinematics::new(f).j.cbrt().recip();
    let f = f.map(|x| x * scale);
    let deviator = |stress: [f64; 9]| {
        let kirchhoff = product(&stress, &transposed(&f));
        let mean = (kirchhoff[0] + kirchhoff[4] + kirchhoff[8]) / 3.0;
        std::array::from_fn::<f64, 9, _>(|e| kirchhoff[e] - mean * IDENTITY[e])
    };
    let found = deviator(Law::Guccione(GUCCIONE).evaluate(&f).stress);
    let expected = deviator(guccione_stress_on_full_strain(&f));
    check("deviator of τ", &found, &expected, 0.0, 1e-13);
}
