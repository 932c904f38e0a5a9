//! Shape of a fold and its depth.

/// Points along half a wave at which its length is summed.
const QUADRATURE: usize = 400;
/// Entries of the table of lengths.
const ENTRIES: usize = 128;
/// Deepest fold over its wavelength: walls this steep touch, and a height no longer describes
/// them.
const DEEPEST: f64 = 0.6;
/// Halvings of the interval in which the depth lies: 0.6 · 2⁻⁴⁰ wavelengths is nothing.
const HALVINGS: usize = 40;

/// Shape of a fold across its line: a narrow valley between broad round ridges.
///
/// h(θ) = −D (g(θ) − ḡ), g = (e^(κ (cos θ − 1)) − e^(−2κ)) / (1 − e^(−2κ)): the valley at θ = 0 lies
/// D below the ridge at θ = π and the mean is 0. κ → 0 gives a sine; the valley's width at half
/// its depth is about 0.375 wavelengths over √κ.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    sharpness: f64,
    mean: f64,
    /// (s − 1)/δ² at δ = i · DEEPEST / (ENTRIES − 1).
    lengths: Vec<f64>,
}

/// What decides the depth of a fold at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fold {
    /// Compression along the fibres, 1 − stretch; below zero under tension.
    pub strain: f64,
    /// Compression at which the surface folds.
    pub onset: f64,
    /// Distance of folds before the compression.
    pub wavelength: f64,
    /// Depth of the valley that is there without compression.
    pub crease: f64,
}

impl Profile {
    /// A profile of a sharpness κ > 0.
    pub fn new(sharpness: f64) -> Self {
        let sharpness = sharpness.clamp(1e-6, 200.0);
        let mut profile = Self {
            sharpness,
            mean: 0.0,
            lengths: Vec::new(),
        };
        let angles = (0..QUADRATURE)
            .map(|i| std::f64::consts::PI * (i as f64 + 0.5) / QUADRATURE as f64)
            .collect::<Vec<_>>();
        let mean = |value: &dyn Fn(f64) -> f64| {
            angles.iter().map(|angle| value(*angle)).sum::<f64>() / QUADRATURE as f64
        };
        profile.mean = mean(&|angle| profile.valley(angle));
        let length = |ratio: f64| {
            // √(1 + q²) − 1 without loss where q is small.
            mean(&|angle| {
                let slope = std::f64::consts::TAU * ratio * profile.drop_slope(angle);
                slope * slope / ((1.0 + slope * slope).sqrt() + 1.0)
            }) / (ratio * ratio)
        };
        let ratio = |i: usize| DEEPEST * (i as f64).max(1e-3) / (ENTRIES - 1) as f64;
        profile.lengths = (0..ENTRIES).map(|i| length(ratio(i))).collect();
        profile
    }

    /// Share of the depth by which the surface lies below its mean at a phase: 1 − ḡ in the
    /// valley, −ḡ on the ridge.
    pub fn drop(&self, phase: f64) -> f64 {
        self.valley(phase) - self.mean
    }

    /// Derivative of [`Profile::drop`] by the phase.
    pub fn drop_slope(&self, phase: f64) -> f64 {
        let bump = (self.sharpness * (phase.cos() - 1.0)).exp();
        -self.sharpness * phase.sin() * bump / -(-2.0 * self.sharpness).exp_m1()
    }

    fn valley(&self, phase: f64) -> f64 {
        let floor = (-2.0 * self.sharpness).exp();
        let bump = (self.sharpness * (phase.cos() - 1.0)).exp();
        (bump - floor) / -(-2.0 * self.sharpness).exp_m1()
    }

    /// Length along the folded surface over that across the folds.
    ///
    /// - `ratio`: depth over the wavelength, both as folded
    pub fn length(&self, ratio: f64) -> f64 {
        1.0 + ratio * ratio * self.excess(ratio)
    }

    /// (s − 1)/δ² between the entries.
    fn excess(&self, ratio: f64) -> f64 {
        let place = (ratio.abs() / DEEPEST).min(1.0) * (ENTRIES - 1) as f64;
        let entry = (place as usize).min(ENTRIES - 2);
        let part = place - entry as f64;
        self.lengths[entry] + part * (self.lengths[entry + 1] - self.lengths[entry])
    }

    /// Compression beyond the onset that a depth takes up: (1 − e_c)(1 − 1/s).
    fn taken_up(&self, ratio: f64, onset: f64) -> f64 {
        (1.0 - onset) * (1.0 - 1.0 / self.length(ratio))
    }

    /// Depth from valley to ridge.
    ///
    /// Smooth skin (no crease) stays flat up to the onset; beyond it the surface keeps the length
    /// l₀ (1 − e_c) that it had then, s(D/l) l = l₀ (1 − e_c) with l = l₀ (1 − e); close to the onset
    /// that is A = (l₀/π) √((e − e_c)(1 − e)) for a sine of amplitude A, the well-known
    /// (L/π) √(e − e_c) where strains are small. A crease of depth d makes the bifurcation
    /// imperfect:
    ///
    /// (e_c − e) D + E(D/l) D = e_c d + E(d/l₀) d,   E = (1 − e_c)(1 − 1/s)
    ///
    /// so that D = d at rest, a crease deepens from the first compression on and is drawn out
    /// under tension, and D never falls below either part alone when compressed.
    ///
    /// # Source
    /// koiter-1945 for the imperfect bifurcation; the length's conservation is geometry.
    pub fn depth(&self, fold: &Fold) -> f64 {
        let Fold {
            strain,
            onset,
            wavelength,
            crease,
        } = *fold;
        if !(strain.is_finite() && wavelength > 0.0) || (crease <= 0.0 && strain <= onset) {
            return 0.0;
        }
        let strain = strain.min(0.9);
        let crease = crease.max(0.0);
        let now = wavelength * (1.0 - strain);
        let given = crease * (onset + self.taken_up(crease / wavelength, onset));
        let too_shallow = |ratio: f64| {
            let held = onset - strain + self.taken_up(ratio, onset);
            held * ratio * now < given || (given == 0.0 && held < 0.0)
        };
        let (mut low, mut high) = (0.0, DEEPEST);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if too_shallow(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        0.5 * (low + high) * now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(strain: f64, crease: f64) -> Fold {
        Fold {
            strain,
            onset: 0.1,
            wavelength: 14.0,
            crease,
        }
    }

    #[test]
    fn a_sine_near_the_onset_follows_the_square_root_law() {
        let sine = Profile::new(1e-6);
        for beyond in [1e-5, 1e-4, 1e-3] {
            let depth = sine.depth(&fold(0.1 + beyond, 0.0));
            let amplitude = 14.0 / std::f64::consts::PI * (beyond * (0.9 - beyond)).sqrt();
            let relative = depth / (2.0 * amplitude) - 1.0;
            assert!(relative.abs() < 2e-3, "{relative}");
        }
    }

    #[test]
    fn the_folded_surface_keeps_its_length() {
        let profile = Profile::new(8.0);
        for strain in [0.12, 0.2, 0.3, 0.4] {
            let depth = profile.depth(&fold(strain, 0.0));
            let wave = 14.0 * (1.0 - strain);
            let n = 20_000;
            let length: f64 = (0..n)
                .map(|i| {
                    let phase = std::f64::consts::TAU * (f64::from(i) + 0.5) / f64::from(n);
                    let slope = depth * profile.drop_slope(phase) * std::f64::consts::TAU / wave;
                    (1.0 + slope * slope).sqrt() * wave / f64::from(n)
                })
                .sum();
            assert!((length / (14.0 * 0.9) - 1.0).abs() < 1e-4, "{length}");
        }
    }

    #[test]
    fn the_valley_is_narrow_and_the_mean_nothing() {
        let profile = Profile::new(8.0);
        let n = 1000;
        let phases = (0..n).map(|i| std::f64::consts::TAU * f64::from(i) / f64::from(n));
        let below = phases.clone().filter(|p| profile.drop(*p) > 0.0).count();
        assert!(below < 300, "{below} of {n} lie below the mean");
        assert!(phases.map(|p| profile.drop(p)).sum::<f64>().abs() < 1e-9);
        let range = profile.drop(0.0) - profile.drop(std::f64::consts::PI);
        assert!((range - 1.0).abs() < 1e-12);
    }

    #[test]
    fn smooth_skin_below_the_onset_is_flat() {
        let profile = Profile::new(8.0);
        for strain in [-0.2, 0.0, 0.05, 0.1] {
            assert_eq!(profile.depth(&fold(strain, 0.0)), 0.0);
        }
    }

    #[test]
    fn a_crease_shows_at_rest_and_adds_to_the_fold() {
        let profile = Profile::new(8.0);
        for crease in [0.05, 0.4, 1.0] {
            assert!((profile.depth(&fold(0.0, crease)) - crease).abs() < 1e-9);
            let both = profile.depth(&fold(0.16, crease));
            assert!(both > profile.depth(&fold(0.16, 0.0)).max(crease));
            assert!(profile.depth(&fold(-0.1, crease)) < crease);
        }
    }

    #[test]
    fn depth_grows_without_a_jump() {
        let profile = Profile::new(8.0);
        for crease in [0.0, 0.02, 0.5] {
            let depths: Vec<f64> = (0..4000)
                .map(|i| profile.depth(&fold(-0.1 + 1e-4 * f64::from(i), crease)))
                .collect();
            for pair in depths.windows(2) {
                let rise = pair[1] - pair[0];
                assert!(
                    (-1e-9..0.1).contains(&rise),
                    "{rise} with a crease of {crease}"
                );
            }
        }
    }
}
