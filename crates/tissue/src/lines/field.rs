//! Lines fixed on a surface: what is worked out once, when the surface is made.

use std::collections::BTreeMap;
use std::f64::consts::TAU;

use super::family::{Carrier, Facet, Family};
use super::fine::{Fine, Spot};
use super::longest::{Fineness, Longest};
use super::near::Near;
use super::phase::{self, Phase};
use super::profile::Profile;
use super::trace::{self, Line};
use crate::vector::{dot, norm, sub};

/// No line.
const NO_LINE: u32 = u32::MAX;
/// Radius over which compression is averaged, in wavelengths: a fold does not see what is finer.
const AVERAGED: f64 = 0.3;
/// Distance of folds on the surface, over what the layers ask for: fibres that diverge pull lines
/// apart no further.
const SPREAD: [f64; 2] = [0.3, 2.5];

/// Where compression along the fibres is measured: a triangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Probe {
    pub(super) corners: [u32; 3],
    /// The fibre as multiples of the triangle's first and last edge from its first corner.
    pub(super) fibre: [f64; 2],
    /// Rise of the phase along the two edges.
    pub(super) rise: [f64; 2],
}

/// A point of the carrier as a place of one family.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Site {
    pub(super) family: u32,
    pub(super) weight: f64,
    pub(super) onset: f64,
    /// Distance of its lines before the compression.
    pub(super) wavelength: f64,
    /// The line nearest to it.
    pub(super) line: u32,
}

/// Share of a family's fold in a point of the fine surface.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Term {
    /// Sites at the spot's corners.
    pub(super) sites: [u32; 3],
    /// Drop for a depth of 1.
    pub(super) drop: f32,
    /// Its derivative by the phase.
    pub(super) slope: f32,
}

/// Lists of weighted members, one a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weights {
    pub(super) starts: Vec<u32>,
    pub(super) members: Vec<(u32, f64)>,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            starts: vec![0],
            members: Vec::new(),
        }
    }
}

impl Weights {
    /// Adds a row with weights in proportion.
    fn push(&mut self, members: impl Iterator<Item = (u32, f64)>) {
        let first = self.members.len();
        self.members.extend(members);
        let whole: f64 = self.members[first..].iter().map(|(_, w)| w).sum();
        for (_, weight) in &mut self.members[first..] {
            *weight /= whole.max(f64::MIN_POSITIVE);
        }
        self.starts.push(self.members.len() as u32);
    }

    pub(super) fn row(&self, row: usize) -> &[(u32, f64)] {
        &self.members[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

/// Lines of all families on a surface, frozen with it: only their depths change.
///
/// [`FoldField::evaluate`](super::FoldField::evaluate) folds a deformed surface.
#[derive(Debug, Clone, PartialEq)]
pub struct FoldField {
    pub(super) n_points: usize,
    pub(super) carrier_triangles: Vec<[u32; 3]>,
    /// Triangles around each point of the carrier.
    pub(super) around: Weights,
    pub(super) profiles: Vec<Profile>,
    pub(super) probes: Vec<Probe>,
    pub(super) sites: Vec<Site>,
    /// Probes over which the compression of each site is averaged.
    pub(super) averaged: Weights,
    /// Probes that touch each site.
    pub(super) touching: Weights,
    pub(super) spots: Vec<Spot>,
    /// First term of each spot and the end.
    pub(super) term_starts: Vec<u32>,
    pub(super) terms: Vec<Term>,
    triangles: Vec<[u32; 3]>,
    lines: Vec<Line>,
}

impl FoldField {
    /// Finds the lines of families on a surface.
    pub fn new(carrier: &Carrier, families: &[Family], fineness: &Fineness) -> Self {
        let phases: Vec<Phase> = families
            .iter()
            .map(|family| phase::solve(carrier, family))
            .collect();
        let profiles: Vec<Profile> = families
            .iter()
            .map(|family| Profile::new(family.sharpness))
            .collect();
        let fine = Fine::new(
            carrier,
            Longest::new(carrier, families, &phases, *fineness).at(),
        );
        let mut around = vec![Vec::new(); carrier.points.len()];
        for (number, triangle) in carrier.triangles.iter().enumerate() {
            for corner in triangle {
                around[*corner as usize].push((number as u32, 1.0));
            }
        }
        let mut field = Self {
            n_points: carrier.points.len(),
            carrier_triangles: carrier.triangles.clone(),
            around: Weights::default(),
            profiles,
            probes: Vec::new(),
            sites: Vec::new(),
            averaged: Weights::default(),
            touching: Weights::default(),
            triangles: fine.pieces.iter().map(|piece| piece.spots).collect(),
            term_starts: Vec::new(),
            terms: Vec::new(),
            lines: Vec::new(),
            spots: Vec::new(),
        };
        for row in around {
            field.around.push(row.into_iter());
        }
        let mut terms: Vec<Vec<Term>> = vec![Vec::new(); fine.spots.len()];
        for (number, (family, phase)) in families.iter().zip(&phases).enumerate() {
            let probed = field.add_probes(carrier, family, phase);
            let sites = field.add_sites(carrier, number as u32, family, &probed);
            field.add_terms(
                carrier,
                &fine,
                (family, phase),
                (number, &sites),
                &mut terms,
            );
            let traced = trace::lines(carrier, &fine, family, phase, number as u32, &sites);
            field.number_lines(traced, family, phase, &sites);
        }
        for terms in terms {
            field.term_starts.push(field.terms.len() as u32);
            field.terms.extend(terms);
        }
        field.term_starts.push(field.terms.len() as u32);
        field.spots = fine.spots;
        field
    }

    /// Corners of the triangles of the fine surface, (n × 3).
    pub fn triangles(&self) -> &[[u32; 3]] {
        &self.triangles
    }

    /// Number of points of the fine surface; the carrier's own are the first.
    pub fn n_fine(&self) -> usize {
        self.spots.len()
    }

    /// Each fine point as a mean of three of the carrier's: their numbers and weights.
    pub fn mean(&self, fine: usize) -> ([u32; 3], [f64; 3]) {
        (self.spots[fine].corners, self.spots[fine].weights)
    }

    /// Lines, by family, part and number.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Adds the probes of a family.
    fn add_probes(&mut self, carrier: &Carrier, family: &Family, phase: &Phase) -> Probed {
        let mut probed = Probed {
            first: self.probes.len() as u32,
            ..Probed::default()
        };
        for triangle in &phase.inside {
            let corners = carrier.triangles[*triangle as usize];
            let places = carrier.corners(corners);
            let Some(facet) = Facet::of(places) else {
                continue;
            };
            let along = phase::along(family, corners, &facet);
            let phases = corners.map(|corner| phase.values[corner as usize]);
            let probe = self.probes.len() as u32;
            for corner in corners {
                let touching = probed.touching.entry(corner).or_default();
                touching.push((probe, facet.area));
            }
            self.probes.push(Probe {
                corners,
                fibre: [1, 2].map(|i| dot(facet.gradients[i], along)),
                rise: [1, 2].map(|i| phases[i] - phases[0]),
            });
            let sum = |i: usize| places.iter().map(|p| p[i]).sum::<f64>() / 3.0;
            probed.centres.push([sum(0), sum(1), sum(2)]);
            probed.areas.push(facet.area);
            probed.slopes.push(norm(facet.gradient(phases)));
        }
        probed
    }

    /// Adds the sites of a family; the site of each point of the carrier.
    fn add_sites(
        &mut self,
        carrier: &Carrier,
        number: u32,
        family: &Family,
        probed: &Probed,
    ) -> Vec<Option<u32>> {
        let reach = AVERAGED * longest(&family.wavelengths);
        let near = Near::new(&probed.centres, reach);
        let mut sites = vec![None; self.n_points];
        for (point, touching) in &probed.touching {
            let at = *point as usize;
            sites[at] = Some(self.sites.len() as u32);
            let asked = family.wavelengths[at];
            let members = probed.around(&near, carrier.points[at], AVERAGED * asked);
            let members = if members.is_empty() {
                touching.clone()
            } else {
                members
            };
            let spread = (TAU / probed.slope(&members) / asked).clamp(SPREAD[0], SPREAD[1]);
            self.sites.push(Site {
                family: number,
                weight: family.weights[at],
                onset: (family.onsets[at] * later(spread)).min(0.9),
                wavelength: spread * asked,
                line: NO_LINE,
            });
            self.averaged.push(members.into_iter());
            self.touching.push(touching.iter().copied());
        }
        sites
    }

    fn add_terms(
        &self,
        carrier: &Carrier,
        fine: &Fine,
        (family, phase): (&Family, &Phase),
        (number, sites): (usize, &[Option<u32>]),
        terms: &mut [Vec<Term>],
    ) {
        let profile = &self.profiles[number];
        let is_inside = phase.is_inside(carrier);
        let mut done = vec![false; fine.spots.len()];
        for piece in fine.pieces.iter().filter(|p| is_inside[p.parent as usize]) {
            let triangle = carrier.triangles[piece.parent as usize];
            for spot in piece.spots.map(|spot| spot as usize) {
                if std::mem::replace(&mut done[spot], true) {
                    continue;
                }
                let within = fine.spots[spot].within(triangle);
                let phase = phase.at(carrier, triangle, within);
                let [window, window_slope] = family.window(phase);
                let corners = fine.spots[spot].corners;
                let fallback = triangle.iter().find_map(|c| sites[*c as usize]);
                let Some(fallback) = fallback.filter(|_| window > 0.0) else {
                    continue;
                };
                let phase = family.within(phase);
                let drop = profile.drop(phase);
                terms[spot].push(Term {
                    sites: corners.map(|corner| sites[corner as usize].unwrap_or(fallback)),
                    drop: (window * drop) as f32,
                    slope: (window * profile.drop_slope(phase) + window_slope * drop) as f32,
                });
            }
        }
    }

    /// Takes lines in and tells each site which is nearest to it.
    fn number_lines(
        &mut self,
        traced: Vec<Line>,
        family: &Family,
        phase: &Phase,
        sites: &[Option<u32>],
    ) {
        let first = self.lines.len() as u32;
        let keys: BTreeMap<(u32, i32), u32> = traced
            .iter()
            .enumerate()
            .map(|(index, line)| ((line.part, line.number), first + index as u32))
            .collect();
        for (point, site) in sites.iter().enumerate() {
            let (Some(site), Some(part)) = (site, phase.islands[point]) else {
                continue;
            };
            let number = family.nearest(phase.values[point]);
            let line = keys.get(&(part, number)).copied();
            self.sites[*site as usize].line = line.unwrap_or(NO_LINE);
        }
        self.lines.extend(traced);
    }
}

/// The probes of one family.
#[derive(Default)]
struct Probed {
    /// Number of the first one in the field.
    first: u32,
    centres: Vec<[f64; 3]>,
    areas: Vec<f64>,
    /// Rise of the phase along its gradient.
    slopes: Vec<f64>,
    /// Probes at each point of the carrier, with their areas.
    touching: BTreeMap<u32, Vec<(u32, f64)>>,
}

impl Probed {
    /// Probes within a radius of a place with their weights.
    fn around(&self, near: &Near, place: [f64; 3], radius: f64) -> Vec<(u32, f64)> {
        let mut members = Vec::new();
        near.visit(place, |probe| {
            let share = norm(sub(self.centres[probe as usize], place)) / radius;
            if share < 1.0 {
                let weight = self.areas[probe as usize] * (1.0 - share * share);
                members.push((self.first + probe, weight));
            }
        });
        members
    }

    /// Mean rise of the phase over probes.
    fn slope(&self, members: &[(u32, f64)]) -> f64 {
        let whole: f64 = members.iter().map(|(_, weight)| weight).sum();
        let slopes = members
            .iter()
            .map(|(probe, weight)| weight * self.slopes[(probe - self.first) as usize]);
        (slopes.sum::<f64>() / whole).max(f64::MIN_POSITIVE)
    }
}

/// By how much later a surface folds at a distance that is not its own: that of a thin film on a
/// deep soft solid, a k² + b/k over its least.
///
/// - `spread`: distance of the folds over that at which they come first
///
/// # Source
/// allen-1969
fn later(spread: f64) -> f64 {
    (1.0 / (spread * spread) + 2.0 * spread) / 3.0
}

fn longest(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}
