"""Runs the release binary on every example and checks what it writes.

- consult.json against schema/consult.schema.json with an independent validator,
- the same bytes in a second run and on standard output,
- report.html and patient.html printed to PDF by Chromium where it is installed.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = ROOT / "target" / "release" / "rhytid"
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FILES = {"consult.json", "report.html", "patient.html"}


def consult(case: pathlib.Path, out: pathlib.Path) -> float:
    """Run one consult and return its wall time in seconds."""
    start = time.monotonic()
    subprocess.run(
        [BINARY, "consult", case, "--out", out], check=True, stdout=subprocess.DEVNULL
    )
    return time.monotonic() - start


def check_case(case: pathlib.Path, folder: pathlib.Path, validator) -> float:
    """Check everything that one example writes."""
    first, second = folder / f"{case.stem}-1", folder / f"{case.stem}-2"
    seconds = consult(case, first)
    consult(case, second)
    names = {path.name for path in first.iterdir()}
    assert names == FILES, f"{case.name}: wrote {names}, expected {FILES}"
    for name in sorted(FILES):
        same = (first / name).read_bytes() == (second / name).read_bytes()
        assert same, f"{case.name}: {name} differs between two runs"
    text = (first / "consult.json").read_bytes()
    printed = subprocess.run(
        [BINARY, "consult", case, "--json"], check=True, capture_output=True, cwd=folder
    ).stdout
    assert printed == text, f"{case.name}: --json and consult.json differ"
    validator.validate(json.loads(text))
    return seconds


def print_pdf(page: pathlib.Path, folder: pathlib.Path) -> None:
    """Print one page with a real browser."""
    pdf = folder / "page.pdf"
    profile = folder / "profile"
    subprocess.run(
        [
            "chromium",
            *CHROMIUM_FLAGS,
            f"--user-data-dir={profile}",
            "--no-pdf-header-footer",
            f"--print-to-pdf={pdf}",
            page.as_uri(),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=120,
    )
    assert pdf.stat().st_size > 10_000, f"{page}: the printed page is empty"


def main() -> None:
    schema = json.loads((ROOT / "schema" / "consult.schema.json").read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)
    cases = sorted((ROOT / "examples").glob("*.toml"))
    assert cases, "no examples"
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        slowest = max(check_case(case, folder, validator) for case in cases)
        if shutil.which("chromium"):
            for page in ("report.html", "patient.html"):
                print_pdf(folder / f"{cases[0].stem}-1" / page, folder)
        else:
            print("chromium is not installed: printing was left out", file=sys.stderr)
    print(f"{len(cases)} examples, slowest {slowest:.2f} s")


if __name__ == "__main__":
    main()
