"""What the commands have in common: the opened store, the rights of whoever is named, and where the output goes."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from dashboard.access import LOCAL, AccessFile, Person, Rights, rights_of
from dashboard.reference.catalogue import Catalogue
from dashboard.settings import access_path, author_may_approve, reference_folder, store_location
from dashboard.store.curated import load_curated
from dashboard.store.schema import Origin
from dashboard.store.store import Store, open_store
from dashboard.words.messages import DashboardError, Problem, ProblemsError, mark

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What ``add_parser`` adds a command to."""


@contextmanager
def opened_store(catalogue: Catalogue, *, origin: Origin | None = None) -> Iterator[Store]:
    """Give the store of this installation with the curated actuals in it."""
    store = open_store(store_location(), origin=origin)
    try:
        load_curated(store, catalogue, reference_folder())
        yield store
    finally:
        store.close()


def rights_by(named: str | None, catalogue: Catalogue) -> Rights:
    """Return the rights of the person named by ``--by``; without an access file everybody has the local user's.

    Raises:
        DashboardError: There is an access file and nobody is named, or it has mistakes.
    """
    path = access_path()
    if path is None:
        person = Person(named) if named else LOCAL
        return rights_of(person, None, author_may_approve=author_may_approve())
    if not named:
        raise DashboardError(mark("Hãy nêu người thực hiện bằng --by EMAIL: tệp phân quyền đang được dùng."))
    return rights_of(Person(named), AccessFile(path, catalogue))


def write_out(content: bytes, path: Path | None) -> None:
    """Write the content to the file, or to the terminal without one."""
    if path is None:
        sys.stdout.write(content.decode())
        return
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ProblemsError([Problem(mark("Không ghi được tệp: {error}"), {"error": error}, path)]) from error
