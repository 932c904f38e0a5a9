"""The layered block with FElupe 11, assembly on all cores.

Modes: `pardiso` (symmetric factorisation through pypardiso) and `scipy` (SuperLU of SciPy, for
machines without pypardiso).
"""

import time
import warnings
from importlib.metadata import version

import felupe as fem
import numpy as np
import scipy.sparse as sparse
from scipy.sparse.linalg import spsolve

import block

CELL = {"hex8": "hexahedron", "tet4": "tetra"}
REGION = {"hex8": fem.RegionHexahedron, "tet4": fem.RegionTetra}
# Matrix type of Pardiso: real, symmetric, indefinite.
SYMMETRIC = -2


def pardiso():
    """A solver of K x = b that factorises the upper triangle and keeps the order of unknowns."""
    from pypardiso import PyPardisoSolver

    solver = PyPardisoSolver(mtype=SYMMETRIC)

    def solve(matrix, right):
        return solver.solve(sparse.triu(matrix, format="csr"), right)

    return solve


class ActiveStress:
    """Second Piola–Kirchhoff stress T eₓ⊗eₓ, as a material of FElupe."""

    def __init__(self):
        self.tension = 0.0
        self.x = [np.eye(3), np.zeros(0)]

    def energy(self, x):
        """T/2 (C_xx − 1), kPa."""
        column = x[0][:, 0]
        return [self.tension / 2 * (np.sum(column**2, axis=0) - 1)]

    def gradient(self, x):
        """First Piola–Kirchhoff stress: T times the first column of F, kPa."""
        stress = np.zeros_like(x[0])
        stress[:, 0] = self.tension * x[0][:, 0]
        return [stress, x[-1]]

    def hessian(self, x):
        """∂P_iJ/∂F_kL = T δ_ik on J = L = x, kPa."""
        tangent = np.zeros((3, 3, 3, 3, *x[0].shape[2:]))
        for i in range(3):
            tangent[i, 0, i, 0] = self.tension
        return [tangent]


def part(built, element, chosen):
    """Displacement field on the elements of one part, over all nodes of the block."""
    mesh = fem.Mesh(built.points, built.cells[chosen], CELL[element])
    with warnings.catch_warnings():
        # A part does not touch every node.
        warnings.simplefilter("ignore")
        region = REGION[element](mesh)
    return fem.FieldContainer([fem.Field(region, dim=3)])


def bodies(built, element, active):
    """A solid body a layer, and the contracting one; the latter's material."""
    items = []
    for layer in range(3):
        chosen = built.layer == layer
        mu, lmbda = built.mu[chosen][0], built.lmbda[chosen][0]
        material = fem.NeoHookeCompressible(mu=mu, lmbda=lmbda, parallel=True)
        items.append(fem.SolidBody(material, part(built, element, chosen)))
    if active is not None:
        items.append(fem.SolidBody(active, part(built, element, built.active)))
    return items


def conditions(field, variant):
    """The bottom held and, in variant A, the three components of the patch prescribed."""
    points = field.region.mesh.points
    held = {"bottom": fem.Boundary(field[0], mask=block.on_bottom(points))}
    if variant == "A":
        for axis in range(3):
            skip = [other != axis for other in range(3)]
            held[axis] = fem.Boundary(field[0], mask=block.on_patch(points), skip=skip)
    return held


def energy(items):
    """Total potential above that at rest, µJ (FElupe leaves constants out of its energies)."""
    rest = [np.eye(3)[:, :, np.newaxis, np.newaxis], None]
    total = 0.0
    for item in items:
        density = item.umat.energy([*item.field.extract(), None])[0] - item.umat.energy(rest)[0]
        total += float((density * item.field.region.dV).sum())
    return total


def solve(built, options, solver):
    """The whole solve in five load steps: displacements (mm), energy, reaction, iterations."""
    active = ActiveStress() if options.variant == "B" else None
    items = bodies(built, options.element, active)
    rest = part(built, options.element, slice(None))
    held = conditions(rest, options.variant)
    dof0, dof1 = fem.dof.partition(rest, held)
    field = rest
    iterations = 0
    for step in range(1, block.LOAD_STEPS + 1):
        share = step / block.LOAD_STEPS
        if active is None:
            for axis in range(3):
                held[axis].value = share * block.PATCH_MM[axis]
        else:
            active.tension = share * block.ACTIVE_KPA
        result = fem.newtonraphson(
            items=items,
            x0=field,
            dof0=dof0,
            dof1=dof1,
            ext0=fem.dof.apply(rest, held, dof0),
            solver=solver,
            tol=block.TOLERANCE,
            kwargs={"parallel": True},
            verbose=0,
        )
        field = result.x
        iterations += result.iterations
    force = result.fun.reshape(-1, 3)
    reaction = force[block.on_patch(built.points)].sum(axis=0)
    return field[0].values, energy(items), reaction, iterations


def main():
    """Solves the problem of the command line."""
    options = block.arguments(__doc__, ["pardiso", "scipy"])
    built = block.mesh(options.size, options.element)
    solver = pardiso() if options.mode == "pardiso" else spsolve
    start = time.perf_counter()
    displacement, potential, reaction, iterations = solve(built, options, solver)
    found = block.answers(built.points, displacement)
    elapsed = time.perf_counter() - start
    used = "pypardiso" if options.mode == "pardiso" else "scipy"
    block.report(
        options,
        peer=f"FElupe + {options.mode.capitalize()}",
        version=fem.__version__,
        settings=f"{used} {version(used)}, assembly on all cores",
        **found,
        energy=potential,
        reaction=reaction.tolist() if options.variant == "A" else None,
        iterations=iterations,
        time_total_s=elapsed,
        peak_memory_mb=block.peak_memory_mb(),
    )


if __name__ == "__main__":
    main()
