//! How often something goes wrong: one regression on the logistic scale over events, areas,
//! products and doses, with parts that rows share and parts of their own.
//!
//! The logit of a rate is the sum of a mean, the event, the event in its agent, in its area and
//! with its product, δ where the arm is a control, β·ln(dose / reference), and the trial. Each
//! part is normal with a spread from
//! `data/evidence/defaults.toml`; the prediction is the conditional mean given the other rows,
//! without the part of the trial. What no row informs keeps its prior and a wide interval.

use catalog::Catalog;
use serde::Deserialize;

use crate::defaults::DEFAULTS;
use crate::evidence::{EvidenceError, Row, built_in, settings};

/// Spreads of the parts, sd on the logistic scale.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Spreads {
    /// Mean of all events, logit.
    pub mean: f64,
    /// Between events.
    pub event: f64,
    /// Of an event between toxin and filler.
    pub agent: f64,
    /// Of an event between areas.
    pub area: f64,
    /// Of an event between products.
    pub product: f64,
    /// Effect of being untreated, mean.
    pub control: f64,
    /// And its spread.
    pub control_sd: f64,
    /// Slope with the logarithm of the dose, mean.
    pub dose: f64,
    /// And its spread.
    pub dose_sd: f64,
    /// Between trials.
    pub trial: f64,
    /// People in a row that does not state them.
    pub usual_n: f64,
}

#[derive(Deserialize)]
struct File {
    adverse: Spreads,
}

/// One row as the regression sees it.
#[derive(Debug, Clone)]
struct Point {
    row: Row,
    event: String,
    /// ln(dose over the reference of product and area); 0 where no dose is stated.
    dose: f64,
}

/// A predicted rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Percent.
    pub percent: f64,
    /// Uncertainty without the part of the trial, sd on the logistic scale.
    pub sd: f64,
}

/// The regression with the rows that inform it.
#[derive(Debug, Clone)]
pub struct Adverse {
    spreads: Spreads,
    known: Vec<Point>,
    references: std::collections::BTreeMap<String, f64>,
}

impl Adverse {
    /// The regression on the built-in rows.
    ///
    /// # Errors
    /// [`EvidenceError`].
    pub fn from_catalog(catalog: &Catalog) -> Result<Self, EvidenceError> {
        let file: File = settings(catalog, DEFAULTS)?;
        let references = catalog.parameters.get("toxin").map(|table| {
            let reference = |(key, p): (&String, &catalog::Parameter)| {
                let product = key.strip_prefix("product.")?.strip_suffix(".reference")?;
                Some((product.to_owned(), p.value))
            };
            table.iter().filter_map(reference).collect()
        });
        let mut adverse = Self {
            spreads: file.adverse,
            known: Vec::new(),
            references: references.unwrap_or_default(),
        };
        adverse.known = built_in(catalog)?
            .into_iter()
            .filter(Row::is_adverse)
            .map(|row| adverse.point(&row))
            .collect();
        Ok(adverse)
    }

    /// Spread between trials, sd on the logistic scale.
    pub fn trial_sd(&self) -> f64 {
        self.spreads.trial
    }

    fn point(&self, row: &Row) -> Point {
        let reference = self.references.get(&row.product);
        let dose = match (reference, row.dose_units) {
            (Some(reference), Some(units)) if units > 0.0 => (units / reference).ln(),
            _ => 0.0,
        };
        Point {
            event: event(&row.endpoint).to_owned(),
            dose,
            row: row.clone(),
        }
    }

    /// Predicted rate of a row, from the rows of all trials but those left out.
    pub fn predict(&self, row: &Row, without: &dyn Fn(&Row) -> bool) -> Rate {
        let wanted = self.point(row);
        let known: Vec<&Point> = self.known.iter().filter(|p| !without(&p.row)).collect();
        let shared: Vec<f64> = known.iter().map(|p| self.shared(&wanted, p)).collect();
        let matrix: Vec<Vec<f64>> = known
            .iter()
            .enumerate()
            .map(|(i, a)| {
                let row = known.iter().enumerate();
                row.map(|(j, b)| self.covariance(a, b, i == j)).collect()
            })
            .collect();
        let gaps: Vec<f64> = known.iter().map(|p| logit(p) - self.mean(p)).collect();
        let factor = crate::gel::linear::cholesky(&matrix);
        let whitened = solve_lower(&factor, &gaps);
        let loading = solve_lower(&factor, &shared);
        let x = self.mean(&wanted) + crate::gel::linear::dot(&whitened, &loading);
        let variance = self.shared(&wanted, &wanted) - crate::gel::linear::dot(&loading, &loading);
        Rate {
            percent: 100.0 / (1.0 + (-x).exp()),
            sd: variance.max(0.0).sqrt(),
        }
    }

    fn mean(&self, p: &Point) -> f64 {
        let control = if p.row.is_control() {
            self.spreads.control
        } else {
            0.0
        };
        self.spreads.mean + control + self.spreads.dose * p.dose
    }

    /// Covariance by the parts that two rows share, the trial apart.
    fn shared(&self, a: &Point, b: &Point) -> f64 {
        let s = &self.spreads;
        let square = |sd: f64, same: bool| if same { sd * sd } else { 0.0 };
        let event = a.event == b.event;
        let agent = event && a.row.agent == b.row.agent;
        let both_controls = a.row.is_control() && b.row.is_control();
        let treated = !a.row.is_control() && !b.row.is_control();
        square(s.event, event)
            + square(s.agent, agent)
            + square(s.area, agent && a.row.area == b.row.area)
            + square(
                s.product,
                agent && treated && a.row.product == b.row.product,
            )
            + square(s.control_sd, both_controls)
            + s.dose_sd.powi(2) * a.dose * b.dose
    }

    fn covariance(&self, a: &Point, b: &Point, same: bool) -> f64 {
        let trial = if a.row.trial_id == b.row.trial_id {
            self.spreads.trial.powi(2)
        } else {
            0.0
        };
        let own = if same {
            let n = b.row.n.unwrap_or(self.spreads.usual_n);
            let p = smoothed(&b.row, n);
            1.0 / (n * p * (1.0 - p))
        } else {
            0.0
        };
        self.shared(a, b) + trial + own
    }
}

/// The event of an endpoint, sums by how they were counted.
fn event(endpoint: &str) -> &str {
    endpoint.strip_prefix("adverse-").unwrap_or(endpoint)
}

/// Published share with half a person added to those with and those without the event.
fn smoothed(row: &Row, n: f64) -> f64 {
    (row.value / 100.0 * n + 0.5) / (n + 1.0)
}

fn logit(p: &Point) -> f64 {
    let n = p.row.n.unwrap_or(1e4);
    let share = smoothed(&p.row, n);
    (share / (1.0 - share)).ln()
}

/// x with L x = b.
fn solve_lower(factor: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let mut x = vec![0.0; b.len()];
    for i in 0..b.len() {
        let known: f64 = (0..i).map(|j| factor[i][j] * x[j]).sum();
        x[i] = if factor[i][i] > 0.0 {
            (b[i] - known) / factor[i][i]
        } else {
            0.0
        };
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adverse() -> Adverse {
        let catalog = Catalog::embedded().expect("data/ loads");
        Adverse::from_catalog(&catalog).expect("the rows load")
    }

    fn row(endpoint: &str, product: &str) -> Row {
        Row {
            trial_id: "made-up".to_owned(),
            agent: "toxin".to_owned(),
            product: product.to_owned(),
            area: "glabella".to_owned(),
            endpoint: endpoint.to_owned(),
            unit: "percent".to_owned(),
            dose_units: Some(20.0),
            n: Some(200.0),
            ..Row::default()
        }
    }

    #[test]
    fn placebo_has_fewer_events_than_toxin() {
        let adverse = adverse();
        let rate = |product: &str| {
            let row = row("adverse-any-related", product);
            adverse.predict(&row, &|_| false).percent
        };
        assert!(rate("placebo") < rate("onabotulinumtoxinA"));
    }

    #[test]
    fn an_event_nobody_counted_keeps_a_wide_prior() {
        let adverse = adverse();
        let known = adverse.predict(&row("adverse-eyelid-ptosis", "onabotulinumtoxinA"), &|_| {
            false
        });
        let unknown = adverse.predict(&row("adverse-hiccups", "onabotulinumtoxinA"), &|_| false);
        assert!(unknown.sd > 1.5 * known.sd);
    }

    #[test]
    fn a_row_left_out_does_not_inform_itself() {
        let adverse = adverse();
        let point = adverse
            .known
            .iter()
            .find(|p| p.event == "tyndall")
            .expect("a row")
            .clone();
        let without = adverse.predict(&point.row, &|r| r.trial_id == point.row.trial_id);
        let with = adverse.predict(&point.row, &|_| false);
        assert!((with.percent - point.row.value).abs() < (without.percent - point.row.value).abs());
    }
}
