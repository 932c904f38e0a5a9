//! The shipped facts load, and broken facts do not.

use catalog::{Catalog, Error};

fn problems(change: impl FnOnce(&mut catalog::Files)) -> Vec<String> {
    let mut files = Catalog::embedded_files();
    change(&mut files);
    match Catalog::from_files(&files) {
        Ok(_) => Vec::new(),
        Err(Error::Invalid { problems }) => problems.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn shipped_facts_load_without_a_problem() {
    let problems = problems(|_| {});
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
