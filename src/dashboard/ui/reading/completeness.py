"""How much of what is asked for has been published, by province."""

import html
from typing import Any

import polars as pl
import streamlit as st

from dashboard.figures.drawing import MOST_PROVINCES
from dashboard.notation import number, share
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.frame.language import language, say
from dashboard.ui.frame.page import markup
from dashboard.ui.parts.html_tables import table


def draw_completeness(received: pl.DataFrame, catalogue: Catalogue) -> None:
    """Draw a figure a province (``queries.completeness``); of many the least and the middle one, and all behind a fold."""
    if received.height <= MOST_PROVINCES:
        with st.container(horizontal=True):
            for row in received.iter_rows(named=True):
                _figure(catalogue.province[row["province"]].name(language()), row)
        return
    ordered = received.with_columns(share=pl.col("received") / pl.col("expected")).sort("share", maintain_order=True)
    least, middle, most = (ordered.row(place, named=True) for place in (0, ordered.height // 2, -1))
    with st.container(horizontal=True):
        for label, row in ((say()("Ít nhất"), least), (say()("Ở giữa"), middle), (say()("Nhiều nhất"), most)):
            _figure(f"{label}: {catalogue.province[row['province']].name(language())}", row)
    title = say()("Cả {count} tỉnh, ít số liệu nhất trước").format(count=ordered.height)
    with st.expander(title, icon=":material/table_rows:", key="all_completeness"):
        markup(
            table(
                [
                    (
                        say()("Tỉnh"),
                        "kept",
                        lambda row: html.escape(catalogue.province[row["province"]].name(language())),
                    ),
                    (say()("Đã công bố"), "number", lambda row: f"<strong>{_share(row)}</strong>"),
                    (say()("Số liệu"), "number", _counts),
                ],
                ordered.iter_rows(named=True),
                caption=title,
            )
        )


def _figure(label: str, row: dict[str, Any]) -> None:
    told = say()("{received} số liệu").format(received=_counts(row))
    st.metric(label, _share(row), told, delta_color="off", delta_arrow="off")


def _share(row: dict[str, Any]) -> str:
    return share(row["received"] / row["expected"], language=language())


def _counts(row: dict[str, Any]) -> str:
    return "/".join(number(row[column], decimals=0, language=language()) for column in ("received", "expected"))
