//! The soft tissue is sound, and muscles move the face as they should.

use std::sync::LazyLock;

use catalog::Catalog;
use face::anatomy::{Atlas, Side};
use face::soft_tissue::{
    Activation, Expressed, LEVEL, Mechanics, SoftTissue, Subject, activation_of, add_expression,
};
use face::{Face, Person, Sex};
use glam::DVec3;

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::embedded().expect("the facts can be read"));
static ATLAS: LazyLock<Atlas> = LazyLock::new(|| Atlas::new(&CATALOG).expect("an atlas"));

fn tissue(sex: Sex, age_years: f64) -> SoftTissue {
    let face = Face::of(&Person::mean(sex, age_years)).expect("a mean person");
    let anatomy = ATLAS.of(&face).expect("anatomy");
    let subject = Subject {
        anatomy: &anatomy,
        eyes: &face.eyes,
        age_years,
    };
    SoftTissue::new(&CATALOG, &ATLAS, &subject, LEVEL).expect("soft tissue")
}

/// The mean woman of 30 years with muscles active.
fn express(activation: &Activation, threads: usize) -> Expressed {
    let mechanics = Mechanics::new(tissue(Sex::Female, 30.0), threads);
    let mut mechanics = mechanics.expect("sound blocks");
    mechanics.express(activation).expect("an equilibrium")
}

fn expression(name: &str) -> Activation {
    activation_of(&CATALOG.expressions[name])
}

/// Move of a landmark on the left or in the midline, mm.
fn at(expressed: &Expressed, landmark: &str) -> DVec3 {
    let point = ATLAS.cage().landmark(landmark).expect("a landmark");
    expressed.moves[point as usize]
}

#[test]
fn blocks_of_women_and_men_of_any_age_are_not_turned_inside_out() {
    for sex in [Sex::Female, Sex::Male] {
        for age in [18.0, 30.0, 50.0, 70.0] {
            let model = tissue(sex, age).model;
            assert!(model.check().is_ok(), "{sex:?} {age}");
        }
    }
}

#[test]
fn every_muscle_has_fibres_in_the_tissue_on_both_sides() {
    let tissue = tissue(Sex::Female, 30.0);
    for muscle in CATALOG.muscles.keys() {
        let mut sides = tissue
            .contractors
            .iter()
            .filter(|one| one.muscle == *muscle);
        let volumes = [sides.next(), sides.next()].map(|side| side.map(|one| one.volume_mm3));
        let [Some(one), Some(other)] = volumes else {
            panic!("{muscle} lacks a side");
        };
        assert!(one > 100.0 && (one / other - 1.0).abs() < 0.05, "{muscle}");
    }
}

#[test]
fn a_brow_raise_travels_as_far_as_measured_and_leaves_the_mouth_alone() {
    let raised = express(&expression("brow-raise"), 2);
    let brow = at(&raised, "brow-medial");
    assert!((5.0..=10.0).contains(&brow.y), "up by {:.2} mm", brow.y);
    assert!(at(&raised, "cheilion").length() < 0.2);
    assert!(raised.least_volume_ratio > 0.2);
}

#[test]
fn a_frown_draws_the_brows_together_and_down_on_both_sides_alike() {
    let frowned = express(&expression("frown"), 2);
    let brow = at(&frowned, "brow-peak");
    assert!(brow.x < -3.0 && brow.y < -1.0, "{brow}");
    let cage = ATLAS.cage();
    let left = cage.landmark("brow-peak").expect("a landmark");
    let right = frowned.moves[cage.mirror[left as usize] as usize];
    let mirrored = right * DVec3::new(-1.0, 1.0, 1.0);
    assert!(brow.distance(mirrored) < 0.3, "{brow} beside {right}");
}

#[test]
fn a_muscle_of_one_side_moves_that_side() {
    let activation = [(("frontalis".to_owned(), Side::Left), 0.5)].into();
    let raised = express(&activation, 2);
    let cage = ATLAS.cage();
    let left = cage.landmark("brow-peak").expect("a landmark");
    let right = cage.mirror[left as usize];
    let [left, right] = [left, right].map(|point| raised.moves[point as usize].length());
    assert!(
        left > 2.0 && right < 0.3 * left,
        "{left:.2} and {right:.2} mm"
    );
}

#[test]
fn muscles_at_rest_move_nothing() {
    let resting = express(&Activation::new(), 2);
    assert!(resting.moves.iter().all(|by| by.length() < 1e-9));
}

#[test]
fn an_expression_is_the_same_on_any_number_of_threads() {
    let [one, two] = [1, 2].map(|threads| express(&expression("frown"), threads));
    assert_eq!(one.moves, two.moves);
}

#[test]
fn expressions_add_up_to_no_more_than_full_activation() {
    let mut activation = expression("smile");
    add_expression(&mut activation, &CATALOG.expressions["closed-smile"], 1.0);
    assert!(activation.values().all(|share| (0.0..=1.0).contains(share)));
    let cheek = ("zygomaticus-major".to_owned(), Side::Right);
    assert_eq!(activation[&cheek], 1.0);
}
