"""Large files made ahead of their download: written part by part, handed out for a while, then removed."""

import fcntl
import os
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from dashboard import metrics
from dashboard.exports.description import Export
from dashboard.exports.formats import FORMATS, Ending, stream
from dashboard.words.messages import DashboardError, mark

_MOST, _SECONDS, _AT_ONCE = 20, 1800.0, 2
"""How many files are kept, for how long after they were made, and how many are made at the same time."""
_PREFIX, _NEW_SECONDS = "dashboard-exports-", 60.0
"""The folders' names; one so new may be about to be held."""


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
    """The files of one process, in a folder of their own that goes when the process ends.

    A process that is killed leaves its folder; the next one that prepares a file removes it.
    """

    def __init__(self) -> None:
        """Begin without files."""
        self._files: dict[str, PreparedFile] = {}
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(_AT_ONCE)

    @cached_property
    def _folder(self) -> Path:
        for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            _remove_unless_held(left)
        folder = tempfile.TemporaryDirectory(prefix=_PREFIX)
        self._held = (folder, os.open(folder.name, os.O_RDONLY))
        fcntl.flock(self._held[1], fcntl.LOCK_EX)  # until the process ends, however it does
        return Path(folder.name)

    def make(self, export: Export, ending: Ending, tell: Callable[[int], None]) -> PreparedFile:
        """Write the export and return where it waits; ``tell`` hears how many rows are written.

        Raises:
            DashboardError: The disk has no room for it; nothing of it is left.
        """
        parts = stream(replace(export, watch=tell), ending, for_excel=True)
        return self.keep(parts, name=export.file_name(ending), media_type=FORMATS[ending].media_type)

    def keep(self, parts: Iterable[bytes], *, name: str, media_type: str) -> PreparedFile:
        """Write the parts of a file as they are made and return where it waits.

        Raises:
            DashboardError: The disk has no room for it; nothing of it is left.
        """
        token = secrets.token_urlsafe(24)
        try:
            with self._lock:  # one folder, whoever comes first
                path = self._folder / token
        except OSError as error:
            raise _no_room() from error
        with metrics.queued("export"), self._turns:
            try:
                with path.open("wb") as file:
                    for part in parts:
                        file.write(part)
            except OSError as error:
                path.unlink(missing_ok=True)
                raise _no_room() from error
            except BaseException:  # the reader went away in the middle
                path.unlink(missing_ok=True)
                raise
        made = PreparedFile(token, path, name, media_type, path.stat().st_size, time.monotonic())
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


def _no_room() -> DashboardError:
    return DashboardError(mark("Không đủ chỗ trên đĩa của máy chủ để làm tệp. Thu hẹp bộ lọc, hoặc báo quản trị."))


def _remove_unless_held(folder: Path) -> None:
    try:
        if time.time() - folder.stat().st_mtime < _NEW_SECONDS:
            return
        held = os.open(folder, os.O_RDONLY)
    except OSError:  # another user's, or gone meanwhile
        return
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except OSError:  # its process lives
        pass
    finally:
        os.close(held)


PREPARED = PreparedFiles()
"""The files of this process."""
