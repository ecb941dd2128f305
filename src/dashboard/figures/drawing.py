"""What every picture shares: one look, Vietnamese number signs, and figures that are drawn once and sent often."""

from functools import cached_property
from typing import Any

import orjson
import plotly.graph_objects as go

from dashboard.method import GREY

FONT = "'Inter Tabular', 'Segoe UI', Arial, sans-serif"
INK, MUTED, LINE, TRACK = "#12262e", "#4b6069", "#cfdadf", "#e6edf0"
LINK = "#0e4f63"
PROVINCE_COLOURS = ("#0e4f63", "#8a6fb0", "#c08a3e", "#5aa0b8", "#6b4f3a", "#a05a7c")
PROVINCE_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "star")
MOST_PROVINCES = len(PROVINCE_COLOURS)
"""Up to here every province has a colour and sign of its own; beyond, pictures show the spread."""


class Drawing:
    """A finished figure as plotly.js takes it: made once, kept, and sent to every browser as the same bytes.

    The browser draws it as wide as its place is. ``layout["meta"]`` says what cannot be stretched: ``gutters``, pixels of
    words left and right of the part from 0 to 1 on the x axis, and ``least``, a width below which the picture scrolls; and
    ``breaks``, how many pixels from the top paper may cut it, the last at its foot: one unit of its y axis is one pixel then.
    ``folds`` says of each part between ``breaks`` the line (``sign``, ``colour``, ``name``, ``told``) that opens to it on a phone.
    """

    def __init__(self, data: list[dict[str, Any]], layout: dict[str, Any]) -> None:
        """Keep traces and layout; ``tests`` hold every kind against plotly's own validation."""
        self.data = data
        self.layout = {**_base_layout(), **layout}

    @property
    def height(self) -> int:
        """The height in pixels the figure was drawn for."""
        return int(self.layout["height"])

    def figure(self) -> go.Figure:
        """Return the figure as plotly's own object, which checks every property; for those who want a file of it."""
        return go.Figure({"data": self.data, "layout": self.layout})

    def json(self, alt: str, *, is_followed: bool) -> bytes:
        """Return the figure with the words that say what it shows, as ``ui/parts/picture.js`` reads it."""
        return orjson.dumps({"alt": alt, "isFollowed": is_followed})[:-1] + b"," + self._json[1:]

    @cached_property
    def _json(self) -> bytes:
        return orjson.dumps({"data": self.data, "layout": self.layout})


NO_SHARE = -0.25
"""Where a cell without a share stands on a scale of shares: below them all, in the colour of the ground."""


def share_scale(*colours: tuple[float, str]) -> dict[str, Any]:
    """Return a heat map's settings for shares of 1 (colours by share) and for cells that have none (``NO_SHARE``)."""
    width = 1 - NO_SHARE
    ground = [[0, "#f1f5f9"], [(-NO_SHARE - 1e-6) / width, "#f1f5f9"]]
    return {
        "zmin": NO_SHARE,
        "zmax": 1,
        "colorscale": [*ground, *([(share - NO_SHARE) / width, colour] for share, colour in colours)],
    }


def axis(**settings: Any) -> dict[str, Any]:
    """Return an axis without grid, line or zoom, changed by the settings."""
    quiet = {"showgrid": False, "zeroline": False, "showline": False, "fixedrange": True, "automargin": False}
    return {**quiet, "ticks": "", **settings}


def hidden_axis(low: float, high: float) -> dict[str, Any]:
    """Return an axis that only gives positions."""
    return axis(range=[low, high], showticklabels=False, visible=False)


def texts(
    x: list[float], y: list[float], text: list[str], *, size: int, position: str, colour: str = INK
) -> dict[str, Any]:
    """Return a trace of words; far quicker to draw than annotations."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": x,
        "y": y,
        "text": text,
        "textposition": position,
        "textfont": {"size": size, "color": colour, "family": FONT},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }


def stroke(x: list[Any], y: list[Any], colour: str, *, width: float, dash: str = "solid") -> dict[str, Any]:
    """Return a trace of a line that says nothing by itself; None in ``x`` and ``y`` lifts the pen."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": colour, "width": width, "dash": dash},
        "hoverinfo": "skip",
    }


def coloured(text: str, colour: str = GREY) -> str:
    """Return the text in a colour, as plotly writes it."""
    return f"<span style='color:{colour}'>{text}</span>"


def escaped(text: str) -> str:
    """Return the text with the signs plotly would read as markup made harmless."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _base_layout() -> dict[str, Any]:
    return {
        "template": {},
        "datarevision": 1,  # without it plotly draws a new figure twice
        "font": {"family": FONT, "size": 12, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": "#ffffff",
            "bordercolor": LINE,
            "align": "left",
            "font": {"family": FONT, "size": 12, "color": INK},
        },
        "separators": ",.",
    }
