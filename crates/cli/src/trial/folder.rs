//! The folder of a trial: what is done is kept, so that a run can go on where it stopped.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use cohort::trial::{Counts, Part, PartResult, Summary, Trial};
use serde::{Deserialize, Serialize};

use super::rows;
use crate::failure::Failure;
use crate::output;

/// Which trial a folder belongs to: `trial.json`.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Mark {
    /// Name of code, facts and design.
    fingerprint: String,
    /// Whether the people are kept.
    people: bool,
}

/// A folder of results.
pub struct Folder {
    path: PathBuf,
    people: bool,
}

impl Folder {
    /// A folder, new or of the same trial.
    pub fn open(path: &Path, fingerprint: &str, people: bool) -> Result<Self, Failure> {
        let folder = Self {
            path: path.to_owned(),
            people,
        };
        let wanted = Mark {
            fingerprint: fingerprint.to_owned(),
            people,
        };
        let mark = path.join("trial.json");
        match fs::read(&mark) {
            Ok(bytes) => {
                let found: Option<Mark> = serde_json::from_slice(&bytes).ok();
                if found != Some(wanted) {
                    let message = format!("{} holds another trial", path.display());
                    return Err(Failure::user(message).hint(
                        "the design, the facts, the version or --summary-only differ; name \
                         another folder with --out",
                    ));
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let parts: &[&str] = if people {
                    &["parts", "people"]
                } else {
                    &["parts"]
                };
                for name in parts {
                    let inner = path.join(name);
                    fs::create_dir_all(&inner)
                        .map_err(|e| Failure::file("make the folder", &inner, &e))?;
                }
                output::write_one(&mark, &json(&wanted)?)?;
            }
            Err(error) => return Err(Failure::file("read", &mark, &error)),
        }
        Ok(folder)
    }

    /// Whether the people are written.
    pub fn keeps_people(&self) -> bool {
        self.people
    }

    fn counts(&self, part: &Part) -> PathBuf {
        self.path
            .join(format!("parts/part-{:05}.json", part.number))
    }

    /// Counts of a part that was done before.
    pub fn done(&self, part: &Part) -> Result<Option<Vec<Counts>>, Failure> {
        let path = self.counts(part);
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| {
                Failure::user(format!("{} is damaged: {error}", path.display()))
                    .hint("remove the file; its part is run again")
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::file("read", &path, &error)),
        }
    }

    /// Writes a part; its counts come last and say that it is done.
    pub fn keep(&self, trial: &Trial, part: &Part, result: &PartResult) -> Result<(), Failure> {
        if self.people {
            let bytes = rows::parquet(trial, &result.rows)
                .map_err(|e| Failure::Ours(format!("rows as Parquet: {e}")))?;
            let name = format!("people/part-{:05}.parquet", part.number);
            output::write_one(&self.path.join(name), &bytes)?;
        }
        output::write_one(&self.counts(part), &json(&result.counts)?)
    }

    /// Writes the summaries.
    pub fn finish(&self, summary: &Summary) -> Result<(), Failure> {
        let mut whole = serde_json::to_vec_pretty(summary)
            .map_err(|e| Failure::Ours(format!("the summary as JSON: {e}")))?;
        whole.push(b'\n');
        for (name, bytes) in [
            ("summary.json", whole),
            ("arms.csv", summary.arms_csv().into_bytes()),
            ("comparisons.csv", summary.comparisons_csv().into_bytes()),
            ("flow.csv", summary.flow_csv().into_bytes()),
        ] {
            output::write_one(&self.path.join(name), &bytes)?;
        }
        Ok(())
    }
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(value).map_err(|e| Failure::Ours(format!("a result as JSON: {e}")))
}
