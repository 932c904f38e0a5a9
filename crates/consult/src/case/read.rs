//! Bytes of a case file → checked [`Case`], or everything that is wrong with it.

use std::collections::BTreeSet;
use std::path::Path;

use catalog::Catalog;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::meaning;
use super::problem::{Code, Problem, Problems};
use super::tree::Node;
use super::{Case, json_tree, shape, toml_tree};

/// Largest case file, bytes: a thousand times an ordinary one.
pub const LARGEST_FILE: usize = 1 << 20;

/// Most problems told at once; a file with more is hardly a case file.
pub(crate) const MOST_PROBLEMS: usize = 100;

/// Format of a case file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// TOML.
    Toml,
    /// JSON.
    Json,
    /// JSON when the text begins with `{`, else TOML.
    Guess,
}

impl Format {
    /// The format that a file name tells by its ending.
    pub fn of_name(name: &str) -> Self {
        let ending = Path::new(name).extension().and_then(|e| e.to_str());
        match ending.map(str::to_lowercase).as_deref() {
            Some("toml") => Self::Toml,
            Some("json") => Self::Json,
            _ => Self::Guess,
        }
    }

    fn of_text(self, text: &str) -> Self {
        match self {
            Self::Guess if text.trim_start().starts_with('{') => Self::Json,
            Self::Guess => Self::Toml,
            known => known,
        }
    }
}

/// Reads and checks a case file.
///
/// Names of the catalog are accepted in any case, by alias, title or brand, and stand in the
/// case in their own spelling. What is not stated stays absent.
///
/// - `bytes`: the file
/// - `name`: the file as the user named it, for the messages
///
/// # Errors
/// [`Problems`]: everything that is wrong, in the order of the lines.
pub fn read(bytes: &[u8], name: &str, format: Format, catalog: &Catalog) -> Result<Case, Problems> {
    read_tree(bytes, name, format, &super::schema(), &|root, problems| {
        meaning::check(root, catalog, problems);
    })
}

/// Reads a document of another kind with the same care: syntax, then keys, kinds, words and
/// ranges by its schema, then what its values mean.
///
/// - `schema`: JSON Schema of `T`
/// - `meaning`: what is wrong with the values, each [`Problem`] placed by its key; values with
///   which something else is wrong are null
///
/// # Errors
/// [`Problems`]: everything that is wrong, in the order of the lines.
pub fn read_document<T: DeserializeOwned>(
    bytes: &[u8],
    name: &str,
    format: Format,
    schema: &Json,
    meaning: &dyn Fn(&Json) -> Vec<Problem>,
) -> Result<T, Problems> {
    read_tree(bytes, name, format, schema, &|root, problems| {
        let found = meaning(&root.json());
        problems.extend(found.into_iter().map(|mut problem| {
            problem.span = root.place_of(&problem.key);
            problem
        }));
    })
    .map_err(|mut problems| {
        // Their advice is about cases.
        for problem in &mut problems.problems {
            if matches!(problem.code, Code::Empty | Code::TooLarge) {
                problem.hint = None;
            }
        }
        problems
    })
}

fn read_tree<T: DeserializeOwned>(
    bytes: &[u8],
    name: &str,
    format: Format,
    schema: &Json,
    meaning: Meaning<'_>,
) -> Result<T, Problems> {
    // Editors may put a byte order mark first; no line and column counts it.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let lines = Lines::new(bytes);
    checked(bytes, &lines, format, schema, meaning).map_err(|mut problems| {
        problems.sort_by(|a, b| (a.span.start, &a.key).cmp(&(b.span.start, &b.key)));
        let more = problems.len().saturating_sub(MOST_PROBLEMS);
        problems.truncate(MOST_PROBLEMS);
        for problem in &mut problems {
            (problem.line, problem.column) = lines.place(problem.span.start);
        }
        Problems {
            file: name.to_owned(),
            problems,
            more,
        }
    })
}

/// Checks what the values of a tree mean.
type Meaning<'m> = &'m dyn Fn(&mut Node, &mut Vec<Problem>);

fn checked<T: DeserializeOwned>(
    bytes: &[u8],
    lines: &Lines<'_>,
    format: Format,
    schema: &Json,
    meaning: Meaning<'_>,
) -> Result<T, Vec<Problem>> {
    let text = text(bytes).map_err(|problem| vec![*problem])?;
    let (mut root, syntax) = match format.of_text(text) {
        Format::Json => json_tree::parse(text),
        _ => toml_tree::parse(text),
    };
    let mut problems = Vec::new();
    shape::check(&mut root, schema, &mut problems);
    meaning(&mut root, &mut problems);
    if !syntax.is_empty() {
        let broken: BTreeSet<usize> = syntax.iter().map(|p| lines.line(p.span.start)).collect();
        problems.retain(|problem| still_stands(problem, lines, &broken));
        problems.extend(syntax);
    }
    if problems.is_empty() {
        build(&root)
    } else {
        Err(problems)
    }
}

/// Text of the file.
fn text(bytes: &[u8]) -> Result<&str, Box<Problem>> {
    if bytes.len() > LARGEST_FILE {
        let message = format!("the file has more than the {LARGEST_FILE} bytes of a case file");
        return Err(Problem::new(Code::TooLarge, 0..0, "", message)
            .hint("scans stand in files of their own and are named under [face]")
            .into());
    }
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error.valid_up_to()))?;
    if text.trim().is_empty() {
        let message = "the file is empty".to_owned();
        return Err(Problem::new(Code::Empty, 0..0, "", message)
            .hint("a case needs [patient] and at least one [[finding]]")
            .into());
    }
    Ok(text)
}

fn not_utf8(bytes: &[u8], at: usize) -> Box<Problem> {
    let message = format!(
        "byte {at} (0x{:02x}) is not UTF-8 text",
        bytes.get(at).copied().unwrap_or_default()
    );
    let problem = Problem::new(Code::NotUtf8, at..at + 1, "", message);
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    Box::new(problem.hint(if utf16 {
        "the file is saved as UTF-16; save it as UTF-8"
    } else {
        "save the file as UTF-8"
    }))
}

/// Beside syntax errors, problems of what could be read stand, but not what may follow from
/// the errors alone: the same line, keys that were lost, tables that moved.
fn still_stands(problem: &Problem, lines: &Lines<'_>, broken: &BTreeSet<usize>) -> bool {
    let lost = matches!(
        problem.code,
        Code::MissingKey | Code::UnknownKey | Code::Target | Code::WrongKind | Code::WrongLength
    );
    !lost && !broken.contains(&lines.line(problem.span.start))
}

/// The typed document; the checks before leave nothing that could fail here.
fn build<T: DeserializeOwned>(root: &Node) -> Result<T, Vec<Problem>> {
    serde_json::from_value(root.json()).map_err(|error| {
        vec![Problem::new(
            Code::Syntax,
            0..0,
            "",
            format!("not such a file: {error}"),
        )]
    })
}

/// Where the lines of a file begin.
struct Lines<'b> {
    bytes: &'b [u8],
    starts: Vec<usize>,
}

impl<'b> Lines<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        let ends = bytes.iter().enumerate().filter(|(_, b)| **b == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(i, _)| i + 1)).collect();
        Self { bytes, starts }
    }

    /// Line of a byte, from 1.
    fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// Line and column of a byte, from 1; the column counts characters.
    fn place(&self, at: usize) -> (usize, usize) {
        let at = at.min(self.bytes.len());
        let line = self.line(at);
        let before = &self.bytes[self.starts[line - 1]..at];
        (line, String::from_utf8_lossy(before).chars().count() + 1)
    }
}

/// Path of a key in a table.
pub(crate) fn join(path: &str, key: &str) -> String {
    let key: String = key.chars().take(60).filter(|c| !c.is_control()).collect();
    if path.is_empty() {
        key
    } else {
        format!("{path}.{key}")
    }
}
