//! The one place that calls the engine and the report.

use catalog::Catalog;
use consult::answer::Answer;
use consult::case::Case;

use crate::failure::Failure;
use crate::output::Output;
use crate::verb::compare::Format;

/// The answer to a case.
pub fn answer(_catalog: &Catalog, _case: &Case, _seed: u64) -> Result<Answer, Failure> {
    Err(Failure::Ours("the engine is not built yet".to_owned()))
}

/// Summary for the terminal.
pub fn summary(_answer: &Answer, _catalog: &Catalog) -> Result<String, Failure> {
    Err(Failure::Ours("the report is not built yet".to_owned()))
}

/// The files of an answer.
pub fn outputs(answer: &Answer, _catalog: &Catalog) -> Result<Vec<Output>, Failure> {
    Ok(vec![Output {
        name: "consult.json",
        bytes: json(answer)?,
    }])
}

/// `consult.json`.
pub fn json(answer: &Answer) -> Result<Vec<u8>, Failure> {
    let text = serde_json::to_vec_pretty(answer);
    let mut text = text.map_err(|error| Failure::Ours(format!("the answer as JSON: {error}")))?;
    text.push(b'\n');
    Ok(text)
}

/// The comparison of products or classes.
pub fn compare(_catalog: &Catalog, _names: &[String], _format: Format) -> Result<String, Failure> {
    Err(Failure::Ours("the report is not built yet".to_owned()))
}
