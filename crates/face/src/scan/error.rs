//! Why a scan cannot be read or fitted.

use std::fmt;

use thiserror::Error;

use super::import::Format;

/// Something in a file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Where: a line, a byte, a point.
    pub place: String,
    /// What was found there.
    pub what: String,
}

/// The flaws of a file, one a line.
struct Listed<'a>(&'a [Flaw], usize);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for flaw in self.0 {
            write!(formatter, "\n  {}: {}", flaw.place, flaw.what)?;
        }
        if self.1 > 0 {
            write!(formatter, "\n  and {} more", self.1)?;
        }
        Ok(())
    }
}

/// Why a scan cannot be read or fitted.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ScanError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Neither OBJ nor PLY nor STL nor GLB.
    #[error("the file is neither OBJ nor PLY nor STL nor GLB")]
    UnknownFormat,
    /// A file that is broken.
    #[error("the {format} file cannot be read:{}", Listed(flaws, *more))]
    Unreadable {
        /// Format that its first bytes announce.
        format: Format,
        /// The first flaws.
        flaws: Vec<Flaw>,
        /// Number of further ones.
        more: usize,
    },
    /// Points without a surface.
    #[error("the {format} file has {points} points and no triangle: a scan is a surface")]
    NoTriangles {
        /// Format.
        format: Format,
        /// Points found.
        points: usize,
    },
    /// More than is handled.
    #[error(
        "{points} points and {triangles} triangles are too many; \
         a scan has at most 6 million points and 12 million triangles"
    )]
    TooLarge {
        /// Points found.
        points: usize,
        /// Triangles found.
        triangles: usize,
    },
    /// Edges at which more than two triangles meet.
    #[error("{edges} of {all} edges join more than two triangles: this is no surface")]
    NonManifold {
        /// Such edges.
        edges: usize,
        /// All edges.
        all: usize,
    },
    /// A file of landmarks that is broken.
    #[error("the landmarks cannot be read:{}", Listed(flaws, *more))]
    Landmarks {
        /// The first flaws.
        flaws: Vec<Flaw>,
        /// Number of further ones.
        more: usize,
    },
    /// Landmarks that do not lie as on a face.
    #[error(
        "the landmarks do not lie as on a face: after scaling and turning {worst} is {off_mm:.0} mm off"
    )]
    LandmarksOff {
        /// The one that is furthest off.
        worst: String,
        /// How far, mm.
        off_mm: f64,
    },
    /// Left and right are exchanged.
    #[error("the landmarks are those of a mirrored face: left and right are exchanged")]
    MirroredLandmarks,
    /// The surface looks inward.
    #[error(
        "the surface is inside out: the scan is mirrored, or its triangles run the wrong way round"
    )]
    InsideOut,
    /// A size that is no head in any unit.
    #[error(
        "{extent:.3} file units across: no face in mm, cm or m (a scan of a face is 100 to 1500 mm across)"
    )]
    NoUnit {
        /// Diagonal of the box around the scan, file units.
        extent: f64,
    },
    /// Too few triangles.
    #[error(
        "{triangles} triangles, {edge_mm:.1} mm from corner to corner, are too coarse: \
         a face needs {fewest}"
    )]
    TooCoarse {
        /// Triangles found.
        triangles: usize,
        /// Fewest that will do.
        fewest: usize,
        /// Edge of a triangle of mean area, mm, or file units where the unit is not known.
        edge_mm: f64,
    },
    /// Nothing that looks like a face.
    #[error("no face found: at best {:.0} % of a face lies on the surface", 100.0 * share)]
    NoFace {
        /// Share of the face of the best pose that lies on the surface.
        share: f64,
    },
    /// A part of the face is missing.
    #[error("a part of the face is missing: {missing}")]
    Incomplete {
        /// The parts, with the share that is there.
        missing: String,
    },
    /// Lips apart.
    #[error("the mouth is open by {gap_mm:.0} mm; a face is fitted at rest with closed lips")]
    MouthOpen {
        /// Gap between the lips, mm.
        gap_mm: f64,
    },
    /// A measure that no person has.
    #[error(
        "no human face: {name} of {found_mm:.0} mm, people have {low_mm:.0} to {high_mm:.0} mm"
    )]
    NotHuman {
        /// The measure.
        name: String,
        /// As fitted, mm.
        found_mm: f64,
        /// Least, mm.
        low_mm: f64,
        /// Most, mm.
        high_mm: f64,
    },
    /// A fit that is not close.
    #[error(
        "the face does not fit: half of the scan within {median_mm:.1} mm, 95 % within {p95_mm:.1} mm"
    )]
    PoorFit {
        /// Median distance, mm.
        median_mm: f64,
        /// 95th percentile of the distance, mm.
        p95_mm: f64,
    },
    /// Facts of the built-in face that cannot be read.
    #[error(transparent)]
    Face(#[from] crate::error::FaceError),
}

/// A scan that was refused, and where on it the reason is.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The reason.
    pub reason: ScanError,
    /// Where, if it has a place.
    pub place: Option<Box<Marked>>,
}

/// A surface with a mark at each point.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Marked {
    /// Points, (n × 3), mm, frame of the face.
    pub points: Vec<glam::DVec3>,
    /// Corners of each triangle.
    pub triangles: Vec<[u32; 3]>,
    /// One a point: 0 (fine) to 1 (the reason) where a scan is refused.
    pub marks: Vec<f64>,
}

impl Marked {
    /// Marks of 0 to 1 from distances in mm; places that are no skin are not marked.
    pub(crate) fn as_refused(&self) -> Self {
        const BAD_MM: f64 = 4.0;
        let mark = |distance: &f64| {
            if distance.is_nan() {
                0.0
            } else {
                (distance / BAD_MM).min(1.0)
            }
        };
        Self {
            marks: self.marks.iter().map(mark).collect(),
            ..self.clone()
        }
    }
}

impl From<ScanError> for Refusal {
    fn from(reason: ScanError) -> Self {
        Self {
            reason,
            place: None,
        }
    }
}

impl From<crate::error::FaceError> for Refusal {
    fn from(error: crate::error::FaceError) -> Self {
        ScanError::from(error).into()
    }
}
