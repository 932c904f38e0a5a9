//! States of bodies as files for ParaView.

use std::path::Path;

use tissue::file;
use tissue::{Model, State};

use crate::failure::Failure;
use crate::output;

/// Writes mesh, displacement, stress, stretch and activation, whole or not at all.
pub fn write(path: &Path, model: &Model, state: &State) -> Result<(), Failure> {
    let ours = |error: &dyn std::fmt::Display| Failure::Ours(error.to_string());
    let data = file::of_state(model, state).map_err(|error| ours(&error))?;
    let mut bytes = Vec::new();
    file::write_vtu(&model.mesh, &data, &mut bytes).map_err(|error| ours(&error))?;
    output::write_one(path, &bytes)
}
