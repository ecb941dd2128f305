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
from dashboard.sheets.line_counts import height_of_cells
from dashboard.sheets.paper import BORDER, CENTRE, FONT, HEADING, LEFT, LOCALES, RIGHT, for_paper, with_growing_rows
from dashboard.words.messages import Translate, mark

Typed = Mapping[int, Mapping[str, str]]
"""What was typed on the page: the place of a row → a column to fill in → its text."""
Cells = Mapping[str, Any]
"""What stands in a row of a template, by column: a text, a number, or an empty text."""

PRINTED_HINT = mark("Chỉ điền các cột tô vàng.")
"""What a printed template says below."""
_EXCEL_MARK = "\ufeff"
_BUTTON = 3
"""How many signs of a heading's width the button of its filter covers."""
_TO_FILL = {**BORDER, "locked": False, "text_wrap": True, "bg_color": "#FFFBEB"}


def csv_for_excel(headings: Iterable[str], lines: Iterable[Iterable[Any]], *, delimiter: str = ";") -> bytes:
    """Return lines below headings as CSV that Excel opens by a double click in a Vietnamese locale: ``;``, UTF-8 with its mark."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(lines)
    return (_EXCEL_MARK + buffer.getvalue()).encode()


def workbook(buffer: io.BytesIO) -> Workbook:
    """Return a workbook set for paper, in which no text becomes a formula or a link."""
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    return Workbook(buffer, {**plain, "default_format_properties": dict(FONT)})


def content(book: Workbook, buffer: io.BytesIO) -> bytes:
    """Close the workbook and return it; its rows grow with what is written into them."""
    book.close()
    return with_growing_rows(buffer.getvalue())


@dataclass(frozen=True)
class Formats:
    """How cells look.

    Attributes:
        heading: The heading of a column that only informs.
        wanted: That of a column to fill in.
        text: Words that only inform.
        number: Numbers that only inform.
        year: Years.
        figure: A cell to fill with a number, General: saving as CSV writes what is shown, and a number format would round it.
        words: A cell to fill with words.
        day: A cell to fill with a day, shown with the day first whatever Excel's language.
    """

    heading: Format
    wanted: Format
    text: Format
    number: Format
    year: Format
    figure: Format
    words: Format
    day: Format


def formats(book: Workbook, language: str) -> Formats:
    """Add the formats to the workbook; the language is that of the numbers that inform."""
    informs = {**BORDER, "font_color": "#334155"}
    return Formats(
        heading=book.add_format(HEADING),
        wanted=book.add_format({**HEADING, "bg_color": "#FDE68A"}),
        text=book.add_format({**informs, **LEFT, "num_format": "@", "text_wrap": True}),
        number=book.add_format({**informs, **RIGHT, "num_format": f"{LOCALES[language]}General"}),
        year=book.add_format({**informs, **CENTRE}),
        figure=book.add_format({**_TO_FILL, **RIGHT}),
        words=book.add_format({**_TO_FILL, **LEFT, "num_format": "@"}),
        day=book.add_format({**_TO_FILL, **CENTRE, "num_format": "dd/mm/yyyy"}),
    )


def write_rows(
    sheet: Worksheet,
    form: Form,
    widths: Mapping[str, float],
    rows: Sequence[Cells],
    to_fill: Mapping[str, Format],
    styles: Formats,
    translate: Translate,
) -> None:
    """Write the form's columns with their headings, a row each from the second on; cells to fill in are blank.

    Args:
        sheet: Where.
        form: Whose columns.
        widths: Their widths.
        rows: What stands in each row.
        to_fill: The columns to fill in, and how their cells look.
        styles: How the others look.
        translate: Words of the headings.
    """
    headings = {name: translate(column.heading) for name, column in form.columns.items()}
    for place, (name, heading) in enumerate(headings.items()):
        sheet.set_column(place, place, widths[name])
        sheet.write_string(0, place, heading, styles.wanted if name in to_fill else styles.heading)
    sheet.set_row(0, height_of_cells(headings.values(), (widths[name] - _BUTTON for name in headings), bold=True))
    for line, cells in enumerate(rows, 1):
        sheet.set_row(
            line, height_of_cells((str(cells[name]) for name in headings), (widths[name] for name in headings))
        )
        for place, name in enumerate(form.columns):
            value = cells[name]
            if name in to_fill:
                sheet.write_blank(line, place, None, to_fill[name])
            elif isinstance(value, str):
                sheet.write_string(line, place, value, styles.text)
            else:
                sheet.write_number(line, place, value, styles.year if isinstance(value, int) else styles.number)


def arrange(sheet: Worksheet, form: Form, count: int, *, printed_from: str, cursor: str, title: str, hint: str) -> None:
    """Freeze what names the rows, lock all but the cells to fill in (without a password), and set the page up for printing.

    Args:
        sheet: Where the rows stand.
        form: Whose columns.
        count: How many rows there are.
        printed_from: The first column that is printed; the ids before it are for the reading.
        cursor: The column the cursor stands in.
        title: What is printed above every page.
        hint: What is printed below.
    """
    columns = list(form.columns)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    sheet.protect(options={"format_columns": True, "format_rows": True, "autofilter": True})
    for_paper(sheet, left=hint, above=title)
    sheet.repeat_rows(0)
    sheet.print_area(0, columns.index(printed_from), count, len(columns) - 1)
    sheet.set_selection(1, columns.index(cursor), 1, columns.index(cursor))
