"""A workbook or a CSV file to tables, by the readers that files handed in are read with."""

import polars as pl

from dashboard.intake.codes import MAX_BYTES
from dashboard.intake.encodings import decode
from dashboard.intake.refusal import Refusal
from dashboard.intake.text_tables import likely_delimiter, split_into_cells
from dashboard.intake.workbooks import WorkbookSheet, is_workbook, sheets
from dashboard.plans.documents import Cell, Document, Paragraph, Table, merge, plain_rows
from dashboard.plans.numbering import SectionPath, is_annex
from dashboard.plans.word_files import is_word, read_word
from dashboard.reference.targets import collapse


def read_document(content: bytes) -> Document:
    """Return what the file holds; its content decides what it is, its name nothing.

    Raises:
        DashboardError: The file cannot be read; the message says why and what to do.
    """
    if len(content) > MAX_BYTES:
        raise Refusal("too_large", size=round(len(content) / 1024**2, 1), limit=MAX_BYTES // 1024**2)
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise Refusal("empty_file")
    if is_word(content):
        return read_word(content)
    if is_workbook(content):
        return _of_tables([(sheet.name, *_of_sheet(sheet)) for sheet in sheets(content) if not sheet.is_hidden])
    text, _ = decode(content)
    frame, _ = split_into_cells(text, likely_delimiter(text))
    texts = [[collapse(cell or "") for cell in row] for row in frame.drop("row").rows()]
    return _of_tables([("", plain_rows(texts), [number + 1 for number in frame["row"].to_list()])])


def _of_sheet(sheet: WorkbookSheet) -> tuple[list[list[Cell]], list[int]]:
    """Return the sheet's cells with its merged ones, and the numbers of its rows."""
    frame = sheet.cells()
    width = (frame.width - 1) // 2
    columns = [_printed(frame[f"c{place}"], frame[f"n{place}"]) for place in range(width)]
    rows = plain_rows([list(row) for row in zip(*columns, strict=True)])
    for top, left, bottom, right in sheet.details.ranges:
        if top < len(rows) and left < width:
            merge(rows, top, left, bottom, right)
    return rows, frame["row"].to_list()


def _printed(texts: pl.Series, numbers: pl.Series) -> list[str]:
    """Return a column as it would be printed: a number with a comma before its decimals."""
    pairs = zip(texts.to_list(), numbers.to_list(), strict=True)
    return [collapse(text or "") if number is None else _written(number) for text, number in pairs]


def _written(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:.10g}".replace(".", ",")


def _of_tables(read: list[tuple[str, list[list[Cell]], list[int]]]) -> Document:
    """Return sheets as tables, and the lines of them with one filled cell as paragraphs."""
    tables: list[Table] = []
    paragraphs: list[Paragraph] = []
    for name, rows, lines in read:
        annex, title, path = name, "", SectionPath()
        for row in rows:
            words = {cell.origin: cell.text for cell in row if cell.text}
            if len(words) == 1:
                text = next(iter(words.values()))
                annex = text if is_annex(text) else annex
                title = f"{title} {text}".strip() if not is_annex(text) else title
                paragraphs.append(Paragraph(text, path.after(text)))
            elif words:
                break
        if rows:
            tables.append(Table(len(tables) + 1, annex, tuple(map(tuple, rows)), tuple(lines), title))
    return Document(tuple(paragraphs), tuple(tables))
