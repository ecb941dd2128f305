"""Documents as workbooks: what is said on the first sheet, then a sheet for each table and picture, set to be printed on A4."""

import datetime as dt
import io
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.documents import columns, fonts, signs
from dashboard.documents.as_tables import table_of_bars, table_of_ways
from dashboard.documents.fixed_words import fixed_words
from dashboard.documents.model import Bullets, Cell, Document, Heading, Paragraph, Row, StatusBars, Table
from dashboard.documents.number_formats import number_format
from dashboard.documents.outline import numbered
from dashboard.documents.steady import steady
from dashboard.documents.workbook_chart import draw

_FONT = {"font_name": "Times New Roman", "font_size": 11}
_LONGEST_NAME = 31
_HEAD = 3
"""The row of a table's head, below its title and what its figures were known at."""
_POINTS = 5.4
"""How many points of width Excel counts as one."""
_MOST_CHARACTERS = 32767
"""What a cell holds."""
_PARAGRAPHS: dict[str, dict[str, Any]] = {
    "finding": {"bold": True},
    "body": {},
    "note": {"italic": True, "font_size": 10},
}
_FIRST, _UPRIGHT, _ACROSS = 400.0, 470.0, 720.0
"""How wide what is said on the first sheet, a table upright and one across are, in points of A4."""


def xlsx_file(document: Document) -> bytes:
    """Return the document as XLSX."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        _Book(book, document).write()
    return steady(made.getvalue(), document.day)


class _Book:
    """The workbook while it is written."""

    def __init__(self, book: xlsxwriter.Workbook, document: Document) -> None:
        self.book, self.document = book, document
        self.words = fixed_words(document.language)
        self.names: set[str] = set()
        self.looks: dict[tuple[tuple[str, Any], ...], Format] = {}

    def look(self, **looks: Any) -> Format:
        """Return a format; the same one for the same looks."""
        key = tuple(sorted({"valign": "top", **_FONT, **looks}.items()))
        if key not in self.looks:
            self.looks[key] = self.book.add_format(dict(key))
        return self.looks[key]

    def sheet(self, title: str) -> tuple[Worksheet, str]:
        """Add a sheet named by the title, as far as Excel allows names."""
        plain = "".join(" " if character in "[]:*?/\\" else character for character in title)
        plain = " ".join(plain.split()).strip("' ")
        plain = plain if plain.lower() not in ("", "history") else f"{plain} ({self.words['sheet']})".strip()
        name, number = _cut(plain, _LONGEST_NAME), 1
        while name.lower() in self.names:
            number += 1
            name = f"{_cut(plain, _LONGEST_NAME - len(str(number)) - 3)} ({number})"
        self.names.add(name.lower())
        return self.book.add_worksheet(name), name

    def write(self) -> None:
        document = self.document
        self.book.set_properties(
            {
                "title": f"{document.title}: {document.subject}"[:255],
                "subject": document.subject[:255],
                "author": document.letterhead.issuer[:255],
                "keywords": ", ".join(document.keywords)[:255],
                "comments": document.stamp[:255],
                "created": dt.datetime.combine(document.day, dt.time()),
            }
        )
        first, _ = self.sheet(self.words["contents_sheet"])
        lines: list[tuple[str, dict[str, Any], str]] = [
            (document.letterhead.above, {}, ""),
            (document.letterhead.issuer, {"bold": True}, ""),
            (document.marked, {"bold": True, "border": 1}, ""),
            (document.title, {"bold": True, "font_size": 14}, ""),
            (document.subject, {"bold": True, "font_size": 13}, ""),
        ]
        headings = numbered(document)
        for block in document.blocks:
            if isinstance(block, Heading):
                heading = next(headings)
                lines.append((f"{heading.number} {heading.text}", {"bold": True, "font_size": 14 - heading.level}, ""))
            elif isinstance(block, Paragraph):
                lines.append((block.text, _PARAGRAPHS[block.role], ""))
            elif isinstance(block, Bullets):
                lines += [(f"- {item}", {"indent": 1}, "") for item in block.items]
            elif isinstance(block, Table) and not block.rows:
                lines += [(block.title, {"bold": True}, ""), (block.empty, {"italic": True}, "")]
            else:
                lines.append((block.title, {"font_color": "#1d4ed8", "underline": 1}, self.write_block(block)))
        lines += [
            (document.stamp, {"font_size": 9}, ""),
            (f"{self.words['permalink']} {document.permalink}" if document.permalink else "", {"font_size": 9}, ""),
        ]
        self.write_first(first, [line for line in lines if line[0]])

    def write_first(self, sheet: Worksheet, lines: list[tuple[str, dict[str, Any], str]]) -> None:
        """Write what is said, a line below the other, with links to the sheets where the tables stand."""
        sheet.set_column(0, 0, _FIRST / _POINTS)
        for number, (text, looks, target) in enumerate(lines):
            look, size = self.look(text_wrap=True, **looks), looks.get("font_size", 11)
            sheet.set_row(number, self.high(fonts.lines(text, _FIRST - 8, size, is_bold="bold" in looks), size) + 2)
            if target:
                quoted = target.replace("'", "''")
                sheet.write_url(number, 0, f"internal:'{quoted}'!A1", look, text[:_MOST_CHARACTERS])
            else:
                sheet.write_string(number, 0, text[:_MOST_CHARACTERS], look)
        self.set_print(sheet, is_across=False)

    @staticmethod
    def high(lines: int, size: float = 11.0) -> float:
        """Return the height of a row of so many lines; Excel allows no higher one than 409 points."""
        return min(lines * size * 1.25 + 3, 409.0)

    def write_block(self, block: Any) -> str:
        """Write a table or a picture on a sheet of its own; return the sheet's name."""
        is_bars = isinstance(block, StatusBars)
        table = block
        if not isinstance(block, Table):
            make = table_of_bars if is_bars else table_of_ways
            table = make(block, self.document.language)
        sheet, name = self.sheet(table.title)
        self.write_table(sheet, table)
        if is_bars:
            draw(self.book, sheet, name, block, head=_HEAD)
            sheet.fit_to_pages(1, 1)
        return name

    def write_table(self, sheet: Worksheet, table: Table) -> None:
        size = 11.0
        is_across = len(table.columns) > 5
        wide = columns.widths(table, _ACROSS if is_across else _UPRIGHT, size)
        sheet.write_string(0, 0, table.title[:_MOST_CHARACTERS], self.look(bold=True, font_size=13))
        known = " · ".join(filter(None, (self.document.marked, self.document.subject, self.document.stamp)))
        sheet.write_string(1, 0, known[:_MOST_CHARACTERS], self.look(font_size=9, font_color="#475569"))
        head = self.look(bold=True, text_wrap=True, align="center", valign="vcenter", bg_color="#E4E4E4", border=1)
        for place, (column, one) in enumerate(zip(table.columns, wide, strict=True)):
            sheet.set_column(place, place, max(one / _POINTS, 5))
            sheet.write_string(_HEAD, place, column.title, head)
        rooms = [one - 6 for one in wide]
        sheet.set_row(_HEAD, self.high(_most_lines([column.title for column in table.columns], rooms, is_bold=True)))
        for line, row in enumerate(table.rows, _HEAD + 1):
            self.write_row(sheet, line, row, table)
            if not row.is_group:
                texts = [signs.with_sign(cell.text, cell.status) for cell in row.cells]
                sheet.set_row(line, self.high(_most_lines(texts, rooms, is_bold=False)))
        sheet.freeze_panes(_HEAD + 1, 0)
        if len(table.columns) and not any(row.is_group for row in table.rows):
            sheet.autofilter(_HEAD, 0, _HEAD + len(table.rows), len(table.columns) - 1)
        sheet.repeat_rows(_HEAD)
        self.set_print(sheet, is_across=is_across)

    def write_row(self, sheet: Worksheet, line: int, row: Row, table: Table) -> None:
        if row.is_group:
            look, last = self.look(bold=True, bg_color="#F4F4F4", border=1), len(table.columns) - 1
            sheet.write_string(line, 0, row.cells[0].text[:_MOST_CHARACTERS], look)
            for place in range(1, last + 1):
                sheet.write_blank(line, place, None, look)
            return
        for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
            align = {"left": "left", "right": "right", "centre": "center"}[column.align]
            self.write_cell(sheet, line, place, cell, align)

    def write_cell(self, sheet: Worksheet, line: int, place: int, cell: Cell, align: str) -> None:
        looks: dict[str, Any] = {"border": 1, "align": align, "text_wrap": True}
        if cell.is_strong:
            looks["bold"] = True
        if cell.status:
            known = signs.known(cell.status)
            looks |= {"bg_color": known.tint}  # on it dark words are read best; sign and word tell it without colour
        if isinstance(cell.value, dt.date):
            sheet.write_datetime(line, place, cell.value, self.look(num_format="dd/mm/yyyy", **looks))
        elif cell.value is not None:
            form = number_format(cell.text, cell.value, self.document.language, signs.sign(cell.status))
            sheet.write_number(line, place, cell.value, self.look(num_format=form, **looks))
        elif text := signs.with_sign(cell.text, cell.status):
            sheet.write_string(line, place, text[:_MOST_CHARACTERS], self.look(**looks))
        else:
            sheet.write_blank(line, place, None, self.look(**looks))

    def set_print(self, sheet: Worksheet, *, is_across: bool) -> None:
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.7, right=0.7, top=0.8, bottom=0.8)
        if is_across:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        stamp = self.document.stamp.replace("&", "&&")[:200]
        sheet.set_footer(f"&L&8{' ' if stamp[:1].isdigit() else ''}{stamp}&R&9 &P/&N")


def _most_lines(texts: list[str], rooms: list[float], *, is_bold: bool) -> int:
    return max(
        (fonts.lines(text, room, 11, is_bold=is_bold) for text, room in zip(texts, rooms, strict=True)), default=1
    )


def _cut(name: str, most: int) -> str:
    """Return so much of a sheet's name as Excel counts as ``most`` characters: a sign beyond the first plane is two."""
    return name.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore").strip("' ")
