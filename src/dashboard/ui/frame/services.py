"""What every session shares: the catalogue, the store, the current mart and the access file, opened once a process."""

import datetime as dt
from dataclasses import dataclass

import streamlit as st

from dashboard.access import AccessFile
from dashboard.documents import fonts
from dashboard.mart.mart import CurrentMart, Mart
from dashboard.method import PUBLISHED, Trial
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import load_catalogue
from dashboard.settings import access_path, reference_folder, store_location
from dashboard.store.curated import load_curated
from dashboard.store.store import Store, open_store


@dataclass(frozen=True)
class Services:
    """The shared parts; none of them may be changed by a page."""

    catalogue: Catalogue
    store: Store
    marts: CurrentMart
    access: AccessFile | None

    def mart(self, as_of: dt.date | None = None, trial: Trial = PUBLISHED) -> Mart:
        """Return the mart of now, or as it stood at the end of a day; under a trial of the method a mart of its own."""
        return self.marts.at(as_of, trial)


@st.cache_resource(show_spinner=False)
def services() -> Services:
    """Open everything; a missing font, wrong reference files or an unreadable store raise a DashboardError that lists why."""
    fonts.faces()  # told now, not by squares on paper
    catalogue = load_catalogue(reference_folder())
    store = open_store(store_location())
    load_curated(store, catalogue, reference_folder())
    path = access_path()
    access = AccessFile(path, catalogue) if path else None
    return Services(catalogue, store, CurrentMart(catalogue, store), access)
