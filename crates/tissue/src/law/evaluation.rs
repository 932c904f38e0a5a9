//! A law at one point, in plain numbers.

use super::{Kinematics, Law, Rest};

/// Energy, stress and tangent at a point; matrices are row-major, entry 3 i + J.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evaluation {
    /// Energy W per reference volume.
    pub energy: f64,
    /// First Piola–Kirchhoff stress P = ∂W/∂F, (9).
    pub stress: [f64; 9],
    /// ∂P_iJ/∂F_kL, entry [3 i + J][3 k + L], symmetric, (9 × 9).
    pub tangent: [[f64; 9]; 9],
}

impl Law {
    /// The whole law, distortional and volumetric part, at the deformation gradient `f` in the
    /// material frame.
    pub fn evaluate(&self, f: &[f64; 9]) -> Evaluation {
        let at = Kinematics::new(*f);
        self.whole(&at, self.volumetric(at.j))
    }

    /// The distortional part alone.
    pub fn evaluate_distortion(&self, f: &[f64; 9]) -> Evaluation {
        self.whole(&Kinematics::new(*f), [0.0; 3])
    }

    /// U(J), U'(J), U''(J) of the volumetric part.
    pub fn evaluate_volumetric(&self, j: f64) -> [f64; 3] {
        self.volumetric(j)
    }

    fn whole(&self, at: &Kinematics<f64>, volumetric: [f64; 3]) -> Evaluation {
        let mut rest = Rest {
            stress: [0.0; 9],
            tangent: [[0.0; 9]; 9],
        };
        let response = self.distortion(at, &mut rest);
        let share = if response.has_rest { 1.0 } else { 0.0 };
        let [first, second] = [0, 1].map(|k| response.by_j[k] + volumetric[k + 1]);
        let c = &at.cofactor;
        let curvature = second_derivative_of_j(&at.f);
        let stress = std::array::from_fn(|p| {
            response.shear * at.f[p] + first * c[p] + share * rest.stress[p]
        });
        let tangent = std::array::from_fn(|p| {
            std::array::from_fn(|q| {
                let diagonal = if p == q { response.shear } else { 0.0 };
                diagonal
                    + second * c[p] * c[q]
                    + first * curvature[p][q]
                    + share * rest.tangent[p][q]
            })
        });
        Evaluation {
            energy: response.energy + volumetric[0],
            stress,
            tangent,
        }
    }
}

/// ∂²J/∂F_iJ∂F_kL = ε_ikm ε_JLN F_mN.
fn second_derivative_of_j(f: &[f64; 9]) -> [[f64; 9]; 9] {
    // Of two different axes: the third, and the sign of the permutation.
    let third = |a: usize, b: usize| match (3 + b - a) % 3 {
        1 => Some((3 - a - b, 1.0)),
        2 => Some((3 - a - b, -1.0)),
        _ => None,
    };
    std::array::from_fn(|p| {
        std::array::from_fn(|q| match (third(p / 3, q / 3), third(p % 3, q % 3)) {
            (Some((m, sign)), Some((n, turn))) => sign * turn * f[3 * m + n],
            _ => 0.0,
        })
    })
}
