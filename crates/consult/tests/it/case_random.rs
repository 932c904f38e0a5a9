//! No input makes the reader panic, and it agrees with its own schema.

use std::sync::LazyLock;

use catalog::Catalog;
use consult::case::{Case, Code, Format, Problems, read, schema, to_json, to_toml};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::examples;

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::embedded().expect("the shipped facts load"));
static VALIDATOR: LazyLock<jsonschema::Validator> =
    LazyLock::new(|| jsonschema::validator_for(&schema()).expect("the schema is one"));

/// Reads in every format; each outcome must be a case that survives writing, or problems with
/// places that exist.
fn check(bytes: &[u8]) {
    for format in [Format::Toml, Format::Json, Format::Guess] {
        match read(bytes, "case", format, &CATALOG) {
            Ok(case) => survives_writing(&case),
            Err(problems) => have_places(&problems, bytes),
        }
    }
}

fn survives_writing(case: &Case) {
    let toml = read(to_toml(case).as_bytes(), "case", Format::Toml, &CATALOG);
    assert_eq!(toml.as_ref(), Ok(case));
    let json = read(to_json(case).as_bytes(), "case", Format::Json, &CATALOG);
    assert_eq!(json.as_ref(), Ok(case));
}

fn have_places(problems: &Problems, bytes: &[u8]) {
    assert!(!problems.problems.is_empty());
    let lines = bytes.split(|b| *b == b'\n').count();
    for problem in &problems.problems {
        assert!((1..=lines).contains(&problem.line), "{problem:?}");
        assert!(problem.column >= 1);
        assert!(!problem.message.is_empty());
        assert!(!problem.message.contains('\u{1b}'));
    }
    assert!(!problems.to_string().is_empty());
}

/// An edit of a valid file.
#[derive(Debug, Clone)]
enum Edit {
    Delete(usize, usize),
    Insert(usize, String),
    Twice(usize, usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let piece = prop_oneof![
        "[ -~\n]{0,12}",
        Just("nan".to_owned()),
        Just("-inf".to_owned()),
        Just("1e999".to_owned()),
        Just("[[finding]]\n".to_owned()),
        Just("\"".to_owned()),
        Just("99999999999999999999".to_owned()),
        Just("\u{0}\u{feff}é".to_owned()),
    ];
    prop_oneof![
        (any::<usize>(), 0..40_usize).prop_map(|(at, n)| Edit::Delete(at, n)),
        (any::<usize>(), piece).prop_map(|(at, text)| Edit::Insert(at, text)),
        (any::<usize>(), 0..60_usize).prop_map(|(at, n)| Edit::Twice(at, n)),
    ]
}

fn apply(bytes: &mut Vec<u8>, edit: &Edit) {
    let place = |at: usize, len: usize| at % (len + 1);
    let len = bytes.len();
    match edit {
        Edit::Delete(at, n) => {
            let from = place(*at, len);
            bytes.drain(from..len.min(from + n));
        }
        Edit::Insert(at, text) => {
            let at = place(*at, len);
            bytes.splice(at..at, text.bytes());
        }
        Edit::Twice(at, n) => {
            let from = place(*at, len);
            let piece = bytes[from..len.min(from + n)].to_vec();
            bytes.splice(from..from, piece);
        }
    }
}

/// Values that a key might be given.
fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..8).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-500.0..500.0_f64).prop_map(Value::from),
        (-2_i64..7).prop_map(|grade| Value::from(grade as f64)),
        "[a-z-]{0,8}".prop_map(Value::from),
        prop::sample::select(vec![
            "female",
            "male",
            "left",
            "both",
            "soften",
            "keep",
            "glabellar",
            "midface",
            "lips",
            "FWS",
            "WSRS",
            "onabotulinumtoxinA",
            "voluma",
            "glabella",
            "mm",
            "toxin",
            "filler",
        ])
        .prop_map(Value::from),
        prop::collection::vec("[a-z-]{1,6}", 0..3).prop_map(Value::from),
        Just(json!(["toxin"])),
        Just(json!({})),
        Just(json!([{}])),
    ]
}

/// A table of the schema, most keys with sensible names and any values.
fn table(keys: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        20 => prop::sample::select(keys).prop_map(str::to_owned),
        1 => "[a-z_]{1,6}",
    ];
    prop::collection::vec((key, value()), 0..5)
        .prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>()))
}

const PATIENT: &[&str] = &[
    "age_years",
    "sex",
    "fitzpatrick",
    "body_mass_kg",
    "conditions",
    "medications",
    "allergies",
    "pregnant",
    "breastfeeding",
];
const INJECTOR: &[&str] = &[
    "profession",
    "trained",
    "years_injecting",
    "jurisdiction",
    "supervised_by",
];
const STOCK: &[&str] = &[
    "product",
    "vial_units",
    "diluent_ml",
    "volume_ml",
    "syringe_ml",
];
const FINDING: &[&str] = &[
    "rhytid",
    "area",
    "complaint",
    "side",
    "scale",
    "at_rest",
    "at_expression",
    "grade",
    "wish",
    "rest_worse_confirmed",
    "note",
];
const HISTORY: &[&str] = &[
    "day",
    "product",
    "area",
    "dose_units",
    "units_of",
    "volume_ml",
    "side",
    "note",
];

fn case() -> impl Strategy<Value = Value> {
    let list = |keys| prop::collection::vec(table(keys), 0..3).prop_map(Value::from);
    (
        table(PATIENT),
        prop::option::of(table(INJECTOR)),
        prop::option::of(list(STOCK)),
        prop::option::of(list(FINDING)),
        prop::option::of(list(HISTORY)),
        prop::option::weighted(0.1, value()),
    )
        .prop_map(|(patient, injector, stock, finding, history, face)| {
            let mut case = Map::new();
            case.insert("patient".to_owned(), patient);
            let others = [
                ("injector", injector),
                ("stock", stock),
                ("finding", finding),
                ("history", history),
                ("face", face),
            ];
            for (key, value) in others {
                value.map(|value| case.insert(key.to_owned(), value));
            }
            Value::Object(case)
        })
}

/// Whether a problem is one of shape, which the schema alone decides.
fn of_shape(code: Code) -> bool {
    matches!(
        code,
        Code::UnknownKey
            | Code::MissingKey
            | Code::WrongKind
            | Code::UnknownWord
            | Code::OutOfRange
            | Code::WrongLength
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes);
    }

    #[test]
    fn no_text_makes_it_panic(text in "[\\[\\]{}=\"',.:#\\\\a-e0-9 \n\u{e9}-]{0,300}") {
        check(text.as_bytes());
    }

    #[test]
    fn no_edit_of_an_example_makes_it_panic(
        which in any::<prop::sample::Index>(),
        json in any::<bool>(),
        edits in prop::collection::vec(edit(), 1..6),
    ) {
        let examples = examples();
        let (_, text) = which.get(&examples);
        let mut bytes = text.clone().into_bytes();
        if json {
            let case = read(&bytes, "case", Format::Toml, &CATALOG).expect("an example");
            bytes = to_json(&case).into_bytes();
        }
        for edit in &edits {
            apply(&mut bytes, edit);
        }
        check(&bytes);
    }

    #[test]
    fn it_agrees_with_its_schema(case in case()) {
        let text = case.to_string();
        let outcome = read(text.as_bytes(), "case", Format::Json, &CATALOG);
        let fits = VALIDATOR.is_valid(&case);
        let shape = match &outcome {
            Ok(_) => Vec::new(),
            Err(problems) => problems.problems.iter().filter(|p| of_shape(p.code)).collect(),
        };
        prop_assert_eq!(fits, shape.is_empty(), "{}\n{:?}", text, shape);
        check(text.as_bytes());
    }
}
