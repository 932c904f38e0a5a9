"""The layered block with dolfinx 0.5 and PETSc; one process or several (`mpirun -n 2`).

Modes: `mumps` (symmetric factorisation) and `gamg` (conjugate gradients with smoothed
aggregation on the rigid-body modes). Function space and compiled forms are made before the clock
starts.
"""

import time

import dolfinx
import numpy as np
import ufl
from dolfinx import fem
from dolfinx.mesh import create_mesh
from mpi4py import MPI
from petsc4py import PETSc

import block

WORLD = MPI.COMM_WORLD
COMPILER = {"cffi_extra_compile_args": ["-O3", "-march=native"], "cffi_libraries": ["m"]}
SHAPE = {"hex8": ("hexahedron", 8), "tet4": ("tetrahedron", 4)}
# Nodes of a hexahedron in the order of a tensor product, which dolfinx expects.
TENSOR_ORDER = {"hex8": [0, 1, 3, 2, 4, 5, 7, 6], "tet4": [0, 1, 2, 3]}
# 2×2×2 Gauss points; the gradient of a linear tetrahedron is constant.
QUADRATURE_DEGREE = {"hex8": 3, "tet4": 0}
SOLVERS = {
    "mumps": {
        "ksp_type": "preonly",
        "pc_type": "cholesky",
        "pc_factor_mat_solver_type": "mumps",
    },
    "gamg": {
        "ksp_type": "cg",
        "ksp_rtol": 1e-6,
        "ksp_max_it": 500,
        "pc_type": "gamg",
        "pc_gamg_agg_nsmooths": 1,
        "pc_gamg_threshold": 0.02,
        "pc_gamg_square_graph": 1,
        "mg_levels_ksp_type": "chebyshev",
        "mg_levels_pc_type": "jacobi",
        "mg_levels_ksp_max_it": 3,
    },
}


def distributed(built, element):
    """The mesh over the processes, and for each local element the one it was."""
    shape, corners = SHAPE[element]
    domain = ufl.Mesh(ufl.VectorElement("Lagrange", ufl.Cell(shape, geometric_dimension=3), 1))
    mine = slice(None) if WORLD.rank == 0 else slice(0, 0)
    cells = built.cells[mine, TENSOR_ORDER[element]].astype(np.int64).reshape(-1, corners)
    local = create_mesh(WORLD, cells, built.points if WORLD.rank == 0 else np.empty((0, 3)), domain)
    return local, np.array(local.topology.original_cell_index)


class Forms:
    """Energy, residual and tangent of the block on a mesh."""

    def __init__(self, local, element, built, original):
        self.space = fem.VectorFunctionSpace(local, ("Lagrange", 1))
        piecewise = fem.FunctionSpace(local, ("DG", 0))
        mu, lmbda, inside = (fem.Function(piecewise) for _ in range(3))
        mu.x.array[:] = built.mu[original]
        lmbda.x.array[:] = built.lmbda[original]
        inside.x.array[:] = built.active[original]
        self.active = fem.Constant(local, PETSc.ScalarType(0.0))
        self.u = fem.Function(self.space)

        dx = ufl.Measure(
            "dx", domain=local, metadata={"quadrature_degree": QUADRATURE_DEGREE[element]}
        )
        F = ufl.Identity(3) + ufl.grad(self.u)
        C, J = F.T * F, ufl.det(F)
        passive = mu / 2 * (ufl.tr(C) - 3) - mu * ufl.ln(J) + lmbda / 2 * ufl.ln(J) ** 2
        energy = (passive + inside * self.active / 2 * (C[0, 0] - 1)) * dx
        residual = ufl.derivative(energy, self.u, ufl.TestFunction(self.space))
        tangent = ufl.derivative(residual, self.u, ufl.TrialFunction(self.space))
        self.energy, self.residual, self.tangent = (
            fem.form(f, jit_params=COMPILER) for f in (energy, residual, tangent)
        )


def rigid_modes(space):
    """Three translations and three rotations: the near null space of elasticity."""
    x = space.tabulate_dof_coordinates()
    modes = []
    for mode in range(6):
        values = fem.Function(space)
        field = values.x.array.reshape(-1, 3)
        if mode < 3:
            field[:, mode] = 1
        else:
            a, b = (mode - 2) % 3, (mode - 1) % 3
            field[:, a], field[:, b] = -x[:, b], x[:, a]
        modes.append(values.vector.copy())
    dolfinx.la.orthonormalize(modes)
    return PETSc.NullSpace().create(vectors=modes, comm=WORLD)


class Newton:
    """Newton's method, the matrix and its solver kept over iterations and load steps."""

    def __init__(self, forms, conditions, mode):
        self.forms, self.conditions = forms, conditions
        self.matrix = fem.petsc.create_matrix(forms.tangent)
        self.matrix.setOption(PETSc.Mat.Option.SYMMETRIC, True)
        self.force = fem.petsc.create_vector(forms.residual)
        self.step = forms.u.vector.duplicate()
        self.fixed = np.unique(np.concatenate([c.dof_indices()[0] for c in conditions]))
        if mode == "gamg":
            self.matrix.setNearNullSpace(rigid_modes(forms.space))
        self.solver = PETSc.KSP().create(WORLD)
        options = PETSc.Options()
        for name, value in SOLVERS[mode].items():
            options[name] = value
        self.solver.setOperators(self.matrix)
        self.solver.setFromOptions()
        self.iterations = 0
        self.linear_iterations = 0

    def assemble_force(self):
        """Internal forces, mN, without conditions."""
        with self.force.localForm() as local:
            local.set(0)
        fem.petsc.assemble_vector(self.force, self.forms.residual)
        self.collect()

    def collect(self):
        """Adds what other processes hold of our forces and clears their copies."""
        self.force.ghostUpdate(addv=PETSc.InsertMode.ADD, mode=PETSc.ScatterMode.REVERSE)
        with self.force.localForm() as local:
            local.array[self.force.local_size :] = 0

    def relative_residual(self):
        """Norm of the free forces over that of the reactions."""
        owned = self.force.array_r
        held = np.zeros(len(owned), dtype=bool)
        held[self.fixed[self.fixed < len(owned)]] = True
        free, reaction = WORLD.allreduce(
            np.array([np.sum(owned[~held] ** 2), np.sum(owned[held] ** 2)])
        )
        return np.sqrt(free / reaction)

    def solve(self, limit=30):
        """Iterates until the free residual is small; the first step moves what is prescribed."""
        self.assemble_force()
        for _ in range(limit):
            self.lift_and_step()
            self.assemble_force()
            if self.relative_residual() < block.TOLERANCE:
                return
        raise RuntimeError(f"not converged in {limit} iterations")

    def lift_and_step(self):
        """One linear solution, added to the displacements."""
        x = self.forms.u.vector
        fem.petsc.apply_lifting(
            self.force, [self.forms.tangent], [self.conditions], x0=[x], scale=-1.0
        )
        self.collect()
        fem.petsc.set_bc(self.force, self.conditions, x, -1.0)
        self.matrix.zeroEntries()
        fem.petsc.assemble_matrix(self.matrix, self.forms.tangent, self.conditions)
        self.matrix.assemble()
        self.solver.solve(self.force, self.step)
        if self.solver.getConvergedReason() < 0:
            raise RuntimeError(f"linear solver stopped: {self.solver.getConvergedReason()}")
        self.iterations += 1
        self.linear_iterations += self.solver.getIterationNumber()
        x.axpy(-1.0, self.step)
        x.ghostUpdate(addv=PETSc.InsertMode.INSERT, mode=PETSc.ScatterMode.FORWARD)


def condition(space, chosen):
    """A prescribed displacement of the nodes that `chosen` picks, and its value."""
    nodes = fem.locate_dofs_geometrical(space, lambda x: chosen(x.T))
    value = fem.Function(space)
    return fem.dirichletbc(value, nodes), value, nodes


def solve(forms, options):
    """The whole solve in five load steps; the displacements stay in the forms."""
    bottom, _, _ = condition(forms.space, block.on_bottom)
    conditions = [bottom]
    patch = np.empty(0, dtype=np.int32)
    if options.variant == "A":
        moved, value, patch = condition(forms.space, block.on_patch)
        conditions.append(moved)
    newton = Newton(forms, conditions, options.mode)
    for step in range(1, block.LOAD_STEPS + 1):
        part = step / block.LOAD_STEPS
        if options.variant == "A":
            value.x.array.reshape(-1, 3)[patch] = part * np.array(block.PATCH_MM)
        else:
            forms.active.value = part * block.ACTIVE_KPA
        newton.solve()
    energy = WORLD.allreduce(fem.assemble_scalar(forms.energy))
    owned = newton.force.array_r.reshape(-1, 3)
    reaction = WORLD.allreduce(owned[patch[patch < len(owned)]].sum(axis=0))
    return newton, energy, reaction


def gathered(forms):
    """Nodes and displacements of all processes on the first, mm."""
    index = forms.space.dofmap.index_map.size_local
    x = WORLD.gather(forms.space.tabulate_dof_coordinates()[:index])
    u = WORLD.gather(forms.u.x.array.reshape(-1, 3)[:index])
    return (np.vstack(x), np.vstack(u)) if WORLD.rank == 0 else (None, None)


def main():
    """Solves the problem of the command line."""
    options = block.arguments(__doc__, list(SOLVERS))
    built = block.mesh(options.size, options.element)
    local, original = distributed(built, options.element)
    forms = Forms(local, options.element, built, original)
    WORLD.barrier()
    start = time.perf_counter()
    newton, energy, reaction = solve(forms, options)
    points, displacement = gathered(forms)
    elapsed = time.perf_counter() - start
    memory = WORLD.reduce(block.peak_memory_mb())
    if WORLD.rank > 0:
        return
    block.report(
        options,
        peer=f"dolfinx + {options.mode.upper()}",
        version=dolfinx.__version__,
        settings=f"PETSc {'.'.join(map(str, PETSc.Sys.getVersion()))}, {WORLD.size} processes",
        **block.answers(points, displacement),
        energy=energy,
        reaction=reaction.tolist() if options.variant == "A" else None,
        iterations=newton.iterations,
        linear_iterations=newton.linear_iterations,
        time_total_s=elapsed,
        peak_memory_mb=memory,
    )


if __name__ == "__main__":
    main()
