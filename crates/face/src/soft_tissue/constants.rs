//! Constants of the soft tissue: `data/model/soft-tissue.toml`.

use std::collections::BTreeMap;

use catalog::{Catalog, Parameter};
use tissue::Material;
use tissue::law::{Law, Yeoh};

use crate::anatomy::{Base, LAYERS};
use crate::error::FaceError;

/// Name of the table.
const TABLE: &str = "soft-tissue";

/// Constants of the soft tissue; stresses in kPa, stiffnesses of the base in kPa/mm.
#[derive(Debug, Clone)]
pub(super) struct Constants {
    /// Materials of the [`LAYERS`].
    pub(super) layers: [Material; LAYERS.len()],
    /// Stiffness of the base across, in the order of [`Base`].
    normals: [f64; Base::COUNT],
    /// Pressure per depth of what touches, kPa/mm.
    pub(super) touching: f64,
    /// Depth that counts as none, mm.
    pub(super) depth: f64,
    /// Stiffness along the base where it slides freely.
    pub(super) sliding: f64,
    /// Stiffness along the base where it is held.
    pub(super) held: f64,
    /// Stiffness of a ligament of full strength beside the tissue it crosses.
    pub(super) ligament: f64,
    /// Tension of a muscle at full activation, kPa.
    pub(super) tension: f64,
}

impl Constants {
    /// - `age_years`: of the skin
    pub(super) fn new(catalog: &Catalog, age_years: f64) -> Result<Self, FaceError> {
        let table = catalog.parameters.get(TABLE);
        let table = table.ok_or_else(|| FaceError::NoConstant {
            name: TABLE.to_owned(),
        })?;
        let value = |name: &str| number(table, name);
        let poisson = value("poisson")?;
        let old = ageing(&value, age_years)?;
        let layer = |name: &str| {
            let aged = if name == LAYERS[0] { old } else { 1.0 };
            let shear = aged * value(&format!("{name}.shear"))?;
            let stiffening = value(&format!("{name}.stiffening"))?;
            let c = [0.5 * shear, 0.5 * shear * stiffening, 0.0];
            Ok(Material::mean(Law::Yeoh(Yeoh::with_poisson(c, poisson))))
        };
        let [skin, fat, muscle, deep] = LAYERS;
        Ok(Self {
            layers: [layer(skin)?, layer(fat)?, layer(muscle)?, layer(deep)?],
            normals: [
                value("base.bone")?,
                value("base.mucosa")?,
                value("base.orbit")?,
                value("base.cartilage")?,
                value("base.fascia")?,
            ],
            touching: value("touch.stiffness")?,
            depth: value("touch.depth")?,
            sliding: value("base.sliding")?,
            held: value("base.held")?,
            ligament: value("ligament")?,
            tension: value("tension")?,
        })
    }

    /// Stiffness in all directions where lips, cheeks and lids lie on teeth and eyeballs, beside
    /// what touches.
    pub(super) fn lying(&self) -> f64 {
        self.normal(Base::Mucosa)
    }

    /// Stiffness across a base.
    pub(super) fn normal(&self, base: Base) -> f64 {
        self.normals[base as usize]
    }
}

/// Factor of the skin's stiffness at an age, even in the logarithm between young and old.
fn ageing(
    value: &impl Fn(&str) -> Result<f64, FaceError>,
    age_years: f64,
) -> Result<f64, FaceError> {
    let (young, old) = (value("skin.shear.young")?, value("skin.shear.old")?);
    let (from, to) = (
        value("skin.shear.young.years")?,
        value("skin.shear.old.years")?,
    );
    let share = ((age_years - from) / (to - from)).clamp(0.0, 1.0);
    Ok(young * (old / young).powf(share))
}

fn number(table: &BTreeMap<String, Parameter>, name: &str) -> Result<f64, FaceError> {
    let found = table.get(name).map(|parameter| parameter.value);
    found.ok_or_else(|| FaceError::NoConstant {
        name: format!("{TABLE}: {name}"),
    })
}
