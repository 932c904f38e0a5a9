//! Scans: files are read whatever they hold, faces are found and fitted, the rest is refused.

mod files;
mod fits;
mod made;
mod refusals;
mod shared;
