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

    /// Whether it is a share of people, percent, that percentage aims count.
    pub fn is_share(&self) -> bool {
        self.unit == "percent" && !self.is_adverse() && !self.is_measurement()
    }

    /// Whether it is a mean of a measurement rather than a count of people.
    pub fn is_measurement(&self) -> bool {
        let code = self.endpoint.as_str();
        [
            "residual-",
            "cmap-",
            "volume-",
            "surface-",
            "scale-",
            "skin-",
        ]
        .iter()
        .any(|start| code.starts_with(start))
            || matches!(code, "brow-elevation" | "odds-ratio-per-cycle")
    }
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
pub fn built_in(catalog: &catalog::Catalog) -> Result<Vec<Row>, EvidenceError> {
    let mut all = Vec::new();
    for table in [ENDPOINTS, FURTHER] {
        let bytes = catalog.tables.get(table);
        let bytes = bytes.ok_or(EvidenceError::Missing { table })?;
        all.extend(read_table(bytes, table)?);
    }
    Ok(all)
}
