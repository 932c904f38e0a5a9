//! Muscles, vessels and nerves lie where they are published and stay inside the face.

use catalog::Fact;
use face::anatomy::{Anatomy, Side, Stretch};
use face::{Person, Sex};
use glam::DVec3;

use super::{ATLAS, CATALOG, WOMAN, cage_point, extremes, mirrored, placed};

/// Length and width of the left belly of a muscle beside what is published for the muscle.
fn beside(name: &str, own: impl Fn(&catalog::Muscle) -> Option<Fact>) -> f64 {
    own(&CATALOG.muscles[name])
        .expect("a published value")
        .central()
}

/// Skin above a left stretch nearest to a height, and the depth there.
fn at_height(stretch: &Stretch, y: f64) -> (DVec3, f64) {
    let points = stretch.above.iter().zip(&stretch.depths_mm);
    let nearest = points.min_by(|a, b| (a.0.y - y).abs().total_cmp(&(b.0.y - y).abs()));
    let (point, depth) = nearest.expect("a stretch has points");
    (*point, *depth)
}

fn stretch<'a>(anatomy: &'a Anatomy, vessel: &str, name: &str) -> &'a Stretch {
    let vessel = anatomy
        .vessels
        .iter()
        .find(|v| v.name == vessel)
        .expect("a vessel");
    vessel
        .stretches
        .iter()
        .find(|s| s.name == name)
        .expect("a stretch")
}

#[test]
fn left_and_right_are_mirror_images() {
    let (_, anatomy) = &*WOMAN;
    for muscle in &anatomy.muscles {
        for pair in muscle.bellies.chunks(2) {
            assert_eq!((pair[0].side, pair[1].side), (Side::Left, Side::Right));
            let points = |i: usize| pair[i].fibres.iter().flatten();
            for (left, right) in points(0).zip(points(1)) {
                assert!(left.distance(mirrored(*right)) < 0.2, "{}", muscle.name);
            }
        }
    }
    for vessel in &anatomy.vessels {
        for pair in vessel.stretches.chunks(2) {
            for (left, right) in pair[0].points.iter().zip(&pair[1].points) {
                assert!(left.distance(mirrored(*right)) < 0.2, "{}", vessel.name);
            }
        }
    }
}

#[test]
fn every_muscle_of_expression_and_chewing_has_fibres_and_action_units() {
    let (_, anatomy) = &*WOMAN;
    assert_eq!(anatomy.muscles.len(), CATALOG.muscles.len());
    for muscle in &anatomy.muscles {
        assert!(
            !muscle.facs.is_empty(),
            "{} has no action unit",
            muscle.name
        );
        assert!(muscle.bellies.len() >= 2, "{} has no fibres", muscle.name);
        let shares = CATALOG.muscles[&muscle.name].bundle.iter().map(|b| b.share);
        assert!((shares.sum::<f64>() - 1.0).abs() < 1e-9, "{}", muscle.name);
    }
    let all: Vec<&str> = anatomy
        .muscles
        .iter()
        .flat_map(|m| &m.facs)
        .map(String::as_str)
        .collect();
    let units = [
        1, 2, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 21, 31, 38, 39,
    ];
    for unit in units.map(|number| format!("AU{number}")) {
        assert!(all.contains(&unit.as_str()), "no muscle makes {unit}");
    }
}

#[test]
fn rows_of_the_shared_table_of_muscles_are_all_there() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = path.join("../../../shared/facts/facial_muscles.csv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: no shared/facts beside the checkout");
        return;
    };
    let titles: Vec<String> = CATALOG
        .muscles
        .values()
        .map(|m| m.title.to_lowercase())
        .collect();
    for row in text.lines().skip(1) {
        let name = row
            .split([',', '('])
            .next()
            .unwrap_or_default()
            .trim()
            .to_lowercase();
        let known = titles.iter().any(|title| title.starts_with(&name));
        assert!(known, "no record for {name}");
    }
}

#[test]
fn fibres_stay_below_the_skin_and_above_the_base() {
    for person in extremes() {
        let (_, anatomy) = placed(&person);
        for muscle in &anatomy.muscles {
            for belly in &muscle.bellies {
                for depth in belly.depths.iter().flatten() {
                    assert!((0.0..=1.0).contains(depth), "{}", muscle.name);
                }
                for point in belly.fibres.iter().flatten() {
                    assert!(point.is_finite(), "{}", muscle.name);
                }
            }
        }
        for vessel in &anatomy.vessels {
            for stretch in &vessel.stretches {
                assert!(
                    stretch.depths_mm.iter().all(|mm| *mm > 0.0),
                    "{}",
                    vessel.name
                );
            }
        }
    }
}

#[test]
fn bellies_are_as_long_and_wide_as_published() {
    let (_, anatomy) = &*WOMAN;
    let belly = |name: &str| {
        let muscle = anatomy.muscles.iter().find(|m| m.name == name);
        &muscle.expect("a muscle").bellies[0]
    };
    for (name, tolerance) in [
        ("zygomaticus-major", 0.1),
        ("corrugator", 0.25),
        ("masseter", 0.1),
        ("temporalis", 0.25),
        ("depressor-anguli-oris", 0.2),
        ("mentalis", 0.2),
        ("risorius", 0.2),
    ] {
        let (found, published) = (belly(name).length_mm(), beside(name, |m| m.length.clone()));
        let apart = (found - published).abs() / published;
        assert!(
            apart < tolerance,
            "{name}: {found:.1} for {published} mm long"
        );
    }
    for (name, sample, tolerance) in [("zygomaticus-major", 6, 0.2), ("corrugator", 16, 0.25)] {
        let (found, published) = (
            belly(name).width_mm(sample),
            beside(name, |m| m.width.clone()),
        );
        let apart = (found - published).abs() / published;
        assert!(
            apart < tolerance,
            "{name}: {found:.1} for {published} mm wide"
        );
    }
    let procerus = 2.0 * belly("procerus").width_mm(22);
    assert!(
        (procerus - 14.5).abs() < 4.6,
        "procerus {procerus:.1} mm wide at the glabella"
    );
}

/// A published place: vessel, stretch, landmark at whose height it holds, distance from the
/// midline and its tolerance, depth and its tolerance, mm. Tolerances are the standard deviation
/// where there is one, else 2 mm and what the pooled studies differ by.
type Published = (&'static str, &'static str, &'static str, [f64; 2], [f64; 2]);

const PUBLISHED: [Published; 9] = [
    (
        "central-forehead-arteries",
        "central artery",
        "glabella",
        [4.7, 2.0],
        [3.1, 0.6],
    ),
    (
        "central-forehead-arteries",
        "paracentral artery",
        "glabella",
        [7.8, 2.0],
        [4.8, 0.6],
    ),
    (
        "supratrochlear-artery",
        "superficial branch",
        "glabella",
        [14.7, 2.0],
        [4.2, 0.6],
    ),
    (
        "supratrochlear-artery",
        "deep branch",
        "glabella",
        [19.2, 2.0],
        [5.9, 0.7],
    ),
    (
        "supraorbital-artery",
        "from the notch",
        "glabella",
        [26.4, 3.3],
        [5.68, 1.1],
    ),
    (
        "supraorbital-nerve",
        "superficial branch",
        "glabella",
        [26.4, 3.3],
        [6.0, 1.0],
    ),
    (
        "supratrochlear-nerve",
        "from the inner orbit",
        "glabella",
        [11.1, 2.0],
        [5.0, 1.0],
    ),
    (
        "dorsal-nasal-artery",
        "along the bridge",
        "pronasale",
        [4.4, 3.2],
        [2.0, 1.5],
    ),
    (
        "infraorbital-bundle",
        "foramen and lip branch",
        "orbital-rim-inferior",
        [26.2, 3.2],
        [11.5, 2.4],
    ),
];

#[test]
fn vessels_lie_as_far_from_landmarks_and_as_deep_as_published() {
    for person in [
        Person::mean(Sex::Female, 25.0),
        Person::mean(Sex::Male, 25.0),
    ] {
        let (face, anatomy) = placed(&person);
        for (vessel, name, landmark, [lateral, side_mm], [deep, deep_mm]) in PUBLISHED {
            let height = anatomy.layers.skin[cage_point(&face, landmark)].y;
            let (point, depth) = at_height(stretch(&anatomy, vessel, name), height);
            assert!(
                (point.x - lateral).abs() < side_mm,
                "{vessel}, {name}: x {:.1}",
                point.x
            );
            assert!(
                (depth - deep).abs() < deep_mm,
                "{vessel}, {name}: depth {depth:.1}"
            );
        }
    }
}

#[test]
fn labial_arteries_run_at_the_published_depth_of_the_border_of_the_red() {
    let (_, anatomy) = &*WOMAN;
    for (vessel, published) in [
        ("superior-labial-artery", 5.6),
        ("inferior-labial-artery", 5.2),
    ] {
        let along = stretch(anatomy, vessel, "along the border of the red");
        let end = along.depths_mm.last().copied().unwrap_or_default();
        assert!((end - published).abs() < 0.3, "{vessel}: {end:.2} mm");
    }
}

#[test]
fn nerves_and_foramina_lie_where_they_are_measured() {
    let (face, anatomy) = &*WOMAN;
    let skin = |name: &str| anatomy.layers.skin[cage_point(face, name)];
    // 32.1 mm in front of the tragus where the frontal nerve crosses the arch.
    let frontal = stretch(anatomy, "frontal-nerve", "front ramus");
    let (crossing, _) = at_height(frontal, skin("tragion").y + 4.0);
    assert!(
        (crossing.z - skin("tragion").z - 32.1).abs() < 5.0,
        "{crossing}"
    );
    // 20.4 mm below and 3.3 mm medial of the corner of the mouth.
    let mental = stretch(anatomy, "mental-bundle", "foramen and lip branch").above[0];
    let corner = skin("cheilion");
    assert!((corner.y - mental.y - 20.4).abs() < 3.9, "{mental}");
    assert!((corner.x - mental.x - 3.3).abs() < 2.9, "{mental}");
    // Some 43 mm from the infraorbital foramen to the supraorbital notch.
    let notch = stretch(anatomy, "supraorbital-artery", "from the notch").above[0];
    let foramen = stretch(anatomy, "infraorbital-bundle", "foramen and lip branch").above[0];
    assert!(
        (notch.distance(foramen) - 42.2).abs() < 2.4 * 2.0,
        "{}",
        notch.distance(foramen)
    );
    // 36.9 ± 14.2 above and 17.2 ± 8.2 in front of the tragus the temporal artery divides.
    let fork = *stretch(anatomy, "superficial-temporal-artery", "frontal branch")
        .above
        .first()
        .expect("a point");
    assert!((fork.y - skin("tragion").y - 36.9).abs() < 14.2, "{fork}");
    assert!((fork.z - skin("tragion").z - 17.2).abs() < 8.2, "{fork}");
}

#[test]
fn a_needle_is_told_the_muscle_its_fibres_and_the_vessels_near() {
    let (face, anatomy) = &*WOMAN;
    let reference = ATLAS.reference();
    let spot = |name: &str, by: DVec3| ATLAS.spot(reference.points[cage_point(face, name)] + by);
    // Middle of the forehead, 15 mm lateral, 3 mm deep: frontalis, fibres upward.
    let forehead = anatomy.muscles_at(&spot("glabella", DVec3::new(15.0, 25.0, -4.0)), 3.5);
    assert_eq!(
        forehead.first().map(|at| at.muscle.name.as_str()),
        Some("frontalis")
    );
    assert!(forehead[0].direction.y > 0.8, "{}", forehead[0].direction);
    let cheek = anatomy.muscles_at(&spot("cheek.3.6", DVec3::ZERO), 12.5);
    assert_eq!(
        cheek.first().map(|at| at.muscle.name.as_str()),
        Some("masseter")
    );
    // At the notch the supraorbital bundle is nearest; deeper is nearer.
    let notch = ATLAS.landmarks["supraorbital-notch"].sides[0][0];
    let near = anatomy.nearest_vessels(&notch, 5.0);
    assert!(
        near[0].0.name.starts_with("supraorbital"),
        "{}",
        near[0].0.name
    );
    let shallow = anatomy.nearest_vessels(&notch, 1.0);
    assert!(near[0].1 < shallow[0].1);
}
