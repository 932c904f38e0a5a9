//! Polygon file format: a header in text that lists elements and their properties, then their
//! values as text or as bytes of either order.

use glam::DVec3;

use super::{Flaws, Scan, quoted};

/// Most corners of a polygon.
const MAX_CORNERS: usize = 255;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Text,
    Little,
    Big,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    F32,
    F64,
}

impl Number {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "char" | "int8" => Self::I8,
            "uchar" | "uint8" => Self::U8,
            "short" | "int16" => Self::I16,
            "ushort" | "uint16" => Self::U16,
            "int" | "int32" => Self::I32,
            "uint" | "uint32" => Self::U32,
            "float" | "float32" => Self::F32,
            "double" | "float64" => Self::F64,
            _ => return None,
        })
    }

    fn size(self) -> usize {
        match self {
            Self::I8 | Self::U8 => 1,
            Self::I16 | Self::U16 => 2,
            Self::I32 | Self::U32 | Self::F32 => 4,
            Self::F64 => 8,
        }
    }

    /// Value of bytes, most significant first.
    fn value(self, bytes: u64) -> f64 {
        match self {
            Self::I8 => f64::from(bytes as i8),
            Self::U8 => f64::from(bytes as u8),
            Self::I16 => f64::from(bytes as i16),
            Self::U16 => f64::from(bytes as u16),
            Self::I32 => f64::from(bytes as i32),
            Self::U32 => f64::from(bytes as u32),
            Self::F32 => f64::from(f32::from_bits(bytes as u32)),
            Self::F64 => f64::from_bits(bytes),
        }
    }
}

#[derive(Debug)]
struct Property {
    name: String,
    /// Type of the length, of a list.
    length: Option<Number>,
    number: Number,
}

#[derive(Debug)]
struct Element {
    name: String,
    count: usize,
    properties: Vec<Property>,
}

struct Header {
    encoding: Encoding,
    elements: Vec<Element>,
}

pub(super) fn read(bytes: &[u8], flaws: &mut Flaws) -> Scan {
    let Some((header, body)) = read_header(bytes, flaws) else {
        return Scan::default();
    };
    let mut values = Values {
        encoding: header.encoding,
        rest: body,
    };
    let mut scan = Scan::default();
    for element in &header.elements {
        if read_element(element, &mut values, &mut scan, flaws).is_none() {
            let what = format!(
                "a value of element {} is missing or no number",
                quoted(&element.name)
            );
            let at = bytes.len() - values.rest.len();
            flaws.add(format!("byte {at}"), what);
            return scan;
        }
    }
    scan
}

/// Reads the header; the rest of the bytes follows it.
fn read_header<'a>(bytes: &'a [u8], flaws: &mut Flaws) -> Option<(Header, &'a [u8])> {
    let mut header = Header {
        encoding: Encoding::Text,
        elements: Vec::new(),
    };
    let mut rest = bytes;
    for number in 1.. {
        let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
            flaws.add("header", "it has no line `end_header`");
            return None;
        };
        let line = String::from_utf8_lossy(&rest[..end]);
        rest = &rest[end + 1..];
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        if words == ["end_header"] {
            return Some((header, rest));
        }
        if read_header_line(&words, &mut header).is_none() {
            let what = format!("{} is no line of a PLY header", quoted(&line));
            flaws.add(format!("line {number}"), what);
            return None;
        }
    }
    None
}

fn read_header_line(words: &[&str], header: &mut Header) -> Option<()> {
    match words {
        ["format", encoding, ..] => {
            header.encoding = match *encoding {
                "ascii" => Encoding::Text,
                "binary_little_endian" => Encoding::Little,
                "binary_big_endian" => Encoding::Big,
                _ => return None,
            };
        }
        ["element", name, count] => header.elements.push(Element {
            name: (*name).to_owned(),
            count: count.parse().ok()?,
            properties: Vec::new(),
        }),
        ["property", "list", length, number, name] => {
            header.elements.last_mut()?.properties.push(Property {
                name: (*name).to_owned(),
                length: Some(Number::named(length)?),
                number: Number::named(number)?,
            });
        }
        ["property", number, name] => header.elements.last_mut()?.properties.push(Property {
            name: (*name).to_owned(),
            length: None,
            number: Number::named(number)?,
        }),
        ["ply" | "comment" | "obj_info", ..] | [] => {}
        _ => return None,
    }
    Some(())
}

/// The values after the header.
struct Values<'a> {
    encoding: Encoding,
    rest: &'a [u8],
}

impl Values<'_> {
    fn next(&mut self, number: Number) -> Option<f64> {
        if self.encoding == Encoding::Text {
            return self.next_word();
        }
        let bytes = self.rest.get(..number.size())?;
        let join = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        let joined = match self.encoding {
            Encoding::Big => bytes.iter().fold(0, join),
            _ => bytes.iter().rev().fold(0, join),
        };
        self.rest = &self.rest[number.size()..];
        Some(number.value(joined))
    }

    fn next_word(&mut self) -> Option<f64> {
        let start = self.rest.trim_ascii_start();
        let end = start.iter().position(u8::is_ascii_whitespace);
        let (word, rest) = start.split_at(end.unwrap_or(start.len()));
        self.rest = rest;
        str::from_utf8(word).ok()?.parse().ok()
    }
}

/// Reads all values of an element into the scan; `None` where they end too early.
fn read_element(
    element: &Element,
    values: &mut Values,
    scan: &mut Scan,
    flaws: &mut Flaws,
) -> Option<()> {
    // An element without properties takes no bytes: its count could be anything.
    if element.properties.is_empty() {
        return Some(());
    }
    let mut list = Vec::new();
    for row in 0..element.count {
        let mut place = DVec3::splat(f64::NAN);
        for property in &element.properties {
            let name = property.name.as_str();
            let Some(length) = property.length else {
                let value = values.next(property.number)?;
                match name {
                    "x" => place.x = value,
                    "y" => place.y = value,
                    "z" => place.z = value,
                    _ => {}
                }
                continue;
            };
            list.clear();
            let length = values.next(length)?;
            let is_polygon = element.name == "face" && name.starts_with("vertex_ind");
            if !(0.0..=f64::from(u32::MAX)).contains(&length) {
                return None;
            }
            for _ in 0..length as usize {
                let value = values.next(property.number)?;
                if is_polygon {
                    list.push(value);
                }
            }
            if is_polygon {
                add_polygon(row, &list, scan, flaws);
            }
        }
        if element.name == "vertex" {
            scan.points.push(place);
        }
    }
    Some(())
}

fn add_polygon(row: usize, list: &[f64], scan: &mut Scan, flaws: &mut Flaws) {
    let is_index = |value: &f64| (0.0..f64::from(u32::MAX)).contains(value);
    if !(3..=MAX_CORNERS).contains(&list.len()) || !list.iter().all(is_index) {
        flaws.add(
            format!("face {row}"),
            "it does not name three points or more",
        );
        return;
    }
    let corners: Vec<u32> = list.iter().map(|value| *value as u32).collect();
    scan.add_polygon(&corners);
}
