//! `rhytid catalog`: what rhytid knows, and from where.

use crate::browse::{self, Kind};
use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::terminal;

/// Browse the facts: every number with its unit, its source and how far it was checked.
#[derive(Debug, clap::Args)]
pub struct Catalog {
    /// Kind of record.
    #[arg(value_enum)]
    kind: Kind,
    /// One record, by name, brand or alias; all when absent.
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    data: DataDir,
}

impl Catalog {
    pub fn run(&self) -> Result<(), Failure> {
        let catalog = self.data.catalog()?;
        let records = browse::records(&catalog, self.kind)?;
        let text = match &self.name {
            None if self.json => browse::json(&records.iter().map(|r| r.body.clone()).collect()),
            None => browse::list(self.kind, &records),
            Some(name) => {
                let record = browse::find(self.kind, &records, name)?;
                if self.json {
                    browse::json(&record.body)
                } else {
                    browse::record(record, &catalog)
                }
            }
        };
        terminal::print(&text)
    }
}
