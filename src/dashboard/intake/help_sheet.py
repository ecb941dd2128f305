"""The sheet of the template that explains how to fill it in, in Vietnamese and then in English."""

from collections.abc import Iterable, Sequence

from xlsxwriter import Workbook

from dashboard.intake.codes import MAX_BYTES, MAX_ROWS
from dashboard.method import BASELINE_YEAR, EARLIEST_BASELINE
from dashboard.notation import DEFINITION_PARTS, definition_parts, number
from dashboard.reference.catalogue import Indicator
from dashboard.sheets.line_counts import height, height_of_cells, lines
from dashboard.sheets.paper import BORDER, HEADING, LEFT, for_paper
from dashboard.words.messages import Translate, mark, same
from dashboard.words.translations import translator

TITLE = mark("Hướng dẫn")
DEFINITIONS = mark("Định nghĩa chỉ tiêu")
OWN_SHEETS = frozenset((TITLE, DEFINITIONS, mark("Danh sách vấn đề"), "List of issues"))
"""Sheets of our own making that hold no figures; the names stand in the workbook in one language only."""
FIGURE_STEPS = (
    mark(
        "Chỉ điền các cột tô vàng: Giá trị thực hiện, Nguồn số liệu, Ghi chú, Ước hay chính thức. Các ô khác đã khóa."
    ),
    mark("Giữ nguyên các cột mã: hệ thống nhận chỉ tiêu theo mã."),
    mark("Viết số theo đơn vị tính của dòng: tỉ lệ 95 % viết 95, không viết 0,95."),
    mark("Chỉ tiêu định tính: chọn một mức trong danh sách của ô."),
    mark("Không có số liệu: ghi N/A và nêu lý do ở cột Ghi chú. Dòng để trống là dòng chưa nộp."),
    mark(
        "Biểu mẫu nhiều năm bắt đầu từ năm {earliest}: lộ trình đến mục tiêu tính từ số gốc, là số năm {baseline}; không có thì của năm "
        "gần nhất trước đó, rồi của năm đầu tiên sau đó. Có số của năm nào thì nộp năm đó."
    ),
    mark("Nguồn số liệu: tên điều tra, báo cáo hoặc sổ sách mà số liệu được lấy ra."),
    mark("Nộp chính tệp này (XLSX), hoặc lưu thành CSV; dấu ngăn cột và dấu thập phân nào cũng đọc được."),
    mark("Giới hạn mỗi tệp: {size} MB và {rows} dòng."),
)


TASK_STEPS = (
    mark(
        "Chỉ điền các cột tô vàng: Tình trạng, Ngày hoàn thành, Số hiệu văn bản, Ngày văn bản, Kết quả, Vướng mắc. Các ô khác đã khóa."
    ),
    mark("Giữ nguyên cột mã: hệ thống nhận nhiệm vụ theo mã. Dòng để trống là nhiệm vụ chưa báo cáo."),
    mark("Tình trạng: chọn một trong bốn mức trong danh sách của ô; là tình trạng đến hết năm ghi ở cột Năm."),
    mark("Đã xong: ghi Ngày hoàn thành; nếu kết quả là văn bản, ghi cả số hiệu và ngày văn bản."),
    mark("Không thực hiện được: nêu lý do ở cột Vướng mắc. Quá hạn mà chưa xong cũng cần nêu vướng mắc."),
    mark("Ngày viết ngày trước, tháng sau, năm bốn chữ số: 25/3/2024."),
    mark("Nộp chính tệp này (XLSX), hoặc lưu thành CSV; dấu ngăn cột nào cũng đọc được."),
    mark("Giới hạn mỗi tệp: {size} MB và {rows} dòng."),
)


def write_help(book: Workbook, steps: Sequence[str]) -> None:
    """Add the sheet with the steps to the workbook, locked."""
    sheet = book.add_worksheet(TITLE)
    title = book.add_format({"bold": True, "font_size": 14})
    text = book.add_format({**LEFT, "text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, _STEP_WIDTH)
    line = 0
    for language, translate in (("vi", same), ("en", translator("en"))):
        sheet.write_string(line, 0, translate(mark("Cách điền biểu mẫu")), title)
        for place, step in enumerate(steps, 1):
            told = _told(step, translate, language)
            sheet.set_row(line + place, height(lines(told, _STEP_WIDTH)) + _BETWEEN)
            sheet.write_number(line + place, 0, place, text)
            sheet.write_string(line + place, 1, told, text)
        line += len(steps) + 3
    sheet.protect()
    sheet.hide_gridlines(2)
    for_paper(sheet, left=TITLE)


_STEP_WIDTH, _BETWEEN = 120, 4
"""How wide the column of steps is, in signs, and how much stands free below each, in points."""


def write_definitions(book: Workbook, indicators: Iterable[Indicator]) -> None:
    """Add a sheet with what each indicator of the template measures, locked."""
    sheet = book.add_worksheet(DEFINITIONS)
    head = book.add_format(HEADING)
    text = book.add_format({**BORDER, **LEFT, "text_wrap": True})
    headings = (mark("Chỉ tiêu"), mark("Định nghĩa"), *DEFINITION_PARTS.values())
    sheet.set_row(0, height_of_cells(headings, _WIDTHS, bold=True))
    for place, (heading, width) in enumerate(zip(headings, _WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heading, head)
    for line, indicator in enumerate(indicators, 1):
        cells = (indicator.vi, *definition_parts(indicator, "vi").values())
        sheet.set_row(line, height_of_cells(cells, _WIDTHS))
        for place, cell in enumerate(cells):
            sheet.write_string(line, place, cell, text)
    sheet.protect(options={"format_columns": True, "format_rows": True})
    sheet.freeze_panes(1, 1)
    sheet.hide_gridlines(2)
    for_paper(sheet, left="", above=DEFINITIONS)
    sheet.repeat_rows(0)


_WIDTHS = (26, 32, 24, 24, 18, 24, 30, 26)
"""How wide the columns of the definitions are, in signs."""


def _told(step: str, translate: Translate, language: str) -> str:
    return translate(step).format(
        size=MAX_BYTES // 1024**2,
        rows=number(MAX_ROWS, decimals=0, language=language),
        earliest=EARLIEST_BASELINE,
        baseline=BASELINE_YEAR,
    )
