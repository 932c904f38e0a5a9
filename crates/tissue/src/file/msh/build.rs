//! A mesh and its sets from the sections of an MSH file.

use std::collections::BTreeMap;

use super::super::error::ReadError;
use super::super::scan::Scanner;
use super::super::{Data, Set};
use super::{Element, File, too_large};
use crate::mesh::{Kind, Mesh};

/// A mesh being built.
pub(super) struct Build<'a> {
    file: &'a File,
    scanner: &'a Scanner<'a>,
    pub(super) mesh: Mesh,
    /// New number of each node of the file, if an element has it.
    number_of: Vec<Option<u32>>,
    pub(super) sets: Sets,
}

impl<'a> Build<'a> {
    pub(super) fn new(file: &'a File, scanner: &'a Scanner<'a>) -> Result<Self, ReadError> {
        let mut used = vec![false; file.points.len()];
        for element in file
            .elements
            .iter()
            .filter(|element| element.kind.is_some())
        {
            for &node in &element.nodes {
                used[file.find(element, node, scanner)? as usize] = true;
            }
        }
        let mut mesh = Mesh::default();
        let number_of = used.iter().zip(&file.points).map(|(&used, &point)| {
            used.then(|| {
                mesh.points.push(point);
                mesh.points.len() as u32 - 1
            })
        });
        Ok(Self {
            file,
            scanner,
            number_of: number_of.collect(),
            mesh,
            sets: Sets::default(),
        })
    }

    pub(super) fn add(&mut self, element: &Element) -> Result<(), ReadError> {
        let mut nodes = Vec::with_capacity(element.nodes.len());
        for &node in &element.nodes {
            let node = self.file.find(element, node, self.scanner)?;
            nodes.extend(self.number_of[node as usize]);
        }
        let groups = self.file.groups.get(&element.entity);
        let groups = groups.map_or(&[][..], Vec::as_slice);
        let places = groups.len().saturating_mul(element.nodes.len());
        let left = self.file.budget.spend(places);
        left.ok_or_else(|| too_large(self.scanner, "the physical groups"))?;
        let Some(kind) = element.kind else {
            for &group in groups {
                let nodes_of = self
                    .sets
                    .nodes
                    .entry((element.entity.0, group))
                    .or_default();
                nodes_of.extend(&nodes);
            }
            return Ok(());
        };
        if kind == Kind::Tet10 {
            // Gmsh numbers the last two edges of the quadratic tetrahedron the other way round.
            nodes.swap(8, 9);
        }
        let number = self.mesh.push(kind, &nodes) as u32;
        for &group in groups {
            self.sets.elements.entry(group).or_default().push(number);
        }
        Ok(())
    }
}

/// Physical groups being filled.
#[derive(Debug, Default)]
pub(super) struct Sets {
    nodes: BTreeMap<(i32, i32), Vec<u32>>,
    elements: BTreeMap<i32, Vec<u32>>,
}

impl Sets {
    pub(super) fn finish(self, names: &BTreeMap<(i32, i32), String>) -> Data {
        let set = |dimension: i32, group: i32, mut members: Vec<u32>| {
            members.sort_unstable();
            members.dedup();
            let name = names.get(&(dimension, group)).cloned();
            Set {
                name: name.unwrap_or_else(|| format!("physical {group}")),
                members,
            }
        };
        let nodes = self.nodes.into_iter();
        let elements = self.elements.into_iter();
        Data {
            node_sets: nodes
                .map(|((d, group), members)| set(d, group, members))
                .collect(),
            element_sets: elements
                .map(|(group, members)| set(3, group, members))
                .collect(),
            ..Data::default()
        }
    }
}
