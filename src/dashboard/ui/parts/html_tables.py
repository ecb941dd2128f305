"""Tables of assessed rows in HTML: read by screen readers, wrapped on phones, printed in black and white."""

import html
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from dashboard.method import STATUS
from dashboard.notation import status_word


def status_mark(status: str, language: str, *, preliminary: bool | None = False) -> str:
    """Return sign, word and colour of a status as HTML; one that rests on a preliminary figure is drawn as an estimate."""
    word = html.escape(status_word(status, language, preliminary=preliminary))
    sign = STATUS[status].sign
    kind = "plan-status plan-estimate" if preliminary and STATUS[status].role != "not_assessed" else "plan-status"
    return f'<span class="{kind}" style="color:{STATUS[status].colour}"><span aria-hidden="true">{sign}</span> {word}</span>'


def word_mark(colour: str, sign: str, word: str) -> str:
    """Return sign, word and colour of any other state as HTML."""
    return f'<span class="plan-status" style="color:{colour}"><span aria-hidden="true">{sign}</span> {html.escape(word)}</span>'


def linked(text: str, address: str) -> str:
    """Return a link that stays in this window."""
    return f'<a href="{html.escape(address, quote=True)}" target="_self">{html.escape(text)}</a>'


def muted(text: str) -> str:
    """Return secondary words."""
    return f'<span class="plan-muted">{html.escape(text)}</span>'


def sparkline(points: Sequence[tuple[int, float]], *, label: str) -> str:
    """Return a tiny line through the years' values; empty for fewer than two.

    Only for a ``late_table``: elsewhere Streamlit's cleaning of HTML takes it out.
    """
    if len(points) < 2:
        return ""
    width, height, inset = 88, 24, 4
    first, last = points[0][0], points[-1][0]
    values = [value for _, value in points]
    low = min(values)
    across = (width - 2 * inset) / max(last - first, 1)
    up = (height - 2 * inset) / (max(values) - low or 1.0)
    places = [
        f"{inset + across * (year - first):.1f},{height - inset - up * (value - low):.1f}" for year, value in points
    ]
    x, y = places[-1].split(",")
    return (
        f'<svg class="plan-line" width="{width}" height="{height}" role="img" aria-label="{html.escape(label, quote=True)}">'
        f'<polyline points="{" ".join(places)}"/><circle cx="{x}" cy="{y}" r="2.5"/></svg>'
    )


def key_line(entries: Iterable[tuple[str, str, str]]) -> str:
    """Return the key of a picture's colours: (colour, sign's name, word) of each."""
    signs = {"circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲", "cross": "✚", "star": "★"}
    items = "".join(
        f'<span class="plan-key"><span aria-hidden="true" style="color:{colour}">{signs[sign]}</span> '
        f"{html.escape(word)}</span>"
        for colour, sign, word in entries
    )
    return f'<div class="plan-keys">{items}</div>'


Column = tuple[str, str, Callable[[Any], str]]
"""Heading, kind (``text``, ``wide``, ``number`` or ``kept`` together on a line), and the function that gives a row's cell in HTML."""


def table(
    columns: Sequence[Column],
    rows: Iterable[Any],
    *,
    caption: str,
    group: Callable[[Any], object] | None = None,
) -> str:
    """Return a table as HTML; the first column heads its row.

    Args:
        columns: What stands in each column.
        rows: What the columns' functions are given.
        caption: What the table shows, for everyone.
        group: Neighbouring rows for which it returns the same share one cell of the first column.
    """
    head = "".join(f'<th scope="col" class="{kind}">{html.escape(heading)}</th>' for heading, kind, _ in columns)
    _, first_kind, first_cell = columns[0]
    bodies = []
    for _, members in groupby(rows, group or id):
        block = list(members)
        scope = "rowgroup" if len(block) > 1 else "row"
        lines = []
        for position, row in enumerate(block):
            heading = ""
            if position == 0:
                heading = f'<th scope="{scope}" rowspan="{len(block)}" class="{first_kind}">{first_cell(row)}</th>'
            cells = "".join(f'<td class="{kind}">{cell(row)}</td>' for _, kind, cell in columns[1:])
            lines.append(f"<tr>{heading}{cells}</tr>")
        bodies.append("".join(lines))
    # Until it is scrolled to, a table takes about the room it will need.
    room = 64 + 46 * sum(body.count("<tr>") for body in bodies)
    return (
        f'<div class="plan-scroll" style="contain-intrinsic-size: auto {room}px" tabindex="0" role="region" '
        f'aria-label="{html.escape(caption, quote=True)}">'
        f'<table class="plan-table"><caption>{html.escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(bodies)}</tbody></table></div>"
    )
