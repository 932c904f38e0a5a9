//! What is wrong with a case file.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

/// Kind of a problem: a stable word for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// Larger than a case file can be.
    TooLarge,
    /// Nothing in it.
    Empty,
    /// Not UTF-8 text.
    NotUtf8,
    /// Not TOML or JSON.
    Syntax,
    /// A key stands twice.
    KeyTwice,
    /// A key that a case does not have.
    UnknownKey,
    /// A key that is needed.
    MissingKey,
    /// A value of the wrong kind.
    WrongKind,
    /// A word that is not one of those allowed.
    UnknownWord,
    /// A number outside its range.
    OutOfRange,
    /// A list or text that is too long or too short.
    WrongLength,
    /// A name that the catalog does not know.
    UnknownName,
    /// A name that means several things.
    AmbiguousName,
    /// A finding that names nothing, or several things.
    Target,
    /// An area that is not itself graded.
    NotGraded,
    /// A scale that does not grade this.
    WrongScale,
    /// A grade that the scale does not have.
    OffScale,
    /// A grade of the wrong state for the scale.
    WrongState,
    /// Worse at rest than in expression.
    RestWorse,
    /// The same finding twice.
    FindingTwice,
    /// An amount in the wrong measure for the product.
    WrongMeasure,
    /// Values that contradict one another.
    Contradiction,
}

/// One thing wrong, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Kind.
    pub code: Code,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, characters.
    pub column: usize,
    /// Bytes of the file.
    #[serde(skip)]
    pub span: Range<usize>,
    /// Path of the key, entries counted from 0: `finding[2].at_rest`.
    pub key: String,
    /// What was found, and what is wrong with it.
    pub message: String,
    /// What is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<String>,
    /// Nearest names, best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nearest: Vec<String>,
    /// Advice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Problem {
    /// A problem at a path of keys, for [`super::read_document`], which finds its place.
    pub fn at(code: Code, key: &str, message: impl Into<String>) -> Self {
        Self::new(code, 0..0, key, message.into())
    }

    pub(crate) fn new(code: Code, span: Range<usize>, key: &str, message: String) -> Self {
        Self {
            code,
            line: 0,
            column: 0,
            span,
            key: key.to_owned(),
            message,
            allowed: None,
            nearest: Vec::new(),
            hint: None,
        }
    }

    /// The same, saying what is allowed.
    #[must_use]
    pub fn allowed(mut self, allowed: impl Into<String>) -> Self {
        self.allowed = Some(allowed.into());
        self
    }

    /// The same with the nearest names.
    #[must_use]
    pub fn nearest(mut self, nearest: Vec<String>) -> Self {
        self.nearest = nearest;
        self
    }

    /// The same with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What follows the message: what is allowed, what is near, and advice, a line each.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let allowed = self.allowed.iter().map(|text| ("allowed", text.clone()));
        let near = (!self.nearest.is_empty()).then(|| ("nearest", self.nearest.join(", ")));
        let hint = self.hint.iter().map(|text| ("hint", text.clone()));
        allowed.chain(near).chain(hint).collect()
    }
}

/// Everything wrong with a case file, in the order of its lines.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Problems {
    /// File, as the user named it.
    pub file: String,
    /// The problems; at least one.
    pub problems: Vec<Problem>,
    /// How many more there are, not told.
    pub more: usize,
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.problems.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{}:{}:{}: ", self.file, problem.line, problem.column)?;
            if !problem.key.is_empty() {
                write!(f, "{}: ", problem.key)?;
            }
            write!(f, "{}", problem.message)?;
            for (label, text) in problem.lines() {
                write!(f, "\n  {label}: {text}")?;
            }
        }
        match self.more {
            0 => Ok(()),
            more => write!(f, "\n{}: {more} more problems", self.file),
        }
    }
}
