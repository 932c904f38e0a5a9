//! Reading VTU.

use roxmltree::{Document, Node};

use super::array::{Array, Encoding, number, place_of, shortened};
use super::budget::Budget;
use super::error::{Place, ReadError};
use super::{Data, Field, SET_PREFIX, Set};
use crate::kernel::MAX_NODES;
use crate::mesh::{Kind, Mesh};

/// A mesh and its data from a VTU file (`UnstructuredGrid`, one piece).
///
/// Arrays may be text, base64 or appended, plain or compressed by zlib, of any byte order.
/// Hexahedra (12), wedges (13), linear (10) and quadratic (24) tetrahedra become elements; points,
/// lines and faces are left out with their data; other cells are refused. Arrays of ones and
/// zeros whose names begin with `set:` become sets.
///
/// # Errors
/// [`ReadError`], with its line.
///
/// # Source
/// VTK File Formats, <https://docs.vtk.org/en/latest/vtk_file_formats/vtkxml_file_format.html>.
pub fn read_vtu(bytes: &[u8]) -> Result<(Mesh, Data), ReadError> {
    let (head, appended) = split(bytes);
    let head = std::str::from_utf8(&head).map_err(|error| ReadError::NotXml {
        place: Place::Byte(error.valid_up_to()),
        problem: "not UTF-8".to_owned(),
    })?;
    if head.bytes().filter(|&byte| byte == b'=').count() > MOST_ATTRIBUTES {
        return Err(ReadError::TooLarge {
            place: Place::Byte(0),
            what: format!("the XML: more than {MOST_ATTRIBUTES} attributes; it"),
        });
    }
    let document = Document::parse(head).map_err(|error| ReadError::NotXml {
        place: Place::Line(error.pos().row as usize),
        problem: error.to_string(),
    })?;
    let root = document.root_element();
    let encoding = encoding(root, appended, bytes.len())?;
    piece(root, &encoding)
}

/// Equals signs in the XML of a file, about seven for each array. Attributes and name spaces are
/// compared with each other when XML is read, so that without a limit time and memory would grow
/// with their square.
const MOST_ATTRIBUTES: usize = 10_000;

const APPENDED: &[u8] = b"<AppendedData";

/// The XML without what is appended, and that.
fn split(bytes: &[u8]) -> (Vec<u8>, &[u8]) {
    let find = |what: &[u8], from: usize| {
        let found = bytes[from..].windows(what.len()).position(|w| w == what);
        found.map(|at| from + at)
    };
    let end = find(APPENDED, 0).and_then(|start| find(b">", start));
    let Some(end) = end.filter(|&end| bytes[end - 1] != b'/') else {
        return (bytes.to_vec(), &[]);
    };
    let head = [&bytes[..=end], b"</AppendedData></VTKFile>"].concat();
    let start = bytes[end..].iter().position(|&byte| byte == b'_');
    let appended = start.map_or(&[][..], |at| &bytes[end + at + 1..]);
    (head, appended)
}

fn encoding<'a>(root: Node, appended: &'a [u8], length: usize) -> Result<Encoding<'a>, ReadError> {
    let choose = |what, default, choices: &[&'static str], known| {
        let found = root.attribute(what).unwrap_or(default);
        let choice = choices.iter().position(|&choice| choice == found);
        choice.ok_or_else(|| ReadError::Unsupported {
            place: place_of(root),
            what,
            found: shortened(found),
            known,
        })
    };
    choose("type", "", &["UnstructuredGrid"], "UnstructuredGrid")?;
    let order = ["LittleEndian", "BigEndian"];
    let big_endian = choose("byte_order", order[0], &order, "LittleEndian, BigEndian")? == 1;
    let header = ["UInt32", "UInt64"];
    let length_bytes = 4 * (1 + choose("header_type", header[0], &header, "UInt32, UInt64")?);
    let compressor = ["", "vtkZLibDataCompressor"];
    let compressed = choose("compressor", "", &compressor, compressor[1])? == 1;
    let data = child(root, "AppendedData");
    let raw = data.and_then(|data| data.attribute("encoding")) == Some("raw");
    Ok(Encoding {
        big_endian,
        length_bytes,
        compressed,
        appended: if raw { appended } else { until_tag(appended) },
        raw,
        budget: Budget::new(length),
    })
}

/// Base64 that ends where the next tag begins.
fn until_tag(text: &[u8]) -> &[u8] {
    let end = text.iter().position(|&byte| byte == b'<');
    text[..end.unwrap_or(text.len())].trim_ascii_end()
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|child| child.has_tag_name(name))
}

fn needed<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Result<Node<'a, 'input>, ReadError> {
    child(node, name).ok_or_else(|| missing(node, name))
}

fn missing(node: Node, what: &str) -> ReadError {
    ReadError::Missing {
        place: place_of(node),
        what: what.to_owned(),
    }
}

fn piece(root: Node, encoding: &Encoding) -> Result<(Mesh, Data), ReadError> {
    let grid = needed(root, "UnstructuredGrid")?;
    let piece = needed(grid, "Piece")?;
    let pieces = grid.children().filter(|child| child.has_tag_name("Piece"));
    let n_pieces = pieces.count();
    if n_pieces > 1 {
        return Err(ReadError::Unsupported {
            place: place_of(grid),
            what: "the number of pieces",
            found: n_pieces.to_string(),
            known: "1",
        });
    }
    let count = |what: &str| {
        let text = piece.attribute(what).ok_or_else(|| missing(piece, what))?;
        number(text, what, piece)
    };
    let (n_points, n_cells) = (count("NumberOfPoints")?, count("NumberOfCells")?);
    let mut mesh = Mesh::new(points(piece, n_points, encoding)?);
    let numbers = add_elements(&mut mesh, piece, n_cells, encoding)?;
    let mut data = Data::default();
    let fields = fields(piece, "PointData", n_points, encoding)?;
    (data.at_nodes, data.node_sets) = sorted(fields);
    let mut fields = self::fields(piece, "CellData", n_cells, encoding)?;
    for field in &mut fields {
        keep(field, &numbers);
    }
    (data.at_elements, data.element_sets) = sorted(fields);
    Ok((mesh, data))
}

fn points(piece: Node, n_points: usize, encoding: &Encoding) -> Result<Vec<[f64; 3]>, ReadError> {
    let points = needed(piece, "Points")?;
    let array = Array::new(needed(points, "DataArray")?);
    let values = values(&array, n_points, 3, encoding)?;
    let (points, _) = values.as_chunks();
    Ok(points.to_vec())
}

/// The numbers of an array that must have `width` for each of `count`.
fn values(
    array: &Array,
    count: usize,
    width: usize,
    encoding: &Encoding,
) -> Result<Vec<f64>, ReadError> {
    let values = array.values(encoding)?;
    let expected = count.saturating_mul(width);
    if values.len() == expected {
        return Ok(values);
    }
    Err(ReadError::WrongLength {
        place: array.place(),
        what: array.what(),
        found: values.len(),
        expected,
    })
}

/// Adds the cells that are elements; returns the number of each among all cells.
fn add_elements(
    mesh: &mut Mesh,
    piece: Node,
    n_cells: usize,
    encoding: &Encoding,
) -> Result<Vec<usize>, ReadError> {
    let cells = needed(piece, "Cells")?;
    let array = |name: &str| {
        let mut arrays = cells.children().map(Array::new);
        let found = arrays.find(|array| array.name == name);
        found.ok_or_else(|| missing(cells, name))
    };
    let nodes = array("connectivity")?;
    let connectivity = nodes.values(encoding)?;
    if u32::try_from(connectivity.len()).is_err() {
        return Err(ReadError::TooLarge {
            place: nodes.place(),
            what: nodes.what(),
        });
    }
    let offsets = values(&array("offsets")?, n_cells, 1, encoding)?;
    let types = array("types")?;
    let codes = values(&types, n_cells, 1, encoding)?;
    let mut start = 0;
    let mut numbers = Vec::new();
    for (cell, (&code, &end)) in codes.iter().zip(&offsets).enumerate() {
        let end = end as usize;
        let range = connectivity.get(start..end);
        let range = range.ok_or_else(|| ReadError::CutShort {
            place: nodes.place(),
            what: format!("element {cell} in {}", nodes.what()),
        })?;
        start = end;
        if let Some(kind) = kind(code, &types)? {
            let (list, length) = element(cell, kind, range, mesh.n_nodes(), &nodes)?;
            mesh.push(kind, &list[..length]);
            numbers.push(cell);
        }
    }
    Ok(numbers)
}

/// What VTK's cell type is here; nothing for points, lines and faces.
fn kind(code: f64, types: &Array) -> Result<Option<Kind>, ReadError> {
    let whole = (code.fract() == 0.0).then_some(code as i64);
    Ok(match whole.unwrap_or(-1) {
        10 => Some(Kind::Tet4),
        12 => Some(Kind::Hex8),
        13 => Some(Kind::Wedge6),
        24 => Some(Kind::Tet10),
        // Empty, vertices, lines, triangles, polygons, quadrilaterals; quadratic ones.
        0..=9 | 21..=23 | 28 | 30 | 34..=36 => None,
        _ => {
            return Err(ReadError::Unsupported {
                place: types.place(),
                what: "the type of a cell",
                found: code.to_string(),
                known: "10 and 24 (tetrahedra), 12 (hexahedron), 13 (wedge); points, lines and \
                        faces are left out",
            });
        }
    })
}

/// The nodes of an element and how many they are.
fn element(
    cell: usize,
    kind: Kind,
    nodes: &[f64],
    n_points: usize,
    array: &Array,
) -> Result<([u32; MAX_NODES], usize), ReadError> {
    if nodes.len() != kind.n_nodes() {
        return Err(ReadError::WrongLength {
            place: array.place(),
            what: format!("element {cell} ({kind:?})"),
            found: nodes.len(),
            expected: kind.n_nodes(),
        });
    }
    let mut list = [0; MAX_NODES];
    for (entry, &node) in list.iter_mut().zip(nodes) {
        let exists = node >= 0.0 && node < n_points as f64 && node < f64::from(u32::MAX);
        if !exists {
            return Err(ReadError::NoNode {
                place: array.place(),
                element: cell as u64,
                node: node as i64,
            });
        }
        *entry = node as u32;
    }
    Ok((list, nodes.len()))
}

fn fields(
    piece: Node,
    of: &str,
    count: usize,
    encoding: &Encoding,
) -> Result<Vec<Field>, ReadError> {
    let Some(data) = child(piece, of) else {
        return Ok(Vec::new());
    };
    let arrays = data
        .children()
        .filter(|child| child.has_tag_name("DataArray"));
    let arrays = arrays.map(Array::new).filter(Array::is_numeric);
    arrays
        .map(|array| {
            let width = array.width()?;
            Ok(Field {
                name: array.name.to_owned(),
                width,
                values: values(&array, count, width, encoding)?,
            })
        })
        .collect()
}

/// Leaves the `rows` of a field.
fn keep(field: &mut Field, rows: &[usize]) {
    let width = field.width;
    let kept = rows.iter();
    field.values = kept
        .flat_map(|row| &field.values[row * width..(row + 1) * width])
        .copied()
        .collect();
}

/// Fields, and those that are sets.
fn sorted(all: Vec<Field>) -> (Vec<Field>, Vec<Set>) {
    let (mut fields, mut sets) = (Vec::new(), Vec::new());
    for field in all {
        let is_set = field.width == 1 && field.values.iter().all(|&x| x == 0.0 || x == 1.0);
        match field.name.strip_prefix(SET_PREFIX) {
            Some(name) if is_set => sets.push(Set {
                name: name.to_owned(),
                members: field.members(1.0),
            }),
            _ => fields.push(field),
        }
    }
    (fields, sets)
}
