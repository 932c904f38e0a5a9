//! What a trial found: people, arms, and arms against one another.

use catalog::Catalog;
use schemars::JsonSchema;
use serde::Serialize;

use super::compare::{means, shares};
use super::design::Endpoint;
use super::flow::Flow;
use super::plan::Trial;
use super::slice::Counts;
use super::tally::Tally;

/// One arm and endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ArmResult {
    /// Arm.
    pub arm: String,
    /// Endpoint.
    pub endpoint: String,
    /// `percent` of people, or `grade`.
    pub unit: String,
    /// People counted in one trial, mean over replications.
    pub n: f64,
    /// The result, mean over replications.
    pub mean: Option<f64>,
    /// Standard error of one trial, mean over replications.
    pub standard_error: Option<f64>,
    /// Spread between replications, sd; null of a single one.
    pub spread: Option<f64>,
}

/// One arm against the reference at one size.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Comparing {
    /// Arm.
    pub arm: String,
    /// Arm with which it is compared: the first control, else the first arm.
    pub reference: String,
    /// Endpoint.
    pub endpoint: String,
    /// `percent` (points) or `grade`.
    pub unit: String,
    /// People of the arm.
    pub n: u32,
    /// People of the reference.
    pub n_reference: u32,
    /// Replications that could be compared.
    pub replications: u32,
    /// Arm minus reference, mean over replications.
    pub difference: Option<f64>,
    /// Its spread between replications, sd; null of a single one.
    pub spread: Option<f64>,
    /// Precision: width of the interval at the level, mean over replications.
    pub interval_width: Option<f64>,
    /// Power: share of replications with a difference at the level, 0 to 1.
    pub power: Option<f64>,
    /// Standard error of the power by the number of replications.
    pub power_error: Option<f64>,
}

/// Where an arm goes beyond the evidence of the fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Beyond {
    /// Arm.
    pub arm: String,
    /// First visit to which it applies, day.
    pub from_visit: String,
    /// How.
    pub how: String,
}

/// What a trial found.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Summary {
    /// Name of the trial.
    pub name: String,
    /// Version of the program.
    pub version: String,
    /// Hash of the facts.
    pub data_sha256: String,
    /// Name of code, facts and design together.
    pub fingerprint: String,
    /// Seed.
    pub seed: u64,
    /// Replications.
    pub replications: u32,
    /// Two-sided level.
    pub level: f64,
    /// Arms, in the order of `flow.arms`.
    pub arms: Vec<String>,
    /// Days of the visits, in the order of `flow`.
    pub days: Vec<f64>,
    /// People, all replications together.
    pub flow: Flow,
    /// Whole arms.
    pub results: Vec<ArmResult>,
    /// Arms against the reference.
    pub comparisons: Vec<Comparing>,
    /// Arms that go beyond what was studied.
    pub extrapolated: Vec<Beyond>,
}

/// JSON Schema of [`Summary`].
pub fn summary_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Summary);
    schema.insert("title".to_owned(), "rhytid trial, summary.json".into());
    schema.to_value()
}

/// Counts of all slices, as they come in.
pub struct Results<'a> {
    trial: &'a Trial,
    flow: Flow,
    /// By replication, each by size, arm and endpoint.
    tallies: Vec<Vec<Tally>>,
}

impl<'a> Results<'a> {
    /// Nobody yet.
    pub fn new(trial: &'a Trial) -> Self {
        let design = &trial.design;
        let one = trial.sizes.len() * design.arm.len() * design.endpoint.len();
        Self {
            trial,
            flow: Flow::new(design.arm.len(), trial.days.len()),
            tallies: vec![vec![Tally::default(); one]; design.replications as usize],
        }
    }

    /// Adds a slice; slices of one replication come in their order. A slice of another trial
    /// is refused.
    pub fn add(&mut self, counts: &Counts) -> bool {
        let mine = self.tallies.get_mut(counts.replication as usize);
        let Some(mine) = mine.filter(|mine| mine.len() == counts.tallies.len()) else {
            return false;
        };
        for (a, b) in mine.iter_mut().zip(&counts.tallies) {
            a.add(b);
        }
        self.flow.add(&counts.flow);
        true
    }

    /// The summary.
    pub fn summary(&self, catalog: &Catalog) -> Summary {
        let design = &self.trial.design;
        Summary {
            name: design.name.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_sha256: catalog.hash.clone(),
            fingerprint: self.trial.fingerprint.clone(),
            seed: design.seed,
            replications: design.replications,
            level: design.comparison.level,
            arms: design.arm.iter().map(|a| a.name.clone()).collect(),
            days: self.trial.days.clone(),
            flow: self.flow.clone(),
            results: self.results(),
            comparisons: self.comparisons(),
            extrapolated: self.extrapolated(),
        }
    }

    /// Tallies of all replications at one size, arm and endpoint.
    fn at(&self, size: usize, arm: usize, endpoint: usize) -> impl Iterator<Item = &Tally> {
        let design = &self.trial.design;
        let place = (size * design.arm.len() + arm) * design.endpoint.len() + endpoint;
        self.tallies.iter().map(move |t| &t[place])
    }

    fn results(&self) -> Vec<ArmResult> {
        let design = &self.trial.design;
        let whole = self.trial.sizes.len() - 1;
        let mut results = Vec::new();
        for (e, endpoint) in design.endpoint.iter().enumerate() {
            let factor = factor(endpoint);
            for (a, arm) in design.arm.iter().enumerate() {
                let people: Vec<f64> = self.at(whole, a, e).map(|t| t.n as f64).collect();
                let means: Vec<f64> = self.at(whole, a, e).filter_map(Tally::mean).collect();
                let errors: Vec<f64> = self.at(whole, a, e).filter_map(error).collect();
                results.push(ArmResult {
                    arm: arm.name.clone(),
                    endpoint: endpoint.name.clone(),
                    unit: unit(endpoint).to_owned(),
                    n: mean(&people).unwrap_or(0.0),
                    mean: mean(&means).map(|m| rounded(factor * m)),
                    standard_error: mean(&errors).map(|m| rounded(factor * m)),
                    spread: spread(&means).map(|s| rounded(factor * s)),
                });
            }
        }
        results
    }

    fn comparisons(&self) -> Vec<Comparing> {
        let design = &self.trial.design;
        let reference = design.arm.iter().position(|a| a.dose.is_empty());
        let reference = reference.unwrap_or(0);
        let mut all = Vec::new();
        for (e, endpoint) in design.endpoint.iter().enumerate() {
            for a in (0..design.arm.len()).filter(|a| *a != reference) {
                for s in 0..self.trial.sizes.len() {
                    all.push(self.compare(endpoint, e, s, (a, reference)));
                }
            }
        }
        all
    }

    fn compare(
        &self,
        endpoint: &Endpoint,
        e: usize,
        size: usize,
        (arm, reference): (usize, usize),
    ) -> Comparing {
        let design = &self.trial.design;
        let level = design.comparison.level;
        let test = if endpoint.is_share() { shares } else { means };
        let pairs = self.at(size, arm, e).zip(self.at(size, reference, e));
        let found: Vec<_> = pairs.filter_map(|(a, b)| test(a, b, level)).collect();
        let differences: Vec<f64> = found.iter().map(|d| d.effect).collect();
        let widths: Vec<f64> = found.iter().map(|d| d.width).collect();
        let significant = found.iter().filter(|d| d.p < level).count() as f64;
        let count = found.len() as f64;
        let power = (count > 0.0).then(|| significant / count);
        let people = |arm: usize| design.arm[arm].n.min(self.trial.sizes[size]);
        Comparing {
            arm: design.arm[arm].name.clone(),
            reference: design.arm[reference].name.clone(),
            endpoint: endpoint.name.clone(),
            unit: unit(endpoint).to_owned(),
            n: people(arm),
            n_reference: people(reference),
            replications: found.len() as u32,
            difference: mean(&differences).map(rounded),
            spread: spread(&differences).map(rounded),
            interval_width: mean(&widths).map(rounded),
            power: power.map(rounded),
            power_error: power.map(|p| rounded((p * (1.0 - p) / count).sqrt())),
        }
    }

    fn extrapolated(&self) -> Vec<Beyond> {
        let trial = self.trial;
        let mut all: Vec<Beyond> = Vec::new();
        for (arm, visits) in trial.design.arm.iter().zip(&trial.beyond) {
            let mut last = "";
            for (how, day) in visits.iter().zip(&trial.days) {
                if how != last && !how.is_empty() {
                    all.push(Beyond {
                        arm: arm.name.clone(),
                        from_visit: format!("day {}", catalog::trim(*day)),
                        how: how.clone(),
                    });
                }
                last = how;
            }
        }
        all
    }
}

/// From a value to the unit of an endpoint.
fn factor(endpoint: &Endpoint) -> f64 {
    if endpoint.is_share() { 100.0 } else { 1.0 }
}

fn unit(endpoint: &Endpoint) -> &'static str {
    if endpoint.is_share() {
        "percent"
    } else {
        "grade"
    }
}

/// Standard error of a mean.
fn error(tally: &Tally) -> Option<f64> {
    tally.variance().map(|v| (v / tally.n as f64).sqrt())
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn spread(values: &[f64]) -> Option<f64> {
    let mean = mean(values).filter(|_| values.len() > 1)?;
    let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    Some((squares / (values.len() as f64 - 1.0)).sqrt())
}

/// Digits that are kept.
fn rounded(x: f64) -> f64 {
    (x * 1e6).round() / 1e6 + 0.0
}
