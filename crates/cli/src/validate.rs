//! `rhytid validate`: predicted against published.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use cohort::evidence::{Row, built_in, read_table};
use cohort::validate::{Options, Validation, table, validate};

use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::output::{self, Output};
use crate::terminal;

/// Largest table, bytes; the shipped one has about a hundredth of it.
const LARGEST: u64 = 1 << 25;

/// Hold the models against published trials: predicted with its interval, published, difference.
///
/// Simulates every arm of the built-in evidence, or of any table with the same columns: trials
/// that the models have never seen, other doses, any product of the catalog.
#[derive(Debug, clap::Args)]
pub struct Validate {
    /// Table of results with the columns of the built-in one; - reads standard input.
    #[arg(long, value_name = "FILE.csv")]
    evidence: Option<PathBuf>,
    /// Print the records and groups as JSON.
    #[arg(long)]
    json: bool,
    /// Folder for validation.json and validation.txt; nothing is written without it.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Seed of the virtual people.
    #[arg(long, value_name = "N", default_value_t = 2026)]
    seed: u64,
    /// Threads [default: those of the machine]; any number gives the same bytes.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    #[command(flatten)]
    data: DataDir,
}

impl Validate {
    pub fn run(&self) -> Result<(), Failure> {
        let catalog = self.data.catalog()?;
        let rows = self.rows(&catalog)?;
        let machine = || std::thread::available_parallelism().map_or(1, usize::from);
        let options = Options {
            seed: self.seed,
            threads: self.threads.unwrap_or_else(machine).clamp(1, 64),
        };
        let validation = validate(&catalog, &rows, options);
        let validation = validation.map_err(|error| Failure::Ours(error.to_string()))?;
        let (json, text) = (json(&validation)?, table(&validation));
        if let Some(folder) = &self.out {
            write(folder, &json, &text)?;
        }
        if self.json {
            terminal::print_bytes(&json)
        } else {
            terminal::print(&text)
        }
    }

    /// Rows of the given table, or the built-in ones.
    fn rows(&self, catalog: &catalog::Catalog) -> Result<Vec<Row>, Failure> {
        let Some(path) = &self.evidence else {
            return built_in(catalog).map_err(|error| Failure::user(error.to_string()));
        };
        let bytes = bytes(path)?;
        let name = path.display().to_string();
        read_table(&bytes, &name).map_err(|problems| {
            Failure::user(format!("the table cannot be used\n{problems}")).hint(
                "columns and codes are those of data/evidence/README.md; docs/guide/validate.md \
                 shows a table",
            )
        })
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |error: io::Error| Failure::file("read the table", path, &error);
    let source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        if path.is_dir() {
            return Err(failed(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        Box::new(File::open(path).map_err(failed)?)
    };
    let mut bytes = Vec::new();
    source
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        let message = format!("{} has more than {LARGEST} bytes", path.display());
        return Err(Failure::user(message));
    }
    Ok(bytes)
}

fn json(validation: &Validation) -> Result<Vec<u8>, Failure> {
    let bytes = serde_json::to_vec_pretty(validation);
    let mut bytes = bytes.map_err(|error| Failure::Ours(format!("the result as JSON: {error}")))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn write(folder: &Path, json: &[u8], text: &str) -> Result<(), Failure> {
    let outputs = [
        Output {
            name: "validation.json",
            bytes: json.to_vec(),
        },
        Output {
            name: "validation.txt",
            bytes: text.as_bytes().to_vec(),
        },
    ];
    output::write(folder, &outputs)?;
    let place = folder.display();
    terminal::tell(&format!(
        "wrote validation.json and validation.txt to {place}\n"
    ));
    Ok(())
}
