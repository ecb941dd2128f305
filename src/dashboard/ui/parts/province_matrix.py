"""Who is red where: a sector's indicators against provinces, every cell a sign, a word and a link.

The table is sent with its signs alone and the browser makes the links: 34 provinces by 45 rows are 1 530 of them, a quarter of a
megabyte as text, and every change of a filter would send them again.
"""

import html
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import orjson
import streamlit as st

from dashboard.mart.rows import ShownRow
from dashboard.method import RED_STATUSES, STATUS
from dashboard.notation import status_word
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.tiles import short_name
from dashboard.ui.parts.html_tables import Column, table
from dashboard.ui.parts.rows import indicator_link
from dashboard.words.translations import translator

SEARCHED_FROM = 12
"""More provinces than this are searched, not looked through."""

_draw = st.components.v2.component(
    "province_matrix", js=Path(__file__).with_suffix(".js").read_text("utf-8"), isolate_styles=False
)


def draw_matrix(made: str, *, key: str) -> None:
    """Draw a matrix of ``province_matrix``: its texts must be escaped, for nothing cleans it on its way."""
    _draw(key=key, data=made.encode())


def province_matrix(
    assessed: Iterable[ShownRow], catalogue: Catalogue, language: str, *, caption: str, sorted_by_red: bool
) -> str:
    """Return the matrix as HTML: a row per indicator and part, in the order they come, a column per province.

    Args:
        assessed: Rows of one year.
        catalogue: Names.
        language: Of the words.
        caption: What the matrix shows.
        sorted_by_red: Whether the province with the most red stands first; else they stand as in the catalogue.
    """
    say = translator(language)
    found: defaultdict[tuple[str, str], dict[str, ShownRow]] = defaultdict(dict)
    for row in assessed:
        found[row["indicator"], row["breakdown"]][row["province"]] = row
    red = Counter(id_ for cells in found.values() for id_, row in cells.items() if row["status"] in RED_STATUSES)
    here = {id_ for cells in found.values() for id_ in cells}
    provinces = [p for p in catalogue.provinces if p.id in here]
    if sorted_by_red:
        provinces.sort(key=lambda p: -red[p.id])

    def cell(id_: str, cells: dict[str, ShownRow]) -> str:
        if (row := cells.get(id_)) is None:
            return ""
        sign = STATUS[row["status"]].sign
        return f"<i>{sign}</i>" if row["preliminary"] and STATUS[row["status"]].role != "not_assessed" else sign

    columns: list[Column] = [
        (say("Chỉ tiêu"), "text", lambda cells: indicator_link(next(iter(cells.values())), catalogue, language)),
        (say("Đỏ"), "number", lambda cells: str(sum(row["status"] in RED_STATUSES for row in cells.values()))),
        *((f"{short_name(p, language)} {red[p.id]}", "mark", partial(cell, p.id)) for p in provinces),
    ]
    told = {
        "provinces": [[p.id, p.name(language)] for p in provinces],
        "statuses": {
            status.sign: [status_word(id_, language), status_word(id_, language, preliminary=True), status.tint]
            for id_, status in STATUS.items()
        },
    }
    if len(provinces) > SEARCHED_FROM:
        told["search"] = {
            "label": say("Tìm tỉnh hoặc chỉ tiêu, không cần dấu"),
            "none": say("Không tỉnh hay chỉ tiêu nào có chữ này; bảng để nguyên."),
            "shown": say("{provinces} tỉnh × {rows} chỉ tiêu"),
        }
    kept = html.escape(orjson.dumps(told).decode(), quote=True)
    return f'<div class="plan-matrix" data-told="{kept}">{table(columns, found.values(), caption=caption)}</div>'
