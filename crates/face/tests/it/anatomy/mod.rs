//! Anatomy on the face: what the tests share.

mod courses;
mod layers;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use catalog::Catalog;
use face::anatomy::{Anatomy, Atlas};
use face::{Face, Measures, Person, Sex};
use glam::DVec3;

pub(crate) static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::embedded().expect("the facts are sound"));
pub(crate) static ATLAS: LazyLock<Atlas> =
    LazyLock::new(|| Atlas::new(&CATALOG).expect("the anatomy is placed"));
pub(crate) static WOMAN: LazyLock<(Face, Anatomy)> =
    LazyLock::new(|| placed(&Person::mean(Sex::Female, 25.0)));

pub(crate) fn placed(person: &Person) -> (Face, Anatomy) {
    let face = Face::of(person).expect("a face");
    let anatomy = ATLAS.of(&face).expect("its anatomy");
    (face, anatomy)
}

pub(crate) fn mirrored(point: DVec3) -> DVec3 {
    point * DVec3::new(-1.0, 1.0, 1.0)
}

pub(crate) fn cage_point(face: &Face, name: &str) -> usize {
    let found = face.cage.landmark(name).or_else(|| face.cage.point(name));
    found.expect("a point of the cage") as usize
}

/// Mean people, every measure at both ends of what is covered, and the oldest.
pub(crate) fn extremes() -> Vec<Person> {
    let mut people = Vec::new();
    for sex in [Sex::Female, Sex::Male] {
        for age in [18.0, 80.0] {
            people.push(Person::mean(sex, age));
        }
        let mean = Face::of(&Person::mean(sex, 30.0))
            .expect("a mean face")
            .measures;
        for factor in [0.93, 1.07] {
            let measures = mean.0.iter().map(|(name, mm)| (name.clone(), mm * factor));
            let measures = Measures(measures.collect::<BTreeMap<_, _>>());
            people.push(Person {
                sex,
                age_years: 50.0,
                measures,
            });
        }
    }
    people
}
