//! Fits the gel model and writes what it finds into the data folder given.

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: fit_gel DATA_FOLDER")?;
    let catalog = catalog::Catalog::embedded()?;
    let rows = cohort::gel::rows(&catalog)?;
    let result = cohort::gel::fit(&catalog, &rows)?;
    for (path, text) in result.files() {
        std::fs::write(PathBuf::from(&folder).join(path), text)?;
    }
    print!("{}", result.errors_csv());
    Ok(())
}
