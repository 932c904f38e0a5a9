//! A design made ready to run: models, target, treatments, parts.

use std::fmt::Write as _;

use catalog::Catalog;
use course::{EnzymeDose, GelDose, Models, Rater, Target, ToxinDose, Treatment};
use sha2::{Digest, Sha256};

use super::design::{Arm, Design, Dose};
use super::{Error, rated};
use crate::defaults::Defaults;
use crate::evidence::Row;
use crate::validate::StudiedRange;

/// People of a slice at most: they are held in memory and seen by one thread.
const SLICE_PEOPLE: u64 = 2_000;
/// Person-visits of a part at most, unless one slice has more; a part is one file, and what an
/// interruption can lose.
const PART_VISITS: u64 = 100_000;

/// Some of the people of one replication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// Replication, from 0.
    pub replication: u32,
    /// Which slice of it, from 0.
    pub number: u32,
    /// First person of each arm, and the one after the last.
    pub people: Vec<(u32, u32)>,
}

impl Slice {
    /// People in it.
    pub fn len(&self) -> u64 {
        self.people.iter().map(|(a, b)| u64::from(b - a)).sum()
    }

    /// Whether nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Consecutive slices: the unit that is written and resumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which part, from 0.
    pub number: usize,
    /// Its slices.
    pub slices: Vec<Slice>,
}

impl Part {
    /// People in it.
    pub fn people(&self) -> u64 {
        self.slices.iter().map(Slice::len).sum()
    }
}

/// A design made ready to run.
pub struct Trial {
    /// The design.
    pub design: Design,
    /// Name of code, facts and design: results with the same one belong together.
    pub fingerprint: String,
    pub(super) models: Models,
    pub(super) target: Target,
    pub(super) treatments: Vec<Treatment>,
    pub(super) raters: Vec<Rater>,
    /// Raters of the visits and of the entry, each once.
    pub(super) graders: Vec<Rater>,
    /// Day 0 and the visits.
    pub(super) days: Vec<f64>,
    /// By arm and visit: where it goes beyond what was studied.
    pub(super) beyond: Vec<Vec<String>>,
    /// Sizes at which arms are compared.
    pub(super) sizes: Vec<u32>,
}

impl Trial {
    /// Makes a checked design ready.
    ///
    /// # Errors
    /// [`Error`], when the facts of the catalog cannot be used.
    pub fn new(design: Design, catalog: &Catalog, models: Models) -> Result<Self, Error> {
        let defaults = Defaults::from_catalog(catalog)?;
        let target = rated::target(catalog, &models, &defaults, &design.rated)?;
        let treatments = design.arm.iter().map(|a| treatment(a, &design, &models));
        let treatments = treatments.collect();
        let mut days = vec![0.0];
        days.extend(&design.visits.days);
        let range = StudiedRange::from_catalog(catalog)?;
        let beyond = design
            .arm
            .iter()
            .map(|a| beyond(a, &design, &days, &range, &models));
        let sizes = sizes(&design);
        Ok(Self {
            fingerprint: fingerprint(&design, catalog),
            beyond: beyond.collect(),
            raters: design.visits.raters.iter().map(|r| r.rater()).collect(),
            graders: graders(&design),
            models,
            target,
            treatments,
            days,
            sizes,
            design,
        })
    }

    /// Raters of the visits, by name, in the order of the design.
    pub fn rater_names(&self) -> Vec<&'static str> {
        self.raters.iter().map(|r| r.key()).collect()
    }

    /// Days of the visits, 0 first.
    pub fn days(&self) -> &[f64] {
        &self.days
    }

    /// Where a visit of an arm goes beyond the evidence of the fit, in words; empty where it does
    /// not.
    pub fn beyond(&self, arm: usize, visit: usize) -> &str {
        &self.beyond[arm][visit]
    }

    /// Whether grades in expression are read beside those at rest.
    pub fn two_states(&self) -> bool {
        self.target.folds()
    }

    /// People of all replications.
    pub fn people(&self) -> u64 {
        self.in_one() * u64::from(self.design.replications)
    }

    fn in_one(&self) -> u64 {
        self.design.arm.iter().map(|a| u64::from(a.n)).sum()
    }

    /// The trial cut into parts.
    pub fn parts(&self) -> impl Iterator<Item = Part> + '_ {
        let visits = self.days.len() as u64;
        let mut slices = self.slices().peekable();
        let mut number = 0;
        std::iter::from_fn(move || {
            let mut part = Part {
                number,
                slices: vec![slices.next()?],
            };
            let mut people = part.people();
            while let Some(next) = slices.next_if(|s| (people + s.len()) * visits <= PART_VISITS) {
                people += next.len();
                part.slices.push(next);
            }
            number += 1;
            Some(part)
        })
    }

    fn slices(&self) -> impl Iterator<Item = Slice> + '_ {
        let cuts = self.in_one().div_ceil(SLICE_PEOPLE).max(1) as u32;
        (0..self.design.replications).flat_map(move |replication| {
            (0..cuts).map(move |number| Slice {
                replication,
                number,
                people: self
                    .design
                    .arm
                    .iter()
                    .map(|a| cut(a.n, number, cuts))
                    .collect(),
            })
        })
    }
}

/// Piece `number` of `n` people cut evenly.
fn cut(n: u32, number: u32, cuts: u32) -> (u32, u32) {
    let at = |k: u32| (u64::from(n) * u64::from(k) / u64::from(cuts)) as u32;
    (at(number), at(number + 1))
}

/// Sizes at which arms are compared: those asked for, and whole arms last.
fn sizes(design: &Design) -> Vec<u32> {
    let mut sizes = design.comparison.n_per_arm.clone();
    sizes.extend(design.arm.iter().map(|a| a.n).max());
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

/// Raters of the visits and of the entry, each once.
fn graders(design: &Design) -> Vec<Rater> {
    let words = design.visits.raters.iter().chain(&design.entry.by);
    let mut graders: Vec<Rater> = words.map(|r| r.rater()).collect();
    graders.sort_unstable();
    graders.dedup();
    graders
}

fn treatment(arm: &Arm, design: &Design, models: &Models) -> Treatment {
    let mut treatment = Treatment::default();
    for dose in &arm.dose {
        let group = site(dose, design).to_owned();
        let (day, product) = (dose.day, dose.product.clone());
        if models.toxin.products.contains_key(&product) {
            treatment.toxin.push(ToxinDose {
                day,
                product,
                group,
                units: dose.dose_units.unwrap_or(0.0),
            });
        } else if models.gel.product(&product).is_ok() {
            treatment.gel.push(GelDose {
                day,
                product,
                group,
                volume_ml: dose.volume_ml.unwrap_or(0.0),
                superficial: false,
            });
        } else {
            treatment.enzyme.push(EnzymeDose {
                day,
                group,
                units: dose.dose_units.unwrap_or(0.0),
            });
        }
    }
    treatment
}

fn site<'a>(dose: &'a Dose, design: &'a Design) -> &'a str {
    dose.area.as_deref().unwrap_or(&design.rated.area)
}

/// Where the visits of an arm go beyond the evidence of the fit, in words.
fn beyond(
    arm: &Arm,
    design: &Design,
    days: &[f64],
    range: &StudiedRange,
    models: &Models,
) -> Vec<String> {
    let row = |dose: Option<&Dose>, day: f64| Row {
        agent: match dose {
            Some(d) if !models.toxin.products.contains_key(&d.product) => "filler",
            _ => "toxin",
        }
        .to_owned(),
        product: dose.map_or("placebo", |d| &d.product).to_owned(),
        area: dose
            .map_or(&*design.rated.area, |d| site(d, design))
            .to_owned(),
        dose_units: dose.and_then(|d| d.dose_units),
        volume_ml: dose.and_then(|d| d.volume_ml),
        day: Some(day),
        ..Row::default()
    };
    let of = |day: f64| {
        let mut words: Vec<String> = Vec::new();
        let given = arm.dose.iter().filter(|d| d.day <= day);
        for dose in given {
            // Days are studied from the last treatment on.
            words.extend(range.beyond(&row(Some(dose), day - dose.day)));
        }
        if arm.dose.is_empty() {
            words.extend(range.beyond(&row(None, day)));
        }
        words.dedup();
        words.join("; ")
    };
    days.iter().map(|day| of(*day)).collect()
}

/// Name of code, facts and design.
fn fingerprint(design: &Design, catalog: &Catalog) -> String {
    let mut hash = Sha256::new();
    hash.update(env!("CARGO_PKG_VERSION"));
    hash.update(&catalog.hash);
    hash.update(serde_json::to_vec(design).unwrap_or_default());
    let bytes = hash.finalize();
    bytes.iter().take(16).fold(String::new(), |mut name, byte| {
        let _ = write!(name, "{byte:02x}");
        name
    })
}
