//! `rhytid trial`: a virtual trial from its design.

mod folder;
mod rows;

use std::path::PathBuf;

use catalog::Catalog;
use cohort::Defaults;
use cohort::trial::{self, Design, Part, PartResult, Results, Trial as Plan};
use course::Models;
use indicatif::{ProgressBar, ProgressStyle};

use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::{diagnostic, input, terminal};
use folder::Folder;

/// Run a virtual trial: people are screened, let in, treated and seen, and arms are compared.
///
/// The design names arms, products, doses, entry criteria, raters, visits, drop-out, people and
/// replications. With --out the people are written too, one row a visit, and a run that was
/// interrupted goes on where it stopped.
#[derive(Debug, clap::Args)]
pub struct Trial {
    /// Design of the trial, .toml or .json; - reads standard input.
    #[arg(value_name = "TRIAL.toml")]
    design: PathBuf,
    /// Folder for people/*.parquet, summary.json, arms.csv, comparisons.csv and flow.csv.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write the summaries without the people.
    #[arg(long, requires = "out")]
    summary_only: bool,
    /// Print the summary as JSON.
    #[arg(long)]
    json: bool,
    /// Threads [default: those of the machine]; any number gives the same bytes.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    #[command(flatten)]
    data: DataDir,
}

impl Trial {
    pub fn run(&self) -> Result<(), Failure> {
        let catalog = self.data.catalog()?;
        let plan = self.plan(&catalog)?;
        let folder = match &self.out {
            Some(path) => Some(Folder::open(path, &plan.fingerprint, !self.summary_only)?),
            None => None,
        };
        let summary = self.results(&plan, folder.as_ref())?.summary(&catalog);
        if let Some(folder) = &folder {
            folder.finish(&summary)?;
        }
        if self.json {
            let json = serde_json::to_string_pretty(&summary);
            let json = json.map_err(|e| Failure::Ours(format!("the summary as JSON: {e}")))?;
            terminal::print(&format!("{json}\n"))
        } else {
            terminal::print(&summary.text())
        }
    }

    fn plan(&self, catalog: &Catalog) -> Result<Plan, Failure> {
        let models = Models::from_catalog(catalog).map_err(|e| ours(&e))?;
        let design = self.read(catalog, &models)?;
        Plan::new(design, catalog, models).map_err(|e| failed(&e))
    }

    fn read(&self, catalog: &Catalog, models: &Models) -> Result<Design, Failure> {
        let file = input::CaseFile::from(self.design.as_os_str());
        let bytes = file.bytes_of("design")?;
        let defaults = Defaults::from_catalog(catalog).map_err(|e| ours(&e))?;
        let design = trial::read(&bytes, &file.name(), catalog, models, &defaults);
        design.map_err(|problems| {
            terminal::tell(&diagnostic::problems(&problems, &bytes));
            Failure::Told
        })
    }

    /// Runs the parts that are not there yet.
    fn results<'a>(&self, plan: &'a Plan, folder: Option<&Folder>) -> Result<Results<'a>, Failure> {
        let mut pool = rayon::ThreadPoolBuilder::new();
        if let Some(threads) = self.threads {
            pool = pool.num_threads(threads.clamp(1, 64));
        }
        let pool = pool.build();
        let pool = pool.map_err(|e| Failure::Ours(format!("threads: {e}")))?;
        let rows = folder.is_some_and(Folder::keeps_people);
        let mut results = Results::new(plan);
        let bar = progress(plan.people());
        for part in plan.parts() {
            let done = folder.map(|f| f.done(&part)).transpose()?.flatten();
            let counts = if let Some(counts) = done {
                counts
            } else {
                let result = pool.install(|| plan.run(&part, rows));
                let result = result.map_err(|e| failed(&e))?;
                keep(plan, folder, &part, &result)?;
                result.counts
            };
            if !counts.iter().all(|counts| results.add(counts)) {
                let message = format!("part {} belongs to another trial", part.number);
                return Err(Failure::user(message).hint("remove the folder and run again"));
            }
            bar.inc(part.people());
        }
        bar.finish_and_clear();
        Ok(results)
    }
}

fn keep(
    plan: &Plan,
    folder: Option<&Folder>,
    part: &Part,
    result: &PartResult,
) -> Result<(), Failure> {
    match folder {
        Some(folder) => folder.keep(plan, part, result),
        None => Ok(()),
    }
}

/// Progress with rate and time left, on a terminal alone.
fn progress(people: u64) -> ProgressBar {
    let style = ProgressStyle::with_template(
        "{bar:30} {human_pos} of {human_len} people, {per_sec}, {eta} left",
    );
    let bar = ProgressBar::new(people);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn ours(error: &dyn std::fmt::Display) -> Failure {
    Failure::Ours(error.to_string())
}

fn failed(error: &trial::Error) -> Failure {
    match error {
        trial::Error::NobodyEligible { .. } => Failure::user(error.to_string())
            .hint("widen [entry]: its grades or ages hardly occur together"),
        _ => ours(error),
    }
}
