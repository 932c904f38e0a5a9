//! The whole way from a case to its answer.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Agent, Catalog, Complaint, Level};
use course::Models;
use sha2::{Digest, Sha256};

use crate::Error;
use crate::alerts::{Screening, experience};
use crate::answer::{
    Alert, AlertLevel, Answer, Choice, FORMAT, FindingAnswer, PatientSummary, Plan, Provenance,
    SourceNote,
};
use crate::case::{Case, Side};
use crate::complaint::Complainer;
use crate::finding::{Choosers, Planned};
use crate::inputs::word;
use crate::offer::{Chooser, Evidence};
use crate::plan::{self, Order};
use crate::simulate::{PEOPLE, Simulator};
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
/// # Errors
/// [`Error`] when the case names what the catalog does not hold (`case::read` finds this first)
/// or the models refuse a number.
pub fn consult(
    catalog: &Catalog,
    models: &Models,
    case: &Case,
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
    let (plan, plan_withheld) = plan(catalog, case, &orders, &findings, &mut screening);
    Ok(finish(
        catalog,
        case,
        options,
        screening,
        findings,
        plan,
        plan_withheld,
    ))
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

/// The plan, or why there is none.
fn plan(
    catalog: &Catalog,
    case: &Case,
    orders: &[Order],
    findings: &[FindingAnswer],
    screening: &mut Screening,
) -> (Option<Plan>, Option<String>) {
    if screening
        .alerts
        .iter()
        .any(|a| a.level == AlertLevel::Stop && a.concerns == "any")
    {
        let why = "A stop concerns everything that could be injected; see the alerts.";
        return (None, Some(why.to_owned()));
    }
    if orders.is_empty() {
        return (None, Some(nothing_to_inject(findings, screening)));
    }
    let drawn = plan::draw(catalog, case, orders);
    for (agent, area) in &drawn.unplaced {
        let message = format!(
            "No injection pattern is on file for {area} ({}): the amount stands, the points are \
             the injector's.",
            plan::agent_word(*agent)
        );
        screening.raise(Level::Warn, "no-pattern", area, &message, &[]);
    }
    warn_of_experience(catalog, case, orders, screening);
    warn_of_label(orders, screening);
    warn_of_stock(orders, screening);
    if over_maximum(&drawn.plan, screening) {
        let why = "The doses of this session and the ones before exceed the label's largest dose.";
        return (None, Some(why.to_owned()));
    }
    if drawn.plan.sites.is_empty() {
        let why = "No point of the plan could be placed.";
        return (None, Some(why.to_owned()));
    }
    (Some(drawn.plan), None)
}

fn nothing_to_inject(findings: &[FindingAnswer], screening: &Screening) -> String {
    let stopped = screening.alerts.iter().any(|a| a.level == AlertLevel::Stop);
    let referred = findings.iter().any(|f| f.answer == Choice::Refer);
    match (findings.is_empty(), stopped, referred) {
        (true, _, _) => "The case holds no finding.",
        (_, true, _) => "Nothing is to be injected now; see the answers and the alerts.",
        (_, _, true) => "Nothing is to be injected: consider referring.",
        _ => "Nothing is to be injected.",
    }
    .to_owned()
}

fn warn_of_experience(catalog: &Catalog, case: &Case, orders: &[Order], screening: &mut Screening) {
    let Some(injector) = &case.injector else {
        return;
    };
    let planned: Vec<(Agent, String)> = orders
        .iter()
        .map(|o| (o.agent, o.offer.area.clone()))
        .collect();
    for rule in experience(catalog, injector, &planned) {
        let concerns = plan::agent_word(rule.agent);
        let sources = [rule.source.as_str()];
        screening.raise(rule.level, &rule.name, concerns, &rule.message, &sources);
    }
}

fn warn_of_label(orders: &[Order], screening: &mut Screening) {
    use crate::answer::Label;
    for order in orders.iter().filter(|o| o.offer.label == Label::Off) {
        let message = format!(
            "{} in {}: off label here. Consider the evidence, consent and your insurance.",
            order.offer.product, order.offer.area
        );
        let sources: Vec<&str> = order.offer.sources.iter().map(String::as_str).collect();
        screening.raise(
            Level::Note,
            "off-label",
            &order.offer.product,
            &message,
            &sources,
        );
    }
}

fn warn_of_stock(orders: &[Order], screening: &mut Screening) {
    for order in orders.iter().filter(|o| o.offer.in_stock == Some(false)) {
        let message = format!(
            "{} for {} is not in the stated stock: nothing in it has a published amount there, \
             or it is ruled out.",
            order.offer.product, order.offer.area
        );
        screening.raise(
            Level::Note,
            "not-in-stock",
            &order.offer.product,
            &message,
            &[],
        );
    }
}

/// Raises a stop for every product over its largest dose.
fn over_maximum(plan: &Plan, screening: &mut Screening) -> bool {
    let mut over = false;
    for total in &plan.totals {
        if total
            .percent_of_maximum
            .is_some_and(|percent| percent > 100.0)
        {
            over = true;
            let message = format!(
                "{}: {} {} with {} {} before exceed the largest dose ({}, {}).",
                total.title,
                catalog::trim(total.amount),
                total.unit,
                catalog::trim(total.earlier),
                total.unit,
                total.maximum.map_or_else(String::new, catalog::trim),
                total.maximum_scope.as_deref().unwrap_or("scope unknown"),
            );
            let sources: Vec<&str> = total.sources.iter().map(String::as_str).collect();
            let code = "dose-over-maximum";
            screening.raise(Level::Stop, code, &total.product, &message, &sources);
        }
    }
    over
}

fn finish(
    catalog: &Catalog,
    case: &Case,
    options: Options,
    screening: Screening,
    findings: Vec<FindingAnswer>,
    plan: Option<Plan>,
    plan_withheld: Option<String>,
) -> Answer {
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
        plan,
        plan_withheld,
        unknown: screening.unknown,
        sources: Vec::new(),
        limits: limits(case),
        provenance: Provenance {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_sha256: catalog.hash.clone(),
            case_sha256: case_hash(case),
            seed: options.seed,
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

fn limits(case: &Case) -> Vec<String> {
    let mut limits: Vec<String> = [
        "Every forecast is a distribution over people like this one and their raters, never a \
         promise for one person.",
        "The courses are fitted to published trials of groups; selected people, one product at a \
         time, mostly one treatment.",
        "The face is the reference face: positions are millimetres from landmarks that have to be \
         found on the patient.",
        "Vessels vary. A known depth elsewhere is no safe depth here.",
    ]
    .map(str::to_owned)
    .to_vec();
    if case.face.is_some() {
        limits.push(
            "A scan was named; this version does not read it. Nothing here comes from it."
                .to_owned(),
        );
    }
    limits
}

fn case_hash(case: &Case) -> String {
    let text = serde_json::to_vec(case).unwrap_or_default();
    let digest = Sha256::digest(&text);
    digest
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
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
