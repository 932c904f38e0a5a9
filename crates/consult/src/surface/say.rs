//! Words for the face, its sites and what does not fit.

use catalog::trim;
use face::Person;
use face::anatomy::Base;

use crate::answer::{FaceOrigin, Reach, StructureHere};
use crate::case::Case;

/// Rounded to a tenth.
pub(super) fn tenth(mm: f64) -> f64 {
    (mm * 10.0).round() / 10.0
}

/// A rounded length with its band.
pub(super) fn reach(usual: f64, lower: f64, upper: f64) -> Reach {
    Reach {
        usual_mm: tenth(usual),
        lower_mm: tenth(lower),
        upper_mm: tenth(upper),
    }
}

/// A length in words, to a tenth of a millimetre.
pub(super) fn mm(length: f64) -> String {
    format!("{} mm", trim(tenth(length)))
}

/// `0.4–7.9 mm`.
pub(super) fn band(reach: &Reach) -> String {
    format!("{}–{}", trim(reach.lower_mm), mm(reach.upper_mm))
}

/// A name of the catalog in words.
pub(super) fn spaced(name: &str) -> String {
    name.replace('-', " ")
}

/// What the soft tissue lies on.
pub(super) fn base(base: Base) -> &'static str {
    match base {
        Base::Bone => "bone",
        Base::Mucosa => "lining of the mouth",
        Base::Orbit => "orbital septum",
        Base::Cartilage => "cartilage",
        Base::Fascia => "deep fascia",
    }
}

/// The face of an answer.
pub(super) fn face(case: &Case, origin: FaceOrigin, person: &Person) -> String {
    if origin == FaceOrigin::Scan {
        return "This patient’s own face, fitted to the scan.".to_owned();
    }
    let who = match (person.sex, case.patient.sex) {
        (face::Sex::Male, _) => "man",
        (face::Sex::Female, Some(_)) => "woman",
        (face::Sex::Female, None) => "woman (sex not stated)",
    };
    let age = match case.patient.age_years {
        Some(_) => trim(person.age_years.round()),
        None => format!("{} years (age not stated)", trim(person.age_years)),
    };
    let age = if age.contains("years") {
        age
    } else {
        format!("{age} years")
    };
    format!("The built-in face of a mean {who} of {age}, not this patient.")
}

/// A scan that is refused.
pub(super) fn refusal(reason: &str) -> String {
    format!(
        "The scan cannot be fitted: {reason}. Sites are shown on the built-in face; find the \
         landmarks on the patient. Grades, doses and forecasts do not depend on the scan."
    )
}

/// A scan of an expression that is refused.
pub(super) fn expression_refusal(name: &str, reason: &str) -> String {
    format!("The scan of the expression \"{name}\" is not used: {reason}.")
}

/// A structure nearer than the distance to keep.
pub(super) fn too_near(structure: &StructureHere, keep_mm: f64) -> String {
    format!(
        "{}: {} from the tip here, {} are to be kept",
        structure.title,
        mm(structure.distance.usual_mm),
        mm(keep_mm)
    )
}

/// An artery within the reach of a deposit of gel.
pub(super) fn in_reach(structure: &StructureHere, deposit_mm: f64) -> String {
    format!(
        "{}: its usual course is {} from the tip, in 80 % of people {}; the gel, if it stays a \
         ball, reaches {} far",
        structure.title,
        mm(structure.distance.usual_mm),
        band(&structure.distance),
        mm(deposit_mm)
    )
}
