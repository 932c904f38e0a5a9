//! How much may be made of a file.

use std::cell::Cell;

/// Numbers that may still be made of a file: compressed data grow, arrays may share data and
/// groups may share elements, so that the length of the file alone bounds nothing.
#[derive(Debug)]
pub(super) struct Budget(Cell<usize>);

/// Numbers for each byte of a file: meshes compress to one byte a number or so, the numbers of
/// single regions far better.
const PER_BYTE: usize = 25;
/// Numbers for any file however small.
const OF_ANY: usize = 1 << 22;

impl Budget {
    /// For a file of `length` bytes.
    pub(super) fn new(length: usize) -> Self {
        let numbers = length.saturating_mul(PER_BYTE).saturating_add(OF_ANY);
        Self(Cell::new(numbers))
    }

    /// Takes `count` numbers off; nothing if there are not so many left.
    pub(super) fn spend(&self, count: usize) -> Option<()> {
        self.0.set(self.0.get().checked_sub(count)?);
        Some(())
    }
}
