//! The shared scans, where they are at hand.

use std::fs;
use std::path::PathBuf;

use face::scan::{self, Known, Landmarks, Scan, Unit};
use glam::{DQuat, DVec3};

/// A file of the shared scans; a plain message where they are absent.
fn shared(name: &str) -> Option<Vec<u8>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/faces");
    if !root.is_dir() {
        eprintln!("skipped: ../shared/faces is not at hand");
        return None;
    }
    Some(fs::read(root.join(name)).expect("a shared scan"))
}

fn check(name: &str, landmarks: Option<&str>, unit: Unit) {
    let Some(bytes) = shared(name) else { return };
    let mut scan = Scan::read(&bytes).expect("a scan");
    let landmarks = landmarks.and_then(shared);
    let known = Known {
        unit: None,
        landmarks: landmarks.map(|bytes| Landmarks::read(&bytes).expect("landmarks")),
    };
    if known.landmarks.is_none() {
        // Without landmarks a scan may be turned as it likes.
        let turn = DQuat::from_euler(glam::EulerRot::XYZ, 0.9, 2.4, -1.7);
        for point in &mut scan.points {
            *point = turn * *point + DVec3::new(10.0, 3.0, -40.0);
        }
    }
    let fitted = scan::fit(&scan, &known).unwrap_or_else(|refusal| panic!("{}", refusal.reason));
    let report = &fitted.report;
    assert_eq!(report.unit, unit);
    assert!(report.median_mm() < 0.5, "{name}: {report:?}");
    assert!(report.p95_mm() < 1.0, "{name}: {report:?}");
    assert!(
        report.withheld_mm.is_none_or(|mm| mm < 2.0),
        "{name}: {report:?}"
    );
}

#[test]
fn the_average_face_is_fitted() {
    check(
        "average/rest.ply",
        Some("average/landmarks.csv"),
        Unit::Millimetre,
    );
}

#[test]
fn face_a_is_fitted_with_and_without_landmarks() {
    check(
        "face-a/rest.ply",
        Some("face-a/landmarks.csv"),
        Unit::Millimetre,
    );
    check("face-a/rest.ply", None, Unit::Millimetre);
}

#[test]
fn face_b_in_centimetres_is_fitted_with_and_without_landmarks() {
    check(
        "face-b/rest.ply",
        Some("face-b/landmarks.csv"),
        Unit::Centimetre,
    );
    check("face-b/rest.ply", None, Unit::Centimetre);
}

#[test]
fn face_c_without_landmarks_is_fitted() {
    check("face-c/rest.obj", None, Unit::Millimetre);
}

#[test]
fn a_smile_is_read_from_shared_points_and_found_in_part_without_them() {
    let (Some(rest), Some(smile)) = (shared("face-a/rest.ply"), shared("face-a/smile.ply")) else {
        return;
    };
    let (rest, smile) = (
        Scan::read(&rest).expect("rest"),
        Scan::read(&smile).expect("smile"),
    );
    let fitted = scan::fit(&rest, &Known::default()).unwrap_or_else(|r| panic!("{}", r.reason));
    let read = fitted
        .expression(&rest, &smile)
        .unwrap_or_else(|r| panic!("{}", r.reason));
    let mut shuffled = smile.clone();
    shuffled.triangles.rotate_left(1);
    let found = fitted
        .expression(&rest, &shuffled)
        .unwrap_or_else(|r| panic!("{}", r.reason));
    assert!(read.is_read && !found.is_read);
    let cage = face::Cage::built_in().expect("the cage");
    let corner = cage.landmark("cheilion").expect("the corner of the mouth") as usize;
    let (read, found) = (read.moves[corner], found.moves[corner]);
    assert!((14.0..19.0).contains(&read.length()), "{read}");
    let part = found.dot(read) / read.length_squared();
    assert!((0.4..1.2).contains(&part), "{read} read, {found} found");
}
