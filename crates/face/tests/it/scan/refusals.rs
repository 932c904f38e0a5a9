//! What is no face at rest is refused with its reason.

use std::fmt::Write as _;

use face::scan::{self, Known, Landmarks, Refusal, Scan, ScanError, Unit};
use face::{Person, Sex};
use glam::DVec3;

use super::made;

fn refused(scan: &Scan) -> Refusal {
    scan::fit(scan, &Known::default())
        .map(|_| ())
        .expect_err("no face at rest")
}

fn face() -> Scan {
    made::cut(
        &made::made(&Person::mean(Sex::Female, 35.0)).scan,
        |point| point.z > 0.0,
    )
}

#[test]
fn a_cube_and_a_ball_are_no_face() {
    let cube = made::cube(180.0, 40);
    let ball = made::moved(&cube, |point| 95.0 * point.normalize());
    for scan in [cube, ball] {
        let refusal = refused(&scan);
        assert!(
            matches!(refusal.reason, ScanError::NoFace { .. }),
            "{}",
            refusal.reason
        );
        assert!(refusal.place.is_some());
    }
}

#[test]
fn a_long_snout_is_no_human_face() {
    // The middle of the face drawn forward and narrowed, the eyes to the side, as of a dog.
    let snout = |p: DVec3| {
        let middle = (-(p.x / 26.0).powi(2) - ((p.y + 18.0) / 34.0).powi(2)).exp();
        DVec3::new(p.x * (1.0 - 0.2 * middle), p.y, p.z + 75.0 * middle)
    };
    let refusal = refused(&made::moved(&face(), snout));
    let reason = refusal.reason;
    assert!(
        matches!(
            reason,
            ScanError::NoFace { .. }
                | ScanError::NotHuman { .. }
                | ScanError::Incomplete { .. }
                | ScanError::PoorFit { .. }
        ),
        "{reason}"
    );
}

#[test]
fn half_a_face_is_refused_with_the_parts_that_are_missing() {
    let turn = made::turn();
    let half = made::cut(&face(), |point| point.x > -4.0);
    let refusal = refused(&made::moved(&half, |point| turn * point));
    let said = refusal.reason.to_string();
    assert!(
        matches!(refusal.reason, ScanError::Incomplete { .. }),
        "{said}"
    );
    assert!(
        said.contains("right midface") && !said.contains("left midface"),
        "{said}"
    );
    assert!(
        refusal
            .place
            .is_some_and(|place| place.marks.contains(&1.0))
    );
}

#[test]
fn a_mouth_wide_open_is_refused() {
    let made = made::made(&Person::mean(Sex::Female, 35.0));
    let cage = &made.face.cage;
    let mut cage_points = cage.mesh.points.clone();
    let hinge = DVec3::new(0.0, 5.0, 20.0);
    let lower: Vec<bool> = lower_jaw(cage);
    for (point, is_lower) in cage_points.iter_mut().zip(lower) {
        if is_lower {
            let turn = glam::DQuat::from_rotation_x(0.28);
            *point = hinge + turn * (*point - hinge);
        }
    }
    let refinement = face::Refinement::new(&cage.mesh, 2);
    let mesh = refinement.surface(&cage_points);
    let open = Scan {
        triangles: mesh.triangles(),
        points: mesh.points,
    };
    let refusal = refused(&open);
    assert!(
        matches!(refusal.reason, ScanError::MouthOpen { .. }),
        "{}",
        refusal.reason
    );
}

/// Points of the lower lip, the chin and the front of the jaw.
fn lower_jaw(cage: &face::Cage) -> Vec<bool> {
    let mut lower = vec![false; cage.mesh.points.len()];
    for (name, point) in cage.names() {
        let words: Vec<&str> = name.split('.').collect();
        let place = words
            .get(2)
            .and_then(|word| word.parse::<usize>().ok())
            .unwrap_or(0);
        let row = words
            .get(1)
            .and_then(|word| word.parse::<usize>().ok())
            .unwrap_or(0);
        let is_lower = (words[0] == "mouth" && place > 6) || (words[0] == "cheek" && row >= 10);
        lower[point as usize] = is_lower;
        lower[cage.mirror[point as usize] as usize] = is_lower;
    }
    lower
}

#[test]
fn two_hundred_triangles_are_too_coarse() {
    let refusal = refused(&made::cube(180.0, 4));
    assert!(
        matches!(refusal.reason, ScanError::TooCoarse { .. }),
        "{}",
        refusal.reason
    );
}

#[test]
fn a_face_inside_out_or_mirrored_is_refused() {
    let mirrored = made::moved(&face(), |point| point * DVec3::new(-1.0, 1.0, 1.0));
    assert_eq!(refused(&mirrored).reason, ScanError::InsideOut);
}

#[test]
fn wrong_units_and_impossible_sizes_are_refused() {
    let known = Known {
        unit: Some(Unit::Metre),
        landmarks: None,
    };
    let refusal = scan::fit(&face(), &known)
        .map(|_| ())
        .expect_err("a face of 300 metres");
    assert!(
        matches!(refusal.reason, ScanError::NoUnit { .. }),
        "{}",
        refusal.reason
    );
    let tiny = made::moved(&face(), |point| 1e-9 * point);
    assert!(matches!(refused(&tiny).reason, ScanError::NoUnit { .. }));
    let flat = made::moved(&face(), |_| DVec3::ONE);
    assert!(scan::fit(&flat, &Known::default()).is_err());
}

#[test]
fn a_fan_of_triangles_on_one_edge_is_no_surface() {
    let mut scan = face();
    let [a, b, _] = scan.triangles[0];
    let fan: Vec<[u32; 3]> = (0..scan.triangles.len() as u32 / 2)
        .map(|c| [a, b, c])
        .collect();
    scan.triangles
        .extend(fan.into_iter().filter(|t| t[2] != a && t[2] != b));
    let book: Vec<[u32; 3]> = scan
        .triangles
        .iter()
        .map(|t| [t[0], t[1], (t[2] + 7) % 1000])
        .collect();
    scan.triangles.extend(book);
    assert!(matches!(
        refused(&scan).reason,
        ScanError::NonManifold { .. }
    ));
}

#[test]
fn landmarks_of_no_face_and_of_a_mirrored_one_are_refused() {
    let made = made::made(&Person::mean(Sex::Female, 35.0));
    let table = |place: &dyn Fn(DVec3) -> DVec3| {
        let mut table = String::from("name,x,y,z\n");
        for (name, point) in made.face.cage.landmarks() {
            for (side, point) in [
                ("left", point),
                ("right", made.face.cage.mirror[point as usize]),
            ] {
                let p = place(made.skin.points[point as usize]);
                let _ = writeln!(table, "{name}-{side},{},{},{}", p.x, p.y, p.z);
            }
        }
        table
    };
    let reason = |text: String| {
        let landmarks = Some(Landmarks::read(text.as_bytes()).expect("landmarks"));
        let known = Known {
            unit: None,
            landmarks,
        };
        scan::fit(&made.scan, &known)
            .map(|_| ())
            .expect_err("bad landmarks")
            .reason
    };
    let mirrored = table(&|p| p * DVec3::new(-1.0, 1.0, 1.0));
    assert_eq!(reason(mirrored), ScanError::MirroredLandmarks);
    let strewn = table(&|p| DVec3::new(60.0 * (p.y * 7.0).sin(), 60.0 * (p.z * 5.0).sin(), p.x));
    let strewn = reason(strewn);
    assert!(
        matches!(
            strewn,
            ScanError::LandmarksOff { .. } | ScanError::NoUnit { .. }
        ),
        "{strewn}"
    );
}
