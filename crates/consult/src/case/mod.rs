//! The case: what the clinician enters, how it is read and how it is checked.
//!
//! The types below are the only place where keys, words and ranges of a case file stand: the
//! JSON Schema is generated from them, and [`read()`] checks a file against that schema before it
//! asks the catalog about names and scales. `x-hint` in the schema is advice on a wrong value.

mod json_tree;
mod meaning;
mod names;
mod problem;
mod read;
mod schema;
mod shape;
mod toml_tree;
mod tree;
mod write;

pub use problem::{Code, Problem, Problems};
pub use read::{Format, LARGEST_FILE, read, read_document};
pub use schema::schema;
pub use write::{to_json, to_toml};

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Sex as it bears on dose and anatomy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// Which side of the face or body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Both sides, or the midline.
    #[default]
    Both,
    /// The patient's left.
    Left,
    /// The patient's right.
    Right,
}

/// What the patient wants of a line or hollow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Wish {
    /// Leave it as it is.
    Keep,
    /// At least one grade better.
    Soften,
    /// As good as gone.
    Erase,
    /// Do not let it come.
    Prevent,
}

/// A case file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The patient.
    pub patient: Patient,
    /// Who would inject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub injector: Option<Injector>,
    /// Products in the cupboard.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 200))]
    pub stock: Vec<Stock>,
    /// A scan of the face.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub face: Option<FaceScan>,
    /// What was found and graded.
    #[schemars(length(min = 1, max = 200))]
    pub finding: Vec<Finding>,
    /// Earlier treatments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 1000))]
    pub history: Vec<History>,
}

/// The patient. What is absent is unknown; an empty list means that none was found on asking.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Patient {
    /// Age, years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 120.0), extend("x-hint" = "age is a number of years, such as age_years = 47"))]
    pub age_years: Option<f64>,
    /// Sex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Fitzpatrick skin type, 1 to 6.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 6), extend("x-hint" = "Fitzpatrick type II is written as 2"))]
    pub fitzpatrick: Option<u8>,
    /// Body mass, kg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 20.0, max = 400.0))]
    pub body_mass_kg: Option<f64>,
    /// Conditions, as coded words of the catalog or their aliases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 200), extend("x-hint" = "write a list of words, such as [\"asthma\"]; [] says that none was found on asking; leave the key out when nobody asked"))]
    pub conditions: Option<Vec<String>>,
    /// Medications, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 200), extend("x-hint" = "write a list of words, such as [\"asthma\"]; [] says that none was found on asking; leave the key out when nobody asked"))]
    pub medications: Option<Vec<String>>,
    /// Allergies, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 200), extend("x-hint" = "write a list of words, such as [\"asthma\"]; [] says that none was found on asking; leave the key out when nobody asked"))]
    pub allergies: Option<Vec<String>>,
    /// Pregnant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-hint" = "write true or false without quotes; leave the key out when nobody asked"))]
    pub pregnant: Option<bool>,
    /// Breastfeeding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-hint" = "write true or false without quotes; leave the key out when nobody asked"))]
    pub breastfeeding: Option<bool>,
}

/// What an injector is trained in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Training {
    /// Botulinum toxin.
    Toxin,
    /// Dermal fillers.
    Filler,
    /// Hyaluronidase.
    Enzyme,
}

/// Who would inject.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Injector {
    /// Profession, a word of the catalog.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub profession: Option<String>,
    /// Training; an empty list means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 200), extend("x-hint" = "write a list, such as [\"toxin\", \"filler\"]; [] says that there is no training"))]
    pub trained: Option<Vec<Training>>,
    /// Years of injecting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 80.0))]
    pub years_injecting: Option<f64>,
    /// Jurisdiction, such as `US`, `EU`, `UK`, `AU`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 2, max = 40))]
    pub jurisdiction: Option<String>,
    /// Name of the profession that prescribes or supervises, if not the injector.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub supervised_by: Option<String>,
}

/// A product in the cupboard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stock {
    /// Product, by name or brand.
    #[schemars(length(min = 1, max = 200))]
    pub product: String,
    /// Units in the vial as opened, units of the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0, "maximum" = 100_000))]
    pub vial_units: Option<f64>,
    /// Diluent added to the vial, mL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0, "maximum" = 1000))]
    pub diluent_ml: Option<f64>,
    /// Volume at hand, mL (gels).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0, "maximum" = 1000))]
    pub volume_ml: Option<f64>,
    /// Volume of one syringe, mL (gels).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0, "maximum" = 1000))]
    pub syringe_ml: Option<f64>,
}

/// Unit of length of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LengthUnit {
    /// Millimetre.
    Mm,
    /// Centimetre.
    Cm,
    /// Metre.
    M,
}

/// A scan of the face. It gives geometry only and never sets or changes a grade.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FaceScan {
    /// File of the face at rest.
    #[schemars(length(min = 1, max = 1000))]
    pub scan: String,
    /// Unit of length of the scan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<LengthUnit>,
    /// File of landmarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landmarks: Option<String>,
    /// Files of expressions by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expressions: Option<BTreeMap<String, String>>,
}

/// One finding: a line, a hollow or muscle, or an unwanted result of a treatment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Rhytid, a word of the catalog.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub rhytid: Option<String>,
    /// Area that is itself graded (volume, thickness, sweat), or where a complaint is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub area: Option<String>,
    /// Unwanted result of an earlier treatment, a word of the catalog.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub complaint: Option<String>,
    /// Side.
    #[serde(default)]
    pub side: Side,
    /// Scale of the grades; the usual one of the rhytid or area when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub scale: Option<String>,
    /// Grade at rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-hint" = "grades are whole numbers"))]
    pub at_rest: Option<i64>,
    /// Grade at maximal expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-hint" = "grades are whole numbers"))]
    pub at_expression: Option<i64>,
    /// Grade on a scale with one state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-hint" = "grades are whole numbers"))]
    pub grade: Option<i64>,
    /// The patient's wish.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish: Option<Wish>,
    /// Says that a line worse at rest than in expression is really what was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest_worse_confirmed: Option<bool>,
    /// Remark; never read by the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// An earlier treatment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// Day relative to today, zero or negative.
    #[schemars(range(min = -36525.0, max = 0.0), extend("x-hint" = "days are counted from today: 0 is today, -14 two weeks ago; what is planned is no history"))]
    pub day: f64,
    /// Product, by name or brand.
    #[schemars(length(min = 1, max = 200))]
    pub product: String,
    /// Treated area.
    #[schemars(length(min = 1, max = 200))]
    pub area: String,
    /// Toxin dose, in units of `units_of`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0, "maximum" = 100_000))]
    pub dose_units: Option<f64>,
    /// Product whose units `dose_units` counts; the product itself when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub units_of: Option<String>,
    /// Gel volume, mL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("exclusiveMinimum" = 0, "maximum" = 1000))]
    pub volume_ml: Option<f64>,
    /// Side.
    #[serde(default)]
    pub side: Side,
    /// Remark; never read by the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
