"""The reference data of a running server: read again when their folder changes; a folder with mistakes changes nothing."""

import datetime as dt
import logging
from pathlib import Path

from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import load_catalogue
from dashboard.reference.folder import stamp_of
from dashboard.words.messages import ProblemsError

_log = logging.getLogger(__name__)


class RunningReference:
    """The reference folder as a server follows it; one thread at a time may.

    Attributes:
        folder: Where the files are.
        refused_since: Since when (UTC) the folder has mistakes while its last good version stays in use; None while it has none.
    """

    def __init__(self, folder: Path) -> None:
        """Follow a folder; nothing of it is read yet."""
        self.folder = folder
        self.refused_since: dt.datetime | None = None
        self._stamp: object = None
        self._found: object = None

    def has_changed(self) -> bool:
        """Whether the folder is another than the last one that was taken up or refused."""
        self._found = stamp_of(self.folder)
        return self._found != self._stamp

    def read(self) -> Catalogue:
        """Return the reference data as they are now.

        Raises:
            ProblemsError: They have mistakes; every one is listed.
        """
        self._found = stamp_of(self.folder)
        return load_catalogue(self.folder)

    def taken_up(self) -> None:
        """Note that what was read last is in use."""
        self._stamp, self.refused_since = self._found, None

    def refused(self, error: ProblemsError) -> None:
        """Note that what was read last has mistakes, and log them."""
        self._stamp = self._found
        self.refused_since = self.refused_since or dt.datetime.now(dt.UTC).replace(tzinfo=None)
        _log.error("The reference files have mistakes; their last good version stays in use.\n%s", error)
