//! Errors of the consult.

/// A case cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The case names a record that the catalog does not hold; `case::read` finds this first.
    #[error("finding {finding}: {kind} \"{name}\" is not in the catalog")]
    UnknownName {
        /// Position of the finding, from 1.
        finding: usize,
        /// Kind of record.
        kind: &'static str,
        /// Name.
        name: String,
    },
    /// A finding names nothing that could be graded.
    #[error("finding {finding}: names no rhytid, no gradable area and no complaint")]
    NothingGraded {
        /// Position of the finding, from 1.
        finding: usize,
    },
    /// The models refuse the input.
    #[error("the models cannot answer finding {finding}: {cause}")]
    Model {
        /// Position of the finding, from 1.
        finding: usize,
        /// Cause.
        cause: String,
    },
}
