//! Problems as text: what, where, the line of the file with a mark under it, and advice.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use consult::case::{Code, Problem, Problems};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const STRONG: Style = Style::new().bold();
const FRAME: Style = AnsiColor::Blue.on_default().bold();

/// Most characters of a line that are shown.
const WIDEST_LINE: usize = 100;

/// A message without a place in a file.
pub fn plain(message: &str, hint: Option<&str>) -> String {
    let mut text = format!("{ERROR}error{ERROR:#}{STRONG}: {message}{STRONG:#}\n");
    if let Some(hint) = hint {
        let _ = writeln!(text, "  {FRAME}hint{FRAME:#}: {hint}");
    }
    text
}

/// All problems of a case file.
///
/// - `bytes`: the file, for the lines shown
pub fn problems(problems: &Problems, bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split('\n').collect();
    let mut out = String::new();
    for problem in &problems.problems {
        one(&mut out, &problems.file, problem, &lines);
        out.push('\n');
    }
    let count = problems.problems.len() + problems.more;
    let noun = if count == 1 { "problem" } else { "problems" };
    let shown = match problems.more {
        0 => String::new(),
        _ => format!(", {} shown", problems.problems.len()),
    };
    let _ = writeln!(
        out,
        "{STRONG}{}: {count} {noun}{shown}{STRONG:#}",
        problems.file
    );
    out
}

fn one(out: &mut String, file: &str, problem: &Problem, lines: &[&str]) {
    let margin = " ".repeat(problem.line.to_string().len());
    let _ = writeln!(
        out,
        "{ERROR}error{ERROR:#}{STRONG}: {}{STRONG:#}",
        problem.message
    );
    let _ = write!(
        out,
        "{margin}{FRAME}-->{FRAME:#} {file}:{}:{}",
        problem.line, problem.column
    );
    let _ = match problem.key.as_str() {
        "" => writeln!(out),
        key => writeln!(out, "  {key}"),
    };
    let line = lines.get(problem.line - 1);
    let tells = |line: &&&str| problem.code != Code::TooLarge && !line.trim().is_empty();
    if let Some(line) = line.filter(tells) {
        excerpt(out, problem, line, &margin);
    }
    for (label, text) in problem.lines() {
        let _ = writeln!(
            out,
            "{margin} {FRAME}={FRAME:#} {STRONG}{label}{STRONG:#}: {text}"
        );
    }
}

/// The line with a mark under what the problem is about.
fn excerpt(out: &mut String, problem: &Problem, line: &str, margin: &str) {
    let shown = |c: char| if c.is_control() { ' ' } else { c };
    let line: Vec<char> = line.trim_end_matches('\r').chars().map(shown).collect();
    let at = (problem.column - 1).min(line.len());
    // A long line is shown around the problem.
    let from = at.saturating_sub(WIDEST_LINE / 2);
    let from = if line.len() <= WIDEST_LINE { 0 } else { from };
    let to = line.len().min(from + WIDEST_LINE);
    let piece: String = line[from..to].iter().collect();
    let width = problem.span.len().clamp(1, (to - at).max(1));
    let _ = writeln!(out, "{margin} {FRAME}|{FRAME:#}");
    let _ = writeln!(
        out,
        "{FRAME}{} |{FRAME:#} {}",
        problem.line,
        piece.trim_end()
    );
    let _ = writeln!(
        out,
        "{margin} {FRAME}|{FRAME:#} {}{ERROR}{}{ERROR:#}",
        " ".repeat(at - from),
        "^".repeat(width)
    );
}
