//! Constants of the gel model, read from the catalog.

use std::collections::BTreeMap;

use catalog::{Catalog, Gel, ParameterTable};

use super::read::Read;
use crate::enzyme::Kinetics;

/// Why a gel cannot be simulated.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// A constant is missing from `data/model/gel.toml`.
    #[error("parameter \"{name}\" is missing from data/model/gel.toml")]
    MissingParameter {
        /// Its name.
        name: String,
    },
    /// No response is known for the area.
    #[error("the gel model has no response for area \"{area}\"; areas: {known}")]
    UnknownArea {
        /// The area.
        area: String,
        /// Areas that have one.
        known: String,
    },
    /// The product is not in the catalog.
    #[error("the gel model knows no product \"{product}\"")]
    UnknownProduct {
        /// The product.
        product: String,
    },
    /// Not finite, or negative.
    #[error("{what} is {value}; expected a finite number that is not negative")]
    BadNumber {
        /// What.
        what: &'static str,
        /// The number.
        value: f64,
    },
}

/// How gel is lost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Loss {
    /// Rate at which a NASHA gel stops showing under reference movement, 1/d.
    pub visible_rate: f64,
    /// Share of it that is loss of gel.
    pub mass_share: f64,
    /// Share of the loss that movement causes under reference movement.
    pub movement_share: f64,
}

/// Rate of loss in one place, relative to reference movement.
#[derive(Debug, Clone, Copy)]
pub(super) struct Movement {
    still: f64,
    moved: f64,
}

impl Movement {
    /// κ(F) = (1 − μ) + μ m F, with F the residual force.
    pub(super) fn rate(self, force: f64) -> f64 {
        self.still + self.moved * force.clamp(0.0, 1.0)
    }
}

impl Loss {
    pub(super) fn movement(&self, movement: f64) -> Movement {
        Movement {
            still: 1.0 - self.movement_share,
            moved: self.movement_share * movement,
        }
    }
}

/// One area as gel meets it.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Movement, 1 = reference.
    pub movement: f64,
    /// Usual volume of a full correction, both sides, mL.
    pub usual_volume_ml: f64,
    /// Correction by that volume, grades.
    pub response_grades: f64,
    /// Early swelling of the tissue, share of the injected volume.
    pub oedema_share: f64,
    /// Surface volume per volume injected, at once, for gels not measured themselves.
    pub displacement: f64,
}

/// A gel that makes the body build tissue.
#[derive(Debug, Clone, PartialEq)]
pub struct Stimulator {
    /// Particles, share of the injected volume; the rest is carrier.
    pub particle_share: f64,
    /// Time constant of the carrier's loss, d.
    pub carrier_time_d: f64,
    /// Tissue built at last, share of the injected volume.
    pub built: f64,
    /// Time constant of building, d.
    pub build_time_d: f64,
}

/// Kind of course.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// Hyaluronic gel that fills.
    Hyaluronic,
    /// Hyaluronic gel for the skin itself: a plateau, then a steep fall.
    SkinQuality {
        /// Time constant, movement-weighted d.
        time_d: f64,
        /// Steepness; 1 is an exponential.
        shape: f64,
    },
    /// CaHA, PLLA, PMMA.
    Stimulator(Stimulator),
    /// Collagen.
    Collagen,
}

/// One product as the model sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// Kind of course.
    pub form: Form,
    /// Rate of loss relative to a NASHA gel.
    pub rate: f64,
    /// Water taken up at equilibrium, share of the volume.
    pub uptake: f64,
    /// Visible correction by one mL, relative to a hyaluronic gel.
    pub lift: f64,
    /// Surface volume per volume injected, when measured.
    pub displacement: Option<f64>,
    /// Resistance to hyaluronidase, 1 = least; none when it is not dissolvable.
    pub resistance: Option<f64>,
}

/// Constants of the gel model.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Loss.
    pub loss: Loss,
    /// Time constant of the water uptake, d.
    pub uptake_time_d: f64,
    /// Time constant of the early swelling, d.
    pub oedema_time_d: f64,
    /// How much longer gel lasts that is laid over earlier gel.
    pub repeat_persistence: f64,
    /// Youngest age of the earlier gel for that, d.
    pub repeat_after_d: f64,
    /// Usual volume over the volume constant of the saturating correction.
    pub saturation: f64,
    /// Spread between people of the response (sd of the logarithm).
    pub response_spread: f64,
    /// Spread between people of the persistence (sd of the logarithm).
    pub persistence_spread: f64,
    /// Areas by name.
    pub places: BTreeMap<String, Place>,
    /// Products by name.
    pub products: BTreeMap<String, Product>,
    /// The enzyme.
    pub enzyme: Kinetics,
}

impl Model {
    /// The model of a catalog, with `data/model/gel.toml`.
    ///
    /// # Errors
    /// [`Error::MissingParameter`].
    pub fn from_catalog(catalog: &Catalog) -> Result<Self, Error> {
        let empty = ParameterTable::new();
        let table = catalog.parameters.get("gel").unwrap_or(&empty);
        Self::from_parameters(table, &catalog.gels)
    }

    /// The model of given constants and gels.
    ///
    /// # Errors
    /// [`Error::MissingParameter`].
    pub fn from_parameters(
        table: &ParameterTable,
        gels: &BTreeMap<String, Gel>,
    ) -> Result<Self, Error> {
        let read = Read(table);
        let mut products = BTreeMap::new();
        for (name, gel) in gels {
            products.insert(name.clone(), read.product(gel)?);
        }
        for (name, form) in [
            ("mixed-ha", "ha"),
            ("mixed-filler", "ha"),
            ("mixed-caha", "caha"),
        ] {
            products.insert(name.to_owned(), read.pooled(form)?);
        }
        Ok(Self {
            loss: Loss {
                visible_rate: read.get("loss.visible_rate")?,
                mass_share: read.get("loss.mass_share")?,
                movement_share: read.get("loss.movement_share")?,
            },
            uptake_time_d: read.get("swelling.time_d")?,
            oedema_time_d: read.get("oedema.time_d")?,
            repeat_persistence: read.get("repeat.persistence")?,
            repeat_after_d: read.get("repeat.after_d")?,
            saturation: read.get("saturation.usual")?,
            response_spread: read.get("spread.response")?,
            persistence_spread: read.get("spread.persistence")?,
            places: read.places()?,
            products,
            enzyme: read.enzyme()?,
        })
    }

    /// One area.
    ///
    /// # Errors
    /// [`Error::UnknownArea`].
    pub fn place(&self, area: &str) -> Result<&Place, Error> {
        self.places.get(area).ok_or_else(|| Error::UnknownArea {
            area: area.to_owned(),
            known: self.places.keys().cloned().collect::<Vec<_>>().join(", "),
        })
    }

    /// One product.
    ///
    /// # Errors
    /// [`Error::UnknownProduct`].
    pub fn product(&self, name: &str) -> Result<&Product, Error> {
        self.products
            .get(name)
            .ok_or_else(|| Error::UnknownProduct {
                product: name.to_owned(),
            })
    }

    /// The person whose standard normal deviates are given.
    pub fn person(&self, z_response: f64, z_persistence: f64) -> super::Person {
        super::Person {
            response: (self.response_spread * z_response).exp(),
            persistence: (self.persistence_spread * z_persistence).exp(),
        }
    }
}
