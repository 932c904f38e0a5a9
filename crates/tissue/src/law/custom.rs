//! A law that the user of this crate brings.

use super::{Evaluation, Kinematics, Response, Rest, Volumetric};
use crate::real::{Matrix9, Real};

/// A hyperelastic law written elsewhere, evaluated in plain numbers one point after another.
///
/// Energy, stress and tangent must belong together, the energy must not change with a rotation
/// from the left, and at rest energy and stress must vanish.
pub trait UserLaw: std::fmt::Debug + Send + Sync {
    /// Everything but the volumetric part at the deformation gradient `f`, row-major, in the
    /// material frame. An iteration may ask for a point with det F ≤ 0.
    fn distortion(&self, f: &[f64; 9]) -> Evaluation;

    /// U(J), U'(J), U''(J); nothing unless the law is split.
    fn volumetric(&self, _j: f64) -> [f64; 3] {
        [0.0; 3]
    }

    /// Shear modulus at rest.
    fn shear_modulus(&self) -> f64;

    /// What is wrong with the constants, in words.
    fn problem(&self) -> Option<String> {
        None
    }
}

/// A [`UserLaw`] that lives as long as the program (a `static`, or `Box::leak`); two are equal
/// when they are the same object.
#[derive(Debug, Clone, Copy)]
pub struct Custom(pub &'static dyn UserLaw);

impl PartialEq for Custom {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::addr_eq(self.0, other.0)
    }
}

impl Custom {
    #[inline(always)]
    pub(super) fn distortion<R: Real>(
        &self,
        at: &Kinematics<R>,
        rest: &mut Rest<R>,
    ) -> Response<R> {
        let zero = at.j.constant(0.0);
        let mut packed = [[zero; 9]; 9];
        packed[0] = at.f;
        let packed = R::map_matrix(&packed, |matrix| self.evaluate_packed(matrix));
        // On and above the diagonal the tangent; below it nine stresses, then the energy.
        for p in 0..9 {
            for q in p..9 {
                rest.tangent[p][q] = packed[p][q];
                rest.tangent[q][p] = packed[p][q];
            }
        }
        for (stress, (p, q)) in rest.stress.iter_mut().zip(BELOW) {
            *stress = packed[p][q];
        }
        let (p, q) = BELOW[9];
        Response {
            energy: packed[p][q],
            shear: zero,
            by_j: [zero; 2],
            has_rest: true,
        }
    }

    fn evaluate_packed(&self, matrix: &mut Matrix9) {
        let at = self.0.distortion(&matrix[0]);
        *matrix = at.tangent;
        let values = at.stress.iter().chain([&at.energy]);
        for (&value, (p, q)) in values.zip(BELOW) {
            matrix[p][q] = value;
        }
    }

    #[inline(always)]
    pub(super) fn volumetric<R: Real>(&self, j: R) -> Volumetric<R> {
        j.map_three(|j| self.0.volumetric(j))
    }
}

/// Ten places below the diagonal of a 9×9 matrix.
const BELOW: [(usize, usize); 10] = [
    (8, 0),
    (8, 1),
    (8, 2),
    (8, 3),
    (8, 4),
    (8, 5),
    (8, 6),
    (8, 7),
    (7, 0),
    (7, 1),
];
