//! One `DataArray` of a VTU file as numbers.

use roxmltree::Node;

use super::base64;
use super::budget::Budget;
use super::error::{Place, ReadError};

/// What a file says about its arrays as a whole.
#[derive(Debug)]
pub(super) struct Encoding<'a> {
    pub(super) big_endian: bool,
    /// Bytes of each number that announces a length.
    pub(super) length_bytes: usize,
    pub(super) compressed: bool,
    /// What follows the underscore of `AppendedData`.
    pub(super) appended: &'a [u8],
    /// Whether that is raw bytes; else base64.
    pub(super) raw: bool,
    pub(super) budget: Budget,
}

/// An array being read.
pub(super) struct Array<'a, 'input> {
    node: Node<'a, 'input>,
    pub(super) name: &'a str,
}

/// Type of the numbers in an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Signed(usize),
    Unsigned(usize),
    Float(usize),
}

impl<'a, 'input> Array<'a, 'input> {
    pub(super) fn new(node: Node<'a, 'input>) -> Self {
        Self {
            node,
            name: node.attribute("Name").unwrap_or(""),
        }
    }

    /// Its line.
    pub(super) fn place(&self) -> Place {
        place_of(self.node)
    }

    /// Numbers of each tuple.
    pub(super) fn width(&self) -> Result<usize, ReadError> {
        match self.node.attribute("NumberOfComponents") {
            Some(text) => number(text, "NumberOfComponents", self.node),
            None => Ok(1),
        }
    }

    /// Whether the array holds numbers; else it is text.
    pub(super) fn is_numeric(&self) -> bool {
        self.node.attribute("type") != Some("String")
    }

    /// The numbers, exactly where they fit into 53 bits.
    pub(super) fn values(&self, encoding: &Encoding) -> Result<Vec<f64>, ReadError> {
        let (of, format) = (self.number_type()?, self.node.attribute("format"));
        match format.unwrap_or("ascii") {
            "ascii" => self.text_values(),
            "binary" => {
                let text = self.node.text().unwrap_or("").bytes();
                let text: Vec<u8> = text.filter(|byte| !byte.is_ascii_whitespace()).collect();
                self.byte_values(of, &Source::Base64(&text), encoding)
            }
            "appended" => {
                let offset = self.attribute("offset")?;
                let offset: usize = number(offset, "offset", self.node)?;
                let bytes = encoding.appended.get(offset..);
                let bytes = bytes.ok_or_else(|| self.cut_short())?;
                let source = if encoding.raw {
                    Source::Raw(bytes)
                } else {
                    Source::Base64(bytes)
                };
                self.byte_values(of, &source, encoding)
            }
            other => Err(self.unsupported("format", other, "ascii, binary, appended")),
        }
    }

    fn attribute(&self, name: &'static str) -> Result<&'a str, ReadError> {
        let found = self.node.attribute(name);
        found.ok_or_else(|| ReadError::Missing {
            place: self.place(),
            what: format!("{name} of array {:?}", self.name),
        })
    }

    fn number_type(&self) -> Result<Type, ReadError> {
        Ok(match self.attribute("type")? {
            "Int8" => Type::Signed(1),
            "Int16" => Type::Signed(2),
            "Int32" => Type::Signed(4),
            "Int64" => Type::Signed(8),
            "UInt8" => Type::Unsigned(1),
            "UInt16" => Type::Unsigned(2),
            "UInt32" => Type::Unsigned(4),
            "UInt64" => Type::Unsigned(8),
            "Float32" => Type::Float(4),
            "Float64" => Type::Float(8),
            other => {
                let known = "Int8 to Int64, UInt8 to UInt64, Float32, Float64";
                return Err(self.unsupported("type", other, known));
            }
        })
    }

    fn text_values(&self) -> Result<Vec<f64>, ReadError> {
        let words = self.node.text().unwrap_or("").split_ascii_whitespace();
        let parse = |(index, word): (usize, &str)| {
            word.parse().map_err(|_| ReadError::NotANumber {
                place: self.place(),
                what: format!("number {index} of array {:?}", self.name),
                found: shortened(word),
                expected: "a number",
            })
        };
        words.enumerate().map(parse).collect()
    }

    fn byte_values(
        &self,
        of: Type,
        source: &Source,
        encoding: &Encoding,
    ) -> Result<Vec<f64>, ReadError> {
        let bytes = if encoding.compressed {
            self.decompressed(of, source, encoding)?
        } else {
            self.plain(of, source, encoding)?
        };
        let size = of.size();
        if bytes.len() % size != 0 {
            return Err(self.cut_short());
        }
        let numbers = bytes.chunks_exact(size);
        Ok(numbers.map(|word| of.number(word, encoding)).collect())
    }

    /// A length, then as many bytes.
    fn plain(&self, of: Type, source: &Source, encoding: &Encoding) -> Result<Vec<u8>, ReadError> {
        let head = encoding.length_bytes;
        let length = self.lengths(source, 0, 1, encoding)?[0];
        let whole = head.checked_add(length);
        let whole = whole.filter(|&whole| whole <= source.len());
        let whole = whole.ok_or_else(|| self.cut_short())?;
        self.spend(length / of.size(), encoding)?;
        let mut bytes = self.take(source, whole)?;
        bytes.drain(..head);
        Ok(bytes)
    }

    /// Number of blocks, size of each, size of the last (zero if it is as large), compressed
    /// size of each, then the blocks.
    fn decompressed(
        &self,
        of: Type,
        source: &Source,
        encoding: &Encoding,
    ) -> Result<Vec<u8>, ReadError> {
        let head = self.lengths(source, 0, 3, encoding)?;
        let (n_blocks, size, last) = (head[0], head[1], head[2]);
        self.spend(n_blocks, encoding)?;
        let sizes = self.lengths(source, 3, n_blocks, encoding)?;
        let start = encoding.length_bytes * (3 + n_blocks);
        // In base64 the lengths are encoded on their own, so that padding follows them.
        let source = source.after(start);
        let whole = sizes.iter().try_fold(0_usize, |sum, &n| sum.checked_add(n));
        let whole = whole.ok_or_else(|| self.cut_short())?;
        self.spend(whole / size_of::<f64>(), encoding)?;
        let packed = self.take(&source, whole)?;
        let mut bytes = Vec::new();
        let mut rest = packed.as_slice();
        for (block, &packed_size) in sizes.iter().enumerate() {
            let expected = match (block + 1 == n_blocks, last) {
                (true, 1..) => last,
                _ => size,
            };
            let (packed, after) = rest.split_at(packed_size);
            self.spend(expected / of.size(), encoding)?;
            bytes.extend(self.inflated(packed, expected)?);
            rest = after;
        }
        Ok(bytes)
    }

    fn inflated(&self, packed: &[u8], expected: usize) -> Result<Vec<u8>, ReadError> {
        let block = miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(packed, expected);
        let block = block.map_err(|_| self.not_decoded("a block is no zlib data of its size"))?;
        if block.len() == expected {
            Ok(block)
        } else {
            Err(self.not_decoded("a block is shorter than announced"))
        }
    }

    /// `count` lengths, from the `first` on.
    fn lengths(
        &self,
        source: &Source,
        first: usize,
        count: usize,
        encoding: &Encoding,
    ) -> Result<Vec<usize>, ReadError> {
        let size = encoding.length_bytes;
        let end = count.checked_add(first).and_then(|n| n.checked_mul(size));
        let bytes = self.take(source, end.ok_or_else(|| self.cut_short())?)?;
        let words = bytes[first * size..].chunks_exact(size);
        Ok(words.map(|word| integer(word, encoding) as usize).collect())
    }

    fn take(&self, source: &Source, needed: usize) -> Result<Vec<u8>, ReadError> {
        if needed > source.len() {
            return Err(self.cut_short());
        }
        match source {
            Source::Raw(bytes) => Ok(bytes[..needed].to_vec()),
            Source::Base64(text) => {
                let bytes = base64::decode(text, needed);
                let mut bytes = bytes.ok_or_else(|| self.not_decoded("not base64"))?;
                if bytes.len() < needed {
                    return Err(self.cut_short());
                }
                bytes.truncate(needed);
                Ok(bytes)
            }
        }
    }

    fn spend(&self, numbers: usize, encoding: &Encoding) -> Result<(), ReadError> {
        encoding
            .budget
            .spend(numbers)
            .ok_or_else(|| ReadError::TooLarge {
                place: self.place(),
                what: self.what(),
            })
    }

    pub(super) fn what(&self) -> String {
        format!("array {:?}", self.name)
    }

    fn cut_short(&self) -> ReadError {
        ReadError::CutShort {
            place: self.place(),
            what: self.what(),
        }
    }

    fn not_decoded(&self, problem: &'static str) -> ReadError {
        ReadError::NotDecoded {
            place: self.place(),
            what: self.what(),
            problem,
        }
    }

    fn unsupported(&self, what: &'static str, found: &str, known: &'static str) -> ReadError {
        ReadError::Unsupported {
            place: self.place(),
            what,
            found: shortened(found),
            known,
        }
    }
}

/// Where the bytes of an array come from.
enum Source<'a> {
    Raw(&'a [u8]),
    Base64(&'a [u8]),
}

impl Source<'_> {
    /// An upper bound of the bytes that there are.
    fn len(&self) -> usize {
        match self {
            Self::Raw(bytes) | Self::Base64(bytes) => bytes.len(),
        }
    }

    /// What comes after the first `n` bytes, encoded on their own.
    fn after(&self, n: usize) -> Self {
        match self {
            Self::Raw(bytes) => Self::Raw(&bytes[n.min(bytes.len())..]),
            Self::Base64(text) => {
                let n = n.div_ceil(3).saturating_mul(4);
                Self::Base64(&text[n.min(text.len())..])
            }
        }
    }
}

impl Type {
    fn size(self) -> usize {
        match self {
            Self::Signed(size) | Self::Unsigned(size) | Self::Float(size) => size,
        }
    }

    fn number(self, word: &[u8], encoding: &Encoding) -> f64 {
        let bits = integer(word, encoding);
        match self {
            Self::Unsigned(_) => bits as f64,
            Self::Signed(size) => {
                let above = 64 - 8 * size;
                ((bits << above).cast_signed() >> above) as f64
            }
            Self::Float(4) => f64::from(f32::from_bits(bits as u32)),
            Self::Float(_) => f64::from_bits(bits),
        }
    }
}

/// The bits of `word`, at most eight bytes.
fn integer(word: &[u8], encoding: &Encoding) -> u64 {
    let push = |sum: u64, &byte: &u8| sum << 8 | u64::from(byte);
    if encoding.big_endian {
        word.iter().fold(0, push)
    } else {
        word.iter().rev().fold(0, push)
    }
}

/// A number of an attribute of `node`.
pub(super) fn number(text: &str, what: &str, node: Node) -> Result<usize, ReadError> {
    text.trim().parse().map_err(|_| ReadError::NotANumber {
        place: place_of(node),
        what: what.to_owned(),
        found: shortened(text),
        expected: "a number that is not negative",
    })
}

/// The beginning of a text that may be long.
pub(super) fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

/// The line of `node`.
pub(super) fn place_of(node: Node) -> Place {
    let position = node.document().text_pos_at(node.range().start);
    Place::Line(position.row as usize)
}
