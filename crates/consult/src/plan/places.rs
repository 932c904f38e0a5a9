//! Named points of a pattern, with amounts, positions, depth, vessels and risks.

use catalog::{Agent, Area, Catalog, Pattern, PatternSite, Vessel};

use super::{Order, risks};
use crate::answer::{Dilution, NearVessel, Position, Site, SiteSide};
use crate::case::Side;

/// Smallest amount drawn up of a toxin, U. Assumption: `assumption-rounding`.
const TOXIN_STEP_UNITS: f64 = 0.5;
/// Smallest amount drawn up of a gel, mL. Assumption: `assumption-rounding`.
const GEL_STEP_ML: f64 = 0.01;
/// Smallest amount drawn up of the enzyme, U. Assumption: `assumption-rounding`.
const ENZYME_STEP_UNITS: f64 = 1.0;
/// Steps that are whole but for the error of floating point.
const NEARLY: f64 = 1e-6;
/// Marks of a 1 mL insulin syringe.
const MARKS_PER_ML: f64 = 100.0;

/// Sites of an order, each with its place in the order of its pattern.
pub(super) fn sites(
    catalog: &Catalog,
    order: &Order,
    area: &Area,
    pattern: &Pattern,
    dilution: Option<&Dilution>,
) -> Vec<(u32, Site)> {
    let mut sites = Vec::new();
    for (place, amount) in pattern.site.iter().zip(amounts(order, pattern)) {
        if amount <= 0.0 {
            continue;
        }
        for side in sides(place, order.side) {
            let site = site(catalog, order, area, pattern, place, side, amount, dilution);
            sites.push((place.order, site));
        }
    }
    sites
}

/// Amount of each point in steps that can be drawn up: shares are rounded down, what is left
/// goes to the points that lost most, both sides alike. The sum never exceeds the order.
fn amounts(order: &Order, pattern: &Pattern) -> Vec<f64> {
    let step = match order.agent {
        Agent::Toxin => TOXIN_STEP_UNITS,
        Agent::Gel => GEL_STEP_ML,
        Agent::Enzyme => ENZYME_STEP_UNITS,
    };
    let exact = |place: &PatternSite| order.offer.total * place.share / step;
    let count = |place: &PatternSite| sides(place, order.side).len() as f64;
    let mut steps: Vec<f64> = pattern
        .site
        .iter()
        .map(|p| (exact(p) + NEARLY).floor())
        .collect();
    let wanted: f64 = pattern.site.iter().map(|p| exact(p) * count(p)).sum();
    let given = |steps: &[f64]| -> f64 {
        pattern
            .site
            .iter()
            .zip(steps)
            .map(|(p, n)| n * count(p))
            .sum()
    };
    let mut by_loss: Vec<usize> = (0..steps.len()).collect();
    let loss = |i: usize, steps: &[f64]| exact(&pattern.site[i]) - steps[i];
    by_loss.sort_by(|&a, &b| loss(b, &steps).total_cmp(&loss(a, &steps)));
    for i in by_loss {
        let lost = loss(i, &steps) > NEARLY;
        if lost && given(&steps) + count(&pattern.site[i]) <= wanted + NEARLY {
            steps[i] += 1.0;
        }
    }
    steps.into_iter().map(|n| thousandths(n * step)).collect()
}

fn sides(place: &PatternSite, treated: Side) -> Vec<SiteSide> {
    match (place.side.as_str(), treated) {
        ("each", Side::Both) => vec![SiteSide::Left, SiteSide::Right],
        ("each", Side::Left) => vec![SiteSide::Left],
        ("each", Side::Right) => vec![SiteSide::Right],
        _ => vec![SiteSide::Midline],
    }
}

#[allow(
    clippy::too_many_arguments,
    reason = "one call site; the pieces of one point"
)]
fn site(
    catalog: &Catalog,
    order: &Order,
    area: &Area,
    pattern: &Pattern,
    place: &PatternSite,
    side: SiteSide,
    amount: f64,
    dilution: Option<&Dilution>,
) -> Site {
    let volume_ml = match order.agent {
        Agent::Gel => Some(amount),
        _ => dilution.map(|d| thousandths(amount / d.units_per_ml)),
    };
    let marks = |ml: f64| thousandths(ml * MARKS_PER_ML);
    let mut sources = vec![place.source.clone(), pattern.source.clone()];
    sources.extend(order.offer.sources.iter().cloned());
    dedup(&mut sources);
    Site {
        number: 0,
        name: place.name.clone(),
        side,
        area: area.name.clone(),
        agent: agent_word(order.agent).to_owned(),
        product: order.offer.product.clone(),
        amount,
        unit: order.offer.unit.to_owned(),
        volume_ml,
        syringe_marks: volume_ml.filter(|_| order.agent != Agent::Gel).map(marks),
        plane: place.plane.clone(),
        depth: depth(place),
        muscle: place.muscle.clone(),
        instrument: pattern.instrument.clone(),
        position: position(catalog, area, place, side),
        findings: order.findings.clone(),
        vessels: vessels(catalog, place),
        risks: risks::of(catalog, order, area, place),
        label: order.offer.label,
        note: place.note.clone().or_else(|| order.because.clone()),
        sources,
    }
}

/// Word of an agent in the answer.
pub(crate) fn agent_word(agent: Agent) -> &'static str {
    match agent {
        Agent::Toxin => "toxin",
        Agent::Gel => "gel",
        Agent::Enzyme => "enzyme",
    }
}

/// Rounds to thousandths, so that sums of decimals print as they are meant.
pub(super) fn thousandths(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

fn dedup(ids: &mut Vec<String>) {
    let mut seen = std::collections::BTreeSet::new();
    ids.retain(|id| seen.insert(id.clone()));
}

fn depth(place: &PatternSite) -> String {
    match &place.depth {
        Some(fact) => {
            let mark = fact.status.label();
            let mark = if mark.is_empty() {
                String::new()
            } else {
                format!(" ({mark})")
            };
            format!("{}{mark}", fact.text())
        }
        None => "depth in mm unknown; by the plane".to_owned(),
    }
}

fn position(catalog: &Catalog, area: &Area, place: &PatternSite, side: SiteSide) -> Position {
    let landmark = catalog.landmarks.get(&place.landmark);
    let x = landmark.map_or(0.0, |l| l.x_mm.central()) + place.lateral_mm;
    let y = landmark.map_or(0.0, |l| l.y_mm.central()) + place.up_mm;
    let sign = match side {
        SiteSide::Left => 1.0,
        SiteSide::Right => -1.0,
        SiteSide::Midline => 0.0,
    };
    Position {
        landmark: place.landmark.clone(),
        lateral_mm: place.lateral_mm,
        up_mm: place.up_mm,
        view: area.view.clone(),
        x_mm: thousandths(sign * x),
        y_mm: thousandths(y),
        find: landmark.and_then(|l| l.find.clone()),
    }
}

fn vessels(catalog: &Catalog, place: &PatternSite) -> Vec<NearVessel> {
    let known = place
        .vessels
        .iter()
        .filter_map(|name| catalog.vessels.get(name));
    known.map(near).collect()
}

fn near(vessel: &Vessel) -> NearVessel {
    let depths: Vec<String> = vessel
        .position
        .iter()
        .filter_map(|p| {
            let depth = p.depth.as_ref()?;
            let spread = depth
                .sd
                .map_or(String::new(), |sd| format!(" ± {}", catalog::trim(sd)));
            let plane = p.plane.as_ref().map_or(String::new(), |p| format!(", {p}"));
            Some(format!("{}{spread} at {}{plane}", depth.text(), p.landmark))
        })
        .collect();
    let mut sources: Vec<String> = vessel
        .position
        .iter()
        .filter_map(|p| p.depth.as_ref().map(|d| d.source.clone()))
        .chain(vessel.sources.iter().cloned())
        .collect();
    dedup(&mut sources);
    NearVessel {
        name: vessel.name.clone(),
        title: vessel.title.clone(),
        depth: if depths.is_empty() {
            "depth unknown".to_owned()
        } else {
            depths.join("; ")
        },
        danger: vessel.danger.clone(),
        sources,
    }
}
