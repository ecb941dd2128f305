"""The page's address: filters and language live in the URL as ids, so that a link shows the same to everyone.

Streamlit's own binding of a widget writes the words it shows into the URL; ids must not depend on the language
(docs/decisions/0005-address.md). So widgets keep their values in the session, and this module keeps those and the URL
alike: an address from outside (a link, back, forward, a reload) sets the widgets, a changed widget sets the address.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.ui.frame.base_path import base_path

OWN = ("draft", "submission")
"""What belongs to one page and is taken along by no link."""
CARRIED = ("lang", "year", "province", "as_of")
"""What a link of the menu takes along."""
_WRITTEN, _VALUES, _FRESH = "address_written", "address_values", "address_is_fresh"


def open_address() -> None:
    """Take note, once at the start of a run, of an address that came from outside the widgets."""
    found = {key: st.query_params.get_all(key) for key in st.query_params}
    st.session_state[_FRESH] = found != st.session_state.get(_WRITTEN)
    if st.session_state[_FRESH]:
        st.session_state[_VALUES] = found
        st.session_state[_WRITTEN] = found


def open_page(path: str) -> None:
    """Take note of the page that is drawn; the widgets of another page are new and follow the address too."""
    if st.session_state.get("page_path") != path:
        st.session_state[_FRESH] = True
    st.session_state["page_path"] = path


def is_fresh() -> bool:
    """Whether widgets must follow the address: it came from outside, or the page has just been opened."""
    return bool(st.session_state[_FRESH])


def values() -> dict[str, list[str]]:
    """Return the texts the address gives, also those of filters this page does not show."""
    return dict(st.session_state[_VALUES])


def fingerprint() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what links of this page depend on, as a key."""
    return tuple((key, tuple(texts)) for key, texts in sorted(st.session_state[_VALUES].items()))


def write(changes: Mapping[str, list[str]]) -> None:
    """Make the URL say the changed texts; an empty list takes a name out. Other names stay as they are."""
    kept = {key: list(texts) for key, texts in {**st.session_state[_VALUES], **changes}.items() if texts}
    st.session_state[_VALUES] = kept
    if kept != {key: st.query_params.get_all(key) for key in st.query_params}:
        st.query_params.from_dict(kept)
    st.session_state[_WRITTEN] = kept


def is_here(path: str) -> bool:
    """Whether the page at the path is the one that is drawn."""
    return bool(st.session_state["page_path"] == path)


def query(**changes: Any) -> str:
    """Return the query part of this page's address but for the changes, without ``?``."""
    held = {key: texts for key, texts in st.session_state[_VALUES].items() if key not in OWN}
    kept = {**held, **changes}
    return urlencode({key: value for key, value in kept.items() if value}, doseq=True)


def link(path: str, **changes: Any) -> str:
    """Return the address of a page that keeps this page's filters but for the changes, for links in tables and charts.

    To another page only those filters go along that every page has.
    """
    if not is_here(path):
        changes = {key: [] for key in st.session_state[_VALUES] if key not in CARRIED} | changes
    text = query(**changes)
    return f"{base_path()}/{path}" + (f"?{text}" if text else "")
