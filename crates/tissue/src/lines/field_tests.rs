//! Lines on a built patch: a flat sheet compressed by hand.

use super::*;
use crate::vector::{dot, norm, sub};

/// Side of the patch.
const SIDE: f64 = 60.0;

/// A patch in the plane of x and y, with the compression and the fibres of its lines.
struct Patch {
    carrier: Carrier,
    family: Family,
}

/// A patch whose fibres are turned from the x axis.
fn patch(cells: usize, degrees: f64, onset: f64, wavelength: f64) -> Patch {
    let mut carrier = Carrier::default();
    let step = SIDE / cells as f64;
    for j in 0..=cells {
        for i in 0..=cells {
            let place = |k: usize| step * k as f64 - SIDE / 2.0;
            carrier.points.push([place(i), place(j), 0.0]);
        }
    }
    let at = |i: usize, j: usize| (j * (cells + 1) + i) as u32;
    for j in 0..cells {
        for i in 0..cells {
            let (a, b, c, d) = (at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1));
            carrier.triangles.extend([[a, b, c], [a, c, d]]);
        }
    }
    let n = carrier.points.len();
    let (sine, cosine) = degrees.to_radians().sin_cos();
    // A round region: 1 up to 20 from the middle, 0 from 27 on.
    let weight = |p: &[f64; 3]| {
        let t = ((27.0 - norm(*p)) / 7.0).clamp(0.0, 1.0);
        t * t * (3.0 - 2.0 * t)
    };
    let weights: Vec<f64> = carrier.points.iter().map(weight).collect();
    let family = Family {
        directions: vec![[cosine, sine, 0.0]; n],
        weights,
        onsets: vec![onset; n],
        wavelengths: vec![wavelength; n],
        anchors: vec![Anchor {
            point: [0.0; 3],
            line: 0,
        }],
        lines: None,
        sharpness: 8.0,
    };
    Patch { carrier, family }
}

impl Patch {
    fn field(&self) -> FoldField {
        FoldField::new(
            &self.carrier,
            std::slice::from_ref(&self.family),
            &Fineness::default(),
        )
    }

    /// The patch compressed along a direction.
    fn compressed(&self, strain: f64, degrees: f64) -> Vec<[f64; 3]> {
        let (sine, cosine) = degrees.to_radians().sin_cos();
        let points = self.carrier.points.iter();
        points
            .map(|p| {
                let along = -strain * (p[0] * cosine + p[1] * sine);
                [p[0] + along * cosine, p[1] + along * sine, p[2]]
            })
            .collect()
    }

    fn folded(&self, field: &FoldField, strain: f64) -> Frame {
        let mut frame = field.frame();
        field.evaluate(&self.compressed(strain, 0.0), &[], &mut frame);
        frame
    }
}

fn line(field: &FoldField, number: i32) -> &Line {
    let found = field.lines().iter().find(|line| line.number == number);
    found.expect("a line of that number")
}

/// Middle of a line's longest course.
fn middle(field: &FoldField, frame: &Frame, number: i32) -> [f64; 3] {
    let course = &line(field, number).courses[0];
    let places = course.iter().map(|place| frame.at(place).point);
    let nearest = places.min_by(|a, b| a[1].abs().total_cmp(&b[1].abs()));
    nearest.expect("a course")
}

#[test]
fn lines_run_across_the_fibres_at_the_wavelength_through_the_anchor() {
    let patch = patch(20, 0.0, 0.1, 12.0);
    let field = patch.field();
    let frame = patch.folded(&field, 0.0);
    for number in -1..=1 {
        let [x, ..] = middle(&field, &frame, number);
        assert!((x - 12.0 * f64::from(number)).abs() < 0.05, "{number}: {x}");
    }
}

#[test]
fn the_valley_is_as_deep_as_the_law_says() {
    let patch = patch(20, 0.0, 0.1, 12.0);
    let field = patch.field();
    let frame = patch.folded(&field, 0.16);
    let law = Profile::new(8.0).depth(&Fold {
        strain: 0.16,
        onset: 0.1,
        wavelength: 12.0,
        crease: 0.0,
    });
    let depth = frame.depth(line(&field, 0));
    assert!(
        (depth / law - 1.0).abs() < 1e-3,
        "{depth}, the law says {law}"
    );
    // Valley to ridge of the points themselves, near the middle.
    let heights = frame
        .points
        .iter()
        .filter(|p| norm(**p) < 10.0)
        .map(|p| p[2]);
    let (low, high) = heights.fold((0.0_f64, 0.0_f64), |(l, h), z| (l.min(z), h.max(z)));
    assert!(((high - low) / law - 1.0).abs() < 0.02, "{low} to {high}");
}

#[test]
fn smooth_skin_below_the_onset_is_exactly_flat() {
    let patch = patch(20, 0.0, 0.1, 12.0);
    let field = patch.field();
    for strain in [-0.1, 0.0, 0.09] {
        let frame = patch.folded(&field, strain);
        assert!(frame.points.iter().all(|p| p[2] == 0.0));
        assert!(frame.normals.iter().all(|n| *n == [0.0, 0.0, 1.0]));
    }
}

#[test]
fn depth_follows_the_compression_as_after_buckling() {
    let patch = patch(20, 0.0, 0.1, 12.0);
    let field = patch.field();
    let depth = |beyond: f64| patch.folded(&field, 0.1 + beyond).depth(line(&field, 0));
    // Near the onset a half of what is beyond it leaves the root of a half of the depth.
    let ratio = depth(0.002) / depth(0.004);
    assert!((ratio - 0.5_f64.sqrt()).abs() < 0.01, "{ratio}");
}

#[test]
fn fibres_turned_by_twenty_degrees_turn_their_lines() {
    let patch = patch(20, 20.0, 0.1, 12.0);
    let field = patch.field();
    let frame = patch.folded(&field, 0.0);
    let course = &line(&field, 0).courses[0];
    let ends = [0, course.len() - 1].map(|i| frame.at(&course[i]).point);
    let way = sub(ends[1], ends[0]);
    let turned = (-way[0] / way[1]).atan().to_degrees();
    assert!((turned - 20.0).abs() < 0.5, "{turned}");
}

#[test]
fn thicker_skin_folds_further_apart() {
    let onset = |thickness: f64| {
        let solid = |shear| Solid::Incompressible { shear };
        let layer = |thickness, shear| Layer {
            thickness,
            solid: solid(shear),
            pre_stretch: 1.0,
        };
        let stack = Stack {
            layers: vec![layer(thickness, 10.0), layer(6.0, 0.8)],
            base: Base::Rigid,
            lateral: Lateral::Held,
        };
        stack.onset().expect("it folds")
    };
    let spacing = |thickness: f64| {
        let Onset { strain, wavelength } = onset(thickness);
        let patch = patch(20, 0.0, strain, wavelength);
        let field = patch.field();
        let frame = patch.folded(&field, 0.0);
        let [a, b] = [0, 1].map(|n| middle(&field, &frame, n)[0]);
        (b - a, wavelength)
    };
    let (thin, thick) = (spacing(0.9), spacing(1.4));
    assert!(thick.0 > 1.2 * thin.0, "{} and {}", thin.0, thick.0);
    for (spacing, wavelength) in [thin, thick] {
        assert!((spacing / wavelength - 1.0).abs() < 0.01);
    }
}

#[test]
fn a_finer_carrier_moves_lines_by_less_than_a_millimetre() {
    // Fibres that diverge, so that the phase is not given exactly.
    let fanned = |cells: usize| {
        let mut patch = patch(cells, 0.0, 0.1, 12.0);
        for (direction, point) in patch
            .family
            .directions
            .iter_mut()
            .zip(&patch.carrier.points)
        {
            let (sine, cosine) = (0.012 * point[1] + 0.3 * (0.05 * point[0]).sin()).sin_cos();
            *direction = [cosine, sine, 0.0];
        }
        patch
    };
    let coarse = fanned(14);
    let fine = fanned(56);
    let fields = [coarse.field(), fine.field()];
    let frames = [
        coarse.folded(&fields[0], 0.15),
        fine.folded(&fields[1], 0.15),
    ];
    for number in -1..=1 {
        let courses = [0, 1].map(|i| {
            let course = &line(&fields[i], number).courses[0];
            let places = course.iter().map(|place| frames[i].at(place));
            places
                .filter(|at| at.depth > 0.2)
                .map(|at| at.point)
                .collect::<Vec<_>>()
        });
        assert!(courses[0].len() > 20);
        for place in &courses[0] {
            let apart = courses[1].iter().map(|other| norm(sub(*other, *place)));
            let apart = apart.fold(f64::INFINITY, f64::min);
            assert!(apart < 1.0, "line {number} moves by {apart}");
        }
    }
}

#[test]
fn lines_taper_and_end_with_their_family() {
    let patch = patch(20, 0.0, 0.1, 12.0);
    let field = patch.field();
    let frame = patch.folded(&field, 0.2);
    let course = &line(&field, 0).courses[0];
    let depths: Vec<f64> = course.iter().map(|place| frame.at(place).depth).collect();
    assert!(depths[0] < 0.02 && depths[depths.len() - 1] < 0.02);
    let steepest = depths
        .windows(2)
        .map(|p| (p[1] - p[0]).abs())
        .fold(0.0, f64::max);
    assert!(steepest < 0.25, "{steepest}");
    let length = frame.length(line(&field, 0), 0.1);
    assert!((40.0..54.0).contains(&length), "{length}");
}

#[test]
fn a_family_of_one_line_has_one() {
    let mut patch = patch(20, 0.0, 0.1, 12.0);
    patch.family.lines = Some([0, 0]);
    let field = patch.field();
    assert_eq!(field.lines().len(), 1);
    let frame = patch.folded(&field, 0.2);
    let valleys = frame.points.iter().filter(|p| p[0].abs() > 6.0);
    assert!(valleys.clone().all(|p| p[2] >= 0.0));
    let far = frame.points.iter().filter(|p| p[0].abs() > 13.0);
    assert!(far.clone().count() > 100 && far.clone().all(|p| p[2] == 0.0));
}

#[test]
fn a_crease_shows_at_rest_where_its_line_runs_and_nowhere_else() {
    let patch = patch(20, 0.0, 0.1, 12.0);
    let field = patch.field();
    let mut creases = vec![0.0; field.lines().len()];
    let index = field.lines().iter().position(|line| line.number == 1);
    creases[index.expect("line 1")] = 0.5;
    let mut frame = field.frame();
    field.evaluate(&patch.carrier.points, &creases, &mut frame);
    assert!((frame.depth(line(&field, 1)) - 0.5).abs() < 0.01);
    assert!(frame.depth(line(&field, -1)) == 0.0);
    let dynamic = patch.folded(&field, 0.15).depth(line(&field, 1));
    field.evaluate(&patch.compressed(0.15, 0.0), &creases, &mut frame);
    assert!(frame.depth(line(&field, 1)) > dynamic.max(0.5));
}

#[test]
fn normals_stand_on_the_folded_surface() {
    let patch = patch(20, 10.0, 0.1, 12.0);
    let field = patch.field();
    let frame = patch.folded(&field, 0.15);
    let mut worst = 0.0_f64;
    for triangle in field.triangles() {
        let [a, b, c] = triangle.map(|i| frame.points[i as usize]);
        if norm(a) > 15.0 {
            continue;
        }
        let flat = crate::vector::unit(crate::vector::cross(sub(b, a), sub(c, a)));
        let mean = triangle.map(|i| frame.normals[i as usize]);
        let mean = mean.iter().fold([0.0; 3], |s, n| crate::vector::add(s, *n));
        worst = worst.max(dot(flat, crate::vector::unit(mean)).clamp(-1.0, 1.0).acos());
    }
    assert!(worst.to_degrees() < 12.0, "{} degrees", worst.to_degrees());
}

#[test]
fn valleys_are_sampled_to_a_third_of_a_millimetre() {
    let patch = patch(12, 0.0, 0.1, 12.0);
    let field = patch.field();
    let frame = patch.folded(&field, 0.0);
    let mut shared = std::collections::BTreeMap::new();
    for triangle in field.triangles() {
        for i in 0..3 {
            let (a, b) = (triangle[i], triangle[(i + 1) % 3]);
            *shared.entry((a.min(b), a.max(b))).or_insert(0) += 1;
            let ends = [a, b].map(|end| frame.points[end as usize]);
            let near = ends.iter().all(|p| p[0].abs() < 0.8 && p[1].abs() < 20.0);
            assert!(!near || norm(sub(ends[0], ends[1])) <= 0.3 + 1e-9);
        }
    }
    // No seam: every edge inside has two triangles, the border's 4 · 12 pieces at least one.
    let open = shared.iter().filter(|(_, n)| **n == 1);
    let on_border = |point: u32| {
        let p = frame.points[point as usize];
        p[0].abs().max(p[1].abs()) > SIDE / 2.0 - 1e-9
    };
    assert!(
        open.clone()
            .all(|((a, b), _)| on_border(*a) && on_border(*b))
    );
    assert!(shared.values().all(|n| *n <= 2));
}

#[test]
fn threads_change_no_byte() {
    let patch = patch(20, 30.0, 0.05, 9.0);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("a pool").install(|| {
            let field = patch.field();
            let frame = patch.folded(&field, 0.2);
            (field, frame)
        })
    };
    assert!(with(1) == with(3));
}
