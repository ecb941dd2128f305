"""An uploaded file to a sheet of text cells: whatever encoding, delimiter, line ends and order of columns it has."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from dashboard.intake.codes import MAX_BYTES
from dashboard.intake.encodings import END_MARK, decode
from dashboard.intake.form import Form
from dashboard.intake.headed_table import HeadedTable
from dashboard.intake.issues import Issue
from dashboard.intake.reading_workbooks import from_workbook, visible_cells
from dashboard.intake.refusal import Refusal
from dashboard.intake.sheet import Sheet
from dashboard.intake.spread_columns import with_spread_columns
from dashboard.intake.template_columns import FIGURES
from dashboard.intake.text_tables import delimiter_of, likely_delimiter, split_into_cells
from dashboard.intake.workbooks import is_workbook

_SEPARATOR_HINT = "sep="


def read(content: bytes, file_name: str, columns: Mapping[str, str] | None = None, *, form: Form = FIGURES) -> Sheet:
    """Return the table in the file; its content decides what it is, its name nothing.

    Args:
        content: The file.
        file_name: Its name.
        columns: What the submitter said of its columns (``Decisions``), where their headings are not the template's.
        form: What is handed in.

    Raises:
        Refusal: The file cannot be read; its ``code`` and message say why and what to do.
    """
    if len(content) > MAX_BYTES:
        raise Refusal("too_large", size=round(len(content) / 1024**2, 1), limit=MAX_BYTES // 1024**2)
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise Refusal("empty_file")
    if is_workbook(content):
        return replace(from_workbook(content, file_name, form, columns), columns=columns or {})
    return replace(_from_text(content, file_name, form, columns), columns=columns or {})


def first_rows(content: bytes, count: int) -> tuple[tuple[str, list[list[str]]], ...]:
    """Return the names of the sheets and their first filled rows as they stand, each with its number first, to say which column is which.

    Raises:
        Refusal: The file cannot be read.
    """
    if is_workbook(content):
        return tuple((name, _shown(cells, count)) for name, cells in visible_cells(content))
    text, _ = decode(content)
    delimiter = likely_delimiter(text)
    table, _ = split_into_cells(text, delimiter)
    return (("", _shown(table.with_columns(pl.col("row") + 1), count)),)


def _shown(cells: pl.DataFrame, count: int) -> list[list[str]]:
    texts = [name for name in cells.columns if name.startswith("c")]
    if not texts:
        return []
    cells = cells.with_columns(pl.col(texts).fill_null("").str.strip_chars())
    filled = cells.filter(pl.any_horizontal(pl.col(texts) != "")).head(count)
    return [[str(row), *rest] for row, *rest in filled.select("row", *texts).rows()]


def _from_text(content: bytes, file_name: str, form: Form, columns: Mapping[str, str] | None) -> Sheet:
    text, encoding = decode(content)
    offset = 1
    if text[: len(_SEPARATOR_HINT)].lower() == _SEPARATOR_HINT:  # Excel's own hint line
        text, offset = text.partition("\n")[2], 2
    if columns:
        delimiter = likely_delimiter(text)
    else:
        text, delimiter = delimiter_of(text, form)
    table, width = split_into_cells(text, delimiter)
    found = HeadedTable(table.with_columns(pl.col("row") + offset), width, form, columns)
    sheet = Sheet(
        file_name,
        "csv",
        found.headings,
        found.places,
        found.table.with_columns(plain=pl.lit(None, pl.Float64)),
        encoding,
        delimiter,
        (*found.notices, *([Issue("end_mark")] if content.rstrip().endswith(END_MARK.encode()) else [])),
        form=form,
    )
    return with_spread_columns(sheet, found.spread, {})
