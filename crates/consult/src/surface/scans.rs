//! The files of `[face]`: bytes to a fitted face and to moves of expressions.

use std::collections::BTreeMap;
use std::fmt;

use face::anatomy::Atlas;
use face::scan::{self, Fitted, Known, Landmarks, Scan, ScanError, Unit};
use glam::DVec3;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::say;
use crate::Error;
use crate::answer::{AlertLevel, ExpressionNote, FitNote, LandmarkMove};
use crate::case::{Case, FaceScan, LengthUnit};

/// Bytes of the files that `[face]` names, or why there are none, by the key that names them
/// (`face.scan`, `face.landmarks`, `face.expressions.frown`); [`FaceScan::files`] lists them.
pub type ScanFiles = BTreeMap<String, Result<Vec<u8>, String>>;

/// Landmarks whose moves are told, as far as the face has them.
const TOLD: [&str; 7] = [
    "brow-medial",
    "brow-peak",
    "exocanthion",
    "alare",
    "cheilion",
    "labiale-superius",
    "pogonion",
];
/// Moves smaller than this are not told, mm: the noise of a fit.
const LEAST_MOVE_MM: f64 = 1.0;

/// A file of `[face]` that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScanProblem {
    /// Key of the case.
    pub key: String,
    /// File, as the case names it.
    pub file: String,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for ScanProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.key, self.file, self.message)
    }
}

impl FaceScan {
    /// Key and name of every file.
    pub fn files(&self) -> Vec<(String, &str)> {
        let mut files = vec![("face.scan".to_owned(), self.scan.as_str())];
        let landmarks = self.landmarks.as_deref();
        files.extend(landmarks.map(|file| ("face.landmarks".to_owned(), file)));
        let expressions = self.expressions.iter().flatten();
        files.extend(expressions.map(|(name, file)| (expression_key(name), file.as_str())));
        files
    }
}

fn expression_key(name: &str) -> String {
    format!("face.expressions.{name}")
}

/// Reads the files of `[face]` and fits nothing.
///
/// # Errors
/// [`Error::Scans`] with every file that is missing or broken.
pub fn check_scans(case: &Case, files: &ScanFiles) -> Result<(), Error> {
    read(case, files).map(drop)
}

/// The scans of a case, read.
pub(super) struct Scanned {
    rest: Scan,
    known: Known,
    expressions: BTreeMap<String, Scan>,
}

/// Reads the scans of a case; none where it names none.
pub(super) fn read(case: &Case, files: &ScanFiles) -> Result<Option<Scanned>, Error> {
    let Some(face) = &case.face else {
        return Ok(None);
    };
    let mut reader = Reader {
        files,
        problems: Vec::new(),
    };
    let rest = reader.one("face.scan", &face.scan, Scan::read);
    let landmarks = face.landmarks.as_ref();
    let landmarks = landmarks.and_then(|file| reader.one("face.landmarks", file, Landmarks::read));
    let mut expressions = BTreeMap::new();
    for (name, file) in face.expressions.iter().flatten() {
        let scan = reader.one(&expression_key(name), file, Scan::read);
        expressions.extend(scan.map(|scan| (name.clone(), scan)));
    }
    match rest {
        Some(rest) if reader.problems.is_empty() => Ok(Some(Scanned {
            rest,
            known: Known {
                unit: face.unit.map(unit),
                landmarks,
            },
            expressions,
        })),
        _ => Err(Error::Scans {
            problems: reader.problems,
        }),
    }
}

struct Reader<'a> {
    files: &'a ScanFiles,
    problems: Vec<ScanProblem>,
}

impl Reader<'_> {
    fn one<T>(
        &mut self,
        key: &str,
        file: &str,
        parse: impl Fn(&[u8]) -> Result<T, ScanError>,
    ) -> Option<T> {
        let parsed = match self.files.get(key) {
            Some(Ok(bytes)) => parse(bytes).map_err(|error| error.to_string()),
            Some(Err(why)) => Err(why.clone()),
            None => Err("its bytes were not handed in".to_owned()),
        };
        let problem = |message| ScanProblem {
            key: key.to_owned(),
            file: file.to_owned(),
            message,
        };
        parsed
            .map_err(|message| self.problems.push(problem(message)))
            .ok()
    }
}

fn unit(unit: LengthUnit) -> Unit {
    match unit {
        LengthUnit::Mm => Unit::Millimetre,
        LengthUnit::Cm => Unit::Centimetre,
        LengthUnit::M => Unit::Metre,
    }
}

impl Scanned {
    /// The face fitted to the scan at rest, or why it is refused.
    pub(super) fn fit(&self) -> Result<Fitted, String> {
        scan::fit(&self.rest, &self.known).map_err(|refusal| refusal.reason.to_string())
    }

    /// The moves of all scanned expressions; a refused one is remarked.
    pub(super) fn expressions(
        &self,
        atlas: &Atlas,
        fit: &Fitted,
        remarks: &mut Vec<(AlertLevel, &'static str, String)>,
    ) -> Vec<ExpressionNote> {
        let mut notes = Vec::new();
        for (name, scan) in &self.expressions {
            match fit.expression(&self.rest, scan) {
                Ok(expression) => notes.push(ExpressionNote {
                    name: name.clone(),
                    points_shared: expression.is_read,
                    moves: moves(atlas, &expression.moves),
                }),
                Err(refusal) => {
                    let text = say::expression_refusal(name, &refusal.reason.to_string());
                    remarks.push((AlertLevel::Note, "expression-refused", text));
                }
            }
        }
        notes
    }
}

/// Moves of the landmarks that are told, largest first.
fn moves(atlas: &Atlas, cage: &[DVec3]) -> Vec<LandmarkMove> {
    let fine = atlas.refinement().carry(cage);
    let one = |name: &str| {
        let landmark = atlas.landmarks.get(name)?;
        let [left, right] = landmark.on(&fine).map(|way| say::tenth(way.length()));
        let is_pair = landmark.sides[0] != landmark.sides[1];
        Some(LandmarkMove {
            landmark: name.to_owned(),
            left_mm: left,
            right_mm: is_pair.then_some(right),
        })
    };
    let largest = |of: &LandmarkMove| of.left_mm.max(of.right_mm.unwrap_or(0.0));
    let mut moves: Vec<LandmarkMove> = TOLD.iter().filter_map(|name| one(name)).collect();
    moves.retain(|of| largest(of) >= LEAST_MOVE_MM);
    moves.sort_by(|a, b| largest(b).total_cmp(&largest(a)));
    moves
}

/// SHA-256 over all files with their keys.
pub(super) fn hash(files: &ScanFiles) -> String {
    let mut digest = Sha256::new();
    for (key, bytes) in files {
        let bytes = bytes.as_deref().unwrap_or_default();
        digest.update(key.as_bytes());
        digest.update((bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    }
    crate::engine::hex(&digest.finalize())
}

/// How well a scan was fitted.
pub(super) fn fit_note(fit: &Fitted) -> FitNote {
    let hundredth = |mm: f64| (mm * 100.0).round() / 100.0;
    FitNote {
        unit: fit.report.unit.to_string(),
        points: fit.report.scan_points,
        median_mm: hundredth(fit.report.median_mm()),
        p95_mm: hundredth(fit.report.p95_mm()),
        landmarks_withheld_mm: fit.report.withheld_mm.map(hundredth),
    }
}
