"""Tables of task reports: what a lead is to report, and what a submission says beside what is published."""

import html
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboard.method import AMBER, GREEN, GREY, RED, TASK_STATUS
from dashboard.notation import NO_VALUE, date
from dashboard.reference.catalogue import Catalogue
from dashboard.sentences.tasks import place
from dashboard.ui.parts.html_tables import Column, muted, table, word_mark
from dashboard.ui.parts.task_tables import task_link
from dashboard.words.messages import mark
from dashboard.words.translations import translator

REPORT_WORDS = {
    "published": (GREEN, "✔", mark("Đã công bố")),
    "under_review": (AMBER, "◆", mark("Chờ duyệt")),
    "returned": (RED, "↩", mark("Đã trả lại")),
    "missing": (GREY, "○", mark("Còn thiếu")),
    "not_asked": (GREY, "«", mark("Chưa phải báo cáo")),
}
"""Where an expected task report stands: colour, sign, word."""
CHANGE_WORDS = {
    "new": mark("báo cáo mới"),
    "changed": mark("thay báo cáo đã công bố"),
    "unchanged": mark("không đổi"),
    "wrong": mark("có lỗi trong tệp"),
    "missing": mark("không có trong tệp"),
}
"""What becomes of a task report, by the kinds of ``intake.task_comparing``."""


def expected_tasks_table(rows: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return the tasks a lead may report on, and how far it is (``with_report_state``)."""
    say = translator(language)

    def report(row: dict[str, Any]) -> str:
        colour, sign, word = REPORT_WORDS[row["report"]]
        return word_mark(colour, sign, say(word))

    def last(row: dict[str, Any]) -> str:
        return (
            f"{state_of(row['last_state'], language)} {muted(str(row['last_year']))}" if row["last_state"] else NO_VALUE
        )

    def time(row: dict[str, Any]) -> str:
        printed = muted(f"“{row['timing_printed']}”") if row["timing_printed"] else muted(say("không in thời gian"))
        return f"{date(row['due'], language=language)}<br>{printed}" if row["due"] else printed

    return table(
        [
            (say("Nhiệm vụ"), "wide", lambda row: _task(row, catalogue, language)),
            (say("Tình trạng"), "kept", report),
            (say("Báo cáo năm nay"), "text", lambda row: told(row, "", language)),
            (say("Báo cáo gần nhất"), "text", last),
            (say("Thời hạn"), "text", time),
        ],
        rows.iter_rows(named=True),
        caption=caption,
    )


def reports_compared(
    rows: pl.DataFrame,
    catalogue: Catalogue,
    language: str,
    *,
    caption: str,
    before: str = mark("Đang công bố"),
    words: Mapping[str, str] = CHANGE_WORDS,
    doubts: Mapping[tuple[str, int], Sequence[str]] | None = None,
    comments: Mapping[tuple[str, int], str] | None = None,
) -> str:
    """Return what would become of each task report.

    Args:
        rows: ``kind``, ``task``, ``year`` and, with ``old_`` before them and without, the answers of ``TASK_REPORT_SCHEMA``.
        catalogue: Names.
        language: Of the words.
        caption: What the table shows.
        before: What the reports are held against.
        words: What each kind of change is called.
        doubts: What is unusual about a report, by task and year; None leaves the column out.
        comments: Whether people talked about it, as HTML; None leaves the column out.
    """
    say = translator(language)

    def doubted(row: dict[str, Any]) -> str:
        found = (doubts or {}).get((row["task"], row["year"]), ())
        return "<br>".join(f"◆ {html.escape(text)}" for text in found) or NO_VALUE

    columns: list[Column] = [
        (say("Nhiệm vụ"), "wide", lambda row: _task(row, catalogue, language)),
        (say("Thay đổi"), "text", lambda row: f"{html.escape(say(words[row['kind']]))}<br>{muted(str(row['year']))}"),
        (say(before), "text", lambda row: told(row, "old_", language)),
        (say("Lần nộp này"), "text", lambda row: told(row, "", language)),
    ]
    if doubts is not None:
        columns.append((say("Điểm cần xem"), "wide", doubted))
    if comments is not None:
        columns.append((say("Ý kiến"), "text", lambda row: comments.get((row["task"], row["year"])) or NO_VALUE))
    return table(columns, rows.iter_rows(named=True), caption=caption)


def task_moves_table(rows: pl.DataFrame, catalogue: Catalogue, language: str, *, caption: str) -> str:
    """Return the tasks whose status would move: ``task``, ``status_before``, ``status_after``."""
    say = translator(language)
    return table(
        [
            (say("Nhiệm vụ"), "wide", lambda row: _task(row, catalogue, language)),
            (
                say("Trạng thái"),
                "kept",
                lambda row: (
                    f"{state_of(row['status_before'], language)}<br>→ {state_of(row['status_after'], language)}"
                ),
            ),
        ],
        rows.iter_rows(named=True),
        caption=caption,
    )


def state_of(status: str, language: str) -> str:
    """Return sign, word and colour of a task's status, or of what a report says."""
    known = TASK_STATUS[status]
    return word_mark(known.colour, known.sign, translator(language)(known.word))


def told(row: Mapping[str, Any], prefix: str, language: str) -> str:
    """Return what a report says, its answers under ``prefix``; what it does not say is left out."""
    say = translator(language)
    if (state := row[f"{prefix}state"]) is None:
        return NO_VALUE
    document = row[f"{prefix}document_number"]
    if document and row.get(f"{prefix}document_date"):
        document = say("{document} ngày {date}").format(
            document=document, date=date(row[f"{prefix}document_date"], language=language)
        )
    done = row[f"{prefix}date_done"]
    lines = (
        say("xong ngày {date}").format(date=date(done, language=language)) if done else "",
        document or "",
        row[f"{prefix}what_was_done"] or "",
        say("Vướng mắc: {text}").format(text=row[f"{prefix}what_hinders"]) if row[f"{prefix}what_hinders"] else "",
    )
    return "<br>".join([state_of(state, language), *(muted(line) for line in lines if line)])


def _task(row: Mapping[str, Any], catalogue: Catalogue, language: str) -> str:
    """Return the task's title, leading to its page, and where it is printed."""
    task = catalogue.task[row["task"]]
    printed: Any = {"plan": task.plan, "place": task.place, "section": task.section, "number": task.number}
    return f"{task_link(task.task, catalogue, language)}<br>{muted(place(printed, catalogue, language))}"
