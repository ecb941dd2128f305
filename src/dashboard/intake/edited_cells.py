"""Cells put right on the page: the file stays as it came, what was changed by hand is told to the submitter and the reviewer."""

from collections.abc import Collection, Mapping

import polars as pl

from dashboard.intake.forms import HEADINGS
from dashboard.intake.issues import Issue, shortened
from dashboard.intake.template_columns import READ
from dashboard.words.messages import mark

_BLANK = mark("(ô trống)")


def with_edits(
    rows: pl.DataFrame, edits: Mapping[str, str], columns: Collection[str] = READ
) -> tuple[pl.DataFrame, list[Issue]]:
    """Return the rows with the cells as they were put right, and a notice for each that was changed.

    Args:
        rows: ``row``, the columns as text, ``plain``.
        edits: ``row:column`` → the new text; the number of a changed value is read from that.
        columns: The columns a file's form has.
    """
    if not edits:
        return rows, []
    known = set(rows["row"].to_list())
    by_column: dict[str, dict[int, str]] = {}
    for place, text in edits.items():
        row, _, column = place.partition(":")
        if column in columns and row.isdigit() and int(row) in known:
            by_column.setdefault(column, {})[int(row)] = text.strip()
    notices = []
    for column, texts in by_column.items():
        of_row, old = pl.col("row").is_in(list(texts)), pl.col(column)
        before = dict(rows.filter(of_row).select("row", column).rows())
        new = pl.col("row").replace_strict(texts, default=None, return_dtype=pl.String)
        changed = {row for row, text in texts.items() if before[row] != text}
        notices += [
            Issue("edited_cell", column, (row,), before[row], _told(column, before[row], texts[row]))
            for row in sorted(changed)
        ]
        rows = rows.with_columns(pl.when(of_row).then(new).otherwise(old).alias(column))
        if column == "value":
            is_changed = pl.col("row").is_in(list(changed))
            rows = rows.with_columns(plain=pl.when(~is_changed).then(pl.col("plain")))
    return rows, notices


def _told(column: str, old: str, new: str) -> dict[str, object]:
    """Return what a notice says of a changed cell."""
    told: dict[str, object] = {"column": HEADINGS[column], "words": shortened(new) or _BLANK}
    return told if old else told | {"found": _BLANK}
