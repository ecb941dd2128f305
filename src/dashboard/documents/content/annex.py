"""The annex of one agency to its own letter: its figures, explanations and tasks, exactly as handed in or as published."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from dashboard.documents.content import cells, reporting
from dashboard.documents.content.asked import Asked
from dashboard.documents.content.framing import BLANK, framed, letterhead_of_agency, name_now, place_name
from dashboard.documents.content.handed_in import (
    SHORT,
    STATE_WORDS,
    HandedIn,
    content_of,
    hash_in_groups,
    moment,
    said_of_task,
)
from dashboard.documents.model import Block, Cell, Column, Document, Heading, Letterhead, Paragraph, Table
from dashboard.mart import queries
from dashboard.mart.rows import TaskRow, assessed_rows, task_rows
from dashboard.notation import NO_VALUE, date
from dashboard.reference.organisation import Agency
from dashboard.store.schema import VIETNAM
from dashboard.words.messages import mark


def annex(asked: Asked, handed_in: HandedIn | None = None) -> Document:
    """Return the annex of the one agency of the filters.

    Args:
        asked: What it is about; without an agency only for what an office hands in for all of its province.
        handed_in: What to show; None for what is published.
    """
    agency = asked.catalogue.agency[asked.filters.agencies[0]] if asked.filters.agencies else None
    head = letterhead_of_agency(asked, agency) if agency else _head_of_province(asked)
    standing = asked.say(STATE_WORDS[handed_in.state if handed_in else "approved"])
    if handed_in:
        name = mark("bản nháp {number}") if handed_in.state == "draft" else mark("lần nộp {number}")
        standing += ", " + asked.say(name).format(number=handed_in.number[:SHORT])
    return framed(
        asked,
        "annex",
        content_of(handed_in, asked) if handed_in else _of_published(asked),
        title=asked.say("PHỤ LỤC"),
        subject=_subject(asked, agency, handed_in.years if handed_in else (asked.year,)),
        letterhead=head,
        standing=standing,
        about=(handed_in.state, handed_in.number[:SHORT]) if handed_in else (),
    )


def _head_of_province(asked: Asked) -> Letterhead:
    head = letterhead_of_agency(asked, asked.catalogue.agencies[0])
    issuer = asked.say("UBND tỉnh {province}").format(province=place_name(asked)).upper()
    return Letterhead("", issuer, "", head.place_and_date, head.signatory)


def _subject(asked: Asked, agency: Agency | None, years: tuple[int, ...]) -> str:
    say = asked.say
    about = say("Số liệu chỉ tiêu và nhiệm vụ chính sách xã hội năm {year}").format(year=", ".join(map(str, years)))
    provinces = ", ".join(province.name(asked.language) for province in asked.provinces)
    text = say("{about}, {provinces} (kèm theo văn bản số {blank} ngày {blank} của {agency})")
    return text.format(
        about=about, provinces=provinces, blank="……", agency=name_now(agency, asked) if agency else BLANK
    )


def _of_published(asked: Asked) -> Iterator[Block]:
    say = asked.say
    rows = list(assessed_rows(queries.assessed(asked.mart, asked.filters)))
    tasks = task_rows(queries.tasks(asked.mart, asked.of_tasks))
    told = say(
        "{published} trong {all} chỉ tiêu năm {year} đã có số liệu công bố; {reported} trong {tasks} nhiệm vụ đã có báo cáo công bố."
    )
    yield Paragraph(
        told.format(
            published=sum(row["actual"] is not None for row in rows),
            all=len(rows),
            year=asked.year,
            reported=sum(row["report_state"] is not None for row in tasks),
            tasks=len(tasks),
        ),
        "finding",
    )
    yield Heading(say("Chỉ tiêu"))
    yield cells.table(
        say("Số liệu đã công bố, năm {year}").format(year=asked.year),
        (
            (Column(say("Chỉ tiêu"), 28), lambda row: cells.name(row, asked, with_province=True)),
            (Column(say("Thực hiện"), 12, "right"), lambda row: cells.figure(row, "actual", asked)),
            (Column(say("Mục tiêu in"), 12, "right"), cells.target),
            (Column(say("Trạng thái"), 16), lambda row: cells.status_and_reason(row, asked)),
            (
                Column(say("Giải trình, ghi chú"), 20),
                lambda row: cells.text(row["note"] if row["actual"] is not None else None),
            ),
            (
                Column(say("Lần nộp"), 12),
                lambda row: cells.text(row["submission"][:SHORT] if row["submission"] else None),
            ),
        ),
        rows,
        empty=say("Cơ quan này không chủ trì chỉ tiêu nào với các bộ lọc đang chọn."),
    )
    came_with = queries.reported_in(asked.mart, [row["task"] for row in tasks])
    yield Heading(say("Nhiệm vụ"))
    yield _tasks_table(tasks, came_with, asked)
    ids = {row["submission"] for row in rows if row["submission"]}
    ids |= {came_with[row["task"], row["report_year"]] for row in tasks if row["report_year"] is not None}
    yield Heading(say("Các lần nộp đã công bố"))
    yield _submissions_table(queries.published_submissions(asked.mart, sorted(ids)), asked)


def _tasks_table(tasks: list[TaskRow], came_with: Mapping[tuple[str, int], str], asked: Asked) -> Table:
    say = asked.say

    def due(row: TaskRow) -> Cell:
        day = date(row["due"], language=asked.language) if row["due"] else row["timing_printed"] or NO_VALUE
        return Cell(day, value=row["due"])

    def submission(row: TaskRow) -> Cell:
        year = row["report_year"]
        return cells.text(came_with[row["task"], year][:SHORT] if year is not None else None)

    return cells.table(
        say("Nhiệm vụ và báo cáo đã công bố"),
        (
            (Column(say("Nhiệm vụ"), 32), lambda row: reporting.task_name(row, asked)),
            (Column(say("Thời hạn"), 14), due),
            (Column(say("Trạng thái"), 17), lambda row: reporting.task_state(row, asked)),
            (Column(say("Nội dung báo cáo"), 25), lambda row: cells.text(said_of_task(row, asked))),
            (Column(say("Lần nộp"), 12), submission),
        ),
        tasks,
        empty=say("Cơ quan này không chủ trì nhiệm vụ nào với các bộ lọc đang chọn."),
    )


def _submissions_table(found: pl.DataFrame, asked: Asked) -> Table:
    say = asked.say

    def published(row: Mapping[str, Any]) -> Cell:
        when = row["approved_at"]
        return Cell(moment(when, asked), value=when.replace(tzinfo=dt.UTC).astimezone(VIETNAM).date())

    return cells.table(
        say("Mã lần nộp và mã băm của từng tệp"),
        (
            (Column(say("Lần nộp"), 22), lambda row: Cell(hash_in_groups(row["submission"]))),
            (Column(say("Tệp"), 22), lambda row: cells.text(row["file_name"])),
            (Column(say("Công bố lúc"), 16), published),
            (
                Column(say("Mã băm SHA-256"), 40),
                lambda row: Cell(_hash(row["file_hash"], row["content_hash"], asked)),
            ),
        ),
        found.iter_rows(named=True),
        empty=say("Chưa có lần nộp nào được công bố."),
    )


def _hash(of_file: str | None, of_content: str, asked: Asked) -> str:
    if of_file:
        return hash_in_groups(of_file)
    return asked.say("{hash} (của nội dung; không có tệp gốc)").format(hash=hash_in_groups(of_content))
