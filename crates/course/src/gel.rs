//! Gel: injected volume → water → loss by product and movement → visible correction.
//!
//! Three things are kept apart because they live differently long: the gel itself, the volume
//! that a 3D camera sees at the surface, and the correction in grades of a scale.
//! Equations, assumptions and limits: `docs/theory/gel.md`.

mod deposit;
mod model;
mod read;
#[cfg(test)]
mod tests;
mod wear;

use crate::enzyme::Pulse;
use deposit::Deposit;
pub use model::{Error, Form, Loss, Model, Place, Product, Stimulator};
use wear::Wear;

/// One injection of gel into an area.
#[derive(Debug, Clone, PartialEq)]
pub struct Dose {
    /// Product.
    pub product: String,
    /// Volume in the whole area, both sides, mL.
    pub volume_ml: f64,
    /// Day; negative for gel from before.
    pub day: f64,
    /// Laid in the superficial dermis under a line, rather than deep under a hollow.
    pub superficial: bool,
}

/// What makes one person differ from the mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Person {
    /// Correction by a given volume, 1 = the mean.
    pub response: f64,
    /// How long gel lasts, 1 = the mean.
    pub persistence: f64,
}

impl Person {
    /// The person in the middle.
    pub const MEAN: Self = Self {
        response: 1.0,
        persistence: 1.0,
    };
}

/// What [`Course::new`] needs.
pub struct Setting<'a> {
    /// Constants.
    pub model: &'a Model,
    /// Treated area.
    pub area: &'a str,
    /// The person.
    pub person: Person,
    /// Gel, past and planned.
    pub doses: &'a [Dose],
    /// Enzyme.
    pub pulses: &'a [Pulse],
    /// Residual force of the muscles of the place by day, 1 = untreated; none without toxin.
    pub force: Option<&'a dyn Fn(f64) -> f64>,
    /// Last day of interest.
    pub horizon_d: f64,
}

/// The gel of one area over time. A reading on the day of an injection is taken before it.
#[derive(Debug, Clone)]
pub struct Course {
    place: Place,
    saturation: f64,
    oedema_time_d: f64,
    response: f64,
    deposits: Vec<Deposit>,
    wear: Wear,
}

/// Accounts of the gel on one day, mL; injected + water = present + lost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Balance {
    /// Injected so far.
    pub injected_ml: f64,
    /// Water taken up and still held.
    pub water_ml: f64,
    /// Gel in the tissue, with its water.
    pub present_ml: f64,
    /// Gel gone, as injected.
    pub lost_ml: f64,
}

impl Course {
    /// Gel of one area over time.
    ///
    /// # Errors
    /// [`Error::UnknownArea`], [`Error::UnknownProduct`], [`Error::BadNumber`].
    pub fn new(setting: &Setting<'_>) -> Result<Self, Error> {
        let place = setting.model.place(setting.area)?.clone();
        let start = setting.doses.iter().map(|d| d.day).fold(0.0, f64::min);
        let mut deposits = Vec::new();
        for dose in setting.doses {
            check(dose)?;
            deposits.push(Deposit::new(
                setting.model,
                setting.person,
                dose,
                setting.doses,
            )?);
        }
        let movement = setting.model.loss.movement(place.movement);
        let wear = match setting.force {
            Some(force) => Wear::new(start, setting.horizon_d, |day| movement.rate(force(day))),
            None => Wear::steady(start, movement.rate(1.0)),
        };
        let mut course = Self {
            place,
            saturation: setting.model.saturation,
            oedema_time_d: setting.model.oedema_time_d,
            response: setting.person.response,
            deposits,
            wear,
        };
        course.dissolve(setting)?;
        Ok(course)
    }

    /// Lets each session of enzyme act on the hyaluronic gel that it finds.
    fn dissolve(&mut self, setting: &Setting<'_>) -> Result<(), Error> {
        let kinetics = &setting.model.enzyme;
        let mut pulses = setting.pulses.to_vec();
        pulses.sort_by(|a, b| a.day.total_cmp(&b.day));
        for pulse in pulses {
            if !pulse.units.is_finite() || pulse.units < 0.0 {
                return Err(Error::BadNumber {
                    what: "enzyme units",
                    value: pulse.units,
                });
            }
            let gel_ml: f64 = self
                .deposits
                .iter()
                .filter(|d| d.dissolvable())
                .map(|d| d.volume_ml(&self.wear, pulse.day))
                .sum();
            for deposit in &mut self.deposits {
                deposit.add_pulse(kinetics, pulse, gel_ml);
            }
        }
        Ok(())
    }

    /// Gel in the tissue with its water, mL.
    pub fn gel_volume_ml(&self, day: f64) -> f64 {
        self.sum(|d| d.volume_ml(&self.wear, day))
    }

    /// Gel that still shows where it was wanted, mL.
    pub fn shown_volume_ml(&self, day: f64) -> f64 {
        self.sum(|d| d.shown_ml(&self.wear, day))
    }

    /// Gel left, counted as it was injected, mL.
    pub fn gel_mass_ml(&self, day: f64) -> f64 {
        self.sum(|d| d.mass_ml(&self.wear, day))
    }

    /// Volume gained at the surface, as a 3D camera sees it, with the early swelling, mL.
    pub fn surface_volume_ml(&self, day: f64) -> f64 {
        let oedema = self.place.oedema_share;
        self.sum(|d| {
            let displacement = d.displacement.unwrap_or(self.place.displacement) / (1.0 + oedema);
            displacement
                * (d.shown_ml(&self.wear, day) + oedema * d.oedema_ml(day, self.oedema_time_d))
        })
    }

    /// Correction of lost volume, grades.
    pub fn correction_grades(&self, day: f64) -> f64 {
        self.grades(day, false)
    }

    /// Relief of an etched line by superficial gel, grades.
    pub fn etched_relief_grades(&self, day: f64) -> f64 {
        self.grades(day, true)
    }

    /// Correction as it looks in the first weeks, with the swelling of the tissue, grades.
    pub fn apparent_grades(&self, day: f64) -> f64 {
        let swelling = self.sum(|d| d.lift * d.oedema_ml(day, self.oedema_time_d));
        self.saturating(self.shown_lift_ml(day, false) + self.place.oedema_share * swelling)
    }

    /// Accounts on one day.
    pub fn balance(&self, day: f64) -> Balance {
        let injected_ml = self.sum(|d| if d.day < day { d.injected_ml } else { 0.0 });
        let mass_ml = self.gel_mass_ml(day);
        let present_ml = self.gel_volume_ml(day);
        Balance {
            injected_ml,
            water_ml: present_ml - mass_ml,
            present_ml,
            lost_ml: injected_ml - mass_ml,
        }
    }

    fn grades(&self, day: f64, superficial: bool) -> f64 {
        self.saturating(self.shown_lift_ml(day, superficial))
    }

    /// Volume that shows, as hyaluronic gel of the same correction, mL.
    fn shown_lift_ml(&self, day: f64, superficial: bool) -> f64 {
        self.deposits
            .iter()
            .filter(|d| d.superficial == superficial)
            .map(|d| d.lift * d.shown_ml(&self.wear, day))
            .sum()
    }

    /// D(W) = D₁ (1 − e^(−s W/V₁)) / (1 − e^(−s)), with D₁ the correction by the usual volume V₁.
    fn saturating(&self, shown_ml: f64) -> f64 {
        let s = self.saturation;
        let full = self.response * self.place.response_grades / (1.0 - (-s).exp());
        full * (1.0 - (-s * shown_ml / self.place.usual_volume_ml).exp())
    }

    fn sum(&self, of: impl Fn(&Deposit) -> f64) -> f64 {
        self.deposits.iter().map(of).sum()
    }
}

fn check(dose: &Dose) -> Result<(), Error> {
    let good = |x: f64| x.is_finite();
    if !good(dose.volume_ml) || dose.volume_ml < 0.0 {
        return Err(Error::BadNumber {
            what: "gel volume, mL",
            value: dose.volume_ml,
        });
    }
    if !good(dose.day) {
        return Err(Error::BadNumber {
            what: "day of the gel",
            value: dose.day,
        });
    }
    Ok(())
}
