"""What the search page shows of the rows it found: the list, years across, or sums by status."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from dashboard.method import REASONS, STATUS, STATUSES
from dashboard.notation import status_word
from dashboard.reference.catalogue import Catalogue
from dashboard.ui.parts.html_tables import table
from dashboard.words.messages import mark
from dashboard.words.translations import translator

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
SHOWN = ("indicator", "province", "year", "actual", "unit", "printed_target", "status", "gap", "pace")
"""The columns that stand there at first."""
_NUMBERS = ("actual", "gap", "expected", "pace")


def labelled(rows: pl.LazyFrame, catalogue: Catalogue, language: str) -> pl.LazyFrame:
    """Return rows of ``queries.shown`` with names in place of ids; a level stands in a column ``level``."""
    say = translator(language)
    levels = {
        f"{indicator.id}/{level.id}": level.name(language)
        for indicator in catalogue.indicators
        for level in indicator.levels
    }
    return _named(
        rows.with_columns(
            _words("sector", {item.id: item.name(language) for item in catalogue.sectors}),
            pl.concat_str("status", pl.when(pl.col("preliminary")).then(pl.lit(" p")).otherwise(pl.lit("")))
            .replace_strict(_status_words(language), default=None, return_dtype=pl.String)
            .alias("status"),
            _words("reason", {reason: say(word) for reason, word in REASONS.items()}),
            level=pl.concat_str("indicator", pl.lit("/"), pl.col("actual_level")).replace_strict(
                levels, default=None, return_dtype=pl.String
            ),
        ),
        catalogue,
        language,
    )


def _named(rows: pl.LazyFrame, catalogue: Catalogue, language: str) -> pl.LazyFrame:
    """Return rows with the names of what is measured where, and its unit."""
    name = _words("indicator", {item.id: item.name(language) for item in catalogue.indicators})
    part = _words("breakdown", {id_: part.name(language) for id_, part in catalogue.breakdowns.items()})
    return rows.with_columns(
        # A part is named with what it is a part of: two rows of one indicator are told apart without another column.
        pl.when(pl.col("breakdown") == "total").then(name).otherwise(name + " (" + part.str.to_lowercase() + ")"),
        part,
        _words("province", {item.id: item.name(language) for item in catalogue.provinces}),
        unit=_words("indicator", {item.id: catalogue.units[item.unit].name(language) for item in catalogue.indicators}),
    )


def _status_words(language: str) -> dict[str, str]:
    """Return sign and word of every status, and under ``… p`` those that rest on a preliminary figure."""
    return {
        f"{id_}{' p' * preliminary}": f"{status.sign} {status_word(id_, language, preliminary=preliminary)}"
        for id_, status in STATUS.items()
        for preliminary in (False, True)
    }


def _words(column: str, names: Mapping[str, str]) -> pl.Expr:
    return pl.col(column).replace_strict(names, default=None, return_dtype=pl.String)


def draw_list(rows: pl.DataFrame, columns: list[str], catalogue: Catalogue, language: str) -> None:
    """Draw the list; names are looked up for what is scrolled to, so a million rows stay fluid."""
    say = translator(language)
    has_levels = "actual" in columns and rows["actual_level"].null_count() < rows.height
    shown = [part for name in columns for part in ([name, "level"] if name == "actual" and has_levels else [name])]
    words = {**COLUMNS, "level": mark("Mức thực hiện")}
    config = {name: _column(name, say(words[name])) for name in shown}
    frame = labelled(rows.lazy(), catalogue, language).select(shown)
    _draw(frame, rows.height, config, say("Bảng các dòng tìm được"))


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
            names = {
                f"{item.id}/{level.id}": level.name(language) for item in catalogue.indicators for level in item.levels
            }
            key = [
                pl.concat_str("indicator", pl.lit("/"), f"{year}_level")
                .replace_strict(names, default=None, return_dtype=pl.String)
                .alias(year)
                for year in years
                if f"{year}_level" in wide.columns
            ]
            of_kind = of_kind.with_columns(key)
            st.caption(say("Chỉ tiêu theo mức độ"))
        config: dict[str, Any] = {name: _column(name, say(COLUMNS[name])) for name in index}
        config |= {
            year: st.column_config.TextColumn(year)
            if is_levels
            else st.column_config.NumberColumn(year, format="localized")
            for year in years
        }
        shown = [name for name in index if not (is_levels and name == "unit")] + years
        frame = _named(of_kind.lazy(), catalogue, language).select(shown)
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
