//! The comparison as text: columns side by side where there is room, else one below another.

use std::fmt::Write as _;

use consult::answer::Reason;
use textwrap::core::display_width;
use textwrap::wrap;

use super::{Cell, Comparison};
use crate::cite::{self, Citations};

const GAP: usize = 3;
/// Narrowest column that still reads, columns of the terminal.
const NARROWEST: usize = 34;

impl Comparison {
    /// The comparison as plain text.
    ///
    /// - `width`: columns of the terminal; taken as 60 to 160
    pub fn to_text(&self, width: usize) -> String {
        let width = width.clamp(60, 160);
        let n = self.columns.len().max(1);
        let each = (width + GAP) / n - GAP.min((width + GAP) / n);
        let layout = Layout {
            comparison: self,
            cites: Citations::of_notes(&self.sources),
            width,
            each: (each >= NARROWEST).then_some(each),
        };
        layout.text()
    }
}

struct Layout<'a> {
    comparison: &'a Comparison,
    cites: Citations<'a>,
    width: usize,
    /// Width of a column; none when the columns stand one below another.
    each: Option<usize>,
}

impl Layout<'_> {
    fn text(&self) -> String {
        let mut out = String::new();
        let titles: Vec<String> = self
            .comparison
            .columns
            .iter()
            .map(|c| c.title.clone())
            .collect();
        let about = self
            .comparison
            .columns
            .iter()
            .map(|c| c.about.clone())
            .collect::<Vec<_>>();
        if let Some(each) = self.each {
            side_by_side(&mut out, each, &titles);
            side_by_side(&mut out, each, &about);
        }
        for row in &self.comparison.rows {
            let _ = writeln!(out, "\n{}", row.title.to_uppercase());
            let cells: Vec<String> = row.cells.iter().map(|c| self.cell(c)).collect();
            match self.each {
                Some(each) => side_by_side(&mut out, each, &cells),
                None => self.below(&mut out, &titles, &cells),
            }
        }
        self.sources(&mut out);
        out
    }

    fn cell(&self, cell: &Cell) -> String {
        if cell.statements.is_empty() {
            return "not known".to_owned();
        }
        cell.statements
            .iter()
            .map(|s| self.statement(s))
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn statement(&self, statement: &Reason) -> String {
        format!(
            "· {} [{}]",
            statement.text,
            self.cites.text(&statement.sources)
        )
    }

    fn below(&self, out: &mut String, titles: &[String], cells: &[String]) {
        for (title, cell) in titles.iter().zip(cells) {
            let _ = writeln!(out, "  {title}");
            for line in lines(cell, self.width - 4) {
                let _ = writeln!(out, "    {line}");
            }
        }
    }

    fn sources(&self, out: &mut String) {
        out.push_str("\nSOURCES\n");
        for assumptions in [false, true] {
            for (mark, note) in self.cites.list(assumptions) {
                let text = format!(
                    "{} [{}, {}]",
                    note.citation,
                    cite::kind(&note),
                    cite::checked(&note)
                );
                let label = format!("{:>4}  ", mark.text());
                let options = textwrap::Options::new(self.width)
                    .initial_indent(&label)
                    .subsequent_indent("      ");
                for line in wrap(&text, options) {
                    let _ = writeln!(out, "{line}");
                }
            }
        }
    }
}

fn lines(text: &str, width: usize) -> Vec<String> {
    let options = textwrap::Options::new(width).subsequent_indent("  ");
    let wrapped = |line: &str| -> Vec<String> {
        wrap(line, options.clone())
            .into_iter()
            .map(std::borrow::Cow::into_owned)
            .collect()
    };
    text.lines().flat_map(wrapped).collect()
}

fn side_by_side(out: &mut String, width: usize, cells: &[String]) {
    let columns: Vec<Vec<String>> = cells.iter().map(|c| lines(c, width)).collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or(0);
    for i in 0..height {
        let mut line = String::new();
        for column in &columns {
            let text = column.get(i).map_or("", String::as_str);
            line += text;
            line += &" ".repeat((width + GAP).saturating_sub(display_width(text)));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}
