//! TOML text → tree, with every syntax error at once.

use toml::de::{DeTable, DeValue};

use super::problem::{Code, Problem};
use super::tree::{Entry, Node, Span, Table, Value};

/// The tree of what could be read, and what could not.
pub(crate) fn parse(text: &str) -> (Node, Vec<Problem>) {
    let (document, errors) = DeTable::parse_recoverable(text);
    let root = Node {
        span: 0..text.len(),
        value: Value::Table(table(document.get_ref())),
    };
    let problems = errors.iter().map(|error| problem(text, error)).collect();
    (root, problems)
}

fn problem(text: &str, error: &toml::de::Error) -> Problem {
    let span = error.span().unwrap_or(0..0);
    let message = error.message().replace('\n', "; ");
    if message.contains("duplicate key") {
        let key = text.get(span.clone()).unwrap_or_default();
        let message = format!("the key {} stands twice", super::tree::quoted(key));
        return Problem::new(Code::KeyTwice, span, "", message);
    }
    let problem = Problem::new(
        Code::Syntax,
        span.clone(),
        "",
        format!("not TOML here: {message}"),
    );
    match advice(text, &span, &message) {
        Some(hint) => problem.hint(hint),
        None => problem,
    }
}

/// Advice on the slips that people make.
fn advice(text: &str, span: &Span, message: &str) -> Option<String> {
    let here = text.get(span.clone()).unwrap_or_default().trim();
    let rest = text.get(span.start..).unwrap_or_default();
    let before = text.get(..span.start).unwrap_or_default();
    let decimal_comma = rest.starts_with(',')
        && before.ends_with(|c: char| c.is_ascii_digit())
        && rest[1..].starts_with(|c: char| c.is_ascii_digit());
    if decimal_comma {
        return Some("write decimals with a point: 2.5, not 2,5".to_owned());
    }
    if message.contains("must be quoted") {
        let number = super::shape::leading_number(here);
        return Some(match number {
            Some(number) => format!("write the number alone: {number}"),
            None => format!("put it in quotes: {}", super::tree::quoted(here)),
        });
    }
    None
}

fn table(source: &DeTable<'_>) -> Table {
    let mut entries: Vec<Entry> = source
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: key.span(),
            node: Node {
                span: value.span(),
                value: self::value(value.get_ref()),
            },
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    Table { entries }
}

fn value(source: &DeValue<'_>) -> Value {
    match source {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Integer(number) => {
            match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(value) => Value::Integer(value),
                // Too large for a whole number: any range refuses it.
                Err(_) => Value::Float(number.as_str().parse().unwrap_or(f64::INFINITY)),
            }
        }
        DeValue::Array(items) => Value::List(
            items
                .iter()
                .map(|item| Node {
                    span: item.span(),
                    value: value(item.get_ref()),
                })
                .collect(),
        ),
        DeValue::Table(entries) => Value::Table(table(entries)),
    }
}
