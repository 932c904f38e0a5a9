//! The table of published results.

mod cells;
mod entry;
mod problem;
mod split;
mod table;
mod words;

pub use entry::{EntryRule, Grades};
pub use problem::{TableProblem, TableProblems};
pub use split::{Amount, DoseSplit};
pub use table::read_table;

use catalog::Catalog;
use serde::de::DeserializeOwned;

/// One published number; empty cells are unknown. Columns: `data/evidence/README.md`; what the
/// table remarks in `notes`, and where a number was read, is for people and is not kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// Unique name.
    pub record_id: String,
    /// Trial.
    pub trial_id: String,
    /// `toxin`, `filler`, `enzyme` or `combination`.
    pub agent: String,
    /// Product, `placebo` or `no-treatment`.
    pub product: String,
    /// Area.
    pub area: String,
    /// `max-contraction`, `rest` or `none`.
    pub state: String,
    /// `f`, `m` or `all`.
    pub sex: String,
    /// Dose, U of the product.
    pub dose_units: Option<f64>,
    /// `total`, `per-side` or `per-axilla`.
    pub dose_basis: String,
    /// Gel injected, mL.
    pub volume_ml: Option<f64>,
    /// Treatments before the visit.
    pub sessions: Option<f64>,
    /// Endpoint code.
    pub endpoint: String,
    /// Scale or instrument.
    pub scale: String,
    /// Who rated.
    pub assessor: String,
    /// Day of the visit.
    pub day: Option<f64>,
    /// People in the arm.
    pub n: Option<f64>,
    /// The number.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// `tabulated`, `lower-bound`, …
    pub value_kind: String,
    /// `yes`, `secondary` or `no`.
    pub checked: String,
    /// Grades that the trial asked for at entry, where its table says so.
    pub entry_rule: Option<EntryRule>,
    /// Mean grade before treatment, grade of `scale`, where the table says so.
    pub baseline_mean: Option<f64>,
    /// How the dose was split over areas, where the table says so.
    pub dose_split: Option<DoseSplit>,
}

impl Row {
    /// Whether the arm got nothing that acts.
    pub fn is_control(&self) -> bool {
        matches!(self.product.as_str(), "placebo" | "no-treatment")
    }

    /// Whether it counts people with an unwanted event.
    pub fn is_adverse(&self) -> bool {
        self.endpoint.starts_with("adverse-")
    }

    /// Whether it is a share of people, percent.
    pub fn is_share(&self) -> bool {
        is_share(&self.unit, &self.endpoint)
    }

    /// Whether it is a mean of a measurement rather than a count of people.
    pub fn is_measurement(&self) -> bool {
        is_measurement(&self.endpoint)
    }

    /// How often the stated amount was given: twice where it is that of one side.
    pub fn sides(&self) -> f64 {
        match self.dose_basis.as_str() {
            "per-side" | "per-axilla" => 2.0,
            _ => 1.0,
        }
    }
}

/// Whether numbers of an endpoint are shares of people, percent.
fn is_share(unit: &str, endpoint: &str) -> bool {
    unit == "percent" && !is_measurement(endpoint)
}

/// Whether an endpoint is a mean of a measurement rather than a count of people.
fn is_measurement(endpoint: &str) -> bool {
    [
        "residual-",
        "cmap-",
        "volume-",
        "surface-",
        "scale-",
        "skin-",
    ]
    .iter()
    .any(|start| endpoint.starts_with(start))
        || matches!(endpoint, "brow-elevation" | "odds-ratio-per-cycle")
}

/// Why published results cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// A table with problems.
    #[error(transparent)]
    Table(#[from] TableProblems),
    /// A table of rules that is not one.
    #[error("{table}: {source}")]
    Csv {
        /// Which table.
        table: &'static str,
        /// The reader's words, with the line.
        source: csv::Error,
    },
    /// Defaults that cannot be read.
    #[error("{table}: {source}")]
    Toml {
        /// Which file.
        table: &'static str,
        /// The reader's words, with the line.
        source: toml::de::Error,
    },
    /// A table that should be in `data/` is not there.
    #[error("{table} is missing from data/")]
    Missing {
        /// Which table.
        table: &'static str,
    },
}

/// Where the published results stand.
pub const ENDPOINTS: &str = "evidence/clinical_endpoints.csv";
/// Results collected for the gel model beside [`ENDPOINTS`].
pub const FURTHER: &str = "evidence/further_filler_results.csv";

/// The built-in tables, one after the other.
///
/// # Errors
/// [`EvidenceError::Missing`], [`EvidenceError::Table`].
pub fn built_in(catalog: &Catalog) -> Result<Vec<Row>, EvidenceError> {
    let mut all = Vec::new();
    for table in [ENDPOINTS, FURTHER] {
        all.extend(read_table(bytes(catalog, table)?, table)?);
    }
    Ok(all)
}

/// A table as it is.
fn bytes<'a>(catalog: &'a Catalog, table: &'static str) -> Result<&'a [u8], EvidenceError> {
    let bytes = catalog.tables.get(table).map(Vec::as_slice);
    bytes.ok_or(EvidenceError::Missing { table })
}

/// Rows of a table of rules, .csv.
pub(crate) fn records<T: DeserializeOwned>(
    catalog: &Catalog,
    table: &'static str,
) -> Result<Vec<T>, EvidenceError> {
    csv::Reader::from_reader(bytes(catalog, table)?)
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|source| EvidenceError::Csv { table, source })
}

/// A file of settings, .toml.
pub(crate) fn settings<T: DeserializeOwned>(
    catalog: &Catalog,
    table: &'static str,
) -> Result<T, EvidenceError> {
    toml::from_str(&String::from_utf8_lossy(bytes(catalog, table)?))
        .map_err(|source| EvidenceError::Toml { table, source })
}
