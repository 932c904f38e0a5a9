//! The soft tissue of a face as a body that mechanics solves: layers of blocks from the skin to
//! the base, the fibres of every muscle, what holds them and what they slide on.
//!
//! *Invariant*: it knows places and materials, no time and no drug; the activation of muscles is
//! all that changes.
//!
//! Entry points: [`SoftTissue::new`], [`Mechanics::express`], [`activation_of`].

mod columns;
mod constants;
mod fibres;
mod fill;
mod hold;
mod mechanics;
mod touch;

use std::collections::BTreeMap;

use catalog::{Catalog, Expression};
use glam::DVec3;
use tissue::{Model, State};

pub use fibres::Contractor;
pub use mechanics::{Expressed, Mechanics};

use crate::anatomy::{Anatomy, Atlas, LAYERS, Side};
use crate::error::FaceError;
use crate::eye::Eye;
use columns::{COLUMN, Columns, NONE};
use constants::Constants;
use fibres::Where;

/// Subdivisions of the cage below which the blocks stand.
pub const LEVEL: usize = 1;

/// Activation of muscles by name and side, 0 to 1; others are at rest.
pub type Activation = BTreeMap<(String, Side), f64>;

/// Adds an expression of a strength to an activation; no muscle is more than fully active.
pub fn add_expression(activation: &mut Activation, expression: &Expression, strength: f64) {
    for (muscle, share) in &expression.activation {
        for side in [Side::Left, Side::Right] {
            let sum = activation.entry((muscle.clone(), side)).or_insert(0.0);
            *sum = (*sum + strength * share).clamp(0.0, 1.0);
        }
    }
}

/// Activation of an expression of full strength.
pub fn activation_of(expression: &Expression) -> Activation {
    let mut activation = Activation::new();
    add_expression(&mut activation, expression, 1.0);
    activation
}

/// Whose soft tissue is built.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Anatomy of the face.
    pub anatomy: &'a Anatomy,
    /// Left and right eyeball.
    pub eyes: &'a [Eye; 2],
    /// Age of the skin, years.
    pub age_years: f64,
}

/// The soft tissue of one face.
#[derive(Debug, Clone)]
pub struct SoftTissue {
    /// What the solver is given; mm, kPa, mN.
    pub model: Model,
    /// The muscles, one a group of fibres of the model.
    pub contractors: Vec<Contractor>,
    level: usize,
    columns: Columns,
    eyes: [Eye; 2],
    full_tension_kpa: f64,
}

impl SoftTissue {
    /// Builds the soft tissue of a face.
    ///
    /// - `level`: subdivisions of the cage below which the blocks stand, 1 or 2
    ///
    /// # Errors
    /// Constants that the catalog lacks.
    pub fn new(
        catalog: &Catalog,
        atlas: &Atlas,
        subject: &Subject<'_>,
        level: usize,
    ) -> Result<Self, FaceError> {
        let Subject { anatomy, eyes, .. } = *subject;
        let constants = Constants::new(catalog, subject.age_years)?;
        let columns = Columns::new(atlas, anatomy, level);
        let solid = columns.solid(anatomy);
        let place = Where::new(&columns, atlas.refinement(), level);
        let areas = hold::areas(&columns, &solid);
        let springs = hold::springs(&columns, &areas, (atlas, anatomy, eyes), &place, &constants);
        let laid = fibres::fibres(&solid, anatomy, &place);
        let (contractors, fibres) = laid.into_iter().unzip();
        let layers = 0..LAYERS.len() as u16;
        let mut model = Model {
            materials: constants.layers.to_vec(),
            material_of: columns
                .with_tissue
                .iter()
                .flat_map(|_| layers.clone())
                .collect(),
            stiffness_of: hold::stiffness(&columns, anatomy, &place, &constants),
            grounds: touch::grounds(&columns, &areas, (anatomy, eyes), &constants),
            mesh: solid,
            fibres,
            springs,
            ..Model::default()
        };
        model.hold(&columns.cut_nodes(), [true; 3]);
        touch::close_lips(&mut model, &columns, anatomy, &constants);
        Ok(Self {
            model,
            contractors,
            level,
            columns,
            eyes: *eyes,
            full_tension_kpa: constants.tension,
        })
    }

    /// Tension of each group of fibres, kPa.
    pub fn tension(&self, activation: &Activation) -> Vec<f64> {
        let of = |one: &Contractor| {
            let key = (one.muscle.clone(), one.side);
            self.full_tension_kpa * activation.get(&key).copied().unwrap_or(0.0)
        };
        self.contractors.iter().map(of).collect()
    }

    /// Quadrilaterals of the skin at the tissue's level.
    pub fn quads(&self) -> &[[u32; 4]] {
        &self.columns.quads
    }

    /// Moves of the points of the skin at the tissue's level, (n × 3), mm; those without tissue
    /// follow their neighbours.
    pub fn moves(&self, state: &State) -> Vec<DVec3> {
        let is_known = self.columns.column_of.iter().map(|column| *column != NONE);
        let is_known: Vec<bool> = is_known.collect();
        let own = |column: &u32| {
            let node = *column as usize * COLUMN;
            let found = (*column != NONE).then(|| state.displacement.get(node));
            found
                .flatten()
                .map_or(DVec3::ZERO, |u| DVec3::from_array(*u))
        };
        let mut moves: Vec<DVec3> = self.columns.column_of.iter().map(own).collect();
        fill::fill(&self.columns.quads, &is_known, &mut moves);
        moves
    }
}
