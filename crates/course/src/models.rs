//! All constants together, and the switches that tests and research turn.

use catalog::{Catalog, ParameterTable};

use crate::parameters::Parameters;
use crate::people::PeopleModel;
use crate::rating::RatingModel;
use crate::{crease, gel, spread, toxin};

/// Why a course cannot be computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// A constant is missing.
    #[error("parameter \"{key}\" is missing from data/model/{table}.toml")]
    MissingParameter {
        /// Table.
        table: String,
        /// Its name.
        key: String,
    },
    /// A constant is not a finite number.
    #[error("parameter \"{key}\" of data/model/{table}.toml is {value}; expected a finite number")]
    BadParameter {
        /// Table.
        table: String,
        /// Its name.
        key: String,
        /// What was found.
        value: f64,
    },
    /// No such toxin.
    #[error("the toxin model knows no product \"{product}\"; products: {known}")]
    UnknownToxin {
        /// Product.
        product: String,
        /// Those that it knows.
        known: String,
    },
    /// No such response group.
    #[error("the toxin model has no response for area \"{area}\"; areas: {known}")]
    UnknownToxinArea {
        /// Area.
        area: String,
        /// Those that it knows.
        known: String,
    },
    /// No such neighbouring muscle.
    #[error("the toxin model has no neighbour \"{neighbour}\"; neighbours: {known}")]
    UnknownNeighbour {
        /// Muscle.
        neighbour: String,
        /// Those that it knows.
        known: String,
    },
    /// Not finite, or negative.
    #[error("{what} is {value}; expected a finite number{and}")]
    BadNumber {
        /// What.
        what: &'static str,
        /// The number.
        value: f64,
        /// Further condition.
        and: &'static str,
    },
    /// The grades contradict the model so far that nobody fits.
    #[error("no simulated person fits the grades that were seen; please check them")]
    NobodyFits,
    /// From the gel model.
    #[error(transparent)]
    Gel(#[from] gel::Error),
}

/// The number, if it is finite.
pub(crate) fn finite(what: &'static str, value: f64) -> Result<f64, Error> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(Error::BadNumber {
            what,
            value,
            and: "",
        })
    }
}

/// The number, if it is finite and not negative.
pub(crate) fn not_negative(what: &'static str, value: f64) -> Result<f64, Error> {
    if value.is_finite() && value >= 0.0 {
        Ok(value)
    } else {
        let and = " that is not negative";
        Err(Error::BadNumber { what, value, and })
    }
}

/// Changes of the physics, to see what follows from them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WhatIf {
    /// Multiplies every toxin exposure; 1 = as fitted, 0 = a toxin that does nothing.
    pub toxin_response: f64,
    /// Multiplies every correction by gel; 1 = as fitted.
    pub gel_response: f64,
    /// Added to the etched part of every line, grades.
    pub crease_depth_shift: f64,
}

impl Default for WhatIf {
    fn default() -> Self {
        Self {
            toxin_response: 1.0,
            gel_response: 1.0,
            crease_depth_shift: 0.0,
        }
    }
}

/// Constants of every model of this crate.
#[derive(Debug, Clone, PartialEq)]
pub struct Models {
    /// Toxin at the nerve ending.
    pub toxin: toxin::Model,
    /// Muscles beside the treated one.
    pub neighbours: spread::Neighbours,
    /// Gel and enzyme.
    pub gel: gel::Model,
    /// Crease memory.
    pub crease: crease::Model,
    /// Raters.
    pub rating: RatingModel,
    /// How people differ.
    pub people: PeopleModel,
    /// Changes of the physics.
    pub what_if: WhatIf,
}

impl Models {
    /// The models with the constants of a catalog, `data/model/*.toml`.
    ///
    /// # Errors
    /// [`Error::MissingParameter`], [`Error::BadParameter`], [`Error::Gel`].
    pub fn from_catalog(catalog: &Catalog) -> Result<Self, Error> {
        Self::with_parameters(catalog, &|name| catalog.parameters.get(name))
    }

    /// The models with given tables of constants, products from the catalog.
    ///
    /// # Errors
    /// As [`Models::from_catalog`].
    pub fn with_parameters<'a>(
        catalog: &Catalog,
        table: &dyn Fn(&str) -> Option<&'a ParameterTable>,
    ) -> Result<Self, Error> {
        let empty = ParameterTable::new();
        let get = |name: &str| table(name).unwrap_or(&empty);
        let toxin = Parameters::new("toxin", get("toxin"));
        Ok(Self {
            toxin: toxin::Model::from_parameters(&toxin)?,
            neighbours: spread::Neighbours::from_parameters(&toxin)?,
            gel: gel::Model::from_parameters(get("gel"), &catalog.gels)?,
            crease: crease::Model::from_parameters(&Parameters::new("crease", get("crease")))?,
            rating: RatingModel::from_parameters(&Parameters::new("rating", get("rating")))?,
            people: PeopleModel::from_parameters(&Parameters::new("people", get("people")))?,
            what_if: WhatIf::default(),
        })
    }
}
