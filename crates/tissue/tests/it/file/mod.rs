//! Mesh files: what other codes write is read, what is written is read back, and what is broken
//! is refused.

mod harm;
mod msh;
mod result;
mod vtu;
mod written;

use std::path::Path;

use tissue::Mesh;
use tissue::file::{Data, ReadError, read_vtu, write_vtu};

const VTU_FILES: [&str; 10] = [
    "vtk-ascii.vtu",
    "vtk-binary-zlib.vtu",
    "vtk-binary-big-endian.vtu",
    "vtk-appended-base64.vtu",
    "vtk-appended-base64-zlib.vtu",
    "vtk-appended-raw.vtu",
    "vtk-appended-raw-zlib.vtu",
    "meshio-ascii.vtu",
    "meshio-binary.vtu",
    "meshio-zlib.vtu",
];

const MSH_FILES: [&str; 8] = [
    "gmsh-hex8-text.msh",
    "gmsh-hex8-binary.msh",
    "gmsh-wedge6-text.msh",
    "gmsh-wedge6-binary.msh",
    "gmsh-tet4-text.msh",
    "gmsh-tet4-binary.msh",
    "gmsh-tet10-text.msh",
    "gmsh-tet10-binary.msh",
];

/// A file of `reference/mesh-files`.
fn reference(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reference/mesh-files");
    std::fs::read(folder.join(name)).expect("a reference file")
}

/// One hexahedron, one wedge, one linear and one quadratic tetrahedron, apart from each other.
fn zoo() -> Mesh {
    let cube = Mesh::grid([1, 1, 1], |[x, y, z]| [x, y / 3.0, z * 0.1]);
    let tetrahedron = cube.into_tetrahedra();
    let pieces = [
        cube.clone(),
        cube.into_wedges(),
        tetrahedron.into_quadratic(),
        tetrahedron,
    ];
    let mut zoo = Mesh::default();
    for (place, piece) in pieces.iter().enumerate() {
        let first = zoo.n_nodes() as u32;
        let shift = 2.0 * place as f64;
        zoo.points
            .extend(piece.points.iter().map(|[x, y, z]| [x + shift, *y, *z]));
        let nodes: Vec<u32> = piece.nodes(0).iter().map(|node| node + first).collect();
        zoo.push(piece.kind(0), &nodes);
    }
    zoo
}

fn written(mesh: &Mesh, data: &Data) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_vtu(mesh, data, &mut bytes).expect("a mesh that can be written");
    bytes
}

/// The error of VTU text.
fn refused(text: &str) -> ReadError {
    read_vtu(text.as_bytes()).expect_err("an error")
}

/// A tetrahedron in text, with `what` replaced by `by`.
fn tetrahedron_with(what: &str, by: &str) -> String {
    let text = r#"<?xml version="1.0"?>
<VTKFile type="UnstructuredGrid" version="1.0" byte_order="LittleEndian">
<UnstructuredGrid>
<Piece NumberOfPoints="4" NumberOfCells="1">
<Points>
<DataArray type="Float64" NumberOfComponents="3" format="ascii">0 0 0 1 0 0 0 1 0 0 0 1</DataArray>
</Points>
<Cells>
<DataArray type="Int32" Name="connectivity" format="ascii">0 1 2 3</DataArray>
<DataArray type="Int32" Name="offsets" format="ascii">4</DataArray>
<DataArray type="UInt8" Name="types" format="ascii">10</DataArray>
</Cells>
</Piece>
</UnstructuredGrid>
</VTKFile>
"#;
    assert!(text.contains(what));
    text.replace(what, by)
}
