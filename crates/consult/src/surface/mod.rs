//! The patient's face: from a scan, or built in; and every site of a plan on it.
//!
//! Bytes of scans are handed in; nothing here opens a file.

mod depth;
mod near;
mod say;
mod scans;
mod site;
mod spread;

use catalog::Catalog;
use face::anatomy::{Anatomy, Atlas, Tape};
use face::{Face, Person};

use crate::Error;
use crate::answer::{AlertLevel, FaceNote, FaceOrigin};
use crate::case::{Case, Sex};
use spread::Spreads;

pub use scans::{ScanFiles, ScanProblem, check_scans};

/// Age of the built-in face where none is stated, years (assumption-face-of-unstated).
const UNSTATED_YEARS: f64 = 40.0;
/// Ages of the built-in face, years.
const BUILT_IN_YEARS: (f64, f64) = (18.0, 90.0);
/// How a site comes to its place.
const METHOD: &str = "The millimetres of a site are those of the front view of the reference \
face. Along its skin they have a length; a tape of that length is laid on this face from its own \
landmark, towards the same place of the anatomy. Depths, muscles and courses are those of the \
usual anatomy carried to this face; bands hold 80 % of people. They vary between people and are \
no licence to inject blindly.";

/// The patient's face with its anatomy.
#[derive(Debug, Clone)]
pub struct Surface {
    /// The face.
    pub face: Face,
    /// Anatomy on the reference face.
    pub atlas: Atlas,
    /// Anatomy of this face.
    pub anatomy: Anatomy,
    pub(crate) note: FaceNote,
    /// SHA-256 of the files of `[face]`; none without them.
    pub(crate) hash: Option<String>,
    /// What the scans raise, with its loudness.
    pub(crate) remarks: Vec<(AlertLevel, &'static str, String)>,
    spreads: Spreads,
}

impl Surface {
    /// The face of a case: its scan, fitted; without one, or where it is refused, the built-in
    /// face of the patient's sex and age.
    ///
    /// - `files`: bytes of the files that `[face]` names
    ///
    /// # Errors
    /// [`Error::Scans`] with every file that is missing or broken; [`Error::Face`] when facts of
    /// the face cannot be read.
    pub fn of(catalog: &Catalog, case: &Case, files: &ScanFiles) -> Result<Self, Error> {
        let scanned = scans::read(case, files)?;
        let person = person(case);
        let atlas = Atlas::new(catalog)?;
        let mut remarks = Vec::new();
        let mut refused = None;
        let mut fitted = None;
        if let Some(scanned) = &scanned {
            match scanned.fit() {
                Ok(fit) => fitted = Some(fit),
                Err(reason) => {
                    remarks.push((AlertLevel::Warn, "scan-refused", say::refusal(&reason)));
                    refused = Some(reason);
                }
            }
        }
        let expressions = match (&scanned, &fitted) {
            (Some(scanned), Some(fit)) => scanned.expressions(&atlas, fit, &mut remarks),
            _ => Vec::new(),
        };
        let face = match &fitted {
            Some(fit) => fit.face(&person)?,
            None => Face::of(&person)?,
        };
        let anatomy = atlas.of(&face)?;
        let origin = match fitted {
            Some(_) => FaceOrigin::Scan,
            None => FaceOrigin::BuiltIn,
        };
        let patient = &case.patient;
        let is_unstated = patient.age_years.is_none() || patient.sex.is_none();
        let note = FaceNote {
            origin,
            text: say::face(case, origin, &person),
            refused,
            fit: fitted.as_ref().map(scans::fit_note),
            expressions,
            method: METHOD.to_owned(),
            sources: spread::face_sources(is_unstated),
        };
        Ok(Self {
            face,
            atlas,
            anatomy,
            note,
            hash: scanned.is_some().then(|| scans::hash(files)),
            remarks,
            spreads: Spreads::of(catalog),
        })
    }

    /// A tape to lay sites with.
    pub(crate) fn tape(&self) -> Tape<'_> {
        Tape::new(&self.atlas, &self.anatomy)
    }
}

/// Whose built-in face is taken.
fn person(case: &Case) -> Person {
    let sex = match case.patient.sex {
        Some(Sex::Male) => face::Sex::Male,
        _ => face::Sex::Female,
    };
    let years = case.patient.age_years.unwrap_or(UNSTATED_YEARS);
    Person::mean(sex, years.clamp(BUILT_IN_YEARS.0, BUILT_IN_YEARS.1))
}
