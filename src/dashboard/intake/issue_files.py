"""Issues as files to take away: a list, and the rows as handed in with the cells to blame marked."""

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from dashboard.intake.issues import Issue, spans
from dashboard.intake.reading import Sheet
from dashboard.intake.template_columns import COLUMNS
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
_WIDTHS = (11, 22, 9, 20, 20, 30, 70, 60)
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


def issues_xlsx(sheet: Sheet, issues: Sequence[Issue], *, translate: Translate = same, language: str = "vi") -> bytes:
    """Return a workbook: the rows as handed in with the cells to blame filled and commented, and the list of issues.

    A cell with several issues has the colour of the most serious and the words of all. Rows keep their numbers: row 7 of the
    workbook is row 7 of the file.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    data = book.add_worksheet(translate(mark("Tệp đã nộp")))
    listed = book.add_worksheet(translate(mark("Danh sách vấn đề")))
    bold = book.add_format({"bold": True, "border": 1, "bg_color": "#E2E8F0"})
    fills = {severity: book.add_format({"bg_color": colour, "border": 1}) for severity, colour in _COLOURS.items()}
    blamed = _blamed(sheet, issues, translate, language)
    header_row = max(int(sheet.table["row"][0]) - 2, 0)
    for place, heading in enumerate(sheet.headings):
        data.write_string(header_row, place, heading, bold)
    data.set_column(0, max(len(sheet.headings) - 1, 0), 18)
    data.freeze_panes(header_row + 1, 0)
    for row, *cells in sheet.table.select("row", *(f"c{place}" for place in range(len(sheet.headings)))).rows():
        for place, cell in enumerate(cells):
            severity, words = blamed.get((row, place), ("", []))
            data.write_string(row - 1, place, cell, fills.get(severity))
            if words:
                data.write_comment(
                    row - 1, place, "\n".join(words)[:1500], {"x_scale": 2, "y_scale": 1 + len(words) / 2}
                )
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    for place, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        listed.set_column(place, place, width)
        listed.write_string(0, place, translate(heading), bold)
    for number, line in enumerate(_lines(issues, translate, language), 1):
        for place, cell in enumerate(line):
            listed.write(number, place, cell, wrapped)
    listed.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def _lines(issues: Iterable[Issue], translate: Translate, language: str) -> Iterable[tuple[str | int, ...]]:
    for issue in issues:
        heading = COLUMNS[issue.column].heading if issue.column else ""
        yield (
            translate(SEVERITIES[issue.severity]),
            issue.code,
            len(issue.rows),
            spans(issue.rows),
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
