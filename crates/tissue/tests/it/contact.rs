//! Contact: patch test, Hertz, a slit whose sides slide on each other.

use std::ops::ControlFlow;

use tissue::contact::cases::{Slit, hertz, lips, move_lips, patch};
use tissue::{Contact, ContactError, Face, LinearSolver, Loads, Mesh, Options, Solver, State};

#[test]
fn uniform_pressure_passes_between_meshes_that_match() {
    let patch = patch(3, 3).expect("solves");
    assert!(
        patch.largest < 1e-6 && patch.force.abs() < 1e-6,
        "{patch:?}"
    );
}

#[test]
fn uniform_pressure_passes_nearly_between_meshes_that_do_not() {
    for (lower, upper) in [(3, 4), (4, 6)] {
        let patch = patch(lower, upper).expect("solves");
        assert!(patch.largest < 0.01 && patch.mean < 0.002, "{patch:?}");
        assert!(patch.force.abs() < 1e-5, "{patch:?}");
    }
}

#[test]
fn a_paraboloid_on_a_plate_follows_hertz() {
    let hertz = hertz(4).expect("solves");
    assert!(hertz.force.abs() < 0.01, "{hertz:?}");
    assert!(hertz.radius.abs() < 0.03, "{hertz:?}");
    assert!(hertz.pressure.abs() < 0.02, "{hertz:?}");
    assert!(hertz.depth < 2e-3, "{hertz:?}");
}

fn moved(by: [f64; 3]) -> Slit {
    move_lips(3, true, by).expect("solves").0
}

#[test]
fn lips_pressed_together_carry_force_and_slide() {
    let pressed = moved([0.0, 0.0, -0.8]);
    let slid = moved([2.0, 0.0, -0.8]);
    for slit in [&pressed, &slid] {
        assert!(
            slit.force > 5.0 && slit.depth < 0.01 * lips::EDGE,
            "{slit:?}"
        );
    }
    assert!(pressed.slid.abs() < 1e-6, "{pressed:?}");
    assert!(slid.slid > 1.4, "{slid:?}");
}

#[test]
fn lips_that_slide_off_each_other_slantwise_are_found_in_few_steps() {
    for by in [[3.0, 1.0, -1.0], [4.0, 2.0, -1.0], [-3.0, 0.5, -1.5]] {
        let slit = moved(by);
        assert!(slit.depth < 0.011 * lips::EDGE, "{slit:?}");
        assert!(slit.force > 5.0 && slit.load_steps <= 4, "{slit:?}");
    }
}

#[test]
fn lips_apart_behave_as_if_there_were_no_contact() {
    let by = [0.3, 0.0, 1.0];
    let (slit, with) = move_lips(3, true, by).expect("solves");
    let (_, without) = move_lips(3, false, by).expect("solves");
    assert_eq!(slit.force, 0.0);
    let differences = with.displacement.iter().zip(&without.displacement);
    for (a, b) in differences {
        assert!((0..3).all(|i| (a[i] - b[i]).abs() < 1e-8));
    }
}

#[test]
fn lips_that_were_pressed_come_apart_again() {
    let (model, _) = lips::model(2, true);
    let loads = |z: f64| lips::loads(&model, [0.5, 0.0, z]);
    let (closed, open) = (loads(-0.8), loads(0.6));
    let mut solver = Solver::new(model, LinearSolver::Auto, 1).expect("a sound model");
    let mut solve = |loads: &Loads, from: &State| {
        let mut on = |_: &tissue::Progress| ControlFlow::Continue(());
        let solution = solver.solve(loads, from, &Options::default(), &mut on);
        solution.expect("solves")
    };
    let pressed = solve(&closed, &State::default());
    assert!(pressed.contacts[0].force > 1.0);
    let apart = solve(&open, &pressed.state);
    assert_eq!(apart.contacts[0].force, 0.0);
    let again = solve(&closed, &apart.state);
    let ratio = again.contacts[0].force / pressed.contacts[0].force;
    assert!((ratio - 1.0).abs() < 1e-3, "{ratio}");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let displacement = |threads: usize| {
        let (model, _) = lips::model(2, true);
        let loads = lips::loads(&model, [0.5, 0.0, -0.5]);
        let mut solver = Solver::new(model, LinearSolver::Auto, threads).expect("a sound model");
        let mut on = |_: &tissue::Progress| ControlFlow::Continue(());
        let solution = solver.solve(&loads, &State::default(), &Options::default(), &mut on);
        solution.expect("solves").state.displacement
    };
    assert_eq!(displacement(1), displacement(2));
}

#[test]
fn a_contact_that_cannot_be_is_refused() {
    let mesh = Mesh::grid([1, 1, 1], |p| p);
    let face = |element: u32, nodes: &[u32]| Face {
        element,
        nodes: nodes.to_vec(),
    };
    let good = face(0, &[4, 5, 6, 7]);
    let check = |faces: Vec<Face>| Contact::within(faces).check(&mesh);
    assert_eq!(check(Vec::new()), Err(ContactError::Empty));
    let no_node = ContactError::NoNode { node: 99 };
    assert_eq!(check(vec![face(0, &[0, 1, 99])]), Err(no_node));
    let no_element = ContactError::NoElement { element: 3 };
    assert_eq!(check(vec![face(3, &[0, 1, 2])]), Err(no_element));
    let corners = ContactError::Corners { n_nodes: 2 };
    assert_eq!(check(vec![face(0, &[0, 1])]), Err(corners));
    let stiff = Contact {
        stiffness: Some(-1.0),
        ..Contact::within(vec![good])
    };
    assert!(matches!(
        stiff.check(&mesh),
        Err(ContactError::NotPositive {
            name: "stiffness",
            ..
        })
    ));
}
