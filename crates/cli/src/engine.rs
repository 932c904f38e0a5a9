//! The one place that calls the engine and the report.

use catalog::Catalog;
use consult::answer::Answer;
use consult::case::Case;

use crate::failure::Failure;
use crate::output::Output;
use crate::verb::compare::Format;

/// Width of text for the terminal, columns.
const WIDTH: usize = 96;

/// The answer to a case.
pub fn answer(catalog: &Catalog, case: &Case, seed: u64) -> Result<Answer, Failure> {
    let ours = |error: &dyn std::fmt::Display| Failure::Ours(error.to_string());
    let models = course::Models::from_catalog(catalog).map_err(|error| ours(&error))?;
    let options = consult::Options { seed };
    consult::consult(catalog, &models, case, options).map_err(|error| ours(&error))
}

/// Summary for the terminal.
pub fn summary(answer: &Answer, catalog: &Catalog) -> String {
    report::summary_text(answer, catalog, WIDTH)
}

/// The files of an answer.
pub fn outputs(answer: &Answer, catalog: &Catalog) -> Result<Vec<Output>, Failure> {
    let file = |name, bytes| Output { name, bytes };
    Ok(vec![
        file("consult.json", json(answer)?),
        file(
            "report.html",
            report::report_html(answer, catalog).into_bytes(),
        ),
        file(
            "patient.html",
            report::patient_html(answer, catalog).into_bytes(),
        ),
    ])
}

/// `consult.json`.
pub fn json(answer: &Answer) -> Result<Vec<u8>, Failure> {
    let text = serde_json::to_vec_pretty(answer);
    let mut text = text.map_err(|error| Failure::Ours(format!("the answer as JSON: {error}")))?;
    text.push(b'\n');
    Ok(text)
}

/// The comparison of products or classes.
pub fn compare(catalog: &Catalog, names: &[String], format: Format) -> Result<String, Failure> {
    let comparison = report::compare(catalog, names).map_err(|error| Failure::User {
        message: error.to_string(),
        hint: None,
    })?;
    match format {
        Format::Text => Ok(comparison.to_text(WIDTH)),
        Format::Html => Ok(comparison.to_html()),
        Format::Json => comparison
            .to_json()
            .map_err(|error| Failure::Ours(format!("the comparison as JSON: {error}"))),
    }
}
