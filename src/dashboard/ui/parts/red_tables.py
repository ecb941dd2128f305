"""Tables of what is red: who answers for it, and whether an action stands on it."""

import html
from typing import Any

import polars as pl

from dashboard.notation import NO_VALUE
from dashboard.reference.catalogue import Catalogue
from dashboard.sentences import gaps
from dashboard.ui.parts.html_tables import table
from dashboard.ui.parts.rows import (
    INDICATOR_AND_AGENCY,
    STATUS_AND_ACTION,
    below,
    indicator_link,
    marked,
    of_provinces,
    printed_target,
    province_name,
    standing,
    value_cell,
    who_answers,
    with_province,
)
from dashboard.words.translations import translator

MOST = 8
"""How many red rows a page's table shows before it leads to all of them."""


def red_table(
    red: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str, many: bool, most: int = MOST
) -> str:
    """Return the red rows with who is to act: row by row, or a line per indicator where there are ``many`` provinces.

    Args:
        red: Red rows of one year with what stands on them, the farthest behind first.
        catalogue: Names and units.
        language: Of the words.
        caption: What the table shows.
        many: Whether the page is about more provinces than lists of their rows could show.
        most: How many lines at most.
    """
    if many:
        return red_by_indicator(red, catalogue, language, caption=caption, most=most)
    return action_table(red.head(most), catalogue, language, caption=caption)


def action_table(
    frame: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str, with_agency: bool = True
) -> str:
    """Return the rows farthest behind, with who answers for them (``with_agency``), and whether an action stands on each."""
    say = translator(language)
    rows = frame.rows(named=True)

    def indicator(row: Any) -> str:
        name = indicator_link(row, catalogue, language, with_unit=True)
        return name + (below(who_answers(row, catalogue, language)) if with_agency else "")

    return table(
        [
            (say(INDICATOR_AND_AGENCY) if with_agency else say("Chỉ tiêu"), "text", indicator),
            *of_provinces(rows, say("Tỉnh"), "kept", lambda row: province_name(row, catalogue, language)),
            (say(STATUS_AND_ACTION), "text", lambda row: f"{marked(row, language)}<br>{standing(row, language)}"),
            (say("Thực hiện"), "number", lambda row: value_cell(row, "actual", catalogue, language)),
            (say("Mục tiêu in"), "number", printed_target),
            (say("So với mức cần có"), "number", lambda row: gaps.lag(row, catalogue, language)),
        ],
        rows,
        caption=with_province(caption, rows, catalogue, language),
    )


def red_by_indicator(red: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str, most: int) -> str:
    """Return a line per indicator and part of the red rows, the one red in most provinces first: for many provinces.

    ``red`` are red rows of one year with what stands on them, the farthest behind first.
    """
    say = translator(language)
    found = (
        red.group_by("indicator", "breakdown", maintain_order=True)
        .agg(
            pl.len().alias("red"),
            (pl.col("actions") == 0).sum().alias("without_action"),
            (pl.col("actions_overdue") > 0).sum().alias("overdue"),
            pl.col("year", "province", "relative_lag", "gap").first(),
        )
        .sort("red", descending=True, maintain_order=True)
        .head(most)
    )

    def acted(row: Any) -> str:
        parts = [say("{count} chưa có việc").format(count=row["without_action"])] if row["without_action"] else []
        parts += [say("{count} quá hạn").format(count=row["overdue"])] if row["overdue"] else []
        return html.escape(", ".join(parts)) or NO_VALUE

    return table(
        [
            (say("Chỉ tiêu"), "text", lambda row: indicator_link(row, catalogue, language, with_unit=True)),
            (say("Số tỉnh đỏ"), "number", lambda row: f"<strong>{row['red']}</strong>"),
            (say("Chậm nhất"), "text", lambda row: province_name(row, catalogue, language)),
            (say("So với mức cần có"), "number", lambda row: gaps.lag(row, catalogue, language)),
            (say("Việc phải làm"), "text", acted),
        ],
        found.iter_rows(named=True),
        caption=caption,
    )
