//! What people read: the report, the patient's pages, the terminal summary, the comparison.
//!
//! *Invariant*: it never computes a clinical value and never decides; every number shown comes
//! from the answer or the catalog and carries the source it came with. No clock, path, host
//! name or network address enters an output, and no page loads anything from outside.
//!
//! Entry points: [`report_html`], [`patient_html`], [`summary_text`], [`compare()`].

mod cite;
mod compare;
mod error;
mod html;
mod patient;
mod summary;
mod words;

pub use compare::{Cell, Column, Comparison, Row, compare};
pub use error::Error;
pub use html::report_html;
pub use patient::patient_html;
pub use summary::summary_text;
