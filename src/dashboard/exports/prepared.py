"""Large files made ahead of their download: written part by part, handed out for a while, then removed."""

import secrets
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.exports.description import Export
from dashboard.exports.formats import FORMATS, Ending, stream
from dashboard.messages import DashboardError, mark

_MOST, _SECONDS, _AT_ONCE = 20, 1800.0, 2
"""How many files are kept, for how long after they were made, and how many are made at the same time."""


@dataclass(frozen=True)
class PreparedFile:
    """A file that waits to be taken."""

    token: str
    path: Path
    name: str
    media_type: str
    size: int
    made_at: float


class PreparedFiles:
    """The files of one process, in a folder of their own that goes when the process ends."""

    def __init__(self) -> None:
        """Begin without files."""
        self._folder = tempfile.TemporaryDirectory(prefix="dashboard-exports-")
        self._files: dict[str, PreparedFile] = {}
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(_AT_ONCE)

    def make(self, export: Export, ending: Ending, tell: Callable[[int], None]) -> PreparedFile:
        """Write the export and return where it waits; ``tell`` hears how many rows are written.

        Raises:
            DashboardError: The disk has no room for it; nothing of it is left.
        """
        token = secrets.token_urlsafe(24)
        path = Path(self._folder.name) / token
        with self._turns:
            try:
                with path.open("wb") as file:
                    for part in stream(replace(export, watch=tell), ending, for_excel=True):
                        file.write(part)
            except OSError as error:
                path.unlink(missing_ok=True)
                raise DashboardError(
                    mark("Không đủ chỗ trên đĩa của máy chủ để làm tệp. Thu hẹp bộ lọc, hoặc báo quản trị.")
                ) from error
            except BaseException:  # the reader went away in the middle
                path.unlink(missing_ok=True)
                raise
        made = PreparedFile(
            token, path, export.file_name(ending), FORMATS[ending].media_type, path.stat().st_size, time.monotonic()
        )
        with self._lock:
            self._files[token] = made
            self._forget()
        return made

    def find(self, token: str) -> PreparedFile | None:
        """Return the file of a token; None where there is none, or not any more."""
        with self._lock:
            self._forget()
            return self._files.get(token)

    def _forget(self) -> None:
        """Remove what is too old, and the oldest of too many."""
        now = time.monotonic()
        for token, file in list(self._files.items()):
            if now - file.made_at > _SECONDS or len(self._files) > _MOST:
                del self._files[token]
                file.path.unlink(missing_ok=True)


PREPARED = PreparedFiles()
"""The files of this process."""
