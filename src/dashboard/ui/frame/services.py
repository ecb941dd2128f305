"""What every session shares: the catalogue, the store, the current mart and the access file, opened once a process.

The reference folder may change while the server runs: then the catalogue and everything made from it are made anew and
take the place of the old ones at once; a run of a page that began with the old ones ends with them.
"""

import datetime as dt
import threading
from dataclasses import dataclass, replace

import streamlit as st

from dashboard.access import AccessFile
from dashboard.documents import fonts
from dashboard.mart.mart import CurrentMart, Mart
from dashboard.method import PUBLISHED, Trial
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.running import RunningReference
from dashboard.settings import access_path, reference_folder, store_location
from dashboard.store.curated import load_curated
from dashboard.store.store import Store, open_store
from dashboard.words.messages import ProblemsError


@dataclass(frozen=True)
class Services:
    """The shared parts; none of them may be changed by a page."""

    catalogue: Catalogue
    store: Store
    marts: CurrentMart
    access: AccessFile | None
    reference: RunningReference

    def mart(self, as_of: dt.date | None = None, trial: Trial = PUBLISHED) -> Mart:
        """Return the mart of now, or as it stood at the end of a day; under a trial of the method a mart of its own."""
        return self.marts.at(as_of, trial)

    @property
    def reference_refused_since(self) -> dt.datetime | None:
        """Since when (UTC) the reference folder has mistakes while its last good version stays in use; None while it has none."""
        return self.reference.refused_since


class _Running:
    """The services of this process as they are now."""

    def __init__(self) -> None:
        fonts.faces()  # told now, not by squares on paper
        reference = RunningReference(reference_folder())
        catalogue = reference.read()
        store = open_store(store_location())
        load_curated(store, catalogue, reference.folder)
        path = access_path()
        access = AccessFile(path, catalogue) if path else None
        self._renewing = threading.Lock()
        self.current = Services(catalogue, store, CurrentMart(catalogue, store), access, reference)
        reference.taken_up()

    def renew(self) -> None:
        with self._renewing:
            now = self.current
            if not now.reference.has_changed():
                return
            try:
                catalogue = now.reference.read()
                load_curated(now.store, catalogue, now.reference.folder)
            except ProblemsError as error:
                now.reference.refused(error)
                return
            marts = CurrentMart(catalogue, now.store)
            if now.access is not None:
                now.access.hold_against(catalogue)
            self.current = replace(now, catalogue=catalogue, marts=marts)
            now.reference.taken_up()


@st.cache_resource(show_spinner=False)
def _running() -> _Running:
    return _Running()


def services() -> Services:
    """Give everything, opened at the first call; a missing font, wrong reference files or an unreadable store raise a DashboardError that lists why."""
    return _running().current


def take_up_reference() -> None:
    """Take up the reference folder where it changed; one with mistakes leaves everything as it is, and is logged and told.

    Raises:
        DashboardError, duckdb.Error: The store cannot be reached; nothing is taken up yet.
    """
    _running().renew()
