//! What is given: a surface, and families of lines on it.

/// A surface of triangles that carries the folds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Carrier {
    /// Points, (n × 3), reference configuration.
    pub points: Vec<[f64; 3]>,
    /// Corners of each triangle, counter-clockwise seen from outside.
    pub triangles: Vec<[u32; 3]>,
}

/// A place at which a line runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anchor {
    /// The place, reference configuration.
    pub point: [f64; 3],
    /// Which line of the family: lines next to one another have numbers next to one another, which
    /// grow along the fibres.
    pub line: i32,
}

/// Lines that the same fibres fold.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// Unit vectors along the fibres at the carrier's points, zero where there are none, (n × 3).
    /// Lines run across them; along them the compression is taken.
    pub directions: Vec<[f64; 3]>,
    /// Share to which the family is present at the points, 0 to 1, (n).
    pub weights: Vec<f64>,
    /// Compression at which the surface folds, (n).
    pub onsets: Vec<f64>,
    /// Distance of folds, (n).
    pub wavelengths: Vec<f64>,
    /// Where its lines run.
    pub anchors: Vec<Anchor>,
    /// First and last of its lines; without them, as many as there is room for.
    pub lines: Option<[i32; 2]>,
    /// Sharpness κ of the folds, see [`super::Profile`].
    pub sharpness: f64,
}

impl Family {
    /// Whether the family has a line of a number.
    pub(super) fn has(&self, line: i32) -> bool {
        self.lines
            .is_none_or(|[first, last]| (first..=last).contains(&line))
    }

    /// Number of the line nearest to a phase.
    pub(super) fn nearest(&self, phase: f64) -> i32 {
        let line = (phase / std::f64::consts::TAU).round() as i32;
        self.lines
            .map_or(line, |[first, last]| line.clamp(first, last.max(first)))
    }

    /// The phase, but no further than on the ridge beyond the last line.
    pub(super) fn within(&self, phase: f64) -> f64 {
        let Some([first, last]) = self.lines else {
            return phase;
        };
        let tau = std::f64::consts::TAU;
        let ridges = [f64::from(first) - 0.5, f64::from(last.max(first)) + 0.5];
        phase.clamp(tau * ridges[0], tau * ridges[1])
    }

    /// Share of the fold at a phase: 1 up to half a wave beyond the last line, 0 from one and a
    /// quarter waves on; with its derivative by the phase.
    pub(super) fn window(&self, phase: f64) -> [f64; 2] {
        let Some([first, last]) = self.lines else {
            return [1.0, 0.0];
        };
        let turns = phase / std::f64::consts::TAU;
        let (beyond, sign) = if turns < f64::from(first) {
            (f64::from(first) - turns, 1.0)
        } else {
            (turns - f64::from(last), -1.0)
        };
        let [whole, none] = [0.5, 1.25];
        let t = ((none - beyond) / (none - whole)).clamp(0.0, 1.0);
        let slope = sign * 6.0 * t * (1.0 - t) / (none - whole) / std::f64::consts::TAU;
        [t * t * (3.0 - 2.0 * t), slope]
    }
}

/// Geometry of one triangle for fields at its corners.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facet {
    pub(super) area: f64,
    pub(super) normal: [f64; 3],
    /// Gradients of the three corner functions.
    pub(super) gradients: [[f64; 3]; 3],
}

impl Facet {
    /// The triangle of three points; none without an area.
    pub(super) fn of([a, b, c]: [[f64; 3]; 3]) -> Option<Self> {
        use crate::vector::{cross, norm, scale, sub, unit};
        let twice = cross(sub(b, a), sub(c, a));
        let double = norm(twice);
        let normal = unit(twice);
        let across = |from, to| scale(cross(normal, sub(to, from)), 1.0 / double);
        (double > 0.0 && double.is_finite()).then(|| Self {
            area: 0.5 * double,
            normal,
            gradients: [across(b, c), across(c, a), across(a, b)],
        })
    }

    /// Gradient of a field by its values at the corners.
    pub(super) fn gradient(&self, values: [f64; 3]) -> [f64; 3] {
        let parts = self.gradients.iter().zip(values);
        parts.fold([0.0; 3], |sum, (gradient, value)| {
            crate::vector::add(sum, crate::vector::scale(*gradient, value))
        })
    }
}

impl Carrier {
    /// Points of a triangle.
    pub(super) fn corners(&self, triangle: [u32; 3]) -> [[f64; 3]; 3] {
        triangle.map(|corner| self.points[corner as usize])
    }
}
