"""How a status is drawn on paper: its sign, its colours and the pattern that tells it apart without any."""

from dashboard.method import STATUS, TASK_STATUS, Status

_EVERY = STATUS | TASK_STATUS
_PATTERNS = {
    "✔": "solid",
    "▲": "rising",
    "◆": "dots",
    "▼": "falling",
    "↩": "crossed",
    "✖": "thick",
    "?": "sparse",
    "○": "empty",
    "«": "upright",
    "–": "level",
}
"""The pattern of each sign; indicators and tasks share the signs."""

_PRESETS = {
    "rising": ("wide_upward_diagonal", "#ffffff"),
    "dots": ("percent_20", "#202020"),
    "falling": ("wide_downward_diagonal", "#202020"),
    "crossed": ("outlined_diamond", "#ffffff"),
    "sparse": ("percent_5", "#404040"),
    "upright": ("light_vertical", "#404040"),
    "level": ("light_horizontal", "#404040"),
}
"""The patterns of Office that come nearest, and the colour of their lines on the shade; the others are plain."""


def known(status: str) -> Status:
    """Return the status of an indicator or a task; an id that nobody knows is a fault and raises ``KeyError``."""
    return _EVERY[status]


def sign(status: str | None) -> str:
    """Return the sign, empty where there is no status."""
    return known(status).sign if status else ""


def pattern(status: str) -> str:
    """Return the name of the pattern, as ``typst/pictures.typ`` draws it."""
    return _PATTERNS[known(status).sign]


def with_sign(text: str, status: str | None) -> str:
    """Return the text behind the sign of the status, as it is read; the sign never stands alone at a line's end."""
    return f"{sign(status)}\u00a0{text}".strip()


def preset(status: str) -> tuple[str, str] | None:
    """Return the pattern of Office and the colour of its lines; None for a plain part."""
    return _PRESETS.get(pattern(status))


def ground(status: str) -> str:
    """Return the colour a part of a bar is filled with, below its pattern."""
    return "#ffffff" if pattern(status) == "empty" else known(status).shade
