//! Words and numbers of an MSH file, text or binary.

use super::array::shortened;
use super::error::{Place, ReadError};

/// A place in the bytes of a file and how its numbers are written.
#[derive(Debug)]
pub(super) struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    form: Form,
}

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As words.
    Text,
    /// As bytes, the lowest first.
    Little,
    /// As bytes, the highest first.
    Big,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            form: Form::Text,
        }
    }

    pub(super) fn set_form(&mut self, form: Form) {
        self.form = form;
    }

    /// Where the scanner is.
    pub(super) fn place(&self) -> Place {
        self.place_of(self.at)
    }

    /// The same as a number of bytes.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The place of byte `at`.
    pub(super) fn place_of(&self, at: usize) -> Place {
        if self.form == Form::Text {
            let before = &self.bytes[..at];
            Place::Line(before.split(|&byte| byte == b'\n').count())
        } else {
            Place::Byte(at)
        }
    }

    pub(super) fn is_at_end(&mut self) -> bool {
        self.skip_space();
        self.at == self.bytes.len()
    }

    fn skip_space(&mut self) {
        let rest = &self.bytes[self.at..];
        let space = rest.iter().position(|byte| !byte.is_ascii_whitespace());
        self.at += space.unwrap_or(rest.len());
    }

    /// The next word, whatever the form of numbers.
    pub(super) fn word(&mut self, what: &str) -> Result<&'a str, ReadError> {
        self.skip_space();
        let rest = &self.bytes[self.at..];
        let end = rest.iter().position(u8::is_ascii_whitespace);
        let word = &rest[..end.unwrap_or(rest.len())];
        if word.is_empty() {
            return Err(self.cut_short(what));
        }
        let text =
            std::str::from_utf8(word).map_err(|_| self.no_number(what, "text that is no UTF-8"))?;
        self.at += word.len();
        Ok(text)
    }

    /// The rest of the line, past its end.
    pub(super) fn line(&mut self) -> String {
        let rest = &self.bytes[self.at..];
        let end = rest.iter().position(|&byte| byte == b'\n');
        let end = end.unwrap_or(rest.len());
        self.at = (self.at + end + 1).min(self.bytes.len());
        String::from_utf8_lossy(&rest[..end]).trim().to_owned()
    }

    /// Goes past the end of the line on which the last word was.
    pub(super) fn end_line(&mut self) {
        self.line();
    }

    /// Goes past the next `tag`.
    pub(super) fn skip_to(&mut self, tag: &str) -> Result<(), ReadError> {
        let rest = self.bytes[self.at..].windows(tag.len());
        let found = rest.into_iter().position(|window| window == tag.as_bytes());
        let found = found.ok_or_else(|| self.cut_short(tag))?;
        self.at += found + tag.len();
        Ok(())
    }

    /// A whole number as a number of things.
    pub(super) fn count(&mut self, what: &str) -> Result<u64, ReadError> {
        match self.form {
            Form::Text => self.parsed(what, "a whole number that is not negative"),
            _ => self.binary(what).map(u64::from_le_bytes),
        }
    }

    /// A whole number that may be negative.
    pub(super) fn integer(&mut self, what: &str) -> Result<i32, ReadError> {
        match self.form {
            Form::Text => self.parsed(what, "a whole number"),
            _ => self.binary(what).map(i32::from_le_bytes),
        }
    }

    /// A real number.
    pub(super) fn real(&mut self, what: &str) -> Result<f64, ReadError> {
        match self.form {
            Form::Text => self.parsed(what, "a number"),
            _ => self.binary(what).map(f64::from_le_bytes),
        }
    }

    fn parsed<T: std::str::FromStr>(
        &mut self,
        what: &str,
        expected: &'static str,
    ) -> Result<T, ReadError> {
        let word = self.word(what)?;
        word.parse().map_err(|_| ReadError::NotANumber {
            place: self.place(),
            what: what.to_owned(),
            found: shortened(word),
            expected,
        })
    }

    /// The next `N` bytes, the lowest first.
    fn binary<const N: usize>(&mut self, what: &str) -> Result<[u8; N], ReadError> {
        let bytes = self.bytes[self.at..].first_chunk::<N>();
        let mut bytes = *bytes.ok_or_else(|| self.cut_short(what))?;
        self.at += N;
        if self.form == Form::Big {
            bytes.reverse();
        }
        Ok(bytes)
    }

    pub(super) fn cut_short(&self, what: &str) -> ReadError {
        ReadError::CutShort {
            place: self.place(),
            what: what.to_owned(),
        }
    }

    fn no_number(&self, what: &str, found: &str) -> ReadError {
        ReadError::NotANumber {
            place: self.place(),
            what: what.to_owned(),
            found: found.to_owned(),
            expected: "text",
        }
    }
}
