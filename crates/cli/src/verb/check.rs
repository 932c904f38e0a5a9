//! `rhytid check`: whether case files can be used.

use std::ffi::OsString;

use serde::Serialize;

use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::input::CaseFile;
use crate::{diagnostic, terminal};

/// Check case files: every problem at once, with its line, key, what is allowed and advice.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// Case files, .toml or .json; - reads standard input.
    #[arg(value_name = "CASE", required = true)]
    cases: Vec<OsString>,
    /// Print the problems as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    data: DataDir,
}

/// Outcome for one file.
#[derive(Serialize)]
struct Outcome {
    file: String,
    ok: bool,
    /// The file could not be read at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    unreadable: Option<String>,
    problems: Vec<consult::case::Problem>,
}

impl Check {
    pub fn run(&self) -> Result<(), Failure> {
        let catalog = self.data.catalog()?;
        let mut outcomes = Vec::new();
        for case in &self.cases {
            let file = CaseFile::from(case.as_os_str());
            outcomes.push(self.one(&file, &catalog)?);
        }
        if self.json {
            let text = serde_json::to_string_pretty(&outcomes);
            let text = text.map_err(|error| Failure::Ours(format!("the problems: {error}")))?;
            terminal::print(&format!("{text}\n"))?;
        }
        if outcomes.iter().all(|outcome| outcome.ok) {
            Ok(())
        } else {
            Err(Failure::Told)
        }
    }

    /// Checks one file and, without `--json`, says how it went.
    fn one(&self, file: &CaseFile, catalog: &catalog::Catalog) -> Result<Outcome, Failure> {
        let mut outcome = Outcome {
            file: file.name(),
            ok: false,
            unreadable: None,
            problems: Vec::new(),
        };
        let bytes = match file.bytes() {
            Ok(bytes) => bytes,
            Err(Failure::User { message, hint }) => {
                if !self.json {
                    terminal::tell(&diagnostic::plain(&message, hint.as_deref()));
                }
                outcome.unreadable = Some(message);
                return Ok(outcome);
            }
            Err(other) => return Err(other),
        };
        match file.parse(&bytes, catalog) {
            Ok(case) => {
                outcome.ok = true;
                if !self.json {
                    let count = case.finding.len();
                    let noun = if count == 1 { "finding" } else { "findings" };
                    terminal::print(&format!("{}: fine, {count} {noun}\n", outcome.file))?;
                }
            }
            Err(problems) => {
                if !self.json {
                    terminal::tell(&diagnostic::problems(&problems, &bytes));
                }
                outcome.problems = problems.problems;
            }
        }
        Ok(outcome)
    }
}
