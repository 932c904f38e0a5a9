//! What can go wrong here.

/// An error of this crate.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A name to compare is not in the catalog.
    #[error(
        "no product or class is called \"{found}\"; expected a product of the catalog or one of: {choices}{}",
        hint(.nearest)
    )]
    UnknownProduct {
        /// Name as given.
        found: String,
        /// Classes that exist.
        choices: String,
        /// Nearest names, best first.
        nearest: Vec<String>,
    },
    /// The statements for the comparison cannot be read.
    #[error("{file}: {message}")]
    Statements {
        /// File of the catalog.
        file: String,
        /// What is wrong.
        message: String,
    },
}

fn hint(nearest: &[String]) -> String {
    if nearest.is_empty() {
        String::new()
    } else {
        format!("\nhint: nearest names are {}", nearest.join(", "))
    }
}
