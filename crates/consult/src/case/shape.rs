//! Tree against the JSON Schema of a case: keys, kinds, words, ranges and lengths.
//!
//! The schema alone says what is right; this module says it in a clinician's words. A value
//! about which a problem is reported becomes [`Value::Faulty`], so that nothing more is asked
//! of it.

use catalog::{nearest, trim};
use serde_json::Value as Json;

use super::problem::{Code, Problem};
use super::read::join;
use super::tree::{Entry, Node, Table, Value, quoted};

/// Largest whole number that every JSON reader keeps exactly, 2⁵³.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Checks the tree and reports all that does not fit.
pub(crate) fn check(root: &mut Node, schema: &Json, problems: &mut Vec<Problem>) {
    let mut shape = Shape {
        root: schema,
        problems,
    };
    shape.node(root, schema, "");
}

/// The number with which a text begins: `47` of `47 years`.
pub(crate) fn leading_number(text: &str) -> Option<&str> {
    let text = text.trim();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
        .unwrap_or(text.len());
    let number = text[..end].trim_end_matches('.');
    number.parse::<f64>().is_ok().then_some(number)
}

struct Shape<'a> {
    root: &'a Json,
    problems: &'a mut Vec<Problem>,
}

impl Shape<'_> {
    /// Checks a value against the schema of its key.
    fn node(&mut self, node: &mut Node, outer: &Json, path: &str) {
        if self.problems.len() > super::read::MOST_PROBLEMS {
            return;
        }
        if node.value == Value::Faulty || (node.value == Value::Null && may_be_null(outer)) {
            return;
        }
        let schema = resolve(self.root, outer);
        let problem = match kind(schema) {
            Kind::Table => self.table(node, schema, path),
            Kind::List => self.list(node, schema, path),
            Kind::Words => word(node, schema),
            Kind::Text => text(node, schema),
            Kind::YesNo => yes_or_no(node),
            Kind::Whole => whole(node).or_else(|| range(node, schema)),
            Kind::Number => number(node).or_else(|| range(node, schema)),
        };
        if let Some(mut problem) = problem {
            path.clone_into(&mut problem.key);
            let hint = outer.get("x-hint").and_then(Json::as_str);
            problem.hint = problem.hint.or(hint.map(str::to_owned));
            self.problems.push(problem);
            node.value = Value::Faulty;
        }
    }

    fn table(&mut self, node: &mut Node, schema: &Json, path: &str) -> Option<Problem> {
        let Value::Table(table) = &mut node.value else {
            let problem = wrong_kind(node, "a table");
            return Some(match &node.value {
                Value::List(items) if items.iter().all(Node::is_table) => {
                    problem.hint(format!("there is only one: write [{path}], not [[{path}]]"))
                }
                _ => problem,
            });
        };
        for entry in &mut table.entries {
            let key = join(path, &entry.key);
            match key_schema(schema, &entry.key) {
                Some(inner) => self.node(&mut entry.node, inner, &key),
                None if self.problems.len() <= super::read::MOST_PROBLEMS => {
                    self.unknown_key(entry, schema, &key);
                }
                None => {}
            }
        }
        let span = node.span.start..node.span.start;
        self.missing_keys(table, schema, path, &span);
        None
    }

    fn unknown_key(&mut self, entry: &mut Entry, schema: &Json, key: &str) {
        let known: Vec<&str> = properties(schema).map(|(name, _)| name).collect();
        let near = nearest(&entry.key, known.iter().copied());
        let message = format!("there is no key {}", quoted(&entry.key));
        self.problems.push(
            Problem::new(Code::UnknownKey, entry.key_span.clone(), key, message)
                .allowed(known.join(", "))
                .nearest(near),
        );
        entry.node.value = Value::Faulty;
    }

    fn missing_keys(
        &mut self,
        table: &Table,
        schema: &Json,
        path: &str,
        span: &std::ops::Range<usize>,
    ) {
        let required = schema.get("required").and_then(Json::as_array);
        for key in required.into_iter().flatten().filter_map(Json::as_str) {
            if table.get(key).is_some() {
                continue;
            }
            let message = format!("the key {key} is missing");
            let meaning = key_schema(schema, key)
                .and_then(|inner| inner.get("description"))
                .and_then(Json::as_str);
            let problem = Problem::new(Code::MissingKey, span.clone(), &join(path, key), message);
            self.problems.push(match meaning {
                Some(meaning) => problem.hint(format!("{key}: {}", meaning.trim_end_matches('.'))),
                None => problem,
            });
        }
    }

    fn list(&mut self, node: &mut Node, schema: &Json, path: &str) -> Option<Problem> {
        let item_schema = schema.get("items")?;
        let Value::List(items) = &mut node.value else {
            return Some(not_a_list(
                node,
                kind(resolve(self.root, item_schema)),
                path,
            ));
        };
        if let Some(problem) = length(items.len(), "entries", schema, node.span.clone()) {
            return Some(problem);
        }
        for (i, item) in items.iter_mut().enumerate() {
            self.node(item, item_schema, &format!("{path}[{i}]"));
        }
        None
    }
}

/// What a schema asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Table,
    List,
    Words,
    Text,
    YesNo,
    Whole,
    Number,
}

fn kind(schema: &Json) -> Kind {
    if schema.get("oneOf").is_some() || schema.get("enum").is_some() {
        return Kind::Words;
    }
    let name = match schema.get("type") {
        Some(Json::Array(names)) => names.first().and_then(Json::as_str),
        Some(name) => name.as_str(),
        None => None,
    };
    match name {
        Some("array") => Kind::List,
        Some("string") => Kind::Text,
        Some("boolean") => Kind::YesNo,
        Some("integer") => Kind::Whole,
        Some("number") => Kind::Number,
        _ => Kind::Table,
    }
}

/// The schema behind references and "or null".
fn resolve<'s>(root: &'s Json, schema: &'s Json) -> &'s Json {
    if let Some(name) = schema.get("$ref").and_then(Json::as_str) {
        let target = name.strip_prefix('#').and_then(|path| root.pointer(path));
        return target.map_or(schema, |target| resolve(root, target));
    }
    let either = schema.get("anyOf").and_then(Json::as_array);
    let real = either.and_then(|all| all.iter().find(|s| !may_be_null(s)));
    real.map_or(schema, |real| resolve(root, real))
}

fn may_be_null(schema: &Json) -> bool {
    let either = schema.get("anyOf").and_then(Json::as_array);
    match schema.get("type") {
        Some(Json::Array(names)) => names.iter().any(|name| name == "null"),
        Some(name) => name == "null",
        None => either.is_some_and(|all| all.iter().any(may_be_null)),
    }
}

fn properties(schema: &Json) -> impl Iterator<Item = (&str, &Json)> {
    let all = schema.get("properties").and_then(Json::as_object);
    all.into_iter()
        .flatten()
        .map(|(name, inner)| (name.as_str(), inner))
}

/// The schema of a key: a named one, or that of any key.
fn key_schema<'s>(schema: &'s Json, key: &str) -> Option<&'s Json> {
    let named = properties(schema).find(|(name, _)| *name == key);
    let other = schema
        .get("additionalProperties")
        .filter(|inner| inner.is_object());
    named.map(|(_, inner)| inner).or(other)
}

fn wrong_kind(node: &Node, expected: &str) -> Problem {
    let message = format!("found {}, expected {expected}", node.found());
    Problem::new(Code::WrongKind, node.span.clone(), "", message)
}

fn not_a_list(node: &Node, items: Kind, path: &str) -> Problem {
    let problem = wrong_kind(node, "a list");
    match &node.value {
        Value::Table(_) if items == Kind::Table => problem.hint(format!(
            "each entry of {path} is one of several: write [[{path}]] with two brackets in TOML, \
             [{{…}}] in JSON"
        )),
        Value::Text(text) => problem.hint(format!("write it as a list: [{}]", quoted(text))),
        _ => problem,
    }
}

/// The words of a schema, in its order.
fn words(schema: &Json) -> Vec<&str> {
    let variants = schema.get("oneOf").and_then(Json::as_array);
    let plain = schema.get("enum").and_then(Json::as_array);
    let named = variants.into_iter().flatten().flat_map(|variant| {
        match variant.get("enum").and_then(Json::as_array) {
            Some(several) => several.iter().collect::<Vec<_>>(),
            None => variant.get("const").into_iter().collect(),
        }
    });
    named
        .chain(plain.into_iter().flatten())
        .filter_map(Json::as_str)
        .collect()
}

/// A word of a fixed set; accepted in any case.
fn word(node: &mut Node, schema: &Json) -> Option<Problem> {
    let words = words(schema);
    let Value::Text(text) = &mut node.value else {
        return Some(wrong_kind(node, "a word").allowed(words.join(", ")));
    };
    if let Some(known) = words.iter().find(|w| w.eq_ignore_ascii_case(text.trim())) {
        (*known).clone_into(text);
        return None;
    }
    let message = format!("{} is not a word that can stand here", quoted(text));
    let near = nearest(text, words.iter().copied());
    Some(
        Problem::new(Code::UnknownWord, node.span.clone(), "", message)
            .allowed(words.join(", "))
            .nearest(near),
    )
}

fn text(node: &Node, schema: &Json) -> Option<Problem> {
    match &node.value {
        Value::Text(text) => length(
            text.trim().chars().count(),
            "characters",
            schema,
            node.span.clone(),
        ),
        _ => Some(wrong_kind(node, "text in quotes")),
    }
}

fn length(
    found: usize,
    what: &str,
    schema: &Json,
    span: std::ops::Range<usize>,
) -> Option<Problem> {
    let bound = |a: &str, b: &str| {
        schema
            .get(a)
            .or_else(|| schema.get(b))
            .and_then(Json::as_u64)
    };
    let (least, most) = (
        bound("minItems", "minLength"),
        bound("maxItems", "maxLength"),
    );
    let below = least.is_some_and(|least| (found as u64) < least);
    let above = most.is_some_and(|most| (found as u64) > most);
    (below || above).then(|| {
        let allowed = format!(
            "{} to {} {what}",
            least.unwrap_or(0),
            most.map_or("any number of".to_owned(), |most| most.to_string())
        );
        Problem::new(Code::WrongLength, span, "", format!("has {found} {what}")).allowed(allowed)
    })
}

fn yes_or_no(node: &Node) -> Option<Problem> {
    let wrong = !matches!(node.value, Value::Bool(_));
    wrong.then(|| wrong_kind(node, "true or false"))
}

/// A finite number; `expected` names what kind.
fn finite(node: &Node, expected: &str) -> Option<Problem> {
    match &node.value {
        Value::Integer(_) => None,
        Value::Float(value) if value.is_finite() => None,
        Value::Float(value) => {
            let message = if value.is_nan() {
                "found nan, which is not a number".to_owned()
            } else {
                "found a number too large to be one".to_owned()
            };
            let problem = Problem::new(Code::WrongKind, node.span.clone(), "", message);
            Some(problem.hint("leave the key out when the number is not known"))
        }
        Value::Text(text) => {
            let problem = wrong_kind(node, expected);
            Some(match leading_number(text) {
                Some(number) => problem.hint(format!("write the number alone: {number}")),
                None => problem,
            })
        }
        _ => Some(wrong_kind(node, expected)),
    }
}

fn number(node: &Node) -> Option<Problem> {
    finite(node, "a number")
}

/// A whole number; `2.0` is one.
fn whole(node: &mut Node) -> Option<Problem> {
    let problem = finite(node, "a whole number");
    if let (None, Value::Float(value)) = (&problem, &node.value) {
        if value.fract() != 0.0 || value.abs() > LARGEST_WHOLE {
            return Some(wrong_kind(node, "a whole number"));
        }
        node.value = Value::Integer(*value as i64);
    }
    problem
}

fn range(node: &Node, schema: &Json) -> Option<Problem> {
    let value = node.number()?;
    let bound = |key: &str| schema.get(key).and_then(Json::as_f64);
    let (least, most, above) = (
        bound("minimum"),
        bound("maximum"),
        bound("exclusiveMinimum"),
    );
    let outside = least.is_some_and(|least| value < least)
        || most.is_some_and(|most| value > most)
        || above.is_some_and(|above| value <= above);
    outside.then(|| {
        let from = above.map(|a| format!("above {}", trim(a)));
        let from = from.or(least.map(|l| format!("from {}", trim(l))));
        let to = most.map(|m| format!("up to {}", trim(m)));
        let allowed: Vec<String> = from.into_iter().chain(to).collect();
        let message = format!("{} is outside its range", short(value));
        Problem::new(Code::OutOfRange, node.span.clone(), "", message).allowed(allowed.join(", "))
    })
}

/// A number as a message shows it, however large.
fn short(value: f64) -> String {
    if value.abs() < 1e9 {
        trim(value)
    } else {
        format!("{value:e}")
    }
}
