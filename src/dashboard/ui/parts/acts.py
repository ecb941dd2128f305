"""Doing what a button asks for: the page is drawn anew with the words on what was done, or the refusal is told."""

from collections.abc import Callable

import streamlit as st

from dashboard.ui.frame import told
from dashboard.ui.frame.language import say
from dashboard.ui.frame.page import failure
from dashboard.ui.frame.services import Services
from dashboard.words.messages import DashboardError


def do(shared: Services, act: Callable[[], object], done: str) -> None:
    """Do it and draw the page anew; a refusal is told where it was asked for."""
    try:
        act()
    except DashboardError as error:
        failure(error)
        return
    shared.marts.refresh()
    told.keep(say()(done))
    st.rerun()
