"""Pictures on a page, drawn by plotly.js in a component of our own.

Streamlit's chart element is taken down and drawn twice whenever its figure changes; this one is changed in place
(docs/decisions/0009-pictures.md).
"""

from pathlib import Path

import streamlit as st

from dashboard.figures.drawing import Drawing

LIBRARY = "plotly-cartesian.min.js?v=4.1.1"
"""The file in ``static/`` with every kind of trace we draw, and its version, so that browsers may keep it for good."""

_draw = st.components.v2.component(
    "picture",
    js=Path(__file__).with_suffix(".js").read_text("utf-8").replace("LIBRARY", LIBRARY),
    isolate_styles=False,
)


def picture(drawing: Drawing, *, key: str, alt: str) -> None:
    """Draw a finished figure; ``alt`` says in words what it shows."""
    _draw(key=key, data=drawing.json(alt), height=drawing.height)
