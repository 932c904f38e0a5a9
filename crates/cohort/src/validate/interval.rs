//! Intervals of what a trial would publish.

use course::{normal_cdf, normal_quantile};

use super::class::Link;

/// Share of results below the interval, and above it: 80 % lie inside.
const TAIL: f64 = 0.1;
/// Pieces of the spread between trials.
const PIECES: usize = 41;
/// Arms of up to this size are counted person by person.
const EXACT_N: f64 = 200.0;

/// What spreads about a prediction.
#[derive(Debug, Clone)]
pub struct Spread {
    /// Scale of the spread.
    pub link: Link,
    /// Predictions by draws of the constants.
    pub draws: Vec<f64>,
    /// Spread between trials and by defaults, sd on the scale.
    pub sd: f64,
    /// One person's spread, in the unit of the value; over √n it is the sampling error.
    pub person_sd: f64,
    /// People, if they are known.
    pub n: Option<f64>,
    /// Whether the value is a share of people, percent.
    pub share: bool,
    /// Smallest and largest value that can be, in the unit of the value.
    pub limits: (f64, f64),
}

/// An interval that holds 80 % of what such trials would publish.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

impl Spread {
    /// The interval about a prediction.
    pub fn interval(&self, predicted: f64) -> Interval {
        let truths = self.truths(predicted);
        let tails = [TAIL, 1.0 - TAIL];
        let ends = match self.n {
            Some(n) if self.share && n <= EXACT_N => counted(&truths, n.round().max(1.0), tails),
            _ => tails.map(|tail| smooth(&truths, |value| self.sampling(value), tail)),
        };
        let (least, most) = self.limits;
        // Normal sampling errors know no limits.
        let [lower, upper] = ends.map(|end| end.clamp(least, most));
        Interval {
            lower: lower.min(predicted),
            upper: upper.max(predicted),
        }
    }

    /// True values of trials alike: each draw of the constants, moved by evenly spread trials.
    fn truths(&self, predicted: f64) -> Vec<f64> {
        let draws = if self.draws.is_empty() {
            std::slice::from_ref(&predicted)
        } else {
            &self.draws[..]
        };
        let quantile = |piece: usize| normal_quantile((piece as f64 + 0.5) / PIECES as f64);
        let quantiles: Vec<f64> = (0..PIECES).map(quantile).collect();
        let mut truths = Vec::with_capacity(draws.len() * PIECES);
        for draw in draws {
            let centre = self.link.to(*draw);
            for z in &quantiles {
                truths.push(self.link.from(centre + self.sd * z));
            }
        }
        truths.sort_by(f64::total_cmp);
        truths
    }

    /// Sampling error of an arm whose true value is given.
    fn sampling(&self, value: f64) -> f64 {
        let Some(n) = self.n else {
            return 0.0;
        };
        let person = if self.share {
            let p = (value / 100.0).clamp(0.0, 1.0);
            100.0 * (p * (1.0 - p)).sqrt()
        } else {
            self.person_sd
        };
        person / n.sqrt()
    }
}

/// Quantile of values with normal errors about sorted true values.
fn smooth(truths: &[f64], error: impl Fn(f64) -> f64, tail: f64) -> f64 {
    let errors: Vec<f64> = truths.iter().map(|t| error(*t)).collect();
    let widest = errors.iter().copied().fold(0.0, f64::max);
    let (first, last) = (truths[0], truths[truths.len() - 1]);
    let (mut low, mut high) = (first - 6.0 * widest, last + 6.0 * widest);
    let below = |x: f64| {
        let each = truths.iter().zip(&errors);
        let sum: f64 = each
            .map(|(t, e)| match *e {
                e if e > 0.0 => normal_cdf((x - t) / e),
                _ if *t <= x => 1.0,
                _ => 0.0,
            })
            .sum();
        sum / truths.len() as f64
    };
    for _ in 0..50 {
        let middle = f64::midpoint(low, high);
        if below(middle) < tail {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// Quantiles of a share counted among n people.
fn counted(truths: &[f64], n: f64, tails: [f64; 2]) -> [f64; 2] {
    let people = n as usize;
    let rise = |k: usize| ((n - k as f64) / (k as f64 + 1.0)).ln();
    let rises: Vec<f64> = (0..=people).map(rise).collect();
    let mut chance = vec![0.0; people + 1];
    for truth in truths {
        let p = (truth / 100.0).clamp(1e-9, 1.0 - 1e-9);
        // From none: each further person multiplies by odds · (n − k)/(k + 1).
        let mut log = n * (1.0 - p).ln();
        let odds = (p / (1.0 - p)).ln();
        for (sum, rise) in chance.iter_mut().zip(&rises) {
            *sum += log.exp();
            log += odds + rise;
        }
    }
    tails.map(|tail| {
        let mut below = 0.0;
        for (k, c) in chance.iter().enumerate() {
            below += c / truths.len() as f64;
            if below >= tail - 1e-9 {
                return 100.0 * k as f64 / n;
            }
        }
        100.0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(n: Option<f64>, sd: f64) -> Spread {
        Spread {
            link: Link::Logit,
            draws: vec![60.0],
            sd,
            person_sd: 0.0,
            n,
            share: true,
            limits: (0.0, 100.0),
        }
    }

    #[test]
    fn sampling_alone_gives_the_binomial_interval() {
        // 10 and 90 % quantiles of Binomial(100, 0.6): 54 and 66.
        let interval = share(Some(100.0), 0.0).interval(60.0);
        assert!((interval.lower - 54.0).abs() < 0.1, "{interval:?}");
        assert!((interval.upper - 66.0).abs() < 0.1, "{interval:?}");
        let large = share(Some(10_000.0), 0.0).interval(60.0);
        assert!((large.upper - 60.628).abs() < 0.01, "{large:?}");
    }

    #[test]
    fn more_people_narrow_it_and_defaults_widen_it() {
        let width = |s: Spread| {
            let i = s.interval(60.0);
            i.upper - i.lower
        };
        assert!(width(share(Some(1000.0), 0.3)) < width(share(Some(50.0), 0.3)));
        assert!(width(share(Some(50.0), 0.6)) > width(share(Some(50.0), 0.3)));
        assert!(width(share(None, 0.3)) < width(share(Some(50.0), 0.3)));
    }

    #[test]
    fn shares_stay_shares() {
        for n in [None, Some(3.0), Some(500.0)] {
            let mut spread = share(n, 2.0);
            spread.draws = vec![99.9];
            let interval = spread.interval(99.9);
            assert!(
                interval.lower >= 0.0 && interval.upper <= 100.0,
                "{interval:?}"
            );
        }
    }

    #[test]
    fn amounts_of_few_people_are_never_negative() {
        let spread = Spread {
            link: Link::Log,
            draws: vec![3.0],
            sd: 0.4,
            person_sd: 12.0,
            n: Some(12.0),
            share: false,
            limits: (0.0, f64::INFINITY),
        };
        assert_eq!(spread.interval(3.0).lower, 0.0);
    }
}
