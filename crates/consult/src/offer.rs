//! Which product and how much: published doses and volumes, never converted between products.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Basis, Catalog, Fact, ForSex, Gel, GelUse, Per, Toxin, ToxinDose};

use course::Models;

use crate::answer::Label;
use crate::case::{Case, Sex, Side};
use crate::constraints::Constraints;

/// Source of the rule by which a dose is taken from a published range.
pub(crate) const WITHIN_RANGE: &str = "assumption-amount-within-range";

/// A product and an amount to consider in one area.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Offer {
    /// Product.
    pub product: String,
    /// Area.
    pub area: String,
    /// Amount over both sides, U of the product or mL.
    pub total: f64,
    /// `U` or `mL`.
    pub unit: &'static str,
    /// Where the amount comes from.
    pub basis: Basis,
    /// On or off the label of the injector's jurisdiction.
    pub label: Label,
    /// Whether it is in the cupboard; null when no stock was stated.
    pub in_stock: Option<bool>,
    /// Areas that the label wants treated too.
    pub needs_also: Vec<String>,
    /// Plane of a gel.
    pub plane: Option<String>,
    /// Largest volume of a gel, mL, with what it covers.
    pub maximum: Option<(f64, String)>,
    /// Source ids.
    pub sources: Vec<String>,
}

impl Offer {
    /// Amount for the sides of a finding.
    pub fn amount(&self, side: Side) -> f64 {
        match side {
            Side::Both => self.total,
            Side::Left | Side::Right => self.total / 2.0,
        }
    }
}

/// Rows of published evidence by product and area.
pub(crate) struct Evidence(BTreeMap<(String, String), usize>);

impl Evidence {
    /// Counts the rows of the table of published results.
    pub fn of(catalog: &Catalog) -> Self {
        let mut rows = BTreeMap::new();
        let table = catalog.tables.get("evidence/clinical_endpoints.csv");
        let text = String::from_utf8_lossy(table.map_or(&[], Vec::as_slice));
        for line in text.lines().skip(1) {
            // record_id, trial_id, agent, product, area: plain words in this table.
            let mut fields = line.split(',').skip(3);
            if let (Some(product), Some(area)) = (fields.next(), fields.next()) {
                *rows
                    .entry((product.to_owned(), area.to_owned()))
                    .or_default() += 1;
            }
        }
        Self(rows)
    }

    fn rows(&self, product: &str, area: &str) -> usize {
        let key = (product.to_owned(), area.to_owned());
        self.0.get(&key).copied().unwrap_or(0)
    }
}

/// Chooses products for a whole case, so that one vial serves as many areas as it can.
pub(crate) struct Chooser<'a> {
    catalog: &'a Catalog,
    case: &'a Case,
    models: &'a Models,
    evidence: &'a Evidence,
    constraints: Constraints,
    jurisdiction: Option<&'a str>,
    stock: BTreeSet<&'a str>,
    toxins: Vec<&'a Toxin>,
}

impl<'a> Chooser<'a> {
    /// Ranks the products for the areas that the findings would treat.
    pub fn new(
        catalog: &'a Catalog,
        models: &'a Models,
        evidence: &'a Evidence,
        case: &'a Case,
        constraints: Constraints,
        toxin_areas: &[&str],
    ) -> Self {
        let jurisdiction = case.injector.as_ref();
        let jurisdiction = jurisdiction.and_then(|i| i.jurisdiction.as_deref());
        let mut chooser = Self {
            catalog,
            case,
            models,
            evidence,
            constraints,
            jurisdiction,
            stock: case.stock.iter().map(|s| s.product.as_str()).collect(),
            toxins: catalog
                .toxins
                .values()
                .filter(|t| !t.research_only && models.toxin.products.contains_key(&t.name))
                .collect(),
        };
        let mut toxins = std::mem::take(&mut chooser.toxins);
        toxins.sort_by_cached_key(|toxin| chooser.toxin_rank(toxin, toxin_areas));
        chooser.toxins = toxins;
        chooser
    }

    /// Smaller is better: in stock, covers more areas, no warning of its own, labelled here, more evidence, name.
    fn toxin_rank(
        &self,
        toxin: &Toxin,
        areas: &[&str],
    ) -> (bool, usize, bool, usize, usize, String) {
        let absent = !self.stock.contains(toxin.name.as_str());
        let uncovered = areas.iter().filter(|a| self.dose(toxin, a).is_none());
        let unlabelled = areas.iter().filter(|a| {
            let dose = self.dose(toxin, a);
            dose.is_none_or(|dose| self.label(dose.basis, &dose.jurisdictions) != Label::On)
        });
        let distinct: BTreeSet<&&str> = areas.iter().collect();
        let rows = distinct
            .iter()
            .map(|area| self.evidence.rows(&toxin.name, area));
        let rows: usize = rows.sum();
        (
            absent,
            uncovered.count(),
            self.constraints.warned.contains(&toxin.name),
            unlabelled.count(),
            usize::MAX - rows,
            toxin.name.clone(),
        )
    }

    /// Whether a refusal says that an area was treated too recently.
    pub fn is_too_early(&self, refusal: &str) -> bool {
        self.constraints
            .too_early
            .values()
            .any(|why| why == refusal)
    }

    /// Toxin to consider in an area; `severity` is the share of the scale (0 best, 1 worst).
    pub fn toxin(&self, area: &str, severity: f64) -> Result<Offer, String> {
        if let Some(reason) = &self.constraints.toxin {
            return Err(reason.clone());
        }
        if let Some(reason) = self.constraints.too_early.get(area) {
            return Err(reason.clone());
        }
        let mut refused = None;
        for toxin in &self.toxins {
            let Some(dose) = self.dose(toxin, area) else {
                continue;
            };
            match self.constraints.product(&toxin.name) {
                Some(reason) => refused = refused.or(Some(reason.to_owned())),
                None => return Ok(self.toxin_offer(toxin, dose, severity)),
            }
        }
        Err(refused.unwrap_or_else(|| {
            "No product has a published dose in this area, in its own units.".to_owned()
        }))
    }

    /// The same product in another area.
    pub fn toxin_of(&self, product: &str, area: &str, severity: f64) -> Result<Offer, String> {
        let toxin = self.toxins.iter().find(|toxin| toxin.name == product);
        toxin
            .filter(|_| !self.constraints.too_early.contains_key(area))
            .and_then(|toxin| Some(self.toxin_offer(toxin, self.dose(toxin, area)?, severity)))
            .ok_or_else(|| format!("{product} has no published dose in {area}."))
    }

    fn toxin_offer(&self, toxin: &Toxin, dose: &ToxinDose, severity: f64) -> Offer {
        let sides = if dose.per == Per::Side { 2.0 } else { 1.0 };
        Offer {
            product: toxin.name.clone(),
            area: dose.area.clone(),
            total: sides * within_range(&dose.units, severity),
            unit: "U",
            basis: dose.basis,
            label: self.label(dose.basis, &dose.jurisdictions),
            in_stock: self.in_stock(&toxin.name),
            needs_also: dose.needs_also.clone(),
            plane: None,
            maximum: None,
            sources: amount_sources(&dose.units),
        }
    }

    /// The dose record of a product for an area that fits this patient best.
    fn dose(&self, toxin: &'a Toxin, area: &str) -> Option<&'a ToxinDose> {
        let fits = |dose: &&ToxinDose| {
            dose.area == area
                && match (dose.sex, self.case.patient.sex) {
                    (ForSex::All, _) => true,
                    (ForSex::F, sex) => sex == Some(Sex::Female),
                    (ForSex::M, sex) => sex == Some(Sex::Male),
                }
        };
        toxin.dose.iter().filter(fits).min_by_key(|dose| {
            let foreign = self.label(dose.basis, &dose.jurisdictions) != Label::On;
            (foreign, basis_rank(dose.basis), dose.sex == ForSex::All)
        })
    }

    /// Gel to consider in an area; `severity` is the share of the scale (0 best, 1 worst).
    pub fn gel(&self, area: &str, severity: f64) -> Result<Offer, String> {
        if let Some(reason) = &self.constraints.gel {
            return Err(reason.clone());
        }
        let mut uses: Vec<(&Gel, &GelUse)> = self
            .catalog
            .gels
            .values()
            .flat_map(|gel| gel.uses.iter().map(move |u| (gel, u)))
            .filter(|(gel, u)| {
                u.area == area
                    && u.volume.is_some()
                    && self.models.gel.products.contains_key(&gel.name)
            })
            .collect();
        uses.sort_by_cached_key(|(gel, use_)| self.gel_rank(gel, use_));
        let mut refused = None;
        for (gel, use_) in uses {
            match self.constraints.product(&gel.name) {
                Some(reason) => refused = refused.or(Some(reason.to_owned())),
                None => return Ok(self.gel_offer(gel, use_, severity)),
            }
        }
        Err(refused.unwrap_or_else(|| "No gel has a published use in this area.".to_owned()))
    }

    /// Smaller is better: in stock, no warning of its own, labelled here, dissolvable, firmer ground, more evidence.
    fn gel_rank(&self, gel: &Gel, use_: &GelUse) -> (bool, bool, bool, bool, u8, usize, String) {
        let rows = self.evidence.rows(&gel.name, &use_.area);
        (
            !self.stock.contains(gel.name.as_str()),
            self.constraints.warned.contains(&gel.name),
            self.label(use_.basis, &use_.jurisdictions) != Label::On,
            !gel.dissolvable,
            basis_rank(use_.basis),
            usize::MAX - rows,
            gel.name.clone(),
        )
    }

    fn gel_offer(&self, gel: &Gel, use_: &GelUse, severity: f64) -> Offer {
        let sides = if use_.per == Per::Side { 2.0 } else { 1.0 };
        let volume = use_.volume.as_ref();
        let mut sources = volume.map(amount_sources).unwrap_or_default();
        sources.push(use_.source.clone());
        sources.dedup();
        let maximum = use_.maximum_volume.as_ref().map(|most| {
            let scope = use_.maximum_basis.clone().unwrap_or_default();
            (most.highest(), scope)
        });
        let wanted = sides * volume.map_or(0.0, |v| within_range(v, severity));
        Offer {
            product: gel.name.clone(),
            area: use_.area.clone(),
            total: maximum
                .as_ref()
                .map_or(wanted, |(most, _)| wanted.min(*most)),
            unit: "mL",
            basis: use_.basis,
            label: self.label(use_.basis, &use_.jurisdictions),
            in_stock: self.in_stock(&gel.name),
            needs_also: Vec::new(),
            plane: use_.plane.clone(),
            maximum,
            sources,
        }
    }

    fn in_stock(&self, product: &str) -> Option<bool> {
        (!self.stock.is_empty()).then(|| self.stock.contains(product))
    }

    fn label(&self, basis: Basis, jurisdictions: &[String]) -> Label {
        match self.jurisdiction {
            _ if basis != Basis::Label => Label::Off,
            None => Label::Unknown,
            Some(here) if jurisdictions.iter().any(|j| j.eq_ignore_ascii_case(here)) => Label::On,
            Some(_) if jurisdictions.is_empty() => Label::Unknown,
            Some(_) => Label::Off,
        }
    }
}

fn basis_rank(basis: Basis) -> u8 {
    match basis {
        Basis::Label => 0,
        Basis::Trial => 1,
        Basis::Consensus => 2,
    }
}

/// A fixed amount, or a place in a published range that rises with the severity.
fn within_range(amount: &Fact, severity: f64) -> f64 {
    match (amount.low, amount.high) {
        (Some(low), Some(high)) => low + (high - low) * severity.clamp(0.0, 1.0),
        _ => amount.central(),
    }
}

fn amount_sources(amount: &Fact) -> Vec<String> {
    let mut sources = vec![amount.source.clone()];
    if amount.low.is_some() {
        sources.push(WITHIN_RANGE.to_owned());
    }
    sources
}
