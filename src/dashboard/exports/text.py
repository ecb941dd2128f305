"""Exports as text: CSV for spreadsheets and for programs, and JSON; a part at a time."""

import io
import re
from collections.abc import Iterator
from typing import Any

import orjson
import polars as pl

from dashboard.exports.description import Export

EXCEL_MARK = "\ufeff"
"""Before the text of a CSV file it makes Excel read UTF-8."""
_JSON_ROWS = 2_000
_FORMULA = r"^[=+\-@\t\r]"


def csv(export: Export, *, for_excel: bool = False) -> Iterator[bytes]:
    """Yield the rows as CSV in UTF-8: raw numbers, ISO dates, ids and names; an empty cell is undefined.

    For Excel there is a byte order mark, lines end as on Windows, and words that a spreadsheet would run as a formula
    get a leading apostrophe; numbers stay as they are.
    """
    line_end = "\r\n" if for_excel else "\n"
    header = ",".join(column.name for column in export.columns) + line_end
    yield ((EXCEL_MARK if for_excel else "") + header).encode()
    free = _free_texts(export)
    for part in export.slices():
        buffer = io.BytesIO()
        _plain(part, free, for_excel=for_excel).write_csv(buffer, include_header=False, line_terminator=line_end)
        yield buffer.getvalue()


def _free_texts(export: Export) -> list[str]:
    """Return the columns in which any text may stand: ids are made of few signs, and names are few and looked at here."""
    of_catalogue = {name for name, (_, words) in export.names.items() if not any(map(_UNUSUAL, words.values()))}
    return [column.name for column in export.columns if column.kind == "text" and column.name not in of_catalogue]


_UNUSUAL = re.compile(rf"{_FORMULA}|\r").search


def _plain(part: pl.DataFrame, free: list[str], *, for_excel: bool) -> pl.DataFrame:
    """Return texts as cells: one kind of line end, and for Excel nothing it would run, in the columns of free text.

    Looking for what has to be changed is several times faster than changing it, and hardly any column has any.
    """
    text = pl.col(free)
    returns = _columns_with(part, text.str.contains("\r", literal=True))
    # What a carriage return begins is dangerous, too, so it is asked before those are changed.
    formulas = _columns_with(part, text.str.contains(_FORMULA)) if for_excel else []
    dangerous = [
        (pl.col(name).str.contains(_FORMULA) & (pl.col(name) != "-")).alias(f"{name} runs") for name in formulas
    ]
    marked = part.with_columns(dangerous).with_columns(
        pl.col(returns).str.replace_all("\r\n", "\n", literal=True).str.replace_all("\r", "\n", literal=True)
    )
    disarmed = [
        pl.when(pl.col(f"{name} runs")).then(pl.lit("'") + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in formulas
    ]
    return marked.with_columns(disarmed).select(part.columns)


def _columns_with(part: pl.DataFrame, found: pl.Expr) -> list[str]:
    """Return the names of the columns of text in which the condition holds anywhere."""
    return [column.name for column in part.select(found.any()) if column.any()]


def json(export: Export, *, links: dict[str, str] | None = None) -> Iterator[bytes]:
    """Yield an object with the description under ``about`` and the rows, a line each, under ``rows``; null is undefined.

    Args:
        export: What to write.
        links: Addresses of neighbouring pages, by name.
    """
    yield b'{"about":' + orjson.dumps(about(export)) + b',\n"links":' + orjson.dumps(links or {}) + b',\n"rows":['
    is_first = True
    for part in export.slices(_JSON_ROWS):
        lines = b",\n".join(map(orjson.dumps, part.iter_rows(named=True)))
        yield (b"\n" if is_first else b",\n") + lines
        is_first = False
    yield b"\n]}\n"


def about(export: Export) -> dict[str, Any]:
    """Return the description of the export as plain values: what every format carries along."""
    return {
        "title": export.title,
        "table": export.table,
        "origin": export.origin,
        "snapshot": export.snapshot,
        "as_of": export.as_of.isoformat(),
        "latest_approval": export.latest_approval,
        "filters": export.filters.query(),
        "filters_in_words": dict(export.filters_in_words),
        "arrangement": export.arrangement.query(),
        "language": export.language,
        "permalink": export.permalink,
        "method": export.method,
        "plans_in_force": list(export.plans),
        "sources": [source._asdict() for source in export.sources],
        "citation": export.citation,
        "total": export.total,
        "offset": export.offset,
        "rows": export.rows.height,
        "omitted": export.omitted,
    }
