"""Pictures on a page, drawn by plotly.js in a component of our own.

Streamlit's chart element is taken down and drawn twice whenever its figure changes; this one is changed in place
(docs/decisions/0009-pictures.md).
"""

from pathlib import Path

import streamlit as st

from dashboard.figures.drawing import Drawing
from dashboard.ui.frame.static_files import address_of

LIBRARY = "plotly-cartesian.min.js"
"""The file in ``static/`` with every kind of trace we draw."""

_draw = st.components.v2.component(
    "picture",
    js=Path(__file__).with_suffix(".js").read_text("utf-8").replace("LIBRARY", address_of(LIBRARY)),
)


def picture(drawing: Drawing, *, key: str, alt: str, is_followed: bool = False) -> None:
    """Draw a finished figure; ``alt`` says in words what it shows, and ``is_followed`` that it may wait for the page's next one."""
    _draw(key=key, data=drawing.json(alt, is_followed=is_followed), height=drawing.height)
