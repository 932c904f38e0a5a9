"""Writes the mesh files of this folder with other codes: VTK, meshio and Gmsh."""

import gmsh
import meshio
import numpy as np
import vtk
from vtk.util.numpy_support import numpy_to_vtk

POINTS = [
    (0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0),
    (0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1),
    (2, 0, 0.1),
]  # fmt: skip
FACE, HEXAHEDRON, TETRAHEDRON = [0, 1, 2], list(range(8)), [1, 8, 2, 5]
MATERIAL = [7, 1, 2]
DISPLACEMENT = np.arange(27, dtype=np.float64).reshape(9, 3) / 3


def vtk_grid():
    points = vtk.vtkPoints()
    points.SetDataTypeToDouble()
    for point in POINTS:
        points.InsertNextPoint(point)
    grid = vtk.vtkUnstructuredGrid()
    grid.SetPoints(points)
    grid.InsertNextCell(vtk.VTK_TRIANGLE, 3, FACE)
    grid.InsertNextCell(vtk.VTK_HEXAHEDRON, 8, HEXAHEDRON)
    grid.InsertNextCell(vtk.VTK_TETRA, 4, TETRAHEDRON)
    material = numpy_to_vtk(np.array(MATERIAL, dtype=np.int32), deep=1)
    material.SetName("material")
    grid.GetCellData().AddArray(material)
    displacement = numpy_to_vtk(DISPLACEMENT, deep=1)
    displacement.SetName("u")
    grid.GetPointData().AddArray(displacement)
    return grid


def write_vtk(grid, name, mode, compressed=False, base64=False, big_endian=False, wide=False):
    writer = vtk.vtkXMLUnstructuredGridWriter()
    writer.SetInputData(grid)
    writer.SetFileName(name)
    getattr(writer, f"SetDataModeTo{mode}")()
    writer.SetEncodeAppendedData(base64)
    if compressed:
        writer.SetCompressorTypeToZLib()
        writer.SetBlockSize(64)
    else:
        writer.SetCompressorTypeToNone()
    if big_endian:
        writer.SetByteOrderToBigEndian()
    if wide:
        writer.SetHeaderTypeToUInt64()
    writer.Write()


def write_meshio():
    cells = [("triangle", [FACE]), ("hexahedron", [HEXAHEDRON]), ("tetra", [TETRAHEDRON])]
    mesh = meshio.Mesh(
        np.array(POINTS, dtype=float),
        [(kind, np.array(nodes)) for kind, nodes in cells],
        point_data={"u": DISPLACEMENT},
        cell_data={"material": [np.array([m]) for m in MATERIAL]},
    )
    mesh.write("meshio-zlib.vtu")
    mesh.write("meshio-ascii.vtu", binary=False)
    mesh.write("meshio-binary.vtu", compression=None)


def write_gmsh(name):
    for binary, suffix in [(0, "text"), (1, "binary")]:
        gmsh.option.setNumber("Mesh.Binary", binary)
        gmsh.write(f"gmsh-{name}-{suffix}.msh")


def square(recombined):
    """A unit square of four lines, one element or two a side."""
    geo = gmsh.model.geo
    corners = [geo.addPoint(*p) for p in POINTS[:4]]
    lines = [geo.addLine(corners[i], corners[(i + 1) % 4]) for i in range(4)]
    surface = geo.addPlaneSurface([geo.addCurveLoop(lines)])
    for line in lines:
        geo.mesh.setTransfiniteCurve(line, 2)
    geo.mesh.setTransfiniteSurface(surface)
    if recombined:
        geo.mesh.setRecombine(2, surface)
    return surface


def write_extruded(name, recombined):
    gmsh.clear()
    surface = square(recombined)
    out = gmsh.model.geo.extrude([(2, surface)], 0, 0, 1, numElements=[1], recombine=True)
    gmsh.model.geo.synchronize()
    gmsh.model.addPhysicalGroup(3, [tag for dim, tag in out if dim == 3], 3, "block")
    gmsh.model.mesh.generate(3)
    write_gmsh(name)


def write_two_boxes():
    gmsh.clear()
    occ = gmsh.model.occ
    occ.addBox(0, 0, 0, 1, 1, 1)
    occ.addBox(1, 0, 0, 1, 1, 1)
    occ.fragment([(3, 1)], [(3, 2)])
    occ.synchronize()
    bottom = [t for _, t in gmsh.model.getEntities(2) if abs(occ.getCenterOfMass(2, t)[2]) < 1e-9]
    gmsh.model.addPhysicalGroup(3, [1], 1, "soft part")
    gmsh.model.addPhysicalGroup(3, [2], 2)
    gmsh.model.addPhysicalGroup(2, bottom, 5, "bottom")
    gmsh.option.setNumber("Mesh.MeshSizeMin", 2)
    gmsh.model.mesh.generate(3)
    write_gmsh("tet4")
    gmsh.model.mesh.setOrder(2)
    write_gmsh("tet10")


def main():
    grid = vtk_grid()
    write_vtk(grid, "vtk-ascii.vtu", "Ascii")
    write_vtk(grid, "vtk-binary-zlib.vtu", "Binary", compressed=True)
    write_vtk(grid, "vtk-binary-big-endian.vtu", "Binary", big_endian=True, wide=True)
    write_vtk(grid, "vtk-appended-base64.vtu", "Appended", base64=True)
    write_vtk(grid, "vtk-appended-base64-zlib.vtu", "Appended", compressed=True, base64=True)
    write_vtk(grid, "vtk-appended-raw.vtu", "Appended", wide=True)
    write_vtk(grid, "vtk-appended-raw-zlib.vtu", "Appended", compressed=True)
    write_meshio()
    gmsh.initialize()
    gmsh.option.setNumber("General.Terminal", 0)
    write_extruded("hex8", recombined=True)
    write_extruded("wedge6", recombined=False)
    write_two_boxes()
    gmsh.finalize()


if __name__ == "__main__":
    main()
