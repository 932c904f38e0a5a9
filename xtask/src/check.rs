//! `cargo xtask test`: every check of the project, in the order of a CI run.

use anyhow::Result;

use crate::steps::{present, root, run, run_with};

/// Runs everything; installs what is missing where it can.
///
/// # Errors
/// The first step that fails.
pub fn all() -> Result<()> {
    run("format", "cargo", &["fmt", "--all", "--check"])?;
    run(
        "lints",
        "cargo",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ],
    )?;
    run_with(
        "docs",
        "cargo",
        &[
            "doc",
            "--workspace",
            "--no-deps",
            "--quiet",
            "--document-private-items",
        ],
        &[("RUSTDOCFLAGS", "-D warnings")],
    )?;
    tests()?;
    examples()
}

fn tests() -> Result<()> {
    if present("cargo", &["nextest", "--version"]) {
        run("tests", "cargo", &["nextest", "run", "--workspace"])?;
    } else {
        run(
            "tests",
            "cargo",
            &["test", "--workspace", "--quiet", "--all-targets"],
        )?;
    }
    run(
        "doc tests",
        "cargo",
        &["test", "--workspace", "--quiet", "--doc"],
    )
}

/// The release binary on every example, its JSON held against its schema by another program,
/// its reports printed by a real browser.
fn examples() -> Result<()> {
    run(
        "release build",
        "cargo",
        &["build", "--release", "--quiet", "--package", "cli"],
    )?;
    let venv = root().join("target/python");
    let python = venv.join("bin/python");
    let python = python.to_string_lossy();
    if !present(&python, &["-c", "import jsonschema"]) {
        run(
            "python",
            "python3",
            &["-m", "venv", &venv.to_string_lossy()],
        )?;
        run(
            "python packages",
            &python,
            &[
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "jsonschema==4.*",
            ],
        )?;
    }
    if !present("chromium", &["--version"]) && present("apt-get", &["--version"]) {
        // Without rights to install, the printing step says that it was left out.
        let _ = run("package list", "apt-get", &["update", "-qq"]);
        let _ = run("browser", "apt-get", &["install", "-y", "-qq", "chromium"]);
    }
    run("examples", &python, &["xtask/examples.py"])
}
