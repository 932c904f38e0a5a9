//! Files that are meant to harm: no panic, bounded memory.

use proptest::prelude::*;
use tissue::Mesh;
use tissue::file::{Data, Field, ReadError, read_msh, read_vtu};

use super::{MSH_FILES, VTU_FILES, reference, refused, tetrahedron_with, written};

/// Whether this process has never held a gigabyte, where the system tells.
fn memory_was_modest() -> bool {
    peak_memory_kib().is_none_or(|peak| peak < 1024.0 * 1024.0)
}

fn peak_memory_kib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn huge_announcements_do_not_take_memory() {
    let huge = "NumberOfPoints=\"18446744073709551615\"";
    let error = refused(&tetrahedron_with("NumberOfPoints=\"4\"", huge));
    assert!(matches!(error, ReadError::WrongLength { .. }));
    // Base64 of eight bytes: a length of nearly four gigabytes and four bytes.
    let array = "format=\"binary\">/////wAAAAA=<";
    let error = refused(&tetrahedron_with("format=\"ascii\">4<", array));
    assert!(matches!(error, ReadError::CutShort { .. }), "{error}");
}

#[test]
fn many_arrays_that_share_their_bytes_do_not_take_memory() {
    let values = vec![0.0; 4000];
    let mesh = Mesh::new(vec![[0.0; 3]; values.len()]);
    let data = Data {
        at_nodes: vec![Field::scalar("u", values)],
        ..Data::default()
    };
    let bytes = written(&mesh, &data);
    let start = bytes.windows(11).position(|w| w == b"<PointData>");
    let start = start.expect("point data") + 11;
    let array = "<DataArray type=\"UInt8\" Name=\"u\" NumberOfComponents=\"24\" \
                 format=\"appended\" offset=\"0\"/>";
    let bomb = [
        &bytes[..start],
        array.repeat(2000).as_bytes(),
        &bytes[start..],
    ]
    .concat();
    let error = read_vtu(&bomb).expect_err("an error");
    assert!(matches!(error, ReadError::TooLarge { .. }), "{error}");
    assert!(memory_was_modest());
}

#[test]
fn zeros_that_were_compressed_do_not_take_memory() {
    let size = 1_u32 << 22;
    let block = miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; size as usize], 1);
    let lengths = [20, size, 0].into_iter().chain([block.len() as u32; 20]);
    let lengths: Vec<u8> = lengths.flat_map(u32::to_le_bytes).collect();
    let encode = |bytes: &[u8]| data_encoding::BASE64.encode(bytes);
    let text = format!("{}{}", encode(&lengths), encode(&block.repeat(20)));
    let array =
        format!("<DataArray type=\"UInt8\" Name=\"u\" format=\"binary\">{text}</DataArray>");
    let cells = tetrahedron_with("</Cells>", &format!("</Cells><CellData>{array}</CellData>"));
    let bomb = cells.replace(
        "type=\"UnstructuredGrid\"",
        "type=\"UnstructuredGrid\" compressor=\"vtkZLibDataCompressor\"",
    );
    let error = refused(&bomb);
    assert!(matches!(error, ReadError::TooLarge { .. }), "{error}");
    assert!(memory_was_modest());
}

#[test]
fn xml_whose_reading_would_take_long_is_refused() {
    let attributes = (0..200_000).map(|n| format!(" a{n}=\"\""));
    let many = attributes.collect::<String>();
    let spaces = (0..50_000).map(|n| format!("<a xmlns:a{n}=\"{n}\">"));
    let nested = spaces.collect::<String>();
    for (what, by) in [("<Points>", format!("<Points{many}>")), ("<Cells>", nested)] {
        let error = refused(&tetrahedron_with(what, &by));
        assert!(matches!(error, ReadError::TooLarge { .. }), "{error}");
    }
    let deep = "<a>".repeat(200_000);
    let error = refused(&tetrahedron_with("<Cells>", &deep));
    assert!(matches!(error, ReadError::NotXml { .. }), "{error}");
    let entities = "<!DOCTYPE a [<!ENTITY b \"bbbbbbbb\">]><VTKFile";
    let error = refused(&tetrahedron_with("<VTKFile", entities));
    assert!(matches!(error, ReadError::NotXml { .. }), "{error}");
}

#[test]
fn many_groups_of_many_elements_do_not_take_memory() {
    let text = String::from_utf8(reference("gmsh-hex8-text.msh")).expect("text");
    let groups = "3 ".repeat(19_999);
    let volume = "\n1 0 0 0 1 1 1 1 3 6";
    assert!(text.contains(volume), "the volume and its group");
    let text = text.replacen(volume, &format!("\n1 0 0 0 1 1 1 19999 {groups}6"), 1);
    let elements = "1 1 1 1\n3 1 5 1\n1 1 2 3 4 5 6 7 8 \n";
    assert!(text.contains(elements), "the element");
    let many = "1 1 2 3 4 5 6 7 8\n".repeat(20_000);
    let many = format!("1 20000 1 20000\n3 1 5 20000\n{many}");
    let error = read_msh(text.replacen(elements, &many, 1).as_bytes()).expect_err("an error");
    assert!(matches!(error, ReadError::TooLarge { .. }), "{error}");
    assert!(memory_was_modest());
}

#[test]
fn many_empty_sections_are_read_quickly() {
    let text = String::from_utf8(reference("gmsh-hex8-text.msh")).expect("text");
    let sections = "$Nodes\n0 0 0 0\n$EndNodes\n".repeat(100_000);
    let (mesh, _) = read_msh(format!("{text}{sections}").as_bytes()).expect("a mesh");
    assert_eq!(mesh.n_elements(), 1);
}

#[test]
fn a_file_of_gmsh_that_is_cut_short_is_refused() {
    for name in MSH_FILES {
        let bytes = reference(name);
        // Of a file without its last tags the elements may already be whole.
        for end in 0..bytes.len() - 60 {
            let _ = read_msh(&bytes[..end]);
        }
        let half = read_msh(&bytes[..bytes.len() / 2]);
        assert!(half.is_err(), "{name}");
    }
}

#[test]
fn a_vtu_file_that_is_cut_short_is_refused() {
    for name in VTU_FILES {
        let bytes = reference(name);
        for end in 0..bytes.len() {
            // Without the closing tags after appended data everything is there.
            let whole = read_vtu(&bytes[..end]).is_ok();
            assert!(!whole || end + 60 > bytes.len(), "{name} cut at {end}");
        }
    }
}

/// What is done to a file.
#[derive(Debug, Clone)]
enum Harm {
    Change(usize, u8),
    Remove(usize, usize),
    Insert(usize, Vec<u8>),
    Repeat(usize, usize),
}

fn harm() -> impl Strategy<Value = Harm> {
    let place = 0..20_000_usize;
    let words = proptest::sample::select(vec![
        &b"99999999999"[..],
        b"-1",
        b"NaN",
        b"1e999",
        b"0",
        b"<",
        b"\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\0\0\0\0",
        b"=",
        b"\"",
        b"offset=\"8\"",
    ]);
    prop_oneof![
        (place.clone(), any::<u8>()).prop_map(|(at, byte)| Harm::Change(at, byte)),
        (place.clone(), 1..50_usize).prop_map(|(at, n)| Harm::Remove(at, n)),
        (place.clone(), words).prop_map(|(at, word)| Harm::Insert(at, word.to_vec())),
        (place, 1..200_usize).prop_map(|(at, n)| Harm::Repeat(at, n)),
    ]
}

fn harmed(mut bytes: Vec<u8>, harms: &[Harm]) -> Vec<u8> {
    for harm in harms {
        let n = bytes.len();
        let range = |at: usize, length: usize| at % n..(at % n + length).min(n);
        match harm {
            _ if n == 0 => {}
            Harm::Change(at, byte) => bytes[at % n] = *byte,
            Harm::Remove(at, length) => {
                bytes.drain(range(*at, *length));
            }
            Harm::Insert(at, word) => {
                bytes.splice(range(*at, 0), word.iter().copied());
            }
            Harm::Repeat(at, length) => {
                let part = bytes[range(*at, *length)].to_vec();
                bytes.splice(range(*at, 0), part);
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn harmed_files_are_read_or_refused(
        file in 0..VTU_FILES.len() + MSH_FILES.len(),
        harms in proptest::collection::vec(harm(), 1..4),
    ) {
        if let Some(name) = VTU_FILES.get(file) {
            let _ = read_vtu(&harmed(reference(name), &harms));
        } else {
            let name = MSH_FILES[file - VTU_FILES.len()];
            let _ = read_msh(&harmed(reference(name), &harms));
        }
        prop_assert!(memory_was_modest());
    }
}
