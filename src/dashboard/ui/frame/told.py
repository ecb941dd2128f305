"""Words for the page that is drawn next: told until it has been drawn to its end."""

import streamlit as st

from dashboard.ui.frame.page import failure
from dashboard.words.messages import DashboardError

_KEPT, _TOLD = "words_kept", "words_told"


def keep(words: str | DashboardError) -> None:
    """Keep what was done, or why it was refused, for the page that is drawn next."""
    st.session_state[_KEPT] = words
    st.session_state[_TOLD] = False


def tell() -> None:
    """Tell what was kept, here."""
    if (words := st.session_state.get(_KEPT)) is None:
        return
    if isinstance(words, DashboardError):
        failure(words)
    else:
        st.success(words, icon=":material/check_circle:")
    st.session_state[_TOLD] = True


def forget() -> None:
    """Forget what was told: the page was drawn to its end, and not broken off for another drawing of it."""
    if st.session_state.pop(_TOLD, False):
        st.session_state.pop(_KEPT)
