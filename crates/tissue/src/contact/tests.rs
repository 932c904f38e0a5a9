//! Energy, forces and tangent agree with one another.

use super::{Contact, Contacts, Tangent};
use crate::law::{Law, NeoHookean};
use crate::vector::{add, cross, scale};
use crate::{Material, Mesh, Model};

/// Two bumpy blocks, the upper one `depth` deep in the lower one.
fn blocks(depth: f64) -> Model {
    let bump = |x: f64, y: f64| 0.08 * (3.0 * x).sin() * (2.0 * y).cos();
    let lower = Mesh::grid([4, 4, 1], |[x, y, z]| {
        [2.0 * x, 2.0 * y, z - 1.0 + z * bump(x, y)]
    });
    let upper = Mesh::grid([3, 3, 1], |[x, y, z]| {
        [
            0.31 + 1.2 * x,
            0.27 + 1.3 * y,
            z - depth + (1.0 - z) * bump(y, x),
        ]
    });
    let mut mesh = lower.clone();
    let shift = mesh.n_nodes() as u32;
    mesh.points.extend(&upper.points);
    for element in 0..upper.n_elements() {
        let nodes: Vec<u32> = upper.nodes(element).iter().map(|n| n + shift).collect();
        mesh.push(upper.kind(element), &nodes);
    }
    let law = Law::NeoHookean(NeoHookean::from_young(1.0, 0.3));
    let mut model = Model::new(mesh, Material::pointwise(law));
    let side = |low: bool, up: f64| {
        let faces = model.mesh.boundary().into_iter();
        faces
            .filter(|face| (face.nodes[0] < shift) == low)
            .filter(|face| {
                let p = |k: usize| model.mesh.points[face.nodes[k] as usize];
                let (a, b) = (add(p(1), scale(p(0), -1.0)), add(p(3), scale(p(0), -1.0)));
                cross(a, b)[2] * up > 0.05
            })
            .collect::<Vec<_>>()
    };
    let contact = Contact {
        reach: Some(0.4),
        ..Contact::between(side(true, 1.0), side(false, -1.0))
    };
    model.contacts.push(contact);
    model
}

fn contacts(depth: f64) -> (Contacts, Vec<f64>) {
    let model = blocks(depth);
    let positions: Vec<u32> = (0..model.mesh.n_nodes() as u32).collect();
    let contacts = Contacts::new(&model, &positions);
    let wiggle = |i: usize| 0.01 * ((7 * i) as f64).sin();
    let u = (0..3 * positions.len()).map(wiggle).collect();
    (contacts, u)
}

fn energy(contacts: &Contacts, u: &[f64]) -> f64 {
    contacts
        .parts(u, Tangent::None)
        .iter()
        .map(|p| p.energy)
        .sum()
}

fn forces(contacts: &Contacts, u: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; u.len()];
    for part in contacts.parts(u, Tangent::None) {
        for (node, force) in part.forces {
            for i in 0..3 {
                sum[3 * node as usize + i] += force[i];
            }
        }
    }
    sum
}

fn times(contacts: &Contacts, u: &[f64], v: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; u.len()];
    for part in contacts.parts(u, Tangent::Whole) {
        for (a, b, k) in part.blocks {
            for (e, k) in k.into_iter().enumerate() {
                sum[3 * a as usize + e / 3] += k * v[3 * b as usize + e % 3];
            }
        }
    }
    sum
}

fn check(contacts: &Contacts, u: &[f64]) {
    let step = 1e-6;
    let v: Vec<f64> = (0..u.len()).map(|i| ((3 * i + 1) as f64).cos()).collect();
    let at = |s: f64| -> Vec<f64> { u.iter().zip(&v).map(|(u, v)| u + s * v).collect() };
    let (plus, minus) = (at(step), at(-step));
    let slope = (energy(contacts, &plus) - energy(contacts, &minus)) / (2.0 * step);
    let exact: f64 = forces(contacts, u).iter().zip(&v).map(|(f, v)| f * v).sum();
    assert!(
        (slope - exact).abs() < 1e-6 * exact.abs(),
        "{slope} {exact}"
    );
    let (ahead, behind) = (forces(contacts, &plus), forces(contacts, &minus));
    let change = times(contacts, u, &v);
    let largest = change.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    for ((a, b), k) in ahead.iter().zip(&behind).zip(&change) {
        let slope = (a - b) / (2.0 * step);
        assert!((slope - k).abs() < 1e-6 * largest, "{slope} {k} {largest}");
    }
}

#[test]
fn forces_and_tangent_are_the_derivatives_of_the_energy() {
    let (contacts, u) = contacts(0.1);
    assert!(energy(&contacts, &u) > 0.0);
    check(&contacts, &u);
}

#[test]
fn with_multipliers_they_are_too() {
    let (mut contacts, u) = contacts(0.1);
    assert!(contacts.augment(&u));
    check(&contacts, &u);
}

#[test]
fn contact_forces_sum_to_zero_and_so_do_their_moments() {
    let (contacts, u) = contacts(0.1);
    let forces = forces(&contacts, &u);
    let (mut sum, mut moment, mut size) = ([0.0; 3], [0.0; 3], 0.0);
    for (node, f) in forces.chunks_exact(3).enumerate() {
        let f = [f[0], f[1], f[2]];
        let x = super::pass::moved(&contacts.rest, &u)(node as u32);
        sum = add(sum, f);
        moment = add(moment, cross(x, f));
        size += crate::vector::norm(f);
    }
    for i in 0..3 {
        assert!(sum[i].abs() < 1e-14 * size && moment[i].abs() < 1e-14 * size);
    }
}

#[test]
fn surfaces_apart_add_nothing() {
    let (contacts, u) = contacts(-0.2);
    assert!(contacts.parts(&u, Tangent::Whole).is_empty());
}

#[test]
fn the_positive_part_of_the_tangent_is_positive() {
    let (contacts, u) = contacts(0.1);
    for part in contacts.parts(&u, Tangent::Positive) {
        let mut product = 0.0;
        for (a, b, k) in part.blocks {
            for (e, k) in k.into_iter().enumerate() {
                let v = |node: u32, i: usize| ((5 * (3 * node as usize + i) + 2) as f64).sin();
                product += k * v(a, e / 3) * v(b, e % 3);
            }
        }
        assert!(product > -1e-14);
    }
}
