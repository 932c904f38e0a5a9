//! Results as data for a file.

use std::ops::ControlFlow;

use tissue::file::{of_contact, of_state, read_vtu};
use tissue::law::{Guccione, Law};
use tissue::{
    Kind, LinearSolver, Loads, Material, Mesh, Model, Options, Pressed, Solution, Solver, Spot,
    State,
};

use super::written;

/// Tension along x.
const TENSION: f64 = 3.0;
/// Volume ratio of growth.
const GROWTH: f64 = 1.1;

/// A unit cube of a law that is stiffer along its fibres, which run along y; free to slide on
/// three sides.
fn cube(kind: Kind, material: Material) -> Model {
    let mesh = Mesh::grid([2, 1, 1], |x| x).into_kind(kind);
    let n_elements = mesh.n_elements();
    let sides: [Vec<u32>; 3] = std::array::from_fn(|axis| mesh.nodes_where(|x| x[axis] == 0.0));
    let moved = mesh.nodes_where(|x| x[0] == 1.0);
    let mut model = Model::new(mesh, material);
    model.stiffness_of = vec![2.0; n_elements];
    model.frames = vec![[[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]; n_elements];
    for (axis, side) in sides.iter().enumerate() {
        model.hold(side, std::array::from_fn(|i| i == axis));
    }
    model.hold(&moved, [true, false, false]);
    model.add_fibres((0..n_elements as u32).collect(), [1.0, 0.0, 0.0]);
    model
}

/// The cube grown, contracting and drawn out along x by a fifth.
fn solved(model: &Model) -> Solution {
    let is_moved = |node: u32| model.mesh.points[node as usize][0] == 1.0;
    let prescribed = model.supports.iter().map(|support| {
        let drawn = is_moved(support.node) && support.held[0];
        [if drawn { 0.2 } else { 0.0 }, 0.0, 0.0]
    });
    let loads = Loads {
        tension: vec![TENSION],
        growth: vec![GROWTH; model.mesh.n_elements()],
        prescribed: prescribed.collect(),
        ..Loads::default()
    };
    let mut solver = Solver::new(model.clone(), LinearSolver::Direct, 1).expect("a sound model");
    let mut watch = |_: &tissue::Progress| ControlFlow::Continue(());
    let options = Options::default();
    let solution = solver.solve(&loads, &State::default(), &options, &mut watch);
    solution.expect("an equilibrium")
}

/// Sum of the forces along x on the face that was moved.
fn pull(model: &Model, solution: &Solution) -> f64 {
    let forces = model.supports.iter().zip(&solution.reactions);
    let moved = forces.filter(|(support, _)| model.mesh.points[support.node as usize][0] == 1.0);
    moved.map(|(_, force)| force[0]).sum()
}

#[test]
fn stress_is_the_force_on_a_face_over_its_area() {
    let law = Law::Guccione(Guccione {
        c: 2.0,
        bf: 8.0,
        bt: 2.0,
        bfs: 4.0,
        kappa: 100.0,
    });
    for kind in Kind::ALL {
        for material in [Material::pointwise(law), Material::mean(law)] {
            let model = cube(kind, material);
            let solution = solved(&model);
            let data = of_state(&model, &solution.state).expect("a sound state");
            let corner = model.mesh.nodes_where(|x| x == [1.0; 3])[0] as usize;
            let [x, y, z] = solution.state.displacement[corner].map(|u| 1.0 + u);
            let expected = pull(&model, &solution) / (y * z);
            let field = |name: &str| &data.element_field(name).expect("the field").values;
            for element in 0..model.mesh.n_elements() {
                let stress = &field("stress")[6 * element..6 * element + 6];
                assert!(
                    (stress[0] - expected).abs() < 1e-6,
                    "{kind:?} {stress:?} {expected}"
                );
                assert!(
                    stress[1..].iter().all(|s| s.abs() < 1e-6),
                    "{kind:?} {stress:?}"
                );
                let stretch = &field("stretch")[3 * element..3 * element + 3];
                let mut sides = [x, y, z];
                sides.sort_by(|a, b| b.total_cmp(a));
                for (stretch, side) in stretch.iter().zip(sides) {
                    assert!((stretch - side).abs() < 1e-6, "{kind:?} {stretch} {side}");
                }
                assert!((field("J")[element] - x * y * z).abs() < 1e-6);
            }
            assert!(field("activation").iter().all(|&t| t == TENSION));
            assert!(field("material").iter().all(|&m| m == 0.0));
        }
    }
}

#[test]
fn a_state_that_does_not_fit_its_model_has_no_data() {
    let law = Law::NeoHookean(tissue::law::NeoHookean::from_young(1.0, 0.3));
    let model = cube(Kind::Hex8, Material::pointwise(law));
    let state = State {
        displacement: vec![[0.0; 3]],
        ..State::default()
    };
    assert!(of_state(&model, &state).is_err());
    let rest = of_state(&model, &State::default()).expect("a sound state");
    let stress = &rest.element_field("stress").expect("the field").values;
    assert!(stress.iter().all(|s| s.abs() < 1e-12));
}

#[test]
fn points_under_pressure_are_written_as_points() {
    let spot = |x: f64| Spot {
        at: [x, 0.0, 1.0],
        force: 2.0 * x,
    };
    let pressed = Pressed {
        spots: vec![spot(1.0), spot(3.0)],
        ..Pressed::default()
    };
    let (mesh, data) = of_contact(&pressed);
    let (again, data_again) = read_vtu(&written(&mesh, &data)).expect("a file");
    assert_eq!(again.points, [[1.0, 0.0, 1.0], [3.0, 0.0, 1.0]]);
    let force = data_again.node_field("force").expect("the field");
    assert_eq!(force.values, [2.0, 6.0]);
}
