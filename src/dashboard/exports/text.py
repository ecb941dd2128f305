"""Exports as text: CSV for spreadsheets and for programs, and JSON; a part at a time."""

from collections.abc import Iterator
from typing import Any

import orjson
import polars as pl

from dashboard.exports.description import Export

EXCEL_MARK = "\ufeff"
"""Before the text of a CSV file it makes Excel read UTF-8."""
_FORMULA = r"^[=+\-@\t\r]"


def csv(export: Export, *, for_excel: bool = False) -> Iterator[bytes]:
    """Yield the rows as CSV in UTF-8: raw numbers, ISO dates, ids and names; an empty cell is undefined.

    For Excel there is a byte order mark, lines end as on Windows, and words that a spreadsheet would run as a formula
    get a leading apostrophe; numbers stay as they are.
    """
    line_end = "\r\n" if for_excel else "\n"
    header = ",".join(column.name for column in export.columns) + line_end
    yield ((EXCEL_MARK if for_excel else "") + header).encode()
    for part in export.slices():
        written = part.with_columns(_plain(for_excel)).write_csv(include_header=False, line_terminator=line_end)
        yield written.encode()


def _plain(for_excel: bool) -> pl.Expr:
    """Return texts as cells: one kind of line end, and for Excel nothing it would run."""
    text = pl.selectors.string()
    clean = text.str.replace_all("\r\n", "\n", literal=True).str.replace_all("\r", "\n", literal=True)
    if not for_excel:
        return clean
    is_harmless = (text == "-") | ~text.str.contains(_FORMULA)
    return pl.when(is_harmless).then(clean).otherwise(pl.lit("'") + clean)


def json(export: Export, *, links: dict[str, str] | None = None) -> Iterator[bytes]:
    """Yield an object with the description under ``about`` and the rows, a line each, under ``rows``; null is undefined.

    Args:
        export: What to write.
        links: Addresses of neighbouring pages, by name.
    """
    yield b'{"about":' + orjson.dumps(about(export)) + b',\n"links":' + orjson.dumps(links or {}) + b',\n"rows":['
    is_first = True
    for part in export.slices():
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
