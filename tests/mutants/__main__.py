"""Put each fault of the list into a copy of the project, run the tests that must find it, and write docs/mutants.md.

``python -m tests.mutants [WORDS]`` runs those whose group or name holds the words, and writes nothing; without words all, as
``make mutants`` does.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from queue import SimpleQueue

from dashboard.reference.files import PROJECT
from tests.mutants.faults import Fault, faults

RESULT = PROJECT / "docs" / "mutants.md"
AT_ONCE = 2
PATIENCE = 900
"""Seconds after which a fault counts as found: it hangs the tests."""


def main(wanted: str) -> int:
    """Run the faults; return how many were not found."""
    chosen = [fault for fault in faults() if wanted.casefold() in f"{fault.group} {fault.what}".casefold()]
    copies: SimpleQueue[Path] = SimpleQueue()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        for number in range(AT_ONCE):
            copies.put(_copy(Path(folder) / str(number)))

        def run(fault: Fault) -> str | None:
            copy = copies.get()
            try:
                return _found_by(fault, copy)
            finally:
                copies.put(copy)

        by = []
        for fault, found in zip(chosen, pool.map(run, chosen), strict=True):
            print(f"{'found' if found else 'NOT FOUND':10}{fault.group}: {fault.what}  {found or ''}", flush=True)
            by.append((fault, found))
            if not wanted:  # what has been run is on record, whenever the run is ended
                RESULT.write_text("\n".join(_report(by, len(chosen))) + "\n", "utf-8")
    return sum(found is None for _, found in by)


def _copy(folder: Path) -> Path:
    """Copy what the project keeps, as it stands in the working tree."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (PROJECT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, folder / name)
    return folder


def _found_by(fault: Fault, copy: Path) -> str | None:
    """Return the test that found the fault; None where all are green."""
    path = copy / fault.file
    sound = path.read_text("utf-8")
    path.write_text(fault.applied(sound), "utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "--tb=no",
        *fault.tests,
    ]
    # A copy's own code comes before the installed one; compiled files of one second would hide a fault of the same length.
    environment = os.environ | {"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return "no answer"
    finally:
        path.write_text(sound, "utf-8")
    if ran.returncode == 0:
        return None
    if ran.returncode not in (1, 2):
        raise RuntimeError(ran.stdout + ran.stderr)
    told = [
        line.split(" ", 1)[1].split(" - ")[0]
        for line in ran.stdout.splitlines()
        if line.startswith(("FAILED", "ERROR"))
    ]
    return told[0] if told else "the tests do not start"


def _report(by: list[tuple[Fault, str | None]], listed: int) -> Iterator[str]:
    missed = sum(found is None for _, found in by)
    yield "# Deliberate faults, and the tests that find them"
    yield ""
    yield (
        f"`make mutants` puts each of the {listed} faults of `tests/mutants/faults.yaml` and of the intake's codes into a copy of the "
        f"project and runs the tests named for it. The last run came to {len(by)}: {len(by) - missed} were found, {missed} were not."
    )
    for group, members in groupby(by, lambda one: one[0].group):
        yield from ("", f"## {group}", "", "| fault | file | found by |", "|---|---|---|")
        for fault, found in members:
            yield f"| {fault.what} | `{fault.file.removeprefix('src/dashboard/')}` | {f'`{found}`' if found else '**not found**'} |"


if __name__ == "__main__":
    sys.exit(min(main(" ".join(sys.argv[1:])), 1))
