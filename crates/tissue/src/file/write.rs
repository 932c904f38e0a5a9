//! Writing VTU.

use std::fmt::Write as _;
use std::io::Write;

use super::error::WriteError;
use super::{Data, Field, SET_PREFIX, Set};
use crate::mesh::{Kind, Mesh};

/// Writes a mesh and its data as VTU, numbers as raw little-endian doubles behind the XML: what
/// ParaView and [`super::read_vtu`] read without loss of a digit. Each set becomes an array
/// `set:` and its name of ones and zeros, because the format has no sets.
///
/// Nothing is written of what cannot be written whole, unless `out` fails.
///
/// # Errors
/// Elements, fields and sets that do not fit the mesh, names that XML cannot hold, and failure of
/// `out`.
///
/// # Source
/// VTK File Formats, <https://docs.vtk.org/en/latest/vtk_file_formats/vtkxml_file_format.html>.
pub fn write_vtu(mesh: &Mesh, data: &Data, out: &mut impl Write) -> Result<(), WriteError> {
    check_elements(mesh)?;
    let blocks = Blocks::new(mesh, data)?;
    out.write_all(blocks.xml.as_bytes())?;
    for (bytes, values) in &blocks.list {
        out.write_all(&(*bytes as u64).to_le_bytes())?;
        values.write(mesh, out)?;
    }
    out.write_all(b"\n</AppendedData>\n</VTKFile>\n")?;
    Ok(())
}

/// Numbers that are appended.
enum Values<'a> {
    Points,
    Connectivity,
    Offsets,
    Types,
    Field(&'a Field),
    Set(&'a Set, usize),
}

impl Values<'_> {
    fn write(&self, mesh: &Mesh, out: &mut impl Write) -> std::io::Result<()> {
        let elements = 0..mesh.n_elements();
        match self {
            Self::Points => write_doubles(mesh.points.as_flattened(), out),
            Self::Connectivity => elements
                .flat_map(|element| mesh.nodes(element))
                .try_for_each(|&node| out.write_all(&i64::from(node).to_le_bytes())),
            Self::Offsets => {
                let mut end = 0_u64;
                elements.into_iter().try_for_each(|element| {
                    end += mesh.nodes(element).len() as u64;
                    out.write_all(&end.to_le_bytes())
                })
            }
            Self::Types => {
                let types: Vec<u8> = elements.map(|element| code(mesh.kind(element))).collect();
                out.write_all(&types)
            }
            Self::Field(field) => write_doubles(&field.values, out),
            Self::Set(set, count) => {
                let mut marks = vec![0_u8; *count];
                for &member in &set.members {
                    marks[member as usize] = 1;
                }
                out.write_all(&marks)
            }
        }
    }
}

fn write_doubles(values: &[f64], out: &mut impl Write) -> std::io::Result<()> {
    // A thousand at a time: `out` need not be buffered.
    for some in values.chunks(1024) {
        let bytes: Vec<u8> = some.iter().flat_map(|x| x.to_le_bytes()).collect();
        out.write_all(&bytes)?;
    }
    Ok(())
}

/// VTK's type of a cell.
fn code(kind: Kind) -> u8 {
    match kind {
        Kind::Tet4 => 10,
        Kind::Hex8 => 12,
        Kind::Wedge6 => 13,
        Kind::Tet10 => 24,
    }
}

/// The XML and what it refers to.
struct Blocks<'a> {
    xml: String,
    offset: usize,
    /// Bytes and numbers of each array.
    list: Vec<(usize, Values<'a>)>,
}

impl<'a> Blocks<'a> {
    fn new(mesh: &Mesh, data: &'a Data) -> Result<Self, WriteError> {
        let (n_points, n_cells) = (mesh.n_nodes(), mesh.n_elements());
        let mut blocks = Self {
            xml: String::new(),
            offset: 0,
            list: Vec::new(),
        };
        blocks.text(
            "<?xml version=\"1.0\"?>\n<VTKFile type=\"UnstructuredGrid\" version=\"1.0\" \
             byte_order=\"LittleEndian\" header_type=\"UInt64\">\n<UnstructuredGrid>\n",
        );
        let _ = writeln!(
            blocks.xml,
            "<Piece NumberOfPoints=\"{n_points}\" NumberOfCells=\"{n_cells}\">"
        );
        blocks.text("<Points>\n");
        blocks.array("Float64", "Points", 3, 24 * n_points, Values::Points);
        blocks.text("</Points>\n<Cells>\n");
        let n_nodes: usize = (0..n_cells).map(|element| mesh.nodes(element).len()).sum();
        blocks.array(
            "Int64",
            "connectivity",
            1,
            8 * n_nodes,
            Values::Connectivity,
        );
        blocks.array("Int64", "offsets", 1, 8 * n_cells, Values::Offsets);
        blocks.array("UInt8", "types", 1, n_cells, Values::Types);
        blocks.text("</Cells>\n");
        blocks.data("PointData", &data.at_nodes, &data.node_sets, n_points)?;
        blocks.data("CellData", &data.at_elements, &data.element_sets, n_cells)?;
        blocks.text("</Piece>\n</UnstructuredGrid>\n<AppendedData encoding=\"raw\">\n_");
        Ok(blocks)
    }

    fn text(&mut self, text: &str) {
        self.xml.push_str(text);
    }

    fn array(&mut self, of: &str, name: &str, width: usize, bytes: usize, values: Values<'a>) {
        let _ = writeln!(
            self.xml,
            "<DataArray type=\"{of}\" Name=\"{name}\" NumberOfComponents=\"{width}\" \
             format=\"appended\" offset=\"{}\"/>",
            self.offset
        );
        self.offset += 8 + bytes;
        self.list.push((bytes, values));
    }

    fn data(
        &mut self,
        tag: &str,
        fields: &'a [Field],
        sets: &'a [Set],
        count: usize,
    ) -> Result<(), WriteError> {
        let _ = writeln!(self.xml, "<{tag}>");
        for field in fields {
            check_field(field, count)?;
            let (name, bytes) = (escaped(&field.name)?, 8 * field.values.len());
            self.array("Float64", &name, field.width, bytes, Values::Field(field));
        }
        for set in sets {
            check_set(set, count)?;
            let name = format!("{SET_PREFIX}{}", escaped(&set.name)?);
            self.array("UInt8", &name, 1, count, Values::Set(set, count));
        }
        let _ = writeln!(self.xml, "</{tag}>");
        Ok(())
    }
}

fn check_elements(mesh: &Mesh) -> Result<(), WriteError> {
    let n_nodes = mesh.n_nodes();
    let is_bad = |&element: &usize| {
        let nodes = mesh.nodes(element);
        nodes.len() != mesh.kind(element).n_nodes()
            || nodes.iter().any(|&node| node as usize >= n_nodes)
    };
    match (0..mesh.n_elements()).find(is_bad) {
        Some(element) => Err(WriteError::BadElement {
            element,
            kind: mesh.kind(element),
        }),
        None => Ok(()),
    }
}

fn check_field(field: &Field, count: usize) -> Result<(), WriteError> {
    let expected = count.checked_mul(field.width);
    if field.width == 0 || expected != Some(field.values.len()) {
        return Err(WriteError::WrongLength {
            name: field.name.clone(),
            found: field.values.len(),
            width: field.width,
            count,
        });
    }
    if field.name.starts_with(SET_PREFIX) {
        return Err(WriteError::BadName {
            name: field.name.clone(),
            problem: "`set:` begins the name of a set",
        });
    }
    Ok(())
}

fn check_set(set: &Set, count: usize) -> Result<(), WriteError> {
    match set.members.iter().find(|&&member| member as usize >= count) {
        Some(&member) => Err(WriteError::NoMember {
            name: set.name.clone(),
            member,
            count,
        }),
        None => Ok(()),
    }
}

/// A name as the value of an attribute.
fn escaped(name: &str) -> Result<String, WriteError> {
    let mut text = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => {
                return Err(WriteError::BadName {
                    name: name.to_owned(),
                    problem: "XML cannot hold its control characters",
                });
            }
            other => text.push(other),
        }
    }
    Ok(text)
}
