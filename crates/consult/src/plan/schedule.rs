//! Dates: reviews, repeat windows, and what can be undone.

use catalog::{Agent, Catalog, Fact};

use super::Order;
use crate::answer::{Reason, Review, Window};

/// Days of a week: reviews are set on whole weeks.
const WEEK_DAYS: f64 = 7.0;
/// First look after a gel, d. Assumption: `assumption-first-look-gel`.
const GEL_FIRST_LOOK_DAYS: f64 = 14.0;

/// Reviews when each effect is fully there, from the forecast.
pub(super) fn reviews(orders: &[Order]) -> Vec<Review> {
    let mut reviews: Vec<Review> = Vec::new();
    for order in orders {
        let review = match order.agent {
            Agent::Toxin => order.full_day.map(|day| Review {
                day: (day / WEEK_DAYS).ceil().max(2.0) * WEEK_DAYS,
                what: "Toxin: the forecast has its effect fully there; grade again at rest and \
                       in expression, look for asymmetry and a heavy brow or lid."
                    .to_owned(),
                sources: vec!["assumption-review-at-full-effect".to_owned()],
            }),
            Agent::Gel => Some(Review {
                day: GEL_FIRST_LOOK_DAYS,
                what: "Gel: swelling and bruising gone; look for lumps, asymmetry and the need \
                       of a touch-up."
                    .to_owned(),
                sources: vec!["assumption-first-look-gel".to_owned()],
            }),
            Agent::Enzyme => Some(Review {
                day: GEL_FIRST_LOOK_DAYS,
                what: "Enzyme: judge what gel is left before a further session.".to_owned(),
                sources: vec!["assumption-first-look-gel".to_owned()],
            }),
        };
        if let Some(review) = review
            && !reviews
                .iter()
                .any(|r| r.day == review.day && r.what == review.what)
        {
            reviews.push(review);
        }
    }
    reviews.sort_by(|a, b| a.day.total_cmp(&b.day));
    reviews
}

/// When each amount may be repeated.
pub(super) fn windows(catalog: &Catalog, orders: &[Order]) -> Vec<Window> {
    let injected = orders.iter().filter(|order| order.agent != Agent::Enzyme);
    injected.map(|order| window(catalog, order)).collect()
}

fn window(catalog: &Catalog, order: &Order) -> Window {
    let toxin = catalog.toxins.get(&order.offer.product);
    let interval = toxin.and_then(|toxin| toxin.minimum_interval.as_ref());
    let label = match (order.agent, interval) {
        (Agent::Toxin, Some(fact)) => format!("The label wants at least {}. ", days(fact)),
        (Agent::Toxin, None) => "The shortest interval is not known. ".to_owned(),
        _ => String::new(),
    };
    let gone = order.gone_day.map_or_else(
        || "The forecast does not see the end of the effect.".to_owned(),
        |band| {
            format!(
                "In the forecast the effect has gone by day {:.0} (8 in 10 people like this \
                 between {:.0} and {:.0}).",
                band.mean, band.lower, band.upper
            )
        },
    );
    Window {
        product: order.offer.product.clone(),
        area: order.offer.area.clone(),
        not_before_day: interval.map(Fact::central),
        effect_gone_day: order.gone_day,
        text: format!("{label}{gone}"),
        sources: interval
            .map(|fact| fact.source.clone())
            .into_iter()
            .collect(),
    }
}

fn days(fact: &Fact) -> String {
    format!("{:.0} days", fact.central())
}

/// What can be undone and what cannot.
pub(super) fn reversibility(catalog: &Catalog, orders: &[Order]) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    let mut say = |text: String, sources: Vec<String>| {
        if !reasons.iter().any(|reason| reason.text == text) {
            reasons.push(Reason { text, sources });
        }
    };
    for order in orders {
        let product = &order.offer.product;
        match (order.agent, catalog.gels.get(product)) {
            (Agent::Toxin, _) => say(
                "Toxin: nothing reverses it. There is no approved antidote for an established \
                 effect; it can only be waited out."
                    .to_owned(),
                vec!["no-antidote".to_owned()],
            ),
            (Agent::Gel, Some(gel)) if gel.dissolvable => say(
                format!("{}: hyaluronidase can dissolve it.", gel.title),
                enzyme_sources(catalog),
            ),
            (Agent::Gel, Some(gel)) => say(
                format!(
                    "{} ({}): cannot be dissolved; it stays until the body has worn it away.",
                    gel.title,
                    gel.material.label()
                ),
                Vec::new(),
            ),
            _ => {}
        }
    }
    reasons
}

fn enzyme_sources(catalog: &Catalog) -> Vec<String> {
    let enzyme = catalog.enzymes.values().next();
    enzyme.map_or_else(Vec::new, |enzyme| {
        enzyme.sources.iter().take(2).cloned().collect()
    })
}
