//! Evenly spread points and the normal distribution.

use statrs::function::erf::{erfc, erfc_inv};

/// Standard normal distribution function.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// Standard normal quantile; `p` is kept inside (0, 1).
pub fn normal_quantile(p: f64) -> f64 {
    let p = p.clamp(1e-12, 1.0 - 1e-12);
    -std::f64::consts::SQRT_2 * erfc_inv(2.0 * p)
}

/// Latin hypercube: in each dimension every one of `n` equal slices holds one point.
///
/// # Source
/// mckay-1979-latin-hypercube
#[derive(Debug, Clone)]
pub struct Points {
    n: usize,
    values: Vec<f64>,
}

impl Points {
    /// `n` points of `dimensions` numbers each.
    pub fn new(n: usize, dimensions: usize, seed: u64) -> Self {
        let mut stream = Stream::new(seed);
        let mut values = Vec::with_capacity(n * dimensions);
        for _ in 0..dimensions {
            let start = values.len();
            values.extend((0..n).map(|i| (i as f64 + 0.5) / n as f64));
            let column = &mut values[start..];
            for i in (1..n).rev() {
                let j = (stream.share() * (i as f64 + 1.0)) as usize;
                column.swap(i, j);
            }
        }
        Self { n, values }
    }

    /// `n` points of `dimensions` numbers each that know nothing of one another: samples of them
    /// differ as samples of people do.
    pub fn independent(n: usize, dimensions: usize, seed: u64) -> Self {
        let mut stream = Stream::new(seed);
        let values = (0..n * dimensions).map(|_| stream.uniform()).collect();
        Self { n, values }
    }

    /// Coordinate `j` of point `i`, in (0, 1).
    pub fn uniform(&self, i: usize, j: usize) -> f64 {
        self.values[j * self.n + i]
    }

    /// Coordinate `j` of point `i` as a standard normal deviate.
    pub fn normal(&self, i: usize, j: usize) -> f64 {
        normal_quantile(self.uniform(i, j))
    }
}

/// A sequence of random numbers: splitmix64.
///
/// # Source
/// steele-2014-splitmix
#[derive(Debug, Clone)]
pub struct Stream(u64);

/// Step of the sequence: 2⁶⁴ over the golden ratio.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Stream {
    /// The sequence of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A sequence of its own for each list of numbers, such as replication and person.
    pub fn of(seed: u64, numbers: &[u64]) -> Self {
        let mut state = seed;
        for number in numbers {
            state = mix(state.wrapping_add(STEP) ^ mix(number.wrapping_add(STEP)));
        }
        Self(state)
    }

    /// Next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// Next number in [0, 1).
    fn share(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Next number in (0, 1).
    pub fn uniform(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// Next standard normal deviate.
    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slice_of_every_dimension_holds_one_point() {
        let points = Points::new(100, 6, 7);
        for j in 0..6 {
            let mut seen: Vec<usize> = (0..100)
                .map(|i| (points.uniform(i, j) * 100.0) as usize)
                .collect();
            seen.sort_unstable();
            assert_eq!(seen, (0..100).collect::<Vec<_>>());
        }
    }

    #[test]
    fn streams_of_neighbours_are_unlike_and_normal() {
        let (mut sum, mut squares) = (0.0, 0.0);
        for person in 0..10_000 {
            let z = Stream::of(1, &[0, person]).normal();
            sum += z;
            squares += z * z;
        }
        assert!((sum / 1e4).abs() < 0.03, "{sum}");
        assert!((squares / 1e4 - 1.0).abs() < 0.05, "{squares}");
        assert_ne!(Stream::of(1, &[0, 1]).bits(), Stream::of(1, &[1, 0]).bits());
    }

    #[test]
    fn quantile_is_the_inverse_of_the_distribution() {
        for z in [-3.0, -1.0, 0.0, 0.5, 2.5] {
            assert!((normal_quantile(normal_cdf(z)) - z).abs() < 1e-8);
        }
    }
}
