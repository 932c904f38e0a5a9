//! Files of scanners: OBJ, PLY, STL and GLB, recognised by their first bytes.
//!
//! The readers are our own: they take bytes from anywhere, so what they allocate is bounded by the
//! length of the file, never by a count that the file states.

mod glb;
mod obj;
mod ply;
mod stl;

use std::fmt;

use glam::DVec3;

use super::error::{Flaw, ScanError};

/// Most points that a scan may have.
pub const MAX_POINTS: usize = 6_000_000;
/// Most triangles that a scan may have.
pub const MAX_TRIANGLES: usize = 12_000_000;
/// Flaws that are named one by one; further ones are only counted.
const NAMED_FLAWS: usize = 8;

/// Format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Wavefront OBJ.
    Obj,
    /// Polygon file format, text or binary.
    Ply,
    /// Stereolithography, text or binary.
    Stl,
    /// Binary glTF.
    Glb,
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Obj => "OBJ",
            Self::Ply => "PLY",
            Self::Stl => "STL",
            Self::Glb => "GLB",
        })
    }
}

/// Points and triangles as they stand in a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scan {
    /// Points, (n × 3), unit and frame of the file.
    pub points: Vec<DVec3>,
    /// Corners of each triangle.
    pub triangles: Vec<[u32; 3]>,
}

impl Scan {
    /// Reads a file.
    ///
    /// # Errors
    /// [`ScanError`] with every flaw that was found.
    pub fn read(bytes: &[u8]) -> Result<Self, ScanError> {
        let format = recognise(bytes)?;
        let mut flaws = Flaws::default();
        let scan = match format {
            Format::Obj => obj::read(bytes, &mut flaws),
            Format::Ply => ply::read(bytes, &mut flaws),
            Format::Stl => stl::read(bytes, &mut flaws),
            Format::Glb => glb::read(bytes, &mut flaws),
        };
        if flaws.count > 0 {
            return Err(ScanError::Unreadable {
                format,
                flaws: flaws.named,
                more: flaws.count - flaws.count.min(NAMED_FLAWS),
            });
        }
        scan.check(format)?;
        Ok(scan)
    }

    /// Refuses what is no surface.
    fn check(&self, format: Format) -> Result<(), ScanError> {
        let (points, triangles) = (self.points.len(), self.triangles.len());
        if triangles == 0 {
            return Err(ScanError::NoTriangles { format, points });
        }
        if points > MAX_POINTS || triangles > MAX_TRIANGLES {
            return Err(ScanError::TooLarge { points, triangles });
        }
        let mut flaws = Flaws::default();
        for (number, point) in self.points.iter().enumerate() {
            if !point.is_finite() {
                flaws.add(format!("point {number}"), "is not three finite numbers");
            }
        }
        for (number, triangle) in self.triangles.iter().enumerate() {
            if triangle.iter().any(|corner| *corner as usize >= points) {
                let what = format!("names a point beyond the {points} of the file");
                flaws.add(format!("triangle {number}"), what);
            }
        }
        if flaws.count == 0 {
            return Ok(());
        }
        Err(ScanError::Unreadable {
            format,
            flaws: flaws.named,
            more: flaws.count - flaws.count.min(NAMED_FLAWS),
        })
    }

    /// Adds a polygon as a fan of triangles.
    fn add_polygon(&mut self, corners: &[u32]) {
        for pair in corners.get(1..).unwrap_or_default().windows(2) {
            self.triangles.push([corners[0], pair[0], pair[1]]);
        }
    }
}

/// Flaws found so far.
#[derive(Debug, Default)]
struct Flaws {
    named: Vec<Flaw>,
    count: usize,
}

impl Flaws {
    fn add(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.count += 1;
        if self.named.len() < NAMED_FLAWS {
            self.named.push(Flaw {
                place: place.into(),
                what: what.into(),
            });
        }
    }
}

/// The format of a file by its contents.
fn recognise(bytes: &[u8]) -> Result<Format, ScanError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ScanError::Empty);
    }
    let start = bytes.trim_ascii_start();
    if bytes.starts_with(b"glTF") {
        Ok(Format::Glb)
    } else if bytes.starts_with(b"ply") {
        Ok(Format::Ply)
    } else if stl::is_binary(bytes) || start.starts_with(b"solid") {
        Ok(Format::Stl)
    } else if obj::is_one(bytes) {
        Ok(Format::Obj)
    } else {
        Err(ScanError::UnknownFormat)
    }
}

/// The word at a place of a line as a number.
fn number(word: Option<&str>) -> Option<f64> {
    word.and_then(|word| word.parse().ok())
}

/// Three words as a point.
fn point<'a>(words: &mut impl Iterator<Item = &'a str>) -> Option<DVec3> {
    let x = number(words.next())?;
    let y = number(words.next())?;
    Some(DVec3::new(x, y, number(words.next())?))
}

/// A word or line of the file for a message, cut to a readable length.
fn quoted(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    format!("`{}`", short.escape_debug())
}
