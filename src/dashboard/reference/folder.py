"""The folder of the reference files among several processes: readers see it whole, and one at a time writes into it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.words.messages import DashboardError, mark

BEFORE = ".plan-before"
"""Folder below the reference folder that holds the files as they were while they are replaced."""
LOCK = ".plan-lock"
"""File in the reference folder that whoever writes holds; empty, and never removed."""

Stamp = tuple[tuple[str, int, int, int], ...]


def stamp_of(folder: Path) -> Stamp:
    """Return what changes when a reference file, or a file of published figures, is written, replaced, added or removed; reads no file."""
    patterns = ("*.yaml", "data/*.yaml", "data/*.csv", "data/actuals/*.csv", BEFORE)
    found = []
    for path in sorted(path for pattern in patterns for path in folder.glob(pattern)):
        try:
            state = path.stat()
        except OSError:
            continue
        found.append((str(path), state.st_mtime_ns, state.st_size, state.st_ino))
    return tuple(found)


def file_in(folder: Path, name: str) -> Path:
    """Return where a reference file is to be read: while files are being replaced, as it was before the first of them was."""
    before = folder / BEFORE / name
    return before if before.exists() else folder / name


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Keep everybody else from writing into the folder; waits for whoever writes at the moment.

    Raises:
        DashboardError: The folder cannot be written to.
    """
    try:
        file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise DashboardError(mark("Không ghi được vào thư mục dữ liệu gốc: {error}"), error=error) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX)  # until it is closed, or the process ends, however it does
        yield
    finally:
        os.close(file)
