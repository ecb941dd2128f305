"""Workbooks of Excel 97 to 2003 (.xls), as a person sees them."""

import datetime as dt

import xlrd
from xlrd.biffh import error_text_from_code

from dashboard.intake.grids import Grid
from dashboard.intake.number_formats import number_format
from dashboard.intake.refusal import Refusal


def grids(content: bytes) -> list[Grid]:
    """Return the sheets of the workbook.

    Raises:
        Refusal: It is encrypted, broken, or holds too much.
    """
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, ragged_rows=True, logfile=_Silent())
    except xlrd.XLRDError as error:
        raise Refusal("encrypted_workbook" if "encrypted" in str(error) else "broken_workbook") from error
    except Exception as error:  # the reader meets broken bytes with whatever they break
        raise Refusal("broken_workbook") from error
    return [_grid(book, sheet) for sheet in book.sheets()]


class _Silent:
    """Takes what the reader says of odd files."""

    def write(self, _: str) -> None: ...

    def flush(self) -> None: ...


def _grid(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Grid:
    grid = Grid(
        sheet.name,
        sheet.visibility != 0,
        hidden_rows={row for row, info in sheet.rowinfo_map.items() if info.hidden},
        hidden_columns={column for column, info in sheet.colinfo_map.items() if info.hidden},
        merged=[
            (left, top, bottom - 1)
            for top, bottom, left, right in sheet.merged_cells
            if bottom - top > 1 and right - left == 1
        ],
    )
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            text, number = _seen(book, cell)
            grid.put(row, column, text, number)
    return grid


def _seen(book: xlrd.Book, cell: xlrd.sheet.Cell) -> tuple[str, float | None]:
    """Return a cell's text as it is shown, and its number."""
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value), None
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment: dt.datetime = xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (xlrd.xldate.XLDateError, OverflowError, ValueError):
            return f"{cell.value:.15g}", float(cell.value)
        return f"{moment:%Y-%m-%d}", None
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(error_text_from_code.get(cell.value, "#")), None
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return ("true" if cell.value else "false"), None
    if cell.ctype != xlrd.XL_CELL_NUMBER:
        return "", None
    style = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    seen = number_format(style.format_str).shown(float(cell.value)) if style else None
    return (f"{cell.value:.15g}", float(cell.value)) if seen is None else seen
