//! Points in mm from landmarks lie where a tape on the skin puts them.

use face::anatomy::{Side, Tape};
use face::{Person, Sex};

use super::{ATLAS, CATALOG, WOMAN, extremes, mirrored, placed};

#[test]
fn no_step_is_the_landmark_itself() {
    let (_, anatomy) = &*WOMAN;
    let tape = Tape::new(&ATLAS, anatomy);
    for (name, landmark) in &ATLAS.landmarks {
        let laid = tape.lay(name, Side::Left, 0.0, 0.0).expect("a landmark");
        let here = laid.spot.of(&anatomy.layers.skin);
        let there = landmark.on(&anatomy.layers.skin)[0];
        let is_site = CATALOG
            .areas
            .values()
            .flat_map(|area| &area.pattern)
            .any(|pattern| pattern.site.iter().any(|site| site.landmark == *name));
        assert!(
            !is_site || here.distance(there) < 5.0,
            "{name}: {here} {there}"
        );
        assert!(!is_site || laid.along_mm < 5.0, "{name}: {}", laid.along_mm);
    }
}

#[test]
fn a_short_step_on_the_forehead_is_where_calipers_put_it() {
    let (_, anatomy) = &*WOMAN;
    let tape = Tape::new(&ATLAS, anatomy);
    let from = tape.lay("glabella", Side::Left, 0.0, 0.0).expect("a point");
    let laid = tape
        .lay("glabella", Side::Left, 12.0, 20.0)
        .expect("a point");
    let way = laid.spot.of(&anatomy.layers.skin) - from.spot.of(&anatomy.layers.skin);
    assert!(
        (way.x - 12.0).abs() < 1.5 && (way.y - 20.0).abs() < 1.5,
        "{way}"
    );
    let calipers = 12.0_f64.hypot(20.0);
    assert!(laid.along_mm > calipers - 0.5 && laid.along_mm < calipers + 6.0);
}

#[test]
fn the_right_side_is_the_mirror_image() {
    let (_, anatomy) = &*WOMAN;
    let tape = Tape::new(&ATLAS, anatomy);
    for (name, lateral, up) in [
        ("exocanthion", 15.0, 0.0),
        ("gonion", -9.0, -9.0),
        ("malar-eminence", -2.0, -16.0),
        ("platysma-anterior", 2.0, 18.0),
    ] {
        let on = |side| {
            let laid = tape.lay(name, side, lateral, up).expect("a point");
            laid.spot.of(&anatomy.layers.skin)
        };
        let (left, right) = (on(Side::Left), on(Side::Right));
        assert!(
            left.x > 0.0 && left.distance(mirrored(right)) < 1.0,
            "{name}"
        );
    }
}

#[test]
fn millimetres_along_the_skin_are_the_same_on_every_face() {
    let length = |person: &Person, name: &str, lateral: f64, up: f64| {
        let (_, anatomy) = placed(person);
        let tape = Tape::new(&ATLAS, &anatomy);
        let laid = tape.lay(name, Side::Left, lateral, up).expect("a point");
        let end = laid.spot.of(&anatomy.layers.skin);
        assert!(end.distance(laid.from) <= laid.along_mm + 4.0, "{name}");
        laid.along_mm
    };
    let own = Person::mean(Sex::Female, 25.0);
    for person in extremes() {
        for (name, lateral, up) in [("exocanthion", 15.0, 0.0), ("brow-medial", 0.0, 4.0)] {
            let (here, there) = (
                length(&person, name, lateral, up),
                length(&own, name, lateral, up),
            );
            assert!((here - there).abs() < 0.6, "{name}: {here} {there}");
        }
    }
}

#[test]
fn an_unknown_landmark_has_no_point() {
    let tape = Tape::new(&ATLAS, &WOMAN.1);
    assert!(tape.lay("axilla-apex", Side::Left, 0.0, 0.0).is_none());
}
