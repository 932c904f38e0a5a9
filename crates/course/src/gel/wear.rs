//! Movement-weighted time: how many days of reference movement a gel has been through.

/// Width of one panel of Simpson's rule, d; force changes over weeks.
const PANEL_D: f64 = 4.0;

/// Running integral of the movement rate, by Simpson's rule.
#[derive(Debug, Clone)]
pub(super) struct Wear {
    start_d: f64,
    /// Rate at the ends and middles of the panels.
    rate: Vec<f64>,
    /// Integral up to the end of each panel.
    total_d: Vec<f64>,
}

impl Wear {
    pub(super) fn new(start_d: f64, horizon_d: f64, rate_at: impl Fn(f64) -> f64) -> Self {
        let span_d = (horizon_d - start_d).max(PANEL_D);
        let panels = (span_d / PANEL_D).ceil() as usize;
        let rate: Vec<f64> = (0..=2 * panels)
            .map(|i| rate_at(start_d + 0.5 * PANEL_D * i as f64))
            .collect();
        let mut total_d = vec![0.0; panels + 1];
        for i in 0..panels {
            let sum = rate[2 * i] + 4.0 * rate[2 * i + 1] + rate[2 * i + 2];
            total_d[i + 1] = total_d[i] + PANEL_D * sum / 6.0;
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
            start_d,
            rate: vec![rate],
            total_d: vec![0.0],
        }
    }

    /// Movement-weighted days from the start to a day; beyond the horizon the last rate holds.
    pub(super) fn at(&self, day: f64) -> f64 {
        let x = (day - self.start_d).max(0.0) / PANEL_D;
        let last = self.total_d.len() - 1;
        let panel = (x.floor() as usize).min(last);
        let rest = x - panel as f64;
        if panel == last {
            return self.total_d[last] + PANEL_D * rest * self.rate[2 * last];
        }
        // Integral of the parabola through the three rates of the panel.
        let (a, b, c) = (
            self.rate[2 * panel],
            self.rate[2 * panel + 1],
            self.rate[2 * panel + 2],
        );
        let slope = -3.0 * a + 4.0 * b - c;
        let bend = 2.0 * a - 4.0 * b + 2.0 * c;
        let part = rest * (a + rest * (slope / 2.0 + rest * bend / 3.0));
        self.total_d[panel] + PANEL_D * part
    }
}
