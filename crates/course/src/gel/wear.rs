//! Movement-weighted time: how many days of reference movement a gel has been through.

/// Running integral of the movement rate, on a grid of half days with Simpson's rule.
#[derive(Debug, Clone)]
pub(super) struct Wear {
    start_d: f64,
    /// Rate at each half day.
    rate: Vec<f64>,
    /// Integral up to each whole day.
    total_d: Vec<f64>,
}

impl Wear {
    pub(super) fn new(start_d: f64, horizon_d: f64, rate_at: impl Fn(f64) -> f64) -> Self {
        let start_d = start_d.floor();
        let days = (horizon_d.max(start_d) - start_d).ceil().max(1.0) as usize;
        let rate: Vec<f64> = (0..=2 * days)
            .map(|i| rate_at(start_d + 0.5 * i as f64))
            .collect();
        let mut total_d = vec![0.0; days + 1];
        for day in 0..days {
            let sum = rate[2 * day] + 4.0 * rate[2 * day + 1] + rate[2 * day + 2];
            total_d[day + 1] = total_d[day] + sum / 6.0;
        }
        Self {
            start_d,
            rate,
            total_d,
        }
    }

    /// One rate for all time.
    pub(super) fn steady(start_d: f64, rate: f64) -> Self {
        Self {
            start_d: start_d.floor(),
            rate: vec![rate],
            total_d: vec![0.0],
        }
    }

    /// Movement-weighted days from the start to a day; beyond the horizon the last rate holds.
    pub(super) fn at(&self, day: f64) -> f64 {
        let x = (day - self.start_d).max(0.0);
        let last = self.total_d.len() - 1;
        let whole = (x.floor() as usize).min(last);
        let rest = x - whole as f64;
        if whole == last {
            return self.total_d[last] + rest * self.rate[2 * last];
        }
        // Integral of the parabola through the three half-day values.
        let (a, b, c) = (
            self.rate[2 * whole],
            self.rate[2 * whole + 1],
            self.rate[2 * whole + 2],
        );
        let slope = -3.0 * a + 4.0 * b - c;
        let bend = 2.0 * a - 4.0 * b + 2.0 * c;
        self.total_d[whole] + rest * (a + rest * (slope / 2.0 + rest * bend / 3.0))
    }
}
