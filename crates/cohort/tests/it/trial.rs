//! Virtual trials.

use catalog::Catalog;
use cohort::Defaults;
use cohort::evidence::Row;
use cohort::toxin::Study;
use cohort::trial::{self, Design, PartResult, Results, Status, Summary, Trial};
use consult::case::Problems;
use course::Models;

const PIVOTAL: &str = r#"
name = "pivotal"
seed = 7

[rated]
area = "glabella"

[entry]
at_expression = [2, 3]
by = ["investigator", "subject"]

[[arm]]
name = "placebo"
n = 1500

[[arm]]
name = "active"
n = 1500
[[arm.dose]]
product = "onabotulinumtoxinA"
dose_units = 20

[visits]
days = [30, 120]
raters = ["investigator", "subject"]

[[endpoint]]
name = "mild"
measure = "at-most"
at_most = 1
raters = ["investigator"]
day = 30

[[endpoint]]
name = "better"
measure = "improved"
grades = 1
raters = ["subject"]
day = 120
"#;

fn catalog() -> Catalog {
    Catalog::embedded().expect("the facts load")
}

fn read(text: &str) -> Result<Design, Problems> {
    let catalog = catalog();
    let models = Models::from_catalog(&catalog).expect("constants");
    let defaults = Defaults::from_catalog(&catalog).expect("defaults");
    trial::read(text.as_bytes(), "trial.toml", &catalog, &models, &defaults)
}

fn plan(text: &str) -> Trial {
    let catalog = catalog();
    let models = Models::from_catalog(&catalog).expect("constants");
    let design = read(text).unwrap_or_else(|problems| panic!("{problems}"));
    Trial::new(design, &catalog, models).expect("a trial")
}

fn run(plan: &Trial) -> Vec<PartResult> {
    let parts = plan.parts();
    parts
        .map(|part| plan.run(&part, true).expect("people"))
        .collect()
}

fn summary(plan: &Trial) -> Summary {
    let mut results = Results::new(plan);
    for part in plan.parts() {
        let result = plan.run(&part, false).expect("people");
        assert!(result.counts.iter().all(|counts| results.add(counts)));
    }
    results.summary(&catalog())
}

fn result(summary: &Summary, arm: &str, endpoint: &str) -> f64 {
    let mine = summary.results.iter();
    let mut mine = mine.filter(|r| r.arm == arm && r.endpoint == endpoint);
    mine.next().and_then(|r| r.mean).expect("a result")
}

#[test]
fn a_pivotal_design_finds_what_is_predicted_of_published_trials() {
    let catalog = catalog();
    let row = |product: &str, endpoint: &str, assessor: &str, day: f64| Row {
        record_id: format!("{product}-{endpoint}"),
        trial_id: "pivotal".to_owned(),
        agent: "toxin".to_owned(),
        product: product.to_owned(),
        area: "glabella".to_owned(),
        state: "max-contraction".to_owned(),
        sex: "all".to_owned(),
        dose_units: Some(20.0),
        endpoint: endpoint.to_owned(),
        scale: "FWS".to_owned(),
        assessor: assessor.to_owned(),
        day: Some(day),
        unit: "percent".to_owned(),
        ..Row::default()
    };
    let rows = [
        row("placebo", "none-or-mild", "investigator", 30.0),
        row("onabotulinumtoxinA", "none-or-mild", "investigator", 30.0),
        row("placebo", "grade-improved-1", "subject", 120.0),
        row("onabotulinumtoxinA", "grade-improved-1", "subject", 120.0),
    ];
    let study = Study::new(&rows, &catalog, 1).expect("rules of arms");
    let models = Models::from_catalog(&catalog).expect("constants");
    let rating = &catalog.parameters["rating"];
    let predicted = study
        .predict(&models, rating, &|_| true, 2)
        .expect("simulates");
    let found = summary(&plan(PIVOTAL));
    let names = [
        ("placebo", "mild"),
        ("active", "mild"),
        ("placebo", "better"),
        ("active", "better"),
    ];
    for ((arm, endpoint), (_, estimate)) in names.iter().zip(predicted) {
        let share = result(&found, arm, endpoint);
        assert!(
            (share - estimate.value).abs() < 4.0,
            "{arm}, {endpoint}: {share} in the trial, {} predicted",
            estimate.value
        );
    }
}

#[test]
fn the_same_design_gives_the_same_people_on_any_number_of_threads() {
    let plan = plan(
        &PIVOTAL
            .replace("seed = 7", "seed = 7\nreplications = 3")
            .replace("1500", "90"),
    );
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("threads");
        pool.install(|| run(&plan))
    };
    let one = with(1);
    assert_eq!(one, with(3));
    let people: usize = one.iter().map(|part| part.rows.len()).sum();
    assert_eq!(people, 3 * 180 * 3);
}

#[test]
fn parts_do_not_depend_on_one_another() {
    let plan = plan(&PIVOTAL.replace("1500", "40000"));
    let parts: Vec<_> = plan.parts().collect();
    assert!(parts.len() > 1);
    assert_eq!(
        parts.iter().map(trial::Part::people).sum::<u64>(),
        plan.people()
    );
    let last = &parts[parts.len() - 1];
    let alone = plan.run(last, true).expect("people");
    assert_eq!(alone.rows.len() as u64, 3 * last.people());
    assert_eq!(alone, plan.run(last, true).expect("people"));
}

#[test]
fn everybody_is_accounted_for_and_nobody_who_has_left_comes_back() {
    let leaving = "drop_out_per_year = 0.6\nmissed_share = 0.1\ndays = [30, 60, 90, 120]";
    let plan = plan(&PIVOTAL.replace("days = [30, 120]", leaving));
    let found = summary(&plan);
    let flow = &found.flow;
    let randomised: u64 = flow.arms.iter().map(|a| a.randomised).sum();
    assert_eq!(randomised, 3000);
    assert_eq!(
        flow.screened,
        flow.refused_by_age + flow.refused_by_grade + randomised
    );
    for arm in &flow.arms {
        for t in 0..plan.days().len() {
            assert_eq!(arm.seen[t] + arm.missed[t] + arm.left[t], arm.randomised);
        }
        assert!(arm.left.windows(2).all(|w| w[0] <= w[1]));
        // 1 − 0.4^(120/365) = 26 %.
        let left = arm.left[4] as f64 / arm.randomised as f64;
        assert!((left - 0.26).abs() < 0.04, "{left}");
    }
    let rows: Vec<_> = run(&plan).into_iter().flat_map(|part| part.rows).collect();
    for pair in rows.windows(2).filter(|w| w[0].person == w[1].person) {
        let back = pair[0].status == Status::Left && pair[1].status != Status::Left;
        assert!(!back, "person {}", pair[0].person);
        assert_eq!(pair[1].rest[0].is_some(), pair[1].status == Status::Seen);
    }
}

#[test]
fn more_people_give_more_power_and_narrower_intervals() {
    let few = PIVOTAL
        .replace("seed = 7", "seed = 7\nreplications = 120")
        .replace("1500", "40")
        .replace("dose_units = 20", "dose_units = 5")
        + "[comparison]\nn_per_arm = [5, 15]\n";
    let found = summary(&plan(&few));
    let mild: Vec<_> = found
        .comparisons
        .iter()
        .filter(|c| c.endpoint == "mild")
        .collect();
    assert_eq!(mild.iter().map(|c| c.n).collect::<Vec<_>>(), [5, 15, 40]);
    let power: Vec<f64> = mild.iter().filter_map(|c| c.power).collect();
    let width: Vec<f64> = mild.iter().filter_map(|c| c.interval_width).collect();
    assert!(power[0] < power[1] && power[1] <= power[2], "{power:?}");
    assert!(width[0] > width[1] && width[1] > width[2], "{width:?}");
}

#[test]
fn arms_that_get_the_same_differ_as_often_as_the_level_says() {
    let same = PIVOTAL
        .replace("seed = 7", "seed = 3\nreplications = 400")
        .replace("1500", "50")
        .replace(
            "[[arm.dose]]\nproduct = \"onabotulinumtoxinA\"\ndose_units = 20\n",
            "",
        )
        .replace(
            "name = \"mild\"\nmeasure = \"at-most\"\nat_most = 1",
            "name = \"mean\"\nmeasure = \"mean-change\"",
        );
    let found = summary(&plan(&same));
    let power = found
        .comparisons
        .iter()
        .find(|c| c.endpoint == "mean")
        .and_then(|c| c.power);
    let power = power.expect("a power");
    // Three standard errors about 5 %.
    assert!((power - 0.05).abs() < 0.033, "{power}");
}

#[test]
fn gel_lifts_a_cheek_for_months_and_nothing_does_not() {
    let cheeks = r#"
name = "cheeks"
[rated]
area = "midface"
scale = "MFVDS"
[entry]
at_rest = [3, 5]
[[arm]]
name = "none"
n = 400
[[arm]]
name = "gel"
n = 400
[[arm.dose]]
product = "voluma"
volume_ml = 6
[visits]
days = [90, 540]
[[endpoint]]
name = "better"
measure = "improved"
grades = 1
state = "rest"
day = 90
[[endpoint]]
name = "late"
measure = "improved"
grades = 1
state = "rest"
day = 540
"#;
    let found = summary(&plan(cheeks));
    let (early, late) = (
        result(&found, "gel", "better"),
        result(&found, "gel", "late"),
    );
    assert!(early > 60.0 && late < early, "{early}, then {late}");
    assert!(result(&found, "none", "better") < 30.0);
}

#[test]
fn visits_beyond_what_was_studied_are_flagged_and_others_are_not() {
    let plan = plan(&PIVOTAL.replace("dose_units = 20", "dose_units = 500"));
    assert_eq!(plan.beyond(0, 1), "");
    assert!(
        plan.beyond(1, 1).contains("500 U is beyond"),
        "{}",
        plan.beyond(1, 1)
    );
}

#[test]
fn entry_that_lets_nobody_in_is_told_rather_than_tried_for_ever() {
    let text = PIVOTAL.replace(
        "at_expression = [2, 3]",
        "at_expression = [0, 0]\nat_rest = [3, 3]",
    );
    let plan = plan(&text.replace("1500", "5"));
    let part = plan.parts().next().expect("a part");
    let error = plan.run(&part, false).expect_err("nobody is eligible");
    assert!(
        error.to_string().contains("met the entry criteria"),
        "{error}"
    );
}

#[test]
fn every_problem_of_a_design_is_told_at_once_with_its_line_and_key() {
    let broken = PIVOTAL
        .replace("area = \"glabella\"", "area = \"glabela\"")
        .replace("at_expression = [2, 3]", "age_years = [70, 20]")
        .replace("n = 1500\n\n[[arm]]", "n = 0\n\n[[arm]]")
        .replace("onabotulinumtoxinA", "onabotulinumtoxin")
        .replace("days = [30, 120]", "days = [120, 30]")
        .replace("at_most = 1", "grades = 2")
        .replace("day = 120", "day = 121")
        .replace("name = \"better\"", "name = \"mild\"");
    let problems = read(&broken).expect_err("a broken design");
    let found: Vec<(usize, String)> = problems
        .problems
        .iter()
        .map(|p| (p.line, p.key.clone()))
        .collect();
    for (line, key) in [
        (6, "rated.area"),
        (9, "entry.age_years"),
        (14, "arm[0].n"),
        (20, "arm[1].dose[0].product"),
        (24, "visits.days[1]"),
        (27, "endpoint[0].at_most"),
        (30, "endpoint[0].grades"),
        (35, "endpoint[1].name"),
        (39, "endpoint[1].day"),
    ] {
        let there = found.iter().any(|(l, k)| (*l, k.as_str()) == (line, key));
        assert!(there, "line {line}, {key}: {found:?}");
    }
    assert_eq!(found.len(), 9, "{found:?}");
}
