"""The language of this session, and its words."""

from collections.abc import Callable

import streamlit as st

from dashboard.ui.frame import address
from dashboard.words.translations import LANGUAGES, translator

_KEY = "language"


def language() -> str:
    """Return ``vi`` or ``en``: what the address says, else Vietnamese."""
    given = address.values().get("lang", ["vi"])[0]
    return given if given in LANGUAGES else "vi"


def say() -> Callable[[str], str]:
    """Return the function that turns a Vietnamese text of the code into the session's language."""
    return translator(language())


def language_switch() -> None:
    """Draw the switch; a change reruns the page in the other language."""
    if address.is_fresh() or _KEY not in st.session_state:
        st.session_state[_KEY] = language()
    chosen = st.segmented_control(
        "Ngôn ngữ / Language",
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        key=_KEY,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
        on_change=_changed,
    )
    assert chosen in LANGUAGES  # a required control has a value


def _changed() -> None:
    chosen = st.session_state[_KEY]
    address.write({"lang": [] if chosen == "vi" else [chosen]})
