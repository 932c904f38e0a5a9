//! Why filler results cannot be predicted or fitted.

/// Why filler results cannot be predicted or fitted.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A constant is missing.
    #[error("parameter \"{name}\" is missing from data/model/{table}.toml")]
    MissingParameter {
        /// Table.
        table: &'static str,
        /// Its name.
        name: String,
    },
    /// A table of evidence is missing.
    #[error("data/{path} is missing")]
    MissingTable {
        /// Path below `data/`.
        path: &'static str,
    },
    /// A table of evidence is not one.
    #[error("the evidence is not a table: {0}")]
    NoTable(#[from] csv::Error),
    /// A cell of a table is not a number.
    #[error("line {line}, column {column}: found \"{found}\", expected a finite number")]
    NotANumber {
        /// Line, counting the header.
        line: usize,
        /// Column.
        column: &'static str,
        /// What was found.
        found: String,
    },
    /// From the gel model.
    #[error(transparent)]
    Gel(#[from] course::gel::Error),
}
