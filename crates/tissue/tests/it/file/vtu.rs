//! VTU of other codes, and VTU that is wrong.

use tissue::Kind;
use tissue::file::{ReadError, read_vtu};

use super::{VTU_FILES, reference, refused, tetrahedron_with};

#[test]
fn every_form_of_vtu_that_other_codes_write_is_read() {
    for name in VTU_FILES {
        let (mesh, data) = read_vtu(&reference(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(mesh.n_nodes(), 9, "{name}");
        assert_eq!(mesh.points[8], [2.0, 0.0, 0.1], "{name}");
        assert_eq!(mesh.n_elements(), 2, "{name}");
        assert_eq!(mesh.kind(0), Kind::Hex8, "{name}");
        assert_eq!(mesh.nodes(0), [0, 1, 2, 3, 4, 5, 6, 7], "{name}");
        assert_eq!(mesh.kind(1), Kind::Tet4, "{name}");
        assert_eq!(mesh.nodes(1), [1, 8, 2, 5], "{name}");
        let material = data.element_field("material").expect("the field");
        assert_eq!(material.values, [1.0, 2.0], "{name}");
        assert_eq!(material.members(2.0), [1], "{name}");
        let u = data.node_field("u").expect("the field");
        assert_eq!(u.width, 3, "{name}");
        for (at, value) in u.values.iter().enumerate() {
            assert!((value - at as f64 / 3.0).abs() < 1e-9, "{name}");
        }
    }
}

#[test]
fn broken_xml_is_refused_with_its_line() {
    let error = refused(&tetrahedron_with("</Cells>", "</Cell>"));
    assert!(
        error.to_string().starts_with("line 12: not XML: "),
        "{error}"
    );
    let error = read_vtu(b"\xff\xfe\x00").expect_err("an error");
    assert_eq!(error.to_string(), "byte 0: not XML: not UTF-8");
}

#[test]
fn other_files_of_vtk_are_refused() {
    let error = refused(&tetrahedron_with(
        "type=\"UnstructuredGrid\"",
        "type=\"PolyData\"",
    ));
    let expected = "line 2: type is \"PolyData\"; known: UnstructuredGrid";
    assert_eq!(error.to_string(), expected);
    let compressor = "compressor=\"vtkLZ4DataCompressor\" byte_order";
    let error = refused(&tetrahedron_with("byte_order", compressor));
    assert!(matches!(
        error,
        ReadError::Unsupported {
            what: "compressor",
            ..
        }
    ));
}

#[test]
fn what_is_missing_is_named() {
    let error = refused(&tetrahedron_with("\"offsets\"", "\"offset\""));
    assert_eq!(error.to_string(), "line 8: offsets is missing");
    let error = refused(&tetrahedron_with("NumberOfCells=\"1\"", ""));
    assert_eq!(error.to_string(), "line 4: NumberOfCells is missing");
}

#[test]
fn arrays_of_a_wrong_length_are_named() {
    let error = refused(&tetrahedron_with("0 0 0 1 0 0", "0 0 0 1 0"));
    let expected = "line 6: array \"\" has 11 numbers; expected 12";
    assert_eq!(error.to_string(), expected);
    let error = refused(&tetrahedron_with("0 1 2 3<", "0 1 2<"));
    let expected = "line 9: element 0 in array \"connectivity\" is cut short";
    assert_eq!(error.to_string(), expected);
    let error = refused(&tetrahedron_with(">10<", ">12<"));
    let expected = "line 9: element 0 (Hex8) has 4 numbers; expected 8";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn what_is_no_number_is_named() {
    let error = refused(&tetrahedron_with("0 1 0 0 0 1<", "0 one 0 0 0 1<"));
    let expected = "line 6: number 7 of array \"\" is \"one\"; expected a number";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn elements_of_other_kinds_and_missing_nodes_are_named() {
    let error = refused(&tetrahedron_with(">10<", ">14<"));
    assert!(
        error.to_string().contains("the type of a cell is \"14\""),
        "{error}"
    );
    for (node, read) in [("4", 4), ("-1", -1), ("1e300", i64::MAX)] {
        let error = refused(&tetrahedron_with("0 1 2 3<", &format!("0 1 2 {node}<")));
        assert!(
            matches!(error, ReadError::NoNode { node, .. } if node == read),
            "{error}"
        );
    }
}
