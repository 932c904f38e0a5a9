//! Counts and sums of an endpoint, which add up over slices in a fixed order.

use serde::{Deserialize, Serialize};

/// People counted, the sum of their values and of the squares; a success counts 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "(u64, f64, f64)", into = "(u64, f64, f64)")]
pub struct Tally {
    /// People.
    pub n: u64,
    /// Sum of values.
    pub sum: f64,
    /// Sum of squares.
    pub squares: f64,
}

impl From<(u64, f64, f64)> for Tally {
    fn from((n, sum, squares): (u64, f64, f64)) -> Self {
        Self { n, sum, squares }
    }
}

impl From<Tally> for (u64, f64, f64) {
    fn from(tally: Tally) -> Self {
        (tally.n, tally.sum, tally.squares)
    }
}

impl Tally {
    /// Counts one person.
    pub fn count(&mut self, value: f64) {
        self.n += 1;
        self.sum += value;
        self.squares += value * value;
    }

    /// Adds those of another slice.
    pub fn add(&mut self, other: &Self) {
        self.n += other.n;
        self.sum += other.sum;
        self.squares += other.squares;
    }

    /// Mean; none of nobody.
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then(|| self.sum / self.n as f64)
    }

    /// Variance between people, n − 1 in the denominator; none of fewer than two.
    pub fn variance(&self) -> Option<f64> {
        let mean = self.mean().filter(|_| self.n > 1)?;
        let about = self.squares - self.n as f64 * mean * mean;
        Some(about.max(0.0) / (self.n as f64 - 1.0))
    }
}
