//! Lines of a face: families by the muscle that folds the skin, anchored where anatomy has them, on
//! the skin at rest; the folded skin of any expression.
//!
//! Everything but depths is fixed when the face is made. The deformed skin goes in at the points of
//! [`Atlas::refinement`]; out come the fine surface and the depth along every line. A muscle that does
//! not shorten the skin leaves no line.

mod data;
mod family;
mod layers;

use glam::DVec3;
use tissue::lines::{Carrier, Fineness, FoldField, Frame};

use crate::anatomy::{Anatomy, Atlas};
use crate::error::FaceError;
use crate::mesh::Mesh;
use data::Facts;
use family::Maker;

/// A family of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFamily {
    /// Its name, as in `data/face/lines.toml`.
    pub name: String,
    /// The rhytid of the catalog that it belongs to.
    pub rhytid: String,
    /// Muscles along whose fibres it folds.
    pub muscles: Vec<String>,
}

/// Lines of one face.
#[derive(Debug, Clone, PartialEq)]
pub struct FaceLines {
    /// Families, in the order in which lines count them.
    pub families: Vec<LineFamily>,
    /// Where lines run.
    pub field: FoldField,
}

impl FaceLines {
    /// Finds the lines of a face.
    ///
    /// - `skin`: at rest, refined by [`Atlas::refinement`]
    /// - `age_years`: whose skin it is
    ///
    /// # Errors
    /// Facts that cannot be read, or layers that do not fold.
    pub fn new(
        atlas: &Atlas,
        anatomy: &Anatomy,
        skin: &Mesh,
        age_years: f64,
        fineness: &Fineness,
    ) -> Result<Self, FaceError> {
        let facts = Facts::read()?;
        let normals = skin.normals();
        let points = family::points(&facts, atlas)?;
        let onsets = layers::onsets(&facts, &anatomy.layers, age_years, &points)
            .map_err(FaceError::Lines)?;
        let maker = Maker {
            facts: &facts,
            atlas,
            anatomy,
            skin,
            normals: &normals,
            onsets: &onsets,
        };
        let made = facts.family.iter().map(|fact| maker.family(fact));
        let families = made.collect::<Result<Vec<_>, _>>()?;
        let carrier = Carrier {
            points: skin.points.iter().map(DVec3::to_array).collect(),
            triangles: skin.triangles(),
        };
        let named = facts.family.iter().map(|fact| LineFamily {
            name: fact.name.clone(),
            rhytid: fact.zone.clone(),
            muscles: fact.muscles.clone(),
        });
        Ok(Self {
            families: named.collect(),
            field: FoldField::new(&carrier, &families, fineness),
        })
    }

    /// Room for folding.
    pub fn frame(&self) -> FaceFrame {
        FaceFrame {
            positions: Vec::new(),
            folded: self.field.frame(),
        }
    }

    /// Folds a deformed skin; from the second time on nothing is allocated.
    ///
    /// - `skin`: points in the order of the skin at rest, (n × 3), mm
    /// - `creases_mm`: depth etched into each line, in the order of [`FoldField::lines`]
    ///
    /// Points of another number leave the frame as it is.
    pub fn fold(&self, skin: &[DVec3], creases_mm: &[f64], frame: &mut FaceFrame) {
        frame.positions.clear();
        frame.positions.extend(skin.iter().map(DVec3::to_array));
        let FaceFrame { positions, folded } = frame;
        self.field.evaluate(positions, creases_mm, folded);
    }
}

/// Room for folding, and the folded skin of the last time.
#[derive(Debug, Clone, PartialEq)]
pub struct FaceFrame {
    /// Points of the carrier.
    positions: Vec<[f64; 3]>,
    /// The folded skin: points, normals, depths of lines.
    pub folded: Frame,
}
