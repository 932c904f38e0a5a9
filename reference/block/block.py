"""The layered block: mesh, materials, loads and answers, the same for every peer.

Lengths mm, stresses kPa; forces are then mN and energies µJ. Needs numpy alone.
"""

import argparse
import json
import resource
from dataclasses import dataclass

import numpy as np

EXTENT_MM = (60.0, 40.0, 8.0)
# Muscle, fat, dermis from below: top of the layer (mm) and Young's modulus (kPa).
LAYER_TOP_MM = (2.5, 6.5, 8.0)
YOUNG_KPA = (20.0, 3.0, 100.0)
POISSON = 0.45
PATCH_MM = (3.0, 0.0, -2.0)
ACTIVE_KPA = 30.0
LOAD_STEPS = 5
# Free residual over reactions at which Newton's method stops.
TOLERANCE = 1e-8
# Elements along x and y, then through muscle, fat and dermis.
SIZES = {
    "XS": (24, 16, (1, 2, 1)),
    "S": (48, 32, (2, 2, 2)),
    "M": (72, 48, (3, 3, 2)),
    "L": (120, 80, (3, 4, 2)),
}
PROBES_MM = {
    "P1": (45.0, 20.0, 8.0),
    "P2": (50.0, 20.0, 8.0),
    "P3": (30.0, 35.0, 8.0),
    "P4": (30.0, 20.0, 8.0),
    "P5": (15.0, 20.0, 8.0),
}
# Six tetrahedra of a hexahedron along its diagonal 0–6.
TETRAHEDRA = ((0, 1, 2, 6), (0, 2, 3, 6), (0, 3, 7, 6), (0, 7, 4, 6), (0, 4, 5, 6), (0, 5, 1, 6))


@dataclass(frozen=True)
class Mesh:
    """Nodes, elements and what each is made of."""

    points: np.ndarray
    """(n_nodes × 3), mm, reference configuration."""
    cells: np.ndarray
    """(n_elements × 8 or 4), nodes of each element, counter-clockwise below, then above."""
    layer: np.ndarray
    """(n_elements,), 0 muscle, 1 fat, 2 dermis."""
    active: np.ndarray
    """(n_elements,), whether the element contracts in variant B."""

    @property
    def young(self):
        """(n_elements,), kPa."""
        return np.array(YOUNG_KPA)[self.layer]

    @property
    def mu(self):
        """(n_elements,), kPa."""
        return self.young / (2 * (1 + POISSON))

    @property
    def lmbda(self):
        """(n_elements,), kPa."""
        return self.young * POISSON / ((1 + POISSON) * (1 - 2 * POISSON))


def heights(layers):
    """(n_z + 1,), mm, and the layer of each row of elements: each layer divided evenly."""
    bottom = (0.0, *LAYER_TOP_MM[:-1])
    steps = [np.linspace(a, b, n + 1)[1:] for a, b, n in zip(bottom, LAYER_TOP_MM, layers)]
    return np.concatenate([[0.0], *steps]), np.repeat([0, 1, 2], layers)


def mesh(size, element):
    """The structured mesh of a size, of hexahedra (`hex8`) or tetrahedra (`tet4`)."""
    nx, ny, layers = SIZES[size]
    z, row_layer = heights(layers)
    x = np.linspace(0.0, EXTENT_MM[0], nx + 1)
    y = np.linspace(0.0, EXTENT_MM[1], ny + 1)
    grid = np.meshgrid(z, y, x, indexing="ij")
    points = np.stack([grid[2].ravel(), grid[1].ravel(), grid[0].ravel()], axis=1)

    # Corner (i, j, k) of every hexahedron, x fastest.
    k, j, i = np.meshgrid(*(np.arange(n) for n in (len(z) - 1, ny, nx)), indexing="ij")
    corner = (i + (nx + 1) * (j + (ny + 1) * k)).ravel()
    below = np.stack([corner, corner + 1, corner + nx + 2, corner + nx + 1], axis=1)
    cells = np.hstack([below, below + (nx + 1) * (ny + 1)])
    layer = row_layer[k.ravel()]

    if element == "tet4":
        cells = cells[:, np.array(TETRAHEDRA)].reshape(-1, 4)
        layer = np.repeat(layer, len(TETRAHEDRA))
    centroid = points[cells].mean(axis=1)
    active = (layer == 0) & (np.abs(centroid[:, 0] - 30) < 15) & (np.abs(centroid[:, 1] - 20) < 7.5)
    return Mesh(points, cells, layer, active)


def on_bottom(points):
    """Which points are fixed in all directions."""
    return np.abs(points[:, 2]) < 1e-9


def on_patch(points):
    """Which points variant A displaces."""
    x, y, z = points.T
    inside = (np.abs(x - 30) < 10 + 1e-9) & (np.abs(y - 20) < 10 + 1e-9)
    return inside & (np.abs(z - EXTENT_MM[2]) < 1e-9)


def probes(points, displacement):
    """Name → displacement (mm) at the node of each probe."""
    found = {}
    for name, place in PROBES_MM.items():
        distance = np.linalg.norm(points - np.array(place), axis=1)
        node = int(distance.argmin())
        if distance[node] > 1e-6:
            raise ValueError(f"no node at {name} {place}")
        found[name] = displacement[node].tolist()
    return found


def answers(points, displacement):
    """What every peer answers of its displacements, (n_nodes × 3), mm."""
    length = np.linalg.norm(displacement, axis=1)
    return {
        "probes": probes(points, displacement),
        "umax": float(length.max()),
        "umean": float(length.mean()),
    }


def peak_memory_mb(who=resource.RUSAGE_SELF):
    """Largest resident memory of this process, or of its largest child, in MB (10⁶ bytes)."""
    return resource.getrusage(who).ru_maxrss * 1024 / 1e6


def arguments(description, modes):
    """Command line of a peer: problem and mode."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--size", choices=SIZES, required=True)
    parser.add_argument("--element", choices=("hex8", "tet4"), required=True)
    parser.add_argument("--variant", choices=("A", "B"), required=True)
    parser.add_argument("--mode", choices=modes, default=modes[0])
    return parser.parse_args()


def report(options, **result):
    """Prints the one JSON object of a run."""
    problem = {"size": options.size, "element": options.element, "variant": options.variant}
    print(json.dumps({**problem, "mode": options.mode, **result}))
