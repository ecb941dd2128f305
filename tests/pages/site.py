"""The dashboard opened in a test at any page, as a visitor's first address opens it."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unittest.mock import patch

import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.mart.mart import CurrentMart, Mart
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import PROJECT, load_catalogue
from dashboard.settings import StoreLocation
from dashboard.store.store import open_store
from dashboard.web.serving import FRAME
from tests import stores


@dataclass(frozen=True)
class Site:
    """The dashboard on one store and one set of reference files."""

    store: StoreLocation
    reference: Path = PROJECT

    def open(self, path: str = "", **query: str | list[str]) -> AppTest:
        """Open the page at the path in a new session, with the query in its address; nothing may be raised."""
        page = AppTest.from_file(FRAME, default_timeout=60)
        # What AppTest.switch_page() sets; it goes by the script's file, and ten pages share pages/screens/sector.py.
        page._page_hash = calc_hash(path)
        page.query_params = query
        return self.run(page)

    def drawn(self, path: str = "", **query: str | list[str]) -> AppTest:
        """Return the page at the path, drawn once a process for all that only read it."""
        key = f"{self} {path} {query}"
        if key not in _drawn:
            _drawn[key] = self.open(path, **query)
        return _drawn[key]

    def follow(self, page: AppTest, path: str, **query: str | list[str]) -> AppTest:
        """Go on to another page in the same session, as a link of the menu does."""
        page._page_hash = calc_hash(path)
        page.query_params = query
        return self._run(page, page._run)  # without the widgets' states: those of the old page do not go along

    def run(self, page: AppTest) -> AppTest:
        """Run an opened page again, after a widget was changed."""
        return self._run(page, page.run)

    def _run(self, page: AppTest, run: Callable[[], AppTest]) -> AppTest:
        if _opened[-1:] != [self]:
            st.cache_data.clear()
            st.cache_resource.clear()
            _opened[:] = [self]
        with patch.dict(os.environ, stores.environment(self.store, self.reference)):
            run()
        assert not page.exception, [error.message for error in page.exception]
        return page

    def catalogue(self) -> Catalogue:
        """Return the reference data this site reads, as they were when they were first asked for."""
        return _catalogue(self.reference)

    def mart(self) -> Mart:
        """Return a mart of the site's store as it is now, apart from the one its pages share."""
        marts = _marts(self)
        marts.refresh()
        return marts.current


@cache
def _catalogue(reference: Path) -> Catalogue:
    return load_catalogue(reference)


@cache
def _marts(site: Site) -> CurrentMart:
    return CurrentMart(site.catalogue(), open_store(site.store))


# AppTest runs scripts outside a server on purpose; Streamlit would say so at every run.
logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True
logging.getLogger("streamlit.runtime.caching.cache_data_api").disabled = True

# Every AppTest run looks through the metadata of every installed package for parts of Streamlit, which takes nine tenths of its time
# and gives the same each time.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

_drawn: dict[str, AppTest] = {}
_opened: list[Site] = []
"""The site that Streamlit's process-wide caches hold; they outlive a test."""
