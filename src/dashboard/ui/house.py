"""What every session shares: the catalogue, the store, the current mart and the access file, opened once a process."""

import datetime as dt
from dataclasses import dataclass

import streamlit as st

from dashboard.access import AccessFile
from dashboard.catalogue import Catalogue
from dashboard.curated import load_curated
from dashboard.mart import CurrentMart, Mart
from dashboard.reference_files import load_catalogue
from dashboard.settings import access_path, reference_folder, store_location
from dashboard.store import Store, open_store


@dataclass(frozen=True)
class House:
    """The shared parts; none of them may be changed by a page."""

    catalogue: Catalogue
    store: Store
    marts: CurrentMart
    access: AccessFile | None

    def mart(self, as_of: dt.date | None = None) -> Mart:
        """Return the mart of now, or as it stood at the end of a day."""
        return self.marts.at(as_of)


@st.cache_resource(show_spinner=False)
def house() -> House:
    """Open everything; wrong reference files or an unreadable store raise a DashboardError that lists why."""
    catalogue = load_catalogue(reference_folder())
    store = open_store(store_location())
    load_curated(store, catalogue, reference_folder())
    path = access_path()
    access = AccessFile(path, catalogue) if path else None
    return House(catalogue, store, CurrentMart(catalogue, store), access)
