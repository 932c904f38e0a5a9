//! Landmarks, muscles, vessels, areas with their injection patterns, and rhytids.

use serde::{Deserialize, Serialize};

use crate::fact::Fact;
use crate::placement::{Bundle, Course};

/// A named point of the reference face.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Landmark {
    /// Name, the key.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// Distance from the midline, mm; mirrored for the other side.
    pub x_mm: Fact,
    /// Height above the nasion, mm.
    pub y_mm: Fact,
    /// Forward of the nasion, mm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub z_mm: Option<Fact>,
    /// How to find it on a face.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub find: Option<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Contents of `data/landmarks.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LandmarkFile {
    #[serde(default)]
    pub landmark: Vec<Landmark>,
}

/// A muscle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Muscle {
    /// Name, the key.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// Short name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abbreviation: Option<String>,
    /// `pair` or `midline`.
    pub side: String,
    /// Origin.
    pub origin: String,
    /// Insertion.
    pub insertion: String,
    /// What it does.
    pub action: String,
    /// Facial action units.
    #[serde(default)]
    pub facs: Vec<String>,
    /// Rhytids that it makes.
    #[serde(default)]
    pub makes: Vec<String>,
    /// Muscles that pull against it.
    #[serde(default)]
    pub antagonists: Vec<String>,
    /// Depth, mm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth: Option<Fact>,
    /// Length, mm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<Fact>,
    /// Width, mm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<Fact>,
    /// Thickness, mm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thickness: Option<Fact>,
    /// Physiological cross-section, mm².
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cross_section: Option<Fact>,
    /// Nerve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nerve: Option<String>,
    /// Its fibres on the reference face.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bundle: Vec<Bundle>,
    /// Sources of the text.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// One published position of a vessel or nerve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VesselPosition {
    /// Landmark it is measured from.
    pub landmark: String,
    /// Away from the landmark laterally, mm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lateral_mm: Option<Fact>,
    /// Above the landmark, mm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_mm: Option<Fact>,
    /// Depth under the skin, mm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth: Option<Fact>,
    /// Plane in which it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plane: Option<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A vessel or nerve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vessel {
    /// Name, the key.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// `artery`, `vein`, `nerve` or `other`.
    pub kind: String,
    /// Areas it crosses.
    #[serde(default)]
    pub areas: Vec<String>,
    /// Published positions.
    #[serde(default)]
    pub position: Vec<VesselPosition>,
    /// Its course on the reference face.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub course: Vec<Course>,
    /// What happens when it is hit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub danger: Option<String>,
    /// Sources of the text.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What is injected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Agent {
    /// Botulinum toxin.
    Toxin,
    /// Dermal filler.
    Gel,
    /// Hyaluronidase.
    Enzyme,
}

/// One injection site of a pattern.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatternSite {
    /// Name, as an injector says it.
    pub name: String,
    /// `each` (left and right) or `midline`.
    pub side: String,
    /// Muscle aimed at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub muscle: Option<String>,
    /// Share of the total dose of both sides for one point.
    pub share: f64,
    /// Landmark.
    pub landmark: String,
    /// Lateral of the landmark, mm (negative: towards the midline).
    #[serde(default)]
    pub lateral_mm: f64,
    /// Above the landmark, mm.
    #[serde(default)]
    pub up_mm: f64,
    /// Plane.
    pub plane: String,
    /// Depth, mm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth: Option<Fact>,
    /// Vessels and nerves near.
    #[serde(default)]
    pub vessels: Vec<String>,
    /// Complications to think of.
    #[serde(default)]
    pub complications: Vec<String>,
    /// Order of work, 1 first.
    #[serde(default)]
    pub order: u32,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Source of the position.
    pub source: String,
}

/// A pattern of injection sites for one agent in one area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// What is injected.
    pub agent: Agent,
    /// Name.
    pub name: String,
    /// Rhytids for which it is meant; all of the area when empty.
    #[serde(default, rename = "for")]
    pub for_: Vec<String>,
    /// Needle or cannula.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<String>,
    /// Source.
    pub source: String,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Sites.
    pub site: Vec<PatternSite>,
}

/// What is graded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A fine or coarse line.
    Line,
    /// A fold.
    Fold,
    /// A muscle band.
    Band,
    /// Skin texture.
    Texture,
    /// Lost volume.
    Volume,
    /// Muscle bulk.
    Bulk,
    /// Sweating.
    Sweat,
}

/// How an area itself can be a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaFinding {
    /// What is graded.
    pub kind: Kind,
    /// Scales, the usual one first.
    pub scales: Vec<String>,
    /// Name of the finding.
    pub title: String,
    /// In a patient's words.
    pub plain: String,
    /// What else helps.
    #[serde(default)]
    pub other_modality: Vec<OtherModality>,
}

/// A part of the body that can be treated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Name, the key.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// Chart that shows it.
    pub view: String,
    /// Muscles under it.
    #[serde(default)]
    pub muscles: Vec<String>,
    /// Vessels and nerves under it.
    #[serde(default)]
    pub vessels: Vec<String>,
    /// Planes in which one works here.
    #[serde(default)]
    pub planes: Vec<String>,
    /// Risk of a vascular accident by a gel: `high`, `middle` or `low`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<String>,
    /// Source of the risk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_source: Option<String>,
    /// Response group of toxin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toxin_target: Option<String>,
    /// Response group of gel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gel_target: Option<String>,
    /// How the area itself is graded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<AreaFinding>,
    /// Injection patterns.
    #[serde(default)]
    pub pattern: Vec<Pattern>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What helps beside toxin and filler.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherModality {
    /// Name.
    pub name: String,
    /// For what.
    #[serde(rename = "for")]
    pub for_: String,
    /// Source.
    pub source: String,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A sentence with its source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The sentence.
    pub text: String,
    /// Source.
    pub source: String,
}

/// A named line, fold, band or texture of the skin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rhytid {
    /// Name, the key.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// In a patient's words.
    pub plain: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Area whose patterns treat it.
    pub area: String,
    /// Area of the toxin when it differs from `area`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toxin_area: Option<String>,
    /// Area of the gel when it differs from `area`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gel_area: Option<String>,
    /// Muscles that make it; empty when none does.
    #[serde(default)]
    pub muscles: Vec<String>,
    /// Expression that shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expression: Option<String>,
    /// What is graded.
    pub kind: Kind,
    /// Scales, the usual one first.
    pub scales: Vec<String>,
    /// What makes it.
    pub cause: Statement,
    /// Share of the severity at rest that comes from lost volume or descent.
    pub volume_share: Fact,
    /// How well gel can lift this kind of line, 0..1 of its area's response.
    pub gel_reach: Fact,
    /// What else helps.
    #[serde(default)]
    pub other_modality: Vec<OtherModality>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
