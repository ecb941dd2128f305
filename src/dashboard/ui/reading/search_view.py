"""What the search page shows of the rows it found: the list, years across, or sums by status."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboard.exports.labels import levels_of, words_for
from dashboard.exports.page_columns import ORDERS, heading
from dashboard.method import STATUS, STATUSES
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.parts.html_tables import table
from dashboard.words.messages import mark
from dashboard.words.translations import translator

COLUMNS = {name: heading(name) for name in ORDERS["gaps"]}
"""The columns of the list, in order, and their headings."""
SHOWN = ("indicator", "province", "year", "actual", "unit", "printed_target", "status", "gap", "pace")
"""The columns that stand there at first."""
_NUMBERS = ("actual", "gap", "expected", "pace")


def draw_list(rows: pl.DataFrame, columns: list[str], catalogue: Catalogue, language: str) -> None:
    """Draw the list; names are looked up for what is scrolled to, so a million rows stay fluid."""
    say = translator(language)
    has_levels = "actual" in columns and rows["actual_level"].null_count() < rows.height
    shown = [part for name in columns for part in ([name, "level"] if name == "actual" and has_levels else [name])]
    headings = {**COLUMNS, "level": mark("Mức thực hiện")}
    config = {name: _column(name, say(headings[name])) for name in shown}
    words = words_for(rows.columns, catalogue, language)
    if has_levels:
        words["level"] = levels_of("actual", catalogue, language)
    _draw(rows.lazy().with_columns(**words).select(shown), rows.height, config, say("Bảng các dòng tìm được"))


def draw_wide(wide: pl.DataFrame, catalogue: Catalogue, language: str) -> None:
    """Draw the actuals with a column for each year, as ``exports.arrangement.across`` lays them out; levels in a table of their own."""
    say = translator(language)
    years = [name for name in wide.columns if name.isdecimal()]
    levels = [item.id for item in catalogue.indicators if item.kind == "levels"]
    index = ["indicator", "province", "unit"]
    for is_levels in (False, True):
        of_kind = wide.filter(pl.col("indicator").is_in(levels) == is_levels)
        if of_kind.is_empty():
            continue
        if is_levels:
            of_kind = of_kind.with_columns(levels_of(year, catalogue, language).alias(year) for year in years)
            st.caption(say("Chỉ tiêu theo mức độ"))
        config: dict[str, Any] = {name: _column(name, say(COLUMNS[name])) for name in index}
        config |= {
            year: st.column_config.TextColumn(year)
            if is_levels
            else st.column_config.NumberColumn(year, format="localized")
            for year in years
        }
        shown = [name for name in index if not (is_levels and name == "unit")] + years
        frame = of_kind.lazy().with_columns(**words_for(of_kind.columns, catalogue, language)).select(shown)
        alt = say("Bảng mức độ, mỗi năm một cột") if is_levels else say("Bảng thực hiện, mỗi năm một cột")
        _draw(frame, of_kind.height, config, alt)


_WIDTHS = {
    "indicator": 226, "breakdown": 88, "province": 90, "sector": 130, "year": 52, "actual": 82, "level": 104, "unit": 76,
    "printed_target": 90, "status": 130, "reason": 150, "gap": 94, "expected": 92, "pace": 66, "agency_in_charge": 220,
}  # fmt: skip


def _column(name: str, heading: str) -> Any:
    width = _WIDTHS.get(name, 64)
    if name in _NUMBERS:
        return st.column_config.NumberColumn(heading, format="localized", width=width)
    if name in ("year", "milestone"):
        return st.column_config.NumberColumn(heading, format="%d", width=width)
    return st.column_config.TextColumn(heading, width=width)


def _draw(frame: pl.LazyFrame, height: int, config: dict[str, Any], alt: str) -> None:
    """Draw the frame: at once where it is short, else as it is scrolled to."""
    is_lazy = height > _EAGER
    st.dataframe(
        frame if is_lazy else frame.collect(), column_config=config, hide_index=True, lazy=is_lazy or None,
        height=560 if height > 15 else "content", alt=alt, placeholder="–",
    )  # fmt: skip


_EAGER = 1000


def summary_table(summed: pl.DataFrame, names: Mapping[str, str], language: str, *, heading: str, caption: str) -> str:
    """Return how many rows of each status every value has (``queries.summary``), in the order of the names."""
    say = translator(language)
    counts: dict[str, dict[str, int]] = {}
    for value, status, rows in summed.iter_rows():
        counts.setdefault(str(value), {})[status] = rows
    present = [status for status in STATUSES if any(status in found for found in counts.values())]

    def count(status: str) -> Any:
        return lambda row: str(row["counts"].get(status, "")) or "–"

    return table(
        [
            (heading, "text", lambda row: row["name"]),
            *((f"{STATUS[status].sign} {say(STATUS[status].word)}", "number", count(status)) for status in present),
            (say("Tất cả"), "number", lambda row: f"<strong>{sum(row['counts'].values())}</strong>"),
        ],
        ({"name": name, "counts": counts[value]} for value, name in names.items() if value in counts),
        caption=caption,
    )
