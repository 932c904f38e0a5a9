//! Where a row asks for more than the evidence of the fit holds.

use std::collections::BTreeMap;

use catalog::Catalog;

use crate::evidence::{EvidenceError, Row, built_in};

/// What has been studied of a product in an area.
#[derive(Debug, Clone, Copy, Default)]
struct Studied {
    units: f64,
    volume_ml: f64,
}

/// The range of the built-in evidence.
#[derive(Debug, Clone)]
pub(crate) struct Range {
    pairs: BTreeMap<(String, String), Studied>,
    last_day: BTreeMap<(String, String), f64>,
}

/// Doses and volumes of one row, both sides together.
fn both_sides(row: &Row, amount: Option<f64>) -> f64 {
    amount.unwrap_or(0.0) * row.sides()
}

impl Range {
    pub fn from_catalog(catalog: &Catalog) -> Result<Self, EvidenceError> {
        let mut range = Self {
            pairs: BTreeMap::new(),
            last_day: BTreeMap::new(),
        };
        for row in built_in(catalog)? {
            let pair = (row.product.clone(), row.area.clone());
            let studied = range.pairs.entry(pair).or_default();
            studied.units = studied.units.max(both_sides(&row, row.dose_units));
            studied.volume_ml = studied.volume_ml.max(both_sides(&row, row.volume_ml));
            let place = (row.agent.clone(), row.area.clone());
            let day = range.last_day.entry(place).or_default();
            let time = if row.unit == "day" {
                Some(row.value)
            } else {
                row.day
            };
            *day = day.max(time.unwrap_or(0.0));
        }
        Ok(range)
    }

    /// What lies beyond, in words.
    pub fn beyond(&self, row: &Row) -> Vec<String> {
        let mut beyond = Vec::new();
        let place = (row.agent.clone(), row.area.clone());
        let last = self.last_day.get(&place).copied().unwrap_or(0.0);
        if let Some(day) = row.day.filter(|d| last > 0.0 && *d > last) {
            beyond.push(format!(
                "day {day:.0} is after the last one studied here, {last:.0}"
            ));
        }
        if row.is_control() {
            return beyond;
        }
        let pair = (row.product.clone(), row.area.clone());
        let Some(studied) = self.pairs.get(&pair) else {
            beyond.push(format!(
                "no trial of {} in the {} is in the fit",
                row.product, row.area
            ));
            return beyond;
        };
        let units = both_sides(row, row.dose_units);
        if row.agent == "toxin" && units > studied.units + 1e-9 && studied.units > 0.0 {
            beyond.push(format!(
                "{units:.0} U is beyond the largest dose studied, {:.0} U",
                studied.units
            ));
        }
        let volume = both_sides(row, row.volume_ml);
        if row.agent != "enzyme" && studied.volume_ml > 0.0 && volume > studied.volume_ml + 1e-9 {
            beyond.push(format!(
                "{volume:.1} mL is beyond the largest volume studied, {:.1} mL",
                studied.volume_ml
            ));
        }
        beyond
    }
}
