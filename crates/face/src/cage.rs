//! The cage: a coarse net of the whole head, made from half of it.

use std::collections::BTreeMap;

use glam::DVec3;

use crate::error::FaceError;
use crate::mesh::Mesh;
use crate::table;

/// A coarse net of quadrilaterals with a name for every point.
#[derive(Debug, Clone, PartialEq)]
pub struct Cage {
    /// The net of the whole head: first the points of the left half and the midline, then the
    /// right ones.
    pub mesh: Mesh,
    /// Point of the other side, one a point; a point of the midline is its own.
    pub mirror: Vec<u32>,
    /// Name → point of the left half.
    names: BTreeMap<String, u32>,
    /// Landmark → point of the left half.
    landmarks: BTreeMap<String, u32>,
    /// Area → its points, both sides.
    regions: BTreeMap<String, Vec<u32>>,
}

impl Cage {
    /// The cage of the built-in face: the mean of women and men, as measured.
    ///
    /// # Errors
    /// A fact of `data/face` that cannot be read.
    pub fn built_in() -> Result<Self, FaceError> {
        let (names, half) = read_points()?;
        let quads = read_net(&names)?;
        let mirror = mirror(&half);
        let mut points = half.clone();
        points.resize(mirror.len(), DVec3::ZERO);
        for (point, place) in half.iter().enumerate() {
            points[mirror[point] as usize] = *place * DVec3::new(-1.0, 1.0, 1.0);
            points[point] = *place;
        }
        let other = quads.iter().map(|quad| {
            let [a, b, c, d] = quad.map(|corner| mirror[corner as usize]);
            [d, c, b, a]
        });
        let quads = quads.iter().copied().chain(other).collect();
        let mut cage = Self {
            mesh: Mesh { points, quads },
            mirror,
            names,
            landmarks: BTreeMap::new(),
            regions: BTreeMap::new(),
        };
        cage.landmarks = cage.read_landmarks()?;
        cage.regions = cage.read_regions()?;
        Ok(cage)
    }

    /// A point of the left half or the midline by name.
    pub fn point(&self, name: &str) -> Option<u32> {
        self.names.get(name).copied()
    }

    /// Names of the points of the left half and the midline.
    pub fn names(&self) -> impl Iterator<Item = (&str, u32)> {
        self.names
            .iter()
            .map(|(name, point)| (name.as_str(), *point))
    }

    /// The point of a landmark of the catalog, on the left side or in the midline.
    pub fn landmark(&self, name: &str) -> Option<u32> {
        self.landmarks.get(name).copied()
    }

    /// Landmarks of the catalog that the face has, with their points.
    pub fn landmarks(&self) -> impl Iterator<Item = (&str, u32)> {
        let all = self.landmarks.iter();
        all.map(|(name, point)| (name.as_str(), *point))
    }

    /// Areas of the catalog that the face has, with their points on both sides.
    pub fn regions(&self) -> impl Iterator<Item = (&str, &[u32])> {
        let all = self.regions.iter();
        all.map(|(name, points)| (name.as_str(), points.as_slice()))
    }

    /// Which points, of both sides, belong to loops.
    ///
    /// - `starts`: with what their names begin
    pub(crate) fn loops(&self, starts: &[&str]) -> Vec<bool> {
        let mut belongs = vec![false; self.mesh.points.len()];
        for (name, point) in &self.names {
            if starts.iter().any(|start| name.starts_with(start)) {
                belongs[*point as usize] = true;
                belongs[self.mirror[*point as usize] as usize] = true;
            }
        }
        belongs
    }

    /// The point of a name that a table of facts uses.
    pub(crate) fn named(&self, table: &'static str, name: &str) -> Result<u32, FaceError> {
        self.point(name).ok_or_else(|| FaceError::UnknownPoint {
            table,
            name: name.to_owned(),
        })
    }

    fn read_landmarks(&self) -> Result<BTreeMap<String, u32>, FaceError> {
        let table = "landmarks.txt";
        let mut landmarks = BTreeMap::new();
        for (line, text) in table::lines(table::LANDMARKS) {
            let (landmark, point) = text.split_once(' ').ok_or_else(|| FaceError::Line {
                table,
                line,
                found: text.to_owned(),
                expected: "a landmark and a point",
            })?;
            landmarks.insert(landmark.to_owned(), self.named(table, point.trim())?);
        }
        Ok(landmarks)
    }

    fn read_regions(&self) -> Result<BTreeMap<String, Vec<u32>>, FaceError> {
        let table = "regions.txt";
        let mut regions = BTreeMap::new();
        for (_, text) in table::lines(table::REGIONS) {
            let mut words = text.split_whitespace();
            let area = words.next().unwrap_or_default().to_owned();
            let mut points = Vec::new();
            for name in words {
                let point = self.named(table, name)?;
                points.extend([point, self.mirror[point as usize]]);
            }
            points.sort_unstable();
            points.dedup();
            regions.insert(area, points);
        }
        Ok(regions)
    }
}

fn read_points() -> Result<(BTreeMap<String, u32>, Vec<DVec3>), FaceError> {
    let mut names = BTreeMap::new();
    let mut points = Vec::new();
    for (line, text) in table::lines(table::POINTS) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let number = |i: usize| words.get(i).and_then(|word| word.parse::<f64>().ok());
        let (Some(x), Some(y), Some(z)) = (number(1), number(2), number(3)) else {
            return Err(FaceError::Line {
                table: "points.txt",
                line,
                found: text.to_owned(),
                expected: "a name and three numbers in mm",
            });
        };
        names.insert(words[0].to_owned(), points.len() as u32);
        points.push(DVec3::new(x, y, z));
    }
    Ok((names, points))
}

fn read_net(names: &BTreeMap<String, u32>) -> Result<Vec<[u32; 4]>, FaceError> {
    let read = |(line, text): (usize, &'static str)| {
        let corners: Vec<u32> = text
            .split_whitespace()
            .filter_map(|name| names.get(name).copied())
            .collect();
        corners.try_into().map_err(|_| FaceError::Line {
            table: "net.txt",
            line,
            found: text.to_owned(),
            expected: "four points of points.txt",
        })
    };
    table::lines(table::NET).map(read).collect()
}

/// Point of the other side of each point, the right ones numbered after the left half.
fn mirror(half: &[DVec3]) -> Vec<u32> {
    let mut next = half.len() as u32;
    let mut mirror: Vec<u32> = (0..half.len() as u32).collect();
    for (point, place) in half.iter().enumerate() {
        if place.x != 0.0 {
            mirror[point] = next;
            mirror.push(point as u32);
            next += 1;
        }
    }
    mirror
}
