//! Where a fact was published.

use serde::{Deserialize, Serialize};

/// Kind of study or text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// Product label or instructions for use.
    Label,
    /// Controlled trial.
    Trial,
    /// Meta-analysis or pooled analysis.
    MetaAnalysis,
    /// Review.
    Review,
    /// Expert consensus.
    Consensus,
    /// Cohort or registry.
    Cohort,
    /// Case series or report.
    CaseSeries,
    /// Cadaver study.
    Cadaver,
    /// Imaging study.
    Imaging,
    /// Laboratory or animal study.
    Bench,
    /// Clinical guideline.
    Guideline,
    /// Law, regulator or professional body.
    Regulation,
    /// Textbook.
    Textbook,
    /// Survey.
    Survey,
    /// Chosen by the authors of rhytid; the citation states what and why.
    Assumption,
    /// Result of our own fit to published evidence.
    Fit,
    /// Data set.
    DataSet,
}

/// Whether the source itself was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Checked {
    /// Read in the original, its abstract, the label or an official page.
    Yes,
    /// Read on a page that reports it.
    Secondary,
    /// Not read.
    No,
}

/// One published source, or one stated assumption.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Unique id, kebab-case.
    pub id: String,
    /// Citation, or the statement of the assumption.
    pub citation: String,
    /// Address, DOI or PubMed number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
    /// Kind of study or text.
    pub kind: SourceKind,
    /// Whether it was read.
    pub checked: Checked,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Contents of one file of `data/sources/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceFile {
    #[serde(default)]
    pub source: Vec<Source>,
}
