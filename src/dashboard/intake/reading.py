"""An uploaded file to a sheet of text cells: whatever encoding, delimiter, line ends and order of columns it has."""

import polars as pl

from dashboard.intake.codes import MAX_BYTES, Refusal
from dashboard.intake.encodings import END_MARK, decode
from dashboard.intake.headed_table import HeadedTable
from dashboard.intake.issues import Issue
from dashboard.intake.reading_workbooks import from_workbook
from dashboard.intake.sheet import Sheet
from dashboard.intake.text_tables import delimiter_of, split_into_cells
from dashboard.intake.workbooks import is_workbook

_SEPARATOR_HINT = "sep="


def read(content: bytes, file_name: str) -> Sheet:
    """Return the table in the file; its content decides what it is, its name nothing.

    Raises:
        Refusal: The file cannot be read; its ``code`` and message say why and what to do.
    """
    if len(content) > MAX_BYTES:
        raise Refusal("too_large", size=round(len(content) / 1024**2, 1), limit=MAX_BYTES // 1024**2)
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise Refusal("empty_file")
    return from_workbook(content, file_name) if is_workbook(content) else _from_text(content, file_name)


def _from_text(content: bytes, file_name: str) -> Sheet:
    text, encoding = decode(content)
    offset = 1
    if text[: len(_SEPARATOR_HINT)].lower() == _SEPARATOR_HINT:  # Excel's own hint line
        text, offset = text.partition("\n")[2], 2
    text, delimiter = delimiter_of(text)
    table, width = split_into_cells(text, delimiter)
    found = HeadedTable(table.with_columns(pl.col("row") + offset), width)
    return Sheet(
        file_name,
        "csv",
        found.headings,
        found.places,
        found.table.with_columns(plain=pl.lit(None, pl.Float64)),
        encoding,
        delimiter,
        (*found.notices, *([Issue("end_mark")] if content.rstrip().endswith(END_MARK.encode()) else [])),
    )
