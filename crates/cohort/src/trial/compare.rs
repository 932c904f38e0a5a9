//! One arm against another in one replication.

use course::{normal_cdf, normal_quantile};

use super::tally::Tally;

/// What one replication says of a difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Difference {
    /// First minus second: points of a percentage for shares, grades for means.
    pub effect: f64,
    /// Width of its interval at the level.
    pub width: f64,
    /// Two-sided probability of so large a difference by chance.
    pub p: f64,
}

/// Compares two shares: test with the pooled variance (Pearson's χ²), interval with one success
/// and one failure added to each.
///
/// # Source
/// Agresti and Caffo, Am Stat 2000;54:280–8
pub(super) fn shares(a: &Tally, b: &Tally, level: f64) -> Option<Difference> {
    let (pa, pb) = (a.mean()?, b.mean()?);
    let (na, nb) = (a.n as f64, b.n as f64);
    let pooled = (a.sum + b.sum) / (na + nb);
    let error = (pooled * (1.0 - pooled) * (1.0 / na + 1.0 / nb)).sqrt();
    let part = |t: &Tally| {
        let n = t.n as f64 + 2.0;
        let p = (t.sum + 1.0) / n;
        p * (1.0 - p) / n
    };
    Some(Difference {
        effect: 100.0 * (pa - pb),
        width: 100.0 * width(part(a) + part(b), level),
        p: two_sided(pa - pb, error),
    })
}

/// Compares two means with the variances of both arms (Welch's statistic, normal distribution).
pub(super) fn means(a: &Tally, b: &Tally, level: f64) -> Option<Difference> {
    let effect = a.mean()? - b.mean()?;
    let variance = a.variance()? / a.n as f64 + b.variance()? / b.n as f64;
    Some(Difference {
        effect,
        width: width(variance, level),
        p: two_sided(effect, variance.sqrt()),
    })
}

fn width(variance: f64, level: f64) -> f64 {
    2.0 * normal_quantile(1.0 - level / 2.0) * variance.sqrt()
}

fn two_sided(difference: f64, error: f64) -> f64 {
    if error > 0.0 {
        2.0 * normal_cdf(-(difference / error).abs())
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(successes: f64, n: u64) -> Tally {
        Tally {
            n,
            sum: successes,
            squares: successes,
        }
    }

    #[test]
    fn shares_are_tested_as_by_pearson() {
        // χ² = 200 (30·80 − 70·20)² / (100·100·50·150) = 2.667, p = 0.1025.
        let found = shares(&share(30.0, 100), &share(20.0, 100), 0.05).expect("people");
        assert!((found.effect - 10.0).abs() < 1e-9);
        assert!((found.p - 0.1025).abs() < 1e-3, "{}", found.p);
    }

    #[test]
    fn arms_that_are_alike_to_a_man_do_not_differ() {
        let found = shares(&share(0.0, 20), &share(0.0, 20), 0.05).expect("people");
        assert_eq!((found.effect, found.p), (0.0, 1.0));
        assert!(found.width > 0.0);
    }

    #[test]
    fn means_are_compared_by_their_own_variances() {
        let tally = |values: &[f64]| {
            let mut tally = Tally::default();
            for value in values {
                tally.count(*value);
            }
            tally
        };
        let (a, b) = (tally(&[1.0, 2.0, 3.0]), tally(&[4.0, 5.0, 6.0]));
        let found = means(&a, &b, 0.05).expect("people");
        // z = −3/√(2/3) = −3.674.
        assert!((found.p - 2.385e-4).abs() < 2e-6, "{}", found.p);
        assert_eq!(found.effect, -3.0);
    }
}
