"""What the search page shows of the rows it found: the list, years across, or sums by status."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboard.catalogue import Catalogue
from dashboard.filters import STATUSES
from dashboard.messages import mark
from dashboard.notation import REASON_WORDS, STATUS_ICONS, STATUS_WORDS
from dashboard.ui.tables import table
from dashboard.words import translator

COLUMNS = {
    "indicator": mark("Chỉ tiêu"),
    "breakdown": mark("Phân tổ"),
    "province": mark("Tỉnh"),
    "sector": mark("Lĩnh vực"),
    "year": mark("Năm"),
    "actual": mark("Thực hiện"),
    "unit": mark("Đơn vị"),
    "printed_target": mark("Mục tiêu in"),
    "milestone": mark("Năm mục tiêu"),
    "status": mark("Trạng thái"),
    "reason": mark("Lý do"),
    "gap": mark("Khoảng cách"),
    "expected": mark("Mức cần có"),
    "pace": mark("Tiến độ"),
    "agency_in_charge": mark("Cơ quan chủ trì"),
}
"""The columns of the list, in order, and their headings."""
SHOWN = ("indicator", "breakdown", "province", "year", "actual", "unit", "printed_target", "status", "gap", "pace")
"""The columns that stand there at first."""
_NUMBERS = ("actual", "gap", "expected", "pace")


def labelled(rows: pl.DataFrame, catalogue: Catalogue, language: str) -> pl.DataFrame:
    """Return rows of ``queries.shown`` with names in place of ids; a level stands in a column ``level``."""
    say = translator(language)
    levels = {
        f"{indicator.id}/{level.id}": level.name(language)
        for indicator in catalogue.indicators
        for level in indicator.levels
    }

    def named(column: str, names: Mapping[str, str]) -> pl.Expr:
        return pl.col(column).replace_strict(names, default=None, return_dtype=pl.String)

    return rows.with_columns(
        named("indicator", {item.id: item.name(language) for item in catalogue.indicators}),
        named("breakdown", {id_: part.name(language) for id_, part in catalogue.breakdowns.items()}),
        named("province", {item.id: item.name(language) for item in catalogue.provinces}),
        named("sector", {item.id: item.name(language) for item in catalogue.sectors}),
        named("status", {status: f"{STATUS_ICONS[status]} {say(STATUS_WORDS[status])}" for status in STATUSES}),
        named("reason", {reason: say(word) for reason, word in REASON_WORDS.items()}),
        unit=named("indicator", {item.id: catalogue.units[item.unit].name(language) for item in catalogue.indicators}),
        level=pl.concat_str("indicator", pl.lit("/"), pl.col("actual_level")).replace_strict(
            levels, default=None, return_dtype=pl.String
        ),
    )


def draw_list(rows: pl.DataFrame, columns: list[str], catalogue: Catalogue, language: str) -> None:
    """Draw the list; rows are sent as they are scrolled to, so a million stay fluid."""
    say = translator(language)
    frame = labelled(rows, catalogue, language)
    has_levels = "actual" in columns and frame["level"].null_count() < frame.height
    shown = [part for name in columns for part in ([name, "level"] if name == "actual" and has_levels else [name])]
    words = {**COLUMNS, "level": mark("Mức thực hiện")}
    config = {
        name: st.column_config.NumberColumn(say(words[name]), format="localized")
        if name in _NUMBERS
        else st.column_config.NumberColumn(say(words[name]), format="%d")
        if name in ("year", "milestone")
        else st.column_config.TextColumn(say(words[name]), width="large" if name == "indicator" else None)
        for name in shown
    }
    st.dataframe(
        frame.select(shown), column_config=config, hide_index=True, lazy=frame.height > _EAGER, height=560,
        alt=say("Bảng các dòng tìm được"), placeholder="–",
    )  # fmt: skip


_EAGER = 1000


def draw_wide(rows: pl.DataFrame, catalogue: Catalogue, language: str) -> None:
    """Draw the actuals with a column for each year."""
    say = translator(language)
    frame = labelled(rows, catalogue, language)
    index = ["indicator", "breakdown", "province", "unit"]
    wide = frame.pivot("year", index=index, values="actual", aggregate_function="first", maintain_order=True)
    years = sorted(name for name in wide.columns if name not in index and wide[name].null_count() < wide.height)
    config: dict[str, Any] = {name: st.column_config.TextColumn(say(COLUMNS[name])) for name in index}
    config |= {year: st.column_config.NumberColumn(year, format="localized") for year in years}
    st.dataframe(
        wide.select(*index, *years), column_config=config, hide_index=True, lazy=wide.height > _EAGER, height=560,
        alt=say("Bảng thực hiện, mỗi năm một cột"), placeholder="–",
    )  # fmt: skip


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
            *((f"{STATUS_ICONS[status]} {say(STATUS_WORDS[status])}", "number", count(status)) for status in present),
            (say("Tất cả"), "number", lambda row: f"<strong>{sum(row['counts'].values())}</strong>"),
        ],
        ({"name": name, "counts": counts[value]} for value, name in names.items() if value in counts),
        caption=caption,
    )
