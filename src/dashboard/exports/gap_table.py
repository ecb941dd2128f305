"""The assessed table in its short form, ids alone, as the command line gives it."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from dashboard.exports.text import EXCEL_MARK
from dashboard.mart.queries import GAP_COLUMNS

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def gaps_csv(rows: Iterable[dict[str, Any]], *, for_excel: bool = True) -> bytes:
    """Return the assessed table (see ``queries.gaps``) as CSV in UTF-8; an empty cell is undefined.

    For Excel the text starts with a byte order mark, and words that a spreadsheet would run as a formula get a
    leading apostrophe; numbers are left as they are.
    """
    return plain_csv(GAP_COLUMNS, ([row[column] for column in GAP_COLUMNS] for row in rows), for_excel=for_excel)


def plain_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, for_excel: bool) -> bytes:
    """Return rows of cells below their headings as such a CSV file."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n" if for_excel else "\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_cell(value, for_excel) for value in row])
    return ((EXCEL_MARK if for_excel else "") + buffer.getvalue()).encode()


def _cell(value: Any, for_excel: bool) -> Any:
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n")  # the csv module quotes no lone carriage return
    return f"'{text}" if for_excel and value.startswith(_FORMULA_STARTS) and value != "-" else text
