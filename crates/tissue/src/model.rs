//! What is solved: the body (constant), the loads on it (changing) and its state.

use crate::contact::Contact;
use crate::ground::Ground;
use crate::kernel::Dilatation;
use crate::law::Law;
use crate::mesh::{Face, Mesh};

/// A law and where its volumetric part is taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Material {
    /// Hyperelastic law.
    pub law: Law,
    /// Pointwise or at the element's mean.
    pub dilatation: Dilatation,
}

impl Material {
    /// `law` at every quadrature point.
    pub fn pointwise(law: Law) -> Self {
        Self {
            law,
            dilatation: Dilatation::Pointwise,
        }
    }

    /// `law` with its volumetric part at the element's mean dilatation.
    pub fn mean(law: Law) -> Self {
        Self {
            law,
            dilatation: Dilatation::Mean,
        }
    }
}

/// Elements that contract together.
///
/// The active second Piola–Kirchhoff stress is s T f ⊗ f with the tension T of
/// [`Loads::tension`], from the potential s T/2 (f·C f − 1). Elements may belong to several.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fibres {
    /// The elements.
    pub elements: Vec<u32>,
    /// Reference direction f in each, unit length, (n_elements × 3).
    pub directions: Vec<[f64; 3]>,
    /// Share s of each element that contracts, not negative; empty = all of it, (n_elements).
    pub shares: Vec<f64>,
}

impl Fibres {
    /// Each element with its direction and its share.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (u32, [f64; 3], f64)> {
        let shares = self.shares.iter().copied().chain(std::iter::repeat(1.0));
        let parts = self.elements.iter().zip(&self.directions).zip(shares);
        parts.map(|((&element, &direction), share)| (element, direction, share))
    }
}

/// A node whose displacement is given in some directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Support {
    /// The node.
    pub node: u32,
    /// Which of x, y, z are given; the values are [`Loads::prescribed`].
    pub held: [bool; 3],
}

/// An elastic tie of a node to its reference position, with energy ½ u·K u.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spring {
    /// The node.
    pub node: u32,
    /// Symmetric stiffness K, force per length.
    pub stiffness: [[f64; 3]; 3],
}

impl Spring {
    /// Ties a node that carries an area to its reference place.
    ///
    /// - `area`: vector of the area across which it is tied
    /// - `normal`, `along`: stiffnesses per area across and along it
    pub fn of_area(node: u32, area: [f64; 3], normal: f64, along: f64) -> Self {
        let size = crate::vector::norm(area);
        let n = crate::vector::unit(area);
        let stiffness = std::array::from_fn(|i| {
            std::array::from_fn(|j| {
                let one = if i == j { along } else { 0.0 };
                size * (one + (normal - along) * n[i] * n[j])
            })
        });
        Self { node, stiffness }
    }
}

/// Faces under pressure.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Surface {
    /// The faces, corners counter-clockwise from outside.
    pub faces: Vec<Face>,
    /// Whether the pressure turns and grows with the face; else it keeps its reference
    /// direction and area.
    pub follower: bool,
}

/// A body: mesh, materials and what holds it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Model {
    /// Points and elements.
    pub mesh: Mesh,
    /// Materials.
    pub materials: Vec<Material>,
    /// Index into `materials` for each element, (n_elements).
    pub material_of: Vec<u16>,
    /// Factor of the passive stresses of each element; empty = 1, (n_elements).
    pub stiffness_of: Vec<f64>,
    /// Fibre, sheet and normal of each element, orthonormal and right-handed; empty = the axes,
    /// (n_elements × 3 × 3).
    pub frames: Vec<[[f64; 3]; 3]>,
    /// What contracts.
    pub fibres: Vec<Fibres>,
    /// Given displacements.
    pub supports: Vec<Support>,
    /// Elastic ties.
    pub springs: Vec<Spring>,
    /// Rigid bodies over which nodes slide.
    pub grounds: Vec<Ground>,
    /// Where pressure acts.
    pub surfaces: Vec<Surface>,
    /// Surfaces that must not pass through each other.
    pub contacts: Vec<Contact>,
}

/// What acts on a body; an empty list is all zero (growth: all one).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Loads {
    /// Tension T of each of [`Model::fibres`], (n).
    pub tension: Vec<f64>,
    /// Volume ratio of isotropic growth of each element, (n_elements).
    pub growth: Vec<f64>,
    /// Displacement of each of [`Model::supports`], (n × 3).
    pub prescribed: Vec<[f64; 3]>,
    /// Pressure on each of [`Model::surfaces`], against the outward normal, (n).
    pub pressure: Vec<f64>,
    /// Dead forces: node and force.
    pub forces: Vec<(u32, [f64; 3])>,
}

/// A configuration of a body.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// Displacement of each node, (n_nodes × 3); empty = the reference configuration.
    pub displacement: Vec<[f64; 3]>,
    /// The loads that it balances.
    pub loads: Loads,
}

impl Model {
    /// A body of one material.
    pub fn new(mesh: Mesh, material: Material) -> Self {
        let material_of = vec![0; mesh.n_elements()];
        Self {
            mesh,
            materials: vec![material],
            material_of,
            ..Self::default()
        }
    }

    /// The material of an element.
    pub(crate) fn material(&self, element: usize) -> &Material {
        &self.materials[usize::from(self.material_of[element])]
    }

    /// Factor of the passive stresses of an element.
    pub(crate) fn stiffness(&self, element: usize) -> f64 {
        self.stiffness_of.get(element).copied().unwrap_or(1.0)
    }

    /// Whether an element's volumetric part is taken at its mean dilatation.
    pub(crate) fn is_mean(&self, element: usize) -> bool {
        self.material(element).dilatation == Dilatation::Mean
    }

    /// Whether any material's volumetric part is.
    pub(crate) fn takes_mean(&self) -> bool {
        let mut materials = self.materials.iter();
        materials.any(|material| material.dilatation == Dilatation::Mean)
    }

    /// Makes `elements` of another material.
    pub fn set_material(&mut self, elements: &[u32], material: Material) {
        let index = self.materials.len() as u16;
        self.materials.push(material);
        for &element in elements {
            self.material_of[element as usize] = index;
        }
    }

    /// Holds `nodes` in the directions of `held`; the values are zero unless
    /// [`Loads::prescribed`] says otherwise.
    pub fn hold(&mut self, nodes: &[u32], held: [bool; 3]) {
        self.supports
            .extend(nodes.iter().map(|&node| Support { node, held }));
    }

    /// Lets `elements` contract along `direction` (made a unit vector); returns the place of
    /// their tension in [`Loads::tension`].
    pub fn add_fibres(&mut self, elements: Vec<u32>, direction: [f64; 3]) -> usize {
        let unit = crate::vector::unit(direction);
        let directions = vec![unit; elements.len()];
        self.fibres.push(Fibres {
            elements,
            directions,
            shares: Vec::new(),
        });
        self.fibres.len() - 1
    }

    /// Ties `faces` to their reference place: `normal` and `along` are stiffnesses per area
    /// across and along the face (a sliding base is soft along).
    pub fn add_foundation(&mut self, faces: &[Face], normal: f64, along: f64) {
        for (node, area) in crate::surface::nodal_areas(&self.mesh, faces) {
            self.springs
                .push(Spring::of_area(node, area, normal, along));
        }
    }
}

impl Loads {
    /// The loads a share `t` of the way from `self` to `other`.
    #[must_use]
    pub(crate) fn towards(&self, other: &Self, t: f64) -> Self {
        Self {
            tension: mix(&self.tension, &other.tension, t, 0.0),
            growth: mix(&self.growth, &other.growth, t, 1.0),
            prescribed: mix_vectors(&self.prescribed, &other.prescribed, t),
            pressure: mix(&self.pressure, &other.pressure, t, 0.0),
            forces: mix_forces(&self.forces, &other.forces, t),
        }
    }
}

fn mix(a: &[f64], b: &[f64], t: f64, absent: f64) -> Vec<f64> {
    let at = |list: &[f64], i: usize| list.get(i).copied().unwrap_or(absent);
    (0..a.len().max(b.len()))
        .map(|i| (1.0 - t) * at(a, i) + t * at(b, i))
        .collect()
}

fn mix_vectors(a: &[[f64; 3]], b: &[[f64; 3]], t: f64) -> Vec<[f64; 3]> {
    let at = |list: &[[f64; 3]], i: usize| list.get(i).copied().unwrap_or_default();
    (0..a.len().max(b.len()))
        .map(|i| std::array::from_fn(|k| (1.0 - t) * at(a, i)[k] + t * at(b, i)[k]))
        .collect()
}

fn mix_forces(a: &[(u32, [f64; 3])], b: &[(u32, [f64; 3])], t: f64) -> Vec<(u32, [f64; 3])> {
    let scaled = |list: &[(u32, [f64; 3])], share: f64| -> Vec<(u32, [f64; 3])> {
        list.iter()
            .map(|&(node, force)| (node, force.map(|f| share * f)))
            .collect()
    };
    if a == b {
        return b.to_vec();
    }
    [scaled(a, 1.0 - t), scaled(b, t)].concat()
}
