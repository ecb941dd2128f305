"""Issues as files to take away: a list, and the rows as handed in with the cells to blame marked."""

import csv
import io
from collections.abc import Iterable, Sequence

import polars as pl
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dashboard.intake.checked import Found
from dashboard.intake.forms import HEADINGS
from dashboard.intake.issues import ROWS_OF_SHEET, Issue, spans
from dashboard.intake.sheet import Sheet
from dashboard.sheets.line_counts import height_of_cells
from dashboard.sheets.paper import BORDER, FONT, HEADING, LEFT, for_paper, with_growing_rows
from dashboard.words.messages import Translate, mark, same

SEVERITIES = {
    "refusal": mark("Từ chối"),
    "error": mark("Lỗi"),
    "warning": mark("Cảnh báo"),
    "notice": mark("Thông báo"),
}
_HEADINGS = (
    mark("Mức"), mark("Mã lỗi"), mark("Số dòng"), mark("Dòng trong tệp"), mark("Cột"), mark("Ghi trong tệp"),
    mark("Vấn đề"), mark("Cách sửa"),
)  # fmt: skip
_COLOURS = {"error": "#FECACA", "warning": "#FDE68A", "notice": "#E2E8F0"}
_WIDTHS = (12, 22, 8, 16, 18, 22, 54, 46)
_NARROWEST, _WIDEST = 12, 36
_EXCEL_MARK = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def issues_csv(issues: Iterable[Issue], *, translate: Translate = same, language: str = "vi") -> bytes:
    """Return the issues as CSV for Excel (UTF-8 with its mark, ``;``), a line an issue.

    What the file's own cells say gets an apostrophe where a spreadsheet would run it as a formula.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([translate(heading) for heading in _HEADINGS])
    for line in _lines(issues, translate, language):
        writer.writerow([f"'{cell}" if str(cell).startswith(_FORMULA_STARTS) else cell for cell in line])
    return (_EXCEL_MARK + buffer.getvalue()).encode()


def issues_xlsx(checked: Found, *, translate: Translate = same, language: str = "vi") -> bytes:
    """Return a workbook: the rows as handed in with the cells to blame filled and commented, and the list of issues.

    A cell with several issues has the colour of the most serious and the words of all. Rows keep their numbers: row 7 of the
    workbook is row 7 of the file, on a sheet of its own for each the file has. A number that was read is a number, so that it can
    be put right where it stands and handed in again.
    """
    sheet, issues = checked.sheet, checked.issues
    buffer = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, {**plain, "default_format_properties": dict(FONT)})
    names = sheet.names or (translate(mark("Tệp đã nộp")),)
    pages = [book.add_worksheet(name) for name in names]
    title = translate(mark("Danh sách vấn đề"))
    listed = book.add_worksheet(title if title not in names else f"{title} (2)")
    bold = book.add_format(HEADING)
    cell_format = {**BORDER, "text_wrap": True}
    fills = {severity: book.add_format({**cell_format, "bg_color": colour}) for severity, colour in _COLOURS.items()}
    fills[""] = book.add_format(cell_format)
    blamed = _blamed(sheet, issues, translate, language)
    numbers = _numbers(checked)
    for of_page, data in enumerate(pages):
        rows = sheet.table.filter(pl.col("row") // ROWS_OF_SHEET == of_page)
        header_row = max(int(rows["row"][0]) % ROWS_OF_SHEET - 2, 0)
        for place, heading in enumerate(sheet.headings):
            data.write_string(header_row, place, heading, bold)
        widths = [_width(rows[f"c{place}"]) for place in range(len(sheet.headings))]
        data.set_row(header_row, height_of_cells(sheet.headings, widths, bold=True))
        for place, width in enumerate(widths):
            data.set_column(place, place, width)
        data.freeze_panes(header_row + 1, 0)
        data.repeat_rows(header_row)
        for_paper(data, left=sheet.file_name)
        for row, *cells in rows.select("row", *(f"c{place}" for place in range(len(sheet.headings)))).rows():
            line = row % ROWS_OF_SHEET - 1
            data.set_row(line, height_of_cells(cells, widths))
            for place, cell in enumerate(cells):
                severity, words = blamed.get((row, place), ("", []))
                if (value := numbers.get((row, place))) is not None:
                    data.write_number(line, place, value, fills.get(severity, fills[""]))
                else:
                    data.write_string(line, place, cell, fills.get(severity, fills[""]))
                if words:
                    data.write_comment(
                        line, place, "\n".join(words)[:1500], {"x_scale": 2, "y_scale": 1 + len(words) / 2}
                    )
    _write_list(book, listed, checked, translate, language)
    book.close()
    return with_growing_rows(buffer.getvalue())


def _write_list(
    book: xlsxwriter.Workbook, listed: Worksheet, checked: Found, translate: Translate, language: str
) -> None:
    heading = book.add_format(HEADING)
    wrapped = book.add_format({**BORDER, **LEFT, "text_wrap": True})
    listed.set_row(0, height_of_cells(map(translate, _HEADINGS), _WIDTHS, bold=True))
    for place, (words, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        listed.set_column(place, place, width)
        listed.write_string(0, place, translate(words), heading)
    for number, line in enumerate(_lines(checked.issues, translate, language), 1):
        listed.set_row(number, height_of_cells(map(str, line), _WIDTHS))
        for place, cell in enumerate(line):
            listed.write(number, place, cell, wrapped)
    listed.freeze_panes(1, 0)
    listed.repeat_rows(0)
    for_paper(listed, left=checked.sheet.file_name)


def _width(texts: pl.Series) -> int:
    """Return how wide a column of these texts is, in signs."""
    longest = texts.str.len_chars().max()
    return min(max(longest if isinstance(longest, int) else 0, _NARROWEST), _WIDEST)


def _lines(issues: Iterable[Issue], translate: Translate, language: str) -> Iterable[tuple[str | int, ...]]:
    for issue in issues:
        heading = HEADINGS[issue.column] if issue.column else ""
        yield (
            translate(SEVERITIES[issue.severity]),
            issue.code,
            len(issue.rows),
            spans(issue.rows, issue.sheets),
            translate(heading) if heading else "",
            issue.found,
            issue.tell(translate, language=language),
            issue.tell_fix(translate),
        )


def _blamed(
    sheet: Sheet, issues: Sequence[Issue], translate: Translate, language: str
) -> dict[tuple[int, int], tuple[str, list[str]]]:
    """Return for each cell to blame its severity and what is said about it; errors come first among the issues."""
    blamed: dict[tuple[int, int], tuple[str, list[str]]] = {}
    for issue in issues:
        place = _place(sheet, issue.column)
        words = issue.tell(translate, language=language)
        for row in issue.rows:
            severity, said = blamed.setdefault((row, place), (issue.severity, []))
            if words not in said:
                said.append(words)
    return blamed


def _place(sheet: Sheet, column: str | None) -> int:
    """Return where the column stands; a name stands in for an id the file does not have, the first column for whole rows."""
    return sheet.places.get(column or "", sheet.places.get(f"{column}_name", 0))


def _numbers(checked: Found) -> dict[tuple[int, int], float]:
    """Return the number in each cell of values and years that says one: where its text is the number it was read as, and no other."""
    sheet = checked.sheet
    value, year = sheet.places.get(sheet.form.number), sheet.places.get("year")
    found: dict[tuple[int, int], float] = {}
    if value is not None:
        read = checked.numbers
        for row, text, plain in sheet.table.select("row", f"c{value}", "plain").rows():
            number = plain if plain is not None else read.get(row)
            if number is not None and number in _readings(text):
                found[row, value] = number
    if year is not None:
        years = (
            sheet.table.filter(pl.col(f"c{year}").str.contains(r"^(19|20)[0-9]{2}$")).select("row", f"c{year}").rows()
        )
        found |= {(row, year): float(text) for row, text in years}
    return found


def _readings(text: str) -> set[float]:
    """Return the numbers a text can be: with a comma or a point before its decimals."""
    bare = "".join(text.split())
    found = set()
    for written in (bare.replace(".", "").replace(",", "."), bare.replace(",", "")):
        try:
            found.add(float(written))
        except ValueError:
            continue
    return found
