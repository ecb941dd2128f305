"""The drafts of plans that administrators work on in the pages: each a folder beside the store, so that no answer is lost with a session.

Every act asks for the rights itself; reading a plan in and writing it leave their rows in the audit log.
"""

import re
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard.access import Rights
from dashboard.plans.context import Head
from dashboard.plans.draft import Draft, apply, check, head_of, observed_in, read_into
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import load_catalogue
from dashboard.settings import StoreLocation
from dashboard.store.store import Store
from dashboard.words.messages import DashboardError, Translate, mark
from dashboard.workflow.rules import act_on, refuse

_ID = re.compile(r"[0-9a-f]{16}")
_MARKED_GONE = ".gone-"


def drafts_folder(location: StoreLocation) -> Path:
    """Return where the drafts are: beside the store's files, in the machine's temporary folder where those are no folder."""
    if location.is_folder:
        return Path(location.files).parent / "plan-drafts"
    return Path(tempfile.gettempdir()) / "dashboard-plan-drafts"


@dataclass(frozen=True)
class Drafts:
    """The drafts of one installation, as one person may work on them.

    Attributes:
        store: Takes the audit rows.
        rights: Of the person.
        folder: Holds a folder for each draft, named by its id.
        reference: The folder of the reference files, read anew at every step: they may have changed since the server started.
        translate: Into the person's language.
    """

    store: Store
    rights: Rights
    folder: Path
    reference: Path
    translate: Translate

    def open(self) -> list[tuple[str, Head]]:
        """Return the drafts that are not done, by id, the newest last.

        Raises:
            RefusedError: The person is no administrator.
        """
        self._require("plan_read")
        found = []
        for place in sorted(self.folder.glob("*"), key=lambda one: one.stat().st_mtime):
            if _ID.fullmatch(place.name):
                try:
                    found.append((place.name, head_of(place)))
                except (OSError, ValueError, KeyError, TypeError):
                    continue  # another person is reading it in, or has just put it away
        return found

    def begin(self, content: bytes, head: Head) -> str:
        """Read a document into a new draft and return the draft's id.

        Raises:
            RefusedError: The person is no administrator.
            DashboardError: The document cannot be read, or the plan does not fit the reference data; no draft is left.
        """
        self._require("plan_read")
        catalogue = load_catalogue(self.reference)
        id_ = secrets.token_hex(8)
        try:
            read_into(
                self.folder / id_, content, head, catalogue, self.reference, self.translate,
                observed_in(catalogue, self.reference),
            )  # fmt: skip
        except DashboardError:
            shutil.rmtree(self.folder / id_, ignore_errors=True)
            raise
        self._trace("plan_read", id_, f"{head.number} · {head.province}")
        return id_

    def checked(self, id_: str, more: Mapping[str, str] | None = None) -> tuple[Draft, Catalogue]:
        """Check a draft, with more answers where there are some; return it with the reference data it was held against.

        Raises:
            RefusedError: The person is no administrator.
            DashboardError: There is no such draft, or its plan is in the reference data by now.
        """
        self._require("plan_read")
        catalogue = load_catalogue(self.reference)
        observed = observed_in(catalogue, self.reference)
        return check(self.place(id_), catalogue, self.reference, self.translate, observed, more), catalogue

    def apply(self, id_: str, shown: str) -> Draft:
        """Write a settled draft into the reference files, all or none, and put the draft away.

        Args:
            id_: The draft's.
            shown: The difference that the person saw and agreed to.

        Raises:
            RefusedError: The person is no administrator.
            DashboardError: Something is open, the difference is another by now, or the folder cannot be written to; nothing was written.
        """
        self._require("plan_apply")
        draft = apply(self.place(id_), self.reference, self.translate, shown)
        self._trace("plan_apply", draft.outcome.plan, f"{draft.outcome.plan}: {', '.join(draft.changed)}")
        self.discard(id_)
        return draft

    def discard(self, id_: str) -> None:
        """Put a draft away for good.

        Raises:
            RefusedError: The person is no administrator.
            DashboardError: There is no such draft, or it cannot be removed.
        """
        self._require("plan_read")
        try:
            gone = self.place(id_).rename(self.folder / f"{_MARKED_GONE}{id_}")  # all of it at once
        except OSError as error:
            raise DashboardError(mark("Không ghi được tệp: {error}"), error=error) from error
        shutil.rmtree(gone, ignore_errors=True)

    def place(self, id_: str) -> Path:
        """Return a draft's folder.

        Raises:
            DashboardError: There is no such draft.
        """
        if not _ID.fullmatch(id_) or not (self.folder / id_).is_dir():
            raise DashboardError(mark("Không còn bản nháp kế hoạch “{id}”; có thể nó đã được ghi hoặc đã bỏ."), id=id_)
        return self.folder / id_

    def _require(self, action: str) -> None:
        if not self.rights.is_administrator:
            act_on(self.store, self.rights, action, "", _refused)

    def _trace(self, action: str, subject: str, detail: str) -> None:
        act_on(self.store, self.rights, action, subject, lambda _: (None, detail))


def _refused(_: object) -> tuple[None, str]:
    return refuse(mark("Chỉ người quản trị đưa được kế hoạch vào dữ liệu gốc."))
