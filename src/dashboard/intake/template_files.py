"""What the templates of all forms have in common: a CSV for Excel, and a workbook locked but for the cells to fill in."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.intake.form import Form
from dashboard.words.messages import Translate

Typed = Mapping[int, Mapping[str, str]]
"""What was typed on the page: the place of a row → a column to fill in → its text."""
Cells = Mapping[str, Any]
"""What stands in a row of a template, by column: a text, a number, or an empty text."""

_EXCEL_MARK = "\ufeff"
_TO_FILL = {"locked": False, "valign": "top", "border": 1, "bg_color": "#FFFBEB"}


def csv_for_excel(headings: Iterable[str], lines: Iterable[Iterable[Any]], *, delimiter: str = ";") -> bytes:
    """Return lines below headings as CSV that Excel opens by a double click in a Vietnamese locale: ``;``, UTF-8 with its mark."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(lines)
    return (_EXCEL_MARK + buffer.getvalue()).encode()


def workbook(buffer: io.BytesIO) -> Workbook:
    """Return a workbook in which no text becomes a formula or a link."""
    return Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})


@dataclass(frozen=True)
class Formats:
    """How cells look.

    Attributes:
        heading: The heading of a column that only informs.
        wanted: That of a column to fill in.
        text: Words that only inform.
        number: Numbers that only inform.
        figure: A cell to fill with a number, General: saving as CSV writes what is shown, and a number format would round it.
        words: A cell to fill with words.
        day: A cell to fill with a day, shown with the day first whatever Excel's language.
    """

    heading: Format
    wanted: Format
    text: Format
    number: Format
    figure: Format
    words: Format
    day: Format


def formats(book: Workbook) -> Formats:
    """Add the formats to the workbook."""
    heading = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
    return Formats(
        heading=book.add_format({**heading, "bg_color": "#E2E8F0"}),
        wanted=book.add_format({**heading, "bg_color": "#FDE68A"}),
        text=book.add_format({"num_format": "@", "valign": "top", "text_wrap": True, "font_color": "#334155"}),
        number=book.add_format({"valign": "top", "font_color": "#334155"}),
        figure=book.add_format(_TO_FILL),
        words=book.add_format({**_TO_FILL, "text_wrap": True, "num_format": "@"}),
        day=book.add_format({**_TO_FILL, "num_format": "dd/mm/yyyy"}),
    )


def write_rows(
    sheet: Worksheet,
    form: Form,
    widths: Mapping[str, float],
    lines: Sequence[Cells],
    to_fill: Mapping[str, Format],
    styles: Formats,
    translate: Translate,
) -> None:
    """Write the form's columns with their headings, a line a row from the second on; cells to fill in are blank.

    Args:
        sheet: Where.
        form: Whose columns.
        widths: Their widths.
        lines: What stands in each row.
        to_fill: The columns to fill in, and how their cells look.
        styles: How the others look.
        translate: Words of the headings.
    """
    for place, (name, column) in enumerate(form.columns.items()):
        sheet.set_column(place, place, widths[name])
        sheet.write_string(0, place, translate(column.heading), styles.wanted if name in to_fill else styles.heading)
        for line, cells in enumerate(lines, 1):
            value = cells[name]
            if name in to_fill:
                sheet.write_blank(line, place, None, to_fill[name])
            elif isinstance(value, str):
                sheet.write_string(line, place, value, styles.text)
            else:
                sheet.write_number(line, place, value, styles.number)


def arrange(sheet: Worksheet, form: Form, count: int, *, printed_from: str, cursor: str, footer: str) -> None:
    """Freeze what names the rows, lock all but the cells to fill in (without a password), and set the page up for printing.

    Args:
        sheet: Where the rows stand.
        form: Whose columns.
        count: How many rows there are.
        printed_from: The first column that is printed; the ids before it are for the reading.
        cursor: The column the cursor stands in.
        footer: What is printed below.
    """
    columns = list(form.columns)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    sheet.protect(options={"format_columns": True, "format_rows": True, "autofilter": True})
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, columns.index(printed_from), count, len(columns) - 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L{footer}&R&P/&N")
    sheet.set_selection(1, columns.index(cursor), 1, columns.index(cursor))
