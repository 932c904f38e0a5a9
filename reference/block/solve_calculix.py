"""The layered block with CalculiX: an input deck of the same mesh, `ccx`, its printed answers.

CalculiX has a neo-Hookean energy of its own, split into distortion and volume,
W = μ/2 (J^(−2/3) I₁ − 3) + κ/2 (J − 1)², κ = λ + 2μ/3: the same small-strain moduli, another
answer at large strain (FElupe with this energy gives the same to the seven digits that are
printed). No energy is reported: what CalculiX prints is not the potential of a hyperelastic
solid. Variant B cannot be posed: initial stresses do not act in hyperelastic elements, and there
is no active fibre.

Modes: `spooles` (direct) and `iterative` (conjugate gradients, incomplete Cholesky).
"""

import resource
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

import block

TYPE = {"hex8": "C3D8", "tet4": "C3D4"}
SOLVERS = {"iterative": "ITERATIVE CHOLESKY", "spooles": "SPOOLES"}
LAYERS = ("MUSCLE", "FAT", "DERMIS")


def rows(numbers, width=8):
    """Numbers as lines of a deck."""
    text = [str(n) for n in numbers]
    return [", ".join(text[i : i + width]) + "," for i in range(0, len(text), width)]


def table(first, values, form):
    """Lines `label, value, …` with labels from `first` on."""
    return [
        f"{label}, " + ", ".join(format(v, form) for v in line)
        for label, line in enumerate(values, first)
    ]


def sets(built):
    """Named sets of nodes and elements."""
    lines = []
    for name, chosen in (("BOTTOM", block.on_bottom), ("PATCH", block.on_patch)):
        lines += [f"*NSET, NSET={name}", *rows(np.flatnonzero(chosen(built.points)) + 1)]
    for layer, name in enumerate(LAYERS):
        lines += [f"*ELSET, ELSET={name}", *rows(np.flatnonzero(built.layer == layer) + 1)]
    return lines


def materials(built):
    """The neo-Hookean constants C₁₀ = μ/2 and D₁ = 2/κ of each layer."""
    lines = []
    for layer, name in enumerate(LAYERS):
        first = np.flatnonzero(built.layer == layer)[0]
        mu, lmbda = built.mu[first], built.lmbda[first]
        bulk = lmbda + 2 * mu / 3
        lines += [
            f"*MATERIAL, NAME={name}",
            "*HYPERELASTIC, NEO HOOKE",
            f"{mu / 2:.17g}, {2 / bulk:.17g}",
            f"*SOLID SECTION, ELSET={name}, MATERIAL={name}",
        ]
    return lines


def step(mode):
    """The load step: five equal increments, tight tolerances, the last one printed."""
    return [
        "*STEP, NLGEOM, INC=1000",
        f"*STATIC, DIRECT, SOLVER={SOLVERS[mode]}",
        f"{1 / block.LOAD_STEPS}, 1.",
        "*CONTROLS, PARAMETERS=TIME INCREMENTATION",
        "30, 30, 9, 60, 30, 4, , 30",
        "*CONTROLS, PARAMETERS=FIELD",
        f"{block.TOLERANCE}, 1.e-4, , , {block.TOLERANCE}",
        "*BOUNDARY",
        *(f"PATCH, {i}, {i}, {d}" for i, d in enumerate(block.PATCH_MM, 1)),
        "*NODE PRINT, NSET=EVERY, FREQUENCY=1000",
        "U",
        "*NODE PRINT, NSET=PATCH, FREQUENCY=1000, TOTALS=ONLY",
        "RF",
        "*END STEP",
    ]


def deck(built, options):
    """The whole input deck."""
    lines = ["*NODE, NSET=EVERY", *table(1, built.points, ".17g")]
    lines += [f"*ELEMENT, TYPE={TYPE[options.element]}, ELSET=BLOCK"]
    lines += [*table(1, built.cells + 1, "d"), *sets(built), *materials(built)]
    lines += ["*BOUNDARY", "BOTTOM, 1, 3"]
    return "\n".join(lines + step(options.mode)) + "\n"


def sections(text):
    """Heading → rows of numbers of the printed answers."""
    found, heading = {}, None
    for line in text.splitlines():
        words = line.split()
        if not words:
            continue
        try:
            numbers = [float(w) for w in words]
        except ValueError:
            heading = line.strip()
            found[heading] = []
            continue
        found[heading].append(numbers)
    return found


def section(found, start):
    """Rows under the heading that starts so."""
    return next(np.array(rows) for heading, rows in found.items() if heading.startswith(start))


def main():
    """Solves the problem of the command line."""
    options = block.arguments(__doc__, list(SOLVERS))
    if options.variant == "B":
        raise SystemExit("CalculiX has no active stress in a hyperelastic material: no variant B")
    built = block.mesh(options.size, options.element)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "block.inp").write_text(deck(built, options), encoding="ascii")
        start = time.perf_counter()
        done = subprocess.run(
            ["ccx", "-i", "block"], cwd=folder, capture_output=True, text=True, check=False
        )
        elapsed = time.perf_counter() - start
        if "Job finished" not in done.stdout:
            raise SystemExit(f"ccx stopped:\n{done.stdout[-1500:]}{done.stderr[-500:]}")
        found = sections((folder / "block.dat").read_text(encoding="ascii"))
    displacement = section(found, "displacements")[:, 1:]
    reaction = section(found, "total force")[0].tolist()
    version = subprocess.run(["ccx", "-v"], capture_output=True, text=True, check=False)
    block.report(
        options,
        peer=f"CalculiX {options.mode}",
        version=version.stdout.split()[-1],
        settings=f"{SOLVERS[options.mode].capitalize()}, reading the deck included",
        **block.answers(built.points, displacement),
        energy=None,
        reaction=reaction,
        iterations=done.stdout.count("iteration "),
        time_total_s=elapsed,
        peak_memory_mb=block.peak_memory_mb(resource.RUSAGE_CHILDREN),
    )


if __name__ == "__main__":
    main()
