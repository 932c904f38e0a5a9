//! The volumetric part that the isochoric laws share.

use super::Volumetric;
use super::kinematics::ln_continued;
use crate::real::Real;

/// U = κ/4 (J² − 1 − 2 ln J).
///
/// Of the usual choices the one that is convex for every J (so its share of the tangent at an
/// element's mean dilatation is never indefinite, unlike κ/2 (ln J)²) and grows without bound
/// both for J → 0 and J → ∞ (so no finite pressure squeezes a point to nothing, unlike
/// κ/2 (J − 1)²). κ is the bulk modulus at rest.
///
/// # Source
/// Simo and Taylor, Penalty function formulations for incompressible nonlinear elastostatics,
/// CMAME 1982; 35:107; compared with others in Doll and Schweizerhof, On the development of
/// volumetric strain energy functions, J Appl Mech 2000; 67:17.
#[inline(always)]
pub(super) fn bulk<R: Real>(kappa: f64, j: R) -> Volumetric<R> {
    let [ln, first, second] = j.map_three(ln_continued);
    let half = j.constant(0.5 * kappa);
    let one = j.constant(1.0);
    [
        half * (j.constant(0.5) * (j * j - one) - ln),
        half * (j - first),
        half * (one - second),
    ]
}

/// Bulk modulus of an isotropic solid: 2 μ (1 + ν) / (3 (1 − 2 ν)).
pub fn bulk_modulus(shear: f64, poisson: f64) -> f64 {
    2.0 * shear * (1.0 + poisson) / (3.0 * (1.0 - 2.0 * poisson))
}

/// Whether every constant is a positive finite number.
pub(super) fn all_positive(constants: &[f64]) -> bool {
    constants.iter().all(|&x| x > 0.0 && x.is_finite())
}
