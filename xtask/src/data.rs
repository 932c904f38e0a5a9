//! The facts as they stand on the disk, so that what one step writes the next one reads.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use catalog::{Catalog, Files};

use crate::steps::root;

/// The catalog of `data/`.
///
/// # Errors
/// Unreadable files, or facts that do not load.
pub fn catalog() -> Result<Catalog> {
    let mut files = Files::new();
    collect(&root().join("data"), "", &mut files)?;
    Catalog::from_files(&files).context("reading data/")
}

fn collect(folder: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), files)?;
        } else {
            files.insert(format!("{prefix}{name}"), fs::read(&path)?);
        }
    }
    Ok(())
}

/// Writes a file below `data/`.
///
/// # Errors
/// The file cannot be written.
pub fn write(path: &str, text: &str) -> Result<()> {
    println!("writes data/{path}");
    fs::write(root().join("data").join(path), text).with_context(|| format!("data/{path}"))
}
