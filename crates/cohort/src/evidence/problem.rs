//! What is wrong with a table, each problem with its line and column.

use std::fmt;

/// Most problems that are listed.
const MOST: usize = 100;

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct TableProblem {
    /// Line of the file; the header is line 1.
    pub line: u64,
    /// Column by name; empty when the whole line is meant.
    pub column: String,
    /// What was found and what was expected.
    pub message: String,
}

/// All problems of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableProblems {
    /// Name of the table.
    pub table: String,
    /// In the order of the file.
    pub problems: Vec<TableProblem>,
    /// How many more there are.
    pub more: usize,
}

impl TableProblems {
    pub(super) fn new(table: &str) -> Self {
        Self {
            table: table.to_owned(),
            ..Self::default()
        }
    }

    pub(super) fn add(&mut self, line: u64, column: &str, message: impl Into<String>) {
        if self.problems.len() >= MOST {
            self.more += 1;
            return;
        }
        self.problems.push(TableProblem {
            line,
            column: column.to_owned(),
            message: message.into(),
        });
    }

    /// Number of problems.
    pub fn len(&self) -> usize {
        self.problems.len() + self.more
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }
}

impl fmt::Display for TableProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for p in &self.problems {
            write!(f, "{}, line {}", self.table, p.line)?;
            if !p.column.is_empty() {
                write!(f, ", column {}", p.column)?;
            }
            writeln!(f, ": {}", p.message)?;
        }
        let noun = if self.len() == 1 {
            "problem"
        } else {
            "problems"
        };
        write!(f, "{}: {} {noun}", self.table, self.len())?;
        match self.more {
            0 => Ok(()),
            _ => write!(f, ", {} shown", self.problems.len()),
        }
    }
}

impl std::error::Error for TableProblems {}
