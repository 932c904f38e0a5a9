//! Meshes and results as files, from and to bytes: VTU (VTK's XML format for unstructured grids)
//! both ways, Gmsh's MSH 4.1 in.
//!
//! Bytes that are broken, cut short or meant to harm give a [`ReadError`]; reading takes at most
//! a few hundred bytes of memory for each byte of the file, and about 100 MiB, whatever the file
//! announces.
//!
//! The formats are read here, over libraries for XML, zlib and base64, because the readers that
//! there are do not serve: `vtkio` 0.6 reads four of the ten forms in `reference/mesh-files`;
//! `mshio` 0.4 (2020) knows no names of physical groups and no place of an error.

mod array;
mod base64;
mod budget;
mod error;
mod msh;
mod result;
mod scan;
mod vtu;
mod write;

pub use error::{Place, ReadError, WriteError};
pub use msh::read_msh;
pub use result::{of_contact, of_state};
pub use vtu::read_vtu;
pub use write::write_vtu;

/// What a file says of a mesh beside its points and elements.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Data {
    /// Numbers at the nodes.
    pub at_nodes: Vec<Field>,
    /// Numbers of the elements.
    pub at_elements: Vec<Field>,
    /// Sets of nodes.
    pub node_sets: Vec<Set>,
    /// Sets of elements.
    pub element_sets: Vec<Set>,
}

/// Some numbers of each node or element.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Numbers of each: 1 for a scalar, 3 for a vector, 6 for a symmetric tensor (xx, yy, zz, xy,
    /// yz, xz: VTK's order).
    pub width: usize,
    /// The numbers, (n × width).
    pub values: Vec<f64>,
}

/// Nodes or elements with a common name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Set {
    /// The name.
    pub name: String,
    /// Their numbers, ascending.
    pub members: Vec<u32>,
}

impl Data {
    /// The field of the elements with this name.
    pub fn element_field(&self, name: &str) -> Option<&Field> {
        self.at_elements.iter().find(|field| field.name == name)
    }

    /// The field of the nodes with this name.
    pub fn node_field(&self, name: &str) -> Option<&Field> {
        self.at_nodes.iter().find(|field| field.name == name)
    }

    /// The elements of the set with this name.
    pub fn elements(&self, name: &str) -> Option<&[u32]> {
        members(&self.element_sets, name)
    }

    /// The nodes of the set with this name.
    pub fn nodes(&self, name: &str) -> Option<&[u32]> {
        members(&self.node_sets, name)
    }
}

fn members<'a>(sets: &'a [Set], name: &str) -> Option<&'a [u32]> {
    let set = sets.iter().find(|set| set.name == name)?;
    Some(&set.members)
}

impl Field {
    /// One number of each.
    pub fn scalar(name: &str, values: Vec<f64>) -> Self {
        Self {
            name: name.to_owned(),
            width: 1,
            values,
        }
    }

    /// `N` numbers of each.
    pub fn wide<const N: usize>(name: &str, values: &[[f64; N]]) -> Self {
        Self {
            name: name.to_owned(),
            width: N,
            values: values.as_flattened().to_vec(),
        }
    }

    /// Numbers of those whose (scalar) value is `value`, as a file's integer array of materials
    /// or regions is read.
    pub fn members(&self, value: f64) -> Vec<u32> {
        let all = self.values.iter().step_by(self.width.max(1)).enumerate();
        all.filter(|(_, other)| **other == value)
            .map(|(index, _)| index as u32)
            .collect()
    }
}

/// How the names of arrays begin that hold a set: one for members, zero for the others.
const SET_PREFIX: &str = "set:";
