//! Tables of strangers: whole, mangled, beyond what was studied.

use catalog::Catalog;
use cohort::evidence::read_table;
use cohort::validate::{Options, Record, Validation, validate};
use proptest::prelude::*;

/// A trial that is not in the evidence: incobotulinumtoxinA for upper facial lines, phase 3, 156 people, abstract.
const STRANGER: &str = "\
record_id,trial_id,agent,product,area,state,dose_units,endpoint,assessor,day,n,value,unit,entry_rule,dose_split
a,ufl,toxin,incobotulinumtoxinA,glabella,max-contraction,59,none-or-mild,investigator,30,105,84.5,percent,moderate or severe,glabella=20; forehead=15; lateral-canthus=24
b,ufl,toxin,incobotulinumtoxinA,lateral-canthus,max-contraction,59,none-or-mild,investigator,30,105,64.1,percent,moderate or severe,glabella=20; forehead=15; lateral-canthus=24
c,ufl,toxin,placebo,glabella,max-contraction,0,none-or-mild,investigator,30,51,0,percent,moderate or severe,
";

fn run(text: &str, threads: usize) -> Validation {
    let catalog = Catalog::embedded().expect("data/ loads");
    let rows = read_table(text.as_bytes(), "stranger.csv").expect("a table");
    let options = Options { seed: 7, threads };
    validate(&catalog, &rows, options).expect("it is simulated")
}

fn one(row: &str) -> Record {
    let head = "record_id,trial_id,agent,product,area,state,dose_units,endpoint,assessor,day,n,value,unit\n";
    run(&format!("{head}{row}\n"), 1).records.remove(0)
}

#[test]
fn a_trial_that_nobody_fitted_is_predicted_within_twelve_points() {
    let validation = run(STRANGER, 1);
    for record in &validation.records {
        assert!(record.simulated, "{record:?}");
        assert!(
            record.difference.expect("a number").abs() < 12.0,
            "{record:?}"
        );
        let (lower, upper) = (
            record.lower.expect("a number"),
            record.upper.expect("a number"),
        );
        assert!(lower <= record.predicted.expect("a number"));
        assert!(upper >= record.predicted.expect("a number"));
    }
    assert!(
        !validation.records[0]
            .assumed
            .iter()
            .any(|a| a.starts_with("dose_split"))
    );
}

#[test]
fn any_number_of_threads_gives_the_same_records() {
    assert_eq!(run(STRANGER, 1), run(STRANGER, 3));
}

#[test]
fn what_lies_beyond_the_evidence_is_said() {
    let far = one(
        "x,t,toxin,daxibotulinumtoxinA,platysma,max-contraction,400,grade-improved-1,subject,30,50,90,percent",
    );
    assert!(far.simulated && !far.extrapolated.is_empty(), "{far:?}");
    let large = one(
        "x,t,toxin,onabotulinumtoxinA,glabella,max-contraction,500,none-or-mild,subject,30,50,90,percent",
    );
    assert!(
        large.extrapolated.iter().any(|w| w.contains("500 U")),
        "{large:?}"
    );
}

#[test]
fn a_product_nobody_knows_is_listed_with_the_reason() {
    let record =
        one("x,t,toxin,mystery,glabella,max-contraction,20,none-or-mild,subject,30,50,90,percent");
    assert!(!record.simulated);
    assert!(record.reason.is_some_and(|r| r.contains("catalog")));
}

#[test]
fn every_problem_is_told_at_once_with_line_and_column() {
    let text = "record_id,trial_id,agent,product,area,endpoint,value,unit,day,entry_rule\n\
                x,t,toxine,ona,glabella,none-or-mild,140,percent,-3,adults\n";
    let problems = read_table(text.as_bytes(), "t.csv").expect_err("problems");
    let columns: Vec<&str> = problems
        .problems
        .iter()
        .map(|p| p.column.as_str())
        .collect();
    for column in ["agent", "day", "value", "entry_rule"] {
        assert!(columns.contains(&column), "{column}");
    }
    assert!(problems.problems.iter().all(|p| p.line == 2));
}

#[test]
fn a_table_without_rows_is_refused() {
    for text in [
        "",
        "\n",
        "record_id,trial_id,agent,product,area,endpoint,value,unit\n",
    ] {
        assert!(read_table(text.as_bytes(), "t.csv").is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn mangled_tables_are_read_or_refused_but_never_panic(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        end in any::<prop::sample::Index>(),
    ) {
        let mut bytes = STRANGER.as_bytes().to_vec();
        for (at, byte) in cuts {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(end.index(bytes.len()) + 1);
        let _ = read_table(&bytes, "mangled.csv");
    }
}
