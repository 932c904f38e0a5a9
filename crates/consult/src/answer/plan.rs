//! The plan: sites, amounts, dilution, totals, dates.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Band, Reason};
use crate::case::Side;

/// Whether a use stands on the label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Label {
    /// On the label of the jurisdiction.
    On,
    /// Off the label of the jurisdiction.
    Off,
    /// The jurisdiction or its label is not known.
    Unknown,
}

/// A point relative to a landmark, and on the chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// Landmark.
    pub landmark: String,
    /// Lateral of the landmark, mm; negative towards the midline.
    pub lateral_mm: f64,
    /// Above the landmark, mm; negative below.
    pub up_mm: f64,
    /// View of the chart: `front`, `profile`, `neck`, `axilla`, `hands`.
    pub view: String,
    /// Position on the reference face, mm from the nasion, positive to the patient's left.
    pub x_mm: f64,
    /// Position on the reference face, mm above the nasion.
    pub y_mm: f64,
    /// How to find the landmark.
    pub find: Option<String>,
}

/// A vessel or nerve near a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NearVessel {
    /// Name.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// What is known of its depth, in words; unknown is said.
    pub depth: String,
    /// What happens when it is hit.
    pub danger: Option<String>,
    /// Source ids.
    pub sources: Vec<String>,
}

/// What could go wrong at a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SiteRisk {
    /// Name.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// How it looks.
    pub looks_like: String,
    /// Published rate, in words; unknown is said.
    pub rate: String,
    /// Whether and how it can be undone.
    pub undo: String,
    /// Source ids.
    pub sources: Vec<String>,
}

/// One injection point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Site {
    /// Number on the chart, in the order of work.
    pub number: u32,
    /// Name.
    pub name: String,
    /// Side.
    pub side: SiteSide,
    /// Area.
    pub area: String,
    /// `toxin`, `gel` or `enzyme`.
    pub agent: String,
    /// Product.
    pub product: String,
    /// Amount, in `unit`.
    pub amount: f64,
    /// `U` of the product, `mL`, or `hyaluronidase U`.
    pub unit: String,
    /// Volume to inject, mL; null when the dilution is not known.
    pub volume_ml: Option<f64>,
    /// Marks on a 100-mark 1 mL insulin syringe; null when the volume is not known.
    pub syringe_marks: Option<f64>,
    /// Plane.
    pub plane: String,
    /// Depth, mm, in words; unknown is said.
    pub depth: String,
    /// Muscle aimed at.
    pub muscle: Option<String>,
    /// Needle or cannula.
    pub instrument: Option<String>,
    /// Where.
    pub position: Position,
    /// Findings that it serves (positions in `findings`, from 0).
    pub findings: Vec<usize>,
    /// Vessels and nerves near.
    pub vessels: Vec<NearVessel>,
    /// What could go wrong.
    pub risks: Vec<SiteRisk>,
    /// On or off the label.
    pub label: Label,
    /// Remark.
    pub note: Option<String>,
    /// Source ids.
    pub sources: Vec<String>,
}

/// Side of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SiteSide {
    /// The patient's left.
    Left,
    /// The patient's right.
    Right,
    /// On the midline.
    Midline,
}

impl From<SiteSide> for Option<Side> {
    fn from(side: SiteSide) -> Self {
        match side {
            SiteSide::Left => Some(Side::Left),
            SiteSide::Right => Some(Side::Right),
            SiteSide::Midline => None,
        }
    }
}

/// Total of one product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Total {
    /// Product.
    pub product: String,
    /// Name as shown.
    pub title: String,
    /// Amount of this session, in `unit`.
    pub amount: f64,
    /// Unit.
    pub unit: String,
    /// Amount by area.
    pub by_area: Vec<(String, f64)>,
    /// Largest amount of the label, in `unit`; null when unknown.
    pub maximum: Option<f64>,
    /// What the largest amount covers.
    pub maximum_scope: Option<String>,
    /// Amount of earlier sessions that counts against it, in `unit`.
    pub earlier: f64,
    /// Share of the largest amount, percent.
    pub percent_of_maximum: Option<f64>,
    /// Vials or syringes to open.
    pub packs: Option<String>,
    /// Source ids.
    pub sources: Vec<String>,
}

/// How a vial is made up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Dilution {
    /// Product.
    pub product: String,
    /// Vial, units of the product.
    pub vial_units: f64,
    /// Diluent, mL.
    pub diluent_ml: f64,
    /// Concentration, U/mL.
    pub units_per_ml: f64,
    /// Units in one mark of a 100-mark 1 mL insulin syringe.
    pub units_per_mark: f64,
    /// Whether it comes from the stock of the case or from the label.
    pub from: String,
    /// Source ids.
    pub sources: Vec<String>,
}

/// A date to meet again, days from treatment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    /// Day.
    pub day: f64,
    /// What for.
    pub what: String,
    /// Source ids.
    pub sources: Vec<String>,
}

/// When a treatment may be repeated, days from treatment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Window {
    /// Product.
    pub product: String,
    /// Area.
    pub area: String,
    /// Earliest day by the label; null when unknown.
    pub not_before_day: Option<f64>,
    /// Day on which the effect has gone, from the forecast.
    pub effect_gone_day: Option<Band>,
    /// In words.
    pub text: String,
    /// Source ids.
    pub sources: Vec<String>,
}

/// A plan to consider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Plan {
    /// Points in the order of work.
    pub sites: Vec<Site>,
    /// Totals by product.
    pub totals: Vec<Total>,
    /// How each vial is made up.
    pub dilutions: Vec<Dilution>,
    /// Order of work, in words.
    pub order_of_work: Vec<Reason>,
    /// Reviews.
    pub reviews: Vec<Review>,
    /// Repeat windows.
    pub windows: Vec<Window>,
    /// What can be undone and what cannot.
    pub reversibility: Vec<Reason>,
}
