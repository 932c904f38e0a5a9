//! Writes the pages of a hand-made answer, or of a `consult.json`, to a folder:
//! `cargo run -p report --example sample -- FOLDER [consult.json]`.

#[path = "../tests/support/mod.rs"]
mod support;

use catalog::Catalog;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "sample".to_owned());
    let answer = match arguments.next() {
        Some(path) => serde_json::from_slice(&std::fs::read(path)?)?,
        None => support::sample(),
    };
    let catalog = Catalog::embedded().unwrap_or_default();
    std::fs::create_dir_all(&folder)?;
    std::fs::write(
        format!("{folder}/report.html"),
        report::report_html(&answer, &catalog),
    )?;
    std::fs::write(
        format!("{folder}/patient.html"),
        report::patient_html(&answer, &catalog),
    )?;
    println!("{}", report::summary_text(&answer, &catalog, 100));
    Ok(())
}
