//! MSH of Gmsh, and MSH that is wrong.

use tissue::file::read_msh;
use tissue::{Kind, Mesh};

use super::{MSH_FILES, reference};

#[test]
fn every_kind_of_element_that_gmsh_writes_is_read() {
    let expected = [
        (Kind::Hex8, 1),
        (Kind::Wedge6, 2),
        (Kind::Tet4, 0),
        (Kind::Tet10, 0),
    ];
    for (pair, (kind, count)) in MSH_FILES.chunks(2).zip(expected) {
        let [text, binary] = [pair[0], pair[1]].map(|name| {
            read_msh(&reference(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
        });
        assert_eq!(text.1, binary.1);
        assert_eq!(text.0.n_elements(), binary.0.n_elements());
        for (a, b) in text.0.points.iter().zip(&binary.0.points) {
            assert!((0..3).all(|i| (a[i] - b[i]).abs() < 1e-14));
        }
        let (mesh, data) = binary;
        assert!((0..mesh.n_elements()).all(|element| mesh.kind(element) == kind));
        if count > 0 {
            assert_eq!(mesh.n_elements(), count);
            assert_eq!(mesh.n_nodes(), 8);
            assert_eq!(data.elements("block").map(<[u32]>::len), Some(count));
        }
        assert!((volume(&mesh) - if count > 0 { 1.0 } else { 2.0 }).abs() < 1e-14);
    }
}

/// Sum of the signed volumes under the boundary's corners as seen from the origin.
fn volume(mesh: &Mesh) -> f64 {
    let triangle = |corners: [u32; 3]| {
        let [a, b, c] = corners.map(|node| mesh.points[node as usize]);
        let cross = [
            b[1] * c[2] - b[2] * c[1],
            b[2] * c[0] - b[0] * c[2],
            b[0] * c[1] - b[1] * c[0],
        ];
        (a[0] * cross[0] + a[1] * cross[1] + a[2] * cross[2]) / 6.0
    };
    let faces = mesh.boundary();
    let fans = faces.iter().map(|face| {
        let corners = face.corners();
        (2..corners.len())
            .map(|k| triangle([corners[0], corners[k - 1], corners[k]]))
            .sum::<f64>()
    });
    fans.sum()
}

#[test]
fn physical_groups_of_gmsh_become_sets() {
    for name in ["gmsh-tet4-text.msh", "gmsh-tet10-binary.msh"] {
        let (mesh, data) = read_msh(&reference(name)).expect("a mesh");
        let soft = data.elements("soft part").expect("the set");
        assert_eq!(soft, mesh.elements_where(|x| x[0] < 1.0));
        let other = data.elements("physical 2").expect("the set");
        assert_eq!(soft.len() + other.len(), mesh.n_elements());
        let bottom = data.nodes("bottom").expect("the set");
        assert_eq!(bottom, mesh.nodes_where(|x| x[2] == 0.0));
    }
}

#[test]
fn middles_of_a_quadratic_tetrahedron_of_gmsh_lie_on_its_edges() {
    let (mesh, _) = read_msh(&reference("gmsh-tet10-text.msh")).expect("a mesh");
    let edges = [[0, 1], [1, 2], [2, 0], [0, 3], [1, 3], [2, 3]];
    for element in 0..mesh.n_elements() {
        let at = |local: usize| mesh.points[mesh.nodes(element)[local] as usize];
        for (middle, [a, b]) in (4..).zip(edges) {
            for i in 0..3 {
                assert!((at(middle)[i] - 0.5 * (at(a)[i] + at(b)[i])).abs() < 1e-14);
            }
        }
    }
}

#[test]
fn broken_files_of_gmsh_are_refused_with_their_line() {
    let text = String::from_utf8(reference("gmsh-hex8-text.msh")).expect("text");
    let cases = [
        (
            "4.1 0 8",
            "2.2 0 8",
            "line 2: the version is \"2.2\"; known: 4.1",
        ),
        (
            "$EndNodes",
            "$Nodes",
            "line 65: \"$Nodes\"; expected $EndNodes",
        ),
        (
            "1 1 2 3 4 5 6 7 8",
            "1 1 2 3 4 5 6 7",
            "line 70: a node's number is \"$EndElements\"; expected a whole number that is not \
             negative",
        ),
        (
            "1 1 2 3 4 5 6 7 8",
            "1 1 2 3 4 5 6 7 9",
            "line 69: element 1 has node 9, which the file lacks",
        ),
        (
            "3 1 5 1\n",
            "3 1 7 1\n",
            "line 68: an element's type is \"7\"; known: 4 and 11 (tetrahedra), 5 (hexahedron), \
             6 (wedge); points, lines and faces are left out",
        ),
        (
            "\n1 1 0\n",
            "\n1 x 0\n",
            "line 48: a coordinate is \"x\"; expected a number",
        ),
    ];
    for (what, by, expected) in cases {
        assert!(text.contains(what), "{what}");
        let error = read_msh(text.replacen(what, by, 1).as_bytes()).expect_err("an error");
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn a_mesh_in_several_parts_is_refused() {
    let text = String::from_utf8(reference("gmsh-hex8-text.msh")).expect("text");
    let error = read_msh(
        text.replacen("$Nodes", "$PartitionedEntities", 1)
            .as_bytes(),
    );
    let error = error.expect_err("an error").to_string();
    assert!(error.contains("PartitionedEntities"), "{error}");
}
