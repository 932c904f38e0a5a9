//! Toxin at the nerve ending.

use course::toxin::{Course, Model};
use course::{Points, Sex, Traits};

use crate::MODELS;

const ONA: &str = "onabotulinumtoxinA";

fn course(doses: &[(f64, &'static str, f64)], until_d: f64) -> Course<'static> {
    let model = &MODELS.toxin;
    let place = model.place("glabella").expect("glabella");
    let ending = model.ending(place, Sex::Female, &Traits::default());
    Course::new(model, ending, doses, 1.0, until_d).expect("known product")
}

#[test]
fn no_dose_changes_nothing() {
    for day in [0.0, 1.0, 30.0, 300.0] {
        assert_eq!(course(&[(0.0, ONA, 0.0)], 300.0).force_at(day), 1.0);
        assert_eq!(course(&[], 300.0).force_at(day), 1.0);
    }
}

#[test]
fn more_units_block_more_on_every_day() {
    let mut last = course(&[(0.0, ONA, 1.0)], 400.0);
    for units in [2.0, 5.0, 10.0, 20.0, 40.0, 80.0] {
        let now = course(&[(0.0, ONA, units)], 400.0);
        for day in 1..400 {
            let (a, b) = (now.at(f64::from(day)), last.at(f64::from(day)));
            assert!(a.parent <= b.parent + 1e-9, "{units} U on day {day}");
            // A deeper block sprouts a few hours earlier: see docs/theory/toxin.md.
            assert!(a.force <= b.force + 0.02, "{units} U on day {day}");
        }
        last = now;
    }
}

#[test]
fn nothing_given_later_undoes_a_block() {
    let alone = course(&[(0.0, ONA, 20.0)], 300.0);
    for (product, units) in [
        (ONA, 5.0),
        ("daxibotulinumtoxinA", 40.0),
        ("abobotulinumtoxinA", 50.0),
    ] {
        let more = course(&[(0.0, ONA, 20.0), (60.0, product, units)], 300.0);
        for day in 0..300 {
            let day = f64::from(day);
            assert!(
                more.at(day).parent <= alone.at(day).parent + 1e-6,
                "{product}, day {day}"
            );
        }
    }
}

#[test]
fn force_returns_in_the_end() {
    let end = course(&[(0.0, ONA, 20.0)], 1500.0).at(1500.0);
    assert!((end.force - 1.0).abs() < 1e-6);
    assert!((end.intact - 1.0).abs() < 1e-6);
    assert!((end.thickness - 1.0).abs() < 1e-6);
    assert!(end.sprouts < 1e-6);
}

#[test]
fn light_chain_delivered_is_active_or_degraded() {
    let model = &MODELS.toxin;
    let whole = model.product(ONA).expect("known").exposure;
    let place = model.place("glabella").expect("glabella");
    let course = course(&[(0.0, ONA, 20.0)], 400.0);
    let rate = 1.0 / (model.waning_time_d * place.persistence);
    let step = 0.01;
    let mut degraded = 0.0;
    for k in 0..40_000 {
        degraded += step * rate * course.at((f64::from(k) + 0.5) * step).light_chain;
    }
    let undelivered = whole * (-model.delivery_rate * 400.0).exp();
    let sum = degraded + course.at(400.0).light_chain + undelivered;
    assert!(
        (sum / (whole / place.mass) - 1.0).abs() < 1e-6,
        "{sum} of {whole}"
    );
}

#[test]
fn course_agrees_with_an_independent_integration() {
    let doses = [(0.0, ONA, 20.0), (110.0, "daxibotulinumtoxinA", 40.0)];
    let course = course(&doses, 365.0);
    let reference = Reference::new(&MODELS.toxin, &course);
    for (day, y) in reference.run(&[1.0, 2.5, 7.0, 30.0, 84.0, 109.0, 112.0, 150.0, 250.0, 365.0]) {
        let state = course.at(day);
        for (name, ours, theirs) in [
            ("intact", state.intact, y[0]),
            ("sprouts", state.sprouts, y[1]),
            ("thickness", state.thickness, y[2]),
            ("recent folding", state.recent_folding, y[3]),
        ] {
            // All are shares: the error is relative to the full value.
            let error = (ours - theirs).abs();
            assert!(error < 1e-6, "{name} on day {day}: {ours} against {theirs}");
        }
    }
}

/// Classical Runge–Kutta with tiny steps on the equations as written in the theory page.
struct Reference<'a> {
    model: &'a Model,
    course: &'a Course<'a>,
}

impl<'a> Reference<'a> {
    fn new(model: &'a Model, course: &'a Course<'a>) -> Self {
        Self { model, course }
    }

    fn slope(&self, t: f64, y: [f64; 4]) -> [f64; 4] {
        let m = self.model;
        let light_chain = self.course.at(t).light_chain;
        let (h, half) = (m.margin_exponent, m.margin_half.powf(m.margin_exponent));
        let i = y[0].powf(h);
        let parent = i * (1.0 + half) / (i + half);
        let force = parent + (1.0 - parent) * m.sprout_share * y[1];
        [
            m.turnover_rate * (1.0 - y[0] * (1.0 + light_chain)),
            (1.0 - parent) / m.sprout_growth_d * (1.0 - y[1]) - parent / m.sprout_retreat_d * y[1],
            (1.0 - m.atrophy_share * (1.0 - force) - y[2]) / m.atrophy_time_d,
            (force.powf(m.fold_exponent) - y[3]) / m.folding_memory_d,
        ]
    }

    fn run(&self, days: &[f64]) -> Vec<(f64, [f64; 4])> {
        let h = 0.005;
        let mut y = [1.0, 0.0, 1.0, 1.0];
        let mut k = 0_u32;
        let mut out = Vec::new();
        for &day in days {
            while f64::from(k) * h < day - h / 2.0 {
                let t = f64::from(k) * h;
                let move_by =
                    |y: [f64; 4], s: [f64; 4], c: f64| std::array::from_fn(|i| y[i] + c * s[i]);
                let a = self.slope(t, y);
                let b = self.slope(t + h / 2.0, move_by(y, a, h / 2.0));
                let c = self.slope(t + h / 2.0, move_by(y, b, h / 2.0));
                let d = self.slope(t + h, move_by(y, c, h));
                y = std::array::from_fn(|i| {
                    y[i] + h / 6.0 * (a[i] + 2.0 * b[i] + 2.0 * c[i] + d[i])
                });
                k += 1;
            }
            out.push((day, y));
        }
        out
    }
}

/// Mean force of 500 women after 20 U in the glabella, share of untreated, on each day.
fn mean_force(product: &str, days: &[f64]) -> Vec<f64> {
    let model = &MODELS.toxin;
    let place = model.place("glabella").expect("glabella");
    let points = Points::new(500, 4, 1);
    let last = days.iter().copied().fold(0.0, f64::max);
    let courses: Vec<Course<'_>> = (0..500)
        .map(|i| {
            let traits = Traits {
                sensitivity: points.normal(i, 0),
                uptake: points.normal(i, 1),
                waning: points.normal(i, 2),
                muscle_mass: points.normal(i, 3),
                ..Traits::default()
            };
            let ending = model.ending(place, Sex::Female, &traits);
            Course::new(model, ending, &[(0.0, product, 20.0)], 1.0, last).expect("known product")
        })
        .collect();
    let mean = |day: &f64| courses.iter().map(|c| c.force_at(*day)).sum::<f64>() / 500.0;
    days.iter().map(mean).collect()
}

/// Day and residual motion of the brow after incobotulinumtoxinA, percent: Proebstle 2014.
const MOTION: [(f64, f64); 6] = [
    (2.0, 54.0),
    (7.0, 15.0),
    (14.0, 10.0),
    (42.0, 33.0),
    (84.0, 50.0),
    (168.0, 93.0),
];

#[test]
fn motion_of_the_brow_follows_the_published_curve() {
    let days = MOTION.map(|(day, _)| day);
    for ((day, percent), mean) in MOTION.iter().zip(mean_force("incobotulinumtoxinA", &days)) {
        let mean = 100.0 * mean;
        assert!(
            (mean - percent).abs() < 14.0,
            "day {day}: {mean:.0} against {percent}"
        );
    }
}

#[test]
fn mean_recovery_rebounds_early_and_then_goes_on_slowly() {
    // As published: 23 points in the four weeks from week 2, 17 in the six weeks after them.
    for product in [ONA, "incobotulinumtoxinA"] {
        let force = mean_force(product, &[14.0, 42.0, 84.0]);
        let (early, middle) = ((force[1] - force[0]) / 28.0, (force[2] - force[1]) / 42.0);
        assert!(early > middle, "{product}: {early} a day, then {middle}");
    }
}

#[test]
fn sprouts_bring_a_rebound_that_slows_before_the_parent_terminal_returns() {
    let course = course(&[(0.0, ONA, 20.0)], 200.0);
    let slope = |from: f64, to: f64| (course.force_at(to) - course.force_at(from)) / (to - from);
    let (sprouts, plateau, parent) = (slope(10.0, 24.0), slope(28.0, 42.0), slope(70.0, 84.0));
    assert!(course.at(42.0).parent < 0.1);
    assert!(
        sprouts > plateau && parent > plateau,
        "{sprouts} a day, then {plateau}, then {parent}"
    );
}

#[test]
fn repeated_blocks_recover_more_slowly() {
    let once = course(&[(0.0, ONA, 20.0)], 150.0).force_at(120.0);
    let doses: Vec<(f64, &'static str, f64)> =
        (0..3).map(|k| (400.0 * f64::from(k), ONA, 20.0)).collect();
    let third = course(&doses, 950.0).force_at(920.0);
    assert!(
        third < once,
        "{third} after the third, {once} after the first"
    );
}
