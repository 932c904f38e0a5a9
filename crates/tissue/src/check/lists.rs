//! What a model says of its elements and nodes: materials, frames, fibres, supports, springs and
//! surfaces.

use super::{List, Problem, Problems, Thing};
use crate::kernel::Dilatation;
use crate::mesh::Face;
use crate::model::{Fibres, Material, Model, Spring};
use crate::vector::{cross, dot, norm};

/// How far from orthonormal a frame, from unit length a fibre, from symmetric a spring may be.
const ROUNDING: f64 = 1e-6;
/// Bulk over shear modulus beyond which pointwise dilatation hardly lets an element move.
const MOST_POINTWISE: f64 = 1e5;
/// Stiffest over softest place: what is left of sixteen digits is the solver's tolerance.
const MOST_STIFF: f64 = 1e9;
/// Materials that [`Model::material_of`] can number.
const MOST_MATERIALS: usize = 1 << 16;

pub(super) fn check(model: &Model, problems: &mut Problems) {
    check_materials(model, problems);
    check_stiffness(model, problems);
    check_frames(model, problems);
    check_fibres(model, problems);
    check_nodes(model, problems);
    check_springs(model, problems);
    check_grounds(model, problems);
    check_surfaces(model, problems);
    for (contact, of) in model.contacts.iter().enumerate() {
        if let Err(problem) = of.check(&model.mesh) {
            problems.push(Problem::UnsoundContact { contact, problem });
        }
    }
}

/// A list with one entry for each of `expected` things, or none where that is allowed.
pub(super) fn check_length(
    list: List,
    found: usize,
    expected: usize,
    what: Thing,
    problems: &mut Problems,
) {
    if found != expected {
        problems.push(Problem::WrongLength {
            list,
            found,
            expected,
            what,
        });
    }
}

/// An entry that names one of `count` things; whether there is one.
pub(super) fn check_index(
    list: List,
    index: usize,
    (what, found, count): (Thing, usize, usize),
    problems: &mut Problems,
) -> bool {
    if found >= count {
        problems.push(Problem::OutOfRange {
            list,
            index,
            what,
            found,
            count,
        });
    }
    found < count
}

fn check_materials(model: &Model, problems: &mut Problems) {
    let (list, what) = (List::MaterialOf, Thing::Element);
    let n_elements = model.mesh.n_elements();
    check_length(list, model.material_of.len(), n_elements, what, problems);
    let count = model.materials.len();
    if count > MOST_MATERIALS {
        problems.push(Problem::TooMany {
            what: Thing::Material,
            found: count,
            most: MOST_MATERIALS,
        });
    }
    for (index, &material) in model.material_of.iter().enumerate() {
        let named = (Thing::Material, material as usize, count);
        check_index(list, index, named, problems);
    }
    for (index, material) in model.materials.iter().enumerate() {
        check_material(index, material, problems);
    }
}

fn check_material(material: usize, of: &Material, problems: &mut Problems) {
    if let Some(problem) = of.law.problem() {
        problems.push(Problem::UnsoundLaw { material, problem });
        return;
    }
    let shear_modulus = of.law.shear_modulus();
    let rest = of
        .law
        .evaluate(&[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]);
    let stress = rest.stress.iter().fold(rest.energy.abs(), |most, s| {
        if s.abs() <= most { most } else { s.abs() }
    });
    let bulk = bulk_modulus(of);
    let sound = shear_modulus > 0.0
        && shear_modulus.is_finite()
        && bulk.is_finite()
        && stress <= ROUNDING * shear_modulus.max(bulk);
    if !sound {
        problems.push(Problem::NotAtRest {
            material,
            shear_modulus,
            stress,
        });
        return;
    }
    let ratio = bulk / shear_modulus;
    if of.dilatation == Dilatation::Pointwise && ratio > MOST_POINTWISE {
        problems.push(Problem::Locks {
            material,
            ratio,
            most: MOST_POINTWISE,
        });
    }
}

/// U''(1) of the volumetric part: κ, or λ, or zero for a law that is not split.
fn bulk_modulus(material: &Material) -> f64 {
    material.law.evaluate_volumetric(1.0)[2]
}

fn check_stiffness(model: &Model, problems: &mut Problems) {
    let list = List::StiffnessOf;
    let (found, expected) = (model.stiffness_of.len(), model.mesh.n_elements());
    if found > 0 {
        check_length(list, found, expected, Thing::Element, problems);
    }
    for (index, &factor) in model.stiffness_of.iter().enumerate() {
        if !(factor > 0.0 && factor.is_finite()) {
            problems.push(Problem::OutOfBounds {
                list,
                index,
                found: factor,
                expected: "a positive finite number",
            });
        }
    }
    check_stiffness_ratio(model, problems);
}

fn check_stiffness_ratio(model: &Model, problems: &mut Problems) {
    let (mut soft, mut stiff) = ((0, f64::INFINITY), (0, 0.0));
    for (element, &material) in model.material_of.iter().enumerate() {
        let Some(material) = model.materials.get(material as usize) else {
            continue;
        };
        let factor = model.stiffness(element);
        let shear = factor * material.law.shear_modulus();
        let most = shear.max(factor * bulk_modulus(material));
        if shear > 0.0 && shear < soft.1 {
            soft = (element, shear);
        }
        if most.is_finite() && most > stiff.1 {
            stiff = (element, most);
        }
    }
    let ratio = stiff.1 / soft.1;
    if ratio > MOST_STIFF {
        problems.push(Problem::StiffnessRatio {
            soft: soft.0,
            stiff: stiff.0,
            ratio,
            most: MOST_STIFF,
        });
    }
}

fn check_frames(model: &Model, problems: &mut Problems) {
    let (found, expected) = (model.frames.len(), model.mesh.n_elements());
    if found > 0 {
        check_length(List::Frames, found, expected, Thing::Element, problems);
    }
    for (element, frame) in model.frames.iter().enumerate() {
        let off = off_orthonormal(frame);
        if off.is_nan() || off > ROUNDING {
            problems.push(Problem::FrameNotOrthonormal { element, off });
        }
    }
}

/// Largest entry of QᵀQ − 1; 2 for a left-handed frame.
fn off_orthonormal(frame: &[[f64; 3]; 3]) -> f64 {
    let handed = dot(cross(frame[0], frame[1]), frame[2]);
    let mut most = if handed < 0.0 { 2.0 } else { 0.0 };
    for (i, a) in frame.iter().enumerate() {
        for (j, b) in frame.iter().enumerate() {
            let off = (dot(*a, *b) - if i == j { 1.0 } else { 0.0 }).abs();
            if off > most || off.is_nan() {
                most = off;
            }
        }
    }
    most
}

fn check_fibres(model: &Model, problems: &mut Problems) {
    // The last group that each element was seen in, counted from 1.
    let mut seen = vec![0; model.mesh.n_elements()];
    for (group, fibres) in model.fibres.iter().enumerate() {
        let (directions, elements) = (fibres.directions.len(), fibres.elements.len());
        let list = List::FibreDirections(group);
        check_length(list, directions, elements, Thing::Element, problems);
        check_fibre_elements(group, fibres, &mut seen, problems);
        check_fibre_shares(group, fibres, problems);
        for (&element, &direction) in fibres.elements.iter().zip(&fibres.directions) {
            let length = norm(direction);
            if length.is_nan() || (length - 1.0).abs() > ROUNDING {
                problems.push(Problem::DirectionNotUnit {
                    group,
                    element,
                    length,
                });
            }
        }
    }
}

fn check_fibre_elements(
    group: usize,
    fibres: &Fibres,
    seen: &mut [usize],
    problems: &mut Problems,
) {
    for (index, &element) in fibres.elements.iter().enumerate() {
        let named = (Thing::Element, element as usize, seen.len());
        if !check_index(List::FibreElements(group), index, named, problems) {
            continue;
        }
        let last = &mut seen[element as usize];
        if *last == group + 1 {
            problems.push(Problem::RepeatedElement { group, element });
        }
        *last = group + 1;
    }
}

fn check_fibre_shares(group: usize, fibres: &Fibres, problems: &mut Problems) {
    let (shares, elements) = (fibres.shares.len(), fibres.elements.len());
    if shares != 0 {
        let list = List::FibreShares(group);
        check_length(list, shares, elements, Thing::Element, problems);
    }
    for (&element, &share) in fibres.elements.iter().zip(&fibres.shares) {
        if !(share.is_finite() && share >= 0.0) {
            problems.push(Problem::FibreShare {
                group,
                element,
                share,
            });
        }
    }
}

fn check_nodes(model: &Model, problems: &mut Problems) {
    let count = model.mesh.n_nodes();
    for (index, support) in model.supports.iter().enumerate() {
        let named = (Thing::Node, support.node as usize, count);
        check_index(List::Supports, index, named, problems);
    }
    for (index, spring) in model.springs.iter().enumerate() {
        let named = (Thing::Node, spring.node as usize, count);
        check_index(List::Springs, index, named, problems);
    }
}

fn check_grounds(model: &Model, problems: &mut Problems) {
    for (ground, of) in model.grounds.iter().enumerate() {
        if let Some(problem) = of.problem(&model.mesh.points) {
            problems.push(Problem::UnsoundGround { ground, problem });
        }
    }
}

fn check_springs(model: &Model, problems: &mut Problems) {
    for (spring, of) in model.springs.iter().enumerate() {
        if let Some(problem) = spring_problem(of) {
            problems.push(Problem::UnsoundSpring {
                spring,
                node: of.node,
                problem,
            });
        }
    }
}

fn spring_problem(spring: &Spring) -> Option<&'static str> {
    let k = &spring.stiffness;
    if k.iter().flatten().any(|k| !k.is_finite()) {
        return Some("its stiffness is not finite");
    }
    let largest = k
        .iter()
        .flatten()
        .fold(0.0, |most: f64, k| most.max(k.abs()));
    if largest == 0.0 {
        return None;
    }
    let unlike = |i: usize, j: usize| (k[i][j] - k[j][i]).abs() > ROUNDING * largest;
    if unlike(0, 1) || unlike(0, 2) || unlike(1, 2) {
        return Some("its stiffness is not symmetric");
    }
    let shifted = std::array::from_fn(|i| {
        std::array::from_fn(|j| k[i][j] / largest + if i == j { ROUNDING } else { 0.0 })
    });
    (!is_positive(shifted)).then_some("its stiffness is negative in some direction")
}

/// Whether the pivots of a symmetric matrix are positive.
fn is_positive(mut k: [[f64; 3]; 3]) -> bool {
    for p in 0..3 {
        let pivot = k[p];
        if pivot[p] <= 0.0 {
            return false;
        }
        for row in &mut k[p + 1..] {
            let factor = row[p] / pivot[p];
            *row = std::array::from_fn(|j| row[j] - factor * pivot[j]);
        }
    }
    true
}

fn check_surfaces(model: &Model, problems: &mut Problems) {
    for (surface, of) in model.surfaces.iter().enumerate() {
        for (face, of) in of.faces.iter().enumerate() {
            if let Some(problem) = face_problem(model, of) {
                problems.push(Problem::WrongFace {
                    surface,
                    face,
                    element: of.element,
                    problem,
                });
            }
        }
    }
}

fn face_problem(model: &Model, face: &Face) -> Option<&'static str> {
    let element = face.element as usize;
    if element >= model.mesh.n_elements() {
        return Some("there is no such element");
    }
    let nodes = model.mesh.nodes(element);
    let kind = model.mesh.kind(element);
    if nodes.len() != kind.n_nodes() {
        return Some("its element has a wrong number of nodes");
    }
    let mut turned = false;
    for local in kind.faces() {
        let of_element: Vec<u32> = local.iter().map(|&at| nodes[at]).collect();
        match compare(&of_element, face) {
            Match::Same => return None,
            Match::Turned => turned = true,
            Match::None => {}
        }
    }
    Some(if turned {
        "its nodes are not counter-clockwise seen from outside, or the middles of its edges are \
         not in order"
    } else {
        "its nodes are none of its element's faces"
    })
}

enum Match {
    Same,
    Turned,
    None,
}

/// Whether `face` is the element's face `known`, starting at any corner.
fn compare(known: &[u32], face: &Face) -> Match {
    let n = known.len();
    if face.nodes.len() != n {
        return Match::None;
    }
    let corners = if n == 4 { 4 } else { 3 };
    let same = |turn: usize| {
        (0..n).all(|at| {
            let base = corners * (at / corners);
            face.nodes[at] == known[base + (at - base + turn) % corners]
        })
    };
    if (0..corners).any(same) {
        Match::Same
    } else if known.iter().all(|node| face.nodes.contains(node)) {
        Match::Turned
    } else {
        Match::None
    }
}
