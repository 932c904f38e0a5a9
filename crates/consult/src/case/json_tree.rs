//! JSON text → tree.

use std::collections::BTreeSet;

use jsonc_parser::ast::{ObjectPropName, Value as Json};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::problem::{Code, Problem};
use super::tree::{Entry, Node, Span, Table, Value, quoted};

/// JSON as the standard has it, none of its relaxations.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// The tree, and what is wrong with the text.
pub(crate) fn parse(text: &str) -> (Node, Vec<Problem>) {
    let mut problems = Vec::new();
    let nothing = Node {
        span: 0..text.len(),
        value: Value::Faulty,
    };
    let root = match parse_to_ast(text, &CollectOptions::default(), &STRICT) {
        Ok(parsed) => parsed
            .value
            .map_or(nothing, |value| node(&value, "", &mut problems)),
        Err(error) => {
            let message = format!("not JSON here: {}", lower_first(&error.kind().to_string()));
            problems.push(Problem::new(Code::Syntax, span(error.range()), "", message));
            nothing
        }
    };
    (root, problems)
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

fn span(range: Range) -> Span {
    range.start..range.end
}

fn node(source: &Json<'_>, path: &str, problems: &mut Vec<Problem>) -> Node {
    let value = match source {
        Json::NullKeyword(_) => Value::Null,
        Json::BooleanLit(literal) => Value::Bool(literal.value),
        Json::StringLit(literal) => Value::Text(literal.value.to_string()),
        Json::NumberLit(literal) => number(literal.value),
        Json::Array(array) => Value::List(
            array
                .elements
                .iter()
                .enumerate()
                .map(|(i, item)| node(item, &format!("{path}[{i}]"), problems))
                .collect(),
        ),
        Json::Object(object) => {
            let mut table = Table::default();
            let mut seen = BTreeSet::new();
            for property in &object.properties {
                let name = match &property.name {
                    ObjectPropName::String(literal) => literal.value.as_ref(),
                    ObjectPropName::Word(word) => word.value,
                };
                let key_span = span(property.name.range());
                let key = super::read::join(path, name);
                let value = node(&property.value, &key, problems);
                if seen.insert(name.to_owned()) {
                    table.entries.push(Entry {
                        key: name.to_owned(),
                        key_span,
                        node: value,
                    });
                } else {
                    let message = format!("the key {} stands twice", quoted(name));
                    problems.push(Problem::new(Code::KeyTwice, key_span, &key, message));
                }
            }
            Value::Table(table)
        }
    };
    Node {
        span: span(source.range()),
        value,
    }
}

fn number(text: &str) -> Value {
    match text.parse::<i64>() {
        Ok(value) => Value::Integer(value),
        Err(_) => Value::Float(text.parse().unwrap_or(f64::NAN)),
    }
}
