//! Constants of the gel model by name.

use std::collections::BTreeMap;

use catalog::{Gel, Material, ParameterTable};

use super::model::{Error, Form, Place, Product, Stimulator};
use crate::enzyme::Kinetics;

/// Reads constants by name.
pub(super) struct Read<'a>(pub(super) &'a ParameterTable);

impl Read<'_> {
    fn find(&self, name: &str) -> Option<f64> {
        self.0.get(name).map(|p| p.value)
    }

    pub(super) fn get(&self, name: &str) -> Result<f64, Error> {
        self.find(name).ok_or_else(|| Error::MissingParameter {
            name: name.to_owned(),
        })
    }

    pub(super) fn places(&self) -> Result<BTreeMap<String, Place>, Error> {
        let mut places = BTreeMap::new();
        for key in self.0.keys() {
            let Some(area) = key
                .strip_prefix("area.")
                .and_then(|k| k.strip_suffix(".response"))
            else {
                continue;
            };
            let of = |what: &str| self.get(&format!("area.{area}.{what}"));
            places.insert(
                area.to_owned(),
                Place {
                    movement: of("movement")?,
                    usual_volume_ml: of("usual_volume")?,
                    response_grades: of("response")?,
                    oedema_share: of("oedema")?,
                    displacement: self.get("surface.displacement")?,
                },
            );
        }
        Ok(places)
    }

    pub(super) fn enzyme(&self) -> Result<Kinetics, Error> {
        Ok(Kinetics {
            strength: self.get("enzyme.strength")?,
            contact: self.get("enzyme.contact")?,
            half_life_min: self.get("enzyme.half_life")?,
            fast_share: self.get("enzyme.fast_share")?,
            fast_time_d: self.get("enzyme.fast_time")?,
            slow_time_d: self.get("enzyme.slow_time")?,
        })
    }

    pub(super) fn product(&self, gel: &Gel) -> Result<Product, Error> {
        let technology = technology(gel);
        let rate = self
            .find(&format!("rate.{}", gel.name))
            .or_else(|| self.find(&format!("rate.{technology}")))
            .map_or_else(|| self.get("rate.mixed"), Ok)?;
        let form = self.form(gel)?;
        let hyaluronic = gel.material == Material::HA;
        Ok(Product {
            rate,
            uptake: if hyaluronic { self.uptake(gel)? } else { 0.0 },
            lift: self.find(&format!("lift.{}", material(gel))).unwrap_or(1.0),
            displacement: gel
                .rheology
                .iter()
                .find_map(|r| r.tissue_displacement.as_ref())
                .map(catalog::Fact::central),
            resistance: if gel.dissolvable {
                Some(self.resistance(gel)?)
            } else {
                None
            },
            form,
        })
    }

    fn form(&self, gel: &Gel) -> Result<Form, Error> {
        let time = self.find(&format!("skin-quality.{}.time", gel.name));
        match (gel.material, time) {
            (Material::HA, Some(time_d)) => Ok(Form::SkinQuality {
                time_d,
                shape: self.get("skin-quality.shape")?,
            }),
            (Material::HA, None) => Ok(Form::Hyaluronic),
            (Material::Collagen, _) => Ok(Form::Collagen),
            _ => Ok(Form::Stimulator(self.stimulator(material(gel))?)),
        }
    }

    fn stimulator(&self, name: &str) -> Result<Stimulator, Error> {
        let of = |what: &str| self.get(&format!("{name}.{what}"));
        Ok(Stimulator {
            particle_share: of("particle_share")?,
            carrier_time_d: of("carrier_time")?,
            built: of("built")?,
            build_time_d: of("build_time")?,
        })
    }

    /// Uptake u = u₀ (c / 20 mg/mL) (G_t / G′)^ε, with G_t the usual modulus of the technology:
    /// more water the more acid and, within one technology, the softer.
    fn uptake(&self, gel: &Gel) -> Result<f64, Error> {
        let measured = gel
            .rheology
            .iter()
            .filter(|r| r.frequency.as_ref().is_some_and(|f| f.central() == 0.7))
            .find_map(|r| r.g_prime.as_ref().map(catalog::Fact::central));
        let usual = self.find(&format!("firmness.{}", technology(gel)));
        let softness = match (usual, measured) {
            (Some(usual), Some(measured)) => usual / measured,
            _ => 1.0,
        };
        let reference = self.get("swelling.content")?;
        let content = gel
            .ha_concentration
            .as_ref()
            .map_or(reference, catalog::Fact::central);
        Ok(self.get("swelling.uptake")?
            * (content / reference)
            * softness.powf(self.get("swelling.exponent")?))
    }

    fn resistance(&self, gel: &Gel) -> Result<f64, Error> {
        let class = gel
            .enzyme
            .as_ref()
            .and_then(|e| e.resistance.as_deref())
            .unwrap_or("middle");
        self.get(&format!("enzyme.resistance.{class}"))
    }

    /// Products that a source pools.
    pub(super) fn pooled(&self, form: &str) -> Result<Product, Error> {
        let caha = form == "caha";
        Ok(Product {
            form: if caha {
                Form::Stimulator(self.stimulator("caha")?)
            } else {
                Form::Hyaluronic
            },
            rate: self.get(if caha { "rate.caha" } else { "rate.mixed" })?,
            uptake: if caha {
                0.0
            } else {
                self.get("swelling.uptake")?
            },
            lift: if caha { self.get("lift.caha")? } else { 1.0 },
            displacement: None,
            resistance: if caha {
                None
            } else {
                Some(self.get("enzyme.resistance.middle")?)
            },
        })
    }
}

/// First word of the technology, lower case; the material where there is none.
fn technology(gel: &Gel) -> String {
    match (&gel.technology, gel.material) {
        (Some(text), Material::HA) => text
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default()
            .to_lowercase(),
        _ => material(gel).to_owned(),
    }
}

fn material(gel: &Gel) -> &'static str {
    match gel.material {
        Material::HA => "ha",
        Material::CaHA => "caha",
        Material::PLLA => "plla",
        Material::PMMA => "pmma",
        Material::Collagen => "collagen",
    }
}
