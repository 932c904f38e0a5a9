//! The net is sound, its subdivision repeatable, and people have the measures asked for.

mod anatomy;
mod lines;
mod scan;
mod soft_tissue;

use std::collections::BTreeSet;

use face::{Cage, Face, FaceError, Measures, Mesh, Person, Refinement, Sex};
use glam::DVec3;

fn cage() -> Cage {
    Cage::built_in().expect("the facts of the face can be read")
}

fn people() -> Vec<Face> {
    [
        (Sex::Female, 30.0),
        (Sex::Female, 70.0),
        (Sex::Male, 30.0),
        (Sex::Male, 70.0),
    ]
    .map(|(sex, age)| Face::of(&Person::mean(sex, age)).expect("a mean person"))
    .into()
}

#[test]
fn every_edge_joins_at_most_two_faces_in_opposite_directions() {
    let mesh = cage().mesh;
    assert!(mesh.edges().values().all(|faces| *faces <= 2));
    let mut directed = BTreeSet::new();
    for quad in &mesh.quads {
        for i in 0..4 {
            let edge = (quad[i], quad[(i + 1) % 4]);
            assert!(
                directed.insert(edge),
                "edge {edge:?} runs twice the same way"
            );
        }
    }
}

#[test]
fn the_head_is_a_sphere_with_eight_openings() {
    let cage = cage();
    let openings = cage.mesh.openings();
    assert_eq!(
        openings.len(),
        8,
        "mouth, neck, two of eye, nostril and ear"
    );
    assert_eq!(cage.mesh.euler_characteristic(), 2 - 8);
    let mut sizes: Vec<usize> = openings.iter().map(Vec::len).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [8, 8, 16, 16, 17, 17, 24, 52]);
}

#[test]
fn lips_and_lids_are_open_slits_between_named_loops() {
    let cage = cage();
    let opening = |name: &str| {
        let point = cage.point(name).expect("a point of the cage");
        let openings = cage.mesh.openings();
        openings
            .into_iter()
            .find(|opening| opening.contains(&point))
    };
    for name in [
        "mouth.0.3",
        "eye.0.4",
        "nostril.3.B",
        "ear.10.5",
        "neck.6.4",
    ] {
        assert!(opening(name).is_some(), "{name} lies on an opening");
    }
    assert_ne!(opening("mouth.0.3"), opening("eye.0.4"));
}

#[test]
fn left_and_right_are_mirror_images() {
    let cage = cage();
    for (point, other) in cage.mirror.iter().enumerate() {
        let mirrored = cage.mesh.points[*other as usize] * DVec3::new(-1.0, 1.0, 1.0);
        assert_eq!(cage.mesh.points[point], mirrored);
    }
    for face in people() {
        let points = &face.cage.mesh.points;
        for (point, other) in face.cage.mirror.iter().enumerate() {
            let mirrored = points[*other as usize] * DVec3::new(-1.0, 1.0, 1.0);
            assert!(points[point].distance(mirrored) < 1e-6);
        }
    }
}

/// Corners whose own normal points against that of their quadrilateral.
fn flipped(mesh: &Mesh) -> usize {
    let corner = |quad: &[u32; 4], i: usize| mesh.points[quad[i % 4] as usize];
    let flips = |quad: &&[u32; 4]| {
        let whole = (corner(quad, 2) - corner(quad, 0)).cross(corner(quad, 3) - corner(quad, 1));
        (0..4).any(|i| {
            let here = corner(quad, i);
            let own = (corner(quad, i + 1) - here).cross(corner(quad, i + 3) - here);
            own.dot(whole) < 0.0
        })
    };
    mesh.quads.iter().filter(flips).count()
}

#[test]
fn the_measured_surface_has_no_flipped_quadrilateral() {
    let cage = cage();
    let fine = Refinement::new(&cage.mesh, 2).surface(&cage.mesh.points);
    assert_eq!(flipped(&fine), 0);
}

#[test]
fn subdivision_keeps_the_openings_and_quadruples_the_faces() {
    let cage = cage();
    let fine = Refinement::new(&cage.mesh, 1).surface(&cage.mesh.points);
    assert_eq!(fine.quads.len(), 4 * cage.mesh.quads.len());
    assert_eq!(
        fine.euler_characteristic(),
        cage.mesh.euler_characteristic()
    );
    assert_eq!(fine.openings().len(), 8);
}

#[test]
fn subdivision_weights_sum_to_one_and_are_the_same_on_every_run() {
    let cage = cage();
    let refinement = Refinement::new(&cage.mesh, 2);
    let fine = refinement.surface(&cage.mesh.points);
    for point in 0..fine.points.len() {
        let sum: f64 = refinement
            .weights(point)
            .iter()
            .map(|(_, weight)| weight)
            .sum();
        assert!((sum - 1.0).abs() < 1e-12);
    }
    assert_eq!(refinement, Refinement::new(&cage.mesh, 2));
}

#[test]
fn a_face_has_the_measures_asked_for() {
    let mut person = Person::mean(Sex::Female, 30.0);
    person.measures = Measures([("nose-width".to_owned(), 37.0)].into());
    let face = Face::of(&person).expect("a wider nose");
    assert!((face.measures.0["nose-width"] - 37.0).abs() < 0.05);
    assert!((face.measures.0["face-width"] - 133.8).abs() < 0.05);
}

#[test]
fn years_lengthen_the_upper_lip_and_thin_it() {
    let height = |age: f64| {
        let face = Face::of(&Person::mean(Sex::Female, age)).expect("a mean woman");
        let refinement = Refinement::new(&face.cage.mesh, 2);
        let skin = face.skin(&refinement);
        let y = |name: &str| skin.points[face.cage.landmark(name).expect("a landmark") as usize].y;
        let lip = y("subnasale") - y("stomion");
        (lip, y("labiale-superius") - y("stomion"))
    };
    let (young, old) = (height(25.0), height(72.0));
    let longer = old.0 / young.0 - 1.0;
    assert!((0.05..0.25).contains(&longer), "longer by {longer:.3}");
    assert!(old.1 < young.1);
}

#[test]
fn lids_stay_clear_of_the_eyeballs() {
    for face in people() {
        let skin = face.skin(&Refinement::new(&face.cage.mesh, 2));
        for eye in &face.eyes {
            let nearest = skin.points.iter().map(|p| p.distance(eye.center));
            assert!(nearest.fold(f64::INFINITY, f64::min) > eye.radius_mm);
        }
    }
}

#[test]
fn an_age_outside_the_range_is_refused() {
    let child = Face::of(&Person::mean(Sex::Male, 5.0));
    assert_eq!(child, Err(FaceError::Age { age_years: 5.0 }));
}

#[test]
fn measures_that_no_face_has_are_refused_with_the_choices() {
    let ask = |name: &str, mm: f64| {
        let mut person = Person::mean(Sex::Male, 40.0);
        person.measures = Measures([(name.to_owned(), mm)].into());
        Face::of(&person).map_err(|error| error.to_string())
    };
    let unknown = ask("nosewidth", 36.0).expect_err("no such measure");
    assert!(unknown.contains("nose-width"), "{unknown}");
    let far = ask("nose-width", 300.0).expect_err("too wide");
    assert!(far.contains("25.3 to 47.9 mm"), "{far}");
    assert!(ask("nose-width", f64::NAN).is_err());
}

#[test]
fn landmarks_and_regions_are_those_of_the_catalog() {
    let cage = cage();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let landmarks = std::fs::read_to_string(root.join("landmarks.toml")).expect("landmarks.toml");
    for (name, _) in cage.landmarks() {
        assert!(landmarks.contains(&format!("name = \"{name}\"")), "{name}");
    }
    for (area, points) in cage.regions() {
        assert!(root.join(format!("areas/{area}.toml")).exists(), "{area}");
        assert!(!points.is_empty());
    }
}

#[test]
fn every_source_of_the_face_is_a_record() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let read = |path: &str| std::fs::read_to_string(root.join(path)).expect("a table");
    let known = read("sources/face.toml") + &read("sources/anatomy.toml");
    for table in ["face/measures.toml", "face/ageing.toml", "face/eyes.toml"] {
        for rest in read(table).split("source = \"").skip(1) {
            let id = rest.split('"').next().unwrap_or_default();
            assert!(known.contains(&format!("id = \"{id}\"")), "{table}: {id}");
        }
    }
}
