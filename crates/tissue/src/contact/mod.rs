//! Frictionless contact between surfaces, and of a surface with itself.
//!
//! Quadrature points of one surface must not lie behind the faces of the other. The signed
//! distance g of a point x from the closest point of the faces, along its outward normal,
//! enters a potential
//!
//! Π = Σ A ⟨λ − ε g⟩² / 2ε
//!
//! with the point's share A of the reference area, the stiffness ε per area and a multiplier λ
//! (a pressure), zero at first. At equilibrium λ becomes ⟨λ − ε g⟩ and the body is balanced
//! anew until no gap is below the tolerance; where that does not converge, a point under pressure
//! keeps its facet from one set of multipliers to the next. Forces and tangent are the exact
//! derivatives of Π, the closest point staying closest as the nodes move.
//!
//! # Source
//! Alart and Curnier, A mixed formulation for frictional contact problems, CMAME 1991; 92:353
//! (potential); Fischer and Wriggers, Frictionless 2D contact formulations for finite
//! deformations, Comput. Mech. 2005; 36:226 (quadrature points, both ways); Konyukhov and
//! Schweizerhof, Contact formulation via a velocity description, Comput. Mech. 2004; 33:165
//! (derivatives of the closest point).

pub mod cases;
mod closest;
mod couplings;
mod facets;
mod gap;
mod kept;
mod near;
mod pass;
mod points;
#[cfg(test)]
mod tests;
mod tree;

pub(crate) use pass::{Contacts, Tangent};

use crate::mesh::{Face, Mesh};

/// Two surfaces that must not pass through each other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contact {
    /// Faces of one, corners counter-clockwise from outside.
    pub first: Vec<Face>,
    /// Faces of the other; empty = the first touches itself.
    pub second: Vec<Face>,
    /// Whether points of both surfaces are kept from behind the other's faces, each with half
    /// the stiffness; else only those of the first.
    pub both_ways: bool,
    /// How deep a point may be behind a face and still be pushed back, length; bodies must be
    /// thicker. By default half the mean edge of the finer surface.
    pub reach: Option<f64>,
    /// Pressure per depth ε. By default [`STIFFNESS`] times the softer surface's shear modulus
    /// over the finer surface's mean edge.
    pub stiffness: Option<f64>,
    /// Largest depth that counts as none, length. By default [`TOLERANCE`] times the mean edge.
    pub tolerance: Option<f64>,
}

/// What happens in a contact.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pressed {
    /// Sum of the normal forces, ∫ p dA.
    pub force: f64,
    /// Reference area under pressure, as far as the quadrature points resolve it.
    pub area: f64,
    /// Largest mean pressure on a face. Within a face the pressure at single points jumps up and
    /// down around its mean.
    pub peak: f64,
    /// Largest depth of a point behind a face.
    pub depth: f64,
    /// Points under pressure, of both surfaces where both are kept from behind the other.
    pub spots: Vec<Spot>,
}

/// A point under pressure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Where it is now.
    pub at: [f64; 3],
    /// Its normal force.
    pub force: f64,
}

/// Default stiffness in units of shear modulus over edge.
pub const STIFFNESS: f64 = 20.0;
/// Default tolerance in units of the edge.
pub const TOLERANCE: f64 = 0.01;

impl Contact {
    /// Contact between two surfaces.
    pub fn between(first: Vec<Face>, second: Vec<Face>) -> Self {
        Self {
            first,
            second,
            both_ways: true,
            ..Self::default()
        }
    }

    /// Contact of a surface with itself, where faces look at each other.
    pub fn within(faces: Vec<Face>) -> Self {
        Self::between(faces, Vec::new())
    }

    /// Whether a surface touches itself.
    pub fn is_within(&self) -> bool {
        self.second.is_empty() || self.second == self.first
    }

    /// Finds what is wrong with it.
    ///
    /// # Errors
    /// The first problem found.
    pub fn check(&self, mesh: &Mesh) -> Result<(), ContactError> {
        if self.first.is_empty() {
            return Err(ContactError::Empty);
        }
        for face in self.first.iter().chain(&self.second) {
            check_face(face, mesh)?;
        }
        let numbers = [
            ("reach", self.reach),
            ("stiffness", self.stiffness),
            ("tolerance", self.tolerance),
        ];
        for (name, value) in numbers {
            if let Some(value) = value
                && !(value.is_finite() && value > 0.0)
            {
                return Err(ContactError::NotPositive { name, value });
            }
        }
        Ok(())
    }
}

fn check_face(face: &Face, mesh: &Mesh) -> Result<(), ContactError> {
    let n_nodes = face.nodes.len();
    if !matches!(n_nodes, 3 | 4 | 6) {
        return Err(ContactError::Corners { n_nodes });
    }
    if face.element as usize >= mesh.n_elements() {
        return Err(ContactError::NoElement {
            element: face.element,
        });
    }
    let outside = |&&node: &&u32| node as usize >= mesh.n_nodes();
    match face.nodes.iter().find(outside) {
        Some(&node) => Err(ContactError::NoNode { node }),
        None => Ok(()),
    }
}

/// What is wrong with a contact.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ContactError {
    /// No faces.
    #[error("a contact has no faces")]
    Empty,
    /// A face that is none.
    #[error("a face in contact has {n_nodes} nodes; expected 3, 4 or 6")]
    Corners {
        /// How many.
        n_nodes: usize,
    },
    /// A node that the mesh lacks.
    #[error("a face in contact has node {node}, which the mesh lacks")]
    NoNode {
        /// The number.
        node: u32,
    },
    /// An element that the mesh lacks.
    #[error("a face in contact belongs to element {element}, which the mesh lacks")]
    NoElement {
        /// The number.
        element: u32,
    },
    /// A length or stiffness that is not positive.
    #[error("the {name} of a contact is {value}; expected a positive number")]
    NotPositive {
        /// Which.
        name: &'static str,
        /// What was given.
        value: f64,
    },
}
