//! Rigid motions, and which of them something resists.

use std::fmt;

use crate::vector::{add, cross, dot, norm, scale, sub, unit};

/// An infinitesimal rigid motion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Motion {
    /// Along a direction.
    Along {
        /// Unit vector.
        direction: [f64; 3],
    },
    /// About an axis, and along it where `pitch` is not zero.
    About {
        /// Unit vector along the axis.
        axis: [f64; 3],
        /// A point of the axis.
        through: [f64; 3],
        /// Length along the axis for each radian.
        pitch: f64,
    },
}

impl Motion {
    pub(super) fn list(motions: &[Self]) -> String {
        let words: Vec<String> = motions.iter().map(Self::to_string).collect();
        words.join("; ")
    }
}

impl fmt::Display for Motion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Along { direction } => write!(out, "moving along {}", Rounded(direction)),
            Self::About { axis, through, .. } => {
                write!(out, "turning about {} ", Rounded(axis))?;
                write!(out, "through {}", Rounded(through))
            }
        }
    }
}

/// Three numbers with three digits after the point, without −0.
struct Rounded([f64; 3]);

impl fmt::Display for Rounded {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [x, y, z] = self.0.map(|x| (1e3 * x).round() / 1e3 + 0.0);
        write!(out, "({x}, {y}, {z})")
    }
}

/// A direction in the space of rigid motions: translation, then rotation times the body's size.
pub(super) type Six = [f64; 6];

/// Share of a direction that must be new for it to count.
const NEW: f64 = 1e-6;

/// The motions of one body that something resists, as orthonormal directions.
#[derive(Debug, Clone)]
pub(super) struct Resisted {
    centre: [f64; 3],
    size: f64,
    basis: Vec<Six>,
}

impl Resisted {
    /// A body around `centre`, `size` its largest distance from there.
    pub(super) fn new(centre: [f64; 3], size: f64) -> Self {
        let size = if size > 0.0 { size } else { 1.0 };
        Self {
            centre,
            size,
            basis: Vec::new(),
        }
    }

    /// Whether no motion is left.
    pub(super) fn is_all(&self) -> bool {
        self.basis.len() == 6
    }

    /// Something at `point` resists motion along `direction`.
    pub(super) fn add(&mut self, point: [f64; 3], direction: [f64; 3]) {
        let arm = scale(sub(point, self.centre), self.size.recip());
        let turn = cross(arm, direction);
        let [a, b, c] = direction;
        let [d, e, f] = turn;
        if let Some(new) = remainder([a, b, c, d, e, f], &self.basis) {
            self.basis.push(new);
        }
    }

    /// The motions that nothing resists.
    pub(super) fn free(&self) -> Vec<Motion> {
        let mut all = self.basis.clone();
        let mut motions = Vec::new();
        for axis in 0..6 {
            let mut candidate = [0.0; 6];
            candidate[axis] = 1.0;
            if let Some(new) = remainder(candidate, &all) {
                all.push(new);
                motions.push(self.motion(&new));
            }
        }
        motions
    }

    fn motion(&self, [a, b, c, d, e, f]: &Six) -> Motion {
        let (shift, turn) = ([*a, *b, *c], [*d, *e, *f]);
        let rate = norm(turn);
        if rate < NEW {
            let direction = forward(shift);
            return Motion::Along { direction };
        }
        // v(x) = shift + turn × (x − centre)/size: the axis is where v is along it.
        let foot = scale(cross(turn, shift), self.size / (rate * rate));
        Motion::About {
            axis: forward(turn),
            through: add(self.centre, foot),
            pitch: self.size * dot(turn, shift) / (rate * rate),
        }
    }
}

/// The unit vector along `direction`, either way, whose largest component is positive.
fn forward(direction: [f64; 3]) -> [f64; 3] {
    let largest = direction.into_iter().fold(
        0.0,
        |most: f64, x| if x.abs() > most.abs() { x } else { most },
    );
    unit(scale(direction, largest.signum()))
}

/// What of `direction` is orthogonal to `basis`, made one long; nothing if hardly anything is.
fn remainder(direction: Six, basis: &[Six]) -> Option<Six> {
    let length = |v: &Six| v.iter().map(|x| x * x).sum::<f64>().sqrt();
    let whole = length(&direction);
    let mut rest = direction.map(|x| x / whole);
    // Twice, because one pass leaves rounding along the basis.
    for _ in 0..2 {
        for known in basis {
            let along: f64 = rest.iter().zip(known).map(|(a, b)| a * b).sum();
            for (rest, known) in rest.iter_mut().zip(known) {
                *rest -= along * known;
            }
        }
    }
    let left = length(&rest);
    (left > NEW).then(|| rest.map(|x| x / left))
}
