//! Hyaluronidase: how much of a hyaluronic gel a dose breaks, and when the broken part is gone.
//!
//! The rate of breaking is first order in the enzyme per volume of gel; the enzyme itself
//! lives for hours only, hence pulses. What one pulse leaves unbroken is therefore
//! exp(−a c u / ρ), with u the units per 0.1 mL of gel, ρ the gel's resistance and c the share
//! of gel that the enzyme reaches. Broken gel leaves in two steps, hours and days.

/// Minutes in a day.
const MINUTES_PER_DAY: f64 = 1440.0;
/// Volume to which enzyme doses are referred, mL.
const REFERENCE_VOLUME_ML: f64 = 0.1;
/// Gel counts as dissolved in a dish when less than this share is intact.
///
/// # Source
/// assumed-enzyme-kinetics
const DISSOLVED_SHARE: f64 = 0.05;

/// Constants of the enzyme, from `data/model/gel.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Kinetics {
    /// Breaking by one unit per 0.1 mL over the whole life of the enzyme, gel of low
    /// resistance, dimensionless.
    pub strength: f64,
    /// Share of contact in tissue, 0..1; a dish with mixing has 1.
    pub contact: f64,
    /// Half-life of the enzyme beside the gel, min.
    pub half_life_min: f64,
    /// Share of the broken gel that leaves within hours.
    pub fast_share: f64,
    /// Time constant of that share, d.
    pub fast_time_d: f64,
    /// Time constant of the rest, d.
    pub slow_time_d: f64,
}

/// One session of enzyme into an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pulse {
    /// Day of the session.
    pub day: f64,
    /// Enzyme in the whole area, hyaluronidase U.
    pub units: f64,
}

impl Kinetics {
    /// Share of the gel that stays unbroken by one session in tissue.
    ///
    /// - `units`: enzyme in the area, hyaluronidase U
    /// - `gel_ml`: hyaluronic gel in the area, mL
    /// - `resistance`: relative to the gels that dissolve most easily
    pub fn intact_share(&self, units: f64, gel_ml: f64, resistance: f64) -> f64 {
        if units <= 0.0 || gel_ml <= 0.0 {
            return 1.0;
        }
        (-self.strength * self.contact * per_reference(units, gel_ml) / resistance).exp()
    }

    /// Share of the broken gel that is still there after a time.
    pub fn broken_left(&self, since_d: f64) -> f64 {
        self.fast_share * (-since_d / self.fast_time_d).exp()
            + (1.0 - self.fast_share) * (-since_d / self.slow_time_d).exp()
    }

    /// Share of the gel intact in a dish after repeated doses, with full contact.
    ///
    /// - `doses`: minute and hyaluronidase U of each dose
    /// - `gel_ml`: gel in the dish, mL
    pub fn intact_in_dish(
        &self,
        doses: &[(f64, f64)],
        gel_ml: f64,
        resistance: f64,
        minute: f64,
    ) -> f64 {
        let rate = std::f64::consts::LN_2 / self.half_life_min;
        let exposure: f64 = doses
            .iter()
            .filter(|(at, _)| *at < minute)
            .map(|(at, units)| {
                per_reference(*units, gel_ml) * (1.0 - (-rate * (minute - at)).exp())
            })
            .sum();
        (-self.strength * exposure / resistance).exp()
    }

    /// Minutes until gel in a dish is dissolved by one dose; none when it never is.
    pub fn minutes_to_dissolve(&self, units: f64, gel_ml: f64, resistance: f64) -> Option<f64> {
        let rate = std::f64::consts::LN_2 / self.half_life_min;
        let whole = self.strength * per_reference(units, gel_ml) / resistance;
        let share = -DISSOLVED_SHARE.ln() / whole;
        (share < 1.0).then(|| -(1.0 - share).ln() / rate)
    }

    /// Units given by equal doses at equal intervals until gel in a dish is dissolved;
    /// judged at the end of each interval, none within a day.
    pub fn units_to_dissolve(
        &self,
        dose_units: f64,
        interval_min: f64,
        gel_ml: f64,
        resistance: f64,
    ) -> Option<f64> {
        let mut doses = Vec::new();
        let mut minute = 0.0;
        while minute < MINUTES_PER_DAY {
            doses.push((minute, dose_units));
            minute += interval_min;
            if self.intact_in_dish(&doses, gel_ml, resistance, minute) <= DISSOLVED_SHARE {
                return Some(dose_units * doses.len() as f64);
            }
        }
        None
    }
}

/// Units per 0.1 mL of gel.
fn per_reference(units: f64, gel_ml: f64) -> f64 {
    units * REFERENCE_VOLUME_ML / gel_ml
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinetics() -> Kinetics {
        Kinetics {
            strength: 0.46,
            contact: 0.5,
            half_life_min: 170.0,
            fast_share: 0.75,
            fast_time_d: 0.1,
            slow_time_d: 4.0,
        }
    }

    #[test]
    fn no_enzyme_breaks_nothing() {
        assert_eq!(kinetics().intact_share(0.0, 1.0, 1.0), 1.0);
        assert_eq!(kinetics().intact_in_dish(&[], 0.2, 1.0, 60.0), 1.0);
    }

    #[test]
    fn more_enzyme_leaves_less_and_resistance_leaves_more() {
        let k = kinetics();
        let mut last = 1.0;
        for units in 1..40 {
            let left = k.intact_share(f64::from(units) * 5.0, 1.0, 1.0);
            assert!(left < last);
            assert!(left < k.intact_share(f64::from(units) * 5.0, 1.0, 3.0));
            last = left;
        }
    }

    #[test]
    fn breaking_in_a_dish_agrees_with_an_independent_integration() {
        let k = kinetics();
        let doses = [(0.0, 20.0), (30.0, 20.0), (60.0, 20.0)];
        let rate = std::f64::consts::LN_2 / k.half_life_min;
        let mut enzyme = 0.0;
        let mut gel = 1.0_f64;
        let step = 0.001;
        for i in 0..180_000 {
            if i == 0 || i == 30_000 || i == 60_000 {
                enzyme += 20.0;
            }
            // Midpoint rule for both.
            let middle = enzyme * (-rate * step / 2.0_f64).exp();
            gel *= (-k.strength * rate * middle * 0.1 / 0.2 / 2.0 * step).exp();
            enzyme *= (-rate * step).exp();
        }
        let exact = k.intact_in_dish(&doses, 0.2, 2.0, 180.0);
        assert!((gel / exact - 1.0).abs() < 1e-6, "{gel} against {exact}");
    }

    #[test]
    fn broken_gel_is_mostly_gone_on_day_one_and_gone_by_day_fourteen() {
        let k = kinetics();
        assert!(k.broken_left(0.0) == 1.0);
        assert!(k.broken_left(1.0) < 0.25);
        assert!(k.broken_left(14.0) < 0.02);
    }
}
