//! The facts of `data/face/lines.toml`.

use serde::Deserialize;

use crate::error::FaceError;

const TEXT: &str = include_str!("../../../../data/face/lines.toml");
pub(super) const TABLE: &str = "lines.toml";

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Facts {
    skin: ByAge,
    pub(super) fat: Constant,
    pub(super) muscle: Constant,
    pub(super) fold: Fold,
    pub(super) family: Vec<FamilyFact>,
}

/// A shear modulus at three ages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ByAge {
    shear_kpa: [f64; 3],
    age_years: [f64; 3],
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "ages")]
    _ages: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Constant {
    pub(super) shear_kpa: f64,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fold {
    pub(super) sharpness: f64,
    #[serde(rename = "source")]
    _source: String,
}

/// The way in which lines are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Towards {
    Up,
    Down,
    Left,
    Lateral,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FamilyFact {
    pub(super) name: String,
    pub(super) zone: String,
    pub(super) muscles: Vec<String>,
    pub(super) towards: Towards,
    #[serde(default)]
    pub(super) lines: Option<[i32; 2]>,
    /// Distance of lines where anatomy, not the layers, sets it.
    #[serde(default)]
    pub(super) spacing_mm: Option<f64>,
    /// Distance over which fibres are averaged.
    #[serde(default)]
    pub(super) averaged_mm: Option<f64>,
    #[serde(default)]
    pub(super) turn_degrees: f64,
    pub(super) anchors: Vec<AnchorFact>,
    #[serde(rename = "source")]
    _source: String,
    #[serde(default, rename = "note")]
    _note: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnchorFact {
    pub(super) at: String,
    #[serde(default)]
    pub(super) by: [f64; 3],
    pub(super) line: i32,
    #[serde(default)]
    pub(super) other: Option<i32>,
}

impl Facts {
    pub(super) fn read() -> Result<Self, FaceError> {
        toml::from_str(TEXT).map_err(|error| FaceError::Toml {
            table: TABLE,
            message: error.to_string(),
        })
    }

    /// Shear modulus of the skin at an age, kPa.
    pub(super) fn skin_shear_kpa(&self, age_years: f64) -> f64 {
        let ByAge {
            shear_kpa: [young, middle, old],
            age_years: [first, second, third],
            ..
        } = self.skin;
        let age = age_years.clamp(first, third);
        let (from, to, part) = if age < second {
            (young, middle, (age - first) / (second - first))
        } else {
            (middle, old, (age - second) / (third - second))
        };
        from * (to / from).powf(part)
    }
}
