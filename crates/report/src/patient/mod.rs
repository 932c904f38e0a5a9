//! `patient.html`.
use catalog::Catalog;
use consult::answer::Answer;
/// Temporary.
pub fn patient_html(_answer: &Answer, _catalog: &Catalog) -> String {
    String::new()
}
