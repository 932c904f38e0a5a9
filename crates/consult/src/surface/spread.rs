//! How much anatomy differs between people, from the spreads that are published.

use std::collections::BTreeMap;

use catalog::{Catalog, Fact, Vessel, VesselPosition};

/// Standard normal quantile of 90 %.
pub(super) const Z90: f64 = 1.281_551_565_544_6;
/// Source of courses and of the spread where none is published.
const COURSES: &str = "assumption-vessel-courses";
const SPREAD: &str = "assumption-spread-elsewhere";
const UNSTATED: &str = "assumption-face-of-unstated";
/// The layer that holds the whole soft tissue.
const TOTAL: &str = "total";

/// How far the course of a structure lies from the usual one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct CourseSpread {
    /// Standard deviation along the skin, mm.
    pub(super) aside_mm: f64,
    /// Standard deviation in depth, mm.
    pub(super) deep_mm: f64,
    /// Whether both are published for this structure.
    pub(super) is_published: bool,
}

/// Published spreads, and their medians for what has none of its own.
#[derive(Debug, Clone, Default)]
pub(super) struct Spreads {
    courses: BTreeMap<String, CourseSpread>,
    sources: BTreeMap<String, Vec<String>>,
    /// Safe distances that are published, mm, with their source.
    keep_away: BTreeMap<String, (f64, String)>,
    /// Standard deviation of the whole soft tissue as a share of its thickness.
    pub(super) total_share: f64,
}

impl Spreads {
    pub(super) fn of(catalog: &Catalog) -> Self {
        let aside =
            |vessel: &Vessel| largest(vessel, |p| [p.lateral_mm.as_ref(), p.up_mm.as_ref()]);
        let deep = |vessel: &Vessel| largest(vessel, |p| [p.depth.as_ref(), None]);
        let vessels = || catalog.vessels.values();
        let usual_aside = median(vessels().filter_map(aside).collect());
        let usual_deep = median(vessels().filter_map(deep).collect());
        let course = |vessel: &Vessel| CourseSpread {
            aside_mm: aside(vessel).unwrap_or(usual_aside),
            deep_mm: deep(vessel).unwrap_or(usual_deep),
            is_published: aside(vessel).is_some() && deep(vessel).is_some(),
        };
        let keep_away = |vessel: &Vessel| {
            let fact = vessel.keep_away.as_ref()?;
            Some((vessel.name.clone(), (fact.central(), fact.source.clone())))
        };
        let named = |vessel: &Vessel| vessel.name.clone();
        Self {
            courses: vessels().map(|v| (named(v), course(v))).collect(),
            sources: vessels().map(|v| (named(v), sources(v))).collect(),
            keep_away: vessels().filter_map(keep_away).collect(),
            total_share: median(shares(catalog)),
        }
    }

    pub(super) fn course(&self, vessel: &str) -> CourseSpread {
        self.courses.get(vessel).copied().unwrap_or(CourseSpread {
            aside_mm: 0.0,
            deep_mm: 0.0,
            is_published: false,
        })
    }

    /// Sources of a structure's place and spread.
    pub(super) fn of_vessel(&self, vessel: &str) -> Vec<String> {
        let mut sources = self.sources.get(vessel).cloned().unwrap_or_default();
        if !self.course(vessel).is_published {
            sources.push(SPREAD.to_owned());
        }
        sources
    }

    /// The published distance to keep from a structure, mm, and its source.
    pub(super) fn keep_away(&self, vessel: &str) -> Option<&(f64, String)> {
        self.keep_away.get(vessel)
    }
}

/// Sources of the face as a whole.
pub(super) fn face_sources(is_unstated: bool) -> Vec<String> {
    let mut sources = vec![COURSES.to_owned(), SPREAD.to_owned()];
    sources.extend(is_unstated.then(|| UNSTATED.to_owned()));
    sources
}

/// The largest standard deviation among the positions of a structure, mm.
fn largest(vessel: &Vessel, of: impl Fn(&VesselPosition) -> [Option<&Fact>; 2]) -> Option<f64> {
    let facts = vessel.position.iter().flat_map(of).flatten();
    facts.filter_map(|fact| fact.sd).max_by(f64::total_cmp)
}

fn sources(vessel: &Vessel) -> Vec<String> {
    let facts = vessel.position.iter().flat_map(|p| {
        let facts = [&p.lateral_mm, &p.up_mm, &p.depth];
        facts.into_iter().flatten().map(|fact| fact.source.clone())
    });
    let courses = vessel.course.iter().map(|course| course.source.clone());
    let mut all: Vec<String> = Vec::new();
    for source in facts.chain(courses) {
        if !all.contains(&source) {
            all.push(source);
        }
    }
    all
}

/// Standard deviation as a share of the mean where the whole soft tissue was measured.
fn shares(catalog: &Catalog) -> Vec<f64> {
    let sites = catalog.layers.get(TOTAL).map(|layer| layer.site.as_slice());
    let facts = sites.unwrap_or_default().iter().flat_map(|site| {
        let facts = [&site.pooled, &site.woman, &site.man];
        facts.into_iter().flatten()
    });
    facts
        .filter_map(|fact| Some(fact.sd? / fact.central()))
        .collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
