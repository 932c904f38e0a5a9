//! `rhytid consult`: the answer to a case.

use std::path::PathBuf;

use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::input::CaseFile;
use crate::{engine, output, terminal};

/// Answer a case: for each finding toxin, filler, both, neither or refer; a plan; a forecast.
///
/// Prints a summary and writes report.html, patient.html and consult.json.
#[derive(Debug, clap::Args)]
pub struct Consult {
    /// Case file, .toml or .json; - reads standard input.
    #[arg(value_name = "CASE")]
    case: std::ffi::OsString,
    /// Folder for the results [default: CASE-rhytid in the current folder].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print consult.json in place of the summary.
    #[arg(long)]
    json: bool,
    /// Seed of the virtual people.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    data: DataDir,
}

impl Consult {
    pub fn run(&self) -> Result<(), Failure> {
        let catalog = self.data.catalog()?;
        let file = CaseFile::from(self.case.as_os_str());
        let case = file.read(&catalog)?;
        let answer = engine::answer(&catalog, &case, self.seed)?;
        let outputs = engine::outputs(&answer, &catalog)?;
        let folder = self.out.clone();
        let folder = folder.unwrap_or_else(|| PathBuf::from(format!("{}-rhytid", file.stem())));
        output::write(&folder, &outputs)?;
        if self.json {
            terminal::print_bytes(&engine::json(&answer)?)?;
        } else {
            terminal::print(&engine::summary(&answer, &catalog))?;
        }
        let names: Vec<&str> = outputs.iter().map(|output| output.name).collect();
        terminal::tell(&format!(
            "Written to {}: {}\n",
            folder.display(),
            names.join(", ")
        ));
        Ok(())
    }
}
