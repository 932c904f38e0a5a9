//! The command from outside.

mod broken;
mod browse;
mod consult;
mod data_dir;
mod expression;
mod schema;
mod solve;
mod trial;

use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// The command, in the folder of the broken cases.
fn rhytid() -> Command {
    let mut command = Command::cargo_bin("rhytid").expect("the command is built");
    command
        .current_dir(here("tests/broken"))
        .env_remove("RUST_BACKTRACE")
        .env("NO_COLOR", "1");
    command
}

/// A path relative to this crate.
fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Paths of a folder's files, sorted; without folders in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

/// What a run wrote, and how it ended.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run(arguments: &[&str]) -> Run {
    finish(rhytid().args(arguments))
}

fn finish(command: &mut Command) -> Run {
    let output = command.output().expect("the command runs");
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}
