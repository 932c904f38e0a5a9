//! Writes the pages of case files to folders beside each other:
//! `cargo run -p report --example case -- FOLDER CASE …`.

use catalog::Catalog;
use consult::case::{Format, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "cases".to_owned());
    let catalog = Catalog::embedded()?;
    let models = course::Models::from_catalog(&catalog)?;
    for path in arguments {
        let case = read(&std::fs::read(&path)?, &path, Format::Guess, &catalog)?;
        let answer = consult::consult(&catalog, &models, &case, consult::Options::default())?;
        let stem = std::path::Path::new(&path).file_stem().unwrap_or_default();
        let out = std::path::Path::new(&folder).join(stem);
        std::fs::create_dir_all(&out)?;
        std::fs::write(
            out.join("report.html"),
            report::report_html(&answer, &catalog),
        )?;
        std::fs::write(
            out.join("patient.html"),
            report::patient_html(&answer, &catalog),
        )?;
        println!("{}", report::summary_text(&answer, &catalog, 100));
    }
    Ok(())
}
