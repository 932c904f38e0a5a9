//! The facts: those in the binary, or those of `--data-dir`.

use std::fs;
use std::path::{Path, PathBuf};

use catalog::{Catalog, Files};

use crate::failure::Failure;

/// Most folders in one another below the data folder; its own has three.
const DEEPEST: usize = 8;
/// Largest data folder, bytes; the shipped one has about a hundredth of it.
const LARGEST: u64 = 1 << 28;

/// Where the facts come from.
#[derive(Debug, Clone, clap::Args)]
pub struct DataDir {
    /// Folder of facts to use in place of those in the binary.
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

impl DataDir {
    /// Loads and checks the facts.
    pub fn catalog(&self) -> Result<Catalog, Failure> {
        match &self.data_dir {
            None => Catalog::embedded()
                .map_err(|error| Failure::Ours(format!("the facts in the binary: {error}"))),
            Some(folder) => from_folder(folder),
        }
    }
}

fn from_folder(folder: &Path) -> Result<Catalog, Failure> {
    let mut files = Files::new();
    let mut left = LARGEST;
    collect(folder, "", DEEPEST, &mut left, &mut files)?;
    if files.is_empty() {
        return Err(Failure::user(format!(
            "the data folder {} holds no files",
            folder.display()
        ))
        .hint("a data folder has the layout of the data/ of the source"));
    }
    Catalog::from_files(&files)
        .map_err(|error| Failure::user(format!("the data folder {}: {error}", folder.display())))
}

fn collect(
    folder: &Path,
    prefix: &str,
    depth: usize,
    left: &mut u64,
    files: &mut Files,
) -> Result<(), Failure> {
    let failed = |path: &Path, error| Failure::file("read the data folder", path, &error);
    let entries = fs::read_dir(folder).map_err(|error| failed(folder, error))?;
    for entry in entries {
        let path = entry.map_err(|error| failed(folder, error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let key = format!("{prefix}{name}");
        let metadata = fs::metadata(&path).map_err(|error| failed(&path, error))?;
        if metadata.is_dir() {
            if depth == 0 {
                let message = format!("the data folder is too deep at {}", path.display());
                return Err(Failure::user(message));
            }
            collect(&path, &format!("{key}/"), depth - 1, left, files)?;
        } else {
            *left = left.checked_sub(metadata.len()).ok_or_else(|| {
                Failure::user(format!(
                    "the data folder {} has more than {LARGEST} bytes",
                    folder.display()
                ))
            })?;
            files.insert(key, fs::read(&path).map_err(|error| failed(&path, error))?);
        }
    }
    Ok(())
}
