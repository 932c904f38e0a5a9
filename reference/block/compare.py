"""Compares answers (one JSON object a line, from the standard input) with `expected.json`.

Prints, for each, the largest difference of a probe over the largest probe component of its case,
and the relative differences of energy, mean displacement and reaction.
"""

import json
import sys
from pathlib import Path

import numpy as np

KEYS = ("size", "element", "variant")


def expected():
    """(size, element, variant) → expected answers."""
    text = (Path(__file__).parent / "expected.json").read_text(encoding="utf-8")
    return {tuple(case[key] for key in KEYS): case for case in json.loads(text)["cases"]}


def differences(found, case):
    """Name → relative difference of one answer."""
    names = sorted(case["probes"])
    wanted = np.array([case["probes"][name] for name in names])
    got = np.array([found["probes"][name] for name in names])
    result = {"probes": float(np.abs(got - wanted).max() / np.abs(wanted).max())}
    for name in ("energy", "umean"):
        if found[name] is not None:
            result[name] = abs(found[name] / case[name] - 1)
    if found["reaction"] is not None:
        reaction = np.array(case["reaction"])
        gap = np.abs(np.array(found["reaction"]) - reaction).max()
        result["reaction"] = float(gap / np.abs(reaction).max())
    return result


def main():
    """Reads the answers and prints a line for each."""
    cases = expected()
    for line in filter(str.strip, sys.stdin):
        found = json.loads(line)
        key = tuple(found[name] for name in KEYS)
        title = f"{found['peer']:22} {'/'.join(key):10}"
        cost = f"{found['time_total_s']:8.2f} s {found['peak_memory_mb']:7.0f} MB"
        if key not in cases:
            print(f"{title} {cost}  no expected answer")
            continue
        gaps = "  ".join(f"{k} {v:.1e}" for k, v in differences(found, cases[key]).items())
        print(f"{title} {cost}  {found['iterations']} iterations  {gaps}")


if __name__ == "__main__":
    main()
