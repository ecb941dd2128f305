"""One task: its printed row letter for letter, how it is read, its indicators, and what was reported."""

import datetime as dt
import html
from typing import Any

import polars as pl

from dashboard.mart.rows import ShownRow, TaskRow
from dashboard.method import TASK_KINDS, TASK_STATUS, TIMINGS
from dashboard.notation import NO_VALUE, date
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.organisation import Duty, Role
from dashboard.sentences.tasks import days, task_note
from dashboard.store.schema import VIETNAM, today
from dashboard.ui.parts.agency_links import then_and_now
from dashboard.ui.parts.html_tables import muted, table, word_mark
from dashboard.ui.parts.rows import indicator_link, printed_target, status_cell, value_cell
from dashboard.words.messages import mark
from dashboard.words.translations import translator

_PRINTED = {
    "lead_printed": mark("Cơ quan chủ trì"),
    "coordinating_printed": mark("Cơ quan phối hợp"),
    "timing_printed": mark("Thời gian thực hiện"),
    "submission_time_printed": mark("Thời gian trình"),
    "submitted_to_printed": mark("Cấp trình"),
    "product_printed": mark("Sản phẩm"),
}
"""The printed columns of a task, and their headings."""


def task_finding(row: TaskRow, catalogue: Catalogue, language: str) -> str:
    """Return where the task stands and who leads it."""
    say = translator(language)
    text = say("{province}: {status} ({note}). Chủ trì: {leads}.")
    note = task_note(row, language) or say(TIMINGS[row["timing"]])
    return text.format(
        province=catalogue.province[row["province"]].name(language),
        status=say(TASK_STATUS[row["task_status"]].word).lower(),
        note=note,
        leads="; ".join(catalogue.agency[id_].name(language) for id_ in row["lead_holders"]),
    )


def printed_row(row: TaskRow, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return what the plan prints about the task, letter for letter; what it does not print is said."""
    say = translator(language)
    plan = catalogue.plan[row["plan"]]
    headings, parts = _headings(row, catalogue)

    def quoted(text: str) -> str:
        return f"“{html.escape(text)}”" if text else muted(say("không in"))

    lines = [
        (say("Kế hoạch"), html.escape(f"{plan.number}, {date(plan.date, language=language)}")),
        (say("Phụ lục, mục"), html.escape(say("{place}, mục {section}").format(place=row["place"], section=row["section"]))),
        (say("Tiêu đề mục"), "<br>".join(map(quoted, headings + parts)) or muted(say("không in"))),
        (say("Số thứ tự"), quoted(row["number"])),
        *((say(heading), quoted(row[name])) for name, heading in _PRINTED.items()),  # type: ignore[literal-required]
    ]  # fmt: skip
    return _two_columns(lines, say("Cột"), say("Chữ in"), caption)


def _headings(row: TaskRow, catalogue: Catalogue) -> tuple[list[str], list[str]]:
    """Return the printed headings over the task: the section's, and that of its numbered part."""
    over = [
        heading
        for heading in catalogue.theme[row["theme"]].headings
        if heading.covers(row["plan"], row["place"], row["section"])
    ]
    first = row["number"].split(".")[0] if "." in row["number"] else ""
    return [heading.printed for heading in over], [
        part.printed for heading in over for part in heading.parts if part.number == first
    ]


def reading(row: TaskRow, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return how the print is read: kind, theme, time, agencies then and now."""
    say = translator(language)

    def bodies(ids: list[str], role: Role) -> str:
        duty = Duty.of_task(catalogue.task[row["task"]], row["province"], role=role)
        held = (catalogue.organisation.holder(id_, duty, today().year) for id_ in ids)
        return then_and_now(held, catalogue, language) or NO_VALUE

    due = date(row["due"], language=language) + (f" ({days(row, language)})" if row["due"] else "")
    years = ", ".join(map(str, row["years"])) or muted(say("không thuộc năm nào"))
    lines = [
        (say("Loại"), html.escape(say(TASK_KINDS[row["kind"]]))),
        (say("Chủ đề"), html.escape(catalogue.theme[row["theme"]].name(language))),
        (say("Thời gian"), html.escape(say(TIMINGS[row["timing"]]))),
        (say("Ngày đến hạn"), html.escape(due)),
        (say("Năm"), years),
        (say("Chủ trì, khi đó → nay"), bodies(row["lead_agencies"], "lead")),
        (say("Phối hợp, khi đó → nay"), bodies(row["coordinating_agencies"], "coordinating")),
        (say("Lĩnh vực"), html.escape("; ".join(catalogue.sector[id_].name(language) for id_ in row["sectors"])) or NO_VALUE),
    ]  # fmt: skip
    return _two_columns(lines, say("Phần"), say("Cách đọc"), caption)


def _two_columns(lines: list[tuple[str, str]], first: str, second: str, caption: str) -> str:
    return table(
        [
            (first, "kept", lambda line: html.escape(line[0])),
            (second, "wide", lambda line: line[1]),
        ],
        lines,
        caption=caption,
    )


def indicators_table(rows: list[ShownRow], catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return the task's indicators in its province with their figures and statuses."""
    say = translator(language)
    return table(
        [
            (say("Chỉ tiêu"), "text", lambda row: indicator_link(row, catalogue, language, with_unit=True)),
            (say("Trạng thái"), "text", lambda row: status_cell(row, language)),
            (say("Thực hiện"), "number", lambda row: value_cell(row, "actual", catalogue, language)),
            (say("Mục tiêu in"), "number", printed_target),
        ],
        rows,
        caption=caption,
        group=lambda row: (row["indicator"], row["breakdown"]),
    )


def reports_table(reports: pl.DataFrame, language: str, *, caption: str) -> str:
    """Return every published report on a task (``queries.task_reports``), the latest year first."""
    say = translator(language)

    def state(row: dict[str, Any]) -> str:
        status = TASK_STATUS[row["state"]]
        return word_mark(status.colour, status.sign, say(status.word))

    def document(row: dict[str, Any]) -> str:
        of = (
            say("ngày {date}").format(date=date(row["document_date"], language=language))
            if row["document_date"]
            else ""
        )
        return html.escape(", ".join(filter(None, (row["document_number"], of)))) or NO_VALUE

    def published(row: dict[str, Any]) -> str:
        return date(row["published_at"].replace(tzinfo=dt.UTC).astimezone(VIETNAM).date(), language=language)

    return table(
        [
            (say("Năm"), "number", lambda row: str(row["year"])),
            (say("Báo cáo"), "text", state),
            (say("Ngày xong"), "kept", lambda row: date(row["date_done"], language=language)),
            (say("Văn bản, sản phẩm"), "text", document),
            (say("Việc đã làm"), "wide", lambda row: html.escape(row["what_was_done"] or "") or NO_VALUE),
            (say("Vướng mắc"), "wide", lambda row: html.escape(row["what_hinders"] or "") or NO_VALUE),
            (say("Công bố"), "kept", published),
        ],
        reports.iter_rows(named=True),
        caption=caption,
    )
