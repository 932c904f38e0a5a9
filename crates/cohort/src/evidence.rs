//! The table of published results.

use serde::Deserialize;

/// One published number; empty cells are unknown. Columns: `data/evidence/README.md`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
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
    #[serde(default)]
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
    /// Remarks.
    #[serde(default)]
    pub notes: String,
}

/// Why a table cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// Not a table of these columns.
    #[error("{table}: {source}")]
    Csv {
        /// Which table.
        table: &'static str,
        /// The reader's words, with the line.
        source: csv::Error,
    },
    /// A table that should be in `data/` is not there.
    #[error("{table} is missing from data/")]
    Missing {
        /// Which table.
        table: &'static str,
    },
    /// A number is not finite.
    #[error("{record}: {column} is not a finite number")]
    NotFinite {
        /// Which row.
        record: String,
        /// Which column.
        column: &'static str,
    },
}

/// Where the published results stand.
pub const ENDPOINTS: &str = "evidence/clinical_endpoints.csv";

/// Rows of a table with these columns, in any order; further columns are ignored.
///
/// # Errors
/// [`EvidenceError::Csv`], [`EvidenceError::NotFinite`].
pub fn read_rows(bytes: &[u8]) -> Result<Vec<Row>, EvidenceError> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let rows: Vec<Row> = reader
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|source| EvidenceError::Csv {
            table: ENDPOINTS,
            source,
        })?;
    for row in &rows {
        for (column, number) in [
            ("value", Some(row.value)),
            ("dose_units", row.dose_units),
            ("volume_ml", row.volume_ml),
            ("day", row.day),
            ("n", row.n),
        ] {
            if number.is_some_and(|x| !x.is_finite()) {
                return Err(EvidenceError::NotFinite {
                    record: row.record_id.clone(),
                    column,
                });
            }
        }
    }
    Ok(rows)
}
