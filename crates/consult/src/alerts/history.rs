//! Earlier treatments: intervals, foreign units, unknown doses.

use catalog::{Catalog, Fact, Level};

use super::Screening;
use crate::case::{Case, History};

/// An earlier injection as it is simulated.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Earlier {
    /// Day, zero or negative.
    pub day: f64,
    /// Product.
    pub product: String,
    /// Area.
    pub area: String,
    /// Amount over both sides, U of the product or mL; none when it cannot be known.
    pub amount: Option<f64>,
    /// Whether it is a toxin.
    pub toxin: bool,
    /// Whether a gel lies in the skin.
    pub superficial: bool,
}

/// Screens the history: messages, areas too early to treat again, and what to simulate.
pub(super) fn screen(catalog: &Catalog, case: &Case, screening: &mut Screening) {
    for (index, past) in case.history.iter().enumerate() {
        let earlier = match catalog.toxins.get(&past.product) {
            Some(_) => toxin(catalog, index, past, screening),
            None => gel(catalog, index, past, screening),
        };
        screening.earlier.extend(earlier);
    }
}

fn toxin(
    catalog: &Catalog,
    index: usize,
    past: &History,
    screening: &mut Screening,
) -> Option<Earlier> {
    let toxin = catalog.toxins.get(&past.product)?;
    let foreign = past
        .units_of
        .as_ref()
        .filter(|units| **units != past.product);
    if let Some(units) = foreign {
        let message = format!(
            "The earlier dose of {} is remembered in units of {units}. Units of different toxins \
             do not convert: the dose counts as unknown.",
            toxin.title
        );
        let sources = ["units-not-convertible"];
        screening.raise(
            Level::Warn,
            "foreign-units",
            &past.product,
            &message,
            &sources,
        );
    }
    let stated = past.dose_units.filter(|_| foreign.is_none());
    if stated.is_none() {
        screening.not_stated(
            &format!("history[{}].dose_units", index + 1),
            "What is left of the earlier effect; the usual published dose of the product in this \
             area stands in for it.",
        );
    }
    too_early(catalog, past, screening);
    let amount = stated.or_else(|| usual_dose(catalog, past));
    Some(Earlier {
        day: past.day,
        product: past.product.clone(),
        area: past.area.clone(),
        amount,
        toxin: true,
        superficial: false,
    })
}

/// The usual published dose of a product in an area, both sides, in its own units.
fn usual_dose(catalog: &Catalog, past: &History) -> Option<f64> {
    let toxin = catalog.toxins.get(&past.product)?;
    let dose = toxin.dose.iter().find(|dose| dose.area == past.area)?;
    let sides = if dose.per == catalog::Per::Side {
        2.0
    } else {
        1.0
    };
    Some(sides * dose.units.central())
}

/// Labels want an interval between sessions; before it has passed the area is not treated.
fn too_early(catalog: &Catalog, past: &History, screening: &mut Screening) {
    let longest = catalog
        .toxins
        .get(&past.product)
        .and_then(|toxin| toxin.minimum_interval.as_ref());
    let Some(interval) = longest else {
        return;
    };
    let left = interval.central() + past.day;
    if left <= 0.0 {
        return;
    }
    let area = catalog
        .areas
        .get(&past.area)
        .map_or(past.area.as_str(), |a| a.title.as_str());
    let message = format!(
        "{area} was treated with {} {:.0} days ago; its label wants at least {:.0} days between \
         sessions. Consider waiting {left:.0} more days: repeats at short intervals are how \
         resistance and over-treatment begin.",
        past.product,
        -past.day,
        interval.central(),
    );
    screening.raise(
        Level::Stop,
        "interval-too-short",
        &past.area,
        &message,
        &[interval.source.as_str()],
    );
    screening
        .patient
        .too_early
        .insert(past.area.clone(), message);
    note_other_areas(past, interval, screening);
}

fn note_other_areas(past: &History, interval: &Fact, screening: &mut Screening) {
    let message = format!(
        "A toxin was injected {:.0} days ago ({}). Doses of this session in other areas add to \
         it; the label's largest dose counts all areas together.",
        -past.day, past.area
    );
    screening.raise(
        Level::Warn,
        "recent-toxin",
        "toxin",
        &message,
        &[interval.source.as_str()],
    );
}

fn gel(
    catalog: &Catalog,
    index: usize,
    past: &History,
    screening: &mut Screening,
) -> Option<Earlier> {
    let gel = catalog.gels.get(&past.product)?;
    if past.volume_ml.is_none() {
        screening.not_stated(
            &format!("history[{}].volume_ml", index + 1),
            "How much of the earlier gel may be left.",
        );
    }
    if !gel.dissolvable {
        let message = format!(
            "{} ({}) was injected here before. It cannot be dissolved, and a new gel over it may \
             behave differently.",
            gel.title,
            gel.material.label()
        );
        let sources: Vec<&str> = gel
            .uses
            .first()
            .map(|u| u.source.as_str())
            .into_iter()
            .collect();
        screening.raise(
            Level::Note,
            "earlier-permanent-gel",
            &past.area,
            &message,
            &sources,
        );
    }
    Some(Earlier {
        day: past.day,
        product: past.product.clone(),
        area: past.area.clone(),
        amount: past.volume_ml,
        toxin: false,
        superficial: gel
            .uses
            .iter()
            .find(|u| u.area == past.area)
            .and_then(|u| u.plane.as_deref())
            .is_some_and(crate::simulate::superficial),
    })
}
