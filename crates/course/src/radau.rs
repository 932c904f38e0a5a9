//! Three-stage Radau IIA (order 5, stiffly accurate) for scalar linear equations
//! y' = b(t) − a(t) y whose coefficients are known at the stages.
//!
//! # Source
//! hairer-wanner-1996, IV.5

/// Square root of six.
const R6: f64 = 2.449_489_742_783_178;

/// Stages, as shares of the step.
pub const STAGES: [f64; 3] = [(4.0 - R6) / 10.0, (4.0 + R6) / 10.0, 1.0];

/// Weights of the stages in an integral over the step.
pub const WEIGHTS: [f64; 3] = [(16.0 - R6) / 36.0, (16.0 + R6) / 36.0, 1.0 / 9.0];

/// Coefficients of the method.
const A: [[f64; 3]; 3] = [
    [
        (88.0 - 7.0 * R6) / 360.0,
        (296.0 - 169.0 * R6) / 1800.0,
        (-2.0 + 3.0 * R6) / 225.0,
    ],
    [
        (296.0 + 169.0 * R6) / 1800.0,
        (88.0 + 7.0 * R6) / 360.0,
        (-2.0 - 3.0 * R6) / 225.0,
    ],
    WEIGHTS,
];

/// Values at the three stages; the last one is the value after the step.
///
/// - `y`: value before the step
/// - `step`: length of the step
/// - `gain`: b at the stages
/// - `loss`: a at the stages
pub fn stages(y: f64, step: f64, gain: [f64; 3], loss: [f64; 3]) -> [f64; 3] {
    let mut m = [[0.0; 3]; 3];
    let mut rhs = [y; 3];
    for i in 0..3 {
        for j in 0..3 {
            m[i][j] = step * A[i][j] * loss[j];
            rhs[i] += step * A[i][j] * gain[j];
        }
        m[i][i] += 1.0;
    }
    solve(&m, rhs)
}

/// Solves a 3 × 3 system by its determinants; the matrix is close to the identity or has
/// positive eigenvalues, so that no pivoting is needed.
fn solve(m: &[[f64; 3]; 3], rhs: [f64; 3]) -> [f64; 3] {
    let c00 = m[1][1] * m[2][2] - m[1][2] * m[2][1];
    let c01 = m[1][2] * m[2][0] - m[1][0] * m[2][2];
    let c02 = m[1][0] * m[2][1] - m[1][1] * m[2][0];
    let inverse = 1.0 / (m[0][0] * c00 + m[0][1] * c01 + m[0][2] * c02);
    let c10 = m[0][2] * m[2][1] - m[0][1] * m[2][2];
    let c11 = m[0][0] * m[2][2] - m[0][2] * m[2][0];
    let c12 = m[0][1] * m[2][0] - m[0][0] * m[2][1];
    let c20 = m[0][1] * m[1][2] - m[0][2] * m[1][1];
    let c21 = m[0][2] * m[1][0] - m[0][0] * m[1][2];
    let c22 = m[0][0] * m[1][1] - m[0][1] * m[1][0];
    [
        (c00 * rhs[0] + c10 * rhs[1] + c20 * rhs[2]) * inverse,
        (c01 * rhs[0] + c11 * rhs[1] + c21 * rhs[2]) * inverse,
        (c02 * rhs[0] + c12 * rhs[1] + c22 * rhs[2]) * inverse,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_at_one(steps: usize) -> f64 {
        // y' = cos t + y-independent gain with loss 2: exact solution known.
        let h = 1.0 / steps as f64;
        let mut y = 0.0;
        for k in 0..steps {
            let t = k as f64 * h;
            let gain = STAGES.map(|c| (t + c * h).cos());
            y = stages(y, h, gain, [2.0; 3])[2];
        }
        let exact = (2.0 * 1.0_f64.cos() + 1.0_f64.sin() - 2.0 * (-2.0_f64).exp()) / 5.0;
        (y - exact).abs()
    }

    #[test]
    fn error_falls_with_the_fifth_power_of_the_step() {
        let order = (error_at_one(4) / error_at_one(8)).log2();
        assert!(order > 4.7, "order {order}");
    }

    #[test]
    fn stiff_step_goes_to_the_balance() {
        let y = stages(0.0, 10.0, [1e6; 3], [1e6; 3])[2];
        assert!((y - 1.0).abs() < 1e-5);
    }
}
