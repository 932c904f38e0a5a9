//! Case files from disk or standard input.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use catalog::Catalog;
use consult::case::{Case, Format, LARGEST_FILE, Problems};

use crate::failure::Failure;
use crate::{diagnostic, terminal};

/// A case file as given on the command line; `-` is standard input.
#[derive(Debug, Clone)]
pub struct CaseFile {
    path: PathBuf,
}

impl From<&OsStr> for CaseFile {
    fn from(path: &OsStr) -> Self {
        Self {
            path: PathBuf::from(path),
        }
    }
}

impl CaseFile {
    fn is_standard_input(&self) -> bool {
        self.path == Path::new("-")
    }

    /// Name for messages.
    pub fn name(&self) -> String {
        if self.is_standard_input() {
            "standard input".to_owned()
        } else {
            self.path.display().to_string()
        }
    }

    /// Name of the case: that of the file without its ending.
    pub fn stem(&self) -> String {
        let stem = self.path.file_stem().map(OsStr::to_string_lossy);
        match stem {
            Some(stem) if !self.is_standard_input() => stem.into_owned(),
            _ => "case".to_owned(),
        }
    }

    /// The bytes; no more than a case can have, and one to show that there are more.
    pub fn bytes(&self) -> Result<Vec<u8>, Failure> {
        self.bytes_of("case")
    }

    /// The same of a file of another kind, such as a design, which is as small as a case.
    pub fn bytes_of(&self, what: &str) -> Result<Vec<u8>, Failure> {
        let reading = format!("read the {what}");
        let failed = |error: io::Error| Failure::file(&reading, &self.path, &error);
        if self.is_standard_input() {
            return limited(io::stdin().lock()).map_err(failed);
        }
        let metadata = std::fs::metadata(&self.path).map_err(failed)?;
        if metadata.is_dir() {
            let folder = io::Error::from(io::ErrorKind::IsADirectory);
            return Err(Failure::file(&reading, &self.path, &folder)
                .hint(format!("name a {what} file, .toml or .json")));
        }
        if metadata.is_file() && metadata.len() > LARGEST_FILE as u64 {
            return Err(Failure::user(format!(
                "{} has {} bytes; a {what} file has at most {LARGEST_FILE}",
                self.name(),
                metadata.len(),
            )));
        }
        limited(File::open(&self.path).map_err(failed)?).map_err(failed)
    }

    /// The case in `bytes`, or all its problems.
    pub fn parse(&self, bytes: &[u8], catalog: &Catalog) -> Result<Case, Problems> {
        let name = self.name();
        consult::case::read(bytes, &name, Format::of_name(&name), catalog)
    }

    /// The case; problems are shown on standard error.
    pub fn read(&self, catalog: &Catalog) -> Result<Case, Failure> {
        let bytes = self.bytes()?;
        self.parse(&bytes, catalog).map_err(|problems| {
            terminal::tell(&diagnostic::problems(&problems, &bytes));
            Failure::Told
        })
    }
}

fn limited(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source
        .take(LARGEST_FILE as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}
