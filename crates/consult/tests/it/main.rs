//! The consult from outside.

mod case_random;
mod case_read;
mod forecasts;

/// Name and text of every example case.
fn examples() -> Vec<(String, String)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut examples: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the examples stand in examples/")
        .filter_map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name()?.to_str()?.to_owned();
            let text = std::fs::read_to_string(&path).ok()?;
            let toml = path.extension().is_some_and(|ending| ending == "toml");
            toml.then_some((name, text))
        })
        .collect();
    examples.sort();
    assert!(!examples.is_empty());
    examples
}
