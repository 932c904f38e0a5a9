//! Why filler results cannot be predicted or fitted.

use crate::evidence::EvidenceError;

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
    /// A table of evidence cannot be read.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// From the gel model.
    #[error(transparent)]
    Gel(#[from] course::gel::Error),
}
