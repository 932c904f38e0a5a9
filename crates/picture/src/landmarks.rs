//! Landmarks of a face, and the maps between the face handed in and the face drawn.

use std::collections::BTreeMap;

use crate::geometry::{Point, distance, mirrored, sub};
use crate::warp::Warp;

/// Named points of one face: name → `[x_mm, y_mm]`, front view, x lateral from the midline
/// (positive; the other side is its mirror image), y up, origin nasion.
///
/// Points that are not finite are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Landmarks {
    points: BTreeMap<String, Point>,
}

impl Landmarks {
    /// Adds or replaces a landmark, mm.
    pub fn set(&mut self, name: &str, x_mm: f64, y_mm: f64) {
        if x_mm.is_finite() && y_mm.is_finite() {
            self.points.insert(name.to_owned(), [x_mm, y_mm]);
        }
    }

    /// Where a landmark lies, mm.
    pub fn get(&self, name: &str) -> Option<[f64; 2]> {
        self.points.get(name).copied()
    }
}

impl<S: AsRef<str>> FromIterator<(S, [f64; 2])> for Landmarks {
    fn from_iter<I: IntoIterator<Item = (S, [f64; 2])>>(points: I) -> Self {
        let mut all = Self::default();
        for (name, [x, y]) in points {
            all.set(name.as_ref(), x, y);
        }
        all
    }
}

/// One landmark of the drawing: where it lies as drawn, and how far a woman's or a man's
/// lies from the mean of both, mm.
struct Anchor {
    name: &'static str,
    at: Point,
    woman: Point,
    man: Point,
}

const fn anchor(name: &'static str, at: Point, woman: Point, man: Point) -> Anchor {
    Anchor {
        name,
        at,
        woman,
        man,
    }
}

/// The landmarks that the drawing is bound to.
///
/// Differences of the sexes are rounded half differences of the group means in ANSUR II
/// (face length, breadths) and Farkas-type tables (nose, lips); brows by eye.
#[rustfmt::skip]
const ANCHORS: &[Anchor] = &[
    anchor("trichion", [0.0, 62.5], [0.0, -2.0], [0.0, 2.0]),
    anchor("glabella", [0.0, 12.0], [0.0, 0.0], [0.0, 0.0]),
    anchor("nasion", [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]),
    anchor("pronasale", [0.0, -41.0], [0.0, 1.2], [0.0, -1.2]),
    anchor("subnasale", [0.0, -50.2], [0.0, 1.6], [0.0, -1.6]),
    anchor("alare", [17.2, -42.5], [-0.8, 1.4], [0.8, -1.4]),
    anchor("crista-philtri", [5.0, -63.1], [0.0, 2.6], [0.0, -2.6]),
    anchor("labiale-superius", [0.0, -64.9], [0.0, 2.6], [0.0, -2.6]),
    anchor("stomion", [0.0, -73.0], [0.0, 2.2], [0.0, -2.2]),
    anchor("cheilion", [25.6, -72.6], [-0.8, 2.2], [0.8, -2.2]),
    anchor("labiale-inferius", [0.0, -83.4], [0.0, 2.2], [0.0, -2.2]),
    anchor("sublabiale", [0.0, -91.5], [0.0, 3.0], [0.0, -3.0]),
    anchor("menton", [0.0, -115.0], [0.0, 4.2], [0.0, -4.2]),
    anchor("gonion", [49.8, -77.0], [-2.2, 2.0], [2.2, -2.0]),
    anchor("zygion", [66.0, -16.0], [-2.2, 0.4], [2.2, -0.4]),
    anchor("endocanthion", [15.8, -8.7], [-0.3, 0.0], [0.3, 0.0]),
    anchor("exocanthion", [45.2, -6.9], [-0.7, 0.2], [0.7, -0.2]),
    anchor("pupil", [30.9, -5.6], [-0.6, 0.1], [0.6, -0.1]),
    anchor("brow-medial", [12.0, 8.6], [0.3, 0.6], [-0.3, -0.6]),
    anchor("brow-peak", [37.3, 15.6], [-0.6, 1.0], [0.6, -1.0]),
    anchor("brow-tail", [53.6, 7.6], [-0.8, 0.8], [0.8, -0.8]),
];

/// Landmarks that only carry sites: what the given frame calls by the name, and where the
/// drawing shows it. The drawing is not bent through them.
#[rustfmt::skip]
const SITE_ANCHORS: &[(&str, Point)] = &[
    ("malar-eminence", [47.5, -25.5]),
    ("temporal-fossa", [57.0, 17.0]),
    ("masseter-center", [50.6, -60.0]),
    ("nasolabial-mid", [28.2, -54.2]),
    ("marionette-mid", [29.6, -86.0]),
    ("platysma-anterior", [13.8, -146.0]),
    ("platysma-lateral", [32.6, -137.0]),
    ("orbital-rim-inferior", [31.0, -20.4]),
    ("tragion", [66.0, -19.0]),
];

/// A landmark further than this from where it is drawn is taken for another point of the same
/// name, and does not bend the drawing, mm.
const MISFIT_MM: f64 = 13.0;

/// The maps that belong to one chart.
pub(crate) struct Registration {
    /// Drawing → this face.
    pub face_from_drawing: Warp,
    /// mm handed in → drawing.
    pub drawing_from_given: Warp,
}

impl Registration {
    /// Lays the drawing through the landmarks of a face.
    pub(crate) fn new(given: &Landmarks, man: bool) -> Self {
        let fitting = |name: &str, at: Point| {
            let found = given.get(name).map(|p| [p[0].abs(), p[1]]);
            found.filter(|p| distance(*p, at) < MISFIT_MM)
        };
        let mut face_from_drawing = Vec::new();
        let mut drawing_from_given = Vec::new();
        for anchor in ANCHORS {
            let at = fitting(anchor.name, anchor.at).unwrap_or(anchor.at);
            let shift = if man { anchor.man } else { anchor.woman };
            both(
                &mut face_from_drawing,
                anchor.at,
                [at[0] + shift[0], at[1] + shift[1]],
            );
            both(&mut drawing_from_given, at, anchor.at);
        }
        for (name, at) in SITE_ANCHORS {
            if let Some(given_at) = fitting(name, *at) {
                both(&mut drawing_from_given, given_at, *at);
            }
        }
        // The skull stays as it is and the neck follows the chin half way.
        for still in [
            [0.0, 110.0],
            [40.0, 100.0],
            [68.0, 60.0],
            [75.0, -20.0],
            [50.0, -160.0],
            [0.0, -190.0],
        ] {
            let drop = if still[1] > -100.0 {
                0.0
            } else if man {
                -4.0
            } else {
                3.0
            };
            both(&mut face_from_drawing, still, [still[0], still[1] + drop]);
            both(&mut drawing_from_given, still, still);
        }
        Self {
            face_from_drawing: Warp::through(&face_from_drawing),
            drawing_from_given: Warp::through(&drawing_from_given),
        }
    }
}

/// Adds a pair, and its mirror image unless it lies on the midline.
fn both(pairs: &mut Vec<(Point, Point)>, from: Point, to: Point) {
    if from[0].abs() < 1e-9 {
        pairs.push((from, [0.0, to[1]]));
        return;
    }
    pairs.push((from, to));
    let (from, to) = (mirrored(&[from])[0], mirrored(&[to])[0]);
    pairs.push((from, to));
}

/// Lateral and upward distance of a site from a landmark handed in; the site's own numbers when
/// the landmark is unknown.
pub(crate) fn offset_from(given: &Landmarks, name: &str, site: Point) -> Point {
    given
        .get(name)
        .map_or(site, |landmark| sub([site[0].abs(), site[1]], landmark))
}
