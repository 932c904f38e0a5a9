//! What can be wrong with the facts of the face or with a person asked for.

/// Why a face could not be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FaceError {
    /// A line of a table that cannot be read.
    #[error("{table}, line {line}: found \"{found}\", expected {expected}")]
    Line {
        /// File of `data/face`.
        table: &'static str,
        /// Line, from 1.
        line: usize,
        /// What stands there.
        found: String,
        /// What should stand there.
        expected: &'static str,
    },
    /// A name that is not a point of the cage.
    #[error("{table} names the point \"{name}\", which the cage does not have")]
    UnknownPoint {
        /// File of `data/face`.
        table: &'static str,
        /// The name.
        name: String,
    },
    /// A file in TOML that cannot be read.
    #[error("{table}: {message}")]
    Toml {
        /// File of `data/face`.
        table: &'static str,
        /// What the parser says.
        message: String,
    },
    /// An age that the built-in face does not cover.
    #[error("age {age_years} years: the built-in face covers 18 to 90 years")]
    Age {
        /// Age asked for, years.
        age_years: f64,
    },
    /// A name that is no measure.
    #[error("\"{name}\" is not a measure of the face; measures are {known}")]
    UnknownMeasure {
        /// The name.
        name: String,
        /// All names, with commas.
        known: String,
    },
    /// A measure that no face of this net has.
    #[error("{name} of {asked_mm:.1} mm: the built-in face covers {low_mm:.1} to {high_mm:.1} mm")]
    FarOff {
        /// The measure.
        name: String,
        /// What was asked, mm.
        asked_mm: f64,
        /// Least that is covered, mm.
        low_mm: f64,
        /// Most that is covered, mm.
        high_mm: f64,
    },
    /// A place of a record that is no landmark and no point of the cage.
    #[error("{record} names the place \"{name}\", which the face does not have")]
    UnknownPlace {
        /// Record of `data`.
        record: String,
        /// The name.
        name: String,
    },
    /// A course or a belly with too few places.
    #[error("{record}: a course needs two places, a bundle two rails")]
    ShortCourse {
        /// Record of `data`.
        record: String,
    },
    /// A site without a thickness above 0 mm.
    #[error("{record}: the site \"{name}\" has no thickness above 0 mm")]
    NoThickness {
        /// Record of `data`.
        record: String,
        /// Name of the site.
        name: String,
    },
    /// A layer that the facts do not have.
    #[error("data/layers has no \"{name}\"")]
    NoLayer {
        /// Name of the layer.
        name: String,
    },
    /// A constant that the facts do not have.
    #[error("data/model has no \"{name}\"")]
    NoConstant {
        /// Table or name of the constant.
        name: String,
    },
    /// A surface that is not the refined cage.
    #[error("a skin of {found} points, expected the refined cage's {expected}")]
    Points {
        /// Points found.
        found: usize,
        /// Points expected.
        expected: usize,
    },
    /// Layers whose folding cannot be computed.
    #[error("lines: {0}")]
    Lines(tissue::lines::LinesError),
}
