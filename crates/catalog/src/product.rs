//! Toxins, gels and the enzyme.

use serde::{Deserialize, Serialize};

use crate::fact::Fact;

/// Where a dose or volume comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Product label.
    Label,
    /// Trial outside the label.
    Trial,
    /// Expert consensus or surveyed practice.
    Consensus,
}

/// What a dose or volume counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// The whole area, both sides.
    #[default]
    Total,
    /// One side.
    Side,
}

/// People for whom a dose holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForSex {
    /// Everybody.
    #[default]
    All,
    /// Women.
    F,
    /// Men.
    M,
}

/// A vial as sold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vial {
    /// Contents, U of the product.
    pub units: Fact,
    /// Concentration of a liquid product, U/mL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concentration: Option<Fact>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Largest dose over a span of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaximumDose {
    /// Dose, U of the product.
    pub dose: Fact,
    /// Span, d.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Fact>,
    /// What it covers, in words.
    pub scope: String,
}

/// A published dose of one toxin product in one area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToxinDose {
    /// Treated area.
    pub area: String,
    /// Label, trial or consensus.
    pub basis: Basis,
    /// Jurisdictions whose label holds it (label basis only).
    #[serde(default)]
    pub jurisdictions: Vec<String>,
    /// What `units` count.
    #[serde(default)]
    pub per: Per,
    /// For whom.
    #[serde(default)]
    pub sex: ForSex,
    /// Dose, U of the product.
    pub units: Fact,
    /// Number of injection points in all (or per side with `per = "side"`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Fact>,
    /// Units per point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units_per_point: Option<Fact>,
    /// Volume per point, mL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume_per_point: Option<Fact>,
    /// Areas that the label wants treated in the same session.
    #[serde(default)]
    pub needs_also: Vec<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A botulinum toxin product. Its units belong to it alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Toxin {
    /// Non-proprietary name, the key.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// Brands.
    #[serde(default)]
    pub brands: Vec<String>,
    /// Maker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<String>,
    /// Serotype.
    pub serotype: String,
    /// Full name of its unit.
    pub units_name: String,
    /// `powder` or `liquid`.
    pub form: String,
    /// Allergens it holds.
    #[serde(default)]
    pub contains: Vec<String>,
    /// Jurisdictions in which it has an aesthetic label.
    #[serde(default)]
    pub jurisdictions: Vec<String>,
    /// Not on any market yet.
    #[serde(default)]
    pub research_only: bool,
    /// Vials sold.
    #[serde(default)]
    pub vial: Vec<Vial>,
    /// Label volumes of diluent, mL.
    #[serde(default)]
    pub diluent_ml: Vec<Fact>,
    /// Largest dose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_dose: Option<MaximumDose>,
    /// Shortest interval between sessions, d.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_interval: Option<Fact>,
    /// Published doses.
    #[serde(default)]
    pub dose: Vec<ToxinDose>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What a gel is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Material {
    /// Hyaluronic acid.
    HA,
    /// Calcium hydroxylapatite.
    CaHA,
    /// Poly-L-lactic acid.
    PLLA,
    /// Polymethylmethacrylate.
    PMMA,
    /// Collagen.
    #[serde(rename = "collagen")]
    Collagen,
}

impl Material {
    /// Word shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::HA => "hyaluronic acid",
            Self::CaHA => "calcium hydroxylapatite",
            Self::PLLA => "poly-L-lactic acid",
            Self::PMMA => "polymethylmethacrylate",
            Self::Collagen => "collagen",
        }
    }
}

/// One set of rheological readings; rows of different frequency are never compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rheology {
    /// Elastic modulus, Pa.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub g_prime: Option<Fact>,
    /// Frequency of the reading, Hz.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Fact>,
    /// Complex viscosity, mPa s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complex_viscosity: Option<Fact>,
    /// Cohesivity, gmf.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cohesivity: Option<Fact>,
    /// Surface volume gained per mL injected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tissue_displacement: Option<Fact>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// How a gel yields to hyaluronidase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnzymeResponse {
    /// `low`, `middle` or `high` resistance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resistance: Option<String>,
    /// Rank among the gels compared; 1 dissolves most easily.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<Fact>,
    /// Enzyme for 0.1 mL of gel, hyaluronidase U.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units_per_0_1_ml: Option<Fact>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A published use of one gel in one area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GelUse {
    /// Treated area.
    pub area: String,
    /// Plane of injection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plane: Option<String>,
    /// Label, trial or consensus.
    pub basis: Basis,
    /// Jurisdictions whose label holds it (label basis only).
    #[serde(default)]
    pub jurisdictions: Vec<String>,
    /// What `volume` counts.
    #[serde(default)]
    pub per: Per,
    /// Youngest age, year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_age: Option<Fact>,
    /// Usual volume of a session, mL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume: Option<Fact>,
    /// Largest volume, mL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_volume: Option<Fact>,
    /// What the largest volume covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_basis: Option<String>,
    /// Published duration, month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<Fact>,
    /// Source of the use itself.
    pub source: String,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A dermal filler.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gel {
    /// Short name, the key.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// Family of brands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand_family: Option<String>,
    /// Maker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<String>,
    /// Other names by which an injector may call it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Material.
    pub material: Material,
    /// Technology of cross-linking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technology: Option<String>,
    /// Whether hyaluronidase dissolves it.
    pub dissolvable: bool,
    /// Lidocaine, percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lidocaine: Option<Fact>,
    /// Allergens it holds.
    #[serde(default)]
    pub contains: Vec<String>,
    /// Hyaluronic acid, mg/mL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ha_concentration: Option<Fact>,
    /// Degree of modification, percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modification: Option<Fact>,
    /// Rheology.
    #[serde(default)]
    pub rheology: Vec<Rheology>,
    /// Response to hyaluronidase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enzyme: Option<EnzymeResponse>,
    /// Syringe sizes, mL.
    #[serde(default)]
    pub syringe: Vec<Fact>,
    /// Needle supplied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needle_gauge: Option<String>,
    /// Published uses.
    #[serde(default, rename = "use")]
    pub uses: Vec<GelUse>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A published enzyme dose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnzymeDose {
    /// `elective` or `occlusion`.
    #[serde(rename = "use")]
    pub use_: String,
    /// Resistance of the gel, `low`, `middle` or `high`; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resistance: Option<String>,
    /// Area, when the dose belongs to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Enzyme for 0.1 mL of gel, hyaluronidase U.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units_per_0_1_ml: Option<Fact>,
    /// Enzyme per session, hyaluronidase U.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<Fact>,
    /// Interval between sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat_interval: Option<Fact>,
    /// Sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions: Option<Fact>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The enzyme that dissolves hyaluronic gels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enzyme {
    /// Name, the key.
    pub name: String,
    /// Name as shown.
    pub title: String,
    /// Brands.
    #[serde(default)]
    pub brands: Vec<String>,
    /// Allergens it holds.
    #[serde(default)]
    pub contains: Vec<String>,
    /// Plasma half-life, min.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plasma_half_life: Option<Fact>,
    /// Span of clinical action, h.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Fact>,
    /// Concentration used, U/mL.
    #[serde(default)]
    pub concentration: Vec<Fact>,
    /// Published doses.
    #[serde(default)]
    pub dose: Vec<EnzymeDose>,
    /// What to test before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allergy_test: Option<String>,
    /// Sources of the text.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
