//! What is worth seeing of a state and of a contact.

use faer::{Mat, Side};

use super::{Data, Field};
use crate::check::Problems;
use crate::contact::Pressed;
use crate::kernel::Dilatation;
use crate::law::{Kinematics, Law};
use crate::mesh::{Kind, Mesh};
use crate::model::{Model, State};
use crate::shape::Shape;
use crate::vector::{add, dot};

/// What is to be seen of a state, for [`super::write_vtu`] with the model's mesh.
///
/// At the nodes:
/// - `displacement`
///
/// Of the elements:
/// - `material`: place among [`Model::materials`]
/// - `J`: volume now over reference volume
/// - `stretch`: principal stretches of the mean deformation, the largest first
/// - `stress`: mean Cauchy stress over the volume now, active part included; xx, yy, zz, xy, yz,
///   xz
/// - `activation`: sum of s T over the fibres that the element belongs to
///
/// # Errors
/// What is wrong with the model or the state.
pub fn of_state(model: &Model, state: &State) -> Result<Data, Problems> {
    model.check()?;
    model.check_state(state)?;
    let displacement: Vec<[f64; 3]> = (0..model.mesh.n_nodes())
        .map(|node| state.displacement.get(node).copied().unwrap_or_default())
        .collect();
    let elements = Elements::new(model, state, &displacement);
    let all = 0..model.mesh.n_elements();
    let means: Vec<Mean> = all.clone().map(|element| elements.mean(element)).collect();
    let material = model.material_of.iter().map(|&m| f64::from(m)).collect();
    let stretch: Vec<[f64; 3]> = means.iter().map(|mean| mean.stretch).collect();
    let stress: Vec<[f64; 6]> = means.iter().map(|mean| mean.stress).collect();
    let activation = all.map(|element| elements.activation(element)).collect();
    Ok(Data {
        at_nodes: vec![Field::wide("displacement", &displacement)],
        at_elements: vec![
            Field::scalar("material", material),
            Field::scalar("J", means.iter().map(|mean| mean.ratio).collect()),
            Field::wide("stretch", &stretch),
            Field::wide("stress", &stress),
            Field::scalar("activation", activation),
        ],
        ..Data::default()
    })
}

/// The points of a contact that are under pressure, where they are now, as a mesh without
/// elements, with their normal `force` at the nodes.
pub fn of_contact(pressed: &Pressed) -> (Mesh, Data) {
    let spots = &pressed.spots;
    let mesh = Mesh::new(spots.iter().map(|spot| spot.at).collect());
    let force = spots.iter().map(|spot| spot.force).collect();
    let data = Data {
        at_nodes: vec![Field::scalar("force", force)],
        ..Data::default()
    };
    (mesh, data)
}

/// Means over an element.
struct Mean {
    ratio: f64,
    stretch: [f64; 3],
    stress: [f64; 6],
}

struct Elements<'a> {
    model: &'a Model,
    state: &'a State,
    displacement: &'a [[f64; 3]],
    shapes: [Shape; 4],
    /// Groups of fibres, their direction and their share in each element.
    fibres_of: Vec<Vec<(usize, [f64; 3], f64)>>,
}

/// A quadrature point.
struct Point {
    /// Reference volume.
    volume: f64,
    /// Deformation gradient from the reference configuration, in the axes of space.
    gradient: [[f64; 3]; 3],
    /// Its determinant.
    ratio: f64,
}

impl<'a> Elements<'a> {
    fn new(model: &'a Model, state: &'a State, displacement: &'a [[f64; 3]]) -> Self {
        let mut fibres_of = vec![Vec::new(); model.mesh.n_elements()];
        for (group, fibres) in model.fibres.iter().enumerate() {
            for (element, direction, share) in fibres.parts() {
                fibres_of[element as usize].push((group, direction, share));
            }
        }
        Self {
            model,
            state,
            displacement,
            shapes: Kind::ALL.map(Shape::of),
            fibres_of,
        }
    }

    /// Sum of the tensions of an element's fibres.
    fn activation(&self, element: usize) -> f64 {
        let groups = self.fibres_of[element].iter();
        groups
            .map(|&(group, _, share)| share * self.tension(group))
            .sum()
    }

    fn tension(&self, group: usize) -> f64 {
        let tension = self.state.loads.tension.get(group);
        tension.copied().unwrap_or(0.0)
    }

    fn mean(&self, element: usize) -> Mean {
        let shape = &self.shapes[self.model.mesh.kind(element) as usize];
        let points: Vec<Point> = (0..shape.points.len())
            .map(|point| self.point(element, shape, point))
            .collect();
        let volume: f64 = points.iter().map(|at| at.volume).sum();
        let now: f64 = points.iter().map(|at| at.volume * at.ratio).sum();
        let (mut stress, mut gradient) = ([0.0; 6], [[0.0; 3]; 3]);
        for at in &points {
            let here = self.stress(element, at, now / volume);
            let share = at.volume * at.ratio / now;
            for (sum, (i, j)) in stress.iter_mut().zip(ENTRIES) {
                *sum += share * here[i][j];
            }
            let sums = gradient.as_flattened_mut().iter_mut();
            for (sum, f) in sums.zip(at.gradient.as_flattened()) {
                *sum += at.volume / volume * f;
            }
        }
        Mean {
            ratio: now / volume,
            stretch: principal_stretches(gradient),
            stress,
        }
    }

    fn point(&self, element: usize, shape: &Shape, point: usize) -> Point {
        let point = &shape.points[point];
        // Rows are x, columns the axes of the reference cell.
        let (mut reference, mut moved) = ([0.0; 9], [0.0; 9]);
        let nodes = self.model.mesh.nodes(element);
        for (&node, gradient) in nodes.iter().zip(&point.gradients) {
            let x = self.model.mesh.points[node as usize];
            let now = add(x, self.displacement[node as usize]);
            for entry in 0..9 {
                reference[entry] += x[entry / 3] * gradient[entry % 3];
                moved[entry] += now[entry / 3] * gradient[entry % 3];
            }
        }
        let map = Kinematics::new(reference);
        // F = (dx/dξ)(dX/dξ)⁻¹, and the inverse is the transposed cofactor over the determinant.
        let gradient = std::array::from_fn(|i| {
            std::array::from_fn(|j| {
                let products = (0..3).map(|k| moved[3 * i + k] * map.cofactor[3 * j + k]);
                products.sum::<f64>() / map.j
            })
        });
        Point {
            volume: map.j * point.weight,
            gradient,
            ratio: Kinematics::new(moved).j / map.j,
        }
    }

    /// Cauchy stress at a point of an element whose volume ratio is `mean_ratio`.
    fn stress(&self, element: usize, at: &Point, mean_ratio: f64) -> [[f64; 3]; 3] {
        let model = self.model;
        let growth = self.state.loads.growth.get(element).copied().unwrap_or(1.0);
        let shrink = growth.powf(-1.0 / 3.0);
        let elastic = at.gradient.map(|row| row.map(|f| shrink * f));
        let j = at.ratio / growth;
        // Columns are the images of the material frame's axes.
        let mut f = [0.0; 9];
        for (entry, f) in f.iter_mut().enumerate() {
            let (i, axis) = (entry / 3, entry % 3);
            *f = match model.frames.get(element) {
                Some(frame) => dot(elastic[i], frame[axis]),
                None => elastic[i][axis],
            };
        }
        let material = model.material(element);
        let stiffness = model.stiffness(element);
        let passive = match material.dilatation {
            Dilatation::Pointwise => cauchy(&material.law.evaluate(&f).stress, &f, j),
            Dilatation::Mean => mean_dilatation_stress(&material.law, &f, j, mean_ratio / growth),
        };
        let mut stress = passive.map(|row| row.map(|s| stiffness * s));
        for &(group, direction, share) in &self.fibres_of[element] {
            let tension = share * self.tension(group);
            let along = elastic.map(|row| dot(row, direction));
            for (i, row) in stress.iter_mut().enumerate() {
                for (s, along_j) in row.iter_mut().zip(along) {
                    *s += tension * along[i] * along_j / j;
                }
            }
        }
        stress
    }
}

/// Distortional stress at the point, pressure at the element's mean dilatation.
fn mean_dilatation_stress(law: &Law, f: &[f64; 9], j: f64, mean: f64) -> [[f64; 3]; 3] {
    let mut stress = cauchy(&law.evaluate_distortion(f).stress, f, j);
    let pressure = law.evaluate_volumetric(mean)[1];
    for (i, row) in stress.iter_mut().enumerate() {
        row[i] += pressure;
    }
    stress
}

/// σ = P Fᵀ / J.
fn cauchy(first: &[f64; 9], f: &[f64; 9], j: f64) -> [[f64; 3]; 3] {
    std::array::from_fn(|a| {
        std::array::from_fn(|b| {
            let products = (0..3).map(|k| first[3 * a + k] * f[3 * b + k]);
            products.sum::<f64>() / j
        })
    })
}

/// Square roots of the eigenvalues of C = Fᵀ F, the largest first.
fn principal_stretches(gradient: [[f64; 3]; 3]) -> [f64; 3] {
    let column = |i: usize| gradient.map(|row| row[i]);
    let c = Mat::from_fn(3, 3, |i, j| dot(column(i), column(j)));
    // There are no eigenvalues of what is no number, and the state has been checked.
    let ascending = c.self_adjoint_eigenvalues(Side::Lower).unwrap_or_default();
    std::array::from_fn(|i| ascending.get(2 - i).map_or(f64::NAN, |c| c.max(0.0).sqrt()))
}

/// xx, yy, zz, xy, yz, xz.
const ENTRIES: [(usize, usize); 6] = [(0, 0), (1, 1), (2, 2), (0, 1), (1, 2), (0, 2)];
