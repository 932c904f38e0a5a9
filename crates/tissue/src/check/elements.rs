//! Size of a mesh, its points and the shape of its elements.

use super::{List, Problem, Problems, Thing};
use crate::mesh::{Kind, Mesh};
use crate::model::Model;
use crate::shape::Shape;
use crate::vector::{cross, dot};

/// Aspect ratio of an element beyond which its equations lose half of their digits: their
/// condition grows with its square.
const MOST_DISTORTED: f64 = 1e4;

pub(super) fn check_size(model: &Model, problems: &mut Problems) {
    let mesh = &model.mesh;
    let (n_nodes, n_elements) = (mesh.n_nodes(), mesh.n_elements());
    if n_nodes == 0 || n_elements == 0 {
        problems.push(Problem::Empty {
            n_nodes,
            n_elements,
        });
    }
    let n_pairs = (0..n_elements).fold(0_usize, |sum, element| {
        sum.saturating_add(mesh.kind(element).n_nodes().pow(2))
    });
    check_counts(n_nodes, n_elements, n_pairs, problems);
}

/// Nodes × 3 and pairs of nodes are numbered in 32 bits.
pub(super) fn check_counts(
    n_nodes: usize,
    n_elements: usize,
    n_pairs: usize,
    problems: &mut Problems,
) {
    let limits = [
        (Thing::Node, n_nodes, u32::MAX as usize / 3),
        (Thing::Element, n_elements, u32::MAX as usize / 3),
        (Thing::NodePair, n_pairs, u32::MAX as usize),
    ];
    for (what, found, most) in limits {
        if found > most {
            problems.push(Problem::TooMany { what, found, most });
        }
    }
}

pub(super) fn check_points(model: &Model, problems: &mut Problems) {
    for (index, point) in model.mesh.points.iter().enumerate() {
        if point.iter().any(|x| !x.is_finite()) {
            let list = List::Points;
            problems.push(Problem::NotFinite { list, index });
        }
    }
}

/// Nodes and shape of each element, and nodes of none.
pub(super) fn check_elements(model: &Model, problems: &mut Problems) {
    let mesh = &model.mesh;
    let shapes = Kind::ALL.map(|kind| (kind, Shape::of(kind)));
    let mut used = vec![false; mesh.n_nodes()];
    for element in 0..mesh.n_elements() {
        let nodes = mesh.nodes(element);
        for &node in nodes {
            if let Some(used) = used.get_mut(node as usize) {
                *used = true;
            }
        }
        if !nodes_are_sound(mesh, element, problems) {
            continue;
        }
        let kind = mesh.kind(element);
        if let Some((_, shape)) = shapes.iter().find(|(other, _)| *other == kind) {
            check_shape(mesh, element, shape, problems);
        }
    }
    for (node, _) in used.iter().enumerate().filter(|(_, used)| !**used) {
        problems.push(Problem::UnusedNode { node });
    }
}

fn nodes_are_sound(mesh: &Mesh, element: usize, problems: &mut Problems) -> bool {
    let (kind, nodes) = (mesh.kind(element), mesh.nodes(element));
    if nodes.len() != kind.n_nodes() {
        problems.push(Problem::WrongNodeCount {
            element,
            kind,
            found: nodes.len(),
        });
        return false;
    }
    if let Some(&node) = nodes.iter().find(|&&node| node as usize >= mesh.n_nodes()) {
        problems.push(Problem::OutOfRange {
            list: List::Elements,
            index: element,
            what: Thing::Node,
            found: node as usize,
            count: mesh.n_nodes(),
        });
        return false;
    }
    let repeated = (1..nodes.len()).find(|&at| nodes[..at].contains(&nodes[at]));
    if let Some(at) = repeated {
        let node = nodes[at];
        problems.push(Problem::RepeatedNode { element, node });
    }
    let finite = |&node: &u32| mesh.points[node as usize].iter().all(|x| x.is_finite());
    repeated.is_none() && nodes.iter().all(finite)
}

fn check_shape(mesh: &Mesh, element: usize, shape: &Shape, problems: &mut Problems) {
    let kind = mesh.kind(element);
    let (mut least, mut worst) = ((0, f64::INFINITY), (0, 0.0));
    for point in 0..shape.points.len() {
        let (det, aspect) = distortion(mesh, element, shape, point);
        if det < least.1 || det.is_nan() {
            least = (point, det);
        }
        if aspect > worst.1 || aspect.is_nan() {
            worst = (point, aspect);
        }
    }
    let (point, det) = least;
    if det.is_nan() || det <= 0.0 {
        problems.push(Problem::Inverted {
            element,
            kind,
            point,
            det,
        });
        return;
    }
    let (point, aspect) = worst;
    if aspect.is_nan() || aspect > MOST_DISTORTED {
        problems.push(Problem::Distorted {
            element,
            kind,
            point,
            aspect,
            most: MOST_DISTORTED,
        });
    }
}

/// det dX/dξ at a quadrature point, and ‖dX/dξ‖ ‖(dX/dξ)⁻¹‖ / 3.
fn distortion(mesh: &Mesh, element: usize, shape: &Shape, point: usize) -> (f64, f64) {
    let mut columns = [[0.0; 3]; 3];
    let gradients = &shape.points[point].gradients;
    for (&node, gradient) in mesh.nodes(element).iter().zip(gradients) {
        for (column, g) in columns.iter_mut().zip(gradient) {
            for (sum, x) in column.iter_mut().zip(mesh.points[node as usize]) {
                *sum += g * x;
            }
        }
    }
    let [a, b, c] = columns;
    let cofactor = [cross(b, c), cross(c, a), cross(a, b)];
    let det = dot(a, cofactor[0]);
    let size = |columns: [[f64; 3]; 3]| columns.map(|v| dot(v, v)).iter().sum::<f64>().sqrt();
    (det, size(columns) * size(cofactor) / (3.0 * det))
}
