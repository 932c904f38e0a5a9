//! The folded surface of one moment.

use rayon::prelude::*;

use super::field::FoldField;
use super::profile::Fold;
use super::trace::{Crossing, Line};
use crate::vector::{add, cross, dot, norm, scale, sub, unit};

/// Items of one task; fixed, so that results do not depend on the number of threads.
const TASK: usize = 1024;
/// How far points go from their triangle towards the tangent planes of its corners.
///
/// # Source
/// boubekeur-alexa-2008
const ROUNDNESS: f64 = 0.75;

/// Room for evaluations and the result of the last one.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Points of the fine surface, (n × 3).
    pub points: Vec<[f64; 3]>,
    /// Its outward unit normals, (n × 3).
    pub normals: Vec<[f64; 3]>,
    /// Compression along the fibres and gradient of the phase, by probe.
    probes: Vec<(f64, [f64; 3])>,
    sites: Vec<SiteNow>,
    areas: Vec<[f64; 3]>,
    carrier_normals: Vec<[f64; 3]>,
}

/// A site at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct SiteNow {
    strain: f64,
    depth: f64,
    gradient: [f64; 3],
}

/// What a line is at one of its places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Along {
    /// Place on the folded surface.
    pub point: [f64; 3],
    /// Depth from valley to ridge.
    pub depth: f64,
    /// Compression along the fibres.
    pub strain: f64,
}

impl FoldField {
    /// Room for evaluations.
    pub fn frame(&self) -> Frame {
        Frame {
            points: vec![[0.0; 3]; self.spots.len()],
            normals: vec![[0.0; 3]; self.spots.len()],
            probes: vec![(0.0, [0.0; 3]); self.probes.len()],
            sites: vec![SiteNow::default(); self.sites.len()],
            areas: vec![[0.0; 3]; self.carrier_triangles.len()],
            carrier_normals: vec![[0.0; 3]; self.n_points],
        }
    }

    /// Folds the deformed carrier; nothing is allocated.
    ///
    /// - `positions`: of the carrier's points, (n × 3), current configuration
    /// - `creases`: depth of the valley that each line has without compression, in the order of
    ///   [`FoldField::lines`]; missing ones are 0
    pub fn evaluate(&self, positions: &[[f64; 3]], creases: &[f64], frame: &mut Frame) {
        if positions.len() != self.n_points {
            return;
        }
        self.measure(positions, frame);
        self.deepen(creases, frame);
        self.turn(positions, frame);
        self.displace(positions, frame);
    }

    /// Compression and gradient of the phase on every probe.
    fn measure(&self, positions: &[[f64; 3]], frame: &mut Frame) {
        let tasks = frame
            .probes
            .par_chunks_mut(TASK)
            .zip(self.probes.par_chunks(TASK));
        tasks.for_each(|(found, probes)| {
            for (found, probe) in found.iter_mut().zip(probes) {
                let [a, b, c] = probe.corners.map(|corner| positions[corner as usize]);
                let (first, second) = (sub(b, a), sub(c, a));
                let fibre = add(scale(first, probe.fibre[0]), scale(second, probe.fibre[1]));
                // The gradient in the plane of the edges whose products with them are the rises.
                let (g11, g12, g22) = (dot(first, first), dot(first, second), dot(second, second));
                let whole = (g11 * g22 - g12 * g12).max(f64::MIN_POSITIVE);
                let [r1, r2] = probe.rise;
                let along = [(g22 * r1 - g12 * r2) / whole, (g11 * r2 - g12 * r1) / whole];
                let gradient = add(scale(first, along[0]), scale(second, along[1]));
                *found = (1.0 - norm(fibre), gradient);
            }
        });
    }

    /// Depths at every site.
    fn deepen(&self, creases: &[f64], frame: &mut Frame) {
        let probes = &frame.probes;
        let tasks = frame.sites.par_chunks_mut(TASK).enumerate();
        tasks.for_each(|(task, now)| {
            for (local, now) in now.iter_mut().enumerate() {
                let number = task * TASK + local;
                let site = &self.sites[number];
                let averaged = self.averaged.row(number).iter();
                let strain = averaged
                    .map(|(probe, w)| w * probes[*probe as usize].0)
                    .sum();
                let crease = creases.get(site.line as usize).copied();
                let profile = &self.profiles[site.family as usize];
                let depth = profile.depth(&Fold {
                    strain,
                    onset: site.onset,
                    wavelength: site.wavelength,
                    crease: crease.unwrap_or(0.0),
                });
                let depth = site.weight * depth;
                let mut gradient = [0.0; 3];
                if depth > 0.0 {
                    for (probe, weight) in self.touching.row(number) {
                        gradient = add(gradient, scale(probes[*probe as usize].1, *weight));
                    }
                }
                *now = SiteNow {
                    strain,
                    depth,
                    gradient,
                };
            }
        });
    }

    /// Normals of the deformed carrier.
    fn turn(&self, positions: &[[f64; 3]], frame: &mut Frame) {
        let triangles = self.carrier_triangles.par_chunks(TASK);
        frame
            .areas
            .par_chunks_mut(TASK)
            .zip(triangles)
            .for_each(|(areas, triangles)| {
                for (area, triangle) in areas.iter_mut().zip(triangles) {
                    let [a, b, c] = triangle.map(|corner| positions[corner as usize]);
                    *area = cross(sub(b, a), sub(c, a));
                }
            });
        let areas = &frame.areas;
        let tasks = frame.carrier_normals.par_chunks_mut(TASK).enumerate();
        tasks.for_each(|(task, normals)| {
            for (local, normal) in normals.iter_mut().enumerate() {
                let around = self.around.row(task * TASK + local).iter();
                let sum = around.fold([0.0; 3], |sum, (t, _)| add(sum, areas[*t as usize]));
                *normal = unit(sum);
            }
        });
    }

    /// Points and normals of the fine surface.
    fn displace(&self, positions: &[[f64; 3]], frame: &mut Frame) {
        let (sites, carrier_normals) = (&frame.sites, &frame.carrier_normals);
        let points = frame.points.par_chunks_mut(TASK);
        let tasks = points.zip(frame.normals.par_chunks_mut(TASK)).enumerate();
        tasks.for_each(|(task, (points, normals))| {
            for (local, (point, normal)) in points.iter_mut().zip(normals).enumerate() {
                let number = task * TASK + local;
                let spot = &self.spots[number];
                let corners = spot.corners.map(|corner| corner as usize);
                let flat = spot.of(positions);
                let (mut round, mut outward) = ([0.0; 3], [0.0; 3]);
                for (corner, weight) in corners.into_iter().zip(spot.weights) {
                    let up = carrier_normals[corner];
                    let above = dot(sub(flat, positions[corner]), up);
                    round = add(round, scale(up, -weight * ROUNDNESS * above));
                    outward = add(outward, scale(up, weight));
                }
                let outward = unit(outward);
                let (mut drop, mut tilt) = (0.0, [0.0; 3]);
                let terms =
                    self.term_starts[number] as usize..self.term_starts[number + 1] as usize;
                for term in &self.terms[terms] {
                    let sites = term.sites.map(|site| &sites[site as usize]);
                    let shares = || sites.iter().zip(spot.weights);
                    let depth: f64 = shares().map(|(site, w)| w * site.depth).sum();
                    if depth == 0.0 {
                        continue;
                    }
                    let gradient = shares().fold([0.0; 3], |sum, (site, weight)| {
                        add(sum, scale(site.gradient, weight))
                    });
                    drop += depth * f64::from(term.drop);
                    tilt = add(tilt, scale(gradient, depth * f64::from(term.slope)));
                }
                *point = add(add(flat, round), scale(outward, -drop));
                *normal = if drop == 0.0 {
                    outward
                } else {
                    unit(add(outward, tilt))
                };
            }
        });
    }
}

impl Frame {
    /// A place of a line on the folded surface.
    pub fn at(&self, crossing: &Crossing) -> Along {
        let [a, b] = crossing.ends.map(|end| self.points[end as usize]);
        let sites = crossing.sites.iter().zip(crossing.weights);
        let mean = |value: fn(&SiteNow) -> f64| {
            let parts = sites.clone();
            parts
                .map(|(site, weight)| weight * value(&self.sites[*site as usize]))
                .sum()
        };
        Along {
            point: add(a, scale(sub(b, a), crossing.share)),
            depth: mean(|site| site.depth),
            strain: mean(|site| site.strain),
        }
    }

    /// Greatest depth along a line.
    pub fn depth(&self, line: &Line) -> f64 {
        let places = line.courses.iter().flatten();
        places.map(|place| self.at(place).depth).fold(0.0, f64::max)
    }

    /// Length of a line over which it is deeper than a depth.
    pub fn length(&self, line: &Line, deeper: f64) -> f64 {
        let pairs = line.courses.iter().flat_map(|course| course.windows(2));
        let pairs = pairs.map(|pair| [self.at(&pair[0]), self.at(&pair[1])]);
        let deep = pairs.filter(|[a, b]| a.depth.min(b.depth) > deeper);
        deep.map(|[a, b]| norm(sub(b.point, a.point))).sum()
    }
}
