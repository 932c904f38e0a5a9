//! Reading Gmsh's MSH 4.1.

mod build;

use std::collections::BTreeMap;

use super::Data;
use super::array::shortened;
use super::budget::Budget;
use super::error::ReadError;
use super::scan::{Form, Scanner};
use crate::mesh::{Kind, Mesh};
use build::Build;

/// A mesh and its physical groups from a file of Gmsh's format MSH 4.1, text or binary.
///
/// Hexahedra, wedges (prisms) and linear and quadratic tetrahedra become elements; points, lines
/// and faces are left out, other elements refused. Nodes keep the file's order; those of no
/// element are left out. Physical groups of volumes become sets of elements, those of points,
/// curves and surfaces sets of nodes; one without a name is called `physical` and its number.
///
/// # Errors
/// [`ReadError`], with its line or, in a binary file, its byte.
///
/// # Source
/// Gmsh reference manual, <https://gmsh.info/doc/texinfo/gmsh.html#MSH-file-format>.
pub fn read_msh(bytes: &[u8]) -> Result<(Mesh, Data), ReadError> {
    let mut file = File {
        budget: Budget::new(bytes.len()),
        names: BTreeMap::new(),
        groups: BTreeMap::new(),
        points: Vec::new(),
        nodes: Vec::new(),
        elements: Vec::new(),
    };
    let mut scanner = Scanner::new(bytes);
    read_format(&mut scanner)?;
    while !scanner.is_at_end() {
        file.read_section(&mut scanner)?;
    }
    file.sort_nodes(&scanner)?;
    file.finish(&scanner)
}

/// Sections as they are read.
#[derive(Debug)]
struct File {
    /// Places in sets that may still be given.
    budget: Budget,
    /// Names of physical groups by dimension and number.
    names: BTreeMap<(i32, i32), String>,
    /// Physical groups of each entity, by its dimension and number.
    groups: BTreeMap<(i32, i32), Vec<i32>>,
    points: Vec<[f64; 3]>,
    /// Name and index of each node, ascending.
    nodes: Vec<(u64, u32)>,
    elements: Vec<Element>,
}

/// An element as it is in the file.
#[derive(Debug)]
struct Element {
    /// The byte behind its name.
    at: usize,
    name: u64,
    /// Dimension and number of its entity.
    entity: (i32, i32),
    /// What it is; nothing for points, lines and faces.
    kind: Option<Kind>,
    /// Names of its nodes.
    nodes: Vec<u64>,
}

impl File {
    fn read_section(&mut self, scanner: &mut Scanner) -> Result<(), ReadError> {
        let tag = scanner.word("a section")?;
        let Some(name) = tag.strip_prefix('$') else {
            return Err(ReadError::Unexpected {
                place: scanner.place(),
                found: shortened(tag),
                expected: "the beginning of a section, such as $Nodes".to_owned(),
            });
        };
        if name == "PartitionedEntities" {
            let known = "a mesh in one part";
            return Err(unsupported(scanner, "a section", name, known));
        }
        let end = format!("$End{name}");
        if !matches!(name, "PhysicalNames" | "Entities" | "Nodes" | "Elements") {
            return scanner.skip_to(&end);
        }
        scanner.end_line();
        match name {
            "PhysicalNames" => self.read_names(scanner)?,
            "Entities" => self.read_entities(scanner)?,
            "Nodes" => self.read_nodes(scanner)?,
            _ => self.read_elements(scanner)?,
        }
        expect(scanner, &end)
    }

    /// Text in a binary file too.
    fn read_names(&mut self, scanner: &mut Scanner) -> Result<(), ReadError> {
        let count: u64 = whole(scanner, "the number of physical names")?;
        for _ in 0..count {
            let dimension = whole(scanner, "a dimension")?;
            let number = whole(scanner, "a physical number")?;
            let line = scanner.line();
            let name = line
                .strip_prefix('"')
                .and_then(|name| name.strip_suffix('"'));
            let name = name.ok_or_else(|| scanner.cut_short("a physical name in quotes"))?;
            self.names.insert((dimension, number), name.to_owned());
        }
        Ok(())
    }

    fn read_entities(&mut self, scanner: &mut Scanner) -> Result<(), ReadError> {
        let mut counts = [0; 4];
        for count in &mut counts {
            *count = scanner.count("the number of entities")?;
        }
        for (dimension, count) in (0..4).zip(counts) {
            for _ in 0..count {
                self.read_entity(dimension, scanner)?;
            }
        }
        Ok(())
    }

    fn read_entity(&mut self, dimension: i32, scanner: &mut Scanner) -> Result<(), ReadError> {
        let number = scanner.integer("an entity's number")?;
        let n_box = if dimension == 0 { 3 } else { 6 };
        for _ in 0..n_box {
            scanner.real("an entity's box")?;
        }
        let n_groups = scanner.count("the number of physical groups")?;
        let mut groups = Vec::new();
        for _ in 0..n_groups {
            groups.push(scanner.integer("a physical number")?.saturating_abs());
        }
        if !groups.is_empty() {
            self.groups.insert((dimension, number), groups);
        }
        if dimension > 0 {
            let n_bounds = scanner.count("the number of bounding entities")?;
            for _ in 0..n_bounds {
                scanner.integer("a bounding entity")?;
            }
        }
        Ok(())
    }

    fn read_nodes(&mut self, scanner: &mut Scanner) -> Result<(), ReadError> {
        let n_blocks = block_count(scanner)?;
        for _ in 0..n_blocks {
            let dimension = scanner.integer("an entity's dimension")?;
            scanner.integer("an entity's number")?;
            let parametric = scanner.integer("whether nodes are parametric")?;
            let n_nodes = scanner.count("the number of nodes")?;
            for _ in 0..n_nodes {
                let name = scanner.count("a node's number")?;
                // Fewer than the file has bytes.
                let index = self.nodes.len();
                let index = u32::try_from(index).map_err(|_| too_large(scanner, "the mesh"))?;
                self.nodes.push((name, index));
            }
            let n_parameters = if parametric == 0 {
                0
            } else {
                dimension.clamp(0, 3)
            };
            for _ in 0..n_nodes {
                let mut point = [0.0; 3];
                for x in &mut point {
                    *x = scanner.real("a coordinate")?;
                }
                self.points.push(point);
                for _ in 0..n_parameters {
                    scanner.real("a parameter")?;
                }
            }
        }
        Ok(())
    }

    fn sort_nodes(&mut self, scanner: &Scanner) -> Result<(), ReadError> {
        self.nodes.sort_unstable();
        let repeated = self.nodes.windows(2).find(|pair| pair[0].0 == pair[1].0);
        match repeated {
            Some(pair) => Err(ReadError::RepeatedNode {
                place: scanner.place(),
                node: pair[0].0,
            }),
            None => Ok(()),
        }
    }

    fn read_elements(&mut self, scanner: &mut Scanner) -> Result<(), ReadError> {
        let n_blocks = block_count(scanner)?;
        for _ in 0..n_blocks {
            let dimension = scanner.integer("an entity's dimension")?;
            let number = scanner.integer("an entity's number")?;
            let code = scanner.integer("an element's type")?;
            let (kind, n_nodes) = element_type(code).ok_or_else(|| {
                let known = "4 and 11 (tetrahedra), 5 (hexahedron), 6 (wedge); points, lines \
                             and faces are left out";
                unsupported(scanner, "an element's type", &code.to_string(), known)
            })?;
            let n_elements = scanner.count("the number of elements")?;
            for _ in 0..n_elements {
                let name = scanner.count("an element's number")?;
                let at = scanner.at();
                let mut nodes = Vec::with_capacity(n_nodes);
                for _ in 0..n_nodes {
                    nodes.push(scanner.count("a node's number")?);
                }
                self.elements.push(Element {
                    at,
                    name,
                    entity: (dimension, number),
                    kind,
                    nodes,
                });
            }
        }
        Ok(())
    }

    fn finish(&self, scanner: &Scanner) -> Result<(Mesh, Data), ReadError> {
        let mut build = Build::new(self, scanner)?;
        for element in &self.elements {
            build.add(element)?;
        }
        Ok((build.mesh, build.sets.finish(&self.names)))
    }

    fn find(&self, element: &Element, node: u64, scanner: &Scanner) -> Result<u32, ReadError> {
        let found = self.nodes.binary_search_by_key(&node, |&(name, _)| name);
        let found = found.map_err(|_| ReadError::NoNode {
            place: scanner.place_of(element.at),
            element: element.name,
            node: node.cast_signed(),
        })?;
        Ok(self.nodes[found].1)
    }
}

/// What Gmsh's type of an element is here, and its nodes.
fn element_type(code: i32) -> Option<(Option<Kind>, usize)> {
    let kind = match code {
        4 => Kind::Tet4,
        5 => Kind::Hex8,
        6 => Kind::Wedge6,
        11 => Kind::Tet10,
        _ => {
            // Points, lines, triangles and quadrilaterals, linear and of higher order.
            let n_nodes = match code {
                15 => 1,
                1 => 2,
                2 | 8 => 3,
                3 | 26 => 4,
                27 => 5,
                9 | 28 => 6,
                16 => 8,
                10 | 20 => 9,
                21 => 10,
                _ => return None,
            };
            return Some((None, n_nodes));
        }
    };
    Some((Some(kind), kind.n_nodes()))
}

/// The header; numbers are read in its form from there on.
fn read_format(scanner: &mut Scanner) -> Result<(), ReadError> {
    expect(scanner, "$MeshFormat")?;
    let version = scanner.word("the version")?;
    if version != "4.1" {
        return Err(unsupported(scanner, "the version", version, "4.1"));
    }
    let binary = scanner.word("the file's type")?;
    if !matches!(binary, "0" | "1") {
        return Err(unsupported(
            scanner,
            "the file's type",
            binary,
            "0 (text), 1 (binary)",
        ));
    }
    let size = scanner.word("the size of numbers")?;
    if size != "8" {
        return Err(unsupported(scanner, "the size of numbers", size, "8"));
    }
    if binary == "1" {
        scanner.end_line();
        scanner.set_form(Form::Little);
        let one = scanner.integer("the number one")?;
        if one.swap_bytes() == 1 {
            scanner.set_form(Form::Big);
        } else if one != 1 {
            let found = one.to_string();
            return Err(unsupported(scanner, "the number one", &found, "1"));
        }
    }
    expect(scanner, "$EndMeshFormat")
}

/// Number of blocks; the totals that follow are not needed.
fn block_count(scanner: &mut Scanner) -> Result<u64, ReadError> {
    let count = scanner.count("the number of blocks")?;
    for _ in 0..3 {
        scanner.count("a total")?;
    }
    Ok(count)
}

/// A whole number written as text.
fn whole<T: std::str::FromStr>(scanner: &mut Scanner, what: &str) -> Result<T, ReadError> {
    let word = scanner.word(what)?;
    word.parse().map_err(|_| ReadError::NotANumber {
        place: scanner.place(),
        what: what.to_owned(),
        found: shortened(word),
        expected: "a whole number",
    })
}

fn expect(scanner: &mut Scanner, tag: &str) -> Result<(), ReadError> {
    let found = scanner.word(tag)?;
    if found == tag {
        return Ok(());
    }
    Err(ReadError::Unexpected {
        place: scanner.place(),
        found: shortened(found),
        expected: tag.to_owned(),
    })
}

fn unsupported(
    scanner: &Scanner,
    what: &'static str,
    found: &str,
    known: &'static str,
) -> ReadError {
    ReadError::Unsupported {
        place: scanner.place(),
        what,
        found: shortened(found),
        known,
    }
}

fn too_large(scanner: &Scanner, what: &str) -> ReadError {
    ReadError::TooLarge {
        place: scanner.place(),
        what: what.to_owned(),
    }
}
