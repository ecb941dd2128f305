"""A settled plan written into the reference folder: checked whole beside it first, then all files or none."""

import difflib
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from dashboard.plans.additions import Additions
from dashboard.plans.reference_texts import texts_in, texts_with
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import FILES, read_catalogue
from dashboard.reference.folder import BEFORE, file_in
from dashboard.words.messages import DashboardError, Problem, mark


def changes(folder: Path, additions: Additions) -> dict[str, str]:
    """Return the files that the plan changes, changed; nothing is written.

    Raises:
        DashboardError: A file cannot be read.
    """
    try:
        return texts_with(texts_in(folder), additions)
    except (OSError, UnicodeDecodeError) as error:
        raise DashboardError(mark("Không đọc được tệp: {error}"), error=error) from error


def tried(folder: Path, changed: Mapping[str, str]) -> tuple[Catalogue | None, list[Problem]]:
    """Return the reference data as they would be with the files changed, and what would be wrong with them.

    None for the data where a whole part could not be read.
    """
    with tempfile.TemporaryDirectory() as beside:
        trial = Path(beside)
        for name in FILES:
            (trial / name).parent.mkdir(parents=True, exist_ok=True)
            if name in changed:
                (trial / name).write_bytes(changed[name].encode())
            elif (old := file_in(folder, name)).exists():
                shutil.copyfile(old, trial / name)
        return read_catalogue(trial)


def difference(folder: Path, changed: Mapping[str, str]) -> str:
    """Return what changes, line by line, as ``diff -u`` writes it."""
    pieces: list[str] = []
    for name, text in changed.items():
        old = file_in(folder, name).read_bytes().decode("utf-8")
        pieces += difflib.unified_diff(old.splitlines(True), text.splitlines(True), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in pieces)


def packed(folder: Path, changed: Mapping[str, str]) -> bytes:
    """Return a ZIP archive with the changed files whole, to be laid over the folder, and the difference as ``changes.diff``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in changed.items():
            archive.writestr(name, text.encode())
        archive.writestr("changes.diff", difference(folder, changed).encode())
    return out.getvalue()


def is_writable(folder: Path) -> bool:
    """Whether files can be made in the folder and below it, as writing a plan does."""
    try:
        for place in (folder, folder / "data"):
            with tempfile.TemporaryFile(dir=place):
                pass
    except OSError:
        return False
    return not (folder / BEFORE).exists() or (folder / BEFORE).is_dir()


def write(folder: Path, changed: Mapping[str, str]) -> None:
    """Replace the files, all or none: an interrupted writing is undone by the next ``recover``.

    Whoever calls it holds the folder (``reference.folder.writing``).

    Raises:
        DashboardError: The folder cannot be written to; nothing is changed.
    """
    try:
        prepared = Path(tempfile.mkdtemp(prefix=".plan-", dir=folder))
        try:
            for name in changed:
                (prepared / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(folder / name, prepared / name)
            prepared.rename(folder / BEFORE)
        finally:
            shutil.rmtree(prepared, ignore_errors=True)  # still there only where it could not be set aside
    except OSError as error:
        raise DashboardError(mark("Không ghi được vào thư mục dữ liệu gốc: {error}"), error=error) from error
    try:
        for name, text in changed.items():
            new = (folder / name).with_suffix(".new")
            with new.open("wb") as out:
                out.write(text.encode())
                out.flush()
                os.fsync(out.fileno())
            new.replace(folder / name)
    except OSError as error:
        recover(folder)
        raise DashboardError(mark("Không ghi được vào thư mục dữ liệu gốc: {error}"), error=error) from error
    shutil.rmtree(
        (folder / BEFORE).rename(prepared), ignore_errors=True
    )  # at once: half of it would be read as half of both


def recover(folder: Path) -> bool:
    """Put back the files of a writing that was interrupted; return whether there was one.

    Whoever calls it holds the folder, so that a writing that goes on is not taken for an interrupted one.
    """
    before = folder / BEFORE
    if not before.is_dir():
        return False
    for name in FILES:
        if (before / name).exists() and (before / name).read_bytes() != (folder / name).read_bytes():
            shutil.copyfile(before / name, (folder / name).with_suffix(".new"))
            (folder / name).with_suffix(".new").replace(folder / name)
    shutil.rmtree(before)
    return True
