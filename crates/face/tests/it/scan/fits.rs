//! Scans made from the built-in face are fitted, and its landmarks come out where they are.

use std::fmt::Write as _;

use face::scan::{self, Fitted, Known, Landmarks, Scan, Unit};
use glam::DVec3;

use super::made::{self, Made};

fn fit(scan: &Scan, known: &Known) -> Fitted {
    scan::fit(scan, known).unwrap_or_else(|refusal| panic!("{}", refusal.reason))
}

/// Checks a fit against the face that the scan was made of.
///
/// - `mm_of`: from the frame and unit of the scan to the made face, mm
fn check(made: &Made, fitted: &Fitted, scan_of: impl Fn(DVec3) -> DVec3, noise_mm: f64) {
    let report = &fitted.report;
    assert!(report.median_mm() < 0.15 + noise_mm, "{report:?}");
    assert!(report.p95_mm() < 1.2 + 2.0 * noise_mm, "{report:?}");
    let refinement = face::Refinement::new(&made.face.cage.mesh, 2);
    let skin = fitted.skin(&refinement);
    let mut sum = 0.0;
    let landmarks: Vec<(&str, u32)> = made.face.cage.landmarks().collect();
    let near: Vec<_> = landmarks
        .into_iter()
        .filter(|(_, point)| made.skin.points[*point as usize].z > 60.0)
        .collect();
    for (_, point) in &near {
        let truth = made.skin.points[*point as usize];
        let truth = fitted.face_from_scan.apply(scan_of(truth));
        sum += truth.distance(skin.points[*point as usize]);
    }
    let mean = sum / near.len() as f64;
    assert!(
        mean < 1.0 + noise_mm,
        "landmarks are {mean:.2} mm off in the mean"
    );
}

#[test]
fn a_turned_face_in_centimetres_without_its_back_is_fitted() {
    let made = made::made(&made::person());
    let cut = made::cut(&made.scan, |point| point.z > 5.0 && point.y > -110.0);
    let scan_of = |point: DVec3| 0.1 * (made::turn() * point) + DVec3::new(4.0, -70.0, 9.0);
    let fitted = fit(&made::moved(&cut, scan_of), &Known::default());
    assert_eq!(fitted.report.unit, Unit::Centimetre);
    check(&made, &fitted, scan_of, 0.0);
}

#[test]
fn noise_and_holes_are_tolerated() {
    let made = made::made(&made::person());
    let hole = DVec3::new(45.0, -10.0, 85.0);
    let cut = made::cut(&made.scan, |point| {
        point.z > -20.0 && point.distance(hole) > 9.0
    });
    let turn = made::turn();
    let scan_of = |point: DVec3| turn * point;
    let fitted = fit(
        &made::moved(&made::noisy(&cut, 0.2), scan_of),
        &Known::default(),
    );
    check(&made, &fitted, scan_of, 0.15);
}

#[test]
fn every_format_of_a_face_gives_the_same_fit() {
    let made = made::made(&made::person());
    let scan = made::cut(&made.scan, |point| point.z > 0.0);
    let stl = Scan::read(&made::stl(&scan, false)).expect("an STL file");
    let glb = Scan::read(&made::glb(&scan)).expect("a GLB file");
    let (one, two) = (fit(&stl, &Known::default()), fit(&glb, &Known::default()));
    assert!((one.report.median_mm() - two.report.median_mm()).abs() < 0.02);
    check(&made, &one, |point| point, 0.0);
}

#[test]
fn landmarks_guide_a_fit_and_the_withheld_ones_judge_it() {
    let made = made::made(&made::person());
    let mut table = String::from("name,x,y,z\n");
    for (name, point) in made.face.cage.landmarks() {
        for (side, point) in [
            ("left", point),
            ("right", made.face.cage.mirror[point as usize]),
        ] {
            let p = made.skin.points[point as usize];
            let _ = writeln!(
                table,
                "{name}-{side},{},{},{}",
                p.x / 1000.0,
                p.y / 1000.0,
                p.z / 1000.0
            );
        }
    }
    let known = Known {
        unit: None,
        landmarks: Some(Landmarks::read(table.as_bytes()).expect("landmarks")),
    };
    let fitted = fit(&made::moved(&made.scan, |point| point / 1000.0), &known);
    assert_eq!(fitted.report.unit, Unit::Metre);
    let withheld = fitted.report.withheld_mm.expect("landmarks were withheld");
    assert!(
        fitted.report.withheld > 10 && withheld < 1.5,
        "{withheld:.2} mm"
    );
    check(&made, &fitted, |point| point / 1000.0, 0.0);
}

#[test]
fn a_fit_is_the_same_on_every_run_and_number_of_threads() {
    let made = made::made(&made::person());
    let scan = made::cut(&made.scan, |point| point.z > 40.0);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("threads")
            .install(|| fit(&scan, &Known::default()))
    };
    assert_eq!(with(1).cage, with(2).cage);
}

/// The face with its brows raised by 6 mm.
fn raised(point: DVec3) -> DVec3 {
    let away = (point - DVec3::new(25.0 * point.x.signum(), 62.0, 100.0)).length();
    point + DVec3::new(0.0, 6.0, 0.0) * (-(away / 22.0).powi(2)).exp()
}

#[test]
fn an_expression_of_the_same_net_is_read_and_of_another_one_found_in_part() {
    let made = made::made(&made::person());
    let rest = made::cut(&made.scan, |point| point.z > 0.0);
    let fitted = fit(&rest, &Known::default());
    let brow = made
        .face
        .cage
        .point("scalp.1.4")
        .expect("a point of the brow") as usize;
    let truth = (raised(made.skin.points[brow]) - made.skin.points[brow]).y;
    let same = made::moved(&rest, raised);
    let other = made::cut(&same, |point| point.z > 8.0);
    for (scan, is_read) in [(same, true), (other, false)] {
        let expression = fitted
            .expression(&rest, &scan)
            .unwrap_or_else(|r| panic!("{}", r.reason));
        assert_eq!(expression.is_read, is_read);
        let refinement = face::Refinement::new(&made.face.cage.mesh, 2);
        let moves = refinement.carry(&expression.moves);
        let least = if is_read { truth - 0.3 } else { 0.3 * truth };
        assert!(
            (least..truth + 0.3).contains(&moves[brow].y),
            "{} for {truth}",
            moves[brow].y
        );
        let chin = made.face.cage.landmark("pogonion").expect("the chin") as usize;
        assert!(
            moves[chin].length() < 0.4,
            "the chin moves by {}",
            moves[chin]
        );
    }
}
