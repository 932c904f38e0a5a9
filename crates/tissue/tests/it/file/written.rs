//! What is written.

use proptest::prelude::*;
use tissue::Mesh;
use tissue::file::{Data, Field, Set, WriteError, read_vtu, write_vtu};

use super::{written, zoo};

#[test]
fn what_is_written_is_read_back_bit_by_bit() {
    let mesh = zoo();
    let odd = [0.1, -0.0, 5e-324, f64::MAX, f64::INFINITY, 1.0 / 3.0];
    let pick = |at: usize| odd[at % odd.len()];
    let data = Data {
        at_nodes: vec![Field {
            name: "a \"<odd>\" & naïve name".to_owned(),
            width: 6,
            values: (0..6 * mesh.n_nodes()).map(pick).collect(),
        }],
        at_elements: vec![Field::scalar("J", (0..4).map(pick).collect())],
        node_sets: vec![Set {
            name: "base".to_owned(),
            members: vec![0, 3, 7],
        }],
        element_sets: vec![Set {
            name: String::new(),
            members: Vec::new(),
        }],
    };
    let bytes = written(&mesh, &data);
    let (mesh_again, data_again) = read_vtu(&bytes).expect("a file");
    assert_eq!(mesh_again, mesh);
    assert_eq!(data_again, data);
    assert_eq!(written(&mesh_again, &data_again), bytes);
    assert_eq!(data_again.nodes("base"), Some(&[0, 3, 7][..]));
}

#[test]
fn what_is_no_number_is_written_and_read_as_such() {
    let data = Data {
        at_elements: vec![Field::scalar("J", vec![f64::NAN; 4])],
        ..Data::default()
    };
    let (_, again) = read_vtu(&written(&zoo(), &data)).expect("a file");
    let field = again.element_field("J").expect("the field");
    assert!(field.values.iter().all(|x| x.is_nan()));
}

#[test]
fn a_mesh_without_elements_is_written_and_read() {
    let mesh = Mesh::new(vec![[1.0, 2.0, 3.0]]);
    let (again, _) = read_vtu(&written(&mesh, &Data::default())).expect("a file");
    assert_eq!(again, mesh);
}

#[test]
fn fields_and_sets_that_do_not_fit_are_not_written() {
    let refuse = |data: Data| {
        let mut bytes = Vec::new();
        let refused = write_vtu(&zoo(), &data, &mut bytes).expect_err("an error");
        assert!(bytes.is_empty());
        refused
    };
    let field = |name: &str, n: usize| Data {
        at_elements: vec![Field::scalar(name, vec![0.0; n])],
        ..Data::default()
    };
    let error = refuse(field("J", 3));
    let expected = "field \"J\" has 3 numbers; expected 1 for each of 4";
    assert_eq!(error.to_string(), expected);
    assert!(matches!(
        refuse(field("a\0b", 4)),
        WriteError::BadName { .. }
    ));
    assert!(matches!(
        refuse(field("set:a", 4)),
        WriteError::BadName { .. }
    ));
    let set = Data {
        element_sets: vec![Set {
            name: "skin".to_owned(),
            members: vec![4],
        }],
        ..Data::default()
    };
    assert!(matches!(
        refuse(set),
        WriteError::NoMember { member: 4, .. }
    ));
}

#[test]
fn elements_without_their_nodes_are_not_written() {
    for nodes in [&[0, 1, 2][..], &[0, 1, 2, 4]] {
        let mut mesh = Mesh::new(vec![[0.0; 3]; 4]);
        mesh.push(tissue::Kind::Tet4, nodes);
        let mut bytes = Vec::new();
        let refused = write_vtu(&mesh, &Data::default(), &mut bytes).expect_err("an error");
        assert_eq!(
            refused.to_string(),
            "element 0 is no Tet4 of nodes that the mesh has"
        );
        assert!(bytes.is_empty());
    }
}

/// Nodes of [`zoo`].
const N_NODES: usize = 51;

/// Fields of `count` nodes or elements.
fn fields(count: usize) -> impl Strategy<Value = Vec<Field>> {
    let field = ("\\PC{0,8}", 1..10_usize).prop_flat_map(move |(name, width)| {
        let values = proptest::collection::vec(any::<f64>(), width * count);
        values.prop_map(move |values| Field {
            name: name.clone(),
            width,
            values,
        })
    });
    proptest::collection::vec(field, 0..3)
}

/// Sets of `count` nodes or elements.
fn sets(count: u32) -> impl Strategy<Value = Vec<Set>> {
    let set = ("\\PC{0,8}", proptest::collection::btree_set(0..count, 0..5));
    let set = set.prop_map(|(name, members)| Set {
        name,
        members: members.into_iter().collect(),
    });
    proptest::collection::vec(set, 0..3)
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_back(
        points in proptest::collection::vec(any::<[f64; 3]>(), N_NODES),
        at_nodes in fields(N_NODES),
        at_elements in fields(4),
        node_sets in sets(N_NODES as u32),
        element_sets in sets(4),
    ) {
        let mut mesh = zoo();
        mesh.points.copy_from_slice(&points);
        let data = Data { at_nodes, at_elements, node_sets, element_sets };
        let bytes = written(&mesh, &data);
        let (mesh_again, data_again) = read_vtu(&bytes).expect("a file");
        // Bytes and not numbers are compared, because zeros have a sign.
        prop_assert_eq!(written(&mesh_again, &data_again), bytes);
        prop_assert_eq!(mesh_again, mesh);
        prop_assert_eq!(data_again, data);
    }
}
