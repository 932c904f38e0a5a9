//! Layers are as thick as published and sound on any face; zones and landmarks are all there.

use catalog::Status;
use face::anatomy::{Atlas, Base, LAYERS};
use face::{Person, Sex};
use glam::DVec3;

use super::{ATLAS, CATALOG, WOMAN, cage_point, extremes, mirrored, placed};

#[test]
fn totals_equal_the_published_thickness_at_their_sites() {
    let (face, anatomy) = &*WOMAN;
    let mut checked = 0;
    for site in &CATALOG.layers["total"].site {
        let fact = site.woman.as_ref().or(site.pooled.as_ref());
        let fact = fact.expect("a site has a thickness");
        if fact.status == Status::Assumption {
            continue;
        }
        let found = anatomy.layers.total_mm(cage_point(face, &site.place.at));
        let published = fact.central();
        assert!(
            (found - published).abs() < 0.01,
            "{}: {found} for {published} mm",
            site.name
        );
        checked += 1;
    }
    assert!(checked >= 28, "only {checked} published sites");
}

#[test]
fn skin_is_as_thick_as_measured_in_both_sexes() {
    for (sex, anatomy) in [
        (Sex::Female, &WOMAN.1),
        (Sex::Male, &placed(&Person::mean(Sex::Male, 25.0)).1),
    ] {
        for site in &CATALOG.layers["skin"].site {
            let own = match sex {
                Sex::Female => site.woman.as_ref(),
                Sex::Male => site.man.as_ref(),
            };
            let Some(fact) = own else { continue };
            let point = cage_point(&WOMAN.0, &site.place.at);
            let found = anatomy.layers.layer_mm(0, point);
            let room = 0.45 * anatomy.layers.total_mm(point);
            let published = fact.central().min(room);
            assert!(
                (found - published).abs() < 0.02,
                "{}: {found} for {published}",
                site.name
            );
        }
    }
}

#[test]
fn layers_follow_each_other_and_no_block_is_tangled_on_any_face() {
    for person in extremes() {
        let (_, anatomy) = placed(&person);
        let layers = &anatomy.layers;
        assert!(
            layers.least_shape > 0.0,
            "{person:?}: {}",
            layers.least_shape
        );
        for point in 0..layers.skin.len() {
            for layer in 0..LAYERS.len() {
                let (upper, lower) = (layers.shares[layer][point], layers.shares[layer + 1][point]);
                assert!(lower > upper, "layer {layer} of point {point} is empty");
            }
        }
    }
}

#[test]
fn landmarks_lie_as_on_the_canonical_face() {
    let skin = &ATLAS.reference().points;
    let mut pairs = Vec::new();
    for (name, landmark) in &ATLAS.landmarks {
        if let Some(canonical) = landmark.canonical_mm {
            let [left, right] = landmark.on(skin);
            pairs.push((name, left, canonical));
            if left.x > 1.0 {
                pairs.push((name, right, mirrored(canonical)));
            }
        }
    }
    assert!(pairs.len() > 90, "{} points", pairs.len());
    // The generic face is compared after the best shift and one scale an axis.
    let count = pairs.len() as f64;
    let mean =
        |f: fn(&(&String, DVec3, DVec3)) -> DVec3| pairs.iter().map(f).sum::<DVec3>() / count;
    let (ours, theirs) = (mean(|pair| pair.1), mean(|pair| pair.2));
    let scale = |axis: usize| {
        let (mut both, mut own) = (0.0, 0.0);
        for (_, a, b) in &pairs {
            both += (a - ours)[axis] * (b - theirs)[axis];
            own += (b - theirs)[axis].powi(2);
        }
        both / own
    };
    let scales = DVec3::new(scale(0), scale(1), scale(2));
    let mut squares = 0.0;
    for (name, our, canonical) in &pairs {
        let apart = our.distance(ours + scales * (*canonical - theirs));
        assert!(
            apart < 13.0,
            "{name}: {apart:.1} mm from the canonical face"
        );
        squares += apart * apart;
    }
    assert!(
        (squares / count).sqrt() < 6.0,
        "rms {:.2} mm",
        (squares / count).sqrt()
    );
}

#[test]
fn zones_cover_every_area_and_rhytid_of_the_face() {
    let elsewhere = ["axilla", "hands"];
    for area in CATALOG
        .areas
        .keys()
        .filter(|area| !elsewhere.contains(&area.as_str()))
    {
        let weights = ATLAS
            .areas
            .get(area)
            .unwrap_or_else(|| panic!("no zone for {area}"));
        assert!(
            weights.iter().any(|weight| *weight > 0.6),
            "{area} has no middle"
        );
    }
    for rhytid in CATALOG.rhytids.keys() {
        let weights = ATLAS
            .rhytids
            .get(rhytid)
            .unwrap_or_else(|| panic!("no zone for {rhytid}"));
        assert!(
            weights.iter().any(|weight| *weight > 0.5),
            "{rhytid} has no middle"
        );
        assert!(weights.iter().all(|weight| (0.0..=1.0).contains(weight)));
    }
}

#[test]
fn tissue_is_held_by_ligaments_and_free_over_glide_planes() {
    let face = &WOMAN.0;
    let free = |name: &str| ATLAS.freedom[cage_point(face, name)];
    assert!(free("scalp.2.4") > 0.8, "the forehead slides");
    assert!(free("mouth.4.0") > 0.9, "lips are free of the teeth");
    assert!(free("nose.3.0") < 0.1, "the bridge is fast");
    assert_eq!(WOMAN.1.ligaments.len(), 2 * CATALOG.ligaments.len());
    for ligament in &WOMAN.1.ligaments {
        for (root, end) in ligament.roots.iter().zip(&ligament.ends) {
            assert!(root.distance(*end) > 0.5, "{}", ligament.name);
        }
    }
}

#[test]
fn deep_fat_of_the_midface_shrinks_with_the_years() {
    let old = placed(&Person::mean(Sex::Female, 60.0)).1;
    let point = cage_point(&WOMAN.0, "cheek.2.2");
    let (young, old) = (
        WOMAN.1.layers.layer_mm(3, point),
        old.layers.layer_mm(3, point),
    );
    let lost = 1.0 - old / young;
    assert!(
        (0.1..0.30).contains(&lost),
        "the deep medial cheek fat loses {lost:.2}"
    );
}

#[test]
fn what_lies_below_is_named() {
    let face = &WOMAN.0;
    let kind = |name: &str| WOMAN.1.layers.kinds[cage_point(face, name)];
    assert_eq!(kind("glabella"), Base::Bone);
    assert_eq!(kind("mouth.4.0"), Base::Mucosa);
    assert_eq!(kind("eye.3.4"), Base::Orbit);
    assert_eq!(kind("nose.6.0"), Base::Cartilage);
    assert_eq!(kind("neck.3.5"), Base::Fascia);
}

#[test]
fn a_surface_of_another_size_is_refused() {
    let (face, _) = &*WOMAN;
    let few = face::Mesh::default();
    let refused = ATLAS.on(&face.cage.mesh.points, &few, Sex::Female, 30.0);
    assert!(matches!(
        refused,
        Err(face::FaceError::Points { found: 0, .. })
    ));
}

#[test]
fn the_same_facts_give_the_same_anatomy() {
    let again = Atlas::new(&CATALOG).expect("the anatomy is placed");
    assert_eq!(again.of(&WOMAN.0).expect("its anatomy"), WOMAN.1);
}
