//! Files of every format give the same surface; broken ones name their flaws.

use face::scan::{Landmarks, Scan, ScanError};
use glam::DVec3;
use proptest::prelude::*;

use super::made::{self, Ply};

fn all(scan: &Scan) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("OBJ", made::obj(scan)),
        ("PLY, text", made::ply(scan, Ply::Text)),
        ("PLY, little", made::ply(scan, Ply::Little)),
        ("PLY, big", made::ply(scan, Ply::Big)),
        ("STL, text", made::stl(scan, true)),
        ("STL, binary", made::stl(scan, false)),
        ("GLB", made::glb(scan)),
    ]
}

/// The corners of each triangle.
fn corners(scan: &Scan) -> Vec<[DVec3; 3]> {
    let corners = |triangle: &[u32; 3]| triangle.map(|c| scan.points[c as usize]);
    scan.triangles.iter().map(corners).collect()
}

#[test]
fn every_format_gives_the_same_triangles() {
    let scan = made::cube(180.0, 6);
    for (format, bytes) in all(&scan) {
        let read = Scan::read(&bytes).unwrap_or_else(|error| panic!("{format}: {error}"));
        assert_eq!(read.triangles.len(), scan.triangles.len(), "{format}");
        for (one, two) in corners(&read).iter().zip(corners(&scan)) {
            for (a, b) in one.iter().zip(two) {
                assert!(a.distance(b) < 1e-4, "{format}: {a} is not {b}");
            }
        }
    }
}

#[test]
fn polygons_negative_indices_and_windows_lines_are_read() {
    let text = "v 0 0 0\r\nv 1 0 0\r\nv 1 1 0\r\nv 0 1 0\r\nf -4 -3 -2 -1\r\n";
    let scan = Scan::read(text.as_bytes()).expect("an OBJ file");
    assert_eq!(scan.triangles, [[0, 1, 2], [0, 2, 3]]);
}

fn message(bytes: &[u8]) -> String {
    Scan::read(bytes).expect_err("a broken file").to_string()
}

#[test]
fn broken_files_name_all_their_flaws() {
    assert_eq!(Scan::read(b" \n"), Err(ScanError::Empty));
    assert_eq!(Scan::read(b"\x89PNG\r\n"), Err(ScanError::UnknownFormat));
    let said = message(b"v 0 0 0\nv 1 zwei 0\nf 1 2\nf 1 1 9\n");
    assert!(said.contains("line 2") && said.contains("line 3"), "{said}");
    let said = message(b"v 0 0 0\nv 1 0 0\nv 1 nan 0\nf 1 2 3\nf 1 2 9\n");
    assert!(
        said.contains("point 2") && said.contains("triangle 1"),
        "{said}"
    );
    let said = message(b"v 0 0 0\nv 1 0 0\n");
    assert!(said.contains("no triangle"), "{said}");
    let ply = made::ply(&made::cube(1.0, 2), Ply::Little);
    let said = message(&ply[..ply.len() - 5]);
    assert!(said.contains("is missing"), "{said}");
    let huge = b"ply\nformat binary_little_endian 1.0\nelement vertex 4000000000\nproperty float x\nend_header\n";
    assert!(message(huge).contains("is missing"));
    let mut stl = made::stl(&made::cube(1.0, 2), false);
    stl[80..84].copy_from_slice(&4_000_000_000_u32.to_le_bytes());
    assert!(Scan::read(&stl).is_err());
}

#[test]
fn a_table_of_landmarks_names_every_line_that_cannot_be_read() {
    let read = |text: &str| Landmarks::read(text.as_bytes());
    assert!(read("index_68,x,y,z\n0,1,2,3\n1,1,2,3\n2,1,2,4\n3,0,0,0\n").is_ok());
    let said = read("index_68,x,y,z\n0,1,2,3\n99,1,2,3\n2,1,inf,4\nnose,0,0,0\n");
    let said = said.expect_err("three bad lines").to_string();
    for line in ["line 3", "line 4", "line 5"] {
        assert!(said.contains(line), "{said}");
    }
    assert!(read("x;y;z\n").is_err());
    assert!(read("").is_err());
    assert!(read("name,x,y,z\npronasale,1,2,3\n").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn files_with_broken_bytes_never_panic(
        format in 0_usize..7,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let (_, mut bytes) = all(&made::cube(180.0, 2)).swap_remove(format);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = Scan::read(&bytes);
        let _ = Landmarks::read(&bytes);
    }

    #[test]
    fn random_bytes_after_a_true_start_never_panic(
        start in prop::sample::select(vec![
            "ply\nformat ascii 1.0\nelement vertex 3\nproperty list uchar float x\n",
            "ply\nformat binary_big_endian 1.0\nelement face 9999999999\nproperty list uint int vertex_indices\nend_header\n",
            "solid x\nvertex 1 2 3\n", "v 1 2 3\nf 1 1 1\n", "glTF\x02\0\0\0\u{1}\0\0\0",
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let mut bytes = start.as_bytes().to_vec();
        bytes.extend(rest);
        let _ = Scan::read(&bytes);
    }
}
