//! Lines of the built-in face, its skin moved by hand as muscles would.

use std::sync::LazyLock;

use face::anatomy::Atlas;
use face::lines::FaceLines;
use face::{Face, Mesh, Person, Sex};
use glam::DVec3;
use tissue::lines::{Fineness, Frame, Line};

/// Coarse: places and depths of lines do not depend on the fine surface.
const FINENESS: Fineness = Fineness {
    valley: 1.0,
    between: 3.0,
    growth: 0.5,
};

struct Made {
    skin: Mesh,
    lines: FaceLines,
}

static FACES: LazyLock<[Made; 3]> = LazyLock::new(|| {
    let catalog = catalog::Catalog::embedded().expect("the facts");
    let atlas = Atlas::new(&catalog).expect("anatomy");
    [25.0, 47.0, 70.0].map(|age| {
        let face = Face::of(&Person::mean(Sex::Female, 47.0)).expect("a face");
        let anatomy = atlas.of(&face).expect("anatomy");
        let skin = face.skin(atlas.refinement());
        let lines = FaceLines::new(&atlas, &anatomy, &skin, age, &FINENESS).expect("lines");
        Made { skin, lines }
    })
});

fn middle_aged() -> &'static Made {
    &FACES[1]
}

/// 1 up to `from`, 0 from `to` on.
fn fade(value: f64, from: f64, to: f64) -> f64 {
    let t = ((to - value) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// The brows drawn together: between them the skin is shortened by a share.
fn frown(point: DVec3, share: f64) -> DVec3 {
    let inward = point.x.clamp(-25.0, 25.0) * fade(point.x.abs(), 25.0, 60.0);
    let level = fade((point.y - 52.0).abs(), 10.0, 30.0) * fade(-point.z, -80.0, -60.0);
    DVec3::new(-share * inward * level, 0.0, 0.0)
}

/// The brows raised: between them and the hairline the skin is shortened by a share.
fn raise(point: DVec3, share: f64) -> DVec3 {
    let above = (110.0 - point.y).clamp(0.0, 45.0) * fade(65.0 - point.y, 0.0, 40.0);
    let front = fade(-point.z, -60.0, -20.0);
    DVec3::new(0.0, share * above * front, 0.0)
}

impl Made {
    fn fold(&self, moved: impl Fn(DVec3) -> DVec3) -> Frame {
        let points = self.skin.points.iter().map(|point| *point + moved(*point));
        let mut frame = self.lines.frame();
        self.lines
            .fold(&points.collect::<Vec<_>>(), &[], &mut frame);
        frame.folded
    }

    fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Line> {
        let lines = self.lines.field.lines().iter();
        lines.filter(move |line| self.lines.families[line.family as usize].name == name)
    }

    fn deepest(&self, frame: &Frame, name: &str) -> f64 {
        self.of(name)
            .map(|line| frame.depth(line))
            .fold(0.0, f64::max)
    }
}

#[test]
fn a_frown_makes_one_upright_line_a_side_nine_millimetres_from_the_midline() {
    let made = middle_aged();
    let frame = made.fold(|p| frown(p, 0.18));
    let lines: Vec<&Line> = made.of("glabellar").collect();
    assert_eq!(lines.len(), 2);
    for line in lines {
        let deepest = line.courses[0]
            .iter()
            .map(|place| frame.at(place))
            .max_by(|a, b| a.depth.total_cmp(&b.depth))
            .expect("a course");
        assert!((0.3..3.0).contains(&deepest.depth), "{deepest:?}");
        // The skin between has been shortened by 0.18.
        let x = deepest.point[0].abs() / 0.82;
        assert!((x - 9.0).abs() < 2.0, "{x} mm from the midline");
        let long = frame.length(line, 0.15);
        assert!((8.0..40.0).contains(&long), "{long} mm long");
    }
}

#[test]
fn raised_brows_make_lines_across_the_forehead() {
    let made = middle_aged();
    let frame = made.fold(|p| raise(p, 0.18));
    let deep = made.of("forehead").filter(|line| frame.depth(line) > 0.3);
    let deep: Vec<&Line> = deep.collect();
    assert!((2..=6).contains(&deep.len()), "{} lines", deep.len());
    assert!(deep.iter().any(|line| frame.length(line, 0.2) > 60.0));
    assert_eq!(made.deepest(&frame, "glabellar"), 0.0);
}

#[test]
fn a_silent_muscle_leaves_no_line_and_changes_no_other() {
    let made = middle_aged();
    let both = made.fold(|p| frown(p, 0.18) + raise(p, 0.18));
    let frown_alone = made.fold(|p| frown(p, 0.18));
    assert!(made.deepest(&both, "forehead") > 0.3);
    assert_eq!(made.deepest(&frown_alone, "forehead"), 0.0);
    let [with, without] = [&both, &frown_alone].map(|f| made.deepest(f, "glabellar"));
    assert!((with / without - 1.0).abs() < 0.1, "{with} and {without}");
}

#[test]
fn rest_is_smooth() {
    let made = middle_aged();
    let frame = made.fold(|_| DVec3::ZERO);
    for line in made.lines.field.lines() {
        assert_eq!(frame.depth(line), 0.0);
    }
}

#[test]
fn older_skin_folds_earlier_and_deeper() {
    let depth = |made: &Made| made.deepest(&made.fold(|p| raise(p, 0.16)), "forehead");
    let depths = FACES.each_ref().map(depth);
    assert!(depths[0] < depths[1] && depths[1] < depths[2], "{depths:?}");
}

#[test]
fn lines_of_both_sides_are_alike() {
    let made = middle_aged();
    let frame = made.fold(|p| frown(p, 0.18));
    let depths: Vec<f64> = made.of("glabellar").map(|line| frame.depth(line)).collect();
    assert!((depths[0] / depths[1] - 1.0).abs() < 0.05, "{depths:?}");
}

#[test]
fn every_number_of_the_families_has_a_source_in_the_catalog() {
    let catalog = catalog::Catalog::embedded().expect("the facts");
    let text = include_str!("../../../../data/face/lines.toml");
    let named = text.lines().filter_map(|line| {
        let (key, value) = line.split_once(" = ")?;
        matches!(key, "source" | "ages").then_some(value.trim_matches('"'))
    });
    let mut count = 0;
    for source in named {
        assert!(catalog.source(source).is_some(), "{source}");
        count += 1;
    }
    assert!(count > 12);
}
