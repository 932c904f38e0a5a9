//! The point of a triangle that is closest to a point.

use crate::vector::{add, dot, scale, sub};

/// Which part of a triangle a closest point is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feature {
    /// Its inside.
    Inside,
    /// The edge from corner k to corner k + 1.
    Edge(usize),
    /// Corner k.
    Corner(usize),
}

/// A closest point.
#[derive(Debug, Clone, Copy)]
pub(super) struct Closest {
    pub(super) feature: Feature,
    /// Share of each corner.
    pub(super) shares: [f64; 3],
    /// From there to the point.
    pub(super) offset: [f64; 3],
}

/// The closest point of triangle `at` to `p`.
///
/// # Source
/// Ericson, Real-Time Collision Detection, 2005, section 5.1.5.
pub(super) fn closest(p: [f64; 3], at: &[[f64; 3]; 3]) -> Closest {
    let [a, b, c] = *at;
    let (ab, ac) = (sub(b, a), sub(c, a));
    let (ap, bp, cp) = (sub(p, a), sub(p, b), sub(p, c));
    let (d1, d2) = (dot(ab, ap), dot(ac, ap));
    if d1 <= 0.0 && d2 <= 0.0 {
        return found(p, at, Feature::Corner(0), [1.0, 0.0, 0.0]);
    }
    let (d3, d4) = (dot(ab, bp), dot(ac, bp));
    if d3 >= 0.0 && d4 <= d3 {
        return found(p, at, Feature::Corner(1), [0.0, 1.0, 0.0]);
    }
    let (d5, d6) = (dot(ab, cp), dot(ac, cp));
    if d6 >= 0.0 && d5 <= d6 {
        return found(p, at, Feature::Corner(2), [0.0, 0.0, 1.0]);
    }
    let vc = d1 * d4 - d3 * d2;
    if vc <= 0.0 && d1 >= 0.0 && d3 <= 0.0 {
        let t = d1 / (d1 - d3);
        return found(p, at, Feature::Edge(0), [1.0 - t, t, 0.0]);
    }
    let vb = d5 * d2 - d1 * d6;
    if vb <= 0.0 && d2 >= 0.0 && d6 <= 0.0 {
        let t = d2 / (d2 - d6);
        return found(p, at, Feature::Edge(2), [1.0 - t, 0.0, t]);
    }
    let va = d3 * d6 - d5 * d4;
    if va <= 0.0 && d4 >= d3 && d5 >= d6 {
        let t = (d4 - d3) / ((d4 - d3) + (d5 - d6));
        return found(p, at, Feature::Edge(1), [0.0, 1.0 - t, t]);
    }
    let sum = va + vb + vc;
    let (v, w) = (vb / sum, vc / sum);
    found(p, at, Feature::Inside, [1.0 - v - w, v, w])
}

fn found(p: [f64; 3], at: &[[f64; 3]; 3], feature: Feature, shares: [f64; 3]) -> Closest {
    let sum = (0..3).fold([0.0; 3], |sum, k| add(sum, scale(at[k], shares[k])));
    Closest {
        feature,
        shares,
        offset: sub(p, sum),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vector::norm;

    const AT: [[f64; 3]; 3] = [[0.0, 0.0, 0.0], [2.0, 0.2, 0.1], [0.3, 1.5, -0.2]];

    /// Smallest distance over a fine sampling of the triangle.
    fn sampled(p: [f64; 3]) -> f64 {
        let n = 200;
        let mut least = f64::INFINITY;
        for i in 0..=n {
            for j in 0..=(n - i) {
                let (v, w) = (f64::from(i) / f64::from(n), f64::from(j) / f64::from(n));
                let at = found(p, &AT, Feature::Inside, [1.0 - v - w, v, w]);
                least = least.min(norm(at.offset));
            }
        }
        least
    }

    #[test]
    fn the_closest_point_is_the_closest_of_a_sampling() {
        for p in [
            [0.6, 0.5, 0.7],
            [-1.0, -0.5, 0.2],
            [3.0, 0.0, 0.0],
            [0.2, 3.0, -0.4],
            [1.0, -1.0, 0.3],
            [1.8, 1.6, 0.1],
            [-0.8, 0.8, 0.1],
        ] {
            let exact = norm(closest(p, &AT).offset);
            assert!((exact - sampled(p)).abs() < 1e-3, "{p:?}");
            assert!(exact <= sampled(p) + 1e-12);
        }
    }
}
