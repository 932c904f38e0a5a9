//! `rhytid compare`: toxin and filler, or products, side by side.

use clap::ValueEnum;

use crate::data_dir::DataDir;
use crate::failure::Failure;
use crate::{engine, terminal};

/// Compare products or classes side by side: mechanism, use, onset, duration, reversibility, risks.
#[derive(Debug, clap::Args)]
pub struct Compare {
    /// Products or classes; toxin and filler when none is named.
    #[arg(value_name = "PRODUCT|CLASS")]
    names: Vec<String>,
    /// Form of the table.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    data: DataDir,
}

/// Form of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text for the terminal.
    Text,
    /// One HTML page.
    Html,
    /// JSON.
    Json,
}

impl Compare {
    pub fn run(&self) -> Result<(), Failure> {
        let catalog = self.data.catalog()?;
        terminal::print(&engine::compare(&catalog, &self.names, self.format)?)
    }
}
