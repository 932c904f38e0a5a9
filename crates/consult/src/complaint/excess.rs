//! Too much gel: what is left of it, and what the enzyme would leave.

use catalog::{Catalog, Fact, Gel};

use super::{Complainer, UNSEEN_GRADES};
use crate::Error;
use crate::alerts::Earlier;
use crate::answer::{Band, DayForecast, Dissolution, Label, Reason};
use crate::case::Wish;
use crate::offer::Offer;
use crate::simulate::{self, HORIZON_DAYS, PEOPLE};
use crate::words::reason;

/// Day on which an enzyme session is judged. Source: `assumption-first-look-gel`.
const ENZYME_JUDGED_DAY: f64 = 14.0;

/// Gel of the history that is too much.
pub(super) struct Excess<'a> {
    pub gel: &'a Gel,
    area: String,
    group: String,
    doses: Vec<course::gel::Dose>,
}

impl<'a> Excess<'a> {
    pub fn of(complainer: &Complainer<'a>) -> Option<Self> {
        let finding = complainer.target.finding;
        let here = |past: &&Earlier| {
            !past.toxin && finding.area.as_ref().is_none_or(|area| *area == past.area)
        };
        let past: Vec<&Earlier> = complainer.earlier.iter().filter(here).collect();
        let latest = past.iter().max_by(|a, b| a.day.total_cmp(&b.day))?;
        let gel = complainer.catalog.gels.get(&latest.product)?;
        let group = complainer
            .catalog
            .areas
            .get(&latest.area)?
            .gel_target
            .clone()?;
        let usual = |past: &Earlier| {
            let uses = &complainer.catalog.gels.get(&past.product)?.uses;
            uses.iter()
                .find(|u| u.area == past.area)?
                .volume
                .as_ref()
                .map(Fact::central)
        };
        let doses = past
            .iter()
            .filter(|p| p.area == latest.area)
            .filter_map(|p| {
                Some(course::gel::Dose {
                    product: p.product.clone(),
                    volume_ml: p.amount.or_else(|| usual(p))?,
                    day: p.day,
                    superficial: p.superficial,
                })
            })
            .collect::<Vec<_>>();
        (!doses.is_empty()).then(|| Self {
            gel,
            area: latest.area.clone(),
            group,
            doses,
        })
    }

    /// Gel mass of every person on some days, mL as injected.
    fn masses(
        &self,
        complainer: &Complainer<'_>,
        units: f64,
        days: &[f64],
    ) -> Result<Vec<Vec<f64>>, Error> {
        let pulses = [course::enzyme::Pulse { day: 0.0, units }];
        let pulses: &[course::enzyme::Pulse] = if units > 0.0 { &pulses } else { &[] };
        (0..PEOPLE)
            .map(|i| {
                let z = |salt: f64| {
                    let share = (i as f64 + 0.5) * salt % 1.0;
                    course::normal_quantile(share.clamp(1e-6, 1.0 - 1e-6))
                };
                let person = complainer
                    .models
                    .gel
                    .person(z(0.618_033_988_749_895), z(0.754_877_666_246_693));
                let course = course::gel::Course::new(&course::gel::Setting {
                    model: &complainer.models.gel,
                    area: &self.group,
                    person,
                    doses: &self.doses,
                    pulses,
                    force: None,
                    horizon_d: HORIZON_DAYS,
                })
                .map_err(|cause| complainer.target.refused(&cause))?;
                Ok(days.iter().map(|day| course.gel_mass_ml(*day)).collect())
            })
            .collect()
    }

    /// Forecast after a session with some enzyme (none: waiting).
    pub fn days(&self, complainer: &Complainer<'_>, units: f64) -> Result<Vec<DayForecast>, Error> {
        let mut grid = simulate::days(HORIZON_DAYS);
        grid.insert(0, -1e-6);
        let masses = self.masses(complainer, units, &grid)?;
        let (range, grade) = (complainer.range(), complainer.severity());
        let severities = |t: usize| {
            let mut all: Vec<f64> = masses
                .iter()
                .enumerate()
                .map(|(i, mass)| {
                    let share = (i as f64 + 0.5) * 0.569_840_290_998_053 % 1.0;
                    let noise = range.rater_sd * course::normal_quantile(share);
                    let before = (grade + noise).clamp(0.0, range.span());
                    before * (mass[t] / mass[0].max(1e-9)).min(1.0)
                })
                .collect();
            simulate::graded(&range, course::bands_of(&mut all))
        };
        Ok((1..grid.len())
            .map(|t| complainer.forecast_day(grid[t], severities(t)))
            .collect())
    }

    /// Share of the gel that the wish wants gone.
    fn wanted_share(complainer: &Complainer<'_>) -> f64 {
        let grade = complainer.severity().max(1.0);
        match complainer.target.finding.wish {
            Some(Wish::Erase) => (1.0 - UNSEEN_GRADES / grade).clamp(0.0, 1.0),
            _ => (1.0 / grade).clamp(0.0, 1.0),
        }
    }

    pub fn dissolution(&self, complainer: &Complainer<'_>) -> Result<(Dissolution, Offer), Error> {
        let now = self.masses(complainer, 0.0, &[0.0])?;
        let mut now: Vec<f64> = now.into_iter().map(|mass| mass[0]).collect();
        let now = course::bands_of(&mut now);
        let enzyme = complainer.catalog.enzymes.values().next();
        let per_0_1_ml = self.units_per_0_1_ml(complainer.catalog);
        let tenths = now.mean * Self::wanted_share(complainer) / 0.1;
        let (low, central, high) = per_0_1_ml
            .as_ref()
            .map_or((0.0, 0.0, 0.0), |f| (f.lowest(), f.central(), f.highest()));
        let units = Band {
            mean: (central * tenths).round(),
            lower: (low * tenths).round(),
            upper: (high * tenths).round(),
        };
        let at = [-1e-6, ENZYME_JUDGED_DAY];
        let mut left: Vec<f64> = self
            .masses(complainer, units.mean, &at)?
            .into_iter()
            .map(|mass| mass[1] / mass[0].max(1e-9) * 100.0)
            .collect();
        let sources: Vec<String> = per_0_1_ml.iter().map(|f| f.source.clone()).collect();
        let name = enzyme.map_or_else(|| "hyaluronidase".to_owned(), |e| e.name.clone());
        let dissolution = Dissolution {
            enzyme: name.clone(),
            gel: Some(self.gel.name.clone()),
            dissolvable: Some(self.gel.dissolvable),
            units: Some(units),
            left_percent: Some(simulate::band(course::bands_of(&mut left))),
            days: self.days(complainer, units.mean)?,
            notes: self.notes(complainer.catalog, &sources, now.mean),
        };
        let offer = Offer {
            product: name,
            area: self.area.clone(),
            total: units.mean,
            unit: "hyaluronidase U",
            basis: catalog::Basis::Consensus,
            label: Label::Off,
            in_stock: None,
            needs_also: Vec::new(),
            plane: None,
            maximum: None,
            sources,
        };
        Ok((dissolution, offer))
    }

    /// Published enzyme for 0.1 mL of this gel: of its class of resistance, else of the gel.
    fn units_per_0_1_ml(&self, catalog: &Catalog) -> Option<Fact> {
        let own = self.gel.enzyme.as_ref();
        let class = own.and_then(|enzyme| enzyme.resistance.as_deref());
        let enzyme = catalog.enzymes.values().next()?;
        let elective = || {
            enzyme
                .dose
                .iter()
                .filter(|d| d.use_ == "elective" && d.units_per_0_1_ml.is_some())
        };
        elective()
            .find(|d| class.is_some() && d.resistance.as_deref() == class)
            .or_else(|| elective().find(|d| d.resistance.is_none()))
            .and_then(|d| d.units_per_0_1_ml.clone())
    }

    fn notes(&self, catalog: &Catalog, sources: &[String], now_ml: f64) -> Vec<Reason> {
        let mut notes = vec![Reason {
            text: format!(
                "About {now_ml:.1} mL of {} may still be there; the enzyme is reckoned for the \
                 share that the wish wants gone, from the published amount for 0.1 mL of a gel \
                 of this resistance. Small steps: judge after two weeks and repeat if needed.",
                self.gel.title
            ),
            sources: sources.to_vec(),
        }];
        if let Some(enzyme) = catalog.enzymes.values().next() {
            for text in [&enzyme.allergy_test, &enzyme.note].into_iter().flatten() {
                notes.push(reason(text.clone(), enzyme.sources.first()));
            }
        }
        notes
    }
}
