"""A document made into a file beside the pages: in a process of its own, one at a time, after whoever waits for a page.

Laying out a report takes a processor for seconds, part of it with Python's one lock held: in a thread it would hold up every
session. A process that is done, or was stopped, leaves nothing behind.
"""

import os
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from typing import cast

from dashboard import metrics
from dashboard.documents import formats
from dashboard.documents.formats import Ending
from dashboard.documents.model import Document

_AT_ONCE, _NICENESS = 1, 10
_turns = threading.BoundedSemaphore(_AT_ONCE)
_SOURCES = str(Path(__file__).parents[2])


def made(document: Document, ending: Ending) -> bytes:
    """Return the document as a file, the same bytes as ``formats.content`` returns; others that ask meanwhile wait for their turn.

    Raises:
        subprocess.CalledProcessError: The file could not be made; its ``stderr`` says why.
    """
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (_SOURCES, os.environ.get("PYTHONPATH"))))}
    with metrics.queued("document"), _turns:
        done = subprocess.run(
            [sys.executable, "-m", "dashboard.documents.making", ending],
            input=pickle.dumps(document), capture_output=True, check=True, env=environment,
        )  # fmt: skip
    return done.stdout


def _make() -> None:
    """Read a document from the standard input and write it as a file to the standard output."""
    os.nice(_NICENESS)
    document = cast(Document, pickle.load(sys.stdin.buffer))  # noqa: S301  it comes from ``made`` alone
    sys.stdout.buffer.write(formats.content(document, cast(Ending, sys.argv[1])))


if __name__ == "__main__":
    _make()
