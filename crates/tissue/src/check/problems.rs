//! Many problems, of which the first few of each kind are kept.

use std::fmt;
use std::mem::discriminant;

use super::Problem;

/// Problems of one kind that are kept; the others are counted.
const KEPT: usize = 5;

/// All that is wrong: the first five problems of each kind, the others counted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Problems {
    kinds: Vec<Kind>,
}

/// Problems of one kind.
#[derive(Debug, Clone, PartialEq)]
struct Kind {
    kept: Vec<Problem>,
    total: usize,
}

impl Problems {
    /// The problems that are kept, by kind in the order of their discovery.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.kinds.iter().flat_map(|kind| &kind.kept)
    }

    /// How many there are, with those that are only counted.
    pub fn total(&self) -> usize {
        self.kinds.iter().map(|kind| kind.total).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    pub(super) fn push(&mut self, problem: Problem) {
        let same = |kind: &&mut Kind| discriminant(&kind.kept[0]) == discriminant(&problem);
        match self.kinds.iter_mut().find(same) {
            Some(kind) => {
                kind.total += 1;
                if kind.kept.len() < KEPT {
                    kind.kept.push(problem);
                }
            }
            None => self.kinds.push(Kind {
                kept: vec![problem],
                total: 1,
            }),
        }
    }

    pub(super) fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = self.kinds.iter().flat_map(Kind::lines);
        if let Some(line) = lines.next() {
            out.write_str(&line)?;
        }
        lines.try_for_each(|line| write!(out, "\n{line}"))
    }
}

impl std::error::Error for Problems {}

impl Kind {
    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.kept.iter().map(Problem::to_string).collect();
        let more = self.total - self.kept.len();
        if more > 0 {
            lines.push(format!("… and {more} more of this kind"));
        }
        lines
    }
}
