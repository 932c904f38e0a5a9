//! Summary.
use catalog::Catalog;
use consult::answer::Answer;
/// Temporary.
pub fn summary_text(_answer: &Answer, _catalog: &Catalog, _width: usize) -> String {
    String::new()
}
