//! Rigid ellipsoids over which nodes slide without losing or piercing them.
//!
//! A node at x that rests at x₀ has the height
//!
//! h = (q(x) − q(x₀)) / |∇q(x₀)|,   q(x) = |D⁻¹ (x − c)|,   D = diag(semi-axes)
//!
//! over its own shell of the ellipsoid – to first order the distance – and the energy
//! A/2 (push ⟨−h⟩² + pull ⟨h⟩²). Sliding along the shell costs nothing; there is no friction.
//! Equal stiffnesses make a smooth potential, as of a lid on its eyeball; a soft pull lets a lip
//! leave the teeth. Gradient and second derivative are exact.

use crate::vector::{dot, norm, scale, sub};

/// A rigid ellipsoid and the nodes that lie on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// Centre.
    pub center: [f64; 3],
    /// Semi-axes along x, y and z, positive.
    pub semi_axes: [f64; 3],
    /// The nodes with their share of the area.
    pub nodes: Vec<(u32, f64)>,
    /// Stiffness per area against coming nearer than at rest.
    pub push: f64,
    /// Stiffness per area against going away.
    pub pull: f64,
}

/// What the ground does to a node.
pub(crate) struct Held {
    pub(crate) energy: f64,
    pub(crate) force: [f64; 3],
    pub(crate) tangent: [f64; 9],
}

impl Ground {
    /// Energy, force (against the displacement) and tangent of a node.
    ///
    /// - `curved`: with the curvature of the shell; without it the tangent is positive
    pub(crate) fn held(
        &self,
        area: f64,
        rest: [f64; 3],
        place: [f64; 3],
        curved: bool,
    ) -> Option<Held> {
        let (q_rest, gradient_rest) = self.level(rest)?;
        let (q, gradient) = self.level(place)?;
        let slope = norm(gradient_rest);
        let height = (q - q_rest) / slope;
        let stiffness = area * if height < 0.0 { self.push } else { self.pull };
        let g = scale(gradient, 1.0 / slope);
        let mut tangent: [f64; 9] = std::array::from_fn(|e| stiffness * g[e / 3] * g[e % 3]);
        if curved {
            let pressing = stiffness * height / (slope * q);
            for (e, k) in tangent.iter_mut().enumerate() {
                let (i, j) = (e / 3, e % 3);
                let square = self.semi_axes[i] * self.semi_axes[i];
                let one = if i == j { 1.0 / square } else { 0.0 };
                *k += pressing * (one - gradient[i] * gradient[j]);
            }
        }
        Some(Held {
            energy: 0.5 * stiffness * height * height,
            force: scale(g, stiffness * height),
            tangent,
        })
    }

    /// q and its gradient; nothing at the centre.
    fn level(&self, place: [f64; 3]) -> Option<(f64, [f64; 3])> {
        let from = sub(place, self.center);
        let scaled: [f64; 3] = std::array::from_fn(|i| from[i] / self.semi_axes[i]);
        let q = norm(scaled);
        let gradient = std::array::from_fn(|i| scaled[i] / (self.semi_axes[i] * q));
        (q > 0.0 && dot(gradient, gradient).is_finite()).then_some((q, gradient))
    }

    /// What is wrong with it, in words.
    pub(crate) fn problem(&self, points: &[[f64; 3]]) -> Option<&'static str> {
        let positive = |x: &f64| x.is_finite() && *x > 0.0;
        if !self.semi_axes.iter().all(positive) || !self.center.iter().all(|x| x.is_finite()) {
            return Some("its centre or a semi-axis is no length");
        }
        let stiff = |k: f64| k.is_finite() && k >= 0.0;
        if !stiff(self.push) || !stiff(self.pull) {
            return Some("a stiffness is negative or not finite");
        }
        if self.nodes.iter().any(|(_, area)| !stiff(*area)) {
            return Some("an area is negative or not finite");
        }
        let placed = |(node, _): &(u32, f64)| match points.get(*node as usize) {
            Some(point) => self.level(*point).is_some(),
            None => false,
        };
        (!self.nodes.iter().all(placed)).then_some("a node does not exist or lies in its centre")
    }
}

#[cfg(test)]
mod tests {
    use super::Ground;

    fn ground() -> Ground {
        Ground {
            center: [1.0, -2.0, 0.5],
            semi_axes: [2.0, 3.0, 1.5],
            nodes: vec![(0, 0.7)],
            push: 5.0,
            pull: 2.0,
        }
    }

    const REST: [f64; 3] = [2.0, -1.0, 1.7];

    fn moved(by: [f64; 3]) -> [f64; 3] {
        std::array::from_fn(|i| REST[i] + by[i])
    }

    #[test]
    fn force_and_tangent_are_derivatives_of_the_energy() {
        let ground = ground();
        for by in [[0.2, 0.1, 0.3], [-0.3, -0.1, -0.2]] {
            let at = |by| ground.held(0.7, REST, moved(by), true).unwrap();
            let here = at(by);
            for i in 0..3 {
                let step = 1e-5;
                let shifted = |sign: f64| {
                    let mut by = by;
                    by[i] += sign * step;
                    at(by)
                };
                let (more, less) = (shifted(1.0), shifted(-1.0));
                let slope = (more.energy - less.energy) / (2.0 * step);
                assert!((slope - here.force[i]).abs() < 1e-8, "{slope} {i}");
                for j in 0..3 {
                    let slope = (more.force[j] - less.force[j]) / (2.0 * step);
                    assert!((slope - here.tangent[3 * j + i]).abs() < 1e-7);
                }
            }
        }
    }

    #[test]
    fn sliding_around_a_ball_costs_nothing() {
        let ball = Ground {
            center: [0.0; 3],
            semi_axes: [2.0; 3],
            ..ground()
        };
        let held = ball
            .held(1.0, [3.0, 0.0, 0.0], [0.0, 1.8, 2.4], true)
            .unwrap();
        assert!(held.energy < 1e-25);
        let lifted = ball
            .held(1.0, [3.0, 0.0, 0.0], [0.0, 0.0, 4.0], true)
            .unwrap();
        assert!((lifted.energy - 1.0).abs() < 1e-12);
    }
}
