//! Lines, paragraphs and tables of plain text by display width.

use textwrap::core::display_width;
use textwrap::{Options, wrap};

/// Text under way.
pub(super) struct Sheet {
    width: usize,
    text: String,
}

impl Sheet {
    pub(super) fn new(width: usize) -> Self {
        Self {
            width,
            text: String::new(),
        }
    }

    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(visible(line).trim_end());
        self.text.push('\n');
    }

    pub(super) fn blank(&mut self) {
        if !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    pub(super) fn rule(&mut self) {
        self.line(&"─".repeat(self.width));
    }

    pub(super) fn heading(&mut self, text: &str) {
        self.line(&text.to_uppercase());
    }

    /// A line with one text at each end.
    pub(super) fn spread(&mut self, start: &str, end: &str) {
        let used = display_width(start) + display_width(end);
        let gap = self.width.saturating_sub(used).max(2);
        self.line(&format!("{start}{}{end}", " ".repeat(gap)));
    }

    /// Wrapped text, every line indented.
    pub(super) fn paragraph(&mut self, indent: &str, text: &str) {
        self.wrapped(text, indent, indent);
    }

    /// Wrapped text behind a label; further lines stand under the text.
    pub(super) fn hanging(&mut self, label: &str, text: &str) {
        let under = " ".repeat(display_width(label));
        self.wrapped(text, label, &under);
    }

    fn wrapped(&mut self, text: &str, first: &str, further: &str) {
        let options = Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(further);
        for line in wrap(text, options) {
            self.line(&line);
        }
    }

    /// A table: widths by content, the last column wrapped into what is left.
    pub(super) fn table(&mut self, indent: &str, rows: &[Vec<String>]) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns.saturating_sub(1))
            .map(|c| {
                rows.iter()
                    .filter_map(|r| r.get(c))
                    .map(|t| display_width(t))
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        for row in rows {
            let mut label = indent.to_owned();
            for (cell, width) in row.iter().zip(&widths) {
                label += cell;
                label += &" ".repeat(width - display_width(cell) + 2);
            }
            let last = row.get(columns - 1).map_or("", String::as_str);
            if last.is_empty() {
                self.line(&label);
            } else {
                self.hanging(&label, last);
            }
        }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// Text without control characters, so that nothing in a case can steer the terminal.
fn visible(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
