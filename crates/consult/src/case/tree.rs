//! A value with the place in the file from which it came: the common form of TOML and JSON.

use std::ops::Range;

/// Bytes of the text, from and up to.
pub(crate) type Span = Range<usize>;

/// A value of the file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// `null` of JSON: the same as an absent key.
    Null,
    /// True or false.
    Bool(bool),
    /// Whole number.
    Integer(i64),
    /// Other number; may be too large or not a number.
    Float(f64),
    /// Text.
    Text(String),
    /// Date or time of TOML, as written.
    Date(String),
    /// List.
    List(Vec<Node>),
    /// Table.
    Table(Table),
    /// A value about which a problem has been reported; nothing more is asked of it.
    Faulty,
}

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub span: Span,
    pub value: Value,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub key: String,
    pub key_span: Span,
    pub node: Node,
}

/// Keys with their values in the order of the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Table {
    pub entries: Vec<Entry>,
}

impl Node {
    /// What was found, as a message says it.
    pub fn found(&self) -> String {
        match &self.value {
            Value::Null => "null".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Integer(value) => format!("the number {value}"),
            Value::Float(value) => format!("the number {value}"),
            Value::Text(text) => format!("the text {}", quoted(text)),
            Value::Date(text) => format!("the date {text}"),
            Value::List(items) if items.is_empty() => "an empty list".to_owned(),
            Value::List(_) => "a list".to_owned(),
            Value::Table(_) => "a table".to_owned(),
            Value::Faulty => "something unreadable".to_owned(),
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self.value {
            Value::Integer(value) => Some(value as f64),
            Value::Float(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it is a table.
    pub fn is_table(&self) -> bool {
        matches!(self.value, Value::Table(_))
    }

    /// The entries, if it is a table.
    pub fn table_mut(&mut self) -> Option<&mut Table> {
        match &mut self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The items, if it is a list.
    pub fn list_mut(&mut self) -> &mut [Node] {
        match &mut self.value {
            Value::List(items) => items,
            _ => &mut [],
        }
    }

    /// Place of the value at a path such as `arm[2].dose[0].day`; that of what encloses it where
    /// there is no such value.
    pub fn place_of(&self, path: &str) -> Span {
        let mut node = self;
        for step in path.split(['.', '[']) {
            let inner = match &node.value {
                Value::Table(table) => table.get(step).map(|entry| &entry.node),
                Value::List(items) => {
                    let index = step.trim_end_matches(']').parse::<usize>();
                    index.ok().and_then(|i| items.get(i))
                }
                _ => None,
            };
            let Some(inner) = inner else {
                return node.span.start..node.span.start;
            };
            node = inner;
        }
        node.span.clone()
    }

    /// The same value without places; keys whose value is null are absent.
    pub fn json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null | Value::Faulty => Json::Null,
            Value::Bool(value) => Json::from(*value),
            Value::Integer(value) => Json::from(*value),
            Value::Float(value) => Json::from(*value),
            Value::Text(text) | Value::Date(text) => Json::from(text.as_str()),
            Value::List(items) => items.iter().map(Node::json).collect(),
            Value::Table(table) => table
                .entries
                .iter()
                .filter(|entry| entry.node.value != Value::Null)
                .map(|entry| (entry.key.clone(), entry.node.json()))
                .collect(),
        }
    }
}

impl Table {
    /// The entry of a key; absent when its value is null.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| entry.key == key && entry.node.value != Value::Null)
    }

    /// The value of a key.
    pub fn node_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries
            .iter_mut()
            .find(|entry| entry.key == key && entry.node.value != Value::Null)
            .map(|entry| &mut entry.node)
    }

    /// The text of a key.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(|entry| entry.node.text())
    }

    /// The whole number of a key.
    pub fn integer(&self, key: &str) -> Option<i64> {
        match self.get(key)?.node.value {
            Value::Integer(value) => Some(value),
            _ => None,
        }
    }
}

/// Longest piece of a file repeated in a message, characters.
const LONGEST_QUOTE: usize = 60;

/// A piece of the file as a message repeats it: in quotes, without control characters, short.
pub(crate) fn quoted(text: &str) -> String {
    let clean = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let short: String = text.chars().take(LONGEST_QUOTE).map(clean).collect();
    if text.chars().nth(LONGEST_QUOTE).is_some() {
        format!("\"{short}…\"")
    } else {
        format!("\"{short}\"")
    }
}
