"""A grid to type into, for figures, task reports and wrong cells alike, and what is typed taken in as a file."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from dashboard import workflow
from dashboard.ui.frame.language import say
from dashboard.ui.frame.page import failure
from dashboard.ui.frame.person import rights
from dashboard.ui.frame.services import Services
from dashboard.ui.handing_in import draft as drafts
from dashboard.ui.handing_in.scope import Scope
from dashboard.words.messages import DashboardError

_ROW = 35
_TALLEST = 560


def grid(
    rows: pl.DataFrame,
    columns: Mapping[str, Any],
    *,
    key: str,
    known: Sequence[str],
    order: Sequence[str] | None = None,
    tallest: int | None = _TALLEST,
) -> pl.DataFrame:
    """Draw the rows as cells to type into and return them as they stand.

    Args:
        rows: The cells as text.
        columns: How Streamlit shows each.
        key: Under which what is typed is kept.
        known: The columns nobody types into.
        order: The columns shown, in their order; all of the rows' without.
        tallest: Up to how many pixels the grid shows all its rows; None leaves its height to Streamlit.
    """
    # Kept at once, without drawing the page anew: what is typed while it is drawn would be lost.
    typed: pl.DataFrame = st.data_editor(
        rows,
        key=key,
        on_change="ignore",
        hide_index=True,
        width="stretch",
        height="auto" if tallest is None else min(_ROW * (rows.height + 1) + 3, tallest),
        disabled=known,
        column_order=order,
        column_config=dict(columns),
    )
    return typed


def take_in(shared: Services, scope: Scope, content: bytes, subject: workflow.Subject) -> None:
    """Take in what was typed, written as a file of the template, and draw the page with it."""
    name = say()("go-tren-trang-{time}.csv").format(time=dt.datetime.now().strftime("%Y%m%d-%H%M%S"))
    try:
        drafts.begin(shared, rights(), scope, content, name, subject=subject)
    except DashboardError as error:
        failure(error)
    else:
        st.rerun()
