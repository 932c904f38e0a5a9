//! Landmarks that come with a scan.

use std::collections::BTreeMap;

use glam::DVec3;

use super::error::{Flaw, ScanError};
use super::pose::Similarity;
use super::shape::Anchor;
use super::template::Template;
use crate::error::FaceError;
use crate::table;

/// Flaws that are named one by one.
const NAMED_FLAWS: usize = 8;
/// Landmarks that guide a fit where they are given; the others judge it.
const GUIDES_68: [usize; 14] = [8, 19, 24, 27, 30, 31, 33, 35, 36, 39, 42, 45, 48, 54];
/// The same by name.
const GUIDES: [&str; 8] = [
    "pronasale",
    "subnasale",
    "nasion",
    "menton",
    "endocanthion",
    "exocanthion",
    "alare",
    "cheilion",
];
/// Fewest landmarks that give a pose.
const FEWEST: usize = 4;
/// A landmark further off than this after scaling and turning is no landmark of a face, mm.
const FURTHEST_MM: f64 = 30.0;

/// A landmark.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Label {
    /// Number in the scheme of 68 points.
    Index(usize),
    /// Name in the catalog, and whether it is the right one of a pair.
    Name(String, bool),
}

impl std::fmt::Display for Label {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Index(index) => write!(formatter, "landmark {index}"),
            Self::Name(name, false) => write!(formatter, "{name}"),
            Self::Name(name, true) => write!(formatter, "{name}-right"),
        }
    }
}

/// Landmarks with their places in the frame and unit of a scan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Landmarks(BTreeMap<Label, DVec3>);

impl Landmarks {
    /// Reads a table with the columns `index_68` or `name`, `x`, `y`, `z`.
    ///
    /// Names are those of the catalog; of a pair, `-left` or `-right` is added.
    ///
    /// # Errors
    /// [`ScanError::Landmarks`] with every line that cannot be read.
    pub fn read(bytes: &[u8]) -> Result<Self, ScanError> {
        let mut flaws = Vec::new();
        let mut places = BTreeMap::new();
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text
            .lines()
            .zip(1..)
            .filter(|(line, _)| !line.trim().is_empty());
        let (header, _) = lines.next().unwrap_or_default();
        let header = header.trim_start_matches('\u{feff}');
        let columns: Vec<&str> = header.split(',').map(str::trim).collect();
        let is_index = match columns.as_slice() {
            ["index_68", "x", "y", "z", ..] => true,
            ["name" | "landmark", "x", "y", "z", ..] => false,
            _ => {
                flaws.push(Flaw {
                    place: "line 1".to_owned(),
                    what: "expected the columns index_68,x,y,z or name,x,y,z".to_owned(),
                });
                return Err(ScanError::Landmarks { flaws, more: 0 });
            }
        };
        for (line, number) in lines {
            match read_line(line, is_index) {
                Ok((label, place)) => {
                    places.insert(label, place);
                }
                Err(what) => flaws.push(Flaw {
                    place: format!("line {number}"),
                    what,
                }),
            }
        }
        if flaws.is_empty() && places.len() < FEWEST {
            flaws.push(Flaw {
                place: "table".to_owned(),
                what: format!("{} landmarks; at least {FEWEST} are needed", places.len()),
            });
        }
        let more = flaws.len().saturating_sub(NAMED_FLAWS);
        flaws.truncate(NAMED_FLAWS);
        if flaws.is_empty() {
            Ok(Self(places))
        } else {
            Err(ScanError::Landmarks { flaws, more })
        }
    }
}

fn read_line(line: &str, is_index: bool) -> Result<(Label, DVec3), String> {
    let words: Vec<&str> = line.split(',').map(str::trim).collect();
    let number = |i: usize| words.get(i).and_then(|word| word.parse::<f64>().ok());
    let (Some(x), Some(y), Some(z)) = (number(1), number(2), number(3)) else {
        return Err("expected a landmark and three numbers".to_owned());
    };
    let place = DVec3::new(x, y, z);
    if !place.is_finite() {
        return Err("a coordinate is not a finite number".to_owned());
    }
    let label = if is_index {
        let index = words[0].parse().ok().filter(|index| *index < 68);
        Label::Index(index.ok_or_else(|| format!("`{}` is no number from 0 to 67", words[0]))?)
    } else if let Some(name) = words[0].strip_suffix("-right") {
        Label::Name(name.to_owned(), true)
    } else {
        let name = words[0].strip_suffix("-left").unwrap_or(words[0]);
        Label::Name(name.to_owned(), false)
    };
    Ok((label, place))
}

/// Landmarks of a scan joined with their places on the face.
pub(crate) struct Joined {
    /// Those that guide the fit, in the frame and unit of the scan.
    pub(crate) guides: Vec<Anchor>,
    /// Those that judge it.
    pub(crate) withheld: Vec<Anchor>,
    /// Scale that brings the guides onto a face, mm a file unit.
    pub(crate) scale: f64,
}

/// Joins landmarks with the face.
pub(crate) fn join(template: &Template, landmarks: &Landmarks) -> Result<Joined, ScanError> {
    let scheme = scheme(template)?;
    let (mut guides, mut withheld, mut flaws) = (Vec::new(), Vec::new(), Vec::new());
    let mut all = Vec::new();
    for (label, place) in &landmarks.0 {
        let weights = match label {
            Label::Index(index) => Ok(scheme[index].clone()),
            Label::Name(name, is_right) => named(template, name, *is_right),
        };
        match weights {
            Ok(weights) => {
                let anchor = Anchor {
                    weights,
                    place: *place,
                };
                all.push((label, anchor.clone()));
                let guides_fit = match label {
                    Label::Index(index) => GUIDES_68.contains(index),
                    Label::Name(name, _) => GUIDES.contains(&name.as_str()),
                };
                if guides_fit {
                    &mut guides
                } else {
                    &mut withheld
                }
                .push(anchor);
            }
            Err(what) => flaws.push(Flaw {
                place: label.to_string(),
                what,
            }),
        }
    }
    if !flaws.is_empty() {
        return Err(ScanError::Landmarks { flaws, more: 0 });
    }
    if guides.len() < FEWEST {
        guides.append(&mut withheld);
    }
    let scale = scale(template, &all)?;
    Ok(Joined {
        guides,
        withheld,
        scale,
    })
}

/// The scale of all landmarks, which are checked for what no face is like.
fn scale(template: &Template, labels: &[(&Label, Anchor)]) -> Result<f64, ScanError> {
    let cage = &template.cage.mesh.points;
    let pairs: Vec<(DVec3, DVec3)> = labels
        .iter()
        .map(|(_, anchor)| (anchor.place, anchor.on(cage)))
        .collect();
    let off = |pairs: &[(DVec3, DVec3)]| -> (f64, usize, Similarity) {
        let pose = Similarity::of_pairs(pairs, true);
        let distances = pairs
            .iter()
            .map(|(from, to)| pose.apply(*from).distance(*to));
        let distances: Vec<f64> = distances.collect();
        let worst = (0..distances.len()).max_by(|a, b| distances[*a].total_cmp(&distances[*b]));
        let sum: f64 = distances.iter().sum();
        (sum / pairs.len() as f64, worst.unwrap_or(0), pose)
    };
    let (mean, worst, pose) = off(&pairs);
    let mirror = DVec3::new(-1.0, 1.0, 1.0);
    let mirrored: Vec<(DVec3, DVec3)> = pairs
        .iter()
        .map(|(from, to)| (*from * mirror, *to))
        .collect();
    if off(&mirrored).0 < 0.5 * mean {
        return Err(ScanError::MirroredLandmarks);
    }
    let off_mm = pose.apply(pairs[worst].0).distance(pairs[worst].1);
    if off_mm < FURTHEST_MM {
        Ok(pose.scale)
    } else {
        Err(ScanError::LandmarksOff {
            worst: labels[worst].0.to_string(),
            off_mm,
        })
    }
}

/// Weights of a landmark of the catalog.
fn named(template: &Template, name: &str, is_right: bool) -> Result<Vec<(u32, f64)>, String> {
    let point = template.cage.landmark(name);
    let point = point.ok_or_else(|| "is no landmark of the face".to_owned())?;
    let other = template.cage.mirror[point as usize];
    let point = if is_right { other } else { point };
    Ok(template.refinement.weights(point as usize).to_vec())
}

/// Places of the scheme of 68 points on the face.
fn scheme(template: &Template) -> Result<BTreeMap<usize, Vec<(u32, f64)>>, FaceError> {
    let table = "landmarks-68.txt";
    let face = super::partner::Target::new(template.triangles(template.surface.points.clone()));
    let mut scheme = BTreeMap::new();
    for (line, text) in table::lines(table::LANDMARKS_68) {
        let words: Vec<f64> = text
            .split_whitespace()
            .filter_map(|word| word.parse().ok())
            .collect();
        let Ok([left, right, x, y, z]) = <[f64; 5]>::try_from(words) else {
            return Err(FaceError::Line {
                table,
                line,
                found: text.to_owned(),
                expected: "two numbers of points and a place in mm",
            });
        };
        for (index, side) in [(left, 1.0), (right, -1.0)] {
            let place = DVec3::new(side * x, y, z);
            if let Some(hit) = face.tree.nearest(place, f64::INFINITY, |_, _| true) {
                let corners = face.surface.triangles[hit.triangle as usize];
                scheme.insert(index as usize, template.mean_of(corners, hit.weights));
            }
        }
    }
    Ok(scheme)
}
