//! Constants of the toxin model, read from `data/model/toxin.toml`.

use std::collections::BTreeMap;

use crate::models::Error;
use crate::parameters::Parameters;
use crate::people::{Sex, Traits};

/// A toxin, in its own units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Product {
    /// Dose to which its exposure refers: the one of the glabella, U of this product.
    pub reference_units: f64,
    /// Exposure of the reference muscle by that dose, half-effect units of light chain.
    pub exposure: f64,
    /// How long its light chain lasts, relative to the reference product.
    pub persistence: f64,
}

/// A treated area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Nerve endings to be reached, relative to the glabella complex of a woman.
    pub mass: f64,
    /// How long the light chain lasts here, relative to the glabella.
    pub persistence: f64,
    /// Force carried by full sprouting, share of the muscle; glands have none.
    pub sprouts: f64,
}

/// Constants of the chain from nerve ending to force.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Delivery into the ending, kS, 1/d.
    pub delivery_rate: f64,
    /// Time constant of the light chain, 1/kL, d.
    pub waning_time_d: f64,
    /// Turnover of SNAP-25, r, 1/d.
    pub turnover_rate: f64,
    /// Exponent of the safety margin, h.
    pub margin_exponent: f64,
    /// Intact share at half transmission, K.
    pub margin_half: f64,
    /// Time constant of sprouting, g, d.
    pub sprout_growth_d: f64,
    /// Time constant of the retreat of sprouts, q, d.
    pub sprout_retreat_d: f64,
    /// Slower waning by each full block before.
    pub repeat_slowing: f64,
    /// Time constant with which an earlier block is forgotten, d.
    pub repeat_memory_d: f64,
    /// Thickness lost by a muscle that is fully blocked, α.
    pub atrophy_share: f64,
    /// Time constant of atrophy, τₐ, d.
    pub atrophy_time_d: f64,
    /// Grades (four-point scale) by which a bulky muscle looks smaller, per share of thickness.
    pub atrophy_grades: f64,
    /// Folding left at residual force F is F^γ; this is γ.
    pub fold_exponent: f64,
    /// Sweating as graded, left at residual output F, is F to this power.
    pub sweat_exponent: f64,
    /// Force carried by full sprouting of a muscle, φ.
    pub sprout_share: f64,
    /// Time constant of the folding that a shallow crease remembers, d.
    pub folding_memory_d: f64,
    /// Mass of a man's muscle relative to a woman's.
    pub male_mass: f64,
    /// Spread of sensitivity (sd of the logarithm of exposure).
    pub sensitivity_spread: f64,
    /// Spread of the delivery rate (sd of the logarithm).
    pub uptake_spread: f64,
    /// Spread of the waning time (sd of the logarithm).
    pub waning_spread: f64,
    /// Spread of muscle mass (sd of the logarithm).
    pub mass_spread: f64,
    /// Treated areas by name.
    pub places: BTreeMap<String, Place>,
    /// Toxins by name.
    pub products: BTreeMap<String, Product>,
}

/// One person's nerve endings in one area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ending {
    /// Exposure multiplier.
    pub exposure: f64,
    /// Delivery rate, 1/d.
    pub delivery_rate: f64,
    /// Time constant of the light chain of the reference product, d.
    pub waning_time_d: f64,
    /// Force carried by full sprouting.
    pub sprouts: f64,
}

impl Model {
    /// Reads the constants.
    ///
    /// # Errors
    /// [`Error::MissingParameter`], [`Error::BadParameter`].
    pub fn from_parameters(p: &Parameters<'_>) -> Result<Self, Error> {
        Ok(Self {
            delivery_rate: p.get("delivery.rate")?,
            waning_time_d: p.get("waning.time")?,
            turnover_rate: p.get("turnover.rate")?,
            margin_exponent: p.get("margin.exponent")?,
            margin_half: p.get("margin.half")?,
            sprout_growth_d: p.get("sprout.growth")?,
            sprout_retreat_d: p.get("sprout.retreat")?,
            repeat_slowing: p.get("repeat.slowing")?,
            repeat_memory_d: p.get("repeat.memory")?,
            atrophy_share: p.get("atrophy.share")?,
            atrophy_time_d: p.get("atrophy.time")?,
            atrophy_grades: p.get("atrophy.grades")?,
            fold_exponent: p.get("fold.exponent")?,
            sweat_exponent: p.get("sweat.exponent")?,
            sprout_share: p.get("sprout.share")?,
            folding_memory_d: p.get("fold.memory")?,
            male_mass: p.get("mass.male")?,
            sensitivity_spread: p.get("spread.sensitivity")?,
            uptake_spread: p.get("spread.uptake")?,
            waning_spread: p.get("spread.waning")?,
            mass_spread: p.get("spread.mass")?,
            places: p.each("area", |of| {
                Ok(Place {
                    mass: of("mass")?,
                    persistence: of("persistence")?,
                    sprouts: of("sprouts")?,
                })
            })?,
            products: p.each("product", |of| {
                Ok(Product {
                    reference_units: of("reference")?,
                    exposure: of("exposure")?,
                    persistence: of("persistence")?,
                })
            })?,
        })
    }

    /// Folding left at a residual force, share of untreated.
    pub fn fold(&self, force: f64) -> f64 {
        force.max(0.0).powf(self.fold_exponent)
    }

    /// A toxin.
    ///
    /// # Errors
    /// [`Error::UnknownToxin`].
    pub fn product(&self, name: &str) -> Result<&Product, Error> {
        self.products.get(name).ok_or_else(|| Error::UnknownToxin {
            product: name.to_owned(),
            known: self.products.keys().cloned().collect::<Vec<_>>().join(", "),
        })
    }

    /// An area.
    ///
    /// # Errors
    /// [`Error::UnknownToxinArea`].
    pub fn place(&self, name: &str) -> Result<&Place, Error> {
        self.places
            .get(name)
            .ok_or_else(|| Error::UnknownToxinArea {
                area: name.to_owned(),
                known: self.places.keys().cloned().collect::<Vec<_>>().join(", "),
            })
    }

    /// Nerve endings of a person in an area.
    pub fn ending(&self, place: &Place, sex: Sex, traits: &Traits) -> Ending {
        let sex = match sex {
            Sex::Female => 1.0,
            Sex::Male => self.male_mass,
        };
        let mass = place.mass * sex * (self.mass_spread * traits.muscle_mass).exp();
        Ending {
            exposure: (self.sensitivity_spread * traits.sensitivity).exp() / mass,
            delivery_rate: self.delivery_rate * (self.uptake_spread * traits.uptake).exp(),
            waning_time_d: self.waning_time_d
                * place.persistence
                * (self.waning_spread * traits.waning).exp(),
            sprouts: self.sprout_share * place.sprouts,
        }
    }
}
