//! One published number, as the evidence table gives it.

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

/// Rows of a table with the columns of the evidence, whatever their order.
///
/// # Errors
/// The reader's error, or a message that names the row and column.
pub fn rows_from_csv(bytes: &[u8]) -> Result<Vec<Row>, String> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().map_err(|e| e.to_string())?.clone();
    let mut rows = Vec::new();
    for (line, record) in reader.records().enumerate() {
        let record = record.map_err(|e| e.to_string())?;
        let cell = |name: &str| -> String {
            let at = header.iter().position(|h| h == name);
            at.and_then(|i| record.get(i))
                .unwrap_or("")
                .trim()
                .to_owned()
        };
        let number = |name: &str| -> Result<Option<f64>, String> {
            let text = cell(name);
            if text.is_empty() {
                return Ok(None);
            }
            match text.parse::<f64>() {
                Ok(x) if x.is_finite() => Ok(Some(x)),
                _ => Err(format!(
                    "row {}: {name} is \"{text}\", not a number",
                    line + 2
                )),
            }
        };
        rows.push(Row {
            value: number("value")?.ok_or_else(|| format!("row {}: value is missing", line + 2))?,
            dose_units: number("dose_units")?,
            volume_ml: number("volume_ml")?,
            sessions: number("sessions")?,
            day: number("day")?,
            n: number("n")?,
            record_id: cell("record_id"),
            trial_id: cell("trial_id"),
            agent: cell("agent"),
            product: cell("product"),
            area: cell("area"),
            dose_basis: cell("dose_basis"),
            endpoint: cell("endpoint"),
            scale: cell("scale"),
            assessor: cell("assessor"),
            unit: cell("unit"),
            value_kind: cell("value_kind"),
            checked: cell("checked"),
            notes: cell("notes"),
        });
    }
    Ok(rows)
}
