//! The cells: facts of the catalog's records as sentences with their sources.

use std::fmt::Write as _;

use std::collections::BTreeMap;

use catalog::{Agent, Basis, Catalog, Complication, Fact, Gel, Kind, Rate, Toxin, ToxinDose};
use consult::answer::Reason;

use super::evidence::Evidence;
use super::statements::Statements;
use super::subject::Subject;
use crate::words;

/// What cells are made from.
pub(super) struct Facts<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) statements: Statements,
    pub(super) evidence: Evidence,
}

impl Facts<'_> {
    pub(super) fn cell(&self, row: &str, subject: &Subject) -> Vec<Reason> {
        let mut cell = self.statements.of(row, subject);
        cell.extend(match row {
            "for" => self.uses(subject, false),
            "other-uses" => self.uses(subject, true),
            "onset" => self.evidence.medians(
                self.catalog,
                "days-to-onset-median",
                "median onset",
                subject,
            ),
            "duration" => self.durations(subject),
            "reversibility" => dissolution(subject),
            "limits" => limits(subject),
            "risks" => self.risks(subject),
            _ => Vec::new(),
        });
        cell
    }

    /// Areas with a label dose or use: lines, folds and volume, or the other uses.
    fn uses(&self, subject: &Subject, other: bool) -> Vec<Reason> {
        let mut areas: BTreeMap<&str, Vec<Reason>> = BTreeMap::new();
        for toxin in &subject.toxins {
            for dose in toxin
                .dose
                .iter()
                .filter(|d| self.is_other(&d.area) == other)
            {
                areas
                    .entry(&dose.area)
                    .or_default()
                    .push(dose_text(toxin, dose, subject.is_class));
            }
        }
        for gel in &subject.gels {
            for use_ in gel.uses.iter().filter(|u| self.is_other(&u.area) == other) {
                let text = gel_use(gel, use_, subject.is_class);
                areas.entry(&use_.area).or_default().push(text);
            }
        }
        if subject.is_class {
            self.summed(&areas)
        } else {
            self.one_by_one(areas)
        }
    }

    /// An area that is treated for something else than lines, folds or lost volume.
    fn is_other(&self, area: &str) -> bool {
        let finding = self
            .catalog
            .areas
            .get(area)
            .and_then(|a| a.finding.as_ref());
        finding.map_or(["axilla", "masseter"].contains(&area), |f| {
            matches!(f.kind, Kind::Sweat | Kind::Bulk)
        })
    }

    fn one_by_one(&self, areas: BTreeMap<&str, Vec<Reason>>) -> Vec<Reason> {
        let named = |area: &str, reason: Reason| Reason {
            text: format!("{}: {}.", words::area(self.catalog, area), reason.text),
            sources: reason.sources,
        };
        areas
            .into_iter()
            .flat_map(|(a, rs)| rs.into_iter().map(move |r| named(a, r)))
            .collect()
    }

    /// For a class: how many of its products are on label in each area, the most first.
    fn summed(&self, areas: &BTreeMap<&str, Vec<Reason>>) -> Vec<Reason> {
        let mut on: Vec<(usize, Reason)> = Vec::new();
        let mut off = Reason {
            text: String::new(),
            sources: Vec::new(),
        };
        for (area, reasons) in areas {
            let title = words::area(self.catalog, area);
            let mut products: Vec<&Reason> =
                reasons.iter().filter(|r| !r.text.is_empty()).collect();
            let sources = distinct(products.iter().flat_map(|r| &r.sources));
            products.dedup_by(|a, b| a.text == b.text);
            if products.is_empty() {
                let first = if off.text.is_empty() {
                    "Off label only: "
                } else {
                    ", "
                };
                let _ = write!(off.text, "{first}{}", words::lower_first(&title));
                off.sources
                    .extend(reasons.iter().flat_map(|r| r.sources.clone()));
            } else {
                let text = format!("{title}: on label for {}.", self::products(&products));
                on.push((products.len(), Reason { text, sources }));
            }
        }
        on.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.text.cmp(&b.1.text)));
        let mut all: Vec<Reason> = on.into_iter().map(|(_, reason)| reason).collect();
        if !off.text.is_empty() {
            all.push(Reason {
                text: off.text + ".",
                sources: distinct(&off.sources),
            });
        }
        all
    }

    fn durations(&self, subject: &Subject) -> Vec<Reason> {
        let what = "median return to baseline";
        let mut all = self
            .evidence
            .medians(self.catalog, "days-to-baseline-median", what, subject);
        let mut areas: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
        for use_ in subject.gels.iter().flat_map(|g| &g.uses) {
            if let Some(duration) = &use_.duration {
                areas.entry(&use_.area).or_default().push(duration);
            }
        }
        all.extend(areas.into_iter().map(|(area, facts)| Reason {
            text: format!("{}: {}.", words::area(self.catalog, area), range(&facts)),
            sources: facts.iter().map(|f| f.source.clone()).collect(),
        }));
        all
    }

    fn risks(&self, subject: &Subject) -> Vec<Reason> {
        let agent = if subject.toxins.is_empty() {
            Agent::Gel
        } else {
            Agent::Toxin
        };
        let of_agent = self
            .catalog
            .complications
            .values()
            .filter(|c| c.agents.contains(&agent));
        of_agent.filter_map(|c| risk(c, subject, agent)).collect()
    }
}

/// Up to three names, or how many.
fn products(reasons: &[&Reason]) -> String {
    if reasons.len() > 3 {
        return format!("{} products", reasons.len());
    }
    reasons
        .iter()
        .map(|r| r.text.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

fn distinct<'a>(ids: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let mut ids: Vec<String> = ids.into_iter().cloned().collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// A dose as text; for a class only the name of a product on label.
fn dose_text(toxin: &Toxin, dose: &ToxinDose, is_class: bool) -> Reason {
    let on_label = dose.basis == Basis::Label;
    let text = match (is_class, on_label) {
        (true, true) => toxin.title.clone(),
        (true, false) => String::new(),
        (false, _) => format!("{} of {}, {}", dose.units.text(), toxin.name, basis(dose)),
    };
    Reason {
        text,
        sources: vec![dose.units.source.clone()],
    }
}

fn basis(dose: &ToxinDose) -> String {
    let per = if dose.per == catalog::Per::Side {
        "a side, "
    } else {
        ""
    };
    let word = match dose.basis {
        Basis::Label => format!("on label ({})", dose.jurisdictions.join(", ")),
        Basis::Trial => "trial".to_owned(),
        Basis::Consensus => "consensus".to_owned(),
    };
    let sex = match dose.sex {
        catalog::ForSex::All => "",
        catalog::ForSex::F => ", women",
        catalog::ForSex::M => ", men",
    };
    format!("{per}{word}{sex}")
}

fn gel_use(gel: &Gel, use_: &catalog::GelUse, is_class: bool) -> Reason {
    let on_label = use_.basis == Basis::Label;
    let mut sources = vec![use_.source.clone()];
    let text = match (is_class, on_label) {
        (true, true) => gel.title.clone(),
        (true, false) => String::new(),
        (false, _) => {
            let plane = use_
                .plane
                .as_deref()
                .map(|p| format!(", {}", words::spaced(p)));
            let volume = use_.volume.as_ref().map(|v| {
                sources.push(v.source.clone());
                format!(", {}", v.text())
            });
            let label = if on_label {
                format!("on label ({})", use_.jurisdictions.join(", "))
            } else {
                "off label".to_owned()
            };
            format!(
                "{label}{}{}",
                plane.unwrap_or_default(),
                volume.unwrap_or_default()
            )
        }
    };
    Reason { text, sources }
}

/// `12–18 month`: from the lowest to the highest of several facts of one unit.
fn range(facts: &[&Fact]) -> String {
    let low = facts
        .iter()
        .map(|f| f.lowest())
        .fold(f64::INFINITY, f64::min);
    let high = facts
        .iter()
        .map(|f| f.highest())
        .fold(f64::NEG_INFINITY, f64::max);
    let unit = facts.first().map_or("", |f| f.unit.as_str());
    let unit = if unit == "month" { "months" } else { unit };
    let unit = if unit == "percent" { "%" } else { unit };
    if low == high {
        format!("{} {unit}", words::amount(low))
    } else {
        format!("{}–{} {unit}", words::amount(low), words::amount(high))
    }
}

fn dissolution(subject: &Subject) -> Vec<Reason> {
    if subject.is_class {
        return Vec::new();
    }
    let of_gel = |gel: &&Gel| {
        let enzyme = gel.enzyme.as_ref()?;
        let units = enzyme.units_per_0_1_ml.as_ref()?;
        let resistance = enzyme.resistance.as_deref().unwrap_or("not known");
        Some(Reason {
            text: format!("Resistance {resistance}: {} for 0.1 mL.", units.text()),
            sources: vec![units.source.clone()],
        })
    };
    subject.gels.iter().filter_map(of_gel).collect()
}

fn limits(subject: &Subject) -> Vec<Reason> {
    let mut all = Vec::new();
    for toxin in &subject.toxins {
        let name = if subject.is_class {
            format!("{}: ", toxin.title)
        } else {
            String::new()
        };
        if let Some(maximum) = &toxin.maximum_dose {
            all.push(Reason {
                text: format!("{name}at most {} ({}).", maximum.dose.text(), maximum.scope),
                sources: vec![maximum.dose.source.clone()],
            });
        }
        if let Some(interval) = toxin
            .minimum_interval
            .as_ref()
            .filter(|_| !subject.is_class)
        {
            all.push(Reason {
                text: format!("Not sooner than {} apart.", interval.text()),
                sources: vec![interval.source.clone()],
            });
        }
    }
    for use_ in subject
        .gels
        .iter()
        .filter(|_| !subject.is_class)
        .flat_map(|g| &g.uses)
    {
        if let Some(maximum) = &use_.maximum_volume {
            let basis = use_.maximum_basis.as_deref().unwrap_or(&use_.area);
            all.push(Reason {
                text: format!("At most {} ({basis}).", maximum.text()),
                sources: vec![maximum.source.clone()],
            });
        }
    }
    all
}

fn counted(per: &str) -> String {
    match per {
        "person" => "people".to_owned(),
        other => format!("{other}s"),
    }
}

/// A complication with the range of its rates under this agent; a product's own rates alone.
fn risk(complication: &Complication, subject: &Subject, agent: Agent) -> Option<Reason> {
    let is_own = |product: &String| {
        subject.toxins.iter().any(|t| &t.name == product)
            || subject.gels.iter().any(|g| &g.name == product)
    };
    let is_whole_class = matches!(subject.column().name.as_str(), "toxin" | "filler");
    let counts = |r: &&Rate| {
        let of_agent = r
            .agent
            .map_or(complication.agents.len() == 1, |a| a == agent);
        of_agent && r.product.as_ref().map_or(is_whole_class, is_own)
    };
    let mut rates: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
    for rate in complication.rate.iter().filter(counts) {
        rates.entry(&rate.per).or_default().push(&rate.percent);
    }
    if rates.is_empty() {
        return None;
    }
    let sources = distinct(rates.values().flatten().map(|f| &f.source));
    let each: Vec<String> = rates
        .iter()
        .map(|(per, facts)| format!("{} of {}", range(facts), counted(per)))
        .collect();
    Some(Reason {
        text: format!("{}: {}.", complication.title, each.join("; ")),
        sources,
    })
}
