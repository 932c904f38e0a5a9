//! Standard output and standard error.

use std::io::{self, ErrorKind, Write};

use crate::failure::Failure;

/// Writes to standard output, with colours only where they are wanted.
pub fn print(text: &str) -> Result<(), Failure> {
    written(write(&mut anstream::stdout().lock(), text.as_bytes()))
}

/// Writes bytes to standard output as they are.
pub fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    written(write(&mut io::stdout().lock(), bytes))
}

/// Writes to standard error, with colours only where they are wanted; a reader that has gone
/// away is no reason to fail.
pub fn tell(text: &str) {
    let _ = write(&mut anstream::stderr().lock(), text.as_bytes());
}

fn write(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    out.write_all(bytes)?;
    out.flush()
}

fn written(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Failure::ReaderGone),
        Err(error) => Err(Failure::user(format!(
            "cannot write to standard output: {error}"
        ))),
    }
}
