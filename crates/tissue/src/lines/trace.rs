//! Lines as polylines on the fine surface.

use std::collections::BTreeMap;
use std::f64::consts::TAU;

use super::family::{Carrier, Family};
use super::fine::Fine;
use super::phase::Phase;

/// A place of a line: where it crosses an edge of the fine surface.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crossing {
    /// Ends of the edge, points of the fine surface.
    pub ends: [u32; 2],
    /// Way from the first end to the second, 0 to 1.
    pub share: f64,
    pub(super) sites: [u32; 3],
    pub(super) weights: [f64; 3],
}

/// A line, whether or not the surface is folded along it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its family.
    pub family: u32,
    /// Connected part of the family that it is on; the same number means the same part.
    pub part: u32,
    /// Number within the part; it grows along the fibres.
    pub number: i32,
    /// Its courses from end to end, the longest first.
    pub courses: Vec<Vec<Crossing>>,
}

/// Lines of a family.
///
/// - `sites`: site of the family at each point of the carrier
pub(super) fn lines(
    carrier: &Carrier,
    fine: &Fine,
    family: &Family,
    phase: &Phase,
    number: u32,
    sites: &[Option<u32>],
) -> Vec<Line> {
    let is_inside = phase.is_inside(carrier);
    let mut found: BTreeMap<(u32, i32), Segments> = BTreeMap::new();
    for piece in fine.pieces.iter().filter(|p| is_inside[p.parent as usize]) {
        let triangle = carrier.triangles[piece.parent as usize];
        let Some(part) = phase.islands[triangle[0] as usize] else {
            continue;
        };
        let phases = piece.spots.map(|spot| {
            let within = fine.spots[spot as usize].within(triangle);
            phase.at(carrier, triangle, within) / TAU
        });
        let low = phases.iter().copied().fold(f64::INFINITY, f64::min).ceil();
        let high = phases.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut level = low;
        while level < high {
            let line = level as i32;
            if family.has(line) {
                let segments = found.entry((part, line)).or_default();
                segments.add(
                    carrier,
                    fine,
                    piece.parent,
                    piece.spots,
                    phases.map(|p| p - level),
                    sites,
                );
            }
            level += 1.0;
        }
    }
    let lines = found.into_iter();
    lines
        .map(|((part, line), segments)| Line {
            family: number,
            part,
            number: line,
            courses: segments.courses(),
        })
        .collect()
}

/// Pieces of a line within single triangles.
#[derive(Default)]
struct Segments {
    crossings: BTreeMap<[u32; 2], Crossing>,
    next: BTreeMap<[u32; 2], Vec<[u32; 2]>>,
}

impl Segments {
    fn add(
        &mut self,
        carrier: &Carrier,
        fine: &Fine,
        parent: u32,
        spots: [u32; 3],
        above: [f64; 3],
        sites: &[Option<u32>],
    ) {
        let triangle = carrier.triangles[parent as usize];
        let Some(of_corners) = of_all(triangle.map(|corner| sites[corner as usize])) else {
            return;
        };
        let mut ends = Vec::with_capacity(2);
        for (i, j) in [(0, 1), (1, 2), (2, 0)] {
            if (above[i] < 0.0) == (above[j] < 0.0) {
                continue;
            }
            let (a, b) = if spots[i] < spots[j] { (i, j) } else { (j, i) };
            let share = above[a] / (above[a] - above[b]);
            let within = [a, b].map(|k| fine.spots[spots[k] as usize].within(triangle));
            let crossing = Crossing {
                ends: [spots[a], spots[b]],
                share,
                sites: of_corners,
                weights: std::array::from_fn(|k| {
                    within[0][k] + share * (within[1][k] - within[0][k])
                }),
            };
            self.crossings.insert(crossing.ends, crossing);
            ends.push(crossing.ends);
        }
        if let [a, b] = ends[..] {
            self.next.entry(a).or_default().push(b);
            self.next.entry(b).or_default().push(a);
        }
    }

    /// Joined from end to end, rings cut open; the longest first.
    fn courses(mut self) -> Vec<Vec<Crossing>> {
        let mut courses = Vec::new();
        let ends = self.next.iter().filter(|(_, next)| next.len() == 1);
        let starts: Vec<[u32; 2]> = ends.map(|(edge, _)| *edge).collect();
        let all: Vec<[u32; 2]> = self.next.keys().copied().collect();
        for start in starts.into_iter().chain(all) {
            let mut course = Vec::new();
            let mut here = Some(start);
            while let Some(next) = here.and_then(|edge| self.next.remove(&edge)) {
                course.extend(here.and_then(|edge| self.crossings.get(&edge)).copied());
                here = next.into_iter().find(|edge| self.next.contains_key(edge));
            }
            if course.len() > 1 {
                courses.push(course);
            }
        }
        courses.sort_by_key(|course| std::cmp::Reverse(course.len()));
        courses
    }
}

fn of_all([a, b, c]: [Option<u32>; 3]) -> Option<[u32; 3]> {
    Some([a?, b?, c?])
}
