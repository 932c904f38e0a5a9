//! From chosen offers to named points, amounts, dilution, totals and dates.

mod places;
mod risks;
mod schedule;
mod totals;

pub(crate) use places::agent_word;

use catalog::{Agent, Area, Catalog, Pattern};

use crate::answer::{Band, Plan, Reason, Site};
use crate::case::{Case, Side};
use crate::offer::Offer;

/// Source of the order in which points are worked.
const ORDER_OF_WORK: &str = "assumption-order-of-work";

/// One amount of one product for one area, serving one or more findings.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    /// What is injected.
    pub agent: Agent,
    /// Product and amount.
    pub offer: Offer,
    /// Sides to treat.
    pub side: Side,
    /// Findings served, from 0.
    pub findings: Vec<usize>,
    /// Rhytids served; they choose between the patterns of an area.
    pub rhytids: Vec<String>,
    /// Day on which its effect is fully there.
    pub full_day: Option<f64>,
    /// Day on which its effect has gone.
    pub gone_day: Option<Band>,
    /// Why it is there although no finding asked for it.
    pub because: Option<String>,
}

/// A plan, and what could not be placed.
pub(crate) struct Drawn {
    /// The plan.
    pub plan: Plan,
    /// Areas without an injection pattern, by agent.
    pub unplaced: Vec<(Agent, String)>,
}

/// Draws the plan of all orders.
pub(crate) fn draw(catalog: &Catalog, case: &Case, orders: &[Order]) -> Drawn {
    let dilutions = totals::dilutions(catalog, case, orders);
    let mut placed = Vec::new();
    let mut unplaced = Vec::new();
    for order in orders {
        let area = catalog.areas.get(&order.offer.area);
        match area.and_then(|area| Some((area, pattern(area, order)?))) {
            Some((area, pattern)) => {
                let dilution = dilutions.iter().find(|d| d.product == order.offer.product);
                placed.extend(places::sites(catalog, order, area, pattern, dilution));
            }
            None => unplaced.push((order.agent, order.offer.area.clone())),
        }
    }
    let sites = in_order_of_work(placed);
    let plan = Plan {
        totals: totals::totals(catalog, case, orders, &sites),
        order_of_work: order_of_work(&sites),
        reviews: schedule::reviews(orders),
        windows: schedule::windows(catalog, orders),
        reversibility: schedule::reversibility(catalog, orders),
        dilutions,
        sites,
    };
    Drawn { plan, unplaced }
}

/// The pattern of an area for an order: one made for its rhytids, else a general one.
fn pattern<'a>(area: &'a Area, order: &Order) -> Option<&'a Pattern> {
    let patterns = || area.pattern.iter().filter(|p| p.agent == order.agent);
    patterns()
        .find(|p| p.for_.iter().any(|rhytid| order.rhytids.contains(rhytid)))
        .or_else(|| patterns().find(|p| p.for_.is_empty()))
        .or_else(|| patterns().next())
}

/// Gel before toxin, bone before surface, lateral before medial; numbers follow.
fn in_order_of_work(mut placed: Vec<(u32, Site)>) -> Vec<Site> {
    placed.sort_by(|(a_order, a), (b_order, b)| {
        agent_rank(a)
            .cmp(&agent_rank(b))
            .then(plane_rank(a).cmp(&plane_rank(b)))
            .then(a.area.cmp(&b.area))
            .then(a_order.cmp(b_order))
            .then(b.position.x_mm.abs().total_cmp(&a.position.x_mm.abs()))
            .then(a.position.x_mm.total_cmp(&b.position.x_mm))
            .then(b.position.y_mm.total_cmp(&a.position.y_mm))
    });
    let number = |(i, (_, site)): (usize, (u32, Site))| Site {
        number: i as u32 + 1,
        ..site
    };
    placed.into_iter().enumerate().map(number).collect()
}

fn agent_rank(site: &Site) -> u8 {
    match site.agent.as_str() {
        "enzyme" => 0,
        "gel" => 1,
        _ => 2,
    }
}

/// Depth of a gel's plane, deepest first; toxin keeps the order of its areas.
fn plane_rank(site: &Site) -> u8 {
    if site.agent != "gel" {
        return 0;
    }
    match site.plane.as_str() {
        "supraperiosteal" => 0,
        "deep-fat" | "interfascial" => 1,
        "subcutaneous" | "submucosal" => 2,
        _ => 3,
    }
}

fn order_of_work(sites: &[Site]) -> Vec<Reason> {
    let has = |agent: &str| sites.iter().any(|site| site.agent == agent);
    let mut reasons = Vec::new();
    let mut say = |text: &str| {
        reasons.push(Reason {
            text: text.to_owned(),
            sources: vec![ORDER_OF_WORK.to_owned()],
        });
    };
    if has("gel") {
        say(
            "Gel on bone before gel near the surface, lateral points before medial ones: lateral \
             support shortens what the medial points need.",
        );
    }
    if has("gel") && has("toxin") {
        say(
            "Gel first, toxin last in the same session: moulding and pressure would spread the \
             toxin.",
        );
    }
    if has("toxin") {
        say("Toxin points in the numbered order; no massage of treated muscles afterwards.");
    }
    if has("enzyme") {
        say("Enzyme first; judge what is left before any new gel.");
    }
    reasons
}
