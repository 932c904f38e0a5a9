//! Tests of the gel model against published behaviour and independent integration.

use super::*;
use crate::enzyme::Pulse;
use catalog::Catalog;

/// Just after an injection on day 0.
const AFTER: f64 = 1e-9;

fn model() -> Model {
    let catalog = Catalog::embedded().expect("the shipped facts load");
    Model::from_catalog(&catalog).expect("data/model/gel.toml is complete")
}

fn dose(product: &str, volume_ml: f64, day: f64) -> Dose {
    Dose {
        product: product.to_owned(),
        volume_ml,
        day,
        superficial: false,
    }
}

fn course(model: &Model, area: &str, doses: &[Dose], pulses: &[Pulse]) -> Course {
    built(model, area, doses, pulses, None)
}

fn course_with(
    model: &Model,
    area: &str,
    doses: &[Dose],
    pulses: &[Pulse],
    force: &dyn Fn(f64) -> f64,
) -> Course {
    built(model, area, doses, pulses, Some(force))
}

fn built(
    model: &Model,
    area: &str,
    doses: &[Dose],
    pulses: &[Pulse],
    force: Option<&dyn Fn(f64) -> f64>,
) -> Course {
    Course::new(&Setting {
        model,
        area,
        person: Person::MEAN,
        doses,
        pulses,
        force,
        horizon_d: 1500.0,
    })
    .expect("area and product are known")
}

/// Camera volume at 12 weeks over that just after injection, percent.
fn retained_percent(area: &str, product: &str) -> f64 {
    let c = course(&model(), area, &[dose(product, 2.0, 0.0)], &[]);
    100.0 * c.surface_volume_ml(84.0) / c.surface_volume_ml(AFTER)
}

#[test]
fn camera_retention_by_area_follows_the_published_order_and_size() {
    // restylane-3d-2025: midface 79.2, perioral 62.7, lips 37.2, whole face 65.5 percent.
    let published = [
        ("midface", "restylane-lyft", 79.2),
        ("perioral", "restylane", 62.7),
        ("lips", "restylane-silk", 37.2),
        ("whole-face", "mixed-ha", 65.5),
    ];
    for (area, product, percent) in published {
        let got = retained_percent(area, product);
        assert!(
            (got - percent).abs() < 6.0,
            "{area}: {got} against {percent}"
        );
    }
}

#[test]
fn nothing_injected_is_nothing() {
    let c = course(&model(), "midface", &[], &[]);
    for day in [0.0, 10.0, 400.0] {
        assert_eq!(c.gel_volume_ml(day), 0.0);
        assert_eq!(c.surface_volume_ml(day), 0.0);
        assert_eq!(c.correction_grades(day), 0.0);
    }
    let c = course(&model(), "midface", &[dose("voluma", 0.0, 0.0)], &[]);
    assert_eq!(c.correction_grades(30.0), 0.0);
}

#[test]
fn a_reading_on_the_day_of_injection_is_taken_before_it() {
    let m = model();
    let c = course(&m, "midface", &[dose("voluma", 4.0, 0.0)], &[]);
    assert_eq!(c.correction_grades(0.0), 0.0);
    assert!(c.correction_grades(AFTER) > 1.0);
    let earlier = course(&m, "midface", &[dose("voluma", 4.0, -30.0)], &[]);
    assert!(earlier.correction_grades(0.0) > 1.0);
}

#[test]
fn more_gel_corrects_more_with_diminishing_return() {
    let m = model();
    let at =
        |ml: f64| course(&m, "midface", &[dose("voluma", ml, 0.0)], &[]).correction_grades(30.0);
    assert!(at(1.0) > 0.0);
    assert!(at(2.0) > at(1.0) && at(4.0) > at(2.0));
    assert!(at(2.0) - at(1.0) > at(5.0) - at(4.0));
}

#[test]
fn accounts_close_on_every_day() {
    let m = model();
    let c = course(
        &m,
        "lips",
        &[
            dose("volbella", 1.5, 0.0),
            dose("juvederm-ultra", 0.5, 30.0),
        ],
        &[Pulse {
            day: 200.0,
            units: 40.0,
        }],
    );
    for day in 0..400 {
        let b = c.balance(f64::from(day));
        let gap = b.injected_ml + b.water_ml - b.present_ml - b.lost_ml;
        assert!(gap.abs() < 1e-12, "day {day}: {gap}");
        assert!(b.water_ml >= 0.0 && b.lost_ml >= -1e-12 && b.present_ml >= 0.0);
    }
}

#[test]
fn gel_swells_first_and_outlives_what_shows() {
    let c = course(
        &model(),
        "midface",
        &[dose("juvederm-ultra-plus", 2.0, 0.0)],
        &[],
    );
    assert!(c.gel_volume_ml(28.0) > c.gel_volume_ml(AFTER));
    let mass = c.gel_mass_ml(730.0) / c.gel_mass_ml(AFTER);
    let shown = c.correction_grades(730.0) / c.correction_grades(AFTER);
    assert!(mass > 0.5, "gel is still found after two years: {mass}");
    assert!(shown < mass);
}

#[test]
fn more_content_and_within_one_technology_less_firmness_take_up_more_water() {
    let m = model();
    let uptake = |name: &str| m.product(name).expect("known").uptake;
    assert!(uptake("volbella") < uptake("voluma"));
    assert!(uptake("juvederm-ultra-plus") < uptake("juvederm-ultra"));
    assert_eq!(uptake("radiesse"), 0.0);
}

#[test]
fn toxin_about_halves_the_loss_while_the_muscle_is_still() {
    // kucuker-2015-rabbit: rates 0.029 against 0.060 a week.
    let m = model();
    let gel = [dose("restylane", 1.0, 0.0)];
    // A place of reference movement.
    let mut moved = m.clone();
    moved.places.get_mut("perioral").expect("known").movement = 1.0;
    let rate = |force: f64| {
        let c = course_with(&moved, "perioral", &gel, &[], &move |_| force);
        -(c.gel_mass_ml(91.0) / c.gel_mass_ml(AFTER)).ln()
    };
    let ratio = rate(0.0) / rate(1.0);
    assert!((ratio - 0.48).abs() < 0.01, "{ratio}");
    // And nothing afterwards: once the force is back, the rate is the old one.
    let returning = |day: f64| if day < 100.0 { 0.0 } else { 1.0 };
    let c = course_with(&moved, "perioral", &gel, &[], &returning);
    let late = -(c.gel_mass_ml(300.0) / c.gel_mass_ml(209.0)).ln();
    assert!((late / rate(1.0) - 1.0).abs() < 1e-9);
}

#[test]
fn course_agrees_with_an_independent_integration() {
    let m = model();
    let force = |day: f64| 0.6 + 0.4 * (day / 40.0).cos();
    let c = course_with(&m, "lips", &[dose("restylane", 1.0, 0.0)], &[], &force);
    let place = m.place("lips").expect("known");
    let gel = m.product("restylane").expect("known");
    let kappa =
        |t: f64| 1.0 - m.loss.movement_share + m.loss.movement_share * place.movement * force(t);
    let slope = |t: f64, y: [f64; 3]| {
        let rate = m.loss.visible_rate * gel.rate * kappa(t);
        [
            -rate * m.loss.mass_share * y[0],
            -rate * y[1],
            (1.0 + gel.uptake - y[2]) / m.uptake_time_d,
        ]
    };
    let (mut t, mut y, h) = (0.0, [1.0, 1.0, 1.0], 0.05);
    for _ in 0..6000 {
        let add =
            |y: [f64; 3], k: [f64; 3], s: f64| [y[0] + s * k[0], y[1] + s * k[1], y[2] + s * k[2]];
        let k1 = slope(t, y);
        let k2 = slope(t + h / 2.0, add(y, k1, h / 2.0));
        let k3 = slope(t + h / 2.0, add(y, k2, h / 2.0));
        let k4 = slope(t + h, add(y, k3, h));
        for i in 0..3 {
            y[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]);
        }
        t += h;
    }
    assert!((c.gel_mass_ml(300.0) / y[0] - 1.0).abs() < 1e-6);
    assert!((c.gel_volume_ml(300.0) / (y[0] * y[2]) - 1.0).abs() < 1e-6);
    let shown = y[1] * y[2];
    let s = m.saturation;
    let grades = place.response_grades * (1.0 - (-s * shown / place.usual_volume_ml).exp())
        / (1.0 - (-s).exp());
    assert!((c.correction_grades(300.0) / grades - 1.0).abs() < 1e-6);
}

#[test]
fn gels_dissolve_in_the_published_order_and_others_not_at_all() {
    // hyaluronidase-21-gels-2023: Lyft and Redensity first, Voluma and Volux last.
    let m = model();
    let left = |product: &str| {
        let c = course(
            &m,
            "midface",
            &[dose(product, 1.0, 0.0)],
            &[Pulse {
                day: 30.0,
                units: 100.0,
            }],
        );
        let untouched = course(&m, "midface", &[dose(product, 1.0, 0.0)], &[]);
        c.gel_mass_ml(44.0) / untouched.gel_mass_ml(44.0)
    };
    for easy in ["restylane-lyft", "rha-redensity"] {
        assert!(left(easy) < left("juvederm-ultra"));
    }
    for hard in ["voluma", "volux", "rha-4", "belotero-volume"] {
        assert!(left("vollure") < left(hard));
    }
    for solid in ["radiesse", "sculptra", "bellafill", "collagen-bovine"] {
        assert_eq!(left(solid), 1.0, "{solid}");
    }
}

/// Share of what showed on day 0 that still shows.
fn left_of(course: &Course, day: f64) -> f64 {
    course.shown_volume_ml(day) / course.shown_volume_ml(0.0)
}

#[test]
fn enzyme_acts_within_days_only_downwards_and_more_is_more() {
    let m = model();
    let gel = [dose("restylane-kysse", 2.0, -120.0)];
    let left = |units: f64, day: f64| {
        left_of(&course(&m, "lips", &gel, &[Pulse { day: 0.0, units }]), day)
    };
    assert!(left(0.0, 1.0) > 0.98);
    assert!(left(75.0, 1.0) < left(0.0, 1.0));
    assert!(left(75.0, 14.0) < left(75.0, 1.0));
    let mut last = 1.0;
    for units in [10.0, 30.0, 75.0, 150.0, 300.0] {
        let now = left(units, 14.0);
        assert!(now < last);
        last = now;
    }
    let twice = course(
        &m,
        "lips",
        &gel,
        &[
            Pulse {
                day: 0.0,
                units: 75.0,
            },
            Pulse {
                day: 14.0,
                units: 75.0,
            },
        ],
    );
    assert!(left_of(&twice, 28.0) < left(75.0, 28.0));
}

#[test]
fn touch_up_and_repeat_add_up() {
    let m = model();
    let once = course(&m, "midface", &[dose("voluma", 3.0, 0.0)], &[]);
    let both = course(
        &m,
        "midface",
        &[dose("voluma", 3.0, 0.0), dose("voluma", 1.0, 30.0)],
        &[],
    );
    assert_eq!(once.gel_mass_ml(29.0), both.gel_mass_ml(29.0));
    let alone = course(&m, "midface", &[dose("voluma", 1.0, 30.0)], &[]);
    let sum = once.gel_mass_ml(400.0) + alone.gel_mass_ml(400.0);
    assert!((both.gel_mass_ml(400.0) - sum).abs() < 1e-12);
    assert!(both.correction_grades(400.0) > once.correction_grades(400.0));
}

#[test]
fn lactic_acid_builds_methacrylate_stays_and_collagen_goes() {
    let m = model();
    let fold = |product: &str, day: f64| {
        course(&m, "nasolabial-fold", &[dose(product, 3.0, 0.0)], &[]).correction_grades(day)
    };
    assert!(fold("sculptra", 300.0) > fold("sculptra", 21.0));
    assert!(fold("bellafill", 1500.0) > 0.8 * fold("bellafill", 400.0));
    assert!(fold("collagen-bovine", 365.0) < 0.1 * fold("collagen-bovine", AFTER));
    assert!(fold("restylane", 365.0) > fold("collagen-bovine", 365.0));
}

#[test]
fn skin_quality_gel_holds_and_then_falls_faster_than_an_exponential() {
    let m = model();
    let c = course(&m, "cheek-skin", &[dose("skinvive", 2.0, 0.0)], &[]);
    let loss = |a: f64, b: f64| (c.gel_mass_ml(a) / c.gel_mass_ml(b)).ln();
    assert!(loss(AFTER, 100.0) < loss(200.0, 300.0));
}

#[test]
fn superficial_gel_relieves_the_line_and_not_the_hollow() {
    let m = model();
    let mut gel = dose("belotero-balance", 0.2, 0.0);
    gel.superficial = true;
    let c = course(&m, "glabella", &[gel], &[]);
    assert!(c.etched_relief_grades(14.0) > 0.0);
    assert_eq!(c.correction_grades(14.0), 0.0);
}

#[test]
fn bad_input_is_refused_with_a_name() {
    let m = model();
    let wrong = |area: &str, d: Dose| {
        Course::new(&Setting {
            model: &m,
            area,
            person: Person::MEAN,
            doses: &[d],
            pulses: &[],
            force: None,
            horizon_d: 10.0,
        })
        .expect_err("must be refused")
    };
    assert!(matches!(
        wrong("knee", dose("voluma", 1.0, 0.0)),
        Error::UnknownArea { .. }
    ));
    assert!(matches!(
        wrong("lips", dose("water", 1.0, 0.0)),
        Error::UnknownProduct { .. }
    ));
    assert!(matches!(
        wrong("lips", dose("voluma", f64::NAN, 0.0)),
        Error::BadNumber { .. }
    ));
    assert!(matches!(
        wrong("lips", dose("voluma", -1.0, 0.0)),
        Error::BadNumber { .. }
    ));
}

#[test]
fn an_untreated_muscle_is_the_same_as_none_named() {
    let m = model();
    let gel = [dose("vollure", 3.0, -10.5)];
    let named = course_with(&m, "nasolabial-fold", &gel, &[], &|_| 1.0);
    let plain = course(&m, "nasolabial-fold", &gel, &[]);
    for day in [0.0, 3.3, 400.0, 2000.0] {
        assert!((named.gel_mass_ml(day) / plain.gel_mass_ml(day) - 1.0).abs() < 1e-12);
    }
}

#[test]
fn correction_lasts_about_as_long_as_labels_say() {
    let catalog = Catalog::embedded().expect("the shipped facts load");
    let m = Model::from_catalog(&catalog).expect("complete");
    let days_per_month = 30.4375;
    for gel in catalog.gels.values().filter(|g| g.dissolvable) {
        for u in &gel.uses {
            let (Some(duration), Ok(place)) = (&u.duration, m.place(&u.area)) else {
                continue;
            };
            let c = course(
                &m,
                &u.area,
                &[dose(&gel.name, place.usual_volume_ml, 0.0)],
                &[],
            );
            let half = 0.5 * c.correction_grades(AFTER);
            let months = (1..1000)
                .map(|week| 7.0 * f64::from(week))
                .find(|day| c.correction_grades(*day) < half)
                .expect("it ends")
                / days_per_month;
            let ratio = months / duration.central();
            assert!(
                (0.5..3.5).contains(&ratio),
                "{} {}: {months:.1} months",
                gel.name,
                u.area
            );
        }
    }
}
