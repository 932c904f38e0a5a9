//! The smallest compression at which a stack folds, and how far apart its folds are.

use super::increment::{DEEP, Motions, resistance};
use super::stack::{Base, LinesError, Stack};

/// Largest compression sought.
const MOST: f64 = 0.65;
/// Steps of compression in which the first fold is sought.
const STEP: f64 = 0.01;
/// Wavelengths sought, from the thinnest layer's thickness to this many times the thickest's.
const LONGEST: f64 = 400.0;
/// Number of wavelengths tried before the best is closed in on.
const WAVES: u32 = 40;
/// Rounds of closing in on the wavelength: 0.618²⁴ of its bracket is 10⁻⁵.
const GOLDEN: usize = 24;
/// Rounds of closing in on the compression: 2⁻³⁰ of a step is 10⁻¹¹.
const HALVINGS: usize = 30;

/// When and how a stack folds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Onset {
    /// Compression at which folds begin: 1 − stretch.
    pub strain: f64,
    /// Distance of folds, measured before the compression.
    pub wavelength: f64,
}

impl Stack {
    /// The compression at which the stack first folds, and the distance of its folds.
    ///
    /// Perfectly bonded layers, all compressed together; exact within the incremental theory.
    /// A half-space alone has no length of its own: its wavelength says nothing.
    ///
    /// # Errors
    /// A layer that is none, or no fold up to a compression of 0.65.
    pub fn onset(&self) -> Result<Onset, LinesError> {
        self.check()?;
        let waves = self.waves();
        let mut below = 0.0;
        while below < MOST {
            let above = below + STEP;
            let roots: Vec<f64> = waves
                .iter()
                .map(|wave| self.first_root(below, above, *wave))
                .collect::<Result<_, _>>()?;
            let best = (0..roots.len()).min_by(|a, b| roots[*a].total_cmp(&roots[*b]));
            if let Some(best) = best.filter(|best| roots[*best] < above) {
                let next = |i: usize| waves[i.min(waves.len() - 1)];
                return self.close_in([next(best.saturating_sub(1)), next(best + 1)], below, above);
            }
            below = above;
        }
        Err(LinesError::NoFold { strain: MOST })
    }

    /// Resistance of the compressed surface to a wave: below zero it folds of itself.
    ///
    /// - `strain`: compression, 1 − stretch
    /// - `wavelength`: before the compression
    ///
    /// # Errors
    /// A layer that has no thickness free of stress.
    pub fn resistance(&self, strain: f64, wavelength: f64) -> Result<f64, LinesError> {
        let stretch = 1.0 - strain;
        let wave_number = std::f64::consts::TAU / (wavelength * stretch);
        let layers = self.compressed(stretch)?;
        let mut motions: Motions = match self.base {
            Base::Rigid | Base::HalfSpace(_) => [[0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]],
            Base::Sliding => [[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]],
        };
        let felt = felt(layers.iter().map(|(_, thickness)| wave_number * thickness));
        for (moduli, thickness) in layers[..felt].iter().rev() {
            moduli.lift(&mut motions, wave_number * thickness);
        }
        Ok(resistance(&motions))
    }

    /// Wavelengths to try.
    fn waves(&self) -> Vec<f64> {
        let thick = || self.layers.iter().map(|layer| layer.thickness);
        let thin = thick().reduce(f64::min).unwrap_or(1.0);
        let thick = thick().reduce(f64::max).unwrap_or(1.0);
        let ratio = LONGEST * thick / thin;
        let share = |i: u32| f64::from(i) / f64::from(WAVES - 1);
        (0..WAVES).map(|i| thin * ratio.powf(share(i))).collect()
    }

    /// The compression between two at which a wave grows; where none does, as much above them as
    /// the surface resists.
    fn first_root(&self, below: f64, above: f64, wave: f64) -> Result<f64, LinesError> {
        let resistance = self.resistance(above, wave)?;
        if resistance >= 0.0 {
            return Ok(above + resistance);
        }
        let (mut low, mut high) = (below, above);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if self.resistance(middle, wave)? < 0.0 {
                high = middle;
            } else {
                low = middle;
            }
        }
        Ok(high)
    }

    /// Golden section on the logarithm of the wavelength.
    fn close_in(&self, waves: [f64; 2], below: f64, above: f64) -> Result<Onset, LinesError> {
        let golden = 0.5 * (5.0_f64.sqrt() - 1.0);
        let [mut low, mut high] = waves.map(f64::ln);
        let at = |log: f64| self.first_root(below, above, log.exp());
        let mut inner = [high - golden * (high - low), low + golden * (high - low)];
        let mut roots = [at(inner[0])?, at(inner[1])?];
        for _ in 0..GOLDEN {
            if roots[0] < roots[1] {
                high = inner[1];
                inner = [high - golden * (high - low), inner[0]];
                roots = [at(inner[0])?, roots[0]];
            } else {
                low = inner[0];
                inner = [inner[1], low + golden * (high - low)];
                roots = [roots[1], at(inner[1])?];
            }
        }
        let first = usize::from(roots[1] < roots[0]);
        Ok(Onset {
            strain: roots[first],
            wavelength: inner[first].exp(),
        })
    }
}

/// Number of layers from the surface that it feels.
///
/// - `depths`: thickness of each layer, in k y
fn felt(depths: impl Iterator<Item = f64>) -> usize {
    let mut below = 0.0;
    let within = depths.take_while(|depth| {
        let is_felt = below < DEEP;
        below += depth;
        is_felt
    });
    within.count()
}
