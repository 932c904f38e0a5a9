//! Face charts: what is put in, and the sheet that comes out.

use crate::front::Look;
use crate::landmarks::Landmarks;

/// What part of the body the chart shows, and from where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// Face from the front.
    #[default]
    Front,
    /// Face and neck from the front, down to the clavicles.
    FrontWithNeck,
    /// Lower face and neck from the front.
    Neck,
    /// The patient's right side.
    ProfileRight,
    /// The patient's left side.
    ProfileLeft,
    /// Both armpits, arms raised.
    Axilla,
    /// Backs of both hands.
    Hands,
}

/// Proportions of the face drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sex {
    /// A woman's face.
    #[default]
    Female,
    /// A man's face.
    Male,
}

/// A side of the patient; their left is on the right of the chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Side {
    /// The patient's left.
    Left,
    /// The patient's right.
    Right,
    /// Both.
    #[default]
    Both,
}

impl Side {
    /// The signs of x that belong to the side.
    pub(crate) fn signs(self) -> &'static [f64] {
        match self {
            Self::Left => &[1.0],
            Self::Right => &[-1.0],
            Self::Both => &[1.0, -1.0],
        }
    }
}

/// What a site receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Agent {
    /// Neurotoxin: a filled disc.
    Toxin,
    /// Filler: a filled drop.
    Gel,
    /// Hyaluronidase: an open ring.
    Enzyme,
}

/// One graded line, drawn where anatomy has it.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartLine {
    /// Name of the rhytid, as in the catalog (`glabellar`, `crows-feet` …); others draw nothing.
    pub rhytid: String,
    /// Where.
    pub side: Side,
    /// Severity at rest, 0 (none) to 1 (worst grade of its scale): solid lines.
    pub rest: f64,
    /// Severity in full expression, 0 to 1: dashed where it goes beyond rest.
    pub expression: f64,
}

/// One graded area: a hollow, a bulk, sweat.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartArea {
    /// Name of the area, as in the catalog (`midface`, `temple` …); others draw nothing.
    pub area: String,
    /// Where.
    pub side: Side,
    /// Severity, 0 to 1: depth of the shading.
    pub severity: f64,
}

/// One injection site.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartSite {
    /// Number in the mark.
    pub number: u32,
    /// Shape and colour of the mark.
    pub agent: Agent,
    /// mm, same frame as the landmarks; positive = the patient's left.
    pub x_mm: f64,
    /// mm, up.
    pub y_mm: f64,
    /// A few characters beside the mark ("4 U", "0.2 mL"); may be empty.
    pub label: String,
}

/// A chart to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FaceChart {
    /// What is shown.
    pub view: View,
    /// Proportions of the face.
    pub sex: Sex,
    /// Slightly aged features (heavier lids, deeper folds).
    pub aged: bool,
    /// Landmarks that sites refer to and the face is drawn through; empty = the built-in ones.
    pub landmarks: Landmarks,
    /// Lines found.
    pub lines: Vec<ChartLine>,
    /// Areas found.
    pub areas: Vec<ChartArea>,
    /// Sites planned.
    pub sites: Vec<ChartSite>,
    /// Whether the danger vessels are drawn.
    pub vessels: bool,
    /// Whether a legend of the marks in use stands below.
    pub legend: bool,
    /// Short name for assistive technology.
    pub title: String,
    /// One or two sentences for assistive technology.
    pub desc: String,
    /// Makes the ids of this chart unique in its page (letters, digits, "-", "_").
    pub id_prefix: String,
}

impl FaceChart {
    pub(crate) fn look(&self) -> Look {
        Look {
            man: self.sex == Sex::Male,
            aged: self.aged,
        }
    }
}

/// A severity made safe: 0..1, and 0 for anything that is not a number.
pub(crate) fn severity(value: f64) -> f64 {
    if value.is_nan() {
        0.0
    } else {
        value.clamp(0.0, 1.0)
    }
}
