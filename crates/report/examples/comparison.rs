//! Prints a comparison and writes its page: `cargo run -p report --example comparison -- FOLDER [NAME …]`.

use catalog::Catalog;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "sample".to_owned());
    let names: Vec<String> = arguments.collect();
    let comparison = report::compare(&Catalog::embedded()?, &names)?;
    std::fs::create_dir_all(&folder)?;
    std::fs::write(format!("{folder}/compare.html"), comparison.to_html())?;
    println!("{}", comparison.to_text(110));
    Ok(())
}
