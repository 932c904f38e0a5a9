//! One published number, as the evidence table gives it.

use catalog::Catalog;

use super::error::Error;

/// A row of `data/evidence/clinical_endpoints.csv`; empty cells are unknown.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Unique name.
    pub record_id: String,
    /// Trial.
    pub trial_id: String,
    /// `filler`, `enzyme` or `combination`.
    pub agent: String,
    /// Gel, or `no-treatment`.
    pub product: String,
    /// Area.
    pub area: String,
    /// Enzyme, hyaluronidase U.
    pub dose_units: Option<f64>,
    /// `total` or `per-side`.
    pub dose_basis: String,
    /// Gel injected, mL.
    pub volume_ml: Option<f64>,
    /// Sessions before the visit.
    pub sessions: Option<f64>,
    /// Endpoint code.
    pub endpoint: String,
    /// Scale or question.
    pub scale: String,
    /// Who rated.
    pub assessor: String,
    /// Day of the visit.
    pub day: Option<f64>,
    /// People.
    pub n: Option<f64>,
    /// The number.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// `tabulated`, `lower-bound`, …
    pub value_kind: String,
    /// `yes` or `secondary`.
    pub checked: String,
    /// Remarks.
    pub notes: String,
}

/// Tables of `data/` that hold filler and enzyme results.
const TABLES: [&str; 2] = [
    "evidence/clinical_endpoints.csv",
    "evidence/further_filler_results.csv",
];

/// Filler, enzyme and combination rows of a catalog's evidence.
///
/// # Errors
/// [`Error::MissingTable`], and those of [`rows_from_csv`].
pub fn rows(catalog: &Catalog) -> Result<Vec<Row>, Error> {
    let mut all = Vec::new();
    for path in TABLES {
        let bytes = catalog
            .tables
            .get(path)
            .ok_or(Error::MissingTable { path })?;
        all.extend(rows_from_csv(bytes)?);
    }
    all.retain(|r| r.agent != "toxin");
    Ok(all)
}

/// Rows of a table with the columns of the evidence, whatever their order.
///
/// # Errors
/// [`Error::NoTable`], [`Error::NotANumber`].
pub fn rows_from_csv(bytes: &[u8]) -> Result<Vec<Row>, Error> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers()?.clone();
    let mut rows = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let record = record?;
        rows.push(row(&Cells {
            line: index + 2,
            header: &header,
            record: &record,
        })?);
    }
    Ok(rows)
}

/// One line of a table, by column name.
struct Cells<'a> {
    line: usize,
    header: &'a csv::StringRecord,
    record: &'a csv::StringRecord,
}

impl Cells<'_> {
    fn text(&self, column: &str) -> String {
        let at = self.header.iter().position(|h| h == column);
        at.and_then(|i| self.record.get(i))
            .unwrap_or("")
            .trim()
            .to_owned()
    }

    fn number(&self, column: &'static str) -> Result<Option<f64>, Error> {
        let found = self.text(column);
        if found.is_empty() {
            return Ok(None);
        }
        match found.parse::<f64>() {
            Ok(x) if x.is_finite() => Ok(Some(x)),
            _ => Err(self.not_a_number(column)),
        }
    }

    fn not_a_number(&self, column: &'static str) -> Error {
        Error::NotANumber {
            line: self.line,
            column,
            found: self.text(column),
        }
    }
}

fn row(cells: &Cells<'_>) -> Result<Row, Error> {
    Ok(Row {
        value: cells
            .number("value")?
            .ok_or_else(|| cells.not_a_number("value"))?,
        dose_units: cells.number("dose_units")?,
        volume_ml: cells.number("volume_ml")?,
        sessions: cells.number("sessions")?,
        day: cells.number("day")?,
        n: cells.number("n")?,
        record_id: cells.text("record_id"),
        trial_id: cells.text("trial_id"),
        agent: cells.text("agent"),
        product: cells.text("product"),
        area: cells.text("area"),
        dose_basis: cells.text("dose_basis"),
        endpoint: cells.text("endpoint"),
        scale: cells.text("scale"),
        assessor: cells.text("assessor"),
        unit: cells.text("unit"),
        value_kind: cells.text("value_kind"),
        checked: cells.text("checked"),
        notes: cells.text("notes"),
    })
}
