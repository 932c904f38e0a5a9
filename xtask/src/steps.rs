//! Running other programs, step by step, with a clear word when one fails.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// Root of the workspace.
pub fn root() -> PathBuf {
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().map_or(manifest.clone(), PathBuf::from)
}

/// Runs a program in the root of the workspace and fails when it fails.
///
/// # Errors
/// The program is missing or exits with another code than 0.
pub fn run(title: &str, program: &str, arguments: &[&str]) -> Result<()> {
    run_with(title, program, arguments, &[])
}

/// As [`run`], with extra environment.
///
/// # Errors
/// As [`run`].
pub fn run_with(
    title: &str,
    program: &str,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> Result<()> {
    eprintln!("── {title}: {program} {}", arguments.join(" "));
    let start = Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(root())
        .status()
        .with_context(|| format!("{title}: cannot start {program}"))?;
    if !status.success() {
        bail!(
            "{title} failed: {program} {} ({status})",
            arguments.join(" ")
        );
    }
    eprintln!("── {title}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// Whether a program answers to `--version`.
pub fn present(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
