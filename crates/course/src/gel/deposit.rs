//! One deposit of gel: how much is left, and how much of it shows.

use super::model::{Form, Model, Stimulator};
use super::wear::Wear;
use super::{Dose, Error, Person};
use crate::enzyme::{Kinetics, Pulse};

/// A pulse of enzyme as one deposit met it.
#[derive(Debug, Clone, Copy)]
struct Broken {
    day: f64,
    /// Share of what was intact that it broke.
    share: f64,
}

#[derive(Debug, Clone)]
pub(super) struct Deposit {
    pub(super) day: f64,
    pub(super) injected_ml: f64,
    pub(super) superficial: bool,
    /// Effective visible mL for one mL of the reference gel.
    pub(super) lift: f64,
    pub(super) displacement: Option<f64>,
    form: Form,
    /// Loss of gel per movement-weighted day.
    mass_rate: f64,
    /// Loss of what shows, per movement-weighted day.
    shown_rate: f64,
    uptake: f64,
    uptake_time_d: f64,
    resistance: Option<f64>,
    broken: Vec<Broken>,
    kinetics: Kinetics,
}

impl Deposit {
    pub(super) fn new(
        model: &Model,
        person: Person,
        dose: &Dose,
        doses: &[Dose],
    ) -> Result<Self, Error> {
        let product = model.product(&dose.product)?;
        let earlier = doses
            .iter()
            .any(|d| d.volume_ml > 0.0 && d.day <= dose.day - model.repeat_after_d);
        let longer = if earlier {
            model.repeat_persistence
        } else {
            1.0
        };
        let shown_rate = model.loss.visible_rate * product.rate / (person.persistence * longer);
        Ok(Self {
            day: dose.day,
            injected_ml: dose.volume_ml,
            superficial: dose.superficial,
            lift: product.lift,
            displacement: product.displacement,
            form: product.form.clone(),
            mass_rate: shown_rate * model.loss.mass_share,
            shown_rate,
            uptake: product.uptake,
            uptake_time_d: model.uptake_time_d,
            resistance: product.resistance,
            broken: Vec::new(),
            kinetics: model.enzyme.clone(),
        })
    }

    pub(super) fn dissolvable(&self) -> bool {
        self.resistance.is_some()
    }

    pub(super) fn add_pulse(&mut self, kinetics: &Kinetics, pulse: Pulse, gel_ml: f64) {
        let Some(resistance) = self.resistance else {
            return;
        };
        if pulse.day > self.day {
            let share = 1.0 - kinetics.intact_share(pulse.units, gel_ml, resistance);
            self.broken.push(Broken {
                day: pulse.day,
                share,
            });
        }
    }

    /// Share that the enzyme has left: intact gel, and broken gel not yet cleared.
    fn enzyme_share(&self, day: f64) -> f64 {
        let mut intact = 1.0;
        let mut waiting = 0.0;
        for pulse in self.broken.iter().filter(|p| p.day <= day) {
            waiting += intact * pulse.share * self.kinetics.broken_left(day - pulse.day);
            intact *= 1.0 - pulse.share;
        }
        intact + waiting
    }

    /// Gel left, counted as injected, mL.
    pub(super) fn mass_ml(&self, wear: &Wear, day: f64) -> f64 {
        if day <= self.day {
            return 0.0;
        }
        let worn = wear.at(day) - wear.at(self.day);
        let left = match &self.form {
            Form::Hyaluronic | Form::Collagen => (-self.mass_rate * worn).exp(),
            Form::SkinQuality { time_d, shape } => (-(worn / time_d).powf(*shape)).exp(),
            Form::Stimulator(s) => self.stimulator_mass(s, day, worn),
        };
        self.injected_ml * left * self.enzyme_share(day)
    }

    /// Gel with its water, mL.
    pub(super) fn volume_ml(&self, wear: &Wear, day: f64) -> f64 {
        self.mass_ml(wear, day) * self.swelling(day)
    }

    /// 1 at injection, rising to the equilibrium.
    fn swelling(&self, day: f64) -> f64 {
        let age = (day - self.day).max(0.0);
        1.0 + self.uptake * (1.0 - (-age / self.uptake_time_d).exp())
    }

    /// Volume that still shows where it was wanted, mL.
    pub(super) fn shown_ml(&self, wear: &Wear, day: f64) -> f64 {
        if day <= self.day {
            return 0.0;
        }
        let worn = wear.at(day) - wear.at(self.day);
        let shown = match &self.form {
            Form::Hyaluronic | Form::Collagen => (-self.shown_rate * worn).exp(),
            Form::SkinQuality { time_d, shape } => (-(worn / time_d).powf(*shape)).exp(),
            Form::Stimulator(s) => {
                let age = day - self.day;
                let tissue = s.built * (1.0 - (-age / s.build_time_d).exp());
                (1.0 - s.particle_share) * (-age / s.carrier_time_d).exp()
                    + (s.particle_share + tissue) * (-self.shown_rate * worn).exp()
            }
        };
        self.injected_ml * shown * self.swelling(day) * self.enzyme_share(day)
    }

    fn stimulator_mass(&self, s: &Stimulator, day: f64, worn: f64) -> f64 {
        let age = day - self.day;
        (1.0 - s.particle_share) * (-age / s.carrier_time_d).exp()
            + s.particle_share * (-self.mass_rate * worn).exp()
    }

    /// Injected volume weighted by the fading swelling of the tissue, mL.
    pub(super) fn oedema_ml(&self, day: f64, time_d: f64) -> f64 {
        if day <= self.day {
            0.0
        } else {
            self.injected_ml * (-(day - self.day) / time_d).exp()
        }
    }
}
