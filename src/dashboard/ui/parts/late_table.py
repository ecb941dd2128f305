"""A long table below pictures, which the browser puts in its place when the pictures are painted (docs/decisions/0009-pictures.md)."""

from pathlib import Path

import streamlit as st

_put = st.components.v2.component(
    "late_table", js=Path(__file__).with_suffix(".js").read_text("utf-8"), isolate_styles=False
)


def late_table(html: str, *, key: str) -> None:
    """Draw a table of ``ui.tables``: its texts must be escaped, for nothing cleans it on its way."""
    _put(key=key, data=html.encode())
