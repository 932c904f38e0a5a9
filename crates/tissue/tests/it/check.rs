//! Bad models and loads are named, all at once.

use proptest::prelude::*;
use tissue::law::{BlatzKo, Law, NeoHookean};
use tissue::{
    Contact, Face, Fibres, Ground, Kind, Loads, Material, Mesh, Model, Motion, Problem, Problems,
    Spring, State, Support, Surface,
};

const SOFT: NeoHookean = NeoHookean {
    mu: 1.0,
    lambda: 4.0,
};

fn soft() -> Material {
    Material::pointwise(Law::NeoHookean(SOFT))
}

/// A held block of 2 × 2 × 1 unit cubes.
fn block() -> Model {
    let mesh = Mesh::grid([2, 2, 1], |[x, y, z]| [2.0 * x, 2.0 * y, z]);
    let bottom = mesh.nodes_where(|x| x[2] == 0.0);
    let mut model = Model::new(mesh, soft());
    model.hold(&bottom, [true; 3]);
    model
}

/// Checks that the block is sound and, after `change`, has exactly one problem.
fn only(change: impl FnOnce(&mut Model)) -> Problem {
    let mut model = block();
    assert_eq!(model.check(), Ok(()));
    change(&mut model);
    single(&model.check().expect_err("a problem"))
}

/// Checks that loads on the block have exactly one problem.
fn only_load(change: impl FnOnce(&mut Loads)) -> Problem {
    let (model, mut loads) = (block(), Loads::default());
    assert_eq!(model.check_loads(&loads), Ok(()));
    change(&mut loads);
    single(&model.check_loads(&loads).expect_err("a problem"))
}

fn single(problems: &Problems) -> Problem {
    assert_eq!(problems.total(), 1, "{problems}");
    problems.iter().next().expect("one").clone()
}

fn motions(model: &Model) -> Vec<Motion> {
    match single(&model.check().expect_err("a problem")) {
        Problem::NotHeld { motions, .. } => motions,
        other => panic!("{other}"),
    }
}

/// The tetrahedron with corners at the origin and on the axes, held at its first three nodes.
fn tetrahedron(points: [[f64; 3]; 4]) -> Model {
    let mut mesh = Mesh::new(points.to_vec());
    mesh.push(Kind::Tet4, &[0, 1, 2, 3]);
    let mut model = Model::new(mesh, soft());
    model.hold(&[0, 1, 2], [true; 3]);
    model
}

#[test]
fn nothing_is_not_a_mesh() {
    let problems = Model::default().check().expect_err("a problem");
    assert!(matches!(
        single(&problems),
        Problem::Empty { n_nodes: 0, .. }
    ));
}

#[test]
fn a_point_that_is_no_number_is_named() {
    let problem = only(|model| model.mesh.points[3][1] = f64::NAN);
    assert_eq!(
        problem.to_string(),
        "points, entry 3: a number is not finite"
    );
}

#[test]
fn an_element_with_too_few_nodes_is_named() {
    let problem = only(|model| {
        model.mesh.push(Kind::Hex8, &[0, 1, 4, 3]);
        model.material_of.push(0);
    });
    let expected = "element 4 (Hex8) has 4 nodes; expected 8";
    assert_eq!(problem.to_string(), expected);
}

#[test]
fn an_element_that_names_a_missing_node_is_named() {
    let problem = only(|model| {
        model.mesh.push(Kind::Tet4, &[0, 1, 2, 99]);
        model.material_of.push(0);
    });
    let expected = "elements, entry 4: node(s) 99, but there are 18 (counted from 0)";
    assert_eq!(problem.to_string(), expected);
}

#[test]
fn an_element_with_one_node_twice_is_named() {
    let problem = only(|model| {
        model.mesh.push(Kind::Tet4, &[0, 1, 1, 9]);
        model.material_of.push(0);
    });
    assert_eq!(
        problem,
        Problem::RepeatedNode {
            element: 4,
            node: 1
        }
    );
}

#[test]
fn a_node_without_an_element_is_named() {
    let problem = only(|model| model.mesh.points.push([9.0; 3]));
    assert_eq!(problem, Problem::UnusedNode { node: 18 });
}

#[test]
fn an_element_inside_out_is_named_with_its_volume_ratio() {
    let model = tetrahedron([[0.0; 3], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]);
    match single(&model.check().expect_err("a problem")) {
        Problem::Inverted { element, det, .. } => assert_eq!((element, det), (0, -1.0)),
        other => panic!("{other}"),
    }
}

#[test]
fn a_flat_element_is_found_at_any_scale() {
    for scale in [1e-9, 1.0, 1e9] {
        for height in [0.0, 1e-12] {
            let points = [
                [0.0; 3],
                [1.0, 0.0, 0.0],
                [0.0, 1.0, 0.0],
                [0.0, 0.0, height],
            ];
            let model = tetrahedron(points.map(|point| point.map(|x| scale * x)));
            let problem = single(&model.check().expect_err("a problem"));
            let found = matches!(
                problem,
                Problem::Inverted { .. } | Problem::Distorted { .. }
            );
            assert!(found, "{problem}");
        }
    }
}

#[test]
fn a_thin_layer_is_no_flat_element() {
    let mesh = Mesh::grid([1, 1, 1], |[x, y, z]| [100.0 * x, 100.0 * y, 0.1 * z]);
    let mut model = Model::new(mesh, soft());
    model.hold(&[0, 1, 2, 3], [true; 3]);
    assert_eq!(model.check(), Ok(()));
}

#[test]
fn lists_of_a_wrong_length_are_named() {
    let problem = only(|model| model.stiffness_of = vec![1.0; 3]);
    let expected = "stiffness_of has 3 entries; expected one for each of 4 element(s)";
    assert_eq!(problem.to_string(), expected);
    let problem = only(|model| {
        model.material_of.pop();
    });
    assert!(matches!(problem, Problem::WrongLength { found: 3, .. }));
    let frame = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let problem = only(|model| model.frames = vec![frame; 5]);
    assert!(matches!(problem, Problem::WrongLength { found: 5, .. }));
}

#[test]
fn a_missing_material_is_named() {
    let problem = only(|model| model.material_of[2] = 1);
    let expected = "material_of, entry 2: material(s) 1, but there are 1 (counted from 0)";
    assert_eq!(problem.to_string(), expected);
}

#[test]
fn an_unstable_law_speaks_for_itself() {
    let law = Law::NeoHookean(NeoHookean { mu: -1.0, ..SOFT });
    let problem = only(|model| model.materials[0] = Material::pointwise(law));
    assert!(problem.to_string().starts_with("material 0: "), "{problem}");
    assert!(matches!(problem, Problem::UnsoundLaw { material: 0, .. }));
}

#[test]
fn every_nearly_incompressible_law_needs_the_mean_dilatation() {
    let law = Law::NeoHookean(NeoHookean {
        mu: 1.0,
        lambda: 1e6,
    });
    let problem = only(|model| model.materials[0] = Material::pointwise(law));
    assert!(matches!(problem, Problem::Locks { material: 0, .. }));
    let mut model = block();
    model.materials[0] = Material::mean(law);
    assert_eq!(model.check(), Ok(()));
}

#[test]
fn a_stiffness_ratio_beyond_all_digits_is_named() {
    let problem = only(|model| model.stiffness_of = vec![1.0, 1.0, 1e12, 1.0]);
    match problem {
        Problem::StiffnessRatio { soft, stiff, .. } => assert_eq!((soft, stiff), (0, 2)),
        other => panic!("{other}"),
    }
}

#[test]
fn a_stiffness_that_is_not_positive_is_named() {
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let problem = only(|model| model.stiffness_of = vec![1.0, bad, 1.0, 1.0]);
        assert!(
            matches!(problem, Problem::OutOfBounds { index: 1, .. }),
            "{problem}"
        );
    }
}

#[test]
fn a_left_handed_or_skew_frame_is_named() {
    let good = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let left = [good[1], good[0], good[2]];
    let skew = [good[0], [0.1, 0.995, 0.0], good[2]];
    for bad in [left, skew, [[f64::NAN; 3]; 3]] {
        let problem = only(|model| model.frames = vec![good, bad, good, good]);
        assert!(matches!(
            problem,
            Problem::FrameNotOrthonormal { element: 1, .. }
        ));
    }
}

#[test]
fn fibres_are_unit_vectors_in_elements_that_exist_once() {
    let along = [1.0, 0.0, 0.0];
    let add = |elements: Vec<u32>, directions: Vec<[f64; 3]>| {
        only(|model| {
            model.fibres.push(Fibres {
                elements,
                directions,
                shares: Vec::new(),
            });
        })
    };
    let problem = add(vec![0], vec![[2.0, 0.0, 0.0]]);
    assert!(matches!(
        problem,
        Problem::DirectionNotUnit { element: 0, .. }
    ));
    let problem = add(vec![7], vec![along]);
    assert!(matches!(problem, Problem::OutOfRange { found: 7, .. }));
    let problem = add(vec![1, 1], vec![along; 2]);
    assert_eq!(
        problem,
        Problem::RepeatedElement {
            group: 0,
            element: 1
        }
    );
    let problem = add(vec![0, 1], vec![along]);
    assert!(matches!(
        problem,
        Problem::WrongLength {
            found: 1,
            expected: 2,
            ..
        }
    ));
}

#[test]
fn shares_of_fibres_are_as_many_as_elements_and_not_negative() {
    let add = |shares: Vec<f64>| {
        only(|model| {
            model.fibres.push(Fibres {
                elements: vec![0],
                directions: vec![[1.0, 0.0, 0.0]],
                shares,
            });
        })
    };
    assert!(matches!(
        add(vec![-0.1]),
        Problem::FibreShare { element: 0, .. }
    ));
    assert!(matches!(
        add(vec![1.0, 1.0]),
        Problem::WrongLength { found: 2, .. }
    ));
}

#[test]
fn a_ground_has_lengths_and_nodes_that_exist() {
    let add = |semi_axes: [f64; 3], node: u32| {
        only(|model| {
            model.grounds.push(Ground {
                center: [-3.0; 3],
                semi_axes,
                nodes: vec![(node, 1.0)],
                push: 1.0,
                pull: 0.0,
            });
        })
    };
    assert!(matches!(
        add([1.0, 0.0, 1.0], 0),
        Problem::UnsoundGround { ground: 0, .. }
    ));
    assert!(matches!(
        add([1.0; 3], 1000),
        Problem::UnsoundGround { ground: 0, .. }
    ));
}

#[test]
fn supports_and_springs_name_nodes_that_exist() {
    let support = Support {
        node: 77,
        held: [true; 3],
    };
    let problem = only(|model| model.supports.push(support));
    assert!(matches!(problem, Problem::OutOfRange { found: 77, .. }));
    let spring = Spring {
        node: 78,
        stiffness: [[0.0; 3]; 3],
    };
    let problem = only(|model| model.springs.push(spring));
    assert!(matches!(problem, Problem::OutOfRange { found: 78, .. }));
}

#[test]
fn springs_are_symmetric_and_never_push() {
    let reasons = [
        (
            [[1.0, 0.5, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            "symmetric",
        ),
        (
            [[1.0, 2.0, 0.0], [2.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            "negative",
        ),
        ([[f64::NAN; 3]; 3], "finite"),
    ];
    for (stiffness, reason) in reasons {
        let problem = only(|model| model.springs.push(Spring { node: 0, stiffness }));
        assert!(problem.to_string().contains(reason), "{problem}");
    }
}

#[test]
fn pressure_acts_on_faces_of_elements_from_outside() {
    let faces = block().mesh.boundary();
    let press = |face: Face| {
        let surface = Surface {
            faces: vec![face],
            follower: true,
        };
        only(|model| model.surfaces.push(surface))
    };
    let mut model = block();
    model.surfaces.push(Surface {
        faces: faces.clone(),
        follower: false,
    });
    assert_eq!(model.check(), Ok(()));

    let mut turned = faces[0].clone();
    turned.nodes.reverse();
    assert!(press(turned).to_string().contains("counter-clockwise"));
    let mut other = faces[0].clone();
    other.element = 3;
    assert!(
        press(other)
            .to_string()
            .contains("none of its element's faces")
    );
    let mut missing = faces[0].clone();
    missing.element = 4;
    assert!(press(missing).to_string().contains("no such element"));
}

#[test]
fn contact_speaks_for_itself() {
    let problem = only(|model| model.contacts.push(Contact::within(Vec::new())));
    assert!(problem.to_string().starts_with("contact 0: "), "{problem}");
}

#[test]
fn faces_of_every_kind_are_accepted() {
    let hexahedra = Mesh::grid([2, 1, 1], |x| x);
    let tetrahedra = hexahedra.into_tetrahedra();
    let quadratic = tetrahedra.into_quadratic();
    for mesh in [hexahedra.into_wedges(), quadratic, tetrahedra, hexahedra] {
        let faces = mesh.boundary();
        let bottom = mesh.nodes_where(|x| x[2] == 0.0);
        let mut model = Model::new(mesh, soft());
        model.hold(&bottom, [true; 3]);
        model.surfaces.push(Surface {
            faces,
            follower: true,
        });
        assert_eq!(model.check(), Ok(()));
    }
}

#[test]
fn a_body_that_floats_has_six_motions() {
    let mut model = block();
    model.supports.clear();
    assert_eq!(motions(&model).len(), 6);
}

#[test]
fn each_floating_body_is_named() {
    let mut mesh = block().mesh;
    let n = mesh.n_nodes() as u32;
    let points = mesh.points.clone();
    mesh.points
        .extend(points.iter().map(|x| [x[0] + 10.0, x[1], x[2]]));
    for element in 0..4 {
        let nodes: Vec<u32> = mesh.nodes(element).iter().map(|node| node + n).collect();
        mesh.push(Kind::Hex8, &nodes);
    }
    let mut model = Model::new(mesh, soft());
    model.hold(&[0, 1, 2, 3], [true; 3]);
    match single(&model.check().expect_err("a problem")) {
        Problem::NotHeld {
            element,
            n_elements,
            motions,
        } => assert_eq!((element, n_elements, motions.len()), (4, 4, 6)),
        other => panic!("{other}"),
    }
}

#[test]
fn a_body_held_at_one_node_turns_about_it() {
    let mut model = block();
    model.supports.clear();
    model.hold(&[0], [true; 3]);
    let found = motions(&model);
    assert_eq!(found.len(), 3);
    for motion in found {
        let Motion::About {
            axis,
            through,
            pitch,
        } = motion
        else {
            panic!("{motion}");
        };
        // The axis passes through the node, the origin.
        let along: f64 = (0..3).map(|i| axis[i] * through[i]).sum();
        let off = (0..3).map(|i| (through[i] - along * axis[i]).abs());
        assert!(off.sum::<f64>() < 1e-12 && pitch.abs() < 1e-12, "{motion}");
    }
}

#[test]
fn a_body_held_along_a_line_turns_about_it() {
    let mut model = block();
    model.supports.clear();
    let edge = model.mesh.nodes_where(|x| x[1] == 0.0 && x[2] == 0.0);
    model.hold(&edge, [true; 3]);
    let text = model.check().expect_err("a problem").to_string();
    let expected = "the body of element 0 (4 elements, joined by common nodes) is not held against \
                    turning about (1, 0, 0) through (1, 0, 0)";
    assert_eq!(text, expected);
}

#[test]
fn a_body_on_a_frictionless_base_slides() {
    let mut model = block();
    for support in &mut model.supports {
        support.held = [false, false, true];
    }
    let free = motions(&model);
    assert_eq!(free.len(), 3);
    assert!(matches!(free[0], Motion::Along { direction } if direction[2].abs() < 1e-12));
}

#[test]
fn a_soft_foundation_holds() {
    let mut model = block();
    model.supports.clear();
    let faces: Vec<Face> = model.mesh.boundary();
    let bottom = |face: &&Face| {
        face.nodes
            .iter()
            .all(|&n| model.mesh.points[n as usize][2] == 0.0)
    };
    let bottom: Vec<Face> = faces.iter().filter(bottom).cloned().collect();
    model.add_foundation(&bottom, 1.0, 1e-6);
    assert_eq!(model.check(), Ok(()));
    model.springs.clear();
    model.add_foundation(&bottom, 1.0, 0.0);
    assert_eq!(motions(&model).len(), 3);
}

#[test]
fn all_problems_come_at_once_and_many_are_counted() {
    let mut model = block();
    model.mesh.points.extend(vec![[5.0; 3]; 1000]);
    model.stiffness_of = vec![-1.0];
    model.materials[0] = Material::pointwise(Law::BlatzKo(BlatzKo { mu: f64::NAN }));
    let problems = model.check().expect_err("problems");
    let total = 1000 + 2 + 1;
    assert_eq!(problems.total(), total);
    assert_eq!(problems.iter().count(), 5 + 2 + 1);
    assert!(problems.to_string().contains("… and 995 more of this kind"));
}

#[test]
fn loads_have_one_entry_for_each_thing_they_act_on() {
    let problem = only_load(|loads| loads.growth = vec![1.0; 3]);
    let expected = "growth has 3 entries; expected one for each of 4 element(s)";
    assert_eq!(problem.to_string(), expected);
    for change in [
        |loads: &mut Loads| loads.tension = vec![1.0],
        |loads: &mut Loads| loads.pressure = vec![1.0],
        |loads: &mut Loads| loads.prescribed = vec![[0.0; 3]; 2],
    ] {
        assert!(matches!(only_load(change), Problem::WrongLength { .. }));
    }
}

#[test]
fn loads_are_finite_numbers_on_nodes_that_exist() {
    let problem = only_load(|loads| loads.forces = vec![(0, [f64::INFINITY, 0.0, 0.0])]);
    assert_eq!(
        problem.to_string(),
        "forces, entry 0: a number is not finite"
    );
    let problem = only_load(|loads| loads.forces = vec![(18, [0.0; 3])]);
    assert!(matches!(problem, Problem::OutOfRange { found: 18, .. }));
}

#[test]
fn growth_to_nothing_or_to_a_hundredfold_is_refused() {
    for bad in [0.0, -1.0, 1e3, f64::NAN] {
        let problem = only_load(|loads| loads.growth = vec![1.0, bad, 1.0, 1.0]);
        assert!(
            matches!(problem, Problem::OutOfBounds { index: 1, .. }),
            "{problem}"
        );
    }
}

#[test]
fn two_displacements_of_one_node_contradict() {
    let mut model = block();
    model.hold(&[0], [false, true, true]);
    let mut loads = Loads {
        prescribed: vec![[0.0; 3]; model.supports.len()],
        ..Loads::default()
    };
    assert_eq!(model.check_loads(&loads), Ok(()));
    loads.prescribed[9] = [0.0, 1.0, 0.0];
    let problem = single(&model.check_loads(&loads).expect_err("a problem"));
    let expected = "supports 0 and 9 hold node 0 along y at 0 and 1";
    assert_eq!(problem.to_string(), expected);
    loads.prescribed[9] = [2.0, 0.0, 0.0];
    let problem = single(&model.check_loads(&loads).expect_err("a problem"));
    let expected =
        "support 9 does not hold node 0 along x, but its displacement there is given as 2";
    assert_eq!(problem.to_string(), expected);
}

#[test]
fn a_state_has_one_finite_displacement_for_each_node() {
    let model = block();
    let mut state = State::default();
    assert_eq!(model.check_state(&state), Ok(()));
    state.displacement = vec![[0.0; 3]; 3];
    let problem = single(&model.check_state(&state).expect_err("a problem"));
    assert!(matches!(problem, Problem::WrongLength { expected: 18, .. }));
    state.displacement = vec![[f64::NAN; 3]; 18];
    let problems = model.check_state(&state).expect_err("problems");
    assert_eq!(problems.total(), 18);
}

fn wild_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -2.0..2.0_f64,
        1 => any::<f64>(),
        1 => Just(0.0),
        1 => Just(1.0),
        1 => Just(f64::NAN),
    ]
}

fn wild_vector() -> impl Strategy<Value = [f64; 3]> {
    proptest::array::uniform3(wild_number())
}

fn wild_node() -> impl Strategy<Value = u32> {
    prop_oneof![9 => 0..12_u32, 1 => any::<u32>()]
}

fn wild_mesh() -> impl Strategy<Value = Mesh> {
    let kind = proptest::sample::select(Kind::ALL.to_vec());
    let nodes = proptest::collection::vec(wild_node(), 0..12);
    let points = proptest::collection::vec(wild_vector(), 0..12);
    let elements = proptest::collection::vec((kind, nodes), 0..6);
    (points, elements).prop_map(|(points, elements)| {
        let mut mesh = Mesh::new(points);
        for (kind, nodes) in elements {
            mesh.push(kind, &nodes);
        }
        mesh
    })
}

prop_compose! {
    fn wild_model()(
        mesh in prop_oneof![wild_mesh(), Just(block().mesh)],
        material in (wild_number(), wild_number(), any::<bool>()),
        material_of in proptest::collection::vec(0..3_u16, 0..6),
        stiffness_of in proptest::collection::vec(wild_number(), 0..6),
        axes in proptest::collection::vec(wild_vector(), 0..6),
        elements in proptest::collection::vec(wild_node(), 0..6),
        supports in proptest::collection::vec((wild_node(), any::<[bool; 3]>()), 0..6),
        springs in proptest::collection::vec(
            (wild_node(), proptest::array::uniform3(wild_vector())), 0..6),
        faces in proptest::collection::vec(
            (wild_node(), proptest::collection::vec(wild_node(), 0..8)), 0..6),
    ) -> Model {
        let (mu, lambda, mean) = material;
        let law = Law::NeoHookean(NeoHookean { mu, lambda });
        let material = if mean { Material::mean(law) } else { Material::pointwise(law) };
        let faces: Vec<Face> =
            faces.into_iter().map(|(element, nodes)| Face { element, nodes }).collect();
        Model {
            mesh,
            materials: vec![material],
            material_of,
            stiffness_of,
            frames: axes.iter().map(|&axis| [axis, axes[0], axis]).collect(),
            grounds: vec![Ground {
                center: axes.first().copied().unwrap_or_default(),
                semi_axes: axes.last().copied().unwrap_or([1.0; 3]),
                nodes: springs.iter().map(|(node, k)| (*node, k[0][0])).collect(),
                push: mu,
                pull: lambda,
            }],
            fibres: vec![Fibres { elements, directions: axes, shares: Vec::new() }],
            supports: supports.into_iter().map(|(node, held)| Support { node, held }).collect(),
            springs: springs
                .into_iter()
                .map(|(node, stiffness)| Spring { node, stiffness })
                .collect(),
            contacts: vec![Contact::within(faces.clone())],
            surfaces: vec![Surface { faces, follower: false }],
        }
    }
}

proptest! {
    #[test]
    fn no_model_and_no_load_makes_a_check_panic(
        model in wild_model(),
        growth in proptest::collection::vec(wild_number(), 0..6),
        prescribed in proptest::collection::vec(wild_vector(), 0..6),
        forces in proptest::collection::vec((wild_node(), wild_vector()), 0..6),
    ) {
        if let Err(problems) = model.check() {
            prop_assert!(!problems.to_string().is_empty());
        }
        let loads = Loads {
            tension: growth.clone(),
            pressure: growth.clone(),
            growth,
            prescribed: prescribed.clone(),
            forces,
        };
        let state = State { displacement: prescribed, loads };
        if let Err(problems) = model.check_state(&state) {
            prop_assert!(!problems.to_string().is_empty());
        }
    }
}
