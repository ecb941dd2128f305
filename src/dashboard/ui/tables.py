"""Tables of assessed rows in HTML: read by screen readers, wrapped on phones, printed in black and white."""

import html
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from dashboard.notation import STATUS_COLOURS, STATUS_ICONS, STATUS_WORDS
from dashboard.words import translator

STYLE = """
<style>
.plan-table { width: 100%; border-collapse: collapse; font-size: 0.87rem; line-height: 1.35; }
.plan-table caption { text-align: left; font-weight: 600; padding: 0 0 0.4rem; }
.plan-table th { text-align: left; font-weight: 600; color: #334b55; background: #eaf0f2; padding: 0.4rem 0.5rem;
  border-bottom: 1px solid #cfdadf; vertical-align: bottom; }
.plan-table td, .plan-table tbody th { padding: 0.4rem 0.5rem; border-bottom: 1px solid #e4ebee; vertical-align: top; }
.plan-table tbody th { font-weight: 500; background: none; color: inherit; }
.plan-table tbody th.text { min-width: 10.5rem; }
.plan-table td.wide { min-width: 12rem; }
.plan-table td.text { min-width: 8rem; }
.plan-table .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.plan-table .kept { white-space: nowrap; }
.plan-table a, .plan-keys a { color: #0e4f63; }
.plan-scroll { overflow-x: auto; max-width: 100%; content-visibility: auto; }
.plan-status { white-space: nowrap; font-weight: 600; }
.plan-muted { color: #4b6069; }
.plan-level { display: inline-block; white-space: normal; min-width: 6rem; max-width: 10rem; }
.plan-keys { font-size: 0.87rem; line-height: 1.7; }
.plan-said { font-size: 0.87rem; line-height: 1.4; padding: 0.15rem 0 0.15rem 0.7rem; margin: 0 0 0.5rem;
  border-left: 3px solid #b45309; overflow-wrap: anywhere; }
.plan-said-back { margin-left: 1.6rem; border-left-color: #0e4f63; }
.plan-key { display: inline-block; margin-right: 1.1rem; white-space: nowrap; }
@media (max-width: 640px) { .plan-table { font-size: 0.85rem; } .plan-table th, .plan-table td { padding: 0.4rem; } }
@media print {
  .plan-scroll { overflow: visible; } .plan-table { font-size: 8pt; }
  [data-testid='stSidebar'], [data-testid='stHeader'] { display: none; }
}
</style>
"""


def status_mark(status: str, language: str) -> str:
    """Return sign, word and colour of a status as HTML."""
    word = html.escape(translator(language)(STATUS_WORDS[status]))
    sign = STATUS_ICONS[status]
    return f'<span class="plan-status" style="color:{STATUS_COLOURS[status]}"><span aria-hidden="true">{sign}</span> {word}</span>'


def word_mark(colour: str, sign: str, word: str) -> str:
    """Return sign, word and colour of any other state as HTML."""
    return f'<span class="plan-status" style="color:{colour}"><span aria-hidden="true">{sign}</span> {html.escape(word)}</span>'


def linked(text: str, address: str) -> str:
    """Return a link that stays in this window."""
    return f'<a href="{html.escape(address, quote=True)}" target="_self">{html.escape(text)}</a>'


def muted(text: str) -> str:
    """Return secondary words."""
    return f'<span class="plan-muted">{html.escape(text)}</span>'


_IN_ADDRESS = str.maketrans({sign: quote(sign) for sign in '#%<>" '})
"""What cannot stand as it is in the address of an image we draw ourselves."""


def sparkline(points: Sequence[tuple[int, float]], *, first: int, last: int, label: str) -> str:
    """Return a tiny line of the actuals as an image; empty for fewer than two points."""
    if len(points) < 2:
        return ""
    width, height, inset = 88, 24, 4
    values = [value for _, value in points]
    low, high = min(values), max(values)
    spread = high - low or 1.0
    places = [
        (
            inset + (width - 2 * inset) * (year - first) / max(last - first, 1),
            height - inset - (height - 2 * inset) * (value - low) / spread,
        )
        for year, value in points
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    x, y = places[-1]
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<polyline points="{path}" fill="none" stroke="#0e4f63" stroke-width="1.5"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="#0e4f63"/></svg>'
    )
    # Streamlit's cleaning of HTML takes out inline SVG; an image of it stays.
    address = "data:image/svg+xml," + drawing.translate(_IN_ADDRESS)
    return f'<img src="{address}" width="{width}" height="{height}" alt="{html.escape(label, quote=True)}">'


def key_line(entries: Iterable[tuple[str, str, str]]) -> str:
    """Return the key of a picture's colours: (colour, sign's name, word) of each."""
    signs = {"circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲", "cross": "✚", "star": "★"}
    items = "".join(
        f'<span class="plan-key"><span aria-hidden="true" style="color:{colour}">{signs[sign]}</span> '
        f"{html.escape(word)}</span>"
        for colour, sign, word in entries
    )
    return f'<div class="plan-keys">{items}</div>'


Column = tuple[str, str, Callable[[dict[str, Any]], str]]
"""Heading, kind (``text``, ``wide``, ``number`` or ``kept`` together on a line), and the function that gives a row's cell in HTML."""


def table(
    columns: Sequence[Column],
    rows: Iterable[dict[str, Any]],
    *,
    caption: str,
    group: Callable[[dict[str, Any]], object] | None = None,
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
