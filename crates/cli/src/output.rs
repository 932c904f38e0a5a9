//! Files of a result, written whole or not at all.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// A file of the result.
pub struct Output {
    /// Name in the folder.
    pub name: &'static str,
    /// Contents.
    pub bytes: Vec<u8>,
}

/// Writes the files into a folder.
///
/// They are written to a new folder beside it first. A folder that does not exist yet appears
/// whole; in one that exists each file is replaced whole and other files stay as they are.
pub fn write(folder: &Path, outputs: &[Output]) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::file("write the results to", folder, &error);
    check_target(folder, outputs)?;
    if let Some(parent) = parent(folder) {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    let draft = Draft::new(folder).map_err(failed)?;
    for output in outputs {
        write_file(&draft.path.join(output.name), &output.bytes).map_err(failed)?;
    }
    draft.settle(folder, outputs).map_err(failed)
}

/// Writes one file, whole or not at all.
pub fn write_one(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::file("write", path, &error);
    let draft = Draft::new(path).map_err(failed)?;
    let file = draft.path.join("whole");
    write_file(&file, bytes).map_err(failed)?;
    fs::rename(file, path).map_err(failed)
}

/// Refuses a target that could only be half replaced.
fn check_target(folder: &Path, outputs: &[Output]) -> Result<(), Failure> {
    match fs::metadata(folder) {
        Ok(metadata) if !metadata.is_dir() => {
            let error = io::Error::from(io::ErrorKind::NotADirectory);
            return Err(Failure::file("write the results to", folder, &error)
                .hint("name a folder with --out; it is made when it does not exist"));
        }
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Failure::file("write the results to", folder, &error)),
    }
    for output in outputs {
        let path = folder.join(output.name);
        if path.is_dir() {
            let message = format!("cannot replace {}: it is a folder", path.display());
            return Err(Failure::user(message));
        }
    }
    Ok(())
}

fn parent(folder: &Path) -> Option<&Path> {
    folder.parent().filter(|path| !path.as_os_str().is_empty())
}

fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A folder under construction; what is left of it goes when it is dropped.
struct Draft {
    path: PathBuf,
}

impl Draft {
    /// A new folder beside the target, so that renaming stays on one disk.
    fn new(folder: &Path) -> io::Result<Self> {
        let name = folder.file_name().unwrap_or("rhytid".as_ref());
        let mut number = 0;
        loop {
            let mut draft = OsString::from(".");
            draft.push(name);
            draft.push(format!(".{}-{number}.part", std::process::id()));
            // `..` and `/` have no name of their own: their draft stands inside them.
            let path = match folder.file_name() {
                Some(_) => folder.with_file_name(draft),
                None => folder.join(draft),
            };
            match fs::create_dir(&path) {
                Ok(()) => return Ok(Self { path }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(error),
            }
        }
    }

    fn settle(&self, folder: &Path, outputs: &[Output]) -> io::Result<()> {
        if !folder.exists() {
            return fs::rename(&self.path, folder);
        }
        for output in outputs {
            fs::rename(self.path.join(output.name), folder.join(output.name))?;
        }
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After a rename of the whole there is nothing left to remove.
        let _ = fs::remove_dir_all(&self.path);
    }
}
