"""The file in which a lead reports on its tasks: the tasks it leads, as CSV and as XLSX."""

import io
from collections.abc import Iterator
from typing import Any

import polars as pl
from xlsxwriter.worksheet import Worksheet

from dashboard.intake.help_sheet import TASK_STEPS, write_help
from dashboard.intake.task_columns import TASK_COLUMNS, TASK_REPORTS, TO_FILL, printed_number
from dashboard.intake.template_files import (
    PRINTED_HINT,
    Typed,
    arrange,
    content,
    csv_for_excel,
    formats,
    workbook,
    write_rows,
)
from dashboard.method import REPORT_STATES, TASK_STATUS, TIMINGS
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import Translate, mark, same

HEADER = tuple(TASK_COLUMNS)
"""The columns of the template, in order."""
_WIDTHS = {
    "task": 26, "number": 15, "task_name": 42, "due": 17, "last_state": 18, "year": 7, "state": 18, "date_done": 13,
    "document_number": 16, "document_date": 13, "what_was_done": 32, "what_hinders": 26,
}  # fmt: skip
_DAYS = ("date_done", "document_date")


def task_template_csv(
    rows: pl.DataFrame,
    catalogue: Catalogue,
    *,
    translate: Translate = same,
    language: str = "vi",
    typed: Typed | None = None,
) -> bytes:
    """Return the tasks as CSV that Excel opens by a double click in a Vietnamese locale.

    Args:
        rows: What ``queries.expected_tasks`` returned: ``task``, ``year``, ``last_state``, ``last_year`` (null without) are used.
        catalogue: Titles and printed times.
        translate: Words of the headings and states.
        language: Of the titles.
        typed: What is filled in, under the columns of ``TO_FILL``; a blank template without it.
    """
    filled = (
        row | dict((typed or {}).get(place, {}))
        for place, row in enumerate(_cells(rows, catalogue, translate, language))
    )
    headings = (translate(column.heading) for column in TASK_COLUMNS.values())
    return csv_for_excel(headings, ([row[name] for name in HEADER] for row in filled))


def task_template_xlsx(
    rows: pl.DataFrame, catalogue: Catalogue, *, translate: Translate = same, language: str = "vi"
) -> bytes:
    """Return the tasks as a workbook: everything but the cells to fill in is locked (without a password).

    The first sheet holds the tasks; the state is chosen from a list, ids are not printed. The second explains, in Vietnamese and then
    in English.

    Args:
        rows: What ``queries.expected_tasks`` returned.
        catalogue: Titles and printed times.
        translate: Words of the headings, states and hints.
        language: Of the titles.
    """
    buffer = io.BytesIO()
    book = workbook(buffer)
    sheet = book.add_worksheet(translate(mark("Nhiệm vụ")))
    write_help(book, TASK_STEPS)
    styles = formats(book, language)
    to_fill = {name: styles.day if name in _DAYS else styles.words for name in TO_FILL}
    lines = list(_cells(rows, catalogue, translate, language))
    write_rows(sheet, TASK_REPORTS, _WIDTHS, lines, to_fill, styles, translate)
    if lines:
        _validate(sheet, len(lines), translate)
    title = translate(mark("Biểu mẫu báo cáo nhiệm vụ"))
    arrange(
        sheet,
        TASK_REPORTS,
        len(lines),
        printed_from="number",
        cursor="state",
        title=title,
        hint=translate(PRINTED_HINT),
    )
    return content(book, buffer)


def _cells(rows: pl.DataFrame, catalogue: Catalogue, translate: Translate, language: str) -> Iterator[dict[str, Any]]:
    for row in rows.iter_rows(named=True):
        task = catalogue.task[row["task"]]
        times = (task.timing_printed, task.submission_time_printed)
        last = TASK_STATUS[row["last_state"]].word if row["last_state"] else ""
        yield {
            "task": task.task,
            "number": printed_number(task),
            "task_name": task.title(language),
            "due": "; ".join(filter(None, times)) or translate(TIMINGS[task.timing]),
            "last_state": f"{translate(last)} ({row['last_year']})" if last else "",
            "year": row["year"],
        } | dict.fromkeys(TO_FILL, "")


def _validate(sheet: Worksheet, count: int, translate: Translate) -> None:
    """Offer the states as a list, and say how days are written."""
    place = HEADER.index("state")
    rule = {
        "validate": "list",
        "source": [translate(TASK_STATUS[state].word) for state in REPORT_STATES],
        "error_title": translate(mark("Không có trong danh sách")),
        "error_message": translate(mark("Chọn một trong bốn tình trạng.")),
    }
    sheet.data_validation(1, place, count, place, rule)
    for name in _DAYS:
        place = HEADER.index(name)
        hint = {
            "validate": "any",
            "input_title": translate(TASK_COLUMNS[name].heading),
            "input_message": translate(mark("Ngày trước, tháng sau, năm bốn chữ số: 25/3/2024.")),
        }
        sheet.data_validation(1, place, count, place, hint)
