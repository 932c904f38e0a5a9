//! The whole way from a case to its answer.

mod on_face;
mod planning;

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Agent, Catalog, Complaint, Level};
use course::Models;
use sha2::{Digest, Sha256};

use crate::Error;
use crate::alerts::Screening;
use crate::answer::{
    Alert, Answer, FORMAT, FaceOrigin, FindingAnswer, PatientSummary, Plan, Provenance, SourceNote,
};
use crate::case::{Case, Side};
use crate::complaint::Complainer;
use crate::finding::{Choosers, Planned};
use crate::inputs::word;
use crate::offer::{Chooser, Evidence};
use crate::plan::Order;
use crate::simulate::{PEOPLE, Simulator};
use crate::surface::Surface;
use crate::target::{Subject, Target};

/// Share of people inside every band, percent.
const BAND_PERCENT: f64 = 80.0;
const INTENDED_USE: &str = "For health professionals who inject. rhytid displays what follows \
from the grades and facts that they enter, with inputs, rules, sources, alternatives and limits, \
so that they can review the basis themselves. It analyses no image, directs no treatment and is \
not for emergencies.";

/// Settings of a consult.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Seed of the virtual people.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: 1 }
    }
}

/// Answers a case.
///
/// - `surface`: the patient's face; without it no site is placed on a face
///
/// # Errors
/// [`Error`] when the case names what the catalog does not hold (`case::read` finds this first)
/// or the models refuse a number.
pub fn consult(
    catalog: &Catalog,
    models: &Models,
    case: &Case,
    surface: Option<&Surface>,
    options: Options,
) -> Result<Answer, Error> {
    let mut screening = Screening::of(catalog, case);
    let targets = case
        .finding
        .iter()
        .enumerate()
        .map(|(index, finding)| Target::resolve(catalog, index, finding))
        .collect::<Result<Vec<_>, _>>()?;
    let evidence = Evidence::of(catalog);
    let choosers = choosers(catalog, models, &evidence, case, &targets, &screening);
    let mut findings = Vec::new();
    let mut orders = Vec::new();
    for target in &targets {
        let seed = seed_of(options.seed, target.index);
        let (finding, wanted) = match target.subject {
            Subject::Complaint(complaint) => complained(
                catalog,
                models,
                case,
                target,
                complaint,
                &mut screening,
                seed,
            )?,
            _ => graded(
                catalog,
                models,
                case,
                target,
                &choosers,
                &mut screening,
                seed,
            )?,
        };
        findings.push(finding);
        orders.extend(wanted);
    }
    screening.considered(&considered(case, &findings));
    let orders = merged(with_companions(catalog, &choosers, orders));
    let asked = Asked {
        catalog,
        case,
        surface,
        options,
    };
    let (plan, plan_withheld) = planning::plan(&asked, &orders, &findings, &mut screening);
    if let Some(surface) = surface {
        on_face::remark(surface, plan.as_ref(), &mut screening);
    }
    Ok(finish(&asked, screening, findings, plan, plan_withheld))
}

/// What an answer is asked from.
struct Asked<'a> {
    catalog: &'a Catalog,
    case: &'a Case,
    surface: Option<&'a Surface>,
    options: Options,
}

/// Products in the cupboard and in the simulated options.
fn considered<'a>(case: &'a Case, findings: &'a [FindingAnswer]) -> BTreeSet<&'a str> {
    let options = findings.iter().flat_map(|finding| &finding.options);
    let injections = options.flat_map(|option| &option.injections);
    injections
        .map(|injection| injection.product.as_str())
        .chain(case.stock.iter().map(|stock| stock.product.as_str()))
        .collect()
}

/// Seed of one finding: another stream for each, the same for the same place in the case.
fn seed_of(seed: u64, index: usize) -> u64 {
    seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .wrapping_add(index as u64)
}

fn choosers<'a>(
    catalog: &'a Catalog,
    models: &'a Models,
    evidence: &'a Evidence,
    case: &'a Case,
    targets: &[Target<'a>],
    screening: &Screening,
) -> Choosers<'a> {
    let areas: Vec<&str> = targets
        .iter()
        .filter_map(|t| t.toxin_area(catalog))
        .map(|area| area.name.as_str())
        .collect();
    let chooser = |constraints| Chooser::new(catalog, models, evidence, case, constraints, &areas);
    Choosers {
        free: chooser(crate::constraints::Constraints::default()),
        patient: chooser(screening.patient.clone()),
        all: chooser(screening.constraints()),
        everything_stopped: screening.patient.everything(),
    }
}

/// Answers an unwanted result.
fn complained(
    catalog: &Catalog,
    models: &Models,
    case: &Case,
    target: &Target<'_>,
    complaint: &Complaint,
    screening: &mut Screening,
    seed: u64,
) -> Result<(FindingAnswer, Vec<Order>), Error> {
    let complainer = Complainer {
        catalog,
        models,
        case,
        target,
        complaint,
        earlier: &screening.earlier,
        no_enzyme: screening.no_enzyme(),
        seed,
    };
    let answered = complainer.answer()?;
    if answered.answer.dissolution.is_some() {
        screening.wanted(Agent::Enzyme);
    }
    if complaint.emergency {
        let message = &answered.answer.headline;
        screening.raise(Level::Stop, "emergency", "any", message, &[]);
    }
    let order = answered.enzyme.map(|offer| {
        let planned = Planned {
            offer,
            full_day: None,
            gone_day: None,
        };
        order(target, Agent::Enzyme, planned)
    });
    Ok((answered.answer, order.into_iter().collect()))
}

/// Answers a line, hollow, muscle or sweating.
fn graded(
    catalog: &Catalog,
    models: &Models,
    case: &Case,
    target: &Target<'_>,
    choosers: &Choosers<'_>,
    screening: &mut Screening,
    seed: u64,
) -> Result<(FindingAnswer, Vec<Order>), Error> {
    let group_of = |area: &str, toxin: bool| {
        let area = catalog.areas.get(area)?;
        let group = if toxin {
            &area.toxin_target
        } else {
            &area.gel_target
        };
        group.clone()
    };
    let toxin_area = target.toxin_area(catalog);
    let gel_area = target.gel_area(catalog);
    let groups = (
        toxin_area.and_then(|area| area.toxin_target.as_deref()),
        gel_area.and_then(|area| area.gel_target.as_deref()),
    );
    let earlier = &screening.earlier;
    let simulator = Simulator::new(models, case, target, groups, earlier, &group_of, seed)
        .map_err(|cause| target.refused(&cause))?;
    let answered = crate::finding::answer(catalog, case, target, choosers, &simulator)?;
    if answered.unhindered.has_toxin() {
        screening.wanted(Agent::Toxin);
    }
    if answered.unhindered.has_gel() {
        screening.wanted(Agent::Gel);
    }
    let planned = [(Agent::Toxin, answered.toxin), (Agent::Gel, answered.gel)];
    let orders = planned
        .into_iter()
        .filter_map(|(agent, planned)| Some(order(target, agent, planned?)));
    Ok((answered.answer, orders.collect()))
}

fn order(target: &Target<'_>, agent: Agent, planned: Planned) -> Order {
    Order {
        agent,
        offer: planned.offer,
        side: target.finding.side,
        findings: vec![target.index],
        rhytids: target.finding.rhytid.iter().cloned().collect(),
        full_day: planned.full_day,
        gone_day: planned.gone_day,
        because: None,
    }
}

/// Adds the areas that a label wants treated in the same session.
fn with_companions(
    catalog: &Catalog,
    choosers: &Choosers<'_>,
    mut orders: Vec<Order>,
) -> Vec<Order> {
    let wanted: Vec<(String, Order)> = orders
        .iter()
        .flat_map(|order| {
            order
                .offer
                .needs_also
                .iter()
                .map(|area| (area.clone(), order.clone()))
        })
        .collect();
    for (area, asking) in wanted {
        if orders
            .iter()
            .any(|o| o.agent == asking.agent && o.offer.area == area)
        {
            continue;
        }
        // The middle of a published range: no grade was entered for this area.
        let Ok(offer) = choosers.all.toxin_of(&asking.offer.product, &area, 0.5) else {
            continue;
        };
        let title = |name: &str| {
            catalog
                .areas
                .get(name)
                .map_or(name.to_owned(), |a| a.title.clone())
        };
        orders.push(Order {
            because: Some(format!(
                "{} is treated with {}, as its published dose wants: weakening one alone upsets \
                 the balance of the brow.",
                title(&area),
                title(&asking.offer.area)
            )),
            offer,
            side: Side::Both,
            rhytids: Vec::new(),
            ..asking
        });
    }
    orders
}

/// One order for each agent, product and area.
fn merged(orders: Vec<Order>) -> Vec<Order> {
    let mut by_key: BTreeMap<(Agent, String, String), Order> = BTreeMap::new();
    for order in orders {
        let key = (
            order.agent,
            order.offer.area.clone(),
            order.offer.product.clone(),
        );
        match by_key.get_mut(&key) {
            None => {
                by_key.insert(key, order);
            }
            Some(kept) => merge(kept, order),
        }
    }
    by_key.into_values().collect()
}

/// The larger amount serves both; sides join.
fn merge(kept: &mut Order, order: Order) {
    if order.offer.total > kept.offer.total {
        kept.offer = order.offer;
    }
    if order.side != kept.side {
        kept.side = Side::Both;
    }
    kept.findings.extend(order.findings);
    kept.findings.sort_unstable();
    kept.findings.dedup();
    kept.rhytids.extend(order.rhytids);
    if order.because.is_none() {
        kept.because = None;
    }
    kept.full_day = match (kept.full_day, order.full_day) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    };
    kept.gone_day = kept.gone_day.or(order.gone_day);
}

fn finish(
    asked: &Asked<'_>,
    screening: Screening,
    findings: Vec<FindingAnswer>,
    plan: Option<Plan>,
    plan_withheld: Option<String>,
) -> Answer {
    let (catalog, case) = (asked.catalog, asked.case);
    let mut answer = Answer {
        format: FORMAT.to_owned(),
        patient: PatientSummary {
            age_years: case.patient.age_years,
            sex: case.patient.sex,
            fitzpatrick: case.patient.fitzpatrick,
        },
        inputs: crate::inputs::of(case),
        findings,
        alerts: loudest_first(screening.alerts),
        face: asked.surface.map(|surface| surface.note.clone()),
        plan,
        plan_withheld,
        unknown: screening.unknown,
        sources: Vec::new(),
        limits: limits(asked.surface),
        provenance: Provenance {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_sha256: catalog.hash.clone(),
            case_sha256: case_hash(case),
            scans_sha256: asked.surface.and_then(|surface| surface.hash.clone()),
            seed: asked.options.seed,
            people: PEOPLE,
            band_percent: BAND_PERCENT,
            intended_use: INTENDED_USE.to_owned(),
        },
    };
    answer.sources = cited(catalog, &answer);
    answer
}

fn loudest_first(mut alerts: Vec<Alert>) -> Vec<Alert> {
    alerts.sort_by_key(|alert| alert.level);
    let mut seen = BTreeSet::new();
    alerts.retain(|alert| seen.insert((alert.code.clone(), alert.message.clone())));
    alerts
}

fn limits(surface: Option<&Surface>) -> Vec<String> {
    let origin = surface.map(|surface| surface.note.origin);
    let face = match origin {
        Some(FaceOrigin::Scan) => {
            "The scan gives the surface only, and never sets or changes a grade. What lies under \
             it is the usual anatomy carried to this surface, not this patient's own."
        }
        Some(FaceOrigin::BuiltIn) => {
            "The face is the built-in one: sites are millimetres from landmarks that have to be \
             found on the patient."
        }
        None => "Positions are millimetres from landmarks that have to be found on the patient.",
    };
    [
        "Every forecast is a distribution over people like this one and their raters, never a \
         promise for one person.",
        "The courses are fitted to published trials of groups; selected people, one product at a \
         time, mostly one treatment.",
        face,
        "Vessels vary. A known depth elsewhere is no safe depth here.",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn case_hash(case: &Case) -> String {
    let text = serde_json::to_vec(case).unwrap_or_default();
    hex(&Sha256::digest(&text))
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}

/// Sources of everything that the answer says, in the order of first mention.
fn cited(catalog: &Catalog, answer: &Answer) -> Vec<SourceNote> {
    let mut ids = Vec::new();
    collect(
        &serde_json::to_value(answer).unwrap_or_default(),
        "",
        &mut ids,
    );
    ids.iter()
        .filter_map(|id| Some(note(catalog.source(id)?)))
        .collect()
}

/// Walks the answer as it will be written, so that no mention escapes.
fn collect(value: &serde_json::Value, key: &str, ids: &mut Vec<String>) {
    use serde_json::Value;
    match value {
        Value::String(id) if key.starts_with("source") && !ids.contains(id) => {
            ids.push(id.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, key, ids)),
        Value::Object(fields) => fields
            .iter()
            .for_each(|(key, value)| collect(value, key, ids)),
        _ => {}
    }
}

fn note(source: &catalog::Source) -> SourceNote {
    SourceNote {
        id: source.id.clone(),
        citation: source.citation.clone(),
        locator: source.locator.clone(),
        kind: word(&source.kind),
        checked: word(&source.checked),
    }
}
