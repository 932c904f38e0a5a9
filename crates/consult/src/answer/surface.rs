//! The face on which the sites lie, and what lies under each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::AlertLevel;

/// Where the face of an answer comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FaceOrigin {
    /// The scan of the case, fitted.
    Scan,
    /// The built-in face of the patient's sex and age.
    BuiltIn,
}

/// The face on which the sites of the plan lie.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FaceNote {
    /// Where it comes from.
    pub origin: FaceOrigin,
    /// In words.
    pub text: String,
    /// Why a scan of the case was not used.
    pub refused: Option<String>,
    /// How well a scan was fitted.
    pub fit: Option<FitNote>,
    /// How the face moves in the scanned expressions.
    pub expressions: Vec<ExpressionNote>,
    /// How sites come to their places.
    pub method: String,
    /// Source ids.
    pub sources: Vec<String>,
}

/// How well the face follows the scan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FitNote {
    /// Unit of the scan, as stated or recognised.
    pub unit: String,
    /// Points of the scan.
    pub points: usize,
    /// Median distance between scan and face, mm.
    pub median_mm: f64,
    /// 95 % of the face lie within this distance, mm.
    pub p95_mm: f64,
    /// Mean distance of landmarks that were withheld from the fit, mm.
    pub landmarks_withheld_mm: Option<f64>,
}

/// How the face moves from rest to a scanned expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ExpressionNote {
    /// Name in the case.
    pub name: String,
    /// Whether the scans share their points; else only a part of what slides along the skin is
    /// found.
    pub points_shared: bool,
    /// Largest moves of landmarks, largest first.
    pub moves: Vec<LandmarkMove>,
}

/// How far a landmark moves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LandmarkMove {
    /// Landmark.
    pub landmark: String,
    /// Left (or midline), mm.
    pub left_mm: f64,
    /// Right, mm; null on the midline.
    pub right_mm: Option<f64>,
}

/// A length on this face, and the band of 80 % of people.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reach {
    /// In the usual anatomy, mm.
    pub usual_mm: f64,
    /// 10th percentile, mm.
    pub lower_mm: f64,
    /// 90th percentile, mm.
    pub upper_mm: f64,
}

/// A layer under a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LayerHere {
    /// Name.
    pub name: String,
    /// Depth at which it begins, mm.
    pub from_mm: f64,
    /// Depth at which it ends, mm.
    pub to_mm: f64,
}

/// A muscle at the tip of the needle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MuscleHere {
    /// Name.
    pub name: String,
    /// Share of the tissue, percent.
    pub share_percent: f64,
}

/// A vessel, nerve or other structure near the tip of the needle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StructureHere {
    /// Name.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// `artery`, `vein`, `nerve` or `other`.
    pub kind: String,
    /// Distance of its wall from the tip.
    pub distance: Reach,
    /// Depth of its usual course below the skin there, mm; null for what is no line.
    pub depth_mm: Option<f64>,
    /// Whether its own spread between people is published; else that of the others is taken.
    pub spread_published: bool,
    /// Source ids.
    pub sources: Vec<String>,
}

/// What does not fit at a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Caution {
    /// Loudness.
    pub level: AlertLevel,
    /// `plane` or `structure`.
    pub kind: String,
    /// Name of the structure.
    pub structure: Option<String>,
    /// What was found, without the numbers of this site.
    pub headline: String,
    /// What was found here.
    pub text: String,
    /// Source ids.
    pub sources: Vec<String>,
}

/// A site on the face of this answer.
///
/// Frame: x to the patient's left, 0 in the midline; y up; z forward; the origin lies in the
/// middle of the head.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OnFace {
    /// Where the needle enters the skin, mm.
    pub skin_mm: [f64; 3],
    /// Outward unit normal of the skin there.
    pub normal: [f64; 3],
    /// The tip of the needle, mm.
    pub tip_mm: [f64; 3],
    /// Length of the way along the skin from the landmark, mm.
    pub along_mm: f64,
    /// Depth of the tip below the skin, mm: that of the plane here.
    pub depth_mm: f64,
    /// The layer at the tip.
    pub layer: String,
    /// Layers from the skin inward.
    pub layers: Vec<LayerHere>,
    /// What the soft tissue lies on: `bone`, `lining of the mouth`, `orbital septum`,
    /// `cartilage`, `deep fascia`.
    pub base: String,
    /// Depth of that.
    pub base_depth: Reach,
    /// Muscles at the tip, the largest share first.
    pub muscles: Vec<MuscleHere>,
    /// Vessels, nerves and other structures near the tip, the nearest first.
    pub structures: Vec<StructureHere>,
    /// Depth, layer and base in words.
    pub text: String,
    /// What does not fit.
    pub cautions: Vec<Caution>,
    /// Source ids.
    pub sources: Vec<String>,
}
