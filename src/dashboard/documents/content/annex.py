"""The annex of one agency to its own letter: its figures, explanations and tasks, exactly as handed in or as published."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from dashboard.documents.content import cells, reporting
from dashboard.documents.content.asked import Asked
from dashboard.documents.content.framing import BLANK, framed, letterhead_of_agency, name_now, place_name
from dashboard.documents.model import Block, Bullets, Cell, Column, Document, Heading, Letterhead, Paragraph, Row, Table
from dashboard.intake.issues import told_of
from dashboard.mart import queries
from dashboard.mart.rows import TaskRow, assessed_rows, task_rows
from dashboard.method import TASK_STATUS
from dashboard.notation import NO_VALUE, date, in_names, measured, part_name
from dashboard.reference.catalogue import Agency
from dashboard.store.schema import VIETNAM
from dashboard.words.messages import mark

State = Literal["draft", "submitted", "returned", "approved", "withdrawn"]
STATE_WORDS: dict[State, str] = {
    "draft": mark("Bản nháp, chưa nộp"),
    "submitted": mark("Đã nộp, chờ duyệt"),
    "returned": mark("Đã nộp, bị trả lại"),
    "approved": mark("Đã công bố"),
    "withdrawn": mark("Đã nộp, đã rút"),
}
"""What an annex says of where its content stands."""
_SHORT = 8
"""How many signs of a submission's number are read; the whole number stands in the annex once."""


@dataclass(frozen=True)
class HandedIn:
    """What a draft or a submission holds.

    Attributes:
        state: Where it stands.
        number: Of the submission, or of the draft.
        file_name: Of the file that was handed in.
        file_hash: Its SHA-256; None where no file was kept.
        moment: When it was saved or handed in, in UTC.
        figures: Its observations (``OBSERVATION_SCHEMA``).
        task_reports: Its reports on tasks (``TASK_REPORT_SCHEMA``).
        explanations: What was said to everything unusual, by issue; without the choices made.
        note: What the submitter wrote to it.
        wrong: How many rows of the file have errors and are in neither.
    """

    state: State
    number: str
    file_name: str
    file_hash: str | None
    moment: dt.datetime
    figures: pl.DataFrame
    task_reports: pl.DataFrame
    explanations: Mapping[str, str]
    note: str = ""
    wrong: int = 0


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
        standing += ", " + asked.say(name).format(number=handed_in.number[:_SHORT])
    return framed(
        asked,
        "annex",
        _of_handed_in(handed_in, asked) if handed_in else _of_published(asked),
        title=asked.say("PHỤ LỤC"),
        subject=_subject(asked, agency),
        letterhead=head,
        standing=standing,
        about=(handed_in.state, handed_in.number[:_SHORT]) if handed_in else (),
    )


def _head_of_province(asked: Asked) -> Letterhead:
    head = letterhead_of_agency(asked, asked.catalogue.agencies[0])
    issuer = asked.say("UBND tỉnh {province}").format(province=place_name(asked)).upper()
    return Letterhead("", issuer, "", head.place_and_date, head.signatory)


def _subject(asked: Asked, agency: Agency | None) -> str:
    say = asked.say
    about = say("Số liệu chỉ tiêu và nhiệm vụ chính sách xã hội năm {year}").format(year=asked.year)
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
    columns = (
        Column(say("Chỉ tiêu"), 28),
        Column(say("Thực hiện"), 12, "right"),
        Column(say("Mục tiêu in"), 12, "right"),
        Column(say("Trạng thái"), 16),
        Column(say("Giải trình, ghi chú"), 20),
        Column(say("Lần nộp"), 12),
    )
    made = tuple(
        Row(
            (
                cells.name(row, asked, with_province=True),
                cells.figure(row, "actual", asked),
                cells.target(row),
                cells.status_and_reason(row, asked),
                cells.text(row["note"] if row["actual"] is not None else None),
                cells.text(row["submission"][:_SHORT] if row["submission"] else None),
            )
        )
        for row in rows
    )
    title = say("Số liệu đã công bố, năm {year}").format(year=asked.year)
    yield Table(title, columns, made, empty=say("Cơ quan này không chủ trì chỉ tiêu nào với các bộ lọc đang chọn."))
    came_with = queries.reported_in(asked.mart, [row["task"] for row in tasks])
    yield Heading(say("Nhiệm vụ"))
    yield _tasks_table(tasks, came_with, asked)
    ids = {row["submission"] for row in rows if row["submission"]}
    ids |= {came_with[row["task"], row["report_year"]] for row in tasks if row["report_year"] is not None}
    yield Heading(say("Các lần nộp đã công bố"))
    yield _submissions_table(queries.published_submissions(asked.mart, sorted(ids)), asked)


def _tasks_table(tasks: list[TaskRow], came_with: Mapping[tuple[str, int], str], asked: Asked) -> Table:
    say = asked.say
    columns = (
        Column(say("Nhiệm vụ"), 32),
        Column(say("Thời hạn"), 14),
        Column(say("Trạng thái"), 17),
        Column(say("Nội dung báo cáo"), 25),
        Column(say("Lần nộp"), 12),
    )
    made = tuple(
        Row(
            (
                reporting.task_name(row, asked),
                Cell(
                    date(row["due"], language=asked.language) if row["due"] else row["timing_printed"] or NO_VALUE,
                    value=row["due"],
                ),
                reporting.task_state(row, asked),
                cells.text(_said(row, asked)),
                cells.text(
                    came_with[row["task"], row["report_year"]][:_SHORT] if row["report_year"] is not None else None
                ),
            )
        )
        for row in tasks
    )
    empty = say("Cơ quan này không chủ trì nhiệm vụ nào với các bộ lọc đang chọn.")
    return Table(say("Nhiệm vụ và báo cáo đã công bố"), columns, made, empty=empty)


def _said(row: Mapping[str, Any], asked: Asked) -> str:
    """Return what a report on a task says, a line each: what was done, by which document, what hinders."""
    say = asked.say
    document = row["document_number"] or ""
    if row["document_date"] is not None:
        document = (
            say("{document} ngày {date}")
            .format(document=document, date=date(row["document_date"], language=asked.language))
            .strip()
        )
    done = (
        say("Xong ngày {date}").format(date=date(row["date_done"], language=asked.language)) if row["date_done"] else ""
    )
    hinders = say("Vướng mắc: {text}").format(text=row["what_hinders"]) if row["what_hinders"] else ""
    return "\n".join(filter(None, (row["what_was_done"], document, done, hinders)))


def _submissions_table(found: pl.DataFrame, asked: Asked) -> Table:
    say = asked.say
    columns = (
        Column(say("Lần nộp"), 22),
        Column(say("Tệp"), 22),
        Column(say("Công bố lúc"), 16),
        Column(say("Mã băm SHA-256"), 40),
    )
    made = tuple(
        Row(
            (
                Cell(hash_in_groups(row["submission"])),
                cells.text(row["file_name"]),
                Cell(
                    moment(row["approved_at"], asked),
                    value=row["approved_at"].replace(tzinfo=dt.UTC).astimezone(VIETNAM).date(),
                ),
                Cell(_hash(row["file_hash"], row["content_hash"], asked)),
            )
        )
        for row in found.iter_rows(named=True)
    )
    return Table(
        say("Mã lần nộp và mã băm của từng tệp"), columns, made, empty=say("Chưa có lần nộp nào được công bố.")
    )


def _hash(of_file: str | None, of_content: str, asked: Asked) -> str:
    if of_file:
        return hash_in_groups(of_file)
    return asked.say("{hash} (của nội dung; không có tệp gốc)").format(hash=hash_in_groups(of_content))


def hash_in_groups(text: str) -> str:
    """Return a long hash in groups of eight signs, so that it can be held against another on paper, and lines can break."""
    return " ".join(text[place : place + 8] for place in range(0, len(text), 8))


def moment(when: dt.datetime, asked: Asked) -> str:
    """Return time and day in Việt Nam of a moment in UTC."""
    local = when.replace(tzinfo=dt.UTC).astimezone(VIETNAM)
    return f"{local:%H:%M} {date(local.date(), language=asked.language)}"


def _of_handed_in(held: HandedIn, asked: Asked) -> Iterator[Block]:
    yield Paragraph(_finding(held, asked), "finding")
    yield Bullets(tuple(_identity(held, asked)))
    if not held.figures.is_empty():
        yield Heading(asked.say("Chỉ tiêu"))
        yield _figures_table(held, asked)
        yield from _left_out(held, asked)
    if not held.task_reports.is_empty():
        yield Heading(asked.say("Nhiệm vụ"))
        yield _reports_table(held, asked)
    if held.explanations:
        yield Heading(asked.say("Giải trình"))
        yield _explanations_table(held, asked)


def _finding(held: HandedIn, asked: Asked) -> str:
    say = asked.say
    counted = say("{figures} số liệu, {reports} báo cáo nhiệm vụ").format(
        figures=held.figures.height, reports=held.task_reports.height
    )
    what = say("Bản nháp có {counted}.") if held.state == "draft" else say("Lần nộp có {counted}.")
    told = what.format(counted=counted)
    if held.wrong:
        told += " " + say("{count} dòng của tệp còn lỗi, chưa có trong phụ lục này.").format(count=held.wrong)
    return told


def _identity(held: HandedIn, asked: Asked) -> Iterator[str]:
    """Yield by what the paper and what the system holds can be held against each other."""
    say = asked.say
    number = say("Mã bản nháp: {number}.") if held.state == "draft" else say("Mã lần nộp: {number}.")
    yield number.format(number=hash_in_groups(held.number))
    saved = say("Lưu lúc {moment}.") if held.state == "draft" else say("Nộp lúc {moment}.")
    yield (
        say("Tình trạng: {state}.").format(state=say(STATE_WORDS[held.state]).lower())
        + " "
        + saved.format(moment=moment(held.moment, asked))
    )
    if held.file_hash:
        text = say("Tệp {file}, mã băm SHA-256: {hash}.")
        yield text.format(file=held.file_name, hash=hash_in_groups(held.file_hash))
    if held.note:
        yield say("Ghi chú của người nộp: {note}").format(note=held.note)


def _figures_table(held: HandedIn, asked: Asked) -> Table:
    say = asked.say
    expected = {
        (row["province"], row["indicator"], row["breakdown"], row["year"]): row
        for row in _expected(asked).iter_rows(named=True)
    }
    columns = (
        Column(say("Chỉ tiêu"), 30),
        Column(say("Năm"), 8, "right"),
        Column(say("Giá trị nộp"), 14, "right"),
        Column(say("Mục tiêu in"), 13, "right"),
        Column(say("Nguồn"), 15),
        Column(say("Giải trình, ghi chú"), 20),
    )
    made = []
    for row in held.figures.iter_rows(named=True):
        asked_for = expected.get((row["province"], row["indicator"], row["breakdown"], row["year"]), {"target": None})
        made.append(
            Row(
                (
                    cells.name(row, asked, with_province=True),
                    Cell(str(row["year"]), value=row["year"]),
                    _value(row, asked),
                    cells.target(row | asked_for, printed="target"),
                    cells.text(", ".join(filter(None, (row["source"], row["source_table"])))),
                    cells.text(row["note"]),
                )
            )
        )
    return Table(
        say("Số liệu như đã nộp") if held.state != "draft" else say("Số liệu trong bản nháp"), columns, tuple(made)
    )


def _value(row: Mapping[str, Any], asked: Asked) -> Cell:
    """Return a handed-in figure; one that says that there is none stands as such."""
    indicator = asked.catalogue.indicator[row["indicator"]]
    if row["level"] is not None:
        return Cell(
            next((level.name(asked.language) for level in indicator.levels if level.id == row["level"]), row["level"]),
            is_strong=True,
        )
    if row["value"] is None:
        return Cell(asked.say("không có số liệu"))
    shown = measured(row["value"], indicator, asked.catalogue, language=asked.language)
    return Cell(
        f"{shown}\n{asked.say('(số ước)')}" if row["preliminary"] else shown, value=row["value"], is_strong=True
    )


def _left_out(held: HandedIn, asked: Asked) -> Iterator[Block]:
    """Yield the names of what the agency answers for that year and did not hand in here."""
    key = ["province", "indicator", "breakdown", "year"]
    left = _expected(asked).join(held.figures.select(key), on=key, how="anti", maintain_order="left")
    if left.is_empty():
        return
    yield Heading(asked.say("Chỉ tiêu cơ quan chủ trì không có trong lần nộp này"), 2)
    yield Bullets(
        tuple(
            part_name(row, asked.catalogue, asked.language)
            + (f" ({asked.say('của năm {year}').format(year=row['year'])})" if row["year"] != asked.year else "")
            for row in left.iter_rows(named=True)
        )
    )


def _expected(asked: Asked) -> pl.DataFrame:
    provinces = tuple(province.id for province in asked.provinces)
    return queries.expected(asked.mart, provinces=provinces, agencies=asked.filters.agencies, year=asked.year)


def _reports_table(held: HandedIn, asked: Asked) -> Table:
    say = asked.say
    columns = (Column(say("Nhiệm vụ"), 42), Column(say("Năm"), 8, "right"), Column(say("Tình trạng báo cáo"), 16), Column(say("Nội dung báo cáo"), 34))  # fmt: skip
    made = tuple(
        Row(
            (
                Cell(
                    asked.catalogue.task[row["task"]].title(asked.language)
                    if row["task"] in asked.catalogue.task
                    else row["task"]
                ),
                Cell(str(row["year"]), value=row["year"]),
                Cell(say(TASK_STATUS[row["state"]].word)),
                cells.text(_said(row, asked)),
            )
        )
        for row in held.task_reports.iter_rows(named=True)
    )
    return Table(
        say("Báo cáo nhiệm vụ như đã nộp") if held.state != "draft" else say("Báo cáo nhiệm vụ trong bản nháp"),
        columns,
        made,
    )


def _explanations_table(held: HandedIn, asked: Asked) -> Table:
    say, names = asked.say, in_names(asked.catalogue, asked.language)
    columns = (Column(say("Điểm khác thường"), 55), Column(say("Giải trình của cơ quan"), 45))
    made = tuple(
        Row((Cell(told_of(key, names, language=asked.language)), cells.text(words)))
        for key, words in sorted(held.explanations.items())
    )
    return Table(say("Điểm khác thường và giải trình"), columns, made)
