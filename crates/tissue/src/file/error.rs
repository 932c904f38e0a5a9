//! What can be wrong with a file.

use std::fmt;

use crate::mesh::Kind;

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The text part is not UTF-8, or not XML.
    #[error("{place}: not XML: {problem}")]
    NotXml {
        /// Where.
        place: Place,
        /// The parser's words.
        problem: String,
    },
    /// Something is missing.
    #[error("{place}: {what} is missing")]
    Missing {
        /// Where it should be.
        place: Place,
        /// What.
        what: String,
    },
    /// Something that this reader does not know.
    #[error("{place}: {what} is {found:?}; known: {known}")]
    Unsupported {
        /// Where.
        place: Place,
        /// What.
        what: &'static str,
        /// What was found.
        found: String,
        /// What is known, in words.
        known: &'static str,
    },
    /// Text where a number should be, or a number that does not fit.
    #[error("{place}: {what} is {found:?}; expected {expected}")]
    NotANumber {
        /// Where.
        place: Place,
        /// What should be a number.
        what: String,
        /// What was found.
        found: String,
        /// What was expected, in words.
        expected: &'static str,
    },
    /// The file ends, or an array ends, too early.
    #[error("{place}: {what} is cut short")]
    CutShort {
        /// Where.
        place: Place,
        /// What.
        what: String,
    },
    /// A list has a wrong length.
    #[error("{place}: {what} has {found} numbers; expected {expected}")]
    WrongLength {
        /// Where.
        place: Place,
        /// What.
        what: String,
        /// Its length.
        found: usize,
        /// What it should be.
        expected: usize,
    },
    /// Bytes that are no base64, or that do not decompress to what was announced.
    #[error("{place}: {what} cannot be decoded: {problem}")]
    NotDecoded {
        /// Where.
        place: Place,
        /// What.
        what: String,
        /// Why.
        problem: &'static str,
    },
    /// More than the file's length allows, or than can be numbered.
    #[error("{place}: {what} is too large")]
    TooLarge {
        /// Where.
        place: Place,
        /// What.
        what: String,
    },
    /// An element names a node that the file lacks.
    #[error("{place}: element {element} has node {node}, which the file lacks")]
    NoNode {
        /// Where.
        place: Place,
        /// The element, as the file counts or names it.
        element: u64,
        /// The node, likewise.
        node: i64,
    },
    /// Two nodes have the same name.
    #[error("{place}: node {node} is there twice")]
    RepeatedNode {
        /// Where.
        place: Place,
        /// Its name.
        node: u64,
    },
    /// A section does not end where it should.
    #[error("{place}: {found:?}; expected {expected}")]
    Unexpected {
        /// Where.
        place: Place,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A line, counted from 1.
    Line(usize),
    /// A byte, counted from 0 (of binary files).
    Byte(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(out, "line {line}"),
            Self::Byte(byte) => write!(out, "byte {byte}"),
        }
    }
}

/// Why a file cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// A field has not `width` numbers for each node or element.
    #[error("field {name:?} has {found} numbers; expected {width} for each of {count}")]
    WrongLength {
        /// The field.
        name: String,
        /// Its numbers.
        found: usize,
        /// Its width.
        width: usize,
        /// Nodes or elements.
        count: usize,
    },
    /// An element has not as many nodes as its kind, or a node that the mesh lacks.
    #[error("element {element} is no {kind:?} of nodes that the mesh has")]
    BadElement {
        /// The element.
        element: usize,
        /// What it should be.
        kind: Kind,
    },
    /// A set has a member that the mesh lacks.
    #[error("set {name:?} has member {member}; there are {count}")]
    NoMember {
        /// The set.
        name: String,
        /// The member.
        member: u32,
        /// Nodes or elements.
        count: usize,
    },
    /// A name that XML cannot hold, or a field that would be taken for a set.
    #[error("the name {name:?} cannot be written: {problem}")]
    BadName {
        /// The name.
        name: String,
        /// Why.
        problem: &'static str,
    },
    /// The bytes could not be put where they should go.
    #[error("writing failed")]
    Io(#[from] std::io::Error),
}
