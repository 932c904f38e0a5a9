//! What can be wrong.

use std::fmt;

use super::Motion;
use crate::contact::ContactError;
use crate::mesh::Kind;

/// One thing that is wrong with a model or its loads; everything is counted from 0.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The mesh has no nodes or no elements.
    #[error(
        "the mesh has {n_nodes} nodes and {n_elements} elements; expected at least one element"
    )]
    Empty {
        /// Nodes.
        n_nodes: usize,
        /// Elements.
        n_elements: usize,
    },
    /// More than the numbering of this crate holds.
    #[error("{found} {what}; at most {most} can be numbered")]
    TooMany {
        /// What there is too much of.
        what: Thing,
        /// How many.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// A list has neither one entry for each thing that it is about nor, where that is allowed,
    /// none.
    #[error("{list} has {found} entries; expected one for each of {expected} {what}")]
    WrongLength {
        /// The list.
        list: List,
        /// Its length.
        found: usize,
        /// How many it should have.
        expected: usize,
        /// Of what.
        what: Thing,
    },
    /// A number is NaN or infinite.
    #[error("{list}, entry {index}: a number is not finite")]
    NotFinite {
        /// The list.
        list: List,
        /// The entry.
        index: usize,
    },
    /// Something is named that does not exist.
    #[error("{list}, entry {index}: {what} {found}, but there are {count} (counted from 0)")]
    OutOfRange {
        /// The list.
        list: List,
        /// The entry.
        index: usize,
        /// What is named.
        what: Thing,
        /// Its number.
        found: usize,
        /// How many there are.
        count: usize,
    },
    /// An element has too few or too many nodes.
    #[error("element {element} ({kind:?}) has {found} nodes; expected {}", kind.n_nodes())]
    WrongNodeCount {
        /// The element.
        element: usize,
        /// What it is.
        kind: Kind,
        /// Its nodes.
        found: usize,
    },
    /// An element has the same node twice.
    #[error("element {element} has node {node} twice")]
    RepeatedNode {
        /// The element.
        element: usize,
        /// The node.
        node: u32,
    },
    /// A node that no element has.
    #[error("node {node} belongs to no element")]
    UnusedNode {
        /// The node.
        node: usize,
    },
    /// An element is flat or inside out.
    #[error(
        "element {element} ({kind:?}) is flat or inside out: at quadrature point {point} the \
         volume ratio to its reference cell is {det:.3e}; expected > 0 (is the order of its nodes VTK's?)"
    )]
    Inverted {
        /// The element.
        element: usize,
        /// What it is.
        kind: Kind,
        /// Its worst quadrature point.
        point: usize,
        /// det dX/dξ there, length³.
        det: f64,
    },
    /// An element is distorted beyond computing.
    #[error(
        "element {element} ({kind:?}) has an aspect ratio of {aspect:.1e} at quadrature point \
         {point}; expected at most {most:.0e}"
    )]
    Distorted {
        /// The element.
        element: usize,
        /// What it is.
        kind: Kind,
        /// Its worst quadrature point.
        point: usize,
        /// ‖dX/dξ‖ ‖(dX/dξ)⁻¹‖ / 3 there (Frobenius), 1 for a cube.
        aspect: f64,
        /// What is accepted.
        most: f64,
    },
    /// A law's constants are not those of a stable solid.
    #[error("material {material}: {problem}")]
    UnsoundLaw {
        /// The material.
        material: usize,
        /// The law's own words.
        problem: String,
    },
    /// A law has no finite moduli, or stress, at rest.
    #[error(
        "material {material}: at rest the shear modulus is {shear_modulus}, the largest stress \
         {stress}; expected a positive finite modulus and no stress"
    )]
    NotAtRest {
        /// The material.
        material: usize,
        /// Shear modulus at rest.
        shear_modulus: f64,
        /// Largest entry of the stress at rest.
        stress: f64,
    },
    /// Linear interpolation of so incompressible a law gives a body that hardly moves.
    #[error(
        "material {material}: the bulk modulus is {ratio:.1e} times the shear modulus and is \
         taken at every quadrature point, which locks; expected at most {most:.0e}\n  hint: use \
         Material::mean"
    )]
    Locks {
        /// The material.
        material: usize,
        /// Bulk modulus over shear modulus.
        ratio: f64,
        /// What is accepted.
        most: f64,
    },
    /// The body's stiffest place is so much stiffer than its softest that digits run out.
    #[error(
        "element {stiff} is {ratio:.1e} times as stiff as element {soft}; expected at most \
         {most:.0e}"
    )]
    StiffnessRatio {
        /// The softest element.
        soft: usize,
        /// The stiffest.
        stiff: usize,
        /// Shear or bulk modulus of the stiffest over shear modulus of the softest.
        ratio: f64,
        /// What is accepted.
        most: f64,
    },
    /// A number is outside of what makes sense.
    #[error("{list}, entry {index} is {found}; expected {expected}")]
    OutOfBounds {
        /// The list.
        list: List,
        /// The entry.
        index: usize,
        /// The number.
        found: f64,
        /// What makes sense, in words.
        expected: &'static str,
    },
    /// Fibre, sheet and normal are not orthonormal and right-handed.
    #[error(
        "the frame of element {element} is not orthonormal and right-handed: it is off by {off:.1e}"
    )]
    FrameNotOrthonormal {
        /// The element.
        element: usize,
        /// Largest entry of QᵀQ − 1; 2 for a left-handed frame.
        off: f64,
    },
    /// A fibre direction is not one long.
    #[error("fibres {group}: the direction in element {element} is {length} long; expected 1")]
    DirectionNotUnit {
        /// Index in [`crate::Model::fibres`].
        group: usize,
        /// The element.
        element: u32,
        /// Its length.
        length: f64,
    },
    /// A share that contracts is negative or no number.
    #[error("fibres {group}: the share in element {element} is {share}; expected 0 or more")]
    FibreShare {
        /// Index in [`crate::Model::fibres`].
        group: usize,
        /// The element.
        element: u32,
        /// The share.
        share: f64,
    },
    /// An element is twice among the same fibres, so that it would contract twice.
    #[error("fibres {group} name element {element} twice")]
    RepeatedElement {
        /// Index in [`crate::Model::fibres`].
        group: usize,
        /// The element.
        element: u32,
    },
    /// A ground that is none.
    #[error("ground {ground}: {problem}")]
    UnsoundGround {
        /// Index in [`crate::Model::grounds`].
        ground: usize,
        /// What is wrong.
        problem: &'static str,
    },
    /// A spring's stiffness is not symmetric, or pushes.
    #[error("spring {spring} at node {node}: {problem}")]
    UnsoundSpring {
        /// Index in [`crate::Model::springs`].
        spring: usize,
        /// Its node.
        node: u32,
        /// What is wrong, in words.
        problem: &'static str,
    },
    /// A face under pressure is none of its element's.
    #[error("surface {surface}, face {face}: {problem} (element {element})")]
    WrongFace {
        /// Index in [`crate::Model::surfaces`].
        surface: usize,
        /// Index of the face.
        face: usize,
        /// The element that the face names.
        element: u32,
        /// What is wrong, in words.
        problem: &'static str,
    },
    /// A contact between faces that do not exist, or with numbers that make no sense.
    #[error("contact {contact}: {problem}")]
    UnsoundContact {
        /// Index in [`crate::Model::contacts`].
        contact: usize,
        /// What is wrong.
        problem: ContactError,
    },
    /// A body that can move without resistance; contact does not count, because it holds only
    /// once there is some.
    #[error(
        "the body of element {element} ({n_elements} elements, joined by common nodes) is not held \
         against {}",
        Motion::list(motions)
    )]
    NotHeld {
        /// Its first element.
        element: usize,
        /// Its elements.
        n_elements: usize,
        /// Independent motions that nothing resists.
        motions: Vec<Motion>,
    },
    /// Two supports give one component of one node two displacements.
    #[error(
        "supports {first} and {second} hold node {node} along {} at {} and {}",
        ["x", "y", "z"][*axis], values[0], values[1]
    )]
    Contradiction {
        /// Index in [`crate::Model::supports`].
        first: usize,
        /// The other.
        second: usize,
        /// Their node.
        node: u32,
        /// 0, 1, 2 for x, y, z.
        axis: usize,
        /// The two displacements.
        values: [f64; 2],
    },
    /// A displacement is given where the support leaves the node free.
    #[error(
        "support {support} does not hold node {node} along {}, but its displacement there is given \
         as {value}",
        ["x", "y", "z"][*axis]
    )]
    PrescribedWhereFree {
        /// Index in [`crate::Model::supports`].
        support: usize,
        /// Its node.
        node: u32,
        /// 0, 1, 2 for x, y, z.
        axis: usize,
        /// The displacement.
        value: f64,
    },
}

/// A list of a model, its loads or a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum List {
    /// Nodes' positions.
    Points,
    /// Elements.
    Elements,
    /// [`crate::Model::material_of`].
    MaterialOf,
    /// [`crate::Model::stiffness_of`].
    StiffnessOf,
    /// [`crate::Model::frames`].
    Frames,
    /// Elements of one of [`crate::Model::fibres`].
    FibreElements(usize),
    /// Directions of one of [`crate::Model::fibres`].
    FibreDirections(usize),
    /// Shares of one of [`crate::Model::fibres`].
    FibreShares(usize),
    /// [`crate::Model::supports`].
    Supports,
    /// [`crate::Model::springs`].
    Springs,
    /// Faces of one of [`crate::Model::surfaces`].
    Faces(usize),
    /// [`crate::Loads::tension`].
    Tension,
    /// [`crate::Loads::growth`].
    Growth,
    /// [`crate::Loads::prescribed`].
    Prescribed,
    /// [`crate::Loads::pressure`].
    Pressure,
    /// [`crate::Loads::forces`].
    Forces,
    /// [`crate::State::displacement`].
    Displacement,
}

impl fmt::Display for List {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Points => "points",
            Self::Elements => "elements",
            Self::MaterialOf => "material_of",
            Self::StiffnessOf => "stiffness_of",
            Self::Frames => "frames",
            Self::FibreElements(group) => return write!(out, "elements of fibres {group}"),
            Self::FibreDirections(group) => return write!(out, "directions of fibres {group}"),
            Self::FibreShares(group) => return write!(out, "shares of fibres {group}"),
            Self::Supports => "supports",
            Self::Springs => "springs",
            Self::Faces(surface) => return write!(out, "faces of surface {surface}"),
            Self::Tension => "tension",
            Self::Growth => "growth",
            Self::Prescribed => "prescribed",
            Self::Pressure => "pressure",
            Self::Forces => "forces",
            Self::Displacement => "displacement",
        };
        out.write_str(name)
    }
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Thing {
    /// Nodes of the mesh.
    Node,
    /// Elements of the mesh.
    Element,
    /// Pairs of nodes that share an element.
    NodePair,
    /// Materials.
    Material,
    /// Groups of fibres.
    Fibres,
    /// Supports.
    Support,
    /// Surfaces under pressure.
    Surface,
}

impl fmt::Display for Thing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Node => "node(s)",
            Self::Element => "element(s)",
            Self::NodePair => "pairs of nodes",
            Self::Material => "material(s)",
            Self::Fibres => "group(s) of fibres",
            Self::Support => "support(s)",
            Self::Surface => "surface(s)",
        })
    }
}
