//! Where anatomy lies on the reference face: places under the skin, bundles of fibres, courses of
//! vessels and nerves, ligaments, glide planes, and thickness measured at places.

use serde::{Deserialize, Serialize};

use crate::fact::Fact;

/// A place on or under the skin of the reference face: a named point and steps away from it.
///
/// The steps are taken on the reference face and end at the nearest skin; on another face the
/// place is the same spot of the skin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Landmark, or point of the face's cage.
    pub at: String,
    /// Steps away from it, mm: lateral, up, forward.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub by: [f64; 3],
    /// Depth as a share of the way from the skin (0) to the base (1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth: Option<f64>,
    /// Depth below the skin, mm on the reference face.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth_mm: Option<f64>,
}

fn is_zero(by: &[f64; 3]) -> bool {
    *by == [0.0; 3]
}

/// What holds the end of a fibre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hold {
    /// Bone or its periosteum.
    Bone,
    /// A fascia, an aponeurosis or a ligament.
    Fascia,
    /// Skin.
    Skin,
    /// Other muscles, such as at the corner of the mouth.
    Muscle,
    /// Cartilage of nose or lid.
    Cartilage,
}

/// A sheet or belly of fibres between rails that run from origin to insertion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// Name within the muscle.
    pub name: String,
    /// What holds the origin.
    pub from: Hold,
    /// What holds the insertion.
    pub to: Hold,
    /// Whether the fibres go on around an opening into those of the other side or themselves.
    #[serde(default)]
    pub ring: bool,
    /// Thickness drawn and filled with fibres, mm.
    pub thickness: Fact,
    /// Share of the muscle's cross-section that this bundle has, 0 to 1.
    pub share: f64,
    /// Fibres from side to side; each runs through its places from origin to insertion.
    pub rail: Vec<Vec<Place>>,
    /// Source of the course.
    pub source: String,
}

/// A stretch of a vessel or nerve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Course {
    /// Name within the vessel.
    pub name: String,
    /// Diameter, mm.
    pub caliber: Fact,
    /// Places from upstream to downstream.
    pub through: Vec<Place>,
    /// Source of the course.
    pub source: String,
}

/// A retaining ligament or a septum that holds the skin to what lies beneath.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ligament {
    /// Name, the key.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// `true` (from bone), `false` (from fascia) or `septum`.
    pub kind: String,
    /// What holds its root.
    pub from: Hold,
    /// Thickness across its line, mm.
    pub width: Fact,
    /// Strength beside the zygomatic ligament, 0 to 1.
    pub strength: Fact,
    /// Line along which it stands, on the skin.
    pub line: Vec<Place>,
    /// Sources.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A place where the soft tissue slides on its base.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GlidePlane {
    /// Name, the key.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// What it lies between.
    pub between: String,
    /// How freely it slides, 0 (fast) to 1 (free).
    pub freedom: Fact,
    /// Places in its middle.
    pub through: Vec<Place>,
    /// How far it reaches from them, mm.
    pub reach: Fact,
    /// Sources.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Thickness of one layer at one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThicknessSite {
    /// Name of the place.
    pub name: String,
    /// Where it is.
    pub place: Place,
    /// Thickness of both sexes pooled, mm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pooled: Option<Fact>,
    /// Thickness in women, mm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub woman: Option<Fact>,
    /// Thickness in men, mm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub man: Option<Fact>,
}

/// A compartment of fat: the places in its middle and how far it reaches from them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compartment {
    /// Name, the key within the layer.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// Places in its middle.
    pub through: Vec<Place>,
    /// How far it reaches from there, mm.
    pub reach: Fact,
    /// What it loses with the years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loss: Option<Loss>,
    /// Sources.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// What a compartment loses with the years.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loss {
    /// Share of the thickness that is lost between the two ages, 0 to 1.
    pub share: Fact,
    /// Middle age of the young group, years.
    pub young_years: f64,
    /// Middle age of the old group, years.
    pub old_years: f64,
}

/// A layer of the face and its thickness at the places where it is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    /// Name, the key.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// What it is made of.
    pub content: String,
    /// Places.
    #[serde(default)]
    pub site: Vec<ThicknessSite>,
    /// Its compartments.
    #[serde(default)]
    pub compartment: Vec<Compartment>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
